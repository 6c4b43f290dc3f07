"""The staff survey (health check): question sets by employer standard, and results by group."""

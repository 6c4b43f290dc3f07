"""The ASYE year: one person's own clock, apart from any cohort's dates."""

"""What people write, plan, tick and sign for the edition of a half-year, until it is published."""

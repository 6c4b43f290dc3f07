"""Returns as CSV or Excel: bytes in, typed records and findings out. Nothing is stored here."""

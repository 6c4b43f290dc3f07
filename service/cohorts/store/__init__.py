"""The academy in the database, one module for each noun. Nothing else reads or writes its tables."""

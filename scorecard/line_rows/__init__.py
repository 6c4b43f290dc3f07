"""The rows behind each line of the ledger: what a figure is made of, one row of a file at a time."""

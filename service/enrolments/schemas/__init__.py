"""Members and what they attend as JSON."""

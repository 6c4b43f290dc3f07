"""Exit interviews, comments and surveys as JSON."""

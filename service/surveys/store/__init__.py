"""What is stored of exit interviews, comments and surveys, by noun."""

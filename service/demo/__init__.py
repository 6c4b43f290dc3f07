"""The demo council: an invented council with six years of history, and the files it would send."""

"""The doors to what is prepared for an edition: HTTP and the command line."""

"""What the service says of itself: accessibility, privacy, cookies, its state, and its API."""

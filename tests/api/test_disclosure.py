"""Who sees what of an edition over HTTP, and that a reader with a solver finds nothing in it."""

"""The social work academy planner as pure computation. No clock, no store, no HTTP."""

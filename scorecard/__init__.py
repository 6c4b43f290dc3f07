"""The six-monthly scorecard as pure computation: facts in, figures out. No clock, no store, no HTTP."""

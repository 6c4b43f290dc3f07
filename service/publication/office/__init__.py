"""The pages of those who prepare, publish, correct and withdraw scorecards; for signed-in people only."""

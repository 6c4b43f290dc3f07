"""ASYE years as JSON: what goes in, and how a year stands."""

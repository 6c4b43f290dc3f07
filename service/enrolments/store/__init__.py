"""Rows of members, groups and calendars as plain values."""

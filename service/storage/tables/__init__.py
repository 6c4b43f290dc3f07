"""Piccolo tables. Only ``store.py`` modules import from here (import contract)."""

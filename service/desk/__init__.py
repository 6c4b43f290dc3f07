"""The academy lead's pages in a browser: what they need to see and to print (ADR 0018)."""

"""Bodies of the academy's API, one module for each noun.

Output fields have no defaults, so that clients can rely on every one; input refuses unknown fields.
"""

"""Secrets of links and sessions: 256 bits from the system, kept as SHA-256 only (as in keys.py).

A secret is looked up by its hash, so no comparison tells how much of a guess was right.
"""

import hashlib
import hmac
import re
import secrets

SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def fresh_secret() -> str:
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def form_token(session_secret: str) -> str:
    """What every form of a session brings along: nobody has it who has not the session's secret."""
    said = hmac.digest(session_secret.encode(), b"form token v1", "sha256")
    return said.hex()


def same(one: str, other: str) -> bool:
    """Compare in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())

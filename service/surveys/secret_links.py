"""Secrets of private links: 256 random bits, of which only SHA-256 is kept (as for feeds)."""

import hashlib
import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FreshSecret:
    """A secret at the only moment when it is known."""

    secret: str
    secret_hash: str

    def __repr__(self) -> str:
        return "FreshSecret(...)"


def make() -> FreshSecret:
    secret = secrets.token_urlsafe(32)
    return FreshSecret(secret, hash_of(secret))


def hash_of(secret: str) -> str:
    """The hash of whatever stood in an address, 64 hex digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()

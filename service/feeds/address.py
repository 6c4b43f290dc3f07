"""The address of a feed: whoever knows it sees the feed, so it holds a secret.

Only SHA-256 of the secret is stored. The secret is 256 bits from the system's random source, which
no one can try through, so a fast hash gives nothing away (as for API keys).
"""

import hashlib
import secrets
from dataclasses import dataclass

PREFIX = "/feeds/"
SUFFIX = "/academy.ics"


@dataclass(frozen=True, slots=True)
class FreshSecret:
    """A secret at the only moment when it is known."""

    secret: str
    secret_hash: str

    def __repr__(self) -> str:
        return "FreshSecret(...)"


def make() -> FreshSecret:
    """A new secret from the system's random source."""
    secret = secrets.token_urlsafe(32)
    return FreshSecret(secret, hash_of(secret))


def hash_of(secret: str) -> str:
    """The hash of whatever stood in an address, 64 hex digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def path_of(secret: str) -> str:
    return f"{PREFIX}{secret}{SUFFIX}"


def for_calendars(url: str) -> str:
    """The same address so that a phone offers to subscribe: webcal instead of https or http."""
    return "webcal://" + url.partition("://")[2]

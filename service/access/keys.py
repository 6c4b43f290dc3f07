"""What an API key looks like, and how it is kept without being known.

A key reads ``swk_<lookup>_<secret>``: the lookup part finds the row, the secret proves the right.
Only SHA-256 of the secret is stored. A slow password hash (bcrypt, Argon2) protects secrets that a
person chose and that can be guessed; ours are 256 bits from the system's random source, which no
one can try through whatever the hash costs, so a fast hash gives nothing away and keeps each
request cheap. Hashes are compared in constant time.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

_KEY = re.compile(r"swk_([0-9a-f]{16})_([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class FreshKey:
    """A key that has just been made: the only moment at which its secret is known."""

    lookup: str
    plaintext: str
    secret_hash: str

    def __repr__(self) -> str:
        return f"FreshKey(lookup={self.lookup!r})"


@dataclass(frozen=True, slots=True)
class PresentedKey:
    """What somebody sent, taken apart."""

    lookup: str
    secret_hash: str


def make() -> FreshKey:
    """A new key from the system's random source."""
    lookup, secret = secrets.token_hex(8), secrets.token_hex(32)
    return FreshKey(lookup, f"swk_{lookup}_{secret}", _hash(secret))


def take_apart(token: str) -> PresentedKey | None:
    """The parts of a key; None for a text that cannot be one."""
    match = _KEY.fullmatch(token)
    return PresentedKey(match[1], _hash(match[2])) if match else None


def same(one: str, other: str) -> bool:
    """Compare two hashes in a time that does not tell where they differ."""
    return hmac.compare_digest(one, other)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("ascii")).hexdigest()

"""The address of a feed: whoever knows it sees the feed, so it holds a secret.

Only SHA-256 of the secret is stored. The secret is 256 bits from the system's random source, which
no one can try through, so a fast hash gives nothing away (as for API keys).

Each feed has a page beside it, with a secret of its own. The feed's secret is derived from the
page's and not the other way round (ADR 0018): whoever opens the page may be shown the feed's
address, and a calendar program that was given the feed's address learns nothing of the page.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

PREFIX = "/feeds/"
SUFFIX = "/academy.ics"
MY_ACADEMY = "/my-academy/"
"""Before the secret of the page of a member."""
TIMETABLE = "/timetable/"
"""Before the secret of the page of a cohort, a facilitator, a room or a team."""


@dataclass(frozen=True, slots=True)
class FreshSecret:
    """Both secrets of a feed at the only moment when they are known."""

    page: str
    secret: str
    """In the feed's address."""
    secret_hash: str

    def __repr__(self) -> str:
        return "FreshSecret(...)"


def make() -> FreshSecret:
    """New secrets from the system's random source."""
    return of_page(secrets.token_urlsafe(32))


def of_page(page: str) -> FreshSecret:
    """The secrets that belong to the secret of a page."""
    secret = secret_behind(page)
    return FreshSecret(page, secret, hash_of(secret))


def secret_behind(page: str) -> str:
    """The secret of the feed behind whatever stood in the address of a page."""
    derived = hmac.digest(page.encode("utf-8", "surrogatepass"), b"academy feed", "sha256")
    return urlsafe_b64encode(derived).rstrip(b"=").decode()


def hash_of(secret: str) -> str:
    """The hash of whatever stood in an address, 64 hex digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def path_of(secret: str) -> str:
    return f"{PREFIX}{secret}{SUFFIX}"


def for_calendars(url: str) -> str:
    """The same address so that a phone offers to subscribe: webcal instead of https or http."""
    return "webcal://" + url.partition("://")[2]

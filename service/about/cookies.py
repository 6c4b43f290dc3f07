"""The cookies of the service, in words for the public."""

from dataclasses import dataclass

from service.access.provider_pages import MINUTES, way_cookie_name
from service.access.visitors import cookie_name
from service.feeds.visits import COOKIE, KEPT
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class CookieLine:
    name: str
    purpose: str
    how_long: str


def cookies(settings: Settings) -> tuple[CookieLine, ...]:
    """All there are with these settings."""
    on_the_way = CookieLine(
        way_cookie_name(settings),
        "Recognises you when you come back from your organisation's own sign-in page.",
        f"{MINUTES} minutes at most",
    )
    return (
        *((on_the_way,) if settings.oidc_issuer else ()),
        CookieLine(
            cookie_name(settings),
            "Keeps you signed in. It is set when you sign in, and at no other time.",
            f"Until you sign out or close the browser, {settings.session_hours} hours at most",
        ),
        CookieLine(
            COOKIE,
            "Remembers when you last looked at your own academy page, to show what changed since "
            "then. When you are signed in, its name goes on with a number of your account. It stays "
            "in your browser: we keep nothing of it.",
            f"{KEPT.days} days",
        ),
    )

"""How to get a feed into a calendar: the addresses and the code that a page shows."""

from dataclasses import dataclass
from urllib.parse import quote

import segno
from markupsafe import Markup

from service.feeds import address
from service.feeds.store import FeedRecord, Kind
from service.settings import Settings

GOOGLE = "https://calendar.google.com/calendar/r?cid="
OUTLOOK = "https://outlook.office.com/calendar/0/addfromweb?url="
QUIET_ZONE = 4
"""Modules of white around the code: without them many cameras do not find it."""
RENEWABLE = frozenset({Kind.MEMBER, Kind.TEAM, Kind.FACILITATOR})
"""One person's: they may give it another address. Others are shared, and the lead's to renew."""


@dataclass(frozen=True, slots=True)
class Subscribing:
    """``page`` is the address of the page itself, ``code`` the same as a QR code."""

    https: str
    webcal: str
    google: str
    outlook: str
    once: str
    """A file that is a copy and never changes again."""
    page: str
    code: Markup
    renew: str | None
    """Where to ask for another address; None where only the academy lead can give one."""


def page_path(kind: Kind, page: str) -> str:
    return f"{address.MY_ACADEMY if kind is Kind.MEMBER else address.TIMETABLE}{page}"


def subscribing(feed: FeedRecord, name: str, page: str, settings: Settings) -> Subscribing:
    """``name`` is what the calendar will be called; ``page`` is the secret of the page."""
    https = settings.public_url + address.path_of(address.secret_behind(page))
    webcal = address.for_calendars(https)
    here = page_path(feed.kind, page)
    return Subscribing(
        https=https,
        webcal=webcal,
        google=GOOGLE + quote(webcal, safe=""),
        outlook=f"{OUTLOOK}{quote(https, safe='')}&name={quote(name, safe='')}",
        once=f"{here}/academy.ics",
        page=settings.public_url + here,
        code=code_of(settings.public_url + here),
        renew=f"{here}/new-address" if feed.kind in RENEWABLE else None,
    )


def code_of(link: str) -> Markup:
    """The QR code of an address as SVG without scripts or styles."""
    drawn = segno.make(link, error="m", micro=False).svg_inline(
        border=QUIET_ZONE, omitsize=True, light="#fff", svgclass="app-code__svg", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 -- shapes drawn by segno: nothing of the address is text in it

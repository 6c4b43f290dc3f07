"""When an edition becomes public: a day (09:30 in England), a day with a time, or now."""

import re
from datetime import datetime, time, timedelta

from service import clock
from service.publication.refusals import ReleaseInThePast, ReleaseUnreadable

AT_ONCE = "now"
USUAL = time(9, 30)
"""In England: when official statistics are released."""
FURTHEST = timedelta(days=400)
"""A release further away than that is a slip of the keyboard."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
POINTER = "/release_at"


def release_moment(text: str, now: datetime) -> datetime:
    """The instant that ``2026-11-26``, ``2026-11-26T09:30`` or ``2026-11-26T09:30:00Z`` means.

    Without an offset it is the time that clocks in England show. Raises ReleaseUnreadable, also for
    a time that clocks there show twice or never, and ReleaseInThePast.
    """
    moment = _read(text.strip())
    if moment <= now:
        raise ReleaseInThePast(
            f"{in_england(moment)} is not in the future. Nothing was changed.",
            errors=[{"pointer": POINTER, "detail": "has passed"}],
        )
    if moment - now > FURTHEST:
        raise _unreadable(f"is more than {FURTHEST.days} days away: check the year")
    return moment


def in_england(moment: datetime) -> str:
    """``9:30am on 26 November 2026``."""
    there = moment.astimezone(clock.LONDON)
    half = "am" if there.hour < 12 else "pm"
    return f"{there.hour % 12 or 12}:{there:%M}{half} on {there:%-d %B %Y}"


def _read(text: str) -> datetime:
    if not (_DAY.fullmatch(text) or _MOMENT.fullmatch(text)):
        raise _unreadable("is neither a day (2026-11-26) nor a moment (2026-11-26T09:30)")
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise _unreadable("is no real day or time") from None
    if _DAY.fullmatch(text):
        read = datetime.combine(read.date(), USUAL)
    return read if read.tzinfo else _there(read)


def _there(local: datetime) -> datetime:
    first, second = (local.replace(tzinfo=clock.LONDON, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        raise _unreadable(
            "is shown twice or never by clocks in England, which change that night: add the offset, "
            "as in +00:00"
        )
    return first


def _unreadable(words: str) -> ReleaseUnreadable:
    return ReleaseUnreadable(
        f"The moment of release {words}.", errors=[{"pointer": POINTER, "detail": words}]
    )

"""When somebody last looked at their page: kept in their own browser, and nowhere else."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

COOKIE = "academy-visit"
ONE_VISIT = timedelta(minutes=30)
"""Looking again within it is the same visit: what changed stays in sight."""
KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Visit:
    """``before``: the visit before this one, None on the first; ``cookie``: what to remember."""

    before: datetime | None
    cookie: str


def visit(remembered: str | None, now: datetime) -> Visit:
    """Read what the browser remembers: seconds of the visit before and of the last look.

    Whatever cannot be a pair of past moments counts as nothing remembered.
    """
    before, last = _moments(remembered, now)
    if last is not None and now - last >= ONE_VISIT:
        before = last
    return Visit(before, f"{_seconds(before)}-{_seconds(now)}")


def _moments(remembered: str | None, now: datetime) -> tuple[datetime | None, datetime | None]:
    parts = (remembered or "").split("-")
    if len(parts) != 2 or not all(p.isascii() and p.isdigit() and len(p) <= 12 for p in parts):
        return None, None
    before, last = (int(part) for part in parts)
    if not 0 <= before <= last <= int(now.timestamp()):
        return None, None
    return (_moment(before) if before else None), _moment(last)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0

"""Sessions of a plan: an item of a template on a date, for a run and perhaps a group."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from academy.programme import Audience, Kind


class Status(StrEnum):
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Session:
    """``uid`` is a UUID (as text) given when the session is first planned; it never changes.

    Times are local to Europe/London: 13:00 stays 13:00 across the change of the clocks (V2).
    """

    uid: str
    cohort: str
    run: str
    block: str
    item: str
    group: int | None
    title: str
    description: str
    """Outcomes and what to bring, ready to read."""
    kind: Kind
    audience: Audience
    day: date
    start: time
    end: time
    site: str | None
    site_address: str | None
    room: str | None
    facilitators: tuple[str, ...]
    presenters: tuple[str, ...]
    joining_link: str | None
    mandatory: bool
    contact: bool
    track: str | None
    status: Status = Status.CONFIRMED
    also: tuple[Audience, ...] = ()
    """Audiences that come as well as ``audience``."""

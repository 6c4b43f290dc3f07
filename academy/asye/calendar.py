"""What a private calendar shows of an ASYE year: whole days that leave the person free (P4).

The person's own calendar and the supervisor's have it, and no other ever does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from academy.asye.plan import AsyePlan
from academy.feed import Days, FeedEvent
from academy.session import Status

CALENDAR = UUID("7a3d1c52-6a8e-4f0b-9d0e-5b1f2c4e8a90")
"""Namespace of the UIDs. Fixed: a calendar knows each day of a year by its UID."""
CATEGORY = "asye"


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of a year. ``key`` is its place in the plan, and stays when its day moves."""

    key: str
    summary: str
    day: date
    description: str = ""
    cancelled: bool = False


def entries(
    plan: AsyePlan,
    *,
    ended_on: date | None = None,
    panel: date | None = None,
    panel_stands: bool = True,
) -> tuple[Entry, ...]:
    """Milestones, the panel, supervision targets, and the days on which the cap changes.

    What lies after ``ended_on`` is cancelled. ``panel``: the day of the moderation panel, cancelled
    where it does not stand, because they had left by then. Each key is there once.
    """
    found = [*_milestones(plan), *_supervision(plan), *_caps(plan)]
    if ended_on is not None:
        found = [_until(each, ended_on) for each in found]
    if panel is not None:
        words = "A day that was chosen: no pause moves it."
        found.append(Entry("panel", "Moderation panel", panel, words, not panel_stands))
    return tuple(found)


def event(
    year: UUID, entry: Entry, *, sequence: int, changed_at: datetime, whose: str | None = None
) -> FeedEvent:
    """As a calendar has it. ``whose``: the name that a supervisor's shows; None in the person's own.

    The two have UIDs of their own, so that somebody who has both calendars sees both.
    """
    side = "own" if whose is None else "supervisor"
    return FeedEvent(
        uid=str(uuid5(CALENDAR, f"{year}/{side}/{entry.key}")),
        sequence=sequence,
        changed_at=changed_at,
        summary=entry.summary if whose is None else f"{entry.summary}: {whose}",
        when=Days(entry.day, entry.day),
        description=entry.description,
        status=Status.CANCELLED if entry.cancelled else Status.CONFIRMED,
        transparent=True,
        categories=(CATEGORY,),
    )


def _until(entry: Entry, ended_on: date) -> Entry:
    gone = entry.day > ended_on
    return Entry(entry.key, entry.summary, entry.day, entry.description, gone)


def _milestones(plan: AsyePlan) -> Iterator[Entry]:
    for milestone in plan.milestones:
        words = "By the person's own ASYE clock, which is not the cohort's."
        if milestone.optional:
            words += " It is optional."
        yield Entry(f"milestone/{milestone.key}", f"{milestone.title} due", milestone.due, words)


def _supervision(plan: AsyePlan) -> Iterator[Entry]:
    numbers: dict[str, int] = {}
    for target in plan.supervision:
        number = numbers[target.band] = numbers.get(target.band, 0) + 1
        words = "" if target.minutes is None else f"At least {target.minutes} minutes."
        yield Entry(f"supervision/{target.band}/{number}", "Supervision due", target.due, words)


def _caps(plan: AsyePlan) -> Iterator[Entry]:
    """Under the stage's number, so that a stage which a pause moves is the same entry."""
    before: int | None = None
    numbers: dict[int, int] = {}
    for period in plan.caps:
        if period.cap is not None and period.cap != before:
            number = numbers[period.stage] = numbers.get(period.stage, 0) + 1
            yield Entry(
                f"cap/{period.stage}" + (f"/{number}" if number > 1 else ""),
                f"Caseload cap from today: {period.cap}",
                period.first,
                f"Unit: {period.unit.value}.",
            )
        before = period.cap

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
class Shown:
    """``whose``: the name that a supervisor's calendar shows; None in the person's own.

    ``first`` and ``last``: days of which the owner is told; None: no bound. What lies after
    ``ended_on`` is told as cancelled. ``panel``: the day of the moderation panel, told as cancelled
    where it does not stand, because they had left by then.
    """

    year: UUID
    sequence: int
    changed_at: datetime
    whose: str | None = None
    first: date | None = None
    last: date | None = None
    ended_on: date | None = None
    panel: date | None = None
    panel_stands: bool = True


def events(plan: AsyePlan, shown: Shown) -> tuple[FeedEvent, ...]:
    """Milestones, the panel, supervision targets, and the days on which the cap changes."""
    return tuple(
        event
        for event, day in _all(plan, shown)
        if (shown.first is None or shown.first <= day) and (shown.last is None or day <= shown.last)
    )


def _all(plan: AsyePlan, shown: Shown) -> Iterator[tuple[FeedEvent, date]]:
    for milestone in plan.milestones:
        words = "By the person's own ASYE clock, which is not the cohort's."
        if milestone.optional:
            words += " It is optional."
        yield _event(
            shown, f"milestone/{milestone.key}", f"{milestone.title} due", milestone.due, words
        )
    if shown.panel is not None:
        yield _event(
            shown,
            "panel",
            "Moderation panel",
            shown.panel,
            "A day that was chosen: no pause moves it.",
            gone=not shown.panel_stands,
        )
    numbers: dict[str, int] = {}
    for target in plan.supervision:
        number = numbers[target.band] = numbers.get(target.band, 0) + 1
        words = "" if target.minutes is None else f"At least {target.minutes} minutes."
        yield _event(
            shown, f"supervision/{target.band}/{number}", "Supervision due", target.due, words
        )
    before: int | None = None
    for number, period in enumerate(plan.caps, start=1):
        if period.cap is not None and period.cap != before:
            yield _event(
                shown,
                f"cap/{number}",
                f"Caseload cap from today: {period.cap}",
                period.first,
                f"Unit: {period.unit.value}.",
            )
        before = period.cap


def _event(
    shown: Shown,
    key: str,
    summary: str,
    day: date,
    description: str,
    *,
    gone: bool | None = None,
) -> tuple[FeedEvent, date]:
    """``gone`` None: by the end of the year."""
    if gone is None:
        gone = shown.ended_on is not None and day > shown.ended_on
    side = "own" if shown.whose is None else "supervisor"
    return (
        FeedEvent(
            uid=str(uuid5(CALENDAR, f"{shown.year}/{side}/{key}")),
            sequence=shown.sequence,
            changed_at=shown.changed_at,
            summary=summary if shown.whose is None else f"{summary}: {shown.whose}",
            when=Days(day, day),
            description=description,
            status=Status.CANCELLED if gone else Status.CONFIRMED,
            transparent=True,
            categories=(CATEGORY,),
        ),
        day,
    )

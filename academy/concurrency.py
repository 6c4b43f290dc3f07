"""Week by week: open cohorts, members, ASYE years under way, and days of leads (rule G8)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from academy.membership import Member
from academy.programme import Audience
from academy.session import Session, Status

WEEK = timedelta(weeks=1)
LAST_DAY_OF_WEEK = timedelta(days=6)
Period = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week from its Monday."""

    monday: date
    cohorts: tuple[str, ...]
    """Open: from their first session's week to their last one's."""
    members: int
    newly_qualified_in_asye: int
    staff_days: Mapping[str, int]
    """Days with a session by name, of the people asked about who have any."""


def weeks(
    sessions: Sequence[Session],
    members: Iterable[Member],
    *,
    asye: Mapping[str, Collection[Period]],
    staff: Collection[str],
    first: date,
    last: date,
) -> tuple[Week, ...]:
    """Every week that has a day from ``first`` to ``last``, both included.

    ``asye``: the ASYE year of each member, by id, pauses and extensions included; in several parts
    where they were away or began again. A member counts while their cohort is open, a newly
    qualified one in ASYE while their own year runs, once a week.
    """
    held = [session for session in sessions if session.status is Status.CONFIRMED]
    opened = _open(held)
    known = list(members)
    days: dict[tuple[date, str], set[date]] = {}
    for session in held:
        for person in {*session.facilitators, *session.presenters}.intersection(staff):
            days.setdefault((_monday(session.day), person), set()).add(session.day)
    found = []
    for monday in _mondays(first, last):
        cohorts = tuple(sorted(key for key, period in opened.items() if _touches(period, monday)))
        found.append(
            Week(
                monday=monday,
                cohorts=cohorts,
                members=sum(member.cohort in cohorts for member in known),
                newly_qualified_in_asye=sum(
                    member.audience is Audience.NEWLY_QUALIFIED
                    and any(_touches(part, monday) for part in asye.get(member.id, ()))
                    for member in known
                ),
                staff_days={
                    person: len(days[monday, person])
                    for person in sorted(staff)
                    if (monday, person) in days
                },
            )
        )
    return tuple(found)


def peak(found: Sequence[Week]) -> Week | None:
    """The first week with the most newly qualified in ASYE, then the most members."""
    return max(found, key=lambda week: (week.newly_qualified_in_asye, week.members), default=None)


def _open(held: Iterable[Session]) -> dict[str, Period]:
    opened: dict[str, Period] = {}
    for session in held:
        start, end = opened.get(session.cohort, (session.day, session.day))
        opened[session.cohort] = (min(start, session.day), max(end, session.day))
    return opened


def _mondays(first: date, last: date) -> list[date]:
    monday = _monday(first)
    return [monday + n * WEEK for n in range((_monday(last) - monday) // WEEK + 1)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _touches(period: Period, monday: date) -> bool:
    return period[0] <= monday + LAST_DAY_OF_WEEK and period[1] >= monday

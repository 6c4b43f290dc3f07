"""Days on which other cohorts have the same people, and the nearest Monday free of them (G5)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from academy.session import Session, Status
from academy.working_days import WorkingDays

SEARCH_WEEKS = 26
"""How far either side of the wanted day a free Monday is looked for."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """Whole days of people needed here too. ``who`` is a lead, facilitator or room in words."""

    cohort: str
    who: str
    days: frozenset[date]


def reserved_by(sessions: Iterable[Session], people: Collection[str]) -> tuple[Reserved, ...]:
    """Days that the held sessions of each cohort take of the people named, in order of cohort."""
    days: dict[tuple[str, str], set[date]] = {}
    for session in sessions:
        if session.status is Status.CONFIRMED:
            for person in {*session.facilitators, *session.presenters}.intersection(people):
                days.setdefault((session.cohort, person), set()).add(session.day)
    return tuple(Reserved(*key, frozenset(taken)) for key, taken in sorted(days.items()))


def met(dates: Sequence[date], others: Iterable[Reserved]) -> tuple[Reserved, ...]:
    """Of what is reserved, the part on these days."""
    both = ((other, other.days.intersection(dates)) for other in others)
    return tuple(Reserved(other.cohort, other.who, days) for other, days in both if days)


def nearest_free_monday(
    wanted: date,
    count: int,
    working_days: WorkingDays,
    taken: Collection[date],
    *,
    after: date | None = None,
    before: date | None = None,
) -> date | None:
    """The Monday nearest to ``wanted`` from which ``count`` days in a row are working and not taken.

    Weeks without a holiday only, so that the block stays in one piece. Strictly between ``after``
    and ``before``. None when there is none within SEARCH_WEEKS.
    """
    return next(
        (
            monday
            for monday in mondays_around(wanted)
            if _is_free(monday, count, working_days, taken, after, before)
        ),
        None,
    )


def mondays_around(wanted: date) -> Iterator[date]:
    """Mondays within SEARCH_WEEKS, nearest to ``wanted`` first; of two as near, the later first."""
    monday = wanted.toordinal() - wanted.weekday()
    near = (monday + 7 * weeks for weeks in range(-SEARCH_WEEKS, SEARCH_WEEKS + 1))
    mondays = (date.fromordinal(n) for n in near if 1 <= n <= date.max.toordinal())
    return iter(sorted(mondays, key=lambda day: (abs(day - wanted), -day.toordinal())))


def _is_free(  # noqa: PLR0917 -- the public function passes its own words on
    monday: date,
    count: int,
    working_days: WorkingDays,
    taken: Collection[date],
    after: date | None,
    before: date | None,
) -> bool:
    days = [monday + timedelta(weeks=n // 5, days=n % 5) for n in range(count)]
    return (
        all(working_days.is_working(day) and day not in taken for day in days)
        and (after is None or monday > after)
        and (before is None or days[-1] < before)
    )

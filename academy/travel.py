"""Whether people can get from one session to the next in time (rule R3)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise

from academy.engagements import Engagement, Resource
from academy.findings import PlanFinding, Severity
from academy.programme import Kind
from academy.session import Session, Status

LEAST_LUNCH = 30
"""Minutes of lunch that should be left after the way (R3)."""


@dataclass(frozen=True, slots=True)
class TravelTimes:
    """``minutes`` from site to site; the way back is as long unless it has a number of its own."""

    minutes: Mapping[tuple[str, str], int]

    def between(self, one: str, other: str) -> int | None:
        """None where nobody has said."""
        if one == other:
            return 0
        there = self.minutes.get((one, other))
        return self.minutes.get((other, one)) if there is None else there


@dataclass(frozen=True, slots=True)
class Base:
    """Where somebody's working day begins and ends, if the first and last way are to be checked."""

    site: str
    leaves: time
    back: time


@dataclass(frozen=True, slots=True)
class Way:
    """A way somebody has on a day. ``minutes`` it takes, None where nobody has said.

    ``gap`` is the time there is for it, in minutes; ``lunch``: it holds their lunch.
    """

    resource: Resource
    key: str
    day: date
    origin: str
    target: str
    minutes: int | None
    gap: int
    lunch: bool = False
    around: tuple[str, str] = field(default=("", ""))
    """What they come from and go to, in words."""

    def finding(self, least_lunch: int = LEAST_LUNCH) -> PlanFinding | None:
        """TRAVEL_UNKNOWN, TRAVEL_TOO_SHORT or LUNCH_TOO_SHORT; None where all is well."""
        who = self.key if self.resource is Resource.PERSON else "A member"
        way = f"{who} has {self.gap} minutes from {self.around[0]} to {self.around[1]} on {self.day.isoformat()}"
        if self.minutes is None:
            return PlanFinding(
                "TRAVEL_UNKNOWN",
                Severity.INFO,
                f"{way}, and nobody has said how long it takes from {self.origin} to {self.target}.",
            )
        if self.gap < self.minutes:
            return PlanFinding(
                "TRAVEL_TOO_SHORT",
                Severity.WARN,
                f"{way}: it takes {self.minutes} from {self.origin} to {self.target}.",
            )
        if self.lunch and self.gap - self.minutes < least_lunch:
            return PlanFinding(
                "LUNCH_TOO_SHORT",
                Severity.WARN,
                f"{way}, and {self.minutes} of them go on the way: "
                f"{self.gap - self.minutes} are left for lunch.",
            )
        return None


NO_BASES: Mapping[str, Base] = {}


def ways(
    taken: Iterable[Engagement],
    times: TravelTimes,
    *,
    lunches: Sequence[Session] = (),
    bases: Mapping[str, Base] = NO_BASES,
) -> tuple[Way, ...]:
    """Ways between different sites, in order of day and person; rooms and equipment have none.

    Sessions without a site, and sessions that overlap (a clash already), give no way between them.
    ``lunches``: sessions of kind lunch, whoever's. ``bases`` by name or member id.
    """
    days: dict[tuple[date, Resource, str], list[Engagement]] = defaultdict(list)
    for engagement in taken:
        if engagement.resource in (Resource.PERSON, Resource.MEMBER):
            days[engagement.day, engagement.resource, engagement.key].append(engagement)
    return tuple(
        way for key in sorted(days) for way in _of_day(days[key], times, lunches, bases.get(key[2]))
    )


def about_travel(
    found: Iterable[Way], *, least_lunch: int = LEAST_LUNCH
) -> tuple[PlanFinding, ...]:
    """What is wrong with the ways, each sentence once however many members it is true of."""
    findings = (way.finding(least_lunch) for way in found)
    return tuple(dict.fromkeys(finding for finding in findings if finding))


def _of_day(
    own: list[Engagement], times: TravelTimes, lunches: Sequence[Session], base: Base | None
) -> Iterator[Way]:
    own.sort(key=lambda engagement: (engagement.start, engagement.end, engagement.uid))
    first, last = own[0], max(own, key=lambda engagement: (engagement.end, engagement.start))
    if base and first.site not in (None, base.site):
        yield _leg(first, times, (base.site, base.leaves, "their base"), _arrival(first))
    for one, other in pairwise(own):
        if one.site is None or other.site is None or one.site == other.site:
            continue
        if one.end <= other.start:
            lunch = any(_is_between(session, one, other) for session in lunches)
            yield _leg(one, times, _departure(one), _arrival(other), lunch=lunch)
    if base and last.site not in (None, base.site):
        yield _leg(last, times, _departure(last), (base.site, base.back, "their base"))


_End = tuple[str | None, time, str]


def _departure(engagement: Engagement) -> _End:
    return engagement.site, engagement.end, engagement.title


def _arrival(engagement: Engagement) -> _End:
    return engagement.site, engagement.start, engagement.title


def _leg(
    whose: Engagement, times: TravelTimes, origin: _End, target: _End, *, lunch: bool = False
) -> Way:
    here, there = origin[0] or "", target[0] or ""
    return Way(
        resource=whose.resource,
        key=whose.key,
        day=whose.day,
        origin=here,
        target=there,
        minutes=times.between(here, there),
        gap=max(0, _minutes(target[1]) - _minutes(origin[1])),
        lunch=lunch,
        around=(origin[2], target[2]),
    )


def _is_between(lunch: Session, one: Engagement, other: Engagement) -> bool:
    return (
        lunch.kind is Kind.LUNCH
        and lunch.status is Status.CONFIRMED
        and lunch.day == one.day
        and lunch.cohort in (one.cohort, other.cohort)
        and lunch.start < other.start
        and one.end < lunch.end
    )


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute

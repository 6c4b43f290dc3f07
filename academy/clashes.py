"""Double bookings of people, rooms and equipment, in one plan and across cohorts (R2, G5)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from academy.engagements import Engagement, Resource
from academy.findings import PlanFinding, Severity

_SUBJECT = {
    Resource.PERSON: "{key}",
    Resource.MEMBER: "A member",
    Resource.ROOM: "Room {key}",
    Resource.EQUIPMENT: "Equipment {key}",
}


@dataclass(frozen=True, slots=True)
class Clash:
    """One resource in two sessions at once. ``one`` begins first."""

    one: Engagement
    other: Engagement

    @property
    def resource(self) -> Resource:
        return self.one.resource

    @property
    def key(self) -> str:
        return self.one.key

    @property
    def finding(self) -> PlanFinding:
        """WARN: a person may decide to live with it, and say why."""
        return PlanFinding(
            f"{self.resource.upper()}_CLASH",
            Severity.WARN,
            f"{_subject(self.one)} is in {_what(self.one)} and in {_what(self.other)} on "
            f"{self.one.day.isoformat()}.",
        )


@dataclass(frozen=True, slots=True)
class SharedDay:
    """A person or room that another cohort has on the same day, at whatever hour."""

    resource: Resource
    key: str
    day: date
    cohorts: tuple[str, ...]
    """The other cohorts, in order."""

    @property
    def finding(self) -> PlanFinding:
        subject = _SUBJECT[self.resource].format(key=self.key)
        return PlanFinding(
            "CROSS_COHORT",
            Severity.WARN,
            f"{subject} is with {', '.join(self.cohorts)} on {self.day.isoformat()} too.",
        )


def clashes(taken: Iterable[Engagement]) -> tuple[Clash, ...]:
    """Every pair of different sessions that take the same resource at the same time.

    Tracks are no excuse: whoever facilitates both is needed in two places (R2).
    """
    by_resource: dict[tuple[Resource, str, date], list[Engagement]] = defaultdict(list)
    for engagement in taken:
        by_resource[engagement.resource, engagement.key, engagement.day].append(engagement)
    found = [clash for same in by_resource.values() for clash in _pairs(same)]
    return tuple(
        sorted(found, key=lambda c: (c.one.day, c.one.start, c.resource, c.key, c.other.start))
    )


def shared_days(own: Iterable[Engagement], others: Iterable[Engagement]) -> tuple[SharedDay, ...]:
    """People and rooms of a cohort that other cohorts have on the same day (G5).

    ``others`` may hold the cohort's own engagements: they are passed over.
    """
    cohorts: dict[tuple[Resource, str, date], set[str]] = defaultdict(set)
    for engagement in others:
        cohorts[engagement.resource, engagement.key, engagement.day].add(engagement.cohort)
    found = {}
    for engagement in own:
        key = (engagement.resource, engagement.key, engagement.day)
        elsewhere = cohorts.get(key, set()) - {engagement.cohort}
        if elsewhere:
            found[key] = SharedDay(*key, tuple(sorted(elsewhere)))
    return tuple(
        sorted(found.values(), key=lambda shared: (shared.day, shared.resource, shared.key))
    )


def _pairs(same: list[Engagement]) -> Iterator[Clash]:
    """Sorted by start, so that the search for each ends at the first that begins after its end."""
    same.sort(key=lambda engagement: (engagement.start, engagement.end, engagement.uid))
    for place, one in enumerate(same):
        for other in same[place + 1 :]:
            if other.start >= one.end:
                break
            if other.uid != one.uid:
                yield Clash(one, other)


def _subject(engagement: Engagement) -> str:
    return _SUBJECT[engagement.resource].format(key=engagement.key)


def _what(engagement: Engagement) -> str:
    cohort = f" of {engagement.cohort}" if engagement.cohort else ""
    return f"{engagement.title}{cohort} ({engagement.start:%H:%M} to {engagement.end:%H:%M})"

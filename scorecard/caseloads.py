"""Caseload snapshots: which one speaks for a period, and who holds what on its day.

The snapshot of a period is the latest day for which any caseload was sent within the last 31 days
of the period (a parameter). Each row of the snapshot is one worker in one team. A worker's rows are
added up: in the whole council somebody with cases in two teams stands once, with all of them and
with their FTE once; in a breakdown, once in each group with what is held there.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from typing import NamedTuple

from scorecard.careers import Careers
from scorecard.definition import WHOLE, Dimension
from scorecard.experience import Bands
from scorecard.presence import precedence
from scorecard.workforce import (
    FULL_TIME,
    AgencyAssignment,
    Caseload,
    CaseUnit,
    Employment,
    Role,
    Workforce,
)

AGENCY_CONTRACT = "agency"
"""The contract group of agency workers' caseloads."""

PERCENTILE = 90


Spell = Employment | AgencyAssignment


class Standing(NamedTuple):
    """One row of a snapshot and where it counts on that day."""

    row: Caseload
    spells: tuple[Spell, ...]
    """In force in the row's team; empty when the worker has none there."""
    area: str | None
    role: Role | None
    contract: str | None


class Share(NamedTuple):
    """What one worker holds in one group: rows added up."""

    rows: tuple[Caseload, ...]
    cases: int
    fte: int | None
    """The worker's FTE there, once; None when neither the rows nor a spell in force says so."""

    @property
    def counts(self) -> bool:
        """Whether the worker enters the average: holds a case, and the FTE is known."""
        return self.cases > 0 and bool(self.fte)


class Holder:
    """One worker in one snapshot with all that is held in one unit; the worker stands once."""

    def __init__(self, standings: Sequence[Standing], in_force: Sequence[Spell], band: int) -> None:
        self.standings = standings
        self.in_force = in_force
        """All spells or assignments of the worker on that day."""
        self.band = band
        """Position in ``Bands.codes``."""

    @property
    def row(self) -> Caseload:
        """The first row, which says who, when and in what unit."""
        return self.standings[0].row

    @cached_property
    def whole(self) -> Share:
        """What the worker holds in the whole council."""
        return self._share(self.standings)

    @cached_property
    def contracted(self) -> int | None:
        """FTE of the spells that the rows stand on, or of all in force when they stand on none."""
        return self._contracted(self.standings)

    def shares(self, dimension: Dimension) -> dict[str | None, Share]:
        """Return what the worker holds in each group of a breakdown but experience."""
        if dimension is Dimension.COUNCIL:
            return {WHOLE: self.whole}
        found: dict[str | None, list[Standing]] = {}
        for one in self.standings:
            found.setdefault(_group(one, dimension), []).append(one)
        if len(found) == 1:
            return dict.fromkeys(found, self.whole)
        return {group: self._share(rows) for group, rows in found.items()}

    def _share(self, standings: Sequence[Standing]) -> Share:
        rows = tuple(one.row for one in standings)
        stated = [row.fte for row in rows if row.fte is not None]
        fte = worker_fte(stated, len(rows), self._contracted(standings))
        return Share(rows, sum(row.cases for row in rows), fte)

    def _contracted(self, standings: Sequence[Standing]) -> int | None:
        spells = {spell.ref: spell for one in standings for spell in one.spells}
        chosen = list(spells.values())
        if not chosen and len(standings) == len(self.standings):
            chosen = list(self.in_force)
        known = [one.fte for one in chosen if one.fte is not None]
        return sum(known) if known else None


def worker_fte(stated: Sequence[int], rows: int, contracted: int | None) -> int | None:
    """Return a worker's FTE, counted once, from what ``rows`` rows state and what is contracted.

    The rows' own FTE are added up; where rows do not all say it, the contracted FTE is taken. What
    is above the contracted FTE (one full-time worker where none is known) is the same FTE written
    in several rows and does not count again; but a row that itself states more is believed.
    """
    if not stated:
        return contracted
    total = sum(stated) if len(stated) == rows or contracted is None else contracted
    return max(*stated, min(total, FULL_TIME if contracted is None else contracted))


def _group(one: Standing, dimension: Dimension) -> str | None:
    match dimension:
        case Dimension.TEAM:
            return one.row.team
        case Dimension.AREA:
            return one.area
        case Dimension.ROLE:
            return one.role
        case _:
            return one.contract


class Snapshots:
    """The caseload snapshots of some facts."""

    def __init__(self, facts: Workforce, days: int) -> None:
        self._rows = facts.caseloads
        self._within = timedelta(days=days)
        self.days = sorted({row.taken_on for row in self._rows})

    def day_for(self, end: date) -> date | None:
        """Return the day of the snapshot that speaks for a period ending on ``end``."""
        place = bisect_right(self.days, end)
        if place == 0 or self.days[place - 1] <= end - self._within:
            return None
        return self.days[place - 1]

    def rows_on(self, days: Container[date]) -> list[Caseload]:
        """Return the rows taken on these days."""
        return [row for row in self._rows if row.taken_on in days]


class Holders:
    """Finds where the workers of caseload rows count."""

    def __init__(self, facts: Workforce, careers: Careers, bands: Bands) -> None:
        self._facts = facts
        self._bands = bands
        self._careers = careers

    @cached_property
    def _assignments(self) -> dict[str, list[AgencyAssignment]]:
        """Assignments by worker."""
        found: dict[str, list[AgencyAssignment]] = {}
        for one in self._facts.agency:
            found.setdefault(one.worker, []).append(one)
        return found

    @cached_property
    def _areas(self) -> dict[str, str]:
        """Areas of teams: only asked for people with nothing in force in the team of the row."""
        facts = self._facts
        return areas_of_teams(
            {(one.team, one.area) for one in facts.posts}
            | {(one.team, one.area) for one in facts.employments}
            | {(one.team, one.area) for one in facts.agency}
        )

    def holder(self, rows: Sequence[Caseload]) -> Holder:
        """Return the worker whose rows these are (of one day and unit, all agency or all not)."""
        first = rows[0]
        if first.agency:
            return self._of_agency(rows, first)
        held = self._careers.in_force(first.worker, first.taken_on)
        standings, chosen = [], []
        for row in rows:
            here = [one for one in held if one.team == row.team]
            chosen += here
            spell = min(here or held, key=precedence, default=None)
            standings.append(
                Standing(
                    row,
                    tuple(here),
                    spell.area if here and spell else self._areas.get(row.team),
                    spell.role if spell else None,
                    spell.contract if spell else None,
                )
            )
        counted = min(chosen or held, key=precedence, default=None)
        return Holder(
            standings,
            held,
            self._not_stated if counted is None else self._bands.number_on(counted, first.taken_on),
        )

    def _of_agency(self, rows: Sequence[Caseload], first: Caseload) -> Holder:
        day = first.taken_on
        held = [
            one
            for one in self._assignments.get(first.worker, [])
            if one.started <= day and (one.ended is None or day < one.ended)
        ]
        standings = []
        for row in rows:
            here = [one for one in held if one.team == row.team]
            chosen = min(here or held, key=lambda one: (one.started, one.ref), default=None)
            standings.append(
                Standing(
                    row,
                    tuple(here),
                    chosen.area if here and chosen else self._areas.get(row.team),
                    chosen.role if chosen else None,
                    AGENCY_CONTRACT,
                )
            )
        return Holder(standings, held, self._not_stated)

    @property
    def _not_stated(self) -> int:
        return len(self._bands.codes) - 1


def by_holder(rows: Iterable[Caseload]) -> list[list[Caseload]]:
    """Return the rows of each worker, day and unit, in order of ``ref``; agency workers apart."""
    found: dict[tuple[str, date, CaseUnit, bool], list[Caseload]] = {}
    for row in rows:
        found.setdefault((row.worker, row.taken_on, row.unit, row.agency), []).append(row)
    for theirs in found.values():
        if len(theirs) > 1:
            theirs.sort(key=lambda row: row.ref)
    return list(found.values())


def main_unit(holders: Iterable[Sequence[Caseload]]) -> CaseUnit | None:
    """Return the unit in which most workers hold cases (the first by name when tied)."""
    counts = Counter(rows[0].unit for rows in holders if sum(row.cases for row in rows) > 0)
    return min(counts, key=lambda unit: (-counts[unit], unit), default=None)


@cache
def middle_places(length: int) -> tuple[int, int]:
    """Return the first and last place (from 0) of the middle of a sorted list: one or two."""
    return (length - 1) // 2, length // 2


@cache
def percentile_place(length: int) -> int:
    """Return the place (from 0) of the 90th percentile by nearest rank in a sorted list."""
    return -(-PERCENTILE * length // 100) - 1


def areas_of_teams(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return each team's area; a team in several areas has the first by name."""
    found: dict[str, str] = {}
    for team, area in sorted(pairs):
        found.setdefault(team, area)
    return found

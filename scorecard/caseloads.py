"""Caseload snapshots: which one speaks for a period, and who holds what on its day.

The snapshot of a period is the latest day for which any caseload was sent within the last 31 days
of the period (a parameter). Each row of the snapshot is one worker in one team; somebody who holds
cases in two teams appears in each.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from typing import NamedTuple

from scorecard.careers import Careers
from scorecard.experience import Bands
from scorecard.presence import precedence
from scorecard.workforce import (
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


class Holding(NamedTuple):
    """One row of a snapshot, with where its worker counts on that day."""

    row: Caseload
    fte: int | None
    """Worked on that day; None when neither the row nor a spell in force says so."""
    area: str | None
    role: Role | None
    contract: str | None
    band: int
    """Position in ``Bands.codes``."""
    in_force: bool
    """Whether the worker has a spell or an assignment in force on that day."""

    @property
    def counts(self) -> bool:
        """Whether the row enters the average: it holds a case and its FTE is known."""
        return self.row.cases > 0 and bool(self.fte)


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

    def __init__(
        self, facts: Workforce, rows: Sequence[Caseload], careers: Careers, bands: Bands
    ) -> None:
        self._facts = facts
        self._rows = rows
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
    def _times(self) -> Counter[tuple[str, date, bool]]:
        """How often a worker is in the snapshot of a day: asked only where a row has no FTE."""
        return Counter((row.worker, row.taken_on, row.agency) for row in self._rows)

    @cached_property
    def _areas(self) -> dict[str, str]:
        """Areas of teams: only asked for people with nothing in force in the team of the row."""
        facts = self._facts
        return areas_of_teams(
            {(one.team, one.area) for one in facts.posts}
            | {(one.team, one.area) for one in facts.employments}
            | {(one.team, one.area) for one in facts.agency}
        )

    def holding(self, row: Caseload) -> Holding:
        return self._of_agency(row) if row.agency else self._of_staff(row)

    def _of_staff(self, row: Caseload) -> Holding:
        held = self._careers.in_force(row.worker, row.taken_on)
        if not held:
            return self._nowhere(row, None)
        team, fte, spell = row.team, row.fte, held[0]
        if len(held) > 1 or fte is None or spell.team != team:
            here = [one for one in held if one.team == team]
            spell = min(here or held, key=precedence)
            fte = self._fte(row, here, held)
        return Holding(
            row,
            fte,
            spell.area if spell.team == team else self._areas.get(team),
            spell.role,
            spell.contract,
            self._bands.number_on(spell, row.taken_on),
            True,
        )

    def _of_agency(self, row: Caseload) -> Holding:
        day = row.taken_on
        held = [
            one
            for one in self._assignments.get(row.worker, [])
            if one.started <= day and (one.ended is None or day < one.ended)
        ]
        if not held:
            return self._nowhere(row, AGENCY_CONTRACT)
        here = [one for one in held if one.team == row.team]
        first = min(here or held, key=lambda one: (one.started, one.ref))
        return Holding(
            row,
            self._fte(row, here, held),
            first.area if here else self._areas.get(row.team),
            first.role,
            AGENCY_CONTRACT,
            len(self._bands.codes) - 1,
            True,
        )

    def _nowhere(self, row: Caseload, contract: str | None) -> Holding:
        return Holding(
            row,
            row.fte,
            self._areas.get(row.team),
            None,
            contract,
            len(self._bands.codes) - 1,
            False,
        )

    def _fte(
        self,
        row: Caseload,
        here: Sequence[Employment | AgencyAssignment],
        held: Sequence[Employment | AgencyAssignment],
    ) -> int | None:
        """FTE of the row, or of the spells in its team, or (for an only row) of all spells."""
        if row.fte is not None:
            return row.fte
        chosen = here
        if not here and self._times[row.worker, row.taken_on, row.agency] == 1:
            chosen = held
        known = [one.fte for one in chosen if one.fte is not None]
        return sum(known) if known else None


def main_unit(rows: Iterable[Caseload]) -> CaseUnit | None:
    """Return the unit most rows with cases are counted in (the first by name when tied)."""
    counts = Counter(row.unit for row in rows if row.cases > 0)
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

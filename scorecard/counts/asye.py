"""ASYE years counted: standing at the end of a half-year, and what was promised beside what was kept."""

from datetime import date
from enum import StrEnum

from scorecard.definition import NOT_STATED, Dimension, Symbol
from scorecard.parameters import Parameters
from scorecard.periods import HalfYear
from scorecard.record_lines import (
    CASELOAD_UNKNOWN,
    ON_A_PAUSE,
    SUPERVISION_UNKNOWN,
    TIME_UNKNOWN,
    RecordLine,
)
from scorecard.records import AsyeYear, CapCheck, RecordKind, Records
from scorecard.tally import COUNCIL, Place, Tally

_LINES = (
    RecordLine.ASYE_OVER_CAP,
    RecordLine.ASYE_CAP_KNOWN,
    RecordLine.ASYE_SUPERVISION_KEPT,
    RecordLine.ASYE_SUPERVISION_DUE,
    RecordLine.ASYE_PROTECTED_TAKEN,
    RecordLine.ASYE_PROTECTED_PLANNED,
    RecordLine.ASYE_STANDING,
    RecordLine.ASYE_YEARS,
    RecordLine.ASYE_COMPLETED_ON_TIME,
    RecordLine.ASYE_COMPLETED,
)


class Standing(StrEnum):
    """How an ASYE stands on the last day of the half-year."""

    ON_TIME = "on-time"
    PAUSED = "paused"
    LATE = "late"
    COMPLETED = "completed"
    ENDED = "ended"


def standing(year: AsyeYear, period: HalfYear) -> Standing:
    """Return the standing of a year as the half-year sees it."""
    if year.completed_on is not None:
        return Standing.COMPLETED
    if year.ended_on is not None:
        return Standing.ENDED
    if any(pause.last is None or pause.last == period.end for pause in year.pauses):
        return Standing.PAUSED
    return Standing.LATE if year.planned_end < period.end else Standing.ON_TIME


def asye_tallies(
    records: Records, period: HalfYear, parameters: Parameters
) -> dict[RecordLine, Tally]:
    """Count the years that ran at any time in the half-year."""
    if not records.holds(RecordKind.ASYE_YEARS):
        return {line: Tally(Symbol.UNAVAILABLE) for line in _LINES}
    tallies = {line: Tally(categories=line is RecordLine.ASYE_STANDING) for line in _LINES}
    for year in records.asye_years:
        over_on = year.completed_on or year.ended_on
        if over_on is None or over_on > period.opening:
            _count(year, period, parameters, tallies)
    return tallies


def places_of(team: str | None, cohort: str | None, route: str | None) -> list[Place]:
    """Return the places of somebody in the academy."""
    return [
        COUNCIL,
        (Dimension.TEAM, team or NOT_STATED),
        (Dimension.COHORT, cohort or NOT_STATED),
        (Dimension.ROUTE, route or NOT_STATED),
    ]


def _count(
    year: AsyeYear, period: HalfYear, parameters: Parameters, tallies: dict[RecordLine, Tally]
) -> None:
    places = places_of(year.team, year.cohort, year.route)
    now = standing(year, period)
    tallies[RecordLine.ASYE_STANDING].add(places, category=now)
    tallies[RecordLine.ASYE_YEARS].add(places)
    if year.completed_on is not None:
        tallies[RecordLine.ASYE_COMPLETED].add(places)
        if year.completed_on <= year.planned_end:
            tallies[RecordLine.ASYE_COMPLETED_ON_TIME].add(places)
    if now in (Standing.ON_TIME, Standing.LATE):
        _count_cap(year, places, period, parameters, tallies)
    if now is Standing.PAUSED:
        tallies[RecordLine.ASYE_CAP_KNOWN].leave_out(places, ON_A_PAUSE)
    for target in year.supervision:
        if target.kept is None:
            tallies[RecordLine.ASYE_SUPERVISION_DUE].leave_out(places, SUPERVISION_UNKNOWN)
            continue
        tallies[RecordLine.ASYE_SUPERVISION_DUE].add(places)
        tallies[RecordLine.ASYE_SUPERVISION_KEPT].add(
            places, int(target.kept), rows=int(target.kept)
        )
    for time in year.protected_time:
        if time.taken is None:
            tallies[RecordLine.ASYE_PROTECTED_PLANNED].leave_out(places, TIME_UNKNOWN)
            continue
        taken = min(time.taken, time.planned)
        tallies[RecordLine.ASYE_PROTECTED_PLANNED].add(places, time.planned)
        tallies[RecordLine.ASYE_PROTECTED_TAKEN].add(places, taken)


def _count_cap(
    year: AsyeYear,
    places: list[Place],
    period: HalfYear,
    parameters: Parameters,
    tallies: dict[RecordLine, Tally],
) -> None:
    check = _latest(year, period, parameters)
    if check is None or check.cap is None or check.cases is None:
        tallies[RecordLine.ASYE_CAP_KNOWN].leave_out(places, CASELOAD_UNKNOWN)
        return
    tallies[RecordLine.ASYE_CAP_KNOWN].add(places)
    if check.cases > check.cap:
        tallies[RecordLine.ASYE_OVER_CAP].add(places)


def _latest(year: AsyeYear, period: HalfYear, parameters: Parameters) -> CapCheck | None:
    """Return the last snapshot, unless it is stale: what was counted long ago says nothing."""
    last = max(year.caps, key=_latest_first, default=None)
    if last is None or (period.end - last.taken_on).days > parameters.snapshot_days:
        return None
    return last


def _latest_first(check: CapCheck) -> tuple[date, int]:
    """Of two on one day the one with more cases, so that the order never matters."""
    return check.taken_on, -1 if check.cases is None else check.cases

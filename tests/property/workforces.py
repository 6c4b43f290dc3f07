"""Hypothesis strategies: small workforces as wrong and as tangled as HR data can be."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from scorecard.workforce import (
    Absence,
    AbsenceKind,
    AbsenceTotal,
    AgencyAssignment,
    Caseload,
    CaseUnit,
    Contract,
    Employment,
    EndType,
    LeaverDestination,
    LeavingReason,
    Post,
    ReportedTotals,
    Role,
    StartType,
    Workforce,
)

ENDS = [date(2025, 3, 31), date(2025, 9, 30), date(2026, 3, 31), date(2026, 9, 30)]
TURNS = [end + timedelta(days=more) for end in ENDS for more in (-1, 0, 1)]
WORKERS = [f"{number:032x}" for number in range(6)]
TEAMS = [("Alder", "North"), ("Birch", "North"), ("Cedar", "South"), ("Alder", "South")]
POSTS = [f"P{number}" for number in range(4)]

days = st.one_of(
    st.sampled_from(TURNS), st.dates(min_value=date(2023, 6, 1), max_value=date(2027, 3, 31))
)
ftes = st.sampled_from([1_000_000, 800_000, 600_000, 333_333, 0])
maybe_ftes = st.one_of(st.none(), ftes, ftes, ftes)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


@st.composite
def employments(draw: st.DrawFn, ref: str) -> Employment:
    team, area = draw(st.sampled_from(TEAMS))
    ended = draw(maybe(days))
    asye = draw(maybe(days))
    return Employment(
        ref=ref,
        worker=draw(st.sampled_from(WORKERS)),
        post=draw(maybe(st.sampled_from([*POSTS, "unheard-of"]))),
        team=team,
        area=area,
        role=draw(maybe(st.sampled_from(Role))),
        contract=draw(maybe(st.sampled_from(Contract))),
        fte=draw(maybe_ftes),
        started=draw(days),
        start_type=draw(st.sampled_from(StartType)),
        start_origin=None,
        ended=ended,
        end_type=draw(maybe(st.sampled_from(EndType))) if ended else None,
        destination=draw(maybe(st.sampled_from(LeaverDestination))),
        reason=draw(maybe(st.sampled_from(LeavingReason))),
        qualified_on=draw(maybe(st.dates(min_value=date(2012, 1, 1), max_value=date(2026, 9, 30)))),
        asye_started=asye,
        asye_ended=draw(maybe(days)) if asye else None,
    )


@st.composite
def posts(draw: st.DrawFn, ref: str) -> Post:
    team, area = draw(st.sampled_from(TEAMS))
    role = draw(maybe(st.sampled_from(Role)))
    name, fte, closed = draw(st.sampled_from(POSTS)), draw(ftes), draw(maybe(days))
    return Post(ref, name, team, area, role, fte, draw(days), closed)


@st.composite
def assignments(draw: st.DrawFn, ref: str) -> AgencyAssignment:
    team, area = draw(st.sampled_from(TEAMS))
    worker, role = draw(st.sampled_from(WORKERS)), draw(maybe(st.sampled_from(Role)))
    started, ended, covers = draw(days), draw(maybe(days)), draw(maybe(st.booleans()))
    return AgencyAssignment(ref, worker, team, area, role, draw(maybe_ftes), started, ended, covers)


@st.composite
def absences(draw: st.DrawFn, ref: str) -> Absence:
    first, length = draw(days), draw(maybe(st.integers(-1, 200)))
    kind = draw(st.sampled_from([AbsenceKind.SICKNESS, AbsenceKind.TRAINING]))
    last = None if length is None else first + timedelta(days=length)
    lost = draw(st.integers(0, 9_000))
    return Absence(ref, draw(st.sampled_from(WORKERS)), kind, first, last, lost)


@st.composite
def caseloads(draw: st.DrawFn, ref: str) -> Caseload:
    team = draw(st.sampled_from(["Alder", "Birch", "Cedar", "Nowhere"]))
    worker, day = draw(st.sampled_from(WORKERS)), draw(st.sampled_from(TURNS))
    cases, unit = draw(st.integers(0, 40)), draw(st.sampled_from(CaseUnit))
    return Caseload(ref, worker, day, team, cases, draw(maybe_ftes), unit, draw(st.booleans()))


def several(make: Any, letter: str, most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.integers(0, most).flatmap(
        lambda count: st.tuples(*(make(f"{letter}#{number}") for number in range(count)))
    )


totals = st.builds(
    AbsenceTotal,
    ref=st.uuids().map(str),
    worker=st.sampled_from(WORKERS),
    year_end=st.sampled_from(ENDS),
    days_lost=st.integers(0, 20_000),
)
reported = st.builds(
    ReportedTotals,
    ref=st.uuids().map(str),
    as_at=st.sampled_from(ENDS),
    vacancies_fte=st.integers(0, 9_000_000),
    agency_covering_fte=st.integers(0, 9_000_000),
    agency_headcount=st.integers(0, 9),
)

workforces = st.builds(
    Workforce,
    posts=several(posts, "p", 5),
    employments=several(employments, "e", 14),
    agency=several(assignments, "a", 4),
    absences=several(absences, "s", 6),
    absence_totals=st.lists(totals, max_size=3),
    caseloads=several(caseloads, "c", 8),
    reported=st.lists(reported, max_size=2),
)

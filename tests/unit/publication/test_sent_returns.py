"""Which kinds of return were not sent for a half-year: what counts as evidence, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from scorecard.periods import HalfYear
from scorecard.workforce import (
    Absence,
    AbsenceKind,
    AbsenceTotal,
    AgencyAssignment,
    Caseload,
    CaseUnit,
    Employment,
    EndType,
    Post,
    ReportedTotals,
    StartType,
    Workforce,
)
from service.scorecards.sent_returns import missing_returns
from service.workforce.operations import ReturnStamp
from service.workforce.records import Kind

PERIOD = HalfYear(opening=date(2026, 3, 31), end=date(2026, 9, 30))
LONG_AGO, INSIDE, AFTER = date(2024, 1, 8), date(2026, 6, 1), date(2026, 10, 12)
RECEIVED = date(2026, 10, 20)
KINDS = (Kind.POSTS, Kind.EMPLOYMENTS, Kind.AGENCY, Kind.ABSENCES, Kind.CASELOADS)
CENSUS_ID = UUID(int=99)


def id_of(kind: Kind) -> UUID:
    return UUID(int=1 + KINDS.index(kind))


def ref(kind: Kind) -> str:
    return f"{id_of(kind)}#2"


def stamps(**received: date) -> tuple[ReturnStamp, ...]:
    """One return of each kind, received on 20 October unless said otherwise."""
    return tuple(
        ReturnStamp(
            id_of(kind), kind, "", "0" * 64, 1, received_on=received.get(str(kind), RECEIVED)
        )
        for kind in KINDS
    )


def a_post(opened: date, closed: date | None = None) -> Post:
    return Post(ref(Kind.POSTS), "P1", "Harbour", "North", None, 1_000_000, opened, closed)


def a_spell(started: date, ended: date | None = None) -> Employment:
    return Employment(
        ref=ref(Kind.EMPLOYMENTS),
        worker="a",
        post=None,
        team="Harbour",
        area="North",
        role=None,
        contract=None,
        fte=1_000_000,
        started=started,
        start_type=StartType.NEW,
        start_origin=None,
        ended=ended,
        end_type=EndType.LEFT if ended else None,
        destination=None,
        reason=None,
        qualified_on=None,
        asye_started=None,
        asye_ended=None,
    )


def an_assignment(started: date, ended: date | None = None) -> AgencyAssignment:
    return AgencyAssignment(
        ref(Kind.AGENCY), "b", "Harbour", "North", None, 1_000_000, started, ended, None
    )


def an_absence(first: date, last: date | None = None) -> Absence:
    return Absence(ref(Kind.ABSENCES), "a", AbsenceKind.TRAINING, first, last, 100)


def a_caseload(taken_on: date) -> Caseload:
    return Caseload(
        ref(Kind.CASELOADS), "a", taken_on, "Harbour", 12, None, CaseUnit.CHILD, agency=False
    )


def whole(day: date) -> Workforce:
    return Workforce(
        posts=(a_post(day),),
        employments=(a_spell(day),),
        agency=(an_assignment(day),),
        absences=(an_absence(day),),
        caseloads=(a_caseload(day),),
    )


def kinds(facts: Workforce, sent: tuple[ReturnStamp, ...] | None = None) -> list[Kind]:
    return [each.kind for each in missing_returns(facts, sent or stamps(), PERIOD)]


@pytest.mark.parametrize("day", [date(2026, 4, 1), INSIDE, PERIOD.end, AFTER])
def test_a_date_inside_or_after_the_half_year_is_evidence(day: date):
    """Except of caseloads: those counted after it say nothing of it."""
    assert kinds(whole(day)) == ([Kind.CASELOADS] if day is AFTER else [])


def test_what_ends_before_the_half_year_is_no_evidence_of_what_moves():
    """Posts and agency work may stand still: that a return came after the half-year is enough."""
    held = whole(PERIOD.opening)
    assert kinds(held) == [Kind.EMPLOYMENTS, Kind.ABSENCES, Kind.CASELOADS]
    for day, missing in ((PERIOD.end, []), (date(2026, 9, 29), [Kind.POSTS, Kind.AGENCY])):
        found = kinds(held, stamps(posts=day, agency=day))
        assert [each for each in found if each in {Kind.POSTS, Kind.AGENCY}] == missing


@pytest.mark.parametrize(
    "facts",
    [
        replace(whole(LONG_AGO), posts=(a_post(LONG_AGO, closed=INSIDE),)),
        replace(whole(LONG_AGO), employments=(a_spell(LONG_AGO, ended=INSIDE),)),
        replace(whole(LONG_AGO), agency=(an_assignment(LONG_AGO, ended=INSIDE),)),
        replace(whole(LONG_AGO), absences=(an_absence(LONG_AGO, last=INSIDE),)),
    ],
)
def test_an_end_is_evidence_as_a_beginning_is(facts: Workforce):
    early = stamps(posts=INSIDE, agency=INSIDE)
    assert len(kinds(facts, early)) == len(KINDS) - 1


def test_a_date_ahead_of_its_return_is_a_plan_and_no_evidence():
    """Sent in March with somebody's last day in June: nobody has said what happened since."""
    facts = replace(whole(INSIDE), employments=(a_spell(LONG_AGO, ended=INSIDE),))
    assert kinds(facts, stamps(employments=date(2026, 3, 20))) == [Kind.EMPLOYMENTS]
    assert kinds(facts, stamps(employments=INSIDE)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_was_never_sent_is_missing(kind: Kind):
    facts = replace(whole(INSIDE), **{str(kind): ()})
    sent = tuple(each for each in stamps() if each.kind is not kind)
    [missing] = missing_returns(facts, sent, PERIOD)
    called = "agency assignments" if kind is Kind.AGENCY else str(kind)
    assert (missing.kind, missing.words, missing.latest) == (
        kind,
        f"No return with {called} is in force.",
        None,
    )


def test_what_is_held_of_earlier_tells_its_latest_day_to_who_publishes_and_to_nobody_else():
    facts = replace(whole(INSIDE), absences=(an_absence(LONG_AGO, last=date(2024, 1, 12)),))
    [missing] = missing_returns(facts, stamps(), PERIOD)
    assert missing.latest == date(2024, 1, 12)
    assert missing.as_json() == {
        "kind": "absences",
        "words": "The absences held tell nothing of the half-year.",
    }


@pytest.mark.parametrize(
    ("reference", "missing"),
    [(date(2026, 9, 30), []), (date(2026, 3, 31), list(KINDS)), (date(2025, 9, 30), list(KINDS))],
)
def test_a_census_speaks_for_its_reference_date(reference: date, missing: list[Kind]):
    """It alone: a census has no posts, but the vacancies; totals of absence, but no spells."""
    where = f"{CENSUS_ID}#2"
    facts = Workforce(
        employments=(replace(a_spell(LONG_AGO), ref=where),),
        absence_totals=(AbsenceTotal(where, "a", reference, 0),),
        caseloads=(replace(a_caseload(reference), ref=where),),
        reported=(ReportedTotals(where, reference, 0, 0, 0),),
    )
    census = ReturnStamp(
        CENSUS_ID, Kind.CENSUS, "2026", "0" * 64, 1, as_at=reference, received_on=RECEIVED
    )
    assert kinds(facts, (census,)) == missing

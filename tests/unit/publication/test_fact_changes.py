"""What changed between two sets of facts, and under which cause: one line of the table a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scorecard.periods import half_year_ending
from scorecard.workforce import (
    FULL_TIME,
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
    StartOrigin,
    StartType,
    Workforce,
)
from service.publication.causes import CAUSES, in_words
from service.publication.fact_changes import fact_changes, with_changes

PERIOD = half_year_ending(date(2026, 9, 30))
POST = Post("r#2", "P1", "Harbour", "North", Role.CASE_HOLDER, FULL_TIME, date(2020, 1, 6), None)
EMPLOYED = Employment(
    ref="r#2",
    worker="a" * 32,
    post="P1",
    team="Harbour",
    area="North",
    role=Role.CASE_HOLDER,
    contract=Contract.PERMANENT,
    fte=FULL_TIME,
    started=date(2022, 1, 3),
    start_type=StartType.NEW,
    start_origin=StartOrigin.AGENCY,
    ended=None,
    end_type=None,
    destination=None,
    reason=None,
    qualified_on=date(2018, 7, 2),
    asye_started=None,
    asye_ended=None,
)
LEFT = {
    "ended": date(2026, 7, 31),
    "end_type": EndType.LEFT,
    "destination": LeaverDestination.AGENCY,
    "reason": LeavingReason.RESIGNATION,
}
AGENCY = AgencyAssignment(
    "r#3", "b" * 32, "Harbour", "North", None, FULL_TIME, date(2026, 5, 4), None, True
)
ABSENCE = Absence("r#4", "a" * 32, AbsenceKind.SICKNESS, date(2026, 2, 2), date(2026, 2, 6), 500)
TOTAL = AbsenceTotal("r#5", "a" * 32, date(2026, 9, 30), 500)
CASELOAD = Caseload(
    "r#6", "a" * 32, date(2026, 9, 30), "Harbour", 17, FULL_TIME, CaseUnit.CHILD, False
)
REPORTED = ReportedTotals("r#7", date(2026, 9, 30), 0, 0, 0)

BASE = Workforce(
    posts=(POST,),
    employments=(EMPLOYED,),
    agency=(AGENCY,),
    absences=(ABSENCE,),
    absence_totals=(TOTAL,),
    caseloads=(CASELOAD,),
    reported=(REPORTED,),
)


def causes(before: Workforce, after: Workforce) -> list[str]:
    return [change.cause for change in fact_changes(before, after, PERIOD)]


CHANGED: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("leaves", "employments", LEFT, ["late-leaver"]),
    ("leaves on the last day", "employments", LEFT | {"ended": PERIOD.end}, ["late-leaver"]),
    ("leaves after the period", "employments", LEFT | {"ended": date(2026, 10, 1)}, []),
    ("moves", "employments", LEFT | {"end_type": EndType.MOVED}, ["late-move"]),
    ("hours", "employments", {"fte": 600_000}, ["corrected-fte"]),
    ("hours not stated", "employments", {"fte": None}, ["corrected-fte"]),
    ("team", "employments", {"team": "Moorland"}, ["corrected-team"]),
    ("area", "employments", {"area": "South"}, ["corrected-team"]),
    ("role", "employments", {"role": Role.SENIOR_PRACTITIONER}, ["corrected-role"]),
    ("contract", "employments", {"contract": Contract.CASUAL}, ["corrected-contract"]),
    ("kind of start", "employments", {"start_type": StartType.MOVED}, ["corrected-start"]),
    ("origin", "employments", {"start_origin": StartOrigin.OTHER}, ["corrected-start"]),
    ("qualified", "employments", {"qualified_on": None}, ["corrected-experience"]),
    ("ASYE", "employments", {"asye_started": date(2026, 1, 5)}, ["corrected-experience"]),
    (
        "hours and team and leaving",
        "employments",
        {"fte": 1, "team": "Moorland", **LEFT},
        ["corrected-team", "corrected-fte", "late-leaver"],
    ),
    ("only the line of the file", "employments", {"ref": "s#9"}, []),
    (
        "starts after the period",
        "employments",
        {"started": date(2026, 10, 1)},
        ["removed-employment"],
    ),
    ("another start date", "employments", {"started": date(2022, 2, 1)}, ["corrected-spell"] * 2),
    ("another post", "employments", {"post": "P2"}, ["corrected-spell"] * 2),
    ("post team", "posts", {"team": "Moorland"}, ["corrected-team"]),
    ("post role", "posts", {"role": None}, ["corrected-role"]),
    ("post hours", "posts", {"fte": 500_000}, ["corrected-post"]),
    ("post closed", "posts", {"closed": date(2026, 6, 30)}, ["closed-post"]),
    ("post closed later", "posts", {"closed": date(2026, 10, 31)}, []),
    ("agency hours", "agency", {"fte": 500_000}, ["corrected-agency"]),
    ("agency cover", "agency", {"covers_vacancy": False}, ["corrected-agency"]),
    ("agency area", "agency", {"area": "South"}, ["corrected-team"]),
    ("agency role", "agency", {"role": Role.CASE_HOLDER}, ["corrected-role"]),
    ("agency ends", "agency", {"ended": date(2026, 8, 31)}, ["late-agency-end"]),
    ("agency ends later", "agency", {"ended": date(2026, 10, 31)}, []),
    ("agency team", "agency", {"team": "Moorland"}, ["corrected-agency"] * 2),
    ("days lost", "absences", {"days_lost": 450}, ["corrected-absence"]),
    ("last day", "absences", {"last_day": date(2026, 2, 7)}, ["corrected-absence"]),
    ("total", "absence_totals", {"days_lost": 450}, ["corrected-absence"]),
    ("cases", "caseloads", {"cases": 18}, ["corrected-caseload"]),
    ("unit", "caseloads", {"unit": CaseUnit.FAMILY}, ["corrected-caseload"]),
    ("reported", "reported", {"vacancies_fte": 1}, ["corrected-reported-totals"]),
]


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [each[1:] for each in CHANGED],
    ids=[each[0] for each in CHANGED],
)
def test_a_changed_row_is_put_under_its_cause(
    kind: str, values: dict[str, Any], expected: list[str]
) -> None:
    [fact] = getattr(BASE, kind)
    after = replace(BASE, **{kind: (replace(fact, **values),)})
    assert causes(BASE, after) == expected


def employed(**values: Any) -> Workforce:
    return replace(BASE, employments=(replace(EMPLOYED, **values),))


BACK = [
    (employed(**LEFT), BASE, ["withdrawn-leaver"]),
    (employed(**LEFT | {"end_type": EndType.MOVED}), BASE, ["withdrawn-move"]),
    (employed(**LEFT), employed(**LEFT | {"ended": date(2026, 8, 1)}), ["corrected-leaving"]),
    (
        employed(**LEFT),
        employed(**LEFT | {"end_type": EndType.MOVED}),
        ["corrected-leaving"],
    ),
    (
        employed(**LEFT),
        employed(**LEFT | {"reason": LeavingReason.RETIRED}),
        ["corrected-leaving-reason"],
    ),
    (
        replace(BASE, posts=(replace(POST, closed=date(2026, 6, 30)),)),
        BASE,
        ["reopened-post"],
    ),
    (
        replace(BASE, posts=(replace(POST, closed=date(2026, 6, 30)),)),
        replace(BASE, posts=(replace(POST, closed=date(2026, 5, 31)),)),
        ["corrected-post"],
    ),
    (
        replace(BASE, agency=(replace(AGENCY, ended=date(2026, 8, 31)),)),
        BASE,
        ["corrected-agency"],
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), BACK)
def test_what_was_reported_is_taken_back_or_put_right(
    before: Workforce, after: Workforce, expected: list[str]
) -> None:
    assert causes(before, after) == expected


OTHER = "c" * 32
ADDED: list[tuple[str, Any, str]] = [
    ("employments", replace(EMPLOYED, worker=OTHER, started=date(2026, 9, 7)), "late-starter"),
    (
        "employments",
        replace(EMPLOYED, worker=OTHER, started=date(2026, 9, 7), start_type=StartType.MOVED),
        "late-move",
    ),
    ("employments", replace(EMPLOYED, worker=OTHER), "added-employment"),
    ("posts", replace(POST, post="P2"), "added-post"),
    ("agency", replace(AGENCY, worker=OTHER), "late-agency"),
    ("absences", replace(ABSENCE, worker=OTHER), "late-absence"),
    ("absence_totals", replace(TOTAL, worker=OTHER), "late-absence"),
    ("caseloads", replace(CASELOAD, worker=OTHER), "added-caseload"),
    ("caseloads", replace(CASELOAD, taken_on=date(2026, 8, 31)), "new-caseload-snapshot"),
    ("reported", replace(REPORTED, as_at=date(2026, 3, 31)), "new-reported-totals"),
]
REMOVED = {
    "posts": "removed-post",
    "employments": "removed-employment",
    "agency": "removed-agency",
    "absences": "removed-absence",
    "absence_totals": "removed-absence",
    "caseloads": "removed-caseload",
    "reported": "removed-reported-totals",
}


@pytest.mark.parametrize(("kind", "fact", "cause"), ADDED)
def test_an_added_row_is_late_and_a_missing_one_removed(kind: str, fact: Any, cause: str) -> None:
    more = replace(BASE, **{kind: (*getattr(BASE, kind), fact)})
    assert causes(BASE, more) == [cause]
    assert causes(more, BASE) == [REMOVED[kind]]


OUTSIDE: list[tuple[str, Any]] = [
    ("employments", replace(EMPLOYED, worker=OTHER, started=date(2026, 10, 1))),
    ("employments", replace(EMPLOYED, worker=OTHER, **LEFT | {"ended": date(2025, 9, 29)})),
    ("posts", replace(POST, post="P2", opened=date(2026, 10, 1))),
    ("posts", replace(POST, post="P2", closed=date(2025, 9, 29))),
    ("agency", replace(AGENCY, worker=OTHER, started=date(2026, 10, 1))),
    ("agency", replace(AGENCY, worker=OTHER, started=date(2025, 1, 6), ended=date(2025, 9, 29))),
    ("absences", replace(ABSENCE, first_day=date(2026, 10, 1), last_day=None)),
    ("absences", replace(ABSENCE, first_day=date(2025, 1, 6), last_day=date(2025, 1, 9))),
    ("absence_totals", replace(TOTAL, year_end=date(2024, 9, 30))),
    ("caseloads", replace(CASELOAD, taken_on=date(2026, 10, 31))),
    ("reported", replace(REPORTED, as_at=date(2024, 9, 30))),
]


@pytest.mark.parametrize(("kind", "fact"), OUTSIDE)
def test_what_lies_outside_the_period_is_no_change(kind: str, fact: Any) -> None:
    more = replace(BASE, **{kind: (*getattr(BASE, kind), fact)})
    assert causes(BASE, more) == []
    assert causes(more, BASE) == []


@pytest.mark.parametrize(("kind", "values", "_expected"), [each[1:] for each in CHANGED])
def test_all_changes_together_give_the_later_facts(
    kind: str, values: dict[str, Any], _expected: list[str]
) -> None:
    [fact] = getattr(BASE, kind)
    after = replace(BASE, **{kind: (replace(fact, **values),)})
    made = with_changes(BASE, fact_changes(BASE, after, PERIOD), PERIOD)
    assert fact_changes(made, after, PERIOD) == ()


@pytest.mark.parametrize(("kind", "fact", "_cause"), ADDED)
def test_adding_and_taking_away_give_the_other_facts(kind: str, fact: Any, _cause: str) -> None:
    more = replace(BASE, **{kind: (*getattr(BASE, kind), fact)})
    assert with_changes(BASE, fact_changes(BASE, more, PERIOD), PERIOD) == more
    assert with_changes(more, fact_changes(more, BASE, PERIOD), PERIOD) == BASE


def test_one_cause_alone_leaves_the_rest_as_it_was() -> None:
    after = employed(fte=600_000, team="Moorland", **LEFT)
    changes = fact_changes(BASE, after, PERIOD)
    only_hours = [each for each in changes if each.cause == "corrected-fte"]
    assert with_changes(BASE, only_hours, PERIOD) == employed(fte=600_000)


def test_every_cause_has_words_for_one_and_for_many() -> None:
    for code, words in CAUSES.items():
        assert in_words(code, 1) == in_words(code, 1)[0].upper() + words.one[1:]
        assert not in_words(code, 1).endswith(".")
        assert ("{n}" in words.many) or words.many == words.one
        assert in_words(code, 12).count("12") == words.many.count("{n}")

"""Findings about the facts: one row of trouble, and the code that names it."""

from dataclasses import replace
from datetime import date

import pytest

from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.quality import KINDS, quality_findings
from scorecard.workforce import (
    FULL_TIME,
    Absence,
    AbsenceKind,
    AgencyAssignment,
    Caseload,
    CaseUnit,
    Contract,
    Employment,
    EndType,
    LeaverDestination,
    LeavingReason,
    Post,
    Role,
    StartType,
    Workforce,
)

PERIOD = half_year_ending(date(2026, 9, 30))
HALF = FULL_TIME // 2
POST = Post("p", "P1", "Alder", "North", Role.CASE_HOLDER, FULL_TIME, date(2020, 1, 1), None)
ANN = Employment(
    ref="ann", worker="a", post="P1", team="Alder", area="North", role=Role.CASE_HOLDER,
    contract=Contract.PERMANENT, fte=FULL_TIME, started=date(2022, 1, 10),
    start_type=StartType.NEW, start_origin=None, ended=None, end_type=None, destination=None,
    reason=None, qualified_on=date(2018, 7, 1), asye_started=None, asye_ended=None,
)  # fmt: skip
LEFT = replace(
    ANN, ended=date(2026, 6, 30), end_type=EndType.LEFT, reason=LeavingReason.RESIGNATION,
    destination=LeaverDestination.AGENCY,
)  # fmt: skip
MOVED = replace(ANN, ended=date(2026, 6, 30), end_type=EndType.MOVED)
NEXT = replace(ANN, ref="next", started=date(2026, 7, 1), start_type=StartType.MOVED, fte=HALF)
TEMP = AgencyAssignment(
    "temp", "t", "Alder", "North", Role.CASE_HOLDER, FULL_TIME, date(2026, 1, 5), None, True
)
CASES = Caseload("cases", "a", date(2026, 9, 25), "Alder", 14, None, CaseUnit.CHILD, agency=False)


def found(
    *employments: Employment,
    posts: tuple[Post, ...] = (POST,),
    agency: tuple[AgencyAssignment, ...] = (),
    caseloads: tuple[Caseload, ...] = (),
) -> dict[str, tuple[str, ...]]:
    """Findings by code; what is said about a half-year without any event has a test of its own."""
    facts = Workforce(posts=posts, employments=employments, agency=agency, caseloads=caseloads)
    return {
        one.code: one.refs
        for one in quality_findings(facts, PERIOD, DEFAULT_PARAMETERS)
        if not one.code.endswith("-unchanged")
    }


def test_facts_without_trouble_have_no_finding() -> None:
    assert found(ANN, agency=(TEMP,), caseloads=(CASES,)) == {}
    assert found(MOVED, NEXT) == {}
    assert found(LEFT) == {}
    assert found() == {}


@pytest.mark.parametrize(
    ("employments", "expected"),
    [
        (
            (replace(ANN, ended=date(2021, 1, 1), end_type=EndType.LEFT),),
            {"ends-before-start": ("ann",)},
        ),
        ((replace(ANN, fte=None),), {"fte-not-stated": ("ann",)}),
        ((replace(ANN, role=None),), {"role-not-stated": ("ann",)}),
        ((replace(ANN, qualified_on=None),), {"experience-not-stated": ("ann",)}),
        ((replace(ANN, qualified_on=None, asye_started=date(2026, 1, 1)),), {}),
        ((replace(LEFT, reason=None),), {"leaver-without-reason": ("ann",)}),
        ((replace(LEFT, destination=None),), {"leaver-without-destination": ("ann",)}),
        # a leaver of an earlier year is no longer asked about
        ((replace(LEFT, ended=date(2025, 9, 30), reason=None),), {}),
        ((MOVED,), {"move-without-next": ("ann",)}),
        ((NEXT,), {"move-without-previous": ("next",)}),
        ((replace(MOVED, ended=date(2025, 9, 29)),), {}),
        ((replace(ANN, post="P9"),), {"post-not-held": ("ann",)}),
        ((replace(ANN, post=None),), {"post-not-stated": ("ann",)}),
        ((replace(ANN, team="Birch"),), {"team-not-in-establishment": ("ann",)}),
        (
            (ANN, replace(ANN, ref="bob", worker="b", fte=HALF)),
            {"post-overfilled": ("ann", "bob")},
        ),
        (
            (replace(ANN, fte=HALF), replace(ANN, ref="two", started=date(2024, 1, 1), fte=HALF)),
            {"overlapping-spells": ("ann", "two")},
        ),
        (
            (ANN, replace(ANN, ref="two", post=None, role=Role.SENIOR_PRACTITIONER, fte=HALF)),
            {"two-roles-at-once": ("ann", "two"), "post-not-stated": ("two",)},
        ),
        # three spells, of which only the first two meet
        (
            (
                replace(MOVED, ended=date(2026, 7, 15)),
                replace(NEXT, ended=date(2026, 7, 31), end_type=EndType.MOVED),
                replace(NEXT, ref="last", started=date(2026, 8, 1)),
            ),
            {
                "overlapping-spells": ("ann", "next"),
                "move-without-next": ("ann",),
                "move-without-previous": ("next",),
            },
        ),
        # what begins after the period is not yet looked at
        ((replace(ANN, started=date(2026, 10, 1), fte=None),), {}),
    ],
)
def test_spells(employments: tuple[Employment, ...], expected: dict[str, tuple[str, ...]]) -> None:
    assert found(*employments) == expected


def test_posts_are_asked_about_only_where_some_are_held() -> None:
    assert found(replace(ANN, post="P9"), posts=()) == {}
    wrong = replace(POST, ref="w", post="P2", closed=date(2019, 1, 1))
    assert found(ANN, posts=(POST, wrong)) == {"ends-before-start": ("w",)}
    shut = replace(POST, closed=date(2026, 9, 30))
    assert found(ANN, posts=(shut,)) == {
        "post-not-held": ("ann",), "team-not-in-establishment": ("ann",),
    }  # fmt: skip


def test_agency_assignments() -> None:
    assert found(agency=(replace(TEMP, fte=None),)) == {"fte-not-stated": ("temp",)}
    gone = replace(TEMP, fte=None, started=date(2025, 1, 6), ended=date(2025, 9, 1))
    assert found(agency=(gone,)) == {}
    wrong = replace(TEMP, ended=date(2025, 12, 1))
    assert found(agency=(wrong,)) == {"ends-before-start": ("temp",)}


@pytest.mark.parametrize(
    ("caseload", "expected"),
    [
        (replace(CASES, worker="x"), ["caseload-without-fte", "caseload-without-spell"]),
        (replace(CASES, worker="x", fte=FULL_TIME), ["caseload-without-spell"]),
        (replace(CASES, worker="t", agency=True), []),
        (replace(CASES, agency=True), ["caseload-without-fte", "caseload-without-spell"]),
        (replace(CASES, cases=0, worker="x"), ["caseload-without-spell"]),
        (replace(CASES, cases=51), ["caseload-implausible"]),
        (replace(CASES, cases=50), []),
        (replace(CASES, taken_on=date(2026, 8, 30)), ["caseload-not-sent"]),
    ],
)
def test_caseloads(caseload: Caseload, expected: list[str]) -> None:
    assert sorted(found(ANN, agency=(TEMP,), caseloads=(caseload,))) == expected


def test_who_has_left_by_the_day_of_the_snapshot_holds_no_cases() -> None:
    stale = replace(CASES, fte=FULL_TIME)
    assert found(LEFT, caseloads=(stale,)) == {"caseload-without-spell": ("cases",)}
    over = replace(TEMP, ended=date(2026, 9, 1))
    assert found(agency=(over,), caseloads=(replace(stale, worker="t", agency=True),)) == {
        "caseload-without-spell": ("cases",)
    }


def test_units_of_one_day_are_not_mixed() -> None:
    other = replace(CASES, ref="other", worker="t", agency=True, unit=CaseUnit.FAMILY)
    assert found(ANN, agency=(TEMP,), caseloads=(CASES, other)) == {
        "caseload-units-mixed": ("cases", "other")
    }


def unchanged(facts: Workforce) -> dict[str, tuple[str, ...]]:
    findings = quality_findings(facts, PERIOD, DEFAULT_PARAMETERS)
    return {one.code: one.refs for one in findings if one.code.endswith("-unchanged")}


def test_a_half_year_in_which_nothing_happened_looks_as_if_nothing_was_sent() -> None:
    sick = Absence("sick", "a", AbsenceKind.SICKNESS, date(2026, 3, 30), None, 100)
    facts = Workforce(posts=(POST,), employments=(ANN,), agency=(TEMP,), absences=(sick,))
    assert unchanged(facts) == {
        "staff-unchanged": ("ann",), "agency-unchanged": ("temp",), "absences-unchanged": ("sick",),
    }  # fmt: skip
    later = replace(ANN, ref="later", started=date(2026, 10, 1))
    assert unchanged(Workforce(employments=(ANN, later))) == {"staff-unchanged": ("later",)}


def test_one_event_of_each_kind_in_the_half_year_is_enough() -> None:
    sick = Absence("sick", "a", AbsenceKind.SICKNESS, date(2026, 4, 1), None, 100)
    over = replace(TEMP, ended=date(2026, 9, 30))
    assert unchanged(Workforce(employments=(LEFT,), agency=(over,), absences=(sick,))) == {}
    assert unchanged(Workforce()) == {}


def test_findings_come_in_the_order_of_their_kinds_with_words_and_what_to_do() -> None:
    facts = Workforce(posts=(POST,), employments=(replace(ANN, fte=None, role=None),))
    findings = quality_findings(facts, PERIOD, DEFAULT_PARAMETERS)
    assert [one.code for one in findings] == [
        "fte-not-stated",
        "role-not-stated",
        "staff-unchanged",
    ]
    assert [(one.words, one.hint) for one in findings] == [KINDS[one.code] for one in findings]
    assert [one.count for one in findings] == [1, 1, 1]

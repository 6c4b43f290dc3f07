"""Edges where two rules meet, each found by asking for the rows behind a figure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from scorecard.definition import Dimension
from scorecard.errors import IdentityBroken
from scorecard.ledger.integers import whole
from scorecard.ledger.staff import _check_identity
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.scorecard import rows_behind
from scorecard.workforce import Role, Workforce
from tests.spec.tables import Read, absences, agency, caseloads, posts, reported, sick_days, staff


def amounts(
    facts: Workforce, measure: str, end: str = "2026-09-30", **place: str
) -> list[tuple[str, Decimal]]:
    behind = rows_behind(
        facts, half_year_ending(date.fromisoformat(end)), DEFAULT_PARAMETERS, measure=measure,
        **({"dimension": "council"} | place),
    )  # fmt: skip
    return [(row.ref, row.amount) for row in behind.numerator]


def test_a_weekend_absence_over_the_end_of_the_year_is_split_by_days() -> None:
    """30 September 2023 is a Saturday: no weekday tells the two halves apart."""
    facts = Workforce(
        employments=staff("worker\nann"),
        absences=absences("first | last | days\n2023-09-30 | 2023-10-01 | 2"),
    )
    assert Read(facts, "2023-09-30")("sickness-days-lost") == "1.0"
    assert amounts(facts, "sickness-days-lost", "2023-09-30") == [("absence#2", Decimal(1))]


def test_an_absence_while_between_two_roles_counts_where_they_last_were() -> None:
    facts = Workforce(
        employments=staff("""
worker | role               | team  | started    | ended
ann    | case-holder        | Alder | 2025-01-06 | 2026-01-30
ann    | first-line-manager | Birch | 2025-01-06 | 2026-01-30
ann    | case-holder        | Cedar | 2026-05-04 | -
"""),
        absences=absences("first | last | days\n2026-03-02 | 2026-03-02 | 1"),
    )
    assert sum(amount for _, amount in amounts(facts, "sickness-days-lost")) == 1


def test_a_census_total_of_another_year_is_no_row() -> None:
    facts = Workforce(
        employments=staff("worker\nann"),
        absence_totals=[sick_days("ann", "2026-09-30", "3"), sick_days("ann", "2025-09-30", "9")],
    )
    assert amounts(facts, "sickness-days-lost") == [("census#1", Decimal(3))]


def test_only_who_is_held_against_a_limit_is_behind_it() -> None:
    facts = Workforce(
        employments=staff("""
worker | qualified
ann    | 2026-01-15
bob    | -
cat    | 2010-07-01
"""),
        caseloads=caseloads("""
worker | cases | unit
ann    | 30    | child
bob    | 30    | child
cat    | 30    | family
"""),
    )
    over = {"category": "newly-qualified"}
    assert amounts(facts, "caseload-over-limit", **over) == [("case#2", Decimal(1))]
    assert amounts(facts, "caseload-over-limit", category="10-years-or-more") == []


def test_a_filled_post_is_no_row_behind_vacancies() -> None:
    facts = Workforce(posts=posts("post\nP1\nP2"), employments=staff("worker | post\nann | P1"))
    assert amounts(facts, "vacancies-fte") == [("post#3", Decimal(1))]


def test_cover_from_the_census_is_a_row() -> None:
    facts = Workforce(
        employments=staff("worker\nann"),
        agency=agency("worker | covers\nt1 | -\nt2 | -"),
        reported=[reported("2026-09-30", "2.5", "1.5", 2)],
    )
    assert amounts(facts, "agency-cover-rate-fte") == [("census#0", Decimal("1.5"))]


def test_who_came_and_went_in_a_day_leaves_from_the_band_of_that_day() -> None:
    facts = Workforce(
        employments=staff("""
worker | started    | ended      | qualified
brief  | 2026-05-05 | 2026-05-05 | 2010-07-01
stays  | 2020-01-06 | -          | 2010-07-01
""")
    )
    place = {"dimension": "experience", "group": "10-years-or-more"}
    assert amounts(facts, "leavers-headcount", **place) == [("staff#2", Decimal(1))]
    assert amounts(facts, "leavers-fte", **place) == [("staff#2", Decimal(1))]


def test_a_post_with_one_version_stands_beside_one_with_two() -> None:
    facts = Workforce(
        posts=posts("""
post | fte | opened
P1   | 1   | 2015-04-01
P2   | 1   | 2015-04-01
P2   | 0.5 | 2024-04-01
"""),
        employments=staff("worker\nann"),
    )
    assert Read(facts)("establishment-fte") == "1.5"


def test_a_ledger_whose_stocks_and_flows_disagree_is_refused() -> None:
    """A defect, never data: nothing may be published from it."""
    names = ("opening", "started_6", "moved_in_6", "left_6", "moved_out_6", "closing")
    fte = ([5, 5], [1, 1], [0, 0], [2, 2], [0, 0], [4, 4])
    heads = (*fte[:-1], [4, 5])
    flats = zip(names, map(whole, zip(fte, heads, strict=True)), strict=True)
    sums: Any = SimpleNamespace(**dict(flats))
    window = SimpleNamespace(end=date(2026, 9, 30))
    board: Any = SimpleNamespace(
        names=lambda _: ["Alder", "Birch"], calendar=SimpleNamespace(windows=[window])
    )
    with pytest.raises(IdentityBroken) as broken:
        _check_identity({Dimension.TEAM: sums}, board)
    found = broken.value
    assert (found.group, found.unit, found.expected, found.found) == ("Birch", "heads", 4, 5)


def test_agency_workers_who_have_all_gone_leave_nothing_to_cover() -> None:
    facts = Workforce(
        posts=posts("post\nP1"),
        employments=staff("worker\nann"),
        agency=agency("worker | ended\ngone | 2026-06-30"),
    )
    made = Read(facts)
    assert (made("agency-fte"), made("agency-cover-rate-fte")) == ("0.0", "z")
    assert made("vacancies-covered-rate-fte") == "0.0"
    assert amounts(facts, "agency-cover-rate-fte") == []


def test_an_agency_worker_without_fte_is_a_head_and_no_fte_row() -> None:
    facts = Workforce(
        employments=staff("worker\nann"),
        agency=agency("worker | fte | covers\nt1 | - | yes\nt2 | 0.5 | -"),
    )
    assert amounts(facts, "agency-fte") == [("agency#3", Decimal("0.5"))]
    assert amounts(facts, "agency-headcount") == [
        ("agency#2", Decimal(1)),
        ("agency#3", Decimal(1)),
    ]


def test_cover_that_nobody_stated_has_no_rows() -> None:
    facts = Workforce(employments=staff("worker\nann"), agency=agency("worker | covers\nt1 | -"))
    assert Read(facts)("agency-cover-rate-fte") == "x"
    assert amounts(facts, "agency-cover-rate-fte") == []


def test_cases_of_somebody_who_has_not_started_yet_have_no_spell() -> None:
    facts = Workforce(
        employments=staff(
            "worker | started | ended\nann | 2026-10-05 | -\nbob | 2020-01-06 | 2026-05-01\ncat | 2020-01-06 | -"
        ),
        caseloads=caseloads("worker | cases\nann | 5\nbob | 6\ncat | 7"),
    )
    assert Read(facts).sum("average-caseload", "child") == "7 / 1"


def test_sickness_of_somebody_with_two_posts_counts_where_they_counted_last_or_first() -> None:
    """Outside their spells: dividing one of them by a move changes nothing."""
    for divided in (
        "2026-06-30 | left",
        "2026-03-10 | moved\nann | Alder | 2026-03-11 | 2026-06-30 | left",
    ):
        rows = f"""
worker | team  | started    | ended      | end
ann    | Alder | 2026-03-02 | {divided}
ann    | Birch | 2026-03-02 | 2026-04-30 | left
"""
        spells = staff(rows)
        spells[-1:] = [replace(spells[-1], role=Role.CASE_HOLDER, fte=300_000)]
        for day in ("2026-02-02", "2026-07-06"):
            facts = Workforce(
                employments=spells, absences=absences(f"first | last | days\n{day} | {day} | 1")
            )
            by_team = {
                group: value
                for group, value in Read(facts).by("sickness-days-lost", "team").items()
                if value != "0.0"
            }
            assert by_team == {"Alder": "1.0"}


def test_sickness_of_somebody_who_was_never_in_post_for_a_whole_day() -> None:
    spells = staff(
        "worker | team | started | ended\nann | Alder | 2026-03-02 | 2026-03-02\nann | Birch | 2026-03-02 | 2026-03-02"
    )
    facts = Workforce(
        employments=spells, absences=absences("first | last | days\n2026-04-01 | 2026-04-01 | 1")
    )
    assert Read(facts)("sickness-days-lost") == "1.0"


def test_a_spell_that_ended_before_it_began_is_no_place_to_count() -> None:
    """Not even for absences of when it should have been."""
    facts = Workforce(
        employments=staff("""
worker | team  | started    | ended
ann    | Alder | 2026-03-02 | 2026-03-01
ann    | Birch | 2026-04-06 | -
"""),
        absences=absences("first | last | days\n2026-03-02 | 2026-03-03 | 2"),
    )
    by_team = Read(facts).by("sickness-days-lost", "team")
    assert by_team == {"Birch": "2.0"}

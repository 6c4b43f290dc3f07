"""A worker with rows in two teams: one worker, all their cases, their FTE once."""

import pytest

from scorecard.caseloads import worker_fte
from scorecard.drill_through import rows_behind
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.quality import quality_findings
from scorecard.workforce import Caseload, Employment, Workforce
from tests.spec.tables import Read, agency, caseloads, posts, staff

ALDER = staff("worker | team  | area  | fte\nann | Alder | North | 1")
BOTH = staff("""
worker | team  | area  | fte | role
ann    | Alder | North | 0.6 | senior-practitioner
ann    | Birch | South | 0.4 | case-holder
""")
BIRCH = posts("post | team | area\nP1 | Birch | South")


def made(spells: list[Employment], table: str) -> Read:
    return Read(Workforce(posts=BIRCH, employments=spells, caseloads=caseloads(table)))


def of_teams(read: Read, measure: str, category: str = "child") -> dict[str, str]:
    return {
        group: f"{figure.numerator} / {figure.denominator}"
        for (name, place, group, code), figure in read.figures.items()
        if (name, place, code) == (measure, "team", category)
    }


def test_cases_of_both_teams_over_the_workers_fte_once() -> None:
    """No FTE in the rows: the spell's counts, although the worker has no spell in Birch."""
    read = made(ALDER, "team | cases\nAlder | 15\nBirch | 10")
    assert read.sum("average-caseload", "child") == "25 / 1"
    assert read.excluded("average-caseload", "child") == {}
    assert read.figure("average-caseload", "child").n == 1


def test_a_team_has_what_is_held_there() -> None:
    """In Birch no FTE is known: its row is left out there (the worker still is over the limit)."""
    read = made(ALDER, "team | cases\nAlder | 15\nBirch | 10")
    assert of_teams(read, "average-caseload") == {"Alder": "15 / 1"}
    both = made(BOTH, "team | cases\nAlder | 15\nBirch | 10")
    assert of_teams(both, "average-caseload") == {"Alder": "15 / 0.6", "Birch": "10 / 0.4"}
    assert both.sum("average-caseload", "child") == "25 / 1"


def test_other_groups_have_what_is_held_in_them() -> None:
    read = made(BOTH, "team | cases\nAlder | 15\nBirch | 10")
    found = {
        (place, group): f"{figure.numerator} / {figure.denominator}"
        for (name, place, group, code), figure in read.figures.items()
        if name == "average-caseload" and code == "child" and place not in {"council", "team"}
    }
    assert found == {
        ("area", "North"): "15 / 0.6",
        ("area", "South"): "10 / 0.4",
        ("role", "senior-practitioner"): "15 / 0.6",
        ("role", "case-holder"): "10 / 0.4",
        ("contract", "permanent"): "25 / 1",
        ("experience", "10-years-or-more"): "25 / 1",
    }


def test_two_teams_of_one_area_are_one_there() -> None:
    spells = staff("""
worker | team  | area  | fte
ann    | Alder | North | 0.6
ann    | Birch | North | 0.4
""")
    read = made(spells, "team | cases\nAlder | 15\nBirch | 10")
    assert read.sum("average-caseload", "child") == "25 / 1"
    assert {
        group: str(figure.value)
        for (name, place, group, code), figure in read.figures.items()
        if (name, place, code) == ("average-caseload", "area", "child")
    } == {"North": "25.0"}


@pytest.mark.parametrize(
    ("spells", "rows", "expected"),
    [
        ("1", "0.6 0.4", "25 / 1"),
        ("1", "0.5 0.3", "25 / 0.8"),  # the rows' own FTE where all state it
        ("1", "1 1", "25 / 1"),  # the worker's FTE written in both rows
        ("0.5", "0.5 0.5", "25 / 0.5"),
        ("0.5", "0.8 0.5", "25 / 0.8"),  # a row that states more than the spell is believed
        ("1", "0.6 -", "25 / 1"),  # a row is silent: the spell's
        ("-", "0.6 0.4", "25 / 1"),
        ("-", "1 1", "25 / 1"),  # one full-time worker where no spell says
        ("-", "0.6 -", "25 / 0.6"),
        ("0.8", "- -", "25 / 0.8"),
    ],
)
def test_how_the_fte_of_rows_combine(spells: str, rows: str, expected: str) -> None:
    one, other = rows.split()
    read = made(
        staff(f"worker | fte\nann | {spells}"),
        f"team | cases | fte\nAlder | 15 | {one}\nBirch | 10 | {other}",
    )
    assert read.sum("average-caseload", "child") == expected


def test_an_fte_of_nobody_employed_is_what_the_rows_state() -> None:
    assert worker_fte([600_000, 300_000], 2, None) == 900_000
    assert worker_fte([], 2, None) is None


def test_the_distribution_ranks_workers_and_not_rows() -> None:
    """Rows 15 + 10 of ann and 20 of bob: workers with 25 and 20."""
    spells = [*ALDER, *staff("worker\n-\nbob")[1:]]
    read = made(
        spells, "worker | team | cases\nann | Alder | 15\nann | Birch | 10\nbob | Alder | 20"
    )
    assert read("caseload-median", "child") == "22.5"
    assert read("caseload-highest", "child") == "25"
    assert read.sum("caseload-p90", "child") == "25 / 2"
    assert of_teams(read, "caseload-highest") == {"Alder": "20 / 2"}


def test_the_limit_is_compared_with_the_whole_caseload() -> None:
    """23 for a full-timer of ten years: 15 and 10 are within it, 25 is not, in both teams."""
    read = made(ALDER, "team | cases\nAlder | 15\nBirch | 10")
    band = "10-years-or-more"
    assert read.sum("caseload-over-limit", band) == "1 / 1"
    assert read.sum("caseload-over-limit-share", band) == "1 / 1"
    assert read.excluded("caseload-over-limit", band) == {}
    assert of_teams(read, "caseload-over-limit", band) == {"Alder": "1 / 1", "Birch": "1 / 1"}
    both = made(BOTH, "team | cases\nAlder | 15\nBirch | 10")
    assert of_teams(both, "caseload-over-limit", band) == {"Alder": "1 / 1", "Birch": "1 / 1"}
    assert both.sum("caseload-over-limit", band) == "1 / 1"
    within = made(BOTH, "team | cases\nAlder | 15\nBirch | 8")
    assert within("caseload-over-limit", band) == "0"
    assert within("caseload-at-or-over-limit", band) == "1"


def test_a_row_without_cases_adds_its_fte_and_no_holder() -> None:
    read = made(BOTH, "team | cases | fte\nAlder | 15 | 0.6\nBirch | 0 | 0.4")
    assert read.sum("average-caseload", "child") == "15 / 1"
    assert of_teams(read, "average-caseload") == {"Alder": "15 / 0.6"}


def test_units_and_agency_stay_apart() -> None:
    facts = Workforce(
        employments=ALDER,
        agency=agency("worker | team | fte\nann | Cedar | 0.5\nann | Alder | 0.3"),
        caseloads=caseloads("""
worker | team  | cases | unit   | agency
ann    | Alder | 15    | child  | no
ann    | Birch | 4     | family | no
ann    | Cedar | 6     | child  | yes
ann    | Alder | 2     | child  | yes
"""),
    )
    read = Read(facts)
    assert read.sum("average-caseload", "child") == "23 / 1.8"
    assert read.sum("average-caseload", "family") == "4 / 1"
    assert read.figure("average-caseload", "child").n == 2


def refs(spells: list[Employment], rows: list[Caseload]) -> dict[str, tuple[str, ...]]:
    period = half_year_ending(rows[0].taken_on)
    facts = Workforce(employments=spells, caseloads=rows)
    return {
        one.code: one.refs
        for one in quality_findings(facts, period, DEFAULT_PARAMETERS)
        if one.code.startswith("caseload")
    }


def test_findings_about_rows_in_two_teams() -> None:
    rows = caseloads("team | cases\nAlder | 15\nBirch | 10")
    assert refs(ALDER, rows) == {"caseload-in-another-team": ("case#3",)}
    assert refs(BOTH, rows) == {}
    repeated = caseloads("team | cases | fte\nAlder | 15 | 1\nBirch | 10 | 1")
    assert refs(BOTH, repeated) == {"caseload-fte-repeated": ("case#2", "case#3")}
    many = caseloads("team | cases\nAlder | 30\nBirch | 21")
    assert refs(BOTH, many) == {"caseload-implausible": ("case#2", "case#3")}
    split = caseloads("team | cases | fte\nAlder | 15 | 0.6\nBirch | 10 | 0.4")
    assert refs([], split) == {"caseload-without-spell": ("case#2", "case#3")}


def test_the_row_behind_says_what_was_added_up() -> None:
    facts = Workforce(
        employments=ALDER, caseloads=caseloads("team | cases\nAlder | 15\nBirch | 10")
    )
    found = rows_behind(
        facts,
        half_year_ending(facts.caseloads[0].taken_on),
        DEFAULT_PARAMETERS,
        measure="average-caseload",
        dimension="council",
        category="child",
    )
    (row,) = found.numerator
    assert (row.ref, row.amount) == ("case#2", 25)
    assert row.words == "25 cases, 1 FTE on 30 September 2026: 15 in Alder, 10 in Birch (row 3)"


def test_no_row_behind_a_limit_in_a_group_where_no_case_is_held() -> None:
    """Ann is over the limit; in Birch she holds nothing."""
    rows = "worker | team | cases\nann | Alder | 30\nann | Birch | 0\nbob | Birch | 5"
    spells = [*BOTH, *staff("worker | team\n- | Cedar\nbob | Birch")[1:]]
    facts = Workforce(employments=spells, caseloads=caseloads(rows))
    band = "10-years-or-more"
    assert of_teams(Read(facts), "caseload-over-limit", band) == {
        "Alder": "1 / 1",
        "Birch": "0 / 1",
    }
    found = rows_behind(
        facts,
        half_year_ending(facts.caseloads[0].taken_on),
        DEFAULT_PARAMETERS,
        measure="caseload-over-limit",
        dimension="team",
        group="Alder",
        category=band,
    )
    assert [row.worker for row in found.numerator] == ["ann"]

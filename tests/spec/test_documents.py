"""Scorecards as documents, as series, and compared; periods; refusals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from scorecard import formulas
from scorecard.canonical import canonical_json, decimal_string
from scorecard.changes import changes
from scorecard.columns import Column
from scorecard.definition import Dimension, Symbol
from scorecard.errors import IdentityBroken, NotAHalfYearEnd, UnknownFigure
from scorecard.ledger import keep
from scorecard.ledger.integers import whole
from scorecard.measures import CATALOGUE, FROM_RETURNS
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending, has_leap_day, previous, year_to_date
from scorecard.scorecard import as_document, build, rows_behind
from scorecard.series import series
from scorecard.windows import Window
from scorecard.workforce import Workforce
from tests.spec.tables import absences, agency, caseloads, posts, reported, sick_days, staff

END = date(2026, 9, 30)
PERIOD = half_year_ending(END)
FACTS = Workforce(
    posts=posts("post | fte\nP1 | 1\nP2 | 0.5"),
    employments=staff("""
worker | post | fte | ended
ann    | P1   | 0.6 | -
bob    | -    | 1   | 2026-06-30
"""),
    agency=agency("worker | covers\ntemp | yes"),
    absences=absences("first | last | days\n2026-01-05 | 2026-01-09 | 5"),
    caseloads=caseloads("worker | cases\nann | 9"),
)


def document(facts: Workforce = FACTS) -> dict[str, Any]:
    return as_document(build(facts, PERIOD, DEFAULT_PARAMETERS), DEFAULT_PARAMETERS)


def test_a_document_is_plain_and_its_bytes_are_always_the_same() -> None:
    made = document()
    assert list(made) == ["period", "measures", "parameters", "figures", "findings"]
    assert made["period"] == {
        "opening": "2026-03-31", "first_day": "2026-04-01", "end": "2026-09-30",
        "year_opening": "2025-09-30",
    }  # fmt: skip
    assert [one["id"] for one in made["measures"]] == [one.id for one in FROM_RETURNS]
    assert canonical_json(made) == canonical_json(document())
    figure = next(f for f in made["figures"] if f["measure"] == "turnover-fte")
    assert (figure["numerator"], figure["denominator"], figure["value"], figure["symbol"]) == (
        "1", "0.6", "166.7", None,
    )  # fmt: skip
    assert [one["code"] for one in made["findings"]] == [
        "leaver-without-reason",
        "leaver-without-destination",
        "agency-unchanged",
        "absences-unchanged",
    ]


def test_a_symbol_stands_apart_from_the_value() -> None:
    figure = next(f for f in document(Workforce())["figures"] if f["measure"] == "turnover-fte")
    assert (figure["value"], figure["symbol"]) == (None, "x")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("12.50", "12.5"),
        ("7", "7"),
        ("7.0", "7"),
        ("-0.0", "0"),
        ("1E+3", "1000"),
        ("0.000001", "0.000001"),
    ],
)
def test_decimals_are_written_in_full(number: str, text: str) -> None:
    assert decimal_string(Decimal(number)) == text


@pytest.mark.parametrize("inexact", [{"a": [1.5]}, (0.1,), {"a": {"b": 2.0}}])
def test_an_inexact_number_is_refused(inexact: object) -> None:
    with pytest.raises(TypeError, match="is a float"):
        canonical_json(inexact)
    assert canonical_json({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'.encode()


def test_changes_between_two_documents_are_listed_with_before_and_after() -> None:
    later = replace(FACTS, employments=staff("worker | post | fte\nann | P1 | 0.6"))
    moved = {
        (one["measure"], one["dimension"], one["group"]): (
            one["before"],
            one["after"],
            one["moved"],
        )
        for one in changes(document(), document(later))
    }
    before, after, visible = moved["turnover-fte", "council", ""]
    assert (before["value"], after["value"], visible) == ("166.7", "0.0", True)
    assert ("establishment-fte", "council", "") not in moved
    assert changes(document(), document()) == []
    gone = [one for one in changes(document(), {"figures": []}) if one["after"] is None]
    assert len(gone) == len(document()["figures"])


def test_a_series_gives_the_same_figures_as_a_scorecard_at_each_month_end() -> None:
    ends = [date(2026, 3, 31), date(2026, 6, 30), END]
    made = series(FACTS, ends, DEFAULT_PARAMETERS)
    assert made.month_ends == ends
    assert made.groups(Dimension.TEAM) == ["Alder"]
    assert made.figures(END) == list(build(FACTS, PERIOD, DEFAULT_PARAMETERS).figures)
    with pytest.raises(ValueError, match="not in list"):
        made.figures(date(2020, 1, 1))


def test_columns_of_a_series_are_exact_amounts() -> None:
    ends = [date(2026, 3, 31), END]
    columns = {
        (one.measure.id, one.dimension, one.category): one
        for one in series(FACTS, ends, DEFAULT_PARAMETERS).columns()
    }
    in_post = columns["in-post-fte", Dimension.COUNCIL, ""].numerator
    assert [Decimal(cell) / in_post.scale for cell in in_post.cells.tolist()] == [
        Decimal("1.6"),
        Decimal("0.6"),
    ]
    average = columns["turnover-average-headcount", Dimension.COUNCIL, ""].denominator
    assert average is not None
    assert [Decimal(cell) / average.scale for cell in average.cells.tolist()] == [
        Decimal(2),
        Decimal("1.5"),
    ]


def test_columns_of_different_scales_add_and_subtract() -> None:
    one, other = Column(whole([150]), 100), Column(whole([2]))
    found = [one + other, other - one, one * other, other.half()]
    assert [(column.cells.tolist(), column.scale) for column in found] == [
        ([350], 100), ([50], 100), ([300], 100), ([2], 2)
    ]  # fmt: skip
    with pytest.raises(TypeError, match="is not a number"):
        _ = formulas.turnover_rate(one, other).exact


def ask(
    facts: Workforce, measure: str, dimension: str = "council", group: str = "", category: str = ""
) -> Any:
    return rows_behind(
        facts,
        PERIOD,
        DEFAULT_PARAMETERS,
        measure=measure,
        dimension=dimension,
        group=group,
        category=category,
    )


@pytest.mark.parametrize(
    ("question", "part"),
    [
        (("shoe-size",), "measure"),
        (("turnover-fte", "planet"), "breakdown"),
        (("turnover-fte", "team", "Nowhere"), "group"),
        (("turnover-fte", "council", "", "x"), "category"),
    ],
)
def test_a_drill_through_to_nothing_is_refused_by_name(
    question: tuple[str, ...], part: str
) -> None:
    with pytest.raises(UnknownFigure) as refused:
        ask(FACTS, *question)
    assert refused.value.part == part
    assert f"There is no {part} called" in str(refused.value)


def test_behind_the_cover_are_those_agency_workers_who_cover_a_vacancy() -> None:
    facts = Workforce(
        agency=agency("""
worker | fte | covers
one    | 0.5 | yes
two    | 1   | no
three  | -   | yes
four   | 1   | -
""")
    )
    behind = ask(facts, "agency-cover-rate-fte")
    assert [(row.worker, row.amount) for row in behind.numerator] == [("one", Decimal("0.5"))]
    assert [row.worker for row in behind.denominator] == ["one", "two", "four"]


def test_the_average_headcount_rests_on_half_of_each_row() -> None:
    behind = ask(FACTS, "turnover-average-headcount")
    assert [(row.ref, row.amount) for row in behind.denominator] == [
        ("staff#2", Decimal("0.5")), ("staff#2", Decimal("0.5")), ("staff#3", Decimal("0.5")),
    ]  # fmt: skip


def test_census_totals_are_rows_too() -> None:
    facts = Workforce(
        employments=staff("worker\nann"),
        absence_totals=[
            sick_days("ann", "2026-09-30", "7.5"),
            sick_days("nobody", "2026-09-30", "3"),
        ],
        reported=[reported("2026-09-30", "2.5", "1.5", 2)],
    )
    assert [r.amount for r in ask(facts, "vacancies-fte").numerator] == [Decimal("2.5")]
    assert [r.amount for r in ask(facts, "sickness-days-lost").numerator] == [Decimal("7.5")]
    late = replace(facts, reported=[])
    assert ask(late, "vacancies-fte").numerator == ()


def test_absences_outside_the_year_or_of_strangers_are_no_rows() -> None:
    facts = replace(
        FACTS,
        absences=absences("""
worker | first      | last       | days
ann    | 2026-12-01 | 2026-12-02 | 2
ann    | 2025-01-06 | 2025-01-07 | 2
ann    | 2026-02-03 | 2026-02-02 | 2
who    | 2026-02-03 | 2026-02-04 | 2
ann    | 2026-02-07 | 2026-02-08 | 2
"""),
    )
    assert [r.amount for r in ask(facts, "sickness-days-lost").numerator] == [Decimal(2)]


def test_somebody_off_sick_before_they_came_counts_where_they_came() -> None:
    facts = Workforce(
        employments=staff(
            "worker | started | ended\nann | 2026-02-02 | 2026-03-02\nann | 2026-05-04 | -"
        ),
        absences=absences(
            "first | last | days\n2026-01-05 | 2026-01-05 | 1\n2026-04-01 | 2026-04-01 | 1"
        ),
    )
    assert sum(r.amount for r in ask(facts, "sickness-days-lost").numerator) == 2


def test_two_roles_and_an_absence_and_cases_count_under_the_senior_one() -> None:
    facts = Workforce(
        employments=staff("""
worker | role               | team  | fte | started    | ended
ann    | case-holder        | Alder | 0.4 | 2020-01-06 | -
ann    | first-line-manager | Birch | 0.6 | 2020-01-06 | -
bob    | case-holder        | Alder | 1   | 2026-05-01 | 2026-05-01
bob    | case-holder        | Alder | 1   | 2026-06-01 | 2026-07-01
bob    | case-holder        | Birch | 1   | 2026-06-15 | -
"""),
        absences=absences("first | last | days\n2026-01-05 | 2026-01-05 | 1"),
        caseloads=caseloads("worker | cases\nann | 4\nann | 6"),
    )
    made = build(facts, PERIOD, DEFAULT_PARAMETERS)
    by_team = {
        f.group: f.numerator
        for f in made.figures
        if (f.measure, f.dimension) == ("sickness-days-lost", Dimension.TEAM)
    }
    assert by_team == {"Alder": 0, "Birch": 1}
    leavers = next(f for f in made.figures if f.measure == "leavers-headcount")
    assert leavers.numerator == 1


def test_half_years_and_what_is_none() -> None:
    assert (PERIOD.opening, PERIOD.first_day) == (date(2026, 3, 31), date(2026, 4, 1))
    assert previous(PERIOD) == half_year_ending(date(2026, 3, 31))
    assert half_year_ending(date(2024, 2, 29), ((2, 28), (8, 31))).opening == date(2023, 8, 31)
    assert half_year_ending(date(2024, 2, 29), ((2, 28), (8, 31))).year_opening == date(2023, 2, 28)
    assert half_year_ending(date(2026, 4, 15), ((4, 15), (10, 15))).year_opening == date(
        2025, 4, 15
    )
    for wrong in (date(2026, 9, 29), date(1, 3, 31)):
        with pytest.raises(NotAHalfYearEnd) as refused:
            half_year_ending(wrong)
        assert refused.value.end == wrong
        assert "Half-years end on 31 March or 30 September" in str(refused.value)


def test_the_census_year_so_far() -> None:
    assert year_to_date(date(2026, 3, 31)).opening == date(2025, 9, 30)
    assert year_to_date(date(2026, 12, 31)).opening == date(2026, 9, 30)
    assert year_to_date(END).opening == date(2025, 9, 30)


@pytest.mark.parametrize(
    ("end", "leap"),
    [("2024-03-31", True), ("2024-09-30", True), ("2025-03-31", False), ("2024-02-29", True)],
)
def test_a_year_with_29_february(end: str, leap: bool) -> None:
    last = date.fromisoformat(end)
    assert has_leap_day(last.replace(year=last.year - 1, day=28), last) is leap


def test_a_broken_identity_says_where_and_by_how_much() -> None:
    broken = IdentityBroken(
        dimension="team", group="Alder", unit="FTE", as_at=END, expected=3, found=4
    )
    assert str(broken) == (
        "Opening + starters - leavers + moves is 3 but 4 are in post (FTE, team “Alder”, 2026-09-30)."
    )


def test_one_ledger_answers_for_windows_in_any_order() -> None:
    windows = [
        Window.ending(END),
        Window.ending(date(2025, 9, 30)),
        Window.ending(date(2026, 1, 31)),
    ]
    ledger = keep(FACTS, windows, DEFAULT_PARAMETERS)
    assert {window.end for window in ledger.windows} == {window.end for window in windows}


def test_every_measure_is_complete_and_named_once() -> None:
    assert len({one.id for one in CATALOGUE}) == len(CATALOGUE)
    for one in CATALOGUE:
        texts = (one.title, one.definition, one.numerator_words, one.source, one.why_it_matters,
                 one.known_limits, one.owner)  # fmt: skip
        assert all(text.strip() for text in texts), one.id
        assert one.next_review > date(2026, 11, 22), one.id
    assert Symbol.LOW not in {Symbol.SUPPRESSED, Symbol.NOT_APPLICABLE}

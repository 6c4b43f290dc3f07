"""Charts, measure pages and the book of an edition, from public documents written by hand."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from scorecard.charts.values import Value
from scorecard.document import measure_document
from scorecard.measures import MEASURES
from service.documents import typesetting
from service.documents.book import Number
from service.publication import printed
from service.publication.book import Imprint, book_of, count_cell, sheet_name
from service.publication.charts import (
    by_group,
    by_part,
    comparators_of,
    over_time,
    target_of,
)
from service.publication.history import defined_differently, is_rolling, past_of
from service.publication.measure_page import measure_page
from service.publication.store import EditionEntry

Json = dict[str, Any]
IMPRINT = Imprint("a" * 64, "", date(2027, 3, 31), "https://example.org/scorecards/2026-09-30/v1")


def figure(measure: str, value: str, **others: Any) -> Json:
    """``value`` is a number or a symbol; ``14.1=39.6/279.9`` gives the parts."""
    shown, _, parts = value.partition("=")
    top, _, bottom = parts.partition("/")
    symbol = shown if shown.isalpha() else None
    return {
        "measure": measure,
        "dimension": "council",
        "group": "",
        "category": "",
        "numerator": top or shown,
        "denominator": bottom or None,
        "value": None if symbol else shown,
        "symbol": symbol,
        "n": 45,
        "exclusions": [],
        "basis": "",
        **others,
    }


def document(end: str, *figures: Json, **others: Any) -> Json:
    last = date.fromisoformat(end)
    used = {each["measure"] for each in figures}
    return {
        "edition": str(UUID(int=last.toordinal())),
        "version": 1,
        "council": "Demoshire",
        "published_at": "2026-11-20T09:30:00Z",
        "reason": None,
        "period": {
            "opening": "2026-03-31",
            "first_day": "2026-04-01",
            "end": end,
            "year_opening": "2025-09-30",
        },
        "measures": [measure_document(each) for each in MEASURES.values() if each.id in used],
        "figures": list(figures),
        "findings": [],
        "changes": None,
        **others,
    }


TURNOVER = "turnover-fte"
MARCH = document("2026-03-31", figure(TURNOVER, "15.2=42.5/280.2"))
SEPTEMBER = document("2026-09-30", figure(TURNOVER, "14.1=39.6/279.9"))


def measure(doc: Json, name: str) -> Json:
    return next(each for each in doc["measures"] if each["id"] == name)


def test_a_line_has_its_sentence_and_its_table() -> None:
    chart = over_time(SEPTEMBER, [MARCH, SEPTEMBER], measure(SEPTEMBER, TURNOVER), "")
    assert chart is not None
    assert chart.headline == (
        "Turnover, twelve months (FTE, DfE definition): 14.1% on 30 September 2026. "
        "Down from 15.2% on 31 March 2026."
    )
    assert chart.rows == (("31 March 2026", "15.2%"), ("30 September 2026", "14.1%"))
    first = over_time(MARCH, [MARCH], measure(MARCH, TURNOVER), "")
    assert first is not None
    assert first.headline.endswith("This is the first half-year published.")
    assert over_time(MARCH, [MARCH], measure(MARCH, TURNOVER), "child") is not None
    assert (
        over_time(
            {**MARCH, "figures": []}, [{**MARCH, "figures": []}], measure(MARCH, TURNOVER), ""
        )
        is None
    )


def test_a_symbol_is_said_and_never_drawn_as_nought() -> None:
    closed = document("2026-09-30", figure(TURNOVER, "c", numerator="c", denominator="c", n=None))
    chart = over_time(closed, [MARCH, closed], measure(closed, TURNOVER), "")
    assert chart is not None
    assert chart.rows[-1] == ("30 September 2026", "c (kept confidential)")
    assert '<text x="544" y="268"' not in chart.wide
    assert 'class="symbol"' in chart.wide
    assert chart.wide.count("<circle") == 1


def test_a_half_year_with_another_definition_is_left_out_and_named() -> None:
    before = deepcopy(MARCH)
    before["measures"][0]["definition"] = "Leavers over the average."
    history = [before, SEPTEMBER]
    assert [each.end for each in past_of(history, TURNOVER, "")] == [date(2026, 9, 30)]
    assert defined_differently(history, TURNOVER) == [date(2026, 3, 31)]
    assert defined_differently([MARCH, SEPTEMBER], TURNOVER) == []
    assert past_of([MARCH, document("2026-09-30")], TURNOVER, "") == []


def test_target_and_comparators_of_the_edition_are_drawn_and_listed() -> None:
    def beside(comparator: str, value: str | None, as_at: str = "2025-09-30") -> Json:
        return {
            "measure": TURNOVER,
            "category": "",
            "comparator": comparator,
            "words": comparator.capitalize(),
            "as_at": as_at,
            "value": value,
            "symbol": None if value else "x",
        }

    target = {
        "measure": TURNOVER,
        "dimension": "council",
        "category": "",
        "value": "13.5",
    }
    doc = document(
        "2026-09-30",
        figure(TURNOVER, "14.1=39.6/279.9"),
        targets=[{**target, "dimension": "team"}, target],
        comparisons={
            "figures": [
                beside("last-half-year", "15.2"),
                beside("region", None),
                beside("england", "11.8"),
                {**beside("england", "1"), "measure": "other"},
            ]
        },
    )
    earlier = {**MARCH, "comparisons": {"figures": [beside("england", "12.0")]}}
    assert [(each.name, each.values) for each in comparators_of([earlier, doc], TURNOVER, "")] == [
        ("England", (Value(date(2025, 9, 30), Decimal("11.8")),)),
        ("Region", (Value(date(2025, 9, 30), None, "x"),)),
    ]
    assert target_of(MARCH, TURNOVER, "") is None
    chart = over_time(doc, [earlier, doc], measure(doc, TURNOVER), "")
    assert chart is not None
    assert chart.rows[2:] == (
        ("Target", "13.5%"),
        ("England", "30 September 2025: 11.8%"),
        ("Region", "30 September 2025: x"),
    )
    assert "Target 13.5%" in chart.wide


TEAMS = document(
    "2026-09-30",
    figure("newly-qualified-share", "6.0=18/298"),
    figure("newly-qualified-share", "20.0=2/10", dimension="team", group="Harbour", n=2),
    figure(
        "newly-qualified-share",
        "c",
        numerator="c",
        denominator="c",
        dimension="team",
        group="=Moor",
        n=None,
    ),
    figure("average-caseload", "15.9=3930/247.5", category="child"),
    figure("average-caseload", "16.5=33/2", category="child", dimension="team", group="Harbour"),
    figure("experience-mix", "6.0=18/298", category="newly-qualified", n=18),
    figure("experience-mix", "c", category="under-2-years", numerator="c", denominator="c", n=None),
    findings=[{"code": "f", "words": "Two posts at once", "hint": "", "count": None}],
)


def test_bars_by_team_have_whiskers_for_shares_of_people_and_hatching_for_what_is_kept() -> None:
    table = by_group(TEAMS, measure(TEAMS, "newly-qualified-share"), "team")
    assert table is not None
    assert table.title == "Newly qualified staff by team"
    assert [(each.name, each.value, each.counted) for each in table.rows] == [
        ("Harbour", "20.0%", "2"),
        ("=Moor", "c (kept confidential)", "not shown"),
    ]
    assert table.reference == "the whole council, 6.0%"
    assert table.whiskers
    assert 'class="whisker"' in table.rows[0].bar
    assert 'class="hatch"' in table.rows[1].bar
    assert 'class="whisker"' not in table.rows[1].bar


def test_a_rate_that_is_no_share_of_people_has_no_whisker() -> None:
    """Leavers are no part of those in post at the end, however whole both numbers are."""
    doc = document(
        "2026-09-30",
        figure("turnover-headcount", "14.9=45/303"),
        figure("turnover-headcount", "18.2=4/22", dimension="team", group="Harbour"),
    )
    table = by_group(doc, measure(doc, "turnover-headcount"), "team")
    assert table is not None
    assert not table.whiskers
    assert 'class="whisker"' not in table.rows[0].bar


def test_bars_of_a_measure_that_counts_in_units() -> None:
    table = by_group(TEAMS, measure(TEAMS, "average-caseload"), "team")
    assert table is not None
    assert [each.name for each in table.rows] == ["Harbour: children"]
    assert (table.reference, table.whiskers) == ("", False)
    assert by_group(TEAMS, measure(TEAMS, "average-caseload"), "area") is None
    assert by_group(TEAMS, measure(TEAMS, "average-caseload"), "council") is None


def test_parts_are_a_distribution_and_units_are_none() -> None:
    chart = by_part(TEAMS, measure(TEAMS, "experience-mix"))
    assert chart is not None
    assert (
        chart.headline
        == "Staff by experience: the highest of the parts that can be told is “newly qualified”."
    )
    assert chart.rows[1][1:] == ("c (kept confidential)", "not shown")
    assert by_part(TEAMS, measure(TEAMS, "average-caseload")) is None
    closed = document("2026-09-30", figure("experience-mix", "c", category="newly-qualified"))
    assert by_part(closed, measure(closed, "experience-mix")) is None


ENTRY = EditionEntry(
    UUID(int=1),
    date(2026, 9, 30),
    1,
    datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    "psw",
    None,
    "a" * 64,
)


def test_the_page_of_a_measure_gathers_all_of_it() -> None:
    page = measure_page(ENTRY, [TEAMS], "newly-qualified-share")
    assert page is not None
    assert page.judged is not None
    assert page.judged.sentences == (
        "There are fewer than 12 values (1): too few to tell change from chance.",
    )
    assert [each.title for each in page.tables] == ["Newly qualified staff by team"]
    assert measure_page(ENTRY, [TEAMS], "turnover-fte") is None


def test_twelve_half_years_are_judged_and_rolling_ones_never() -> None:
    name = "vacancy-rate-fte"
    history = [
        document(f"{2016 + place // 2}-{('03-31', '09-30')[place % 2]}", figure(name, value))
        for place, value in enumerate(
            ["10", "11", "10", "11", "10", "11", "10", "11", "10", "11", "10", "11", "10", "30"]
        )
    ]
    page = measure_page(ENTRY, history, name)
    assert page is not None
    assert page.judged is not None
    assert page.judged.wide is not None
    assert page.judged.sentences[-1:] == (
        "Sep 2022 is above the upper limit: more than chance would explain. That is the bad direction.",
    )
    assert len(page.judged.rules) == 4
    assert is_rolling(measure(SEPTEMBER, TURNOVER))
    assert not is_rolling(measure(history[0], name))


def test_the_book_says_c_where_the_public_document_does() -> None:
    book = book_of(TEAMS, IMPRINT)
    names = [each.name for each in book.sheets]
    assert names == ["Experience", "Caseload", "By_team", "Data_quality", "Definitions", "Symbols"]
    team = book.sheets[2]
    rows = [
        [each.shown() if isinstance(each, Number) else each for each in row] for row in team.rows
    ]
    assert rows == [
        ["Harbour", "Newly qualified staff", "20.0", "per cent", "2", "10", "2"],
        ["'=Moor", "Newly qualified staff", "[c]", "per cent", "[c]", "[c]", "[c]"],
        ["Harbour", "Average caseload per FTE: children", "16.5", "cases per FTE", "33", "2", "45"],
    ]
    assert book.sheets[3].rows == (("Two posts at once", "[c]", "[z]"),)


def test_targets_and_comparators_have_sheets_of_their_own() -> None:
    doc = document(
        "2026-09-30",
        figure(TURNOVER, "14.1=39.6/279.9"),
        targets=[
            {
                "measure": TURNOVER,
                "dimension": "council",
                "group": "",
                "category": "",
                "direction": "at-most",
                "value": "13.5",
                "tolerance": "1",
                "words": "◆ Within tolerance",
                "decided_on": "2026-04-01",
                "source": "=Workforce strategy",
            }
        ],
        comparisons={
            "notes": [{"code": "n", "words": "The tables of 2025 are the latest."}],
            "sources": [],
            "figures": [
                {
                    "measure": TURNOVER,
                    "category": "",
                    "comparator": "region",
                    "words": "Region",
                    "as_at": "2025-09-30",
                    "value": None,
                    "symbol": "x",
                    "source": "tables",
                }
            ],
        },
    )
    sheets = {each.name: each for each in book_of(doc, IMPRINT).sheets}
    [target], [compared] = sheets["Targets"].rows, sheets["Comparisons"].rows
    assert [each.shown() if isinstance(each, Number) else each for each in target] == [
        "Turnover, twelve months (FTE, DfE definition)",
        "Whole council",
        "at most",
        "13.5",
        "1",
        "◆ Within tolerance",
        "1 April 2026",
        "'=Workforce strategy",
    ]
    assert compared[1:] == ("Region", "30 September 2025", "[x]", "tables")
    assert sheets["Comparisons"].notes == ("The tables of 2025 are the latest.",)
    [table] = [
        each
        for each in printed.as_data([doc], IMPRINT)["tables"]
        if each["title"].startswith("Targets")
    ]
    assert table["rows"][0][5] == "\N{BLACK DIAMOND SUIT} Within tolerance"
    drawn = {each for row in table["rows"] for cell in row for each in cell}
    assert {each for each in drawn if ord(each) not in typesetting._shapes()} == set()
    assert printed.as_pdf([doc], IMPRINT).startswith(b"%PDF")


def test_the_pdf_of_a_public_document_with_teams_and_symbols_is_set() -> None:
    data = printed.as_data([TEAMS], IMPRINT)
    assert [each["title"] for each in data["tables"]] == [
        "Experience: figures of the whole council",
        "Caseload: figures of the whole council",
        "Average caseload per FTE by team, cases per FTE",
        "Newly qualified staff by team, per cent",
        "What the checks found in the data",
        "What the measures are",
        "Symbols in place of numbers",
    ]
    caseload, newly_qualified = data["tables"][2:4]
    assert caseload["rows"] == [["Harbour: children", "16.5", "33", "2", "45"]]
    assert newly_qualified["rows"][1] == ["'=Moor", "[c]", "[c]", "[c]", "[c]"]
    assert printed.as_pdf([TEAMS], IMPRINT).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Staff in post, starters and leavers", "Staff_in_post_starters_and_l"),
        ("Staff in post, starters and leaving", "Staff_in_post_starters_and_l_2"),
        ("12 months", "S_12_months"),
        ("—", "Figures"),
        ("figures", "figures_2"),
    ],
)
def test_sheets_are_named_by_their_titles_and_never_twice(title: str, name: str) -> None:
    taken = (
        {"staff_in_post_starters_and_l"}
        if name.endswith("l_2")
        else {"figures"}
        if title == "figures"
        else set()
    )
    assert sheet_name(title, taken) == name


def test_counts_are_numbers_or_symbols() -> None:
    assert [count_cell(each) for each in ("x", None)] == ["[x]", "[c]"]


def test_caseloads_are_spread_by_what_half_and_nine_in_ten_hold() -> None:
    """measure          | cases
    caseload-median     | 14
    caseload-p90        | 21
    caseload-highest    | c, never public
    """
    of = {"category": "child"}
    spread = [("caseload-median", "14"), ("caseload-p90", "21"), ("caseload-highest", "c")]
    whole = document("2026-09-30", *(figure(name, value, **of) for name, value in spread))
    chart = by_part(whole, measure(whole, "caseload-median"))
    assert chart is not None
    assert chart.headline == (
        "How caseloads are spread. Half of the workers hold 14 cases or fewer. "
        "Nine in ten hold 21 cases or fewer."
    )
    assert chart.subtitle == "Cases that one worker holds (children), Demoshire"
    assert [row[:2] for row in chart.rows] == [
        ("Half hold this many or fewer", "14 cases"),
        ("Nine in ten hold this many or fewer", "21 cases"),
        ("The most that one worker holds", "c (kept confidential)"),
    ]
    assert "hatch" in chart.wide
    assert by_part(whole, measure(whole, "caseload-highest")) is None
    kept = document("2026-09-30", figure("caseload-median", "c", **of))
    assert by_part(kept, measure(kept, "caseload-median")) is None
    none = document("2026-09-30", figure(TURNOVER, "1"))
    assert by_part(none, {"id": "caseload-median"}) is None

"""Who started, who left, who moved: opening + starters - leavers + moves = closing."""

from datetime import date

from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.scorecard import rows_behind
from scorecard.workforce import Workforce
from tests.spec.tables import Read, staff

HALF_YEAR = ("opening", "starters", "leavers", "moves", "in-post", "net-change")


def read(table: str, end: str = "2026-09-30") -> Read:
    return Read(Workforce(employments=staff(table)), end)


def flows(made: Read, unit: str) -> list[str]:
    return [made(f"{name}-{unit}") for name in HALF_YEAR]


def test_a_year_of_a_small_team() -> None:
    made = read("""
worker | fte | started    | ended      | end   | start
stays  | 1   | 2020-01-06 | -          | -     | new
leaves | 0.8 | 2020-01-06 | 2026-07-31 | left  | new
starts | 0.5 | 2026-09-01 | -          | -     | new
brief  | 1   | 2026-05-01 | 2026-06-30 | left  | new
cuts   | 1   | 2020-01-06 | 2026-04-30 | moved | new
cuts   | 0.6 | 2026-05-01 | -          | -     | moved
""")
    assert flows(made, "fte") == ["2.8", "1.5", "1.8", "-0.4", "2.1", "-0.7"]
    assert flows(made, "headcount") == ["3", "2", "2", "0", "3", "0"]
    assert made.sum("turnover-fte") == "1.8 / 2.1"
    assert made("turnover-fte") == "85.7"


def test_who_leaves_on_the_census_day_is_a_leaver_and_not_in_post() -> None:
    made = read("""
worker | ended      | end
leaver | 2026-09-30 | left
mover  | 2026-09-30 | moved
stays  | -          | -
""")
    assert (made("leavers-headcount"), made("in-post-headcount")) == ("1", "2")


def test_who_left_on_the_day_the_period_opened_belongs_to_the_period_before() -> None:
    table = """
worker | ended
ann    | 2026-03-31
bob    | -
"""
    assert read(table)("leavers-headcount") == "0"
    assert read(table, "2026-03-31")("leavers-headcount") == "1"


def test_twelve_months_hold_both_half_years() -> None:
    made = read("""
worker | started    | ended
a      | 2020-01-06 | 2025-10-01
b      | 2020-01-06 | 2025-09-30
c      | 2025-10-01 | -
d      | 2026-09-30 | -
""")
    assert made("leavers-headcount-12-months") == "1"
    assert made("starters-headcount-12-months") == "2"
    assert (made("leavers-headcount"), made("starters-headcount")) == ("0", "1")


def test_two_posts_are_one_person_under_the_more_senior_role() -> None:
    made = read("""
worker | role               | team  | fte | ended
ann    | case-holder        | Alder | 0.4 | -
ann    | first-line-manager | Birch | 0.6 | -
""")
    assert made("in-post-headcount") == "1"
    assert made.by("in-post-headcount", "team") == {"Alder": "0", "Birch": "1"}
    assert made.by("in-post-fte", "team") == {"Alder": "0.4", "Birch": "0.6"}
    assert made("in-post-fte") == "1.0"


def test_leaving_one_of_two_posts_is_no_leaver_in_headcount() -> None:
    made = read("""
worker | role               | fte | ended
ann    | case-holder        | 0.4 | 2026-06-30
ann    | first-line-manager | 0.6 | -
""")
    assert (made("leavers-headcount"), made("leavers-fte")) == ("0", "0.4")
    assert (made("in-post-headcount"), made("in-post-fte")) == ("1", "0.6")


def test_leaving_the_senior_post_moves_the_person_to_the_other() -> None:
    made = read("""
worker | role               | team  | ended
ann    | case-holder        | Alder | -
ann    | first-line-manager | Birch | 2026-06-30
""")
    assert made.by("in-post-headcount", "team") == {"Alder": "1", "Birch": "0"}
    assert made.by("leavers-headcount", "team") == {"Alder": "0", "Birch": "0"}
    assert made.by("moves-headcount", "team") == {"Alder": "1", "Birch": "-1"}


def test_a_returner_is_a_starter_again() -> None:
    made = read("""
worker | started    | ended
ann    | 2019-01-07 | 2021-06-30
ann    | 2026-05-05 | -
bob    | 2026-05-05 | -
""")
    assert made("starters-headcount") == "2"
    assert made.sum("returners-share") == "1 / 2"


def test_a_move_between_teams_is_neither_starter_nor_leaver() -> None:
    made = read("""
worker | team  | started    | start | ended      | end
ann    | Alder | 2020-01-06 | new   | 2026-05-31 | moved
ann    | Birch | 2026-06-01 | moved | -          | -
""")
    assert flows(made, "headcount") == ["1", "0", "0", "0", "1", "0"]
    assert made.by("moves-headcount", "team") == {"Alder": "-1", "Birch": "1"}


def test_unknown_fte_counts_as_a_person_and_is_said() -> None:
    made = read("""
worker | fte | ended
ann    | -   | -
bob    | 0.5 | -
gone   | -   | 2026-08-01
""")
    assert (made("in-post-fte"), made("in-post-headcount")) == ("0.5", "2")
    assert made.excluded("in-post-fte") == {"staff-fte-not-stated": 1}
    assert made.excluded("leavers-fte") == {"leavers-fte-not-stated": 1}


def test_leavers_of_whom_no_fte_is_known_are_not_nil_leavers() -> None:
    """A census gives leavers an FTE of 0, which says nothing: their FTE is unavailable, not 0."""
    made = read("""
worker | fte | ended
ann    | 1   | -
gone   | -   | 2026-08-01
""")
    assert (made("leavers-headcount"), made("leavers-fte")) == ("1", "x")
    assert (made("turnover-fte"), made("turnover-headcount"), made("net-change-fte")) == (
        "x",
        "100.0",
        "x",
    )
    assert made("starters-fte") == "0.0"


def test_a_spell_that_ends_before_it_begins_counts_nowhere() -> None:
    made = read("""
worker | started    | ended
wrong  | 2026-06-01 | 2026-05-01
ann    | 2020-01-06 | -
""")
    assert flows(made, "headcount") == ["1", "0", "0", "0", "1", "0"]


def test_overlapping_spells_of_one_person_are_one_person() -> None:
    made = read("""
worker | fte | started    | ended      | end
ann    | 0.5 | 2020-01-06 | 2026-06-30 | left
ann    | 0.5 | 2026-06-01 | -          | -
ann    | 0.5 | 2026-06-01 | -          | -
""")
    assert (made("in-post-headcount"), made("in-post-fte")) == ("1", "1.0")
    assert flows(made, "headcount") == ["1", "0", "0", "0", "1", "0"]


def test_the_average_headcount_definition_has_a_name_of_its_own() -> None:
    """Devon 2018: 40 leavers over an average of 285."""
    rows = "\n".join(
        ["worker | started | ended"]
        + [f"l{n} | 2020-01-06 | 2026-05-01" for n in range(40)]
        + [f"s{n} | 2020-01-06 | -" for n in range(260)]
        + [f"n{n} | 2026-05-01 | -" for n in range(10)]
    )
    made = read(rows)
    assert made.sum("turnover-average-headcount") == "40 / 285"
    assert made("turnover-average-headcount") == "14.0"
    assert made("turnover-headcount") == "14.8"


def test_an_empty_council_has_no_rate_and_nothing_is_nil_that_was_not_sent() -> None:
    made = Read(Workforce())
    assert made("turnover-fte") == "x"
    assert made("in-post-headcount") == "x"


def test_the_only_worker_left() -> None:
    made = read("""
worker | ended
ann    | 2026-06-30
""")
    assert (made("in-post-fte"), made("turnover-fte")) == ("0.0", "z")


def test_leavers_by_destination_and_reason_are_shares_of_leavers() -> None:
    made = read("""
worker | ended      | destination | reason
a      | 2026-06-30 | 3           | 1
b      | 2026-06-30 | 3           | 5
c      | 2026-06-30 | -           | -
stays  | -          | -           | -
""")
    shares = made.categories("leavers-by-destination")
    assert shares["3"] == "66.7"
    assert shares["not-stated"] == "33.3"
    assert {made("leavers-by-reason", code) for code in ("1", "5", "not-stated")} == {"33.3"}


def test_the_rows_behind_a_net_change_are_starters_leavers_and_moves() -> None:
    facts = Workforce(
        employments=staff("""
worker | fte | started    | ended      | end   | start
stays  | 1   | 2020-01-06 | -          | -     | new
leaves | 0.8 | 2020-01-06 | 2026-07-31 | left  | new
starts | 0.5 | 2026-09-01 | -          | -     | new
second | 0.5 | 2026-09-01 | -          | -     | new
cuts   | 1   | 2020-01-06 | 2026-04-30 | moved | new
cuts   | 0.6 | 2026-05-01 | -          | -     | moved
""")
    )
    made = Read(facts)
    for unit in ("fte", "headcount"):
        parts = [made.figure(f"{name}-{unit}").n for name in ("starters", "leavers", "moves")]
        behind = rows_behind(
            facts,
            half_year_ending(date(2026, 9, 30)),
            DEFAULT_PARAMETERS,
            measure=f"net-change-{unit}",
            dimension="council",
        )
        assert made.figure(f"net-change-{unit}").n == sum(parts) == len(behind.numerator)
    assert made.figure("net-change-fte").n == 5

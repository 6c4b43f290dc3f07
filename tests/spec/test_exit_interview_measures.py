"""Exit interviews in the scorecard: who was heard, and what they said as people confirmed it."""

from __future__ import annotations

from datetime import date

import pytest

from scorecard.definition import Trend
from scorecard.measures import exit_interviews as measures
from scorecard.records import ExitInterview, ExitTheme, InterviewStatus, RecordKind
from tests.spec.record_tables import Made, interviews
from tests.spec.tables import staff

LEAVERS = staff("""
worker | ended      | destination
ann    | 2026-04-30 | 1
ben    | 2026-06-30 | 3
cat    | 2026-09-30 | 6
dan    | 2026-07-31 | 6
eve    | -          | -
""")
HEARD = interviews("""
worker | left       | status   | codable | reasons | praised
ann    | 2026-04-30 | done     | yes     | CAS SUP | TEA
ben    | 2026-06-30 | done     | no      | -       | -
cat    | 2026-09-30 | declined | -       | -       | -
""")


def test_who_was_offered_declined_interviewed_and_could_be_coded():
    made = Made(staff=LEAVERS, exit_interviews=HEARD)
    told = {
        category: made.said("exit-interviews-by-status", category)
        for category in ("offered", "declined", "done", "codable")
    }
    assert told == {
        "offered": "3 / 4 = 3",
        "declined": "1 / 4 = 1",
        "done": "2 / 4 = 2",
        "codable": "1 / 4 = 1",
    }
    assert made.said("exit-interview-offered-share") == "3 / 4 = 75.0"
    assert made.said("exit-interview-response-rate") == "2 / 3 = 66.7"
    assert made.said("exit-interviewed-share") == "2 / 4 = 50.0"


def test_themes_are_a_share_of_leavers_interviewed_and_never_of_mentions():
    """Two interviews, three mentions: each theme is one of two."""
    made = Made(staff=LEAVERS, exit_interviews=HEARD)
    assert made.said("exit-reasons", "CAS") == "1 / 2 = 50.0"
    assert made.said("exit-reasons", "TEA") == "0 / 2 = 0.0"
    assert made.said("exit-praised", "TEA") == "1 / 2 = 50.0"
    assert made.said("exit-praised", "CAS") == "0 / 2 = 0.0"
    assert made.said("exit-reasons-together", "CAS+SUP") == "1 / 2 = 1"


def test_every_share_of_few_people_has_its_interval():
    made = Made(staff=LEAVERS, exit_interviews=HEARD)
    low, high = made("exit-reasons", "CAS").interval or (None, None)
    assert (str(low), str(high)) == ("9.5", "90.5")
    assert made("exit-reasons-together", "CAS+SUP").interval is None


def test_the_response_stands_beside_every_theme():
    made = Made(staff=LEAVERS, exit_interviews=HEARD)
    assert made("exit-reasons", "PAY").basis == (
        "People who left in the twelve months (fewer than 10 were interviewed of those who left in "
        "the six): 2 of 4 leavers interviewed (50.0%), 1 with an answer that could be coded"
    )


@pytest.mark.parametrize(
    ("left", "counted"),
    [("2026-03-31", 0), ("2026-04-01", 1), ("2026-09-30", 1), ("2026-10-01", 0)],
)
def test_the_leaving_date_settles_the_half_year(left: str, counted: int):
    table = f"worker | ended\nann | {left}"
    heard = interviews(f"worker | left\nann | {left}")
    made = Made(staff=staff(table), exit_interviews=heard)
    assert int(made("exit-interviews-by-status", "done").numerator) == counted


def test_what_nobody_has_coded_yet_is_counted_apart():
    heard = interviews("""
    worker | left       | codable | reasons
    ann    | 2026-04-30 | yes     | CAS
    ben    | 2026-06-30 | -       | -
    """)
    made = Made(staff=LEAVERS, exit_interviews=heard)
    assert made.said("exit-reasons", "CAS") == "1 / 1 = 100.0 (interview-not-coded 1)"
    only = Made(staff=LEAVERS, exit_interviews=heard[1:])
    assert only.said("exit-reasons", "CAS") == "x / x = x (interview-not-coded 1)"


def test_who_is_not_a_leaver_in_the_returns_is_left_out_and_counted():
    heard = interviews("""
    worker | left       | reasons
    ann    | 2026-04-30 | CAS
    eve    | 2026-05-31 | PAY
    -      | 2026-05-31 | PAY
    """)
    made = Made(staff=LEAVERS, exit_interviews=heard)
    assert (
        made.said("exit-interviews-by-status", "done") == "1 / 4 = 1 (interview-without-leaver 2)"
    )
    assert made.said("exit-reasons", "PAY") == "0 / 1 = 0.0 (interview-without-leaver 2)"


def test_without_employments_leavers_are_unknown_and_interviews_still_count():
    made = Made(sent=False, exit_interviews=HEARD)
    assert made.said("exit-interviews-by-status", "done") == "2 / x = x"
    assert made.said("exit-interview-response-rate") == "2 / 3 = 66.7"
    assert made.said("exit-reasons", "CAS") == "1 / 2 = 50.0"
    assert "2 interviewed, leavers not known" in made("exit-reasons", "CAS").basis


def test_a_leaving_recorded_twice_counts_once_as_far_as_it_came():
    heard = interviews("""
    worker | left       | status  | codable | reasons
    ann    | 2026-04-30 | done    | yes     | CAS
    ann    | 2026-04-30 | offered | -       | -
    """)
    made = Made(staff=LEAVERS, exit_interviews=heard)
    assert made.said("exit-interviews-by-status", "offered") == "1 / 4 = 1"
    assert made.said("exit-interviews-by-status", "done") == "1 / 4 = 1"


def test_never_recorded_is_unavailable_and_recorded_without_any_is_0():
    never = Made(staff=LEAVERS)
    assert never.said("exit-interviews-by-status", "done") == "x / x = x"
    assert never.said("exit-reasons", "CAS") == "x / x = x"
    assert never.said("exit-reasons-together") == "x / x = x"
    before = interviews("worker | left\nann | 2020-01-31")
    none = Made(staff=LEAVERS, exit_interviews=before)
    assert none.said("exit-interviews-by-status", "done") == "0 / 4 = 0"
    assert none.said("exit-interviewed-share") == "0 / 4 = 0.0"
    assert none.said("exit-reasons", "CAS") == "0 / 0 = z"


# --- six or twelve months ----------------------------------------------------------------------


def many(days: list[tuple[str, int, int]], theme: str = "CAS") -> list[ExitInterview]:
    """For each (leaving date, interviews, of which with the theme)."""
    return [
        ExitInterview(
            f"{day}-{number}",
            f"{day}-{number}",
            date.fromisoformat(day),
            InterviewStatus.DONE,
            codable=True,
            reasons=(theme,) if number < with_theme else ("PER",),
        )
        for day, total, with_theme in days
        for number in range(total)
    ]


@pytest.mark.parametrize(("of_these", "words"), [(9, "twelve months"), (10, "six months")])
def test_below_ten_interviews_twelve_months_are_counted(of_these: int, words: str):
    heard = many([("2026-06-30", of_these, 3), ("2025-12-31", 4, 1)])
    figure = Made(sent=False, exit_interviews=heard)("exit-reasons", "CAS")
    twelve = words == "twelve months"
    assert (figure.numerator, figure.denominator) == ((4, 13) if twelve else (3, 10))
    assert figure.basis.startswith(f"People who left in the {words}")


# --- trends ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "trend"),
    [
        # one change is no trend, however large it looks
        ([("2026-03-31", 10, 3), ("2026-09-30", 10, 6)], Trend.NOT_SHOWN),
        # an exact test allows it: 1 of 12 and 9 of 12
        ([("2026-03-31", 12, 1), ("2026-09-30", 12, 9)], Trend.UP),
        ([("2026-03-31", 12, 9), ("2026-09-30", 12, 1)], Trend.DOWN),
        # four half-years in one direction, five interviews in each
        (
            [
                ("2025-03-31", 5, 0),
                ("2025-09-30", 5, 1),
                ("2026-03-31", 5, 2),
                ("2026-09-30", 10, 5),
            ],
            Trend.UP,
        ),
        (
            [
                ("2025-03-31", 5, 3),
                ("2025-09-30", 5, 2),
                ("2026-03-31", 5, 1),
                ("2026-09-30", 10, 1),
            ],
            Trend.DOWN,
        ),
        # not in one direction, or four are too few
        (
            [
                ("2025-03-31", 5, 1),
                ("2025-09-30", 5, 0),
                ("2026-03-31", 5, 2),
                ("2026-09-30", 10, 5),
            ],
            Trend.NOT_SHOWN,
        ),
        (
            [
                ("2025-03-31", 4, 0),
                ("2025-09-30", 5, 1),
                ("2026-03-31", 5, 2),
                ("2026-09-30", 10, 5),
            ],
            Trend.NOT_SHOWN,
        ),
        # nothing to compare with
        ([("2026-09-30", 12, 9)], Trend.NOT_SHOWN),
    ],
)
def test_up_and_down_are_said_only_where_chance_hardly_does_it(days, trend):
    figure = Made(sent=False, exit_interviews=many(days))("exit-reasons", "CAS")
    assert figure.trend is trend


def test_praise_has_trends_of_its_own_and_shares_of_leavers_have_none():
    made = Made(sent=False, exit_interviews=many([("2026-09-30", 12, 9)]))
    assert made("exit-praised", "CAS").trend is Trend.NOT_SHOWN
    assert made("exit-interview-response-rate").trend is None


# --- the codebook ------------------------------------------------------------------------------


def test_merged_themes_count_under_the_new_one_and_split_ones_wait_for_a_person():
    themes = (ExitTheme("LOAD", "Load", before=("CAS", "WLB")), ExitTheme("PAY", "Pay"))
    heard = interviews("""
    worker | left       | reasons
    ann    | 2026-04-30 | CAS WLB
    ben    | 2026-06-30 | PAY OLD
    """)
    made = Made(staff=LEAVERS, exit_interviews=heard, exit_themes=themes)
    assert made.said("exit-reasons", "LOAD") == "1 / 2 = 50.0 (theme-gone 1)"
    assert made.said("exit-reasons", "PAY") == "1 / 2 = 50.0 (theme-gone 1)"
    [reasons] = [one for one in made.scorecard.measures if one.id == "exit-reasons"]
    assert [(one.code, one.words) for one in reasons.categories] == [
        ("LOAD", "Load"),
        ("PAY", "Pay"),
    ]
    assert made.said("exit-reasons-together") == "0 / 2 = 0 (theme-gone 1)"


def test_without_a_codebook_of_its_own_the_shipped_themes_are_the_parts():
    by_id = {one.id: one for one in measures.MEASURES}
    assert len(by_id["exit-reasons"].categories) == 18
    assert len(by_id["exit-reasons-together"].categories) == 18 * 17 // 2


def test_a_scorecard_that_did_not_collect_interviews_has_no_measure_of_them():
    made = Made(staff=LEAVERS, exit_interviews=HEARD, collected=frozenset({RecordKind.ASYE_YEARS}))
    assert {one.id for one in made.scorecard.measures} & {
        one.id for one in measures.MEASURES
    } == set()
    assert {one.measure for one in made.scorecard.figures} == {
        one.id for one in made.scorecard.measures
    }

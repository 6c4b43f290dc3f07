"""Dates of a cohort from its anchor (rules G1-G4, G9; cases AC3, AC4, AC6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.findings import Severity
from academy.planning import BlockSpec, Later, Move, Proposal, propose
from academy.working_days import Closure
from tests.spec.academy.calendars import LANCASHIRE, d, england

REVIEWS = ("review-3m", "review-6m", "review-9m", "review-12m")


def proposal(anchor: str, *closures: Closure, **choices: object) -> Proposal:
    return propose(blocks=LANCASHIRE, anchor=d(anchor), working_days=england(*closures), **choices)  # type: ignore[arg-type] -- passes the choices on


def dates(proposed: Proposal, key: str) -> list[str]:
    return [day.isoformat() for block in proposed.blocks if block.key == key for day in block.dates]


def codes(proposed: Proposal) -> list[str]:
    return [finding.code for finding in proposed.findings]


@pytest.mark.parametrize(
    ("anchor", "last_of_induction", "reviews"),
    [
        (  # the printed review dates, with no move
            "2017-09-11", "2017-09-22",
            ["2017-12-11 2017-12-12", "2018-03-12 2018-03-13", "2018-06-11", "2018-09-10"],
        ),
        (  # Good Friday and Easter Monday put day 10 into a third week
            "2027-03-15", "2027-03-30",
            ["2027-06-14 2027-06-15", "2027-09-13 2027-09-14", "2027-12-13", "2028-03-13"],
        ),
        (  # two reviews meet bank holidays
            "2027-03-01", "2027-03-12",
            ["2027-06-01 2027-06-02", "2027-08-31 2027-09-01", "2027-11-29", "2028-02-28"],
        ),
        (
            "2027-01-11", "2027-01-22",
            ["2027-04-12 2027-04-13", "2027-07-12 2027-07-13", "2027-10-11", "2028-01-10"],
        ),
    ],
)  # fmt: skip
def test_blocks_follow_the_anchor(anchor: str, last_of_induction: str, reviews: list[str]) -> None:
    proposed = proposal(anchor)
    assert proposed.days == 16
    assert dates(proposed, "induction")[0] == anchor
    assert dates(proposed, "induction")[-1] == last_of_induction
    assert [" ".join(dates(proposed, key)) for key in REVIEWS] == reviews


def test_a_block_moved_by_a_holiday_says_where_it_was_and_why() -> None:
    block = proposal("2027-03-01").blocks[1]
    assert (block.moved_from, block.reason) == (
        d("2027-05-31"),
        "Monday 31 May 2027 is a bank holiday (Spring bank holiday)",
    )


def test_a_clean_anchor_has_no_finding() -> None:
    assert codes(proposal("2027-01-11")) == []


def test_a_split_block_offers_the_nearest_anchors_that_keep_it_whole() -> None:
    proposed = proposal("2027-03-15")
    assert codes(proposed) == ["BLOCK_SPLIT", "ALTERNATIVE_ANCHORS"]
    assert proposed.alternatives == (d("2027-03-08"), d("2027-03-01"), d("2027-04-05"))


def test_no_alternative_is_offered_where_none_exists() -> None:
    """Every other Friday is closed for a year and more: no anchor keeps ten days in two weeks."""
    fridays = [
        Closure(day, day, "closed")
        for day in (d("2026-01-02") + timedelta(weeks=n) for n in range(200))
    ]
    proposed = proposal("2027-01-11", *fridays)
    assert "BLOCK_SPLIT" in codes(proposed)
    assert proposed.alternatives == ()


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("2027-12-27", "ANCHOR_NOT_WORKING"),
        ("2027-01-12", "ANCHOR_NOT_MONDAY"),
        ("2035-01-08", "HOLIDAYS_UNKNOWN"),
        ("1999-01-04", "HOLIDAYS_UNKNOWN"),
    ],
)
def test_an_anchor_that_needs_a_second_look_is_reported(anchor: str, expected: str) -> None:
    assert expected in codes(proposal(anchor))


def test_others_stay_on_the_anchor_when_a_block_is_moved() -> None:
    moved = proposal(
        "2018-01-15", moves={"review-3m": Move(d("2018-04-09"), "cohort 3 starts", "Lead")}
    )
    assert dates(moved, "review-3m") == ["2018-04-09", "2018-04-10"]
    assert moved.blocks[1].moved_from == d("2018-04-16")
    assert moved.blocks[1].reason == "moved by Lead: cohort 3 starts"
    assert dates(moved, "review-6m")[0] == "2018-07-16"


def test_or_are_chained_from_the_moved_block_as_lancashire_did() -> None:
    """Cohort 2: 12, 25 and 38 weeks after a first block pulled one week earlier."""
    moved = proposal(
        "2018-01-15",
        moves={"review-3m": Move(d("2018-04-09"), "cohort 3 starts", "Lead")},
        later=Later.CHAIN,
    )
    assert [dates(moved, key)[0] for key in REVIEWS] == [
        "2018-04-09", "2018-07-09", "2018-10-08", "2019-01-07",
    ]  # fmt: skip
    assert moved.blocks[2].reason == "chained from an earlier move, 1 week earlier"


def test_a_chain_that_is_no_whole_number_of_weeks_says_days() -> None:
    moved = proposal(
        "2027-01-11",
        moves={"review-3m": Move(d("2027-04-28"), "court", "Lead")},
        later=Later.CHAIN,
    )
    assert moved.blocks[2].reason == "chained from an earlier move, 16 days later"
    assert "BLOCK_NOT_MONDAY" in codes(moved)


def test_a_move_to_a_day_off_is_blocked_and_rolled_on() -> None:
    moved = proposal(
        "2027-01-11", moves={"review-9m": Move(d("2027-12-25"), "nobody looked", "Lead")}
    )
    assert codes(moved) == ["MOVE_NOT_WORKING"]
    assert dates(moved, "review-9m") == ["2027-12-29"]
    assert moved.blocks[3].reason == (
        "moved by Lead: nobody looked; Saturday 25 December 2027 is a Saturday"
    )


def test_a_block_before_the_one_in_front_of_it_is_blocked() -> None:
    moved = proposal("2027-01-11", moves={"review-6m": Move(d("2027-04-12"), "too early", "Lead")})
    assert codes(moved) == ["BLOCK_ORDER"]


def test_a_closure_moves_a_block_and_names_itself() -> None:
    proposed = proposal("2027-01-11", Closure(d("2027-07-12"), d("2027-07-14"), "office move"))
    assert dates(proposed, "review-6m") == ["2027-07-15", "2027-07-16"]
    assert proposed.blocks[2].reason == "Monday 12 July 2027 is office move"


@given(
    st.dates(min_value=date(2017, 1, 1), max_value=date(2027, 6, 30)),
    st.lists(st.integers(min_value=0, max_value=520), max_size=12),
)
def test_a_plan_never_lands_on_a_day_off_and_every_shift_has_a_reason(
    anchor: date, closed: list[int]
) -> None:
    closures = [Closure(day, day, "closed") for day in (anchor + timedelta(days=n) for n in closed)]
    calendar = england(*closures)
    proposed = propose(blocks=LANCASHIRE, anchor=anchor, working_days=calendar)
    for block in proposed.blocks:
        assert all(calendar.is_working(day) for day in block.dates)
        assert list(block.dates) == sorted(set(block.dates))
        assert (block.moved_from is None) == (block.reason is None)
    assert proposed.days == 16


@given(
    st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 6, 30)),
    st.integers(min_value=-30, max_value=60),
)
def test_moving_twice_equals_moving_once(anchor: date, shift: int) -> None:
    """The last move counts: nothing is left over from the place a block was in between."""
    target = anchor + timedelta(weeks=13, days=shift)
    once = propose(
        blocks=LANCASHIRE, anchor=anchor, working_days=england(),
        moves={"review-3m": Move(target, "why", "who")},
    )  # fmt: skip
    between = propose(
        blocks=LANCASHIRE, anchor=anchor, working_days=england(),
        moves={"review-3m": Move(target + timedelta(days=9), "why", "who")}
        | {"review-3m": Move(target, "why", "who")},
    )  # fmt: skip
    assert once == between


def test_a_block_of_one_day_has_no_weekend() -> None:
    one = BlockSpec("only", "Only", 0, 1)
    proposed = propose(blocks=[one], anchor=d("2027-01-11"), working_days=england())
    assert (proposed.days, proposed.findings) == (1, ())


@pytest.mark.parametrize(
    ("anchor", "closure", "moves"),
    [
        ("9999-12-31", None, {}),
        ("9999-06-01", None, {}),
        ("2027-01-11", ("2027-01-11", "9999-12-31"), {}),
        ("2027-01-11", ("2027-06-01", "2040-12-31"), {}),
        ("2027-01-11", None, {"review-9m": Move(date(9999, 12, 31), "a slip", "Lead")}),
    ],
)
def test_no_working_day_left_is_a_finding_and_no_block_is_guessed(
    anchor: str, closure: tuple[str, str] | None, moves: dict[str, Move]
) -> None:
    closures = [Closure(d(closure[0]), d(closure[1]), "closed")] if closure else []
    found = proposal(anchor, *closures, moves=moves)
    if anchor == "2027-01-11" and moves:
        assert found.blocks[3].dates == (d("9999-12-31"),)
        assert codes(found) == ["BLOCK_NOT_MONDAY", "HOLIDAYS_UNKNOWN", "BLOCK_ORDER"]
    else:
        assert (found.blocks, found.days, codes(found)) == ((), 0, ["NO_WORKING_DAY"])
        assert found.findings[0].severity is Severity.BLOCK


def test_alternatives_do_not_fall_where_no_working_day_is_left() -> None:
    """After 19 June 2028 all is closed, so a year from an anchor after 21 June 2027 has no end."""
    closed = Closure(d("2028-06-20"), d("9999-12-31"), "closed")
    assert proposal("2027-03-15", closed).alternatives == (
        d("2027-03-08"), d("2027-03-01"), d("2027-04-05"),
    )  # fmt: skip
    shut = Closure(d("2028-03-20"), d("9999-12-31"), "closed")
    assert proposal("2027-03-15", shut).alternatives == (
        d("2027-03-08"), d("2027-03-01"), d("2027-02-22"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("anchor", "offered"),
    [
        ("2028-12-18", ["2028-06-26", "2028-06-19"]),
        ("2028-04-10", ["2028-03-27", "2028-03-20", "2028-05-08"]),
    ],
)
def test_an_alternative_is_whole_as_far_as_bank_holidays_are_known(
    anchor: str, offered: list[str]
) -> None:
    """1 January 2029 is a holiday that no list has yet; nor does one say what Easter 2029 splits."""
    proposed = proposal(anchor)
    assert "BLOCK_SPLIT" in codes(proposed)
    assert [day.isoformat() for day in proposed.alternatives] == offered


def test_an_alternative_says_which_of_its_days_nobody_knows_yet() -> None:
    """A later review of one day cannot be split, so it is offered with what is not known of it."""
    proposed = proposal("2028-04-10")
    told = [f.message for f in proposed.findings if f.code == "HOLIDAYS_UNKNOWN"]
    at = [f.code for f in proposed.findings].index("ALTERNATIVE_ANCHORS")
    assert {f.code for f in proposed.findings[at + 1 :]} == {"HOLIDAYS_UNKNOWN"}
    of_alternatives = [each for each in told if each.startswith("Starting on ")]
    assert [each.removeprefix("Starting on ").split(" ends on")[0] for each in of_alternatives] == [
        "Monday 27 March 2028: 12 month review", "Monday 20 March 2028: 12 month review",
        "Monday 8 May 2028: 9 month review", "Monday 8 May 2028: 12 month review",
    ]  # fmt: skip


def test_an_anchor_in_2035_is_planned_and_every_block_warns_that_holidays_are_unknown() -> None:
    far = proposal("2035-01-08")
    assert [(f.code, f.severity) for f in far.findings] == [("HOLIDAYS_UNKNOWN", Severity.WARN)] * 5
    assert far.days == 16


def test_an_anchor_on_christmas_day_is_blocked_and_named() -> None:
    christmas = proposal("2026-12-25")
    assert christmas.findings[0].code == "ANCHOR_NOT_WORKING"
    assert christmas.findings[0].severity is Severity.BLOCK
    assert "a bank holiday (Christmas Day)" in christmas.findings[0].message
    assert dates(christmas, "induction")[0] == "2026-12-29"


def test_29_february_is_a_day_like_others() -> None:
    """Tuesday 29 February 2028: a year of weeks later is Tuesday 27 February 2029."""
    leap = proposal("2028-02-29")
    assert dates(leap, "induction")[0] == "2028-02-29"
    assert dates(leap, "review-12m") == ["2029-02-27"]

"""Protected time: a tenth of the contracted hours, promised, planned, taken, lost (P5)."""

from fractions import Fraction

import pytest

from academy.asye.clock import Clock, FteChange, Pause
from academy.asye.protected_time import Ledger, ProtectedTime, ledger, promised, weekly
from academy.asye.supervision import Cause
from tests.spec.academy.calendars import d

WEEK = 37 * 60
TENTH = Fraction(1, 10)
DAY = d("2027-01-18")


def test_a_tenth_of_the_week_is_exact() -> None:
    assert weekly(WEEK, TENTH, Fraction(1)) == 222  # 3.7 hours
    assert weekly(WEEK, TENTH, Fraction(3, 5)) == Fraction("133.2")  # 2.22 hours


def test_what_is_promised_follows_fte_and_stands_still_in_a_pause() -> None:
    clock = Clock(
        d("2027-01-11"),
        Fraction(1),
        (FteChange(d("2027-01-25"), Fraction(1, 2)),),
        (Pause(d("2027-02-01"), d("2027-02-07")),),
    )
    # Two weeks at 222, one at 111, one paused, one at 111.
    assert promised(clock, WEEK, TENTH, d("2027-02-14")) == 2 * 222 + 111 + 111
    assert promised(clock, WEEK, TENTH, d("2027-01-11")) == Fraction(222, 7)
    assert promised(clock, WEEK, TENTH, d("2027-01-10")) == 0


def entry(day: str, planned: int, taken: int, lost: int = 0, **more: object) -> ProtectedTime:
    return ProtectedTime(d(day), planned, taken, lost, **{"cause": None, **more})  # type: ignore[arg-type] -- named


ENTRIES = [
    entry("2027-01-18", 222, 222),
    entry("2027-01-25", 222, 100, 122, cause=Cause.DUTY),
    entry("2027-02-01", 222, 0, 222, cause=Cause.COURT),
    entry("2027-02-08", 222, 60),
    entry("2027-02-09", 300, 300, academy=True),
    entry("2027-02-15", 222, 0),
]


def test_the_ledger_adds_up_with_its_causes() -> None:
    found = ledger(ENTRIES, Fraction(1110), count_academy=True, as_at=d("2027-02-14"))
    assert found == Ledger(
        promised=Fraction(1110),
        planned=1188,
        taken=682,
        lost=344,
        open=162,
        lost_to={Cause.DUTY: 122, Cause.COURT: 222},
        academy_left_out=0,
    )
    assert found.planned == found.taken + found.lost + found.open
    assert found.kept is False


def test_days_at_the_academy_count_or_not_by_policy() -> None:
    found = ledger(ENTRIES, Fraction(382), count_academy=False, as_at=d("2027-02-14"))
    assert (found.taken, found.academy_left_out, found.kept) == (382, 300, True)


def test_where_nothing_is_promised_nothing_is_kept_or_broken() -> None:
    assert ledger([], None, count_academy=True, as_at=DAY).kept is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (entry("2027-01-18", 222, 222), None),
        (entry("2027-01-18", 222, 300), None),
        (entry("2027-01-18", -1, 0), "below 0"),
        (entry("2027-01-18", 222, -1), "below 0"),
        (entry("2027-01-18", 222, 0, 223, cause=Cause.DUTY), "than was planned"),
        (entry("2027-01-18", 222, 0, 222), "say why"),
        (entry("2027-01-18", 222, 222, cause=Cause.DUTY), "say why"),
    ],
)
def test_what_cannot_have_been_is_said(wrong: ProtectedTime, words: str | None) -> None:
    assert (wrong.fault is None) is (words is None)
    assert (words or "") in (wrong.fault or "")

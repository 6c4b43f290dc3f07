"""The waiting list and what a further run would serve (S2)."""

from decimal import Decimal

from academy.allocation import RunOffer, Starter, allocate
from academy.waiting import Waiting, served_by, waiting_list
from tests.spec.academy.calendars import d

STARTERS = [Starter(f"s{n}", d(f"2027-01-{day:02}"), newly_qualified=True) for n, day in enumerate([20, 4, 4, 11])]  # fmt: skip


def test_who_has_no_place_waits_in_order_of_start() -> None:
    full = RunOffer("c1", "home", d("2027-01-11"), capacity=2)
    waiting = waiting_list(allocate(STARTERS, [full]), today=d("2027-01-15"))
    assert waiting == (Waiting(STARTERS[3], 4), Waiting(STARTERS[0], -5))
    assert [one.weeks for one in waiting] == [Decimal("0.6"), Decimal("-0.7")]


def test_a_mop_up_run_takes_who_has_waited_longest_and_shows_the_wait() -> None:
    waiting = waiting_list(allocate(STARTERS, []), today=d("2027-02-01"))
    assert [one.starter.id for one in waiting] == ["s1", "s2", "s3", "s0"]
    taken = served_by(RunOffer("c1", "mop-up", d("2027-02-01"), capacity=3), waiting)
    assert [(a.starter.id, a.wait_weeks) for a in taken] == [
        ("s1", Decimal("4.0")), ("s2", Decimal("4.0")), ("s3", Decimal("3.0")),
    ]  # fmt: skip
    early = RunOffer("c1", "early", d("2027-01-05"))
    assert [a.starter.id for a in served_by(early, waiting)] == ["s1", "s2"]

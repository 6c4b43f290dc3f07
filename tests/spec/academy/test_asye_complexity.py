"""Which work may be held alone, by stage (P8): Lancashire and Wirral from 11 January 2027."""

from fractions import Fraction

import pytest

from academy.asye.clock import Clock, Pause
from academy.asye.complexity import CoWorker, Holding, open_work, unsupported
from academy.asye.preset import Work
from tests.spec.academy.calendars import d
from tests.spec.academy.test_asye_plan import PRESETS

CLOCK = Clock(d("2027-01-11"), Fraction(1))
LANCASHIRE = PRESETS["lancashire"].complexity
AP, SENIOR, OTHER = CoWorker.ADVANCED_PRACTITIONER, CoWorker.SENIOR, CoWorker.OTHER


@pytest.mark.parametrize(
    ("day", "holding", "alone"),
    [
        ("2027-01-11", Holding(Work.ASSESSMENT, 4, 0, None), 0),
        ("2027-01-11", Holding(Work.CHILD_PROTECTION, 2, 0, None), 2),
        ("2027-01-11", Holding(Work.CHILD_PROTECTION, 2, 1, AP), 1),
        ("2027-01-11", Holding(Work.CHILD_PROTECTION, 2, 2, SENIOR), 0),
        ("2027-01-11", Holding(Work.CHILD_PROTECTION, 2, 2, OTHER), 2),
        ("2027-04-11", Holding(Work.CHILD_PROTECTION, 1, 0, None), 1),  # jointly at any stage
        ("2027-07-10", Holding(Work.COURT, 1, 0, None), 1),
        ("2027-07-11", Holding(Work.COURT, 1, 0, None), 0),
        ("2027-01-11", Holding(Work.COURT, 0, 0, None), 0),
    ],
)
def test_what_is_above_the_stage_needs_somebody_beside_them(
    day: str, holding: Holding, alone: int
) -> None:
    found = unsupported(LANCASHIRE, CLOCK, d(day), [holding])
    assert [finding.code for finding in found] == ["COMPLEXITY_UNSUPPORTED"] * bool(alone)
    assert all(
        f"{alone} of {holding.cases} {holding.work.value}" in finding.message for finding in found
    )


def test_the_words_say_why() -> None:
    early, joint = [
        unsupported(LANCASHIRE, CLOCK, d(day), [Holding(Work.CHILD_PROTECTION, 1, 0, None)])[0]
        for day in ("2027-04-10", "2027-04-11")
    ]
    assert early.message.endswith("belongs to the stage that begins on 2027-04-11.")
    assert joint.message.endswith("is held jointly at every stage.")


def test_a_kind_that_the_preset_does_not_name_may_be_held_at_any_stage() -> None:
    held = [Holding(Work.COURT, 3, 0, None)]
    assert unsupported(PRESETS["suffolk"].complexity, CLOCK, d("2027-01-11"), held) == ()


def test_wirral_holds_court_and_child_protection_jointly_throughout() -> None:
    held = [Holding(work, 1, 0, None) for work in Work]
    found = unsupported(PRESETS["wirral"].complexity, CLOCK, d("2027-12-01"), held)
    assert len(found) == 3


def test_a_paused_clock_does_not_move_to_the_next_stage() -> None:
    paused = Clock(d("2027-01-11"), Fraction(1), (), (Pause(d("2027-05-03"), d("2027-07-11")),))
    assert Work.COURT in open_work(LANCASHIRE, CLOCK, d("2027-07-12"))
    assert open_work(LANCASHIRE, paused, d("2027-07-12")) == (Work.ASSESSMENT, Work.CHILD_IN_NEED)


@pytest.mark.parametrize(
    ("holding", "possible"),
    [
        (Holding(Work.COURT, 2, 0, None), True),
        (Holding(Work.COURT, 2, 2, AP), True),
        (Holding(Work.COURT, 2, 3, AP), False),
        (Holding(Work.COURT, 2, -1, AP), False),
        (Holding(Work.COURT, 2, 1, None), False),
        (Holding(Work.COURT, 2, 0, AP), False),
    ],
)
def test_what_cannot_be_is_said(holding: Holding, possible: bool) -> None:
    assert (holding.fault is None) is possible

"""The ASYE in the scorecard: over the cap, supervision and time kept, on time, paused, late."""

from __future__ import annotations

from datetime import date

import pytest

from scorecard.counts.asye import Standing
from scorecard.records import CapCheck, CapUnit, Pause, ProtectedTime, SupervisionTarget
from tests.spec.record_tables import Made, asye_years

END = date(2026, 9, 30)


def cap(cases: int | None, cap: int | None = 1500, taken: date = END) -> CapCheck:
    return CapCheck(taken, cap, cases, CapUnit.CHILD)


THREE = """
worker | team  | cohort
ann    | Alder | Spring
ben    | Alder | Spring
cat    | Birch | Autumn
"""


def test_above_the_cap_is_over_and_at_the_cap_is_not():
    """Hundredths: 15.00 of 15.00 is within, 15.01 is not."""
    made = Made(
        asye_years=asye_years(
            THREE,
            ann={"caps": (cap(1500),)},
            ben={"caps": (cap(1501),)},
            cat={"caps": (cap(1900, taken=date(2026, 9, 10)), cap(1200))},
        )
    )
    assert made.said("asye-over-cap") == "1 / 3 = 33.3"
    assert made.said("asye-over-cap", by="team", group="Alder") == "1 / 2 = 50.0"
    assert made.said("asye-over-cap", by="cohort", group="Autumn") == "0 / 1 = 0.0"
    assert made.groups("asye-over-cap", "route") == ["not-stated"]


@pytest.mark.parametrize(
    "unknown",
    [(), (cap(None),), (cap(900, None),), (cap(900, taken=date(2026, 8, 29)),)],
)
def test_what_is_unknown_is_counted_apart_and_never_ok(unknown: tuple[CapCheck, ...]):
    years = asye_years(
        THREE, ann={"caps": (cap(1600),)}, ben={"caps": unknown}, cat={"caps": unknown}
    )
    assert Made(asye_years=years).said("asye-over-cap") == "1 / 1 = 100.0 (caseload-unknown 2)"
    alone = Made(asye_years=years[1:])
    assert alone.said("asye-over-cap") == "0 / x = x (caseload-unknown 2)"


def test_a_count_of_31_days_ago_still_says_something():
    years = asye_years("worker\nann", ann={"caps": (cap(1600, taken=date(2026, 8, 30)),)})
    assert Made(asye_years=years).said("asye-over-cap") == "1 / 1 = 100.0"


def test_who_is_on_a_pause_is_not_over_the_cap():
    years = asye_years(
        "worker\nann", ann={"caps": (cap(1600),), "pauses": (Pause(date(2026, 9, 1), None),)}
    )
    assert Made(asye_years=years).said("asye-over-cap") == "0 / x = x (asye-paused 1)"


def target(day: str, kept: bool | None) -> SupervisionTarget:
    return SupervisionTarget(date.fromisoformat(day), kept)


def test_supervision_due_in_the_half_year_that_took_place():
    years = asye_years(
        THREE,
        ann={
            "supervision": (
                target("2026-03-31", False),
                target("2026-04-01", True),
                target("2026-04-15", False),
                target("2026-09-30", True),
                target("2026-10-01", False),
            )
        },
        ben={"supervision": (target("2026-05-04", None),)},
    )
    made = Made(asye_years=years)
    assert made.said("asye-supervision-kept") == "2 / 3 = 66.7 (supervision-not-recorded 1)"
    assert made("asye-supervision-kept").n == 2


def test_where_nothing_was_recorded_supervision_is_unavailable_and_not_0():
    years = asye_years("worker\nann", ann={"supervision": (target("2026-05-04", None),)})
    assert Made(asye_years=years).said("asye-supervision-kept") == (
        "0 / x = x (supervision-not-recorded 1)"
    )


def test_more_protected_time_than_planned_does_not_make_up_for_another_week():
    weeks = (
        ProtectedTime(date(2026, 5, 1), 300, 450),
        ProtectedTime(date(2026, 5, 8), 300, 0),
        ProtectedTime(date(2026, 5, 15), 300, None),
        ProtectedTime(date(2026, 3, 31), 300, 0),
    )
    made = Made(asye_years=asye_years("worker\nann", ann={"protected_time": weeks}))
    assert made.said("asye-protected-time-kept") == (
        "300 / 600 = 50.0 (protected-time-not-recorded 1)"
    )


def test_the_standing_of_every_year_that_ran_in_the_half_year():
    years = asye_years(
        """
        worker | planned_end | completed  | ended
        ann    | 2027-02-02  | -          | -
        ben    | 2027-02-02  | -          | -
        cat    | 2026-09-29  | -          | -
        dan    | 2026-09-30  | -          | -
        eve    | 2026-08-31  | 2026-08-31 | -
        fay    | 2026-08-31  | 2026-09-01 | -
        gil    | 2027-02-02  | -          | 2026-05-01
        hal    | 2026-03-01  | 2026-03-31 | -
        ida    | 2026-08-31  | 2026-10-01 | -
        """,
        ben={"pauses": (Pause(date(2026, 9, 30), date(2026, 9, 30)),)},
        cat={"pauses": (Pause(date(2026, 8, 1), date(2026, 9, 29)),)},
    )
    made = Made(asye_years=years)
    assert {each.value: made.said("asye-standing", each) for each in Standing} == {
        "on-time": "2 / 8 = 2",
        "paused": "1 / 8 = 1",
        "late": "2 / 8 = 2",
        "completed": "2 / 8 = 2",
        "ended": "1 / 8 = 1",
    }
    assert made.said("asye-completed-on-time") == "1 / 2 = 50.0"


def test_never_recorded_is_unavailable_and_none_running_is_not():
    assert Made().said("asye-standing", "late") == "x / x = x"
    later = asye_years("worker | started\nann | 2026-10-01")
    assert Made(asye_years=later).said("asye-standing", "late") == "0 / 0 = z"
    assert Made(asye_years=later).said("asye-over-cap") == "0 / 0 = z"

"""Caseloads against the cap: Newham, full 20, ceiling 15, from 11 January 2027 (P9, AC10).

Caps: 5 to 10 April, 10 to 10 July, 14 to 10 October, 15 to 11 January 2028.
"""

from dataclasses import replace

import pytest

from academy.asye.breaches import Acknowledgement, Action, Caseload, Snapshot, Standing, caseload
from academy.asye.caps import CapPeriod
from academy.asye.clock import Pause
from academy.asye.preset import Unit
from tests.spec.academy.calendars import d
from tests.spec.academy.test_asye_plan import year

CAPS = year("2027-01-11", preset="newham", full=20, ceiling=15).caps


def snaps(text: str, unit: Unit = Unit.CASE) -> list[Snapshot]:
    """``2027-02-01 7, 2027-03-01 5``."""
    return [
        Snapshot(d(day), int(cases), unit)
        for day, cases in (each.split() for each in text.split(", "))
    ]


def load(text: str, as_at: str, *told: Acknowledgement, ended: str | None = None) -> Caseload:
    return caseload(
        CAPS, snaps(text) if text else [], told, d(as_at), ended_on=d(ended) if ended else None
    )


def codes(found: Caseload) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("text", "as_at", "standing", "expected"),
    [
        ("2027-11-01 15", "2027-11-01", Standing.WITHIN, []),
        ("2027-11-01 16", "2027-11-01", Standing.OVER, ["CASELOAD_BREACH"]),
        ("", "2027-02-01", Standing.UNKNOWN, ["CASELOAD_UNKNOWN"]),
        ("2027-02-01 3", "2027-03-04", Standing.WITHIN, []),
        ("2027-02-01 3", "2027-03-05", Standing.UNKNOWN, ["CASELOAD_UNKNOWN"]),
        # Old and over: nobody knows today's caseload, and the breach is open all the same.
        ("2027-02-01 7", "2027-03-05", Standing.UNKNOWN, ["CASELOAD_BREACH", "CASELOAD_UNKNOWN"]),
        ("2027-01-08 30", "2027-01-10", Standing.NO_CAP, []),
        # The stage has risen since: seven is within ten, and only a snapshot closes the breach.
        ("2027-04-01 7", "2027-04-20", Standing.OVER, ["CASELOAD_BREACH"]),
        ("2027-04-01 7, 2027-04-20 7", "2027-04-20", Standing.WITHIN, []),
        # What was counted before the first day is held against the cap of the first day.
        ("2027-01-08 30", "2027-01-11", Standing.OVER, ["CASELOAD_BREACH"]),
        (
            "2027-02-02 3",
            "2027-02-01",
            Standing.UNKNOWN,
            ["SNAPSHOT_IN_FUTURE", "CASELOAD_UNKNOWN"],
        ),
    ],
)
def test_how_a_caseload_stands(
    text: str, as_at: str, standing: Standing, expected: list[str]
) -> None:
    found = load(text, as_at)
    assert (found.standing, codes(found)) == (standing, expected)


def test_sixteen_in_the_last_stage_is_a_breach_of_one() -> None:
    [breach] = load("2027-11-01 16", "2027-11-01").breaches
    assert (breach.size, breach.cap, breach.day(d("2027-11-01"))) == (1, 15, 1)


def test_a_breach_runs_from_the_first_snapshot_over_to_one_that_is_not() -> None:
    found = load(
        "2027-02-01 7, 2027-02-08 9, 2027-02-15 6, 2027-02-22 5, 2027-03-01 8", "2027-03-02"
    )
    closed, running = found.breaches
    assert (closed.first_on, closed.last_on, closed.closed_on) == (
        d("2027-02-01"), d("2027-02-15"), d("2027-02-22"),
    )  # fmt: skip
    assert (closed.size, closed.largest, closed.open) == (1, 4, False)
    assert closed.day(d("2027-03-02")) == 22
    assert (running.first_on, running.open, running.day(d("2027-03-02"))) == (
        d("2027-03-01"), True, 2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("as_at", "whose"),
    [
        ("2027-02-01", ("manager",)),
        ("2027-02-06", ("manager",)),
        ("2027-02-07", ("manager", "service manager")),
        ("2027-02-27", ("manager", "service manager")),
        ("2027-02-28", ("manager", "service manager", "principal social worker")),
    ],
)
def test_a_breach_is_escalated_on_days_1_7_and_28(as_at: str, whose: tuple[str, ...]) -> None:
    found = load("2027-02-01 7", as_at)
    assert found.breaches[0].escalated_to(d(as_at)) == whose
    assert f"escalated to {', '.join(whose)}; not acknowledged" in found.findings[0].message


def test_the_days_of_escalation_are_settings() -> None:
    later = ((3, "manager"), (10, "service manager"), (20, "principal social worker"))
    for as_at, whose in (("2027-02-02", ()), ("2027-02-03", ("manager",))):
        found = caseload(CAPS, snaps("2027-02-01 7"), (), d(as_at), escalation=later)
        assert found.breaches[0].escalated_to(d(as_at)) == whose
        words = f"escalated to {', '.join(whose) or 'nobody yet'}; not acknowledged"
        assert words in found.findings[0].message


TOLD = Acknowledgement(d("2027-02-03"), (Action.REALLOCATE,), d("2027-02-20"), "May Manager")


def test_an_acknowledgement_has_a_plan_and_a_date_and_closes_nothing() -> None:
    found = load("2027-02-01 7", "2027-02-20", TOLD)
    assert (found.breaches[0].acknowledged, found.breaches[0].open) == (TOLD, True)
    assert codes(found) == ["CASELOAD_BREACH"]
    assert "acknowledged by May Manager, to be mended by 2027-02-20" in found.findings[0].message
    late = load("2027-02-01 7", "2027-02-21", TOLD)
    assert codes(late) == ["CASELOAD_BREACH", "BREACH_PLAN_OVERDUE"]
    second = replace(TOLD, on=d("2027-02-21"), until=d("2027-03-01"))
    again = load("2027-02-01 7", "2027-02-21", TOLD, second)
    assert (again.breaches[0].acknowledged, codes(again)) == (second, ["CASELOAD_BREACH"])


def test_an_acknowledgement_of_a_breach_that_was_corrected_away_is_not_lost() -> None:
    found = load("2027-02-01 5", "2027-02-20", TOLD)
    assert (found.breaches, found.unmatched) == ((), (TOLD,))


def test_no_snapshot_in_a_pause_opens_or_closes_a_breach() -> None:
    paused = year(
        "2027-01-11", preset="newham", full=20, ceiling=15,
        pauses=[Pause(d("2027-02-08"), d("2027-03-07"))],
    ).caps  # fmt: skip
    found = caseload(paused, snaps("2027-02-01 7, 2027-02-15 0"), (), d("2027-02-20"))
    assert (found.standing, found.cap, found.breaches[0].open) == (Standing.NO_CAP, None, True)


def test_a_breach_ends_with_the_year_and_is_not_closed() -> None:
    found = load("2027-02-01 7, 2027-02-20 3", "2027-03-01", ended="2027-02-10")
    [breach] = found.breaches
    assert (breach.ended_on, breach.closed_on, breach.open) == (d("2027-02-10"), None, False)
    assert (breach.day(d("2027-03-01")), found.standing, codes(found)) == (10, Standing.NO_CAP, [])
    before = load("2027-02-01 7", "2027-02-09", ended="2027-02-10")
    assert (before.breaches[0].open, before.standing) == (True, Standing.OVER)


def test_what_counts_something_else_cannot_be_compared() -> None:
    found = caseload(CAPS, snaps("2027-02-01 50", Unit.CHILD), (), d("2027-02-02"))
    assert (found.standing, found.breaches) == (Standing.UNKNOWN, ())
    assert codes(found) == ["CASELOAD_UNIT", "CASELOAD_UNKNOWN"]


def test_a_cap_that_is_not_known_makes_nothing_a_breach_and_nothing_ok() -> None:
    caps = year("2027-01-11", preset="newham").caps
    found = caseload(caps, snaps("2027-02-01 50"), (), d("2027-02-02"))
    assert (found.standing, found.breaches, codes(found)) == (
        Standing.UNKNOWN, (), ["CASELOAD_UNKNOWN"],
    )  # fmt: skip


FALLING = (
    CapPeriod(d("2027-01-11"), d("2027-04-10"), 15, Unit.CASE),
    CapPeriod(d("2027-04-11"), d("2027-05-10"), 7, Unit.CASE),
    CapPeriod(d("2027-05-11"), d("2027-07-10"), 4, Unit.CASE),
)


def fallen(text: str, as_at: str) -> Caseload:
    return caseload(FALLING, snaps(text), (), d(as_at))


def test_a_cap_that_falls_below_what_is_held_begins_a_breach_on_that_day() -> None:
    before = fallen("2027-04-01 15", "2027-04-10")
    assert (before.standing, before.breaches, codes(before)) == (Standing.WITHIN, (), [])
    found = fallen("2027-04-01 15", "2027-04-17")
    [breach] = found.breaches
    assert (breach.first_on, breach.cases, breach.cap, breach.size) == (d("2027-04-11"), 15, 7, 8)
    assert breach.escalated_to(d("2027-04-17")) == ("manager", "service manager")
    assert (found.standing, codes(found)) == (Standing.OVER, ["CASELOAD_BREACH"])


def test_a_breach_grows_when_the_cap_falls_again_and_is_closed_by_the_next_count() -> None:
    [breach] = fallen("2027-04-15 9", "2027-05-11").breaches
    assert (breach.first_on, breach.last_on, breach.cap, breach.size, breach.largest) == (
        d("2027-04-15"), d("2027-05-11"), 4, 5, 5,
    )  # fmt: skip
    [closed] = fallen("2027-04-15 9, 2027-05-12 4", "2027-05-12").breaches
    assert (closed.closed_on, closed.last_on) == (d("2027-05-12"), d("2027-05-11"))


def test_a_count_too_old_for_the_day_on_which_the_cap_falls_begins_no_breach() -> None:
    for counted, first_on in (("2027-03-10", None), ("2027-03-11", d("2027-04-11"))):
        found = fallen(f"{counted} 15", "2027-04-20")
        assert [each.first_on for each in found.breaches] == ([first_on] if first_on else [])
        assert found.standing is Standing.UNKNOWN


def test_a_count_in_a_pause_is_held_against_the_cap_once_it_is_over_and_closes_nothing() -> None:
    cap = CapPeriod(d("2027-01-11"), d("2027-02-07"), 5, Unit.CASE)
    caps = (cap, replace(cap, first=d("2027-03-08"), last=d("2027-04-10")))
    begun = caseload(caps, snaps("2027-03-01 6"), (), d("2027-03-09"))
    assert (begun.standing, begun.breaches[0].first_on) == (Standing.OVER, d("2027-03-08"))
    still = caseload(caps, snaps("2027-02-01 7, 2027-03-01 0"), (), d("2027-03-09"))
    assert (still.standing, still.breaches[0].open) == (Standing.OVER, True)


def test_a_breach_that_a_risen_cap_has_overtaken_says_so() -> None:
    [finding] = load("2027-04-01 7", "2027-04-20").findings
    assert finding.message == (
        "7 held where the cap was 5: 2 over, day 20 since 2027-04-01, escalated to manager, service "
        "manager; not acknowledged; the cap is higher since, and work has to be counted again."
    )

"""Supervision as it was against the bands promised (P4): weekly, fortnightly, monthly from 11 January 2027."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from academy.asye.clock import Pause
from academy.asye.supervision import (
    BandKept,
    CancelledBy,
    Cause,
    Supervision,
    bands_kept,
    interval_days,
    targets_kept,
)
from academy.asye.targets import Band
from tests.spec.academy.calendars import d
from tests.spec.academy.test_asye_plan import year

WEEKLY = ["2027-01-18", "2027-01-25", "2027-02-01", "2027-02-08", "2027-02-15", "2027-02-22"]
FORTNIGHTLY = [
    "2027-03-08", "2027-03-22", "2027-04-05", "2027-04-19", "2027-05-04", "2027-05-17",
    "2027-06-01", "2027-06-14", "2027-06-28",
]  # fmt: skip


def held(*days: str, minutes: int = 90) -> list[Supervision]:
    return [Supervision(d(day), minutes) for day in days]


def kept(
    sessions: Sequence[Supervision], as_at: str, pauses: Sequence[Pause] = ()
) -> list[BandKept]:
    made = year("2027-01-11", preset="suffolk", pauses=pauses)
    return list(bands_kept(made.bands, made.supervision, sessions, pauses, d(as_at)))


def counts(band: BandKept) -> tuple[int, int, int, int, int, bool | None]:
    return (band.required, band.held, band.short, band.cancelled, band.longest_gap, band.kept)


@pytest.mark.parametrize(
    ("sessions", "as_at", "expected"),
    [
        # required, held, short, cancelled, longest gap, kept
        ([], "2027-01-11", (0, 0, 0, 0, 0, None)),
        ([], "2027-01-18", (0, 0, 0, 0, 7, None)),
        ([], "2027-01-19", (1, 0, 0, 0, 8, False)),
        (held("2027-01-18"), "2027-01-19", (1, 1, 0, 0, 7, True)),
        (held(*WEEKLY), "2027-02-22", (5, 6, 0, 0, 7, True)),
        (held(*WEEKLY[:5]), "2027-02-23", (6, 5, 0, 0, 7, False)),
        # A gap of eleven days is more than one and a half weeks, however many there were.
        (held("2027-01-12", "2027-01-13", "2027-01-24"), "2027-01-26", (2, 3, 0, 0, 11, False)),
        (held("2027-01-12", "2027-01-13", "2027-01-23"), "2027-01-26", (2, 3, 0, 0, 10, True)),
        # Two on one day are one; a short one is none.
        (held("2027-01-18", "2027-01-18"), "2027-01-26", (2, 1, 0, 0, 8, False)),
        (held("2027-01-18", minutes=89), "2027-01-19", (1, 0, 1, 0, 8, False)),
        (
            [Supervision(d("2027-01-18"), 0, CancelledBy.SUPERVISOR, Cause.COURT)],
            "2027-01-19",
            (1, 0, 0, 1, 8, False),
        ),
    ],
)
def test_a_band_is_kept_when_its_count_is_met_and_no_gap_is_too_long(
    sessions: list[Supervision], as_at: str, expected: tuple[int, int, int, int, int, bool | None]
) -> None:
    assert counts(kept(sessions, as_at)[0]) == expected


def test_how_long_a_gap_may_be_is_a_setting() -> None:
    made = year("2027-01-11", preset="suffolk")
    sessions = held("2027-01-12", "2027-01-13", "2027-01-24")  # a gap of eleven days
    for gap, is_kept in ((Fraction(11, 7), True), (Fraction(10, 7), False)):
        [weekly, *_] = bands_kept(
            made.bands, made.supervision, sessions, (), d("2027-01-26"), longest_gap=gap
        )
        assert (weekly.longest_gap, weekly.kept) == (11, is_kept)


def test_a_band_answers_for_its_own_days_only() -> None:
    [_, second, third] = kept(held(*WEEKLY, *FORTNIGHTLY, "2027-08-11"), "2027-08-12")
    assert counts(second) == (9, 9, 0, 0, 15, True)
    assert (third.longest_gap, third.allowed_gap, third.kept) == (31, Fraction(93, 2), True)
    late = kept(held(*WEEKLY, *FORTNIGHTLY, "2027-08-27"), "2027-08-28")[2]
    assert (late.longest_gap, late.kept) == (47, False)


def test_a_pause_counts_neither_for_nor_against() -> None:
    pause = [Pause(d("2027-02-01"), d("2027-02-28"))]
    sessions = held("2027-01-18", "2027-01-25", "2027-02-10", "2027-03-01")
    [weekly, *_] = kept(sessions, "2027-03-02", pause)
    # From 25 January to 1 March are 35 days, 28 of them paused; what was held in it is left out.
    assert counts(weekly) == (3, 3, 0, 0, 7, True)


def test_without_bands_nothing_is_measured() -> None:
    assert bands_kept((), (), held("2027-01-18"), (), d("2027-02-01")) == ()


@pytest.mark.parametrize(
    ("session", "fault"),
    [
        (Supervision(d("2027-01-18"), 90), None),
        (Supervision(d("2027-01-18"), 0, CancelledBy.SERVICE, Cause.DUTY), None),
        (Supervision(d("2027-01-18"), 0), "a session that was held took minutes"),
        (
            Supervision(d("2027-01-18"), 30, CancelledBy.SERVICE, Cause.DUTY),
            "a session that was cancelled took no minutes",
        ),
        (
            Supervision(d("2027-01-18"), 0, CancelledBy.SERVICE),
            "say by whom and why when it was cancelled, and neither when it was held",
        ),
        (
            Supervision(d("2027-01-18"), 90, None, Cause.DUTY),
            "say by whom and why when it was cancelled, and neither when it was held",
        ),
    ],
)
def test_what_cannot_have_been_is_said(session: Supervision, fault: str | None) -> None:
    assert session.fault == fault


def test_each_target_is_kept_missed_or_not_recorded() -> None:
    made = year("2027-01-11", preset="suffolk")
    sessions = [
        *held("2027-01-18", "2027-01-28"),
        Supervision(d("2027-02-01"), 0, CancelledBy.SUPERVISEE, Cause.SICKNESS),
        *held("2027-02-08", minutes=30),
        *held("2027-02-16", "2027-02-16"),
    ]
    found = targets_kept(made.bands, made.supervision, sessions)
    assert [(each.target.due.isoformat(), each.kept) for each in found[:7]] == [
        ("2027-01-18", True),
        ("2027-01-25", True),
        ("2027-02-01", False),
        ("2027-02-08", False),
        ("2027-02-15", True),
        ("2027-02-22", True),
        ("2027-03-08", None),
    ]


def test_an_interval_of_months_is_of_the_longest_months() -> None:
    assert interval_days(Band("b", d("2027-01-11"), d("2027-01-12"), None, 2, None)) == 62

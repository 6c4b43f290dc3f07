"""Around the readers: options, refusal, the guard against one key twice."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, date, datetime

import pytest

from service.workforce.findings import Finding, Severity
from service.workforce.identity import identify
from service.workforce.progress import Phase, Progress
from service.workforce.reading import (
    Options,
    Reading,
    day_in_england,
    in_thread,
    is_refused,
    without_repeats,
)
from service.workforce.records import Kind, ParsedReturn, Records
from service.workforce.tabular import KnownNames, Limits
from tests.unit.workforce.returns import a_caseload, a_post, an_employment

KEY = b"a key for tests only, 32 bytes at least"


def parsed(accepted=3, *, unreadable=False, severities=(), **records) -> ParsedReturn:
    return ParsedReturn(
        kind=Kind.POSTS,
        edition="1",
        as_at=None,
        rows_read=3,
        rows_accepted=accepted,
        records=Records(**records),
        findings=[Finding("X", severity, "message", "hint") for severity in severities],
        unreadable=unreadable,
    )


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(sheet="Ärzte", accept_good_rows=True),
        Options(reference_date=date(2026, 9, 30)),
    ],
)
def test_options_are_read_back_as_they_were_kept(options):
    assert Options.from_text(options.as_text()) == options


def test_options_that_differ_are_kept_differently():
    texts = {Options().as_text(), Options(sheet="A").as_text(), Options(None, True).as_text()}
    assert len(texts) == 3


@pytest.mark.parametrize(
    ("made", "good_rows", "refused"),
    [
        (parsed(), False, False),
        (parsed(severities=[Severity.WARN, Severity.INFO]), False, False),
        (parsed(severities=[Severity.REJECT]), False, True),
        (parsed(severities=[Severity.REJECT]), True, False),
        (parsed(0, severities=[Severity.REJECT]), True, True),
        (parsed(0), False, False),
        (parsed(0, unreadable=True), True, True),
    ],
)
def test_what_refuses_a_return(made, good_rows, refused):
    assert is_refused(made, Options(accept_good_rows=good_rows)) is refused


def test_a_second_row_with_a_key_is_refused_and_the_first_is_kept():
    posts = [a_post(2), a_post(3, "P-2"), a_post(4, fte=1)]
    found = without_repeats(parsed(posts=posts, caseloads=[a_caseload(9)]))
    assert found.records.posts == posts[:2]
    assert found.records.caseloads == [a_caseload(9)]
    assert [(each.code, each.row, each.severity) for each in found.findings] == [
        ("ROW_REPEATED", 4, Severity.REJECT)
    ]
    assert found.rows_accepted == 2


def test_one_row_that_repeats_two_keys_is_one_row_less():
    found = without_repeats(
        parsed(
            employments=[an_employment(1), an_employment(2)],
            caseloads=[a_caseload(1), a_caseload(2)],
        )
    )
    assert found.rows_accepted == 2
    assert [each.row for each in found.findings] == [2, 2]


def test_without_repeats_nothing_is_touched():
    made = parsed(posts=[a_post(2), a_post(3, "P-2")])
    assert without_repeats(made) is made


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_today_is_a_day_in_england(instant, day):
    assert day_in_england(instant) == day


def reading(numbers) -> Reading:
    return Reading(
        Kind.POSTS,
        "",
        Options(),
        KEY,
        KnownNames(),
        datetime(2026, 1, 1, tzinfo=UTC),
        Limits(),
        numbers,
    )


def test_numbers_are_noted_only_when_asked_for():
    noted: dict[str, str] = {}
    worker = identify("SW1", KEY)
    assert reading(None).identify("SW1") == worker
    assert noted == {}
    assert reading(noted).identify("SW1") == worker
    assert noted == {worker: "SW1"}


async def test_a_thread_tells_how_far_it_is_and_gives_its_result():
    progress = Progress()

    def work(tick):
        tick(7)
        return "read"

    assert await in_thread(work, progress) == "read"
    assert (progress.phase, progress.rows) == (Phase.READING, 7)


async def test_a_fault_in_the_thread_comes_out():
    def work(_):
        raise KeyError("inside")

    with pytest.raises(KeyError, match="inside"):
        await in_thread(work, Progress())


async def test_a_thread_nobody_waits_for_ends_at_its_next_tick():
    ticks: list[int] = []

    def work(tick):
        for number in range(10_000):
            ticks.append(number)
            time.sleep(0.001)
            tick(number)

    task = asyncio.ensure_future(in_thread(work, Progress()))
    while not ticks:  # noqa: ASYNC110 -- another thread fills it
        await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    ended = len(ticks)
    assert ended < 10_000
    await asyncio.sleep(0.05)
    assert len(ticks) == ended, "the thread is really over when the cancellation comes out"

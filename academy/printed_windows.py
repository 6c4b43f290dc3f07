"""Which days a block of a printed timetable has: from its heading, or else from its rows (I3)."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from academy.errors import NoWorkingDay
from academy.printed_dates import PrintedDates, read_heading
from academy.printed_rows import BlockHeading, PrintedRow
from academy.working_days import SATURDAY, WorkingDays

BLOCK_SPREAD = timedelta(days=14)
"""Days of one block lie within a fortnight of its first day, where no heading says otherwise."""
MOST_DAYS = 60
"""Working days of one block; more is no block but a mistake."""
STATED_DAYS = re.compile(r"(\d+)\s*days?\b", re.IGNORECASE)


def as_long_as_stated(window: PrintedDates, days: str, working_days: WorkingDays) -> PrintedDates:
    """A heading that names only the first of several days stands for as many working days."""
    stated = STATED_DAYS.search(days)
    if window.first != window.last or not stated or not 1 < int(stated[1]) <= MOST_DAYS:
        return window
    try:
        return PrintedDates(window.first, working_days.plus(window.first, int(stated[1]) - 1))
    except (NoWorkingDay, OverflowError):  # the calendar ends
        return window


def block_windows(
    rows: Sequence[PrintedRow],
    days: Sequence[date | None],
    headings: Sequence[BlockHeading],
    working_days: WorkingDays,
) -> dict[str, PrintedDates]:
    """First and last day of each block: from its heading, or else from the rows themselves."""
    by_block: dict[str, list[date]] = defaultdict(list)
    for row, day in zip(rows, days, strict=True):
        by_block[row["block"]] += [day] if day else []
    named = _headed(headings, by_block, working_days)
    windows: dict[str, PrintedDates] = {}
    reached = date.min
    for block, printed in by_block.items():
        if block in named:
            windows[block] = named[block]
        elif printed:
            windows[block] = _own_window(printed, reached)
        else:
            continue
        reached = max(reached, windows[block].first)
    return windows


def _own_window(printed: Sequence[date], reached: date) -> PrintedDates:
    """A block starts after the one in front of it; a wrong year is the year that makes it so."""
    first = next((day for day in printed if day > reached and day.weekday() < SATURDAY), None)
    if first is None:
        first = printed[0]
        while first <= reached and first.year < date.max.year:
            first = _next_year(first)
    near = [day for day in printed if first <= day <= first + BLOCK_SPREAD]
    return PrintedDates(first, max(near, default=first))


def _next_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _headed(
    headings: Sequence[BlockHeading],
    by_block: Mapping[str, Sequence[date]],
    working_days: WorkingDays,
) -> dict[str, PrintedDates]:
    """Windows of the cohort whose headings fit the printed days best."""
    best: dict[str, PrintedDates] = {}
    best_hits = 0
    for cohort in dict.fromkeys(heading.cohort for heading in headings):
        read = _cohort_windows([h for h in headings if h.cohort == cohort], working_days)
        matched: dict[str, PrintedDates] = {}
        hits = 0
        for block, days in by_block.items():
            within = {
                key: sum(window.first <= day <= window.last for day in days)
                for key, window in read.items()
            }
            key = block if block in read else max(within, key=lambda k: within[k], default="")
            if key and (key == block or within[key]):
                matched[block] = read[key]
                hits += within[key]
        if hits > best_hits:
            best, best_hits = matched, hits
    return best


def _cohort_windows(
    headings: Sequence[BlockHeading], working_days: WorkingDays
) -> dict[str, PrintedDates]:
    read: dict[str, PrintedDates] = {}
    after: date | None = None
    for heading in headings:
        window = read_heading(heading.dates, after=after)
        if window:
            after = window.first
            read[heading.block] = as_long_as_stated(window, heading.days, working_days)
    return read

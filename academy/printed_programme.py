"""A printed timetable becomes a programme plus findings, never a silent repair (rules I1-I5).

Every item keeps what was printed beside its normalised value. Where a printed date or time cannot
be right and exactly one reading near it can, the item carries that reading, and a finding says what
was printed, what was read instead, and why; a person accepts or mends it before it is used.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, time

from academy.clashes import clashes
from academy.engagements import printed_engagements
from academy.findings import Severity
from academy.printed_checks import (
    PLAUSIBLE_PEOPLE,
    about_cells,
    about_headings,
    overlaps,
    similar_names,
)
from academy.printed_content import about_content, capacity_of, kind_of
from academy.printed_dates import (
    PrintedDates,
    correction,
    other_weekday,
    read_date,
    read_day,
)
from academy.printed_rows import (
    BlockHeading,
    PrintedRow,
    ProgrammeFinding,
    ProgrammeItem,
    ReadProgramme,
)
from academy.printed_times import PrintedTime, implausible, read_times, suggestion
from academy.printed_windows import block_windows
from academy.working_days import SATURDAY, WorkingDays

_OTHERWISE = re.compile(r"\s*or\s+\S", re.IGNORECASE)


def read_programme(
    rows: Sequence[PrintedRow],
    *,
    headings: Sequence[BlockHeading] = (),
    working_days: WorkingDays,
    stated_days: int | None = None,
    most_people: int = PLAUSIBLE_PEOPLE,
) -> ReadProgramme:
    """Read the rows of one cohort's timetable. ``headings`` may speak of other cohorts too.

    ``stated_days`` is the total an announcement states ("15 days over 12 months"); a capacity over
    ``most_people`` is warned of.
    """
    findings: list[ProgrammeFinding] = []
    printed_days = list(_printed_days(rows, findings))
    windows = block_windows(rows, printed_days, headings, working_days)
    items = []
    for row, printed in zip(rows, printed_days, strict=True):
        day = _corrected(row, printed, windows, working_days, findings)
        start, end = _times(row, findings)
        items.append(
            ProgrammeItem(
                row=row.row,
                block=row["block"],
                day=day,
                start=start,
                end=end,
                kind=kind_of(row["content"]),
                audience="-".join(row["audience"].casefold().split()) or "not-stated",
                capacity=capacity_of(row["content"]),
                track=None,
                printed=row,
            )
        )
    tracked = _tracks(items, findings)
    findings += about_cells(tracked, most_people=most_people)
    findings += about_content(tracked)
    findings += overlaps(tracked)
    findings += _double_booked(tracked)
    findings += about_headings(tracked, headings, working_days)
    findings += similar_names(rows)
    programme = ReadProgramme(tuple(tracked), ())
    if stated_days is not None and stated_days != programme.days:
        findings.append(
            ProgrammeFinding(
                None,
                "TOTAL_MISMATCH",
                Severity.WARN,
                f"{stated_days} days",
                f"{programme.days} days",
                f"{stated_days} days are announced; the rows fall on {programme.days}.",
            )
        )
    order = {item.row: place for place, item in enumerate(tracked)}
    findings.sort(key=lambda f: (order.get(f.row or 0, len(order)), f.code))
    return ReadProgramme(tuple(tracked), tuple(findings))


# dates -----------------------------------------------------------------------------------------


def _printed_days(
    rows: Sequence[PrintedRow], findings: list[ProgrammeFinding]
) -> Iterator[date | None]:
    above: date | None = None
    dated = (read_date(row["date_as_printed"]) for row in rows)
    start = next((day for day in dated if day is not None), None)
    for row in rows:
        text = row["date_as_printed"]
        if text:
            above = read_date(text)
            if above is None and (above := read_day(text, after=start)) is not None:
                findings.append(
                    ProgrammeFinding(
                        row.row,
                        "YEAR_INFERRED",
                        Severity.INFO,
                        text,
                        above.isoformat(),
                        f"{text!r} has no year: it is read as the next such day after the first, "
                        f"{above.isoformat()}.",
                    )
                )
            elif above is None:
                findings.append(
                    ProgrammeFinding(
                        row.row,
                        "DATE_UNREADABLE",
                        Severity.BLOCK,
                        text,
                        None,
                        f"{text!r} is not a date. Write it as dd/mm/yyyy.",
                    )
                )
        yield above


def _corrected(
    row: PrintedRow,
    day: date | None,
    windows: Mapping[str, PrintedDates],
    working_days: WorkingDays,
    findings: list[ProgrammeFinding],
) -> date | None:
    if day is None:
        return None
    text = row["date_as_printed"]
    window = windows.get(row["block"])
    read = day
    if window and not window.first <= day <= window.last:
        better = correction(day, window.first, window.last)
        span = f"{window.first.isoformat()} to {window.last.isoformat()}"
        findings.append(
            ProgrammeFinding(
                row.row,
                "DATE_OUTSIDE_BLOCK",
                Severity.BLOCK,
                text,
                better.isoformat() if better else None,
                f"{text} lies outside the block {row['block']} ({span})."
                + (f" Read as {better.isoformat()}: accept it or mend the row." if better else ""),
            )
        )
        read = better or day
    if day.weekday() >= SATURDAY:
        findings.append(
            ProgrammeFinding(
                row.row,
                "DATE_WEEKEND",
                Severity.BLOCK,
                text,
                read.isoformat() if read != day else None,
                f"{text} is a {day:%A}.",
            )
        )
    if other_weekday(text, day):
        findings.append(
            ProgrammeFinding(
                row.row,
                "WEEKDAY_MISMATCH",
                Severity.WARN,
                text,
                None,
                f"{day.isoformat()} is a {day:%A}, which {text!r} does not say: see which is meant.",
            )
        )
    if holiday := working_days.holidays.get(read):
        findings.append(
            ProgrammeFinding(
                row.row,
                "DATE_BANK_HOLIDAY",
                Severity.BLOCK,
                text,
                working_days.after(read).isoformat(),
                f"{read.isoformat()} is a bank holiday ({holiday}).",
            )
        )
    return read


# times -----------------------------------------------------------------------------------------


def _times(row: PrintedRow, findings: list[ProgrammeFinding]) -> tuple[time | None, time | None]:
    text = row["time_as_printed"]
    read = read_times(text)
    findings += _about_time(row.row, text, read)
    if implausible(read):
        return suggestion(read) or (read.start, None)
    return read.start, read.end


def _about_time(row: int, text: str, read: PrintedTime) -> Iterator[ProgrammeFinding]:
    if read.impossible:
        yield ProgrammeFinding(
            row, "TIME_IMPLAUSIBLE", Severity.BLOCK, text, None, f"{text!r} holds no time of day."
        )
    elif read.start is None:
        yield ProgrammeFinding(
            row,
            "TIME_MISSING",
            Severity.BLOCK,
            text,
            None,
            f"{text!r} holds no time that can be read." if text else "No time is printed.",
        )
    elif read.end is None:
        yield ProgrammeFinding(
            row,
            "END_MISSING",
            Severity.BLOCK,
            text,
            None,
            f"{text!r} has no end: a calendar entry needs one.",
        )
    if implausible(read):
        better = suggestion(read)
        words = f"{better[0]:%H:%M}-{better[1]:%H:%M}" if better else None
        yield ProgrammeFinding(
            row,
            "TIME_IMPLAUSIBLE",
            Severity.BLOCK,
            text,
            words,
            f"{text!r} ends before it begins, begins before 07:00 or ends after 19:00."
            + (f" Read as {words}: accept it or mend the row." if words else ""),
        )
    if read.inferred:
        yield ProgrammeFinding(
            row,
            "MERIDIEM_INFERRED",
            Severity.INFO,
            text,
            "-".join(f"{moment:%H:%M}" for moment in (read.start, read.end) if moment),
            "am or pm is not printed: 8 to 11 is taken for the morning, 12 for noon, 1 to 7 for "
            "the afternoon.",
        )
    if read.several:
        yield ProgrammeFinding(
            row,
            "TIME_SEVERAL",
            Severity.BLOCK,
            text,
            None,
            "Several times stand in one cell: give each session a row of its own.",
        )


# what a row is ---------------------------------------------------------------------------------


def _double_booked(items: Sequence[ProgrammeItem]) -> Iterator[ProgrammeFinding]:
    """People and rooms in two rows at once: parallel tracks need people of their own (R2)."""
    rows = {f"row {item.row}": item.row for item in items}
    for clash in clashes(printed_engagements(items)):
        finding = clash.finding
        yield ProgrammeFinding(
            rows[clash.other.uid], finding.code, finding.severity, clash.key, None,
            f"{clash.key} is in row {rows[clash.one.uid]} and in row {rows[clash.other.uid]} at the "
            f"same time on {clash.one.day.isoformat()}: one of them needs somebody or somewhere else.",
        )  # fmt: skip


def _tracks(
    items: Sequence[ProgrammeItem], findings: list[ProgrammeFinding]
) -> list[ProgrammeItem]:
    """Sessions at the same time on the same day are tracks: a person attends one of them."""
    groups: dict[tuple[date, time], list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        if item.kind == "session" and item.day and item.start and item.end:
            groups[item.day, item.start].append(place)
    tracked = list(items)
    parallel = [g for g in groups.values() if len(g) > 1 and len({items[p].end for p in g}) == 1]
    for number, group in enumerate(parallel, 1):
        for letter, place in zip("abcdefghij", group, strict=False):
            item = tracked[place] = replace(items[place], track=f"{number}{letter}")
            others = [str(items[other].row) for other in group if other != place]
            findings.append(
                ProgrammeFinding(
                    item.row,
                    "TRACK_PARALLEL",
                    Severity.INFO,
                    item.printed["time_as_printed"],
                    item.track,
                    f"Runs at the same time as row {', '.join(others)}: each person attends one.",
                )
            )
            if _OTHERWISE.match(item.printed["content"]):
                findings.append(
                    ProgrammeFinding(
                        item.row,
                        "TRACK_ALTERNATIVE",
                        Severity.WARN,
                        item.printed["content"],
                        None,
                        "Printed as an alternative: say by which rule a person goes here.",
                    )
                )
    return tracked

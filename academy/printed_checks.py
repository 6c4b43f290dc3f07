"""What a printed timetable leaves out, doubles or contradicts (rules I4, I5 and A1)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import combinations, takewhile

from academy.findings import Severity
from academy.printed_dates import PrintedDates, read_heading
from academy.printed_rows import BEYOND, BlockHeading, PrintedRow, ProgrammeFinding, ProgrammeItem
from academy.printed_windows import STATED_DAYS, as_long_as_stated
from academy.programme import Audience
from academy.working_days import SATURDAY, WorkingDays

ALIKE_PER_CENT = 85
"""Names at least so alike are offered for merging, and never merged by themselves."""
SHORT_NAME = 4
"""Letters; of shorter names one letter says nothing."""
MOSTLY = 2
"""A block mostly prints its facilitators and rooms when one in so many sessions does."""
MOST_PEOPLE = 10_000
"""What a programme can say."""
PLAUSIBLE_PEOPLE = 500
"""A proposal: no source states how large a room is. The printed programme's largest group is 62."""
AUDIENCES = frozenset({*Audience, "not-stated"})
UNSTATED = frozenset({"all", "not-stated", ""})
"""Audiences that reach experienced staff too, as far as is printed."""

_TBC = re.compile(r"to be confirmed|\btbc\b|\?|need names", re.IGNORECASE)
_GROUP_TBC = re.compile(r"others? at a later date|date tbc|will attend a different", re.IGNORECASE)
_ASYE = re.compile(r"\basye\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NAMES = re.compile(r"\s*(?:\||,|;|\band\b|/)\s*", re.IGNORECASE)
_MARKS = re.compile(r"\d+|\b[a-z]\b")
_ROOMS = re.compile(r"\|")
_STATED_DATES = re.compile(r"over\s+(\d+)\s+dates?\b", re.IGNORECASE)


def about_cells(items: Sequence[ProgrammeItem]) -> Iterator[ProgrammeFinding]:
    prints_its_own = _blocks_that_print_their_own(items)
    labelled = {item.block for item in items if item.printed["day_label"]}
    for item in items:
        cells = item.printed
        bare = not cells["facilitators"] and not cells["room"]
        blank_day = not cells["date_as_printed"] or not cells["day_label"]
        session = item.kind == "session"
        if (blank_day and (labelled or not cells["date_as_printed"])) or (
            session and bare and item.block in prints_its_own
        ):
            yield _finding(
                item,
                "CELL_INHERITED",
                Severity.INFO,
                "",
                "Cells of this row are blank and are taken from the row above: see that they are meant.",
            )
        yield from _about_what_is_read(item)
        if not session:
            continue
        yield from _about_people(item)
        yield from _about_room(item)
        if _GROUP_TBC.search(cells["content"]):
            yield _finding(
                item,
                "GROUP_TBC",
                Severity.WARN,
                cells["content"],
                "Some of the people have no date yet: each group needs a run of its own.",
            )
        if item.audience in UNSTATED and _ASYE.search(cells["content"]):
            yield _finding(
                item,
                "AUDIENCE_SUSPECT",
                Severity.WARN,
                item.audience,
                "The text speaks of ASYE, which is for newly qualified staff only.",
                "newly-qualified",
            )


def _about_what_is_read(item: ProgrammeItem) -> Iterator[ProgrammeFinding]:
    cells = item.printed
    if not cells["content"]:
        yield _finding(
            item, "CONTENT_MISSING", Severity.WARN, "", "Nothing says what this session is about."
        )
    if cells[BEYOND]:
        yield _finding(
            item,
            "CELL_BEYOND",
            Severity.WARN,
            cells[BEYOND],
            "The row has more cells than the table has headings: what stands there is not read.",
        )
    if _CONTROL.search(cells["content"]):
        yield _finding(
            item,
            "CONTROL_CHARACTER",
            Severity.BLOCK,
            cells["content"],
            "The text holds a character that cannot be printed: type it again.",
        )
    if item.audience not in AUDIENCES:
        yield _finding(
            item,
            "AUDIENCE_UNKNOWN",
            Severity.BLOCK,
            cells["audience"],
            f"{item.audience!r} is no audience. Write one of: {', '.join(sorted(AUDIENCES))}.",
        )
    if item.capacity is not None and not 1 <= item.capacity <= PLAUSIBLE_PEOPLE:
        possible = 1 <= item.capacity <= MOST_PEOPLE
        words = (
            "is more than any room of an academy holds: see that it is meant."
            if possible
            else f"cannot be: write how many people fit, from 1 to {MOST_PEOPLE}."
        )
        yield _finding(
            item,
            "CAPACITY_IMPLAUSIBLE",
            Severity.WARN if possible else Severity.BLOCK,
            cells["content"],
            f"A capacity of {item.capacity} {words}",
        )


def _blocks_that_print_their_own(items: Sequence[ProgrammeItem]) -> set[str]:
    told: dict[str, list[bool]] = defaultdict(list)
    for item in items:
        if item.kind == "session":
            told[item.block].append(bool(item.printed["facilitators"] or item.printed["room"]))
    return {block for block, cells in told.items() if MOSTLY * sum(cells) >= len(cells)}


def _about_people(item: ProgrammeItem) -> Iterator[ProgrammeFinding]:
    cells = item.printed
    if not cells["presenters"]:
        yield _finding(
            item, "PRESENTER_MISSING", Severity.WARN, "", "Nobody is named to present this."
        )
    elif _TBC.search(cells["presenters"]):
        yield _finding(
            item,
            "PRESENTER_TBC",
            Severity.WARN,
            cells["presenters"],
            "A presenter is still to be confirmed.",
        )
    if not cells["facilitators"]:
        yield _finding(item, "FACILITATOR_MISSING", Severity.WARN, "", "No facilitator is printed.")


def _about_room(item: ProgrammeItem) -> Iterator[ProgrammeFinding]:
    room = item.printed["room"]
    if not room:
        yield _finding(item, "ROOM_MISSING", Severity.WARN, "", "No room is printed.")
    elif "|" in room:
        yield _finding(
            item,
            "ROOM_MULTIPLE",
            Severity.BLOCK,
            room,
            "More than one place is printed: say which, or that all of them are needed.",
        )


def overlaps(items: Sequence[ProgrammeItem]) -> Iterator[ProgrammeFinding]:
    """Pairs on one day whose half-open times meet; tracks run side by side on purpose."""
    by_day: dict[date, list[ProgrammeItem]] = defaultdict(list)
    for item in items:
        if item.day:
            by_day[item.day].append(item)
    for day, same in by_day.items():
        for one, other in combinations(same, 2):
            side_by_side = one.track and other.track and one.track[:-1] == other.track[:-1]
            if not side_by_side and meets(one, other):
                yield _finding(
                    other,
                    "OVERLAP",
                    Severity.BLOCK,
                    other.printed["time_as_printed"],
                    f"{day.isoformat()} {one.span} (row {one.row}) and {other.span} (row {other.row}) "
                    "overlap.",
                )


def meets(one: ProgrammeItem, other: ProgrammeItem) -> bool:
    """Half-open times that share a moment; back to back is no overlap."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def about_headings(
    items: Sequence[ProgrammeItem], headings: Sequence[BlockHeading], working_days: WorkingDays
) -> Iterator[ProgrammeFinding]:
    """Stated days and dates against each other and, where rows fall in the block, against them."""
    for cohort in dict.fromkeys(heading.cohort for heading in headings):
        own = [heading for heading in headings if heading.cohort == cohort]
        after: date | None = None
        for heading in own:
            windows = _windows(heading.dates, after)
            if windows:
                after = windows[0].first
            elif heading.dates:
                yield ProgrammeFinding(
                    None,
                    "HEADING_UNREADABLE",
                    Severity.WARN,
                    heading.dates,
                    None,
                    f"{heading.dates!r}, the heading of {heading.block} in cohort {cohort}, names no "
                    "date that can be: its rows are not checked against it.",
                )
            yield from _about_heading(heading, windows, items, working_days)
        stated = _STATED_DATES.search(own[0].title)
        if stated and int(stated[1]) != len(own):
            yield ProgrammeFinding(
                None,
                "TOTAL_MISMATCH",
                Severity.WARN,
                own[0].title,
                f"{len(own)} blocks",
                f"Cohort {cohort} is announced over {stated[1]} dates, and {len(own)} blocks follow.",
            )


def _windows(text: str, after: date | None) -> list[PrintedDates]:
    read = (read_heading(part, after=after) for part in text.split(" / "))
    return [window for window in read if window]


def _about_heading(
    heading: BlockHeading,
    windows: Sequence[PrintedDates],
    items: Sequence[ProgrammeItem],
    working_days: WorkingDays,
) -> Iterator[ProgrammeFinding]:
    stated = STATED_DAYS.search(heading.days)
    if not (windows and stated):
        return
    days = int(stated[1])
    for printed, window in zip(heading.dates.split(" / "), windows, strict=False):
        named = _weekdays(window)
        one_of_several = named == 1 and len(windows) == 1
        if named != days and not one_of_several:
            yield ProgrammeFinding(
                None,
                "HEADING_MISMATCH",
                Severity.WARN,
                f"{printed} {heading.days}",
                None,
                f"The heading of {heading.block} in cohort {heading.cohort} names {named} "
                f"date{'s' if named > 1 else ''} and states {heading.days}.",
            )
    whole = as_long_as_stated(windows[0], heading.days, working_days)
    held = {item.day for item in items if item.day and whole.first <= item.day <= whole.last}
    if held and len(held) != days:
        yield ProgrammeFinding(
            None,
            "HEADING_MISMATCH",
            Severity.WARN,
            heading.days,
            f"{len(held)} days",
            f"The heading of {heading.block} in cohort {heading.cohort} states {heading.days}; "
            f"its rows fall on {len(held)}.",
        )


def _weekdays(window: PrintedDates) -> int:
    days = (window.first + timedelta(days=n) for n in range((window.last - window.first).days + 1))
    return sum(day.weekday() < SATURDAY for day in days)


def similar_names(rows: Sequence[PrintedRow]) -> Iterator[ProgrammeFinding]:
    """Rooms and people whose names differ by little: offered for merging, never merged (I5).

    Facilitators and presenters are people alike: one may be printed as both.
    """
    for columns, split in ((("room",), _ROOMS), (("facilitators", "presenters"), _NAMES)):
        first_seen: dict[str, PrintedRow] = {}
        for row in rows:
            for name in (each for column in columns for each in split.split(row[column])):
                if name.strip(" .?"):
                    first_seen.setdefault(name.strip(" .?"), row)
        for one, other in combinations(first_seen, 2):
            if alike(one, other):
                yield ProgrammeFinding(
                    first_seen[other].row,
                    "NAME_SIMILAR",
                    Severity.INFO,
                    other,
                    one,
                    f"{other!r} looks like {one!r} (row {first_seen[one].row}): merge them if they "
                    "are the same.",
                )


def names_in(cell: str) -> tuple[str, ...]:
    """People printed in one cell, each once; who is to be confirmed is nobody yet."""
    names = (name.strip(" .") for name in _NAMES.split(cell))
    return tuple(dict.fromkeys(name for name in names if name and not _TBC.search(name)))


def rooms_in(cell: str) -> tuple[str, ...]:
    rooms = (room.strip(" .") for room in cell.split("|"))
    return tuple(dict.fromkeys(room for room in rooms if room))


def alike(one: str, other: str) -> bool:
    """Whether two names may be one: the same words, or all but a letter or two.

    Numbers and letters that stand alone tell rooms and people apart: Room A is not Room B.
    """
    plain, against = (
        " ".join(re.findall(r"[^\W_]+", re.sub("['\u2019]", "", name.lower())))
        for name in (one, other)
    )
    marks, others = (_MARKS.findall(name) for name in (plain, against))
    if marks != others:
        return False
    if plain == against or _one_letter_apart(plain, against):
        return True
    return SequenceMatcher(None, plain, against).ratio() * 100 >= ALIKE_PER_CENT


def _one_letter_apart(one: str, other: str) -> bool:
    """One letter more, less or other, or two in the other order; nothing is said of very short names."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    mine, theirs = one[same:], other[same:]
    return min(len(one), len(other)) >= SHORT_NAME and (
        mine[1:] in (theirs, theirs[1:])
        or mine == theirs[1:]
        or (mine[1::-1] == theirs[:2] and mine[2:] == theirs[2:])
    )


def _finding(  # noqa: PLR0917 -- in the order in which a person reads a finding
    item: ProgrammeItem,
    code: str,
    severity: Severity,
    printed: str,
    message: str,
    better: str | None = None,
) -> ProgrammeFinding:
    return ProgrammeFinding(item.row, code, severity, printed, better, message)

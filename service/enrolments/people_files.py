"""Files of starters and of members: what columns they have and what a row says (S1).

Read as the workforce returns are, with findings by row and column and no repair.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import partial

from academy.programme import Audience
from service.enrolments.people_rows import MemberRow, StarterRow
from service.workforce.findings import Severity
from service.workforce.tabular.cells import CellRefusedError, ChoiceReader, ColumnReader
from service.workforce.tabular.choices import Choice
from service.workforce.tabular.columns import REGISTRATION_NUMBER, Column, Need, ValueType
from service.workforce.tabular.fault import Fault
from service.workforce.tabular.read_rows import Layout
from service.workforce.tabular.rules import RowFault, Rule, Values
from service.workforce.tabular.tables import TableKind

LONGEST = 200
MOST_PEOPLE = 500
"""People of one file, as of one request."""

DAY_TO_COME = Fault(
    "DAY_TO_COME",
    Severity.REJECT,
    "The day is in the future, and only what has happened is noted here.",
    "Check the date, or leave the cell empty until it has happened.",
    "A starter cleared next month.",
)
CLEARED_BEFORE_REQUEST = Fault(
    "CLEARED_BEFORE_REQUEST",
    Severity.REJECT,
    "Clearance came before it was requested.",
    "Check both dates.",
    "Requested on 2 October, cleared on 1 October.",
)
STARTS_BEFORE_QUALIFYING = Fault(
    "STARTS_BEFORE_QUALIFYING",
    Severity.WARN,
    "The start is before the day they qualified.",
    "Check both dates.",
    "Starts on 1 June, qualified on 1 July.",
)
WORKING_DAYS_FORM = Fault(
    "WORKING_DAYS_FORM",
    Severity.REJECT,
    "These are not working days as they are read here.",
    "Write the days with spaces between them, as in Mon Tue Wed, or as in Mon-Wed.",
    "3 days a week",
)
ITEM_UNKNOWN = Fault(
    "ITEM_UNKNOWN",
    Severity.REJECT,
    "No programme has an item {items}.",
    "Write keys of items or modules as the programme has them, with ; between them.",
    "An item that is spelled otherwise.",
)
WORKER_TWICE = Fault(
    "WORKER_TWICE",
    Severity.REJECT,
    "Rows {rows} have the same registration number.",
    "Keep one row for each person.",
    "One number in two rows.",
)
STARTER_HELD = Fault(
    "STARTER_HELD",
    Severity.REJECT,
    "This worker is known as a starter already.",
    "Take the row out; change the starter who is there if something is new.",
    "The same file sent again.",
)
MEMBER_HELD = Fault(
    "MEMBER_HELD",
    Severity.REJECT,
    "This worker is a member of the cohort already.",
    "Take the row out; change the member who is there if something is new.",
    "The same file sent again.",
)
RUN_UNKNOWN = Fault(
    "RUN_UNKNOWN",
    Severity.REJECT,
    "The cohort has no run {run}.",
    "The runs are: {runs}.",
    "A run that is spelled otherwise.",
)
CHECK_EXPIRED = Fault(
    "CHECK_EXPIRED",
    Severity.REJECT,
    "The file was not confirmed within {days} days, and what was read of it has been deleted.",
    "Send the file again.",
    "A file checked last year.",
)
TOO_MANY_PEOPLE = Fault(
    "TOO_MANY_PEOPLE",
    Severity.REJECT,
    "The file has {read} people, and {most} are taken at once.",
    "Send it in parts.",
    "A file of 501 rows.",
)


def _name(name: str, words: str, example: str, need: Need = Need.OPTIONAL) -> Column:
    return Column(name, words, ValueType.NAME, need, example, longest=LONGEST)


def _day(name: str, words: str, example: str, need: Need = Need.OPTIONAL) -> Column:
    return Column(name, words, ValueType.DATE, need, example)


_NUMBER = Column(
    REGISTRATION_NUMBER.name,
    REGISTRATION_NUMBER.words,
    ValueType.REGISTRATION,
    Need.EXPECTED,
    REGISTRATION_NUMBER.example,
)
_PERSON = _name("name", "Name of the person", "Nell Newly", Need.REQUIRED)
_TEAM = _name("team", "Team they join", "North", Need.EXPECTED)
_MANAGER = _name("manager", "Their line manager", "Max Manager")
_ROUTE = _name("route", "How they came into social work", "Step Up")
_DAYS = _name("working_days", "Days of the week they work; all five when empty", "Mon Tue Wed")
_COMPLETED = _name(
    "completed", "Items and modules they need not take again, with ; between them", "lcs"
)

STARTER_COLUMNS = (
    _NUMBER,
    _PERSON,
    _day("start", "First day", "2027-01-11", Need.REQUIRED),
    Column(
        "newly_qualified",
        "Whether they are newly qualified",
        ValueType.YES_NO,
        Need.REQUIRED,
        "yes",
    ),
    _name("post", "Post they take", "P-017"),
    _TEAM,
    _name("base", "Where they are based", "Hill House"),
    _MANAGER,
    _ROUTE,
    _name("service", "Service they join, as SEND", "SEND"),
    Column("fte", "FTE, 1 when empty", ValueType.FTE, Need.OPTIONAL, "0.6"),
    _DAYS,
    _COMPLETED,
    _day("qualified_on", "Day they qualified", "2026-07-01"),
    _day("registered_on", "Day of registration with Social Work England", "2026-09-01"),
    _day("clearance_requested_on", "Day clearance was requested", "2026-11-02"),
    _day("cleared_on", "Day they were cleared", "2026-11-20"),
)
AUDIENCES = (
    Choice(Audience.NEWLY_QUALIFIED, "Newly qualified", also=("nqsw", "asye")),
    Choice(Audience.EXPERIENCED, "Experienced"),
    Choice(Audience.MANAGERS, "Manager", also=("managers",)),
    Choice(Audience.NAMED, "Named for single items", also=("named",)),
)
MEMBER_COLUMNS = (
    _NUMBER,
    _PERSON,
    Column(
        "audience",
        "Which audience of the programme they belong to",
        ValueType.CHOICE,
        Need.REQUIRED,
        "newly-qualified",
        choices=AUDIENCES,
    ),
    _name("run", "Run they attend; the home run when empty", "home"),
    _TEAM,
    _MANAGER,
    _ROUTE,
    _day("started_on", "Day they started", "2027-01-04"),
    _day("asye_start", "Day their own ASYE year began", "2027-01-04"),
    _DAYS,
    _COMPLETED,
    Column(
        "cleared", "Whether they are cleared; no when empty", ValueType.YES_NO, Need.OPTIONAL, "yes"
    ),
    _day("expected_clearance", "Day clearance is expected", "2027-01-20"),
)

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([a-z]+)\s*[-\u2013]\s*([a-z]+)")


class WorkingDaysReader(ColumnReader):
    """``Mon Tue Wed``, ``Monday, Tuesday`` or ``Mon-Wed`` -> days of the week, Monday = 0."""

    def parse(self, text: str) -> tuple[int, ...]:
        plain = text.casefold()
        if span := _SPAN.fullmatch(plain):
            first, last = _weekday(span[1]), _weekday(span[2])
            if first < last:
                return tuple(range(first, last + 1))
            raise CellRefusedError(WORKING_DAYS_FORM)
        words = [word for word in re.split(r"[\s,;/|&]+|\band\b", plain) if word]
        return tuple(sorted({_weekday(word) for word in words}))


def _weekday(word: str) -> int:
    short = word.strip(".")[:3]
    full = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    plain = word.strip(".")
    if plain in full:
        return full[plain]
    if short in _WEEK and (plain == short or names[_WEEK.index(short)] == plain):
        return _WEEK.index(short)
    raise CellRefusedError(WORKING_DAYS_FORM)


class ItemsReader(ColumnReader):
    """Keys of items and modules with ``;`` or ``|`` between them. Which there are is seen later."""

    def parse(self, text: str) -> tuple[str, ...]:
        return tuple(sorted({key.strip() for key in re.split(r"[;|]", text) if key.strip()}))


def _starter_rule(today: date, values: Values) -> Iterable[RowFault]:
    start, (qualified, registered, requested, cleared) = values[2], values[-4:]
    for name, day in (
        ("registered_on", registered),
        ("clearance_requested_on", requested),
        ("cleared_on", cleared),
    ):
        if day is not None and day > today:
            yield RowFault(DAY_TO_COME, name, {})
    if requested and cleared and cleared < requested:
        yield RowFault(CLEARED_BEFORE_REQUEST, "cleared_on", {})
    if qualified and qualified > start:
        yield RowFault(STARTS_BEFORE_QUALIFYING, "qualified_on", {})


def _no_rule(_values: Values) -> Iterable[RowFault]:
    return ()


_READERS = {"working_days": WorkingDaysReader, "completed": ItemsReader}


def starters_file(today: date) -> TableKind:
    rule: Rule = partial(_starter_rule, today)
    key = ("registration_number", "name", "start")
    return TableKind(
        "starters", Layout(STARTER_COLUMNS, "starter", key, rule, StarterRow), _READERS
    )


def members_file() -> TableKind:
    key = ("registration_number", "name", "run")
    return TableKind(
        "members",
        Layout(MEMBER_COLUMNS, "member", key, _no_rule, MemberRow),
        {**_READERS, "audience": _audience},
    )


def _audience(column: Column) -> ChoiceReader:
    return ChoiceReader(column, AUDIENCES, [choice.value for choice in AUDIENCES])


def template(columns: Iterable[Column]) -> bytes:
    """The headings as UTF-8 with a byte order mark, so that Excel keeps it as UTF-8."""
    headings = ",".join(column.name for column in columns)
    return f"{headings}\r\n".encode("utf-8-sig")

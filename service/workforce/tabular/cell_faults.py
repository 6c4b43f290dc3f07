"""Faults of one cell."""

from service.workforce.findings import Severity
from service.workforce.records import Kind
from service.workforce.tabular.columns import ValueType
from service.workforce.tabular.fault import Example, Fault, kinds_with

REJECT, WARN, INFO = Severity.REJECT, Severity.WARN, Severity.INFO

_NUMBERS = kinds_with(ValueType.FTE, ValueType.DAYS, ValueType.COUNT)
_FTE = kinds_with(ValueType.FTE)
_NAMES = kinds_with(ValueType.NAME)
_REGISTERED = kinds_with(ValueType.REGISTRATION)


def _posts(**cells: str) -> Example:
    return Example(Kind.POSTS, (cells,))


def _caseloads(**cells: str) -> Example:
    return Example(Kind.CASELOADS, (cells,))


def _absences(**cells: str) -> Example:
    return Example(Kind.ABSENCES, (cells,))


CELL_EMPTY = Fault(
    "CELL_EMPTY",
    REJECT,
    "The cell is empty.",
    "Fill it in: {words}.",
    _posts(team=""),
)
NOT_STATED = Fault(
    "NOT_STATED",
    WARN,
    "The cell is empty. It counts as not stated.",
    "Fill it in if you know it: {words}.",
    _posts(role=""),
)
TEXT_TOO_LONG = Fault(
    "TEXT_TOO_LONG",
    REJECT,
    "The text is longer than {longest} characters.",
    "Shorten it. If the cell runs on into other rows, look for a quotation mark that is not closed.",
    _posts(post="P" * 101),
    kinds=_NAMES,
)
TEXT_CONTROL = Fault(
    "TEXT_CONTROL",
    REJECT,
    "The text has a line break or another character that cannot be seen.",
    "Type the cell again on one line.",
    _posts(team='"Harbour\nAssessment"'),
    kinds=_NAMES,
)
CELL_FORMULA = Fault(
    "CELL_FORMULA",
    REJECT,
    "The cell begins like a formula, and no value came with it.",
    "In Excel copy the cell and paste it as a value. A name cannot begin with = + - or @.",
    _posts(team="=A1"),
)
CELL_ERROR = Fault(
    "CELL_ERROR",
    REJECT,
    "The cell holds the Excel error {error}.",
    "Correct the formula, or type the value.",
    _posts(team="#N/A"),
)
PLACEHOLDER = Fault(
    "PLACEHOLDER",
    REJECT,
    "The cell holds a sign for “nothing” instead of a value.",
    "Leave the cell empty if there is nothing to say, or fill it in.",
    _posts(team="n/a"),
)
REGISTRATION_FORM = Fault(
    "REGISTRATION_FORM",
    REJECT,
    "This is not a registration number (shown with A for each letter and 9 for each digit).",
    "Write two letters and up to ten digits, as in SW123456.",
    _caseloads(registration_number="123456"),
    kinds=_REGISTERED,
)
REGISTRATION_SPELLING = Fault(
    "REGISTRATION_SPELLING",
    INFO,
    "This registration number is written in another way elsewhere in the file. "
    "Both count as one person.",
    "Nothing to do. Capitals and spaces make no difference.",
    Example(
        Kind.CASELOADS,
        (
            {"registration_number": "SW123456"},
            {"registration_number": "sw 123456", "snapshot_date": "2026-03-31"},
        ),
    ),
    kinds=_REGISTERED,
)
REGISTRATION_SIMILAR = Fault(
    "REGISTRATION_SIMILAR",
    WARN,
    "This registration number and the one in row {other} differ only in zeros before the digits. "
    "They count as two people.",
    "If it is one person, write the number with the same zeros in every row and every file.",
    Example(
        Kind.CASELOADS,
        ({"registration_number": "SW77"}, {"registration_number": "SW0077"}),
    ),
    kinds=_REGISTERED,
)
REGISTRATION_SIMILAR_HELD = Fault(
    "REGISTRATION_SIMILAR_HELD",
    WARN,
    "A worker who is held has a registration number that differs from this one only in zeros before "
    "the digits. They count as two people.",
    "If it is one person, write the number as it was sent before, in every file.",
    "`SW0077` where an employment or agency assignment of `SW77` is held.",
    kinds=_REGISTERED,
)
CHOICE_UNKNOWN = Fault(
    "CHOICE_UNKNOWN",
    REJECT,
    "This is not one of the values of this column.",
    "Write one of: {allowed}.{suggestion}",
    _posts(role="caseholders"),
)
DATE_FORM = Fault(
    "DATE_FORM",
    REJECT,
    "This is not a date as it is read here.",
    "Write the date as 2026-09-30 or as 30/09/2026.",
    _posts(opened="last spring"),
)
DATE_SERIAL = Fault(
    "DATE_SERIAL",
    REJECT,
    "This is a bare number, not a date.",
    "In Excel format the cell as a date, or write the date as 2026-09-30.",
    _posts(opened="45383"),
)
DATE_HAS_TIME = Fault(
    "DATE_HAS_TIME",
    REJECT,
    "The date has a time of day.",
    "Write the day alone, as 2026-09-30.",
    _posts(opened="2024-04-01 09:30"),
)
DATE_TWO_DIGIT_YEAR = Fault(
    "DATE_TWO_DIGIT_YEAR",
    REJECT,
    "The year has two digits.",
    "Write the year with four digits, as in 30/09/2026.",
    _posts(opened="01/04/24"),
)
DATE_IMPOSSIBLE = Fault(
    "DATE_IMPOSSIBLE",
    REJECT,
    "There is no such day.",
    "Check the day and the month.",
    _posts(opened="31/02/2024"),
)
DATE_MONTH_FIRST = Fault(
    "DATE_MONTH_FIRST",
    REJECT,
    "The date has the month first.",
    "Write the day first, as 30/09/2026, or write 2026-09-30. Check the whole column.",
    _posts(opened="04/25/2024"),
)
DATE_AMBIGUOUS = Fault(
    "DATE_AMBIGUOUS",
    REJECT,
    "The date can be read with the day first or with the month first, and another date in this "
    "column has the month first.",
    "Write all dates of this column as 2026-09-30.",
    Example(Kind.POSTS, ({"opened": "03/04/2024"}, {"post": "P-0043", "opened": "04/25/2024"})),
)
DATE_DAY_FIRST = Fault(
    "DATE_DAY_FIRST",
    INFO,
    "The dates of this column such as this one were read with the day first, as is usual in the "
    "United Kingdom. No date in the column shows whether that is right.",
    "Check one of them. To avoid the question write dates as 2026-09-30.",
    _posts(opened="03/04/2024"),
)
DATE_TOO_EARLY = Fault(
    "DATE_TOO_EARLY",
    REJECT,
    "The date is before 1 January 1950.",
    "Check the year. Leave the cell empty if the date is not known.",
    _posts(opened="1900-01-01"),
)
DATE_TOO_LATE = Fault(
    "DATE_TOO_LATE",
    REJECT,
    "The date is more than a year ahead.",
    "Check the year. Leave the cell empty if there is no date yet.",
    _posts(closed="2099-12-31"),
)
DATE_IN_FUTURE = Fault(
    "DATE_IN_FUTURE",
    WARN,
    "The date is in the future.",
    "Nothing to do if it is planned. Otherwise correct it.",
    _posts(opened="2027-01-04"),
)
SNAPSHOT_IN_FUTURE = Fault(
    "SNAPSHOT_IN_FUTURE",
    REJECT,
    "The day of the count is in the future.",
    "Check the date: cases cannot be counted before the day is over.",
    _caseloads(snapshot_date="2027-03-31"),
    kinds=(Kind.CASELOADS,),
)
NUMBER_FORM = Fault(
    "NUMBER_FORM",
    REJECT,
    "This is not a number as it is read here.",
    "Write digits, with a point before decimals, as in 0.6.",
    _posts(fte="full time"),
    kinds=_NUMBERS,
)
NUMBER_DECIMAL_COMMA = Fault(
    "NUMBER_DECIMAL_COMMA",
    REJECT,
    "The number has a comma where a point is expected.",
    "Write 0.6, not 0,6.",
    _posts(fte='"0,6"'),
    kinds=_NUMBERS,
)
NUMBER_THOUSANDS = Fault(
    "NUMBER_THOUSANDS",
    REJECT,
    "The number has commas between the thousands.",
    "Write the digits alone.",
    _caseloads(cases='"1,000"'),
    kinds=_NUMBERS,
)
NUMBER_PERCENT = Fault(
    "NUMBER_PERCENT",
    REJECT,
    "The number is written as a percentage.",
    "Write 0.6, not 60%.",
    _posts(fte="60%"),
    kinds=_NUMBERS,
)
NUMBER_NEGATIVE = Fault(
    "NUMBER_NEGATIVE",
    REJECT,
    "The number is below 0.",
    "Check the sign.",
    _posts(fte="-0.1"),
    kinds=_NUMBERS,
)
NUMBER_ROUNDED = Fault(
    "NUMBER_ROUNDED",
    INFO,
    "The number has more than {places} decimals. It is kept as {kept}.",
    "Nothing to do.",
    _posts(fte="0.675675675675676"),
    kinds=kinds_with(ValueType.FTE, ValueType.DAYS),
)
NUMBER_NOT_WHOLE = Fault(
    "NUMBER_NOT_WHOLE",
    REJECT,
    "This is not a whole number.",
    "Count whole cases.",
    _caseloads(cases="17.5"),
    kinds=(Kind.CASELOADS,),
)
FTE_ABOVE_ONE = Fault(
    "FTE_ABOVE_ONE",
    REJECT,
    "The FTE is above 1.",
    "Write 1 for full time. If there are several posts or spells, give each a row.",
    _posts(fte="1.5"),
    kinds=_FTE,
)
FTE_ZERO = Fault(
    "FTE_ZERO",
    REJECT,
    "The FTE is 0.",
    "Write the FTE held during the spell, also for somebody who has left. Leave the cell empty if "
    "it is not known.",
    _posts(fte="0"),
    kinds=(Kind.POSTS, Kind.EMPLOYMENTS, Kind.AGENCY),
)
CASES_TOO_MANY = Fault(
    "CASES_TOO_MANY",
    REJECT,
    "More than {most} cases for one worker.",
    "Check the number. Cases waiting to be allocated do not belong to a worker.",
    _caseloads(cases="501"),
    kinds=(Kind.CASELOADS,),
)
DAYS_TOO_MANY = Fault(
    "DAYS_TOO_MANY",
    REJECT,
    "More than {most} days in one absence.",
    "Check the number.",
    _absences(days_lost="1500"),
    kinds=(Kind.ABSENCES,),
)

CELL_FAULTS = (
    CELL_EMPTY,
    NOT_STATED,
    TEXT_TOO_LONG,
    TEXT_CONTROL,
    CELL_FORMULA,
    CELL_ERROR,
    PLACEHOLDER,
    REGISTRATION_FORM,
    REGISTRATION_SPELLING,
    REGISTRATION_SIMILAR,
    REGISTRATION_SIMILAR_HELD,
    CHOICE_UNKNOWN,
    DATE_FORM,
    DATE_SERIAL,
    DATE_HAS_TIME,
    DATE_TWO_DIGIT_YEAR,
    DATE_IMPOSSIBLE,
    DATE_MONTH_FIRST,
    DATE_AMBIGUOUS,
    DATE_DAY_FIRST,
    DATE_TOO_EARLY,
    DATE_TOO_LATE,
    DATE_IN_FUTURE,
    SNAPSHOT_IN_FUTURE,
    NUMBER_FORM,
    NUMBER_DECIMAL_COMMA,
    NUMBER_THOUSANDS,
    NUMBER_PERCENT,
    NUMBER_NEGATIVE,
    NUMBER_ROUNDED,
    NUMBER_NOT_WHOLE,
    FTE_ABOVE_ONE,
    FTE_ZERO,
    CASES_TOO_MANY,
    DAYS_TOO_MANY,
)

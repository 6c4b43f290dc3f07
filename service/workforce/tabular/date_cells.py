"""Reading dates: ISO, British with four-digit years, or words. A column is never read two ways."""

import re
from datetime import date

from service.workforce.tabular import cell_faults as faults
from service.workforce.tabular.cells import CellNotedError, CellRefusedError, ColumnReader
from service.workforce.tabular.columns import Column, Future

EARLIEST = date(1950, 1, 1)

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(.+))?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?: +(.+))?", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})[ -](\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_SERIAL = re.compile(r"\d{4,6}(\.\d+)?", re.ASCII)
_MIDNIGHT = re.compile(r"0{1,2}:00(:00(\.0+)?)?")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_BY_NAME = {
    name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3])
} | {"sept": 9}


class MonthFirstError(Exception):
    """A date proves that the column has the month first: read the file again knowing that.

    Dates further up that can be read either way have been taken as day first by then.
    """

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


class DateReader(ColumnReader):
    """Dates of one column. ``month_first`` when a date of the column is known to prove that."""

    def __init__(self, column: Column, *, today: date, month_first: bool) -> None:
        super().__init__(column)
        self._today = today
        self._latest = a_year_after(today)
        self._month_first = month_first
        self._doubtful: str | None = None
        """The first date of the column that can be read both ways; the doubt is told there."""
        self.day_first_proved = False

    def parse(self, text: str) -> date:
        if found := _ISO.fullmatch(text):
            year, month, day, time = found.groups()
            _refuse_time(time)
            return self._plausible(_day(year, int(month), int(day)))
        if found := _NUMBERS.fullmatch(text):
            first, _, second, year, time = found.groups()
            _refuse_time(time)
            return self._from_numbers(text, int(first), int(second), _four_digits(year))
        if found := _WORDS.fullmatch(text):
            day, name, year = found.groups()
            if name.lower() in _MONTH_BY_NAME:
                month = _MONTH_BY_NAME[name.lower()]
                return self._plausible(_day(_four_digits(year), month, int(day)))
        if _SERIAL.fullmatch(text):
            raise CellRefusedError(faults.DATE_SERIAL)
        raise CellRefusedError(faults.DATE_FORM)

    def _from_numbers(self, text: str, first: int, second: int, year: str) -> date:
        if first <= 12 < second:
            _day(year, first, second)
            if not self._month_first:
                raise MonthFirstError(self.column.name)
            raise CellRefusedError(faults.DATE_MONTH_FIRST)
        day = _day(year, second, first)
        if first > 12:
            self.day_first_proved = True
        elif first != second:
            if self._month_first:
                raise CellRefusedError(faults.DATE_AMBIGUOUS)
            value = self._plausible(day)
            self._doubtful = self._doubtful or text
            if text == self._doubtful:
                raise CellNotedError(value, faults.DATE_DAY_FIRST, once=True)
            return value
        return self._plausible(day)

    def _plausible(self, day: date) -> date:
        if day < EARLIEST:
            raise CellRefusedError(faults.DATE_TOO_EARLY)
        if day > self._latest:
            raise CellRefusedError(faults.DATE_TOO_LATE)
        if day > self._today:
            if self.column.future is Future.REJECT:
                raise CellRefusedError(faults.SNAPSHOT_IN_FUTURE)
            if self.column.future is Future.WARN:
                raise CellNotedError(day, faults.DATE_IN_FUTURE, once=False)
        return day


def a_year_after(day: date) -> date:
    """Return the same day a year on; 28 February after 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _day(year: str, month: int, day: int) -> date:
    try:
        return date(int(year), month, day)
    except ValueError:
        raise CellRefusedError(faults.DATE_IMPOSSIBLE) from None


def _four_digits(year: str) -> str:
    if len(year) == 2:
        raise CellRefusedError(faults.DATE_TWO_DIGIT_YEAR)
    return year


def _refuse_time(time: str | None) -> None:
    if time and not _MIDNIGHT.fullmatch(time):
        raise CellRefusedError(faults.DATE_HAS_TIME)

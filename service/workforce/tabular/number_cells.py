"""Reading numbers: exact from text to scaled integer, never through a float."""

import re
from decimal import Decimal

from service.workforce.tabular import cell_faults as faults
from service.workforce.tabular.cells import CellNotedError, CellRefusedError, ColumnReader
from service.workforce.tabular.columns import Column

FTE_PLACES = 6
DAYS_PLACES = 2
FULL_TIME = 10**FTE_PLACES
MOST_CASES = 500
MOST_DAYS = 1_000
LONGEST_NUMBER = 40
"""Characters of a number; longer ones are not numbers of people, days or cases."""

_PLAIN = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_DECIMAL_COMMA = re.compile(r"[0-9]*,[0-9]+")


def scaled(text: str, places: int) -> tuple[int, bool]:
    """Return a plain decimal times ten to ``places``, rounded half up, and whether it was exact."""
    whole, _, decimals = text.partition(".")
    kept, rest = decimals[:places], decimals[places:]
    number = int((whole + kept.ljust(places, "0")) or "0")
    if rest[:1] >= "5":
        number += 1
    return number, not rest.strip("0")


def unscaled(number: int, places: int) -> str:
    """Return a scaled integer as people write it, without needless zeros."""
    whole, decimals = divmod(number, 10**places)
    return f"{whole}.{decimals:0{places}}".rstrip("0").rstrip(".")


def plain_number(text: str, *, decimal_comma_first: bool) -> str:
    """Return ``text`` when it is plain digits with at most one point; refuse everything else."""
    unsigned = text.removeprefix("-")
    if len(text) > LONGEST_NUMBER:
        raise CellRefusedError(faults.NUMBER_FORM)
    if _PLAIN.fullmatch(unsigned):
        if unsigned != text:
            raise CellRefusedError(faults.NUMBER_NEGATIVE)
        return text
    if unsigned.endswith("%") and _PLAIN.fullmatch(unsigned[:-1].rstrip()):
        raise CellRefusedError(faults.NUMBER_PERCENT)
    if decimal_comma_first and _DECIMAL_COMMA.fullmatch(unsigned):
        raise CellRefusedError(faults.NUMBER_DECIMAL_COMMA)
    if _THOUSANDS.fullmatch(unsigned):
        raise CellRefusedError(faults.NUMBER_THOUSANDS)
    if _DECIMAL_COMMA.fullmatch(unsigned):
        raise CellRefusedError(faults.NUMBER_DECIMAL_COMMA)
    raise CellRefusedError(faults.NUMBER_FORM)


class FteReader(ColumnReader):
    """FTE in millionths, at most 1. Zero only where ``zero`` allows it."""

    def __init__(self, column: Column, *, zero: bool) -> None:
        super().__init__(column)
        self._zero = zero

    def parse(self, text: str) -> int:
        number = plain_number(text, decimal_comma_first=True)
        # Judged before rounding: 1.0000004 would be kept as 1.
        if Decimal(number) > 1:
            raise CellRefusedError(faults.FTE_ABOVE_ONE)
        fte, exact = scaled(number, FTE_PLACES)
        if fte == 0 and not self._zero:
            raise CellRefusedError(faults.FTE_ZERO)
        return _exactly(fte, exact, FTE_PLACES)


class DaysReader(ColumnReader):
    """Working days in hundredths."""

    def parse(self, text: str) -> int:
        days, exact = scaled(plain_number(text, decimal_comma_first=True), DAYS_PLACES)
        if days > MOST_DAYS * 10**DAYS_PLACES:
            raise CellRefusedError(faults.DAYS_TOO_MANY, most=f"{MOST_DAYS:,}")
        return _exactly(days, exact, DAYS_PLACES)


class CountReader(ColumnReader):
    """Whole numbers of cases; 17.0 is 17."""

    def parse(self, text: str) -> int:
        count, exact = scaled(plain_number(text, decimal_comma_first=False), 0)
        if not exact:
            raise CellRefusedError(faults.NUMBER_NOT_WHOLE)
        if count > MOST_CASES:
            raise CellRefusedError(faults.CASES_TOO_MANY, most=MOST_CASES)
        return count


def _exactly(number: int, exact: bool, places: int) -> int:
    if exact:
        return number
    raise CellNotedError(
        number, faults.NUMBER_ROUNDED, once=True, places=places, kept=unscaled(number, places)
    )

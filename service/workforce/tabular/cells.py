"""Reading one cell: the text of a cell becomes a value, a refusal or a value with a note.

A ``ColumnReader`` is a dictionary from text to value that fills itself: equal texts are read once,
and the common row costs one lookup for each cell. Whatever needs words leaves as an exception, so
that a row without faults pays nothing for them.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from service.workforce.tabular import cell_faults as faults
from service.workforce.tabular import file_faults
from service.workforce.tabular.choices import Choice
from service.workforce.tabular.columns import Column, Need
from service.workforce.tabular.fault import STRAY_BYTE, Fault, shape
from service.workforce.tabular.known_names import did_you_mean, folded

EXCEL_ERRORS = frozenset(
    {
        "#N/A",
        "#REF!",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
        "#BLOCKED!",
        "#BUSY!",
        "#CONNECT!",
        "#UNKNOWN!",
    }
)
PLACEHOLDERS = frozenset(
    {
        "-",
        "--",
        "\N{EN DASH}",
        "\N{EM DASH}",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "tbc",
        "tba",
        "?",
        ".",
    }
)


class CellError(Exception):
    """A cell needs words: a refusal or a note."""

    def __init__(self, fault: Fault, **words: object) -> None:
        super().__init__(fault.code)
        self.fault = fault
        self.words = words


class CellRefusedError(CellError):
    """The cell has no value that can be taken in."""


class CellNotedError(CellError):
    """The cell has a value, and something is to be said about it; ``once`` for equal texts."""

    def __init__(self, value: Any, fault: Fault, *, once: bool, **words: object) -> None:
        super().__init__(fault, **words)
        self.value = value
        self.once = once


class ColumnReader(dict[str, Any]):
    """Text of a cell -> value, read on first sight. Raises CellError for anything with words."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column = column

    def __missing__(self, text: str) -> Any:
        value = self.read(text.strip())
        self[text] = value
        return value

    def read(self, text: str) -> Any:
        """Read a cell without its surrounding spaces."""
        if not text:
            return self.read_empty()
        if not text.isascii() and STRAY_BYTE.search(text):
            raise CellRefusedError(file_faults.ENCODING_MIXED)
        if text[0] == "=":
            raise CellRefusedError(faults.CELL_FORMULA)
        if text[0] == "#" and text.upper() in EXCEL_ERRORS:
            raise CellRefusedError(faults.CELL_ERROR, error=text.upper())
        if text.casefold() in PLACEHOLDERS:
            raise CellRefusedError(faults.PLACEHOLDER)
        return self.parse(text)

    def read_empty(self) -> None:
        if self.column.need is Need.REQUIRED:
            raise CellRefusedError(faults.CELL_EMPTY, words=self.column.clause)
        if self.column.need is Need.EXPECTED:
            raise CellNotedError(None, faults.NOT_STATED, once=False, words=self.column.clause)

    def parse(self, text: str) -> Any:
        """Read a text that is not empty and means something."""
        raise NotImplementedError

    def shown(self, text: str) -> str:
        """Return what a finding may repeat of a cell of this column."""
        return text


class NameReader(ColumnReader):
    """Names of teams, areas and posts: printable, on one line, nothing a spreadsheet would run."""

    def parse(self, text: str) -> str:
        name = unicodedata.normalize("NFC", text)
        if not name.isprintable():
            raise CellRefusedError(faults.TEXT_CONTROL)
        if name[0] in "+-@":
            raise CellRefusedError(faults.CELL_FORMULA)
        if len(name) > self.column.longest:
            raise CellRefusedError(faults.TEXT_TOO_LONG, longest=self.column.longest)
        return name


MOST_DIGITS = 10
"""Of a registration number, after two letters."""


class RegistrationReader(ColumnReader):
    """Registration number -> worker key. Neither the number nor a part of it goes any further."""

    def __init__(self, column: Column, identify: Callable[[str], str]) -> None:
        super().__init__(column)
        self._identify = identify
        self._seen: dict[str, tuple[str, str]] = {}
        """Number -> how it was first written, and the worker key."""
        self.similar: dict[str, dict[str, str]] = {}
        """Number without leading zeros -> worker key -> shape, of all numbers that come to it."""

    def parse(self, text: str) -> str:
        number = "".join(text.split()).upper()
        letters, digits = number[:2], number[2:]
        if not (
            number.isascii()
            and letters.isalpha()
            and digits.isdigit()
            and 1 <= len(digits) <= MOST_DIGITS
        ):
            raise CellRefusedError(faults.REGISTRATION_FORM)
        if number not in self._seen:
            worker = self._identify(number)
            self._seen[number] = text, worker
            self.similar.setdefault(letters + digits.lstrip("0"), {})[worker] = shape(number)
        first_written, worker = self._seen[number]
        if text != first_written:
            raise CellNotedError(worker, faults.REGISTRATION_SPELLING, once=True)
        return worker

    def shown(self, text: str) -> str:
        return shape(text)

    def held_otherwise(self, held: Collection[str]) -> dict[str, str]:
        """Workers not among ``held`` whose number with other leading zeros is: key -> shape.

        Keys do not show what they were made of, so the other ways to write each number are made
        into keys and looked for.
        """
        return {
            worker: shape(number)
            for number, (_, worker) in self._seen.items()
            if held and worker not in held
            if any(self._identify(other) in held for other in _with_other_zeros(number))
        }


def _with_other_zeros(number: str) -> Iterator[str]:
    letters, digits = number[:2], number[2:].lstrip("0")
    for length in range(max(1, len(digits)), MOST_DIGITS + 1):
        other = letters + digits.zfill(length)
        if other != number:
            yield other


class ChoiceReader(ColumnReader):
    """One of a list, as census code or in words; capitals and hyphens make no difference."""

    def __init__(self, column: Column, choices: Iterable[Choice], values: Iterable[Any]) -> None:
        super().__init__(column)
        self._choices = tuple(choices)
        self._by_spelling = {
            folded(spelling): value
            for choice, value in zip(self._choices, values, strict=True)
            for spelling in choice.spellings
        }

    def parse(self, text: str) -> Any:
        try:
            return self._by_spelling[folded(text)]
        except KeyError:
            words = [spelling for spelling in self._by_spelling if len(spelling) > 2]
            raise CellRefusedError(
                faults.CHOICE_UNKNOWN,
                allowed=", ".join(choice.label for choice in self._choices),
                suggestion=did_you_mean(text[:100], words),
            ) from None

"""From rows of text to records: one fast path for rows that say nothing unusual, one for the rest.

A row is looked up cell by cell in the readers of its columns, checked by the rule of its kind and
kept. Only a row that needs words leaves that path, so the cost of 200,000 good rows is close to
the cost of splitting them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from operator import getitem, itemgetter
from types import MappingProxyType
from typing import Any

from service.workforce.records import (
    AbsenceRecord,
    AgencyRecord,
    CaseloadRecord,
    EmploymentRecord,
    Kind,
    PostRecord,
)
from service.workforce.tabular import file_faults, row_faults
from service.workforce.tabular.cells import (
    CellError,
    CellNotedError,
    ChoiceReader,
    ColumnReader,
    NameReader,
    RegistrationReader,
)
from service.workforce.tabular.choices import YES_NO
from service.workforce.tabular.columns import COLUMNS, Column, ValueType
from service.workforce.tabular.date_cells import DateReader
from service.workforce.tabular.fault import Fault
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.header import Header, heading_key
from service.workforce.tabular.number_cells import CountReader, DaysReader, FteReader
from service.workforce.tabular.rules import RULES, Rule, Values

PROGRESS_EVERY = 5_000
"""Rows between two calls of the progress function."""
MOST_LISTED = 10
"""Row numbers named in one sentence."""

RECORDS: MappingProxyType[Kind, Callable[..., Any]] = MappingProxyType(
    {
        Kind.POSTS: PostRecord,
        Kind.EMPLOYMENTS: EmploymentRecord,
        Kind.AGENCY: AgencyRecord,
        Kind.ABSENCES: AbsenceRecord,
        Kind.CASELOADS: CaseloadRecord,
    }
)
"""Kind -> its record: the row number, then the values in the order of the columns."""

KEYS: MappingProxyType[Kind, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.POSTS: ("post", ("post", "opened")),
        Kind.EMPLOYMENTS: ("spell", ("registration_number", "started", "post")),
        Kind.AGENCY: ("assignment", ("registration_number", "started", "team")),
        Kind.ABSENCES: ("absence", ("registration_number", "first_day", "kind")),
        Kind.CASELOADS: ("count", ("registration_number", "snapshot_date", "team")),
    }
)
"""Kind -> what a row is about, and the columns that tell its rows apart."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of one kind of table: their columns, and what a row becomes."""

    columns: tuple[Column, ...]
    thing: str
    """What a row is about, for a finding."""
    key: tuple[str, ...]
    """The columns that tell rows apart."""
    rule: Rule
    record_of: Callable[..., Any]
    """The row number, then the values in the order of the columns."""


LAYOUTS: MappingProxyType[Kind, Layout] = MappingProxyType(
    {kind: Layout(COLUMNS[kind], *KEYS[kind], RULES[kind], RECORDS[kind]) for kind in KEYS}
)


@dataclass(slots=True)
class ReadRows:
    """Records of the rows without a rejected cell, and how many rows there were."""

    read: int = 0
    records: list[Any] = field(default_factory=list)


def column_reader(
    column: Column,
    *,
    identify: Callable[[str], str],
    today: date,
    month_first: bool,
    zero_fte: bool = False,
) -> ColumnReader:
    """Return the reader of one column."""
    match column.type:
        case ValueType.REGISTRATION:
            return RegistrationReader(column, identify)
        case ValueType.NAME:
            return NameReader(column)
        case ValueType.DATE:
            return DateReader(column, today=today, month_first=month_first)
        case ValueType.FTE:
            return FteReader(column, zero=zero_fte)
        case ValueType.DAYS:
            return DaysReader(column)
        case ValueType.COUNT:
            return CountReader(column)
        case ValueType.YES_NO:
            return ChoiceReader(column, YES_NO, (True, False))
        case ValueType.CHOICE:
            values = [str(choice.value) for choice in column.choices]
            return ChoiceReader(column, column.choices, values)


class RowReader:
    """Reads the rows under one header."""

    def __init__(
        self,
        layout: Layout,
        header: Header,
        readers: Mapping[str, ColumnReader],
        findings: FindingsList,
        *,
        exact_width: bool,
    ) -> None:
        names = [column.name for column in layout.columns]
        self._layout = layout
        self._header = header
        self._readers = [readers[name] for name in names]
        self._findings = findings
        self._exact_width = exact_width
        self._left_out = any(name not in header.positions for name in names)
        """A cell is added to each row for the columns that the file leaves out."""
        self._pick = itemgetter(*(header.positions.get(name, header.width) for name in names))
        self._key = itemgetter(*(names.index(name) for name in layout.key))

    def read(
        self, rows: Iterator[tuple[int, list[str]]], progress: Callable[[int], None] | None
    ) -> ReadRows:
        """Read all rows below the headings."""
        result = ReadRows()
        records = result.records
        readers, pick, key_of = self._readers, self._pick, self._key
        width, left_out = self._header.width, self._left_out
        rule, record_of = self._layout.rule, self._layout.record_of
        seen: dict[Any, int] = {}
        again: dict[Any, list[int]] = {}
        read = 0
        for row, cells in rows:
            if len(cells) != width and not self._fits(row, cells):
                read += any(map(str.strip, cells))
                continue
            if left_out:
                cells.append("")
            try:
                values: Values = tuple(map(getitem, readers, pick(cells)))
            except CellError:
                if self._is_no_row(row, cells):
                    continue
                values = self._attend(row, cells)
            read += 1
            if progress is not None and not read % PROGRESS_EVERY:
                progress(read)
            if not values:
                continue
            for fault, column, words in rule(values):
                self._refer(row, cells, fault, column, words)
            key = key_of(values)
            first = seen.setdefault(key, row)
            if first != row:
                again.setdefault(key, [first]).append(row)
            records.append(record_of(row, *values))
        result.read = read
        for same in again.values():
            self._refuse_duplicates(same)
        return result

    def _fits(self, row: int, cells: list[str]) -> bool:
        """Bring a row to the width of the headings where nothing is lost by it; else say why not."""
        width = self._header.width
        outside = any(map(str.strip, cells[width:]))
        if not self._exact_width:
            if outside:
                self._findings.add(file_faults.CELL_OUTSIDE, row=row)
            del cells[width:]
            cells.extend(repeat("", width - len(cells)))
            return True
        if width < len(cells) <= self._header.full_width and not outside:
            del cells[width:]
            return True
        if any(map(str.strip, cells)):
            too_many = len(cells) > width
            fault = file_faults.TOO_MANY_CELLS if too_many else file_faults.TOO_FEW_CELLS
            self._findings.add(fault, row=row, found=len(cells), wanted=width)
        return False

    def _is_no_row(self, row: int, cells: list[str]) -> bool:
        """Whether the row is blank, or the headings once more."""
        if not any(map(str.strip, cells)):
            return True
        if tuple(map(heading_key, cells[: self._header.width])) == self._header.headings:
            self._findings.add(file_faults.HEADER_REPEATED, row=row)
            return True
        return False

    def _attend(self, row: int, cells: list[str]) -> Values:
        """Read a row that needs words; nothing when a cell of it is rejected."""
        values = []
        for reader, text in zip(self._readers, self._pick(cells), strict=True):
            try:
                values.append(reader[text])
            except CellError as error:
                name = reader.column.name
                value = reader.shown(text) if text else None
                self._findings.add(error.fault, row=row, column=name, value=value, **error.words)
                if isinstance(error, CellNotedError):
                    values.append(error.value)
                    if error.once:
                        reader[text] = error.value
        return tuple(values) if len(values) == len(self._readers) else ()

    def _refer(
        self, row: int, cells: list[str], fault: Fault, column: str, words: Mapping[str, str]
    ) -> None:
        position = self._header.positions.get(column)
        value = cells[position].strip() if position is not None else ""
        self._findings.add(fault, row=row, column=column, value=value or None, **words)

    def _refuse_duplicates(self, same: list[int]) -> None:
        thing, key = self._layout.thing, self._layout.key
        listed = listing(same)
        for row in same:
            self._findings.add(
                row_faults.DUPLICATE_ROW, row=row, rows=listed, thing=thing, key=" and ".join(key)
            )


def listing(rows: list[int]) -> str:
    """Return row numbers in words: ``4, 9 and 12``; the first ten when there are many."""
    if len(rows) == 1:
        return str(rows[0])
    if len(rows) > MOST_LISTED:
        return f"{', '.join(map(str, rows[:MOST_LISTED]))} and {len(rows) - MOST_LISTED:,} more"
    return f"{', '.join(map(str, rows[:-1]))} and {rows[-1]}"

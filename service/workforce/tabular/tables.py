"""Any table of people as CSV or Excel, read as returns are: rows and findings, never a repair.

For files of other capabilities, as starters of the academy: they say what columns there are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from service.workforce.findings import Finding
from service.workforce.tabular import file_faults
from service.workforce.tabular.cells import ColumnReader
from service.workforce.tabular.columns import Column
from service.workforce.tabular.date_cells import MonthFirstError
from service.workforce.tabular.file_refused import FileRefusedError
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.header import MOST_ROWS_ABOVE, Header, read_header, recognised
from service.workforce.tabular.limits import Limits
from service.workforce.tabular.read_rows import (
    Layout,
    ReadRows,
    RowReader,
    column_reader,
    listing,
)
from service.workforce.tabular.sources import open_rows
from service.workforce.tabular.to_the_end import to_the_end

HEADINGS = 2
"""Columns that a row must name to be taken for the headings."""

ReaderOf = Callable[[Column], ColumnReader]


@dataclass(frozen=True, slots=True)
class TableKind:
    """``name``: what the file is called, and the sheet looked for in a workbook.

    ``readers``: by column, where the cells are of a kind that returns do not have.
    """

    name: str
    layout: Layout
    readers: Mapping[str, ReaderOf] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """``rows``: records of the rows without a ``reject`` finding."""

    read: int = 0
    rows: list[Any] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unreadable: bool = False


Check = Callable[[Sequence[Any], FindingsList], None]


def read_table(
    kind: TableKind,
    stream: BinaryIO,
    *,
    filename: str,
    sheet: str | None,
    identify: Callable[[str], str],
    today: date,
    limits: Limits,
    accept_good_rows: bool = False,
    check: Check | None = None,
) -> Table:
    """Read a table from a seekable stream. Never raises on bad input: that is what findings are for.

    ``check`` looks at all good rows together and may add findings, which reject rows too.
    ``accept_good_rows`` adds the list of rows that are left out.
    """
    asked = _Asked(kind, stream, filename, sheet, identify, today, limits)
    month_first: frozenset[str] = frozenset()
    while True:
        findings = FindingsList(limits.max_findings)
        try:
            table = asked.read(month_first, findings)
            break
        except MonthFirstError as proof:
            month_first |= {proof.column}
    table.rows = [row for row in table.rows if row.row not in findings.rejected_rows]
    if check is not None:
        check(table.rows, findings)
    rejected = findings.rejected_rows
    table.rows = [row for row in table.rows if row.row not in rejected]
    if accept_good_rows and rejected and table.rows:
        findings.add(file_faults.ROWS_LEFT_OUT, count=len(rejected), rows=listing(sorted(rejected)))
    order = {column.name: place for place, column in enumerate(kind.layout.columns)}
    table.findings = findings.finish(order)
    return table


@dataclass(frozen=True, slots=True)
class _Asked:
    """One file to be read, perhaps more than once until it is known which way its dates go."""

    kind: TableKind
    stream: BinaryIO
    filename: str
    sheet: str | None
    identify: Callable[[str], str]
    today: date
    limits: Limits

    def read(self, month_first: frozenset[str], findings: FindingsList) -> Table:
        """Good rows so far; raises MonthFirstError."""
        result = to_the_end(lambda: self._rows(month_first, findings), findings)
        if result is None:
            return Table(unreadable=True)
        return Table(read=result.read, rows=result.records)

    def _rows(self, month_first: frozenset[str], findings: FindingsList) -> ReadRows:
        layout = self.kind.layout
        source = open_rows(
            self.kind.name,
            self.stream,
            filename=self.filename,
            sheet=self.sheet,
            limits=self.limits,
            findings=findings,
        )
        readers = {
            column.name: self._reader(column, month_first=column.name in month_first)
            for column in layout.columns
        }
        with closing(source.rows()) as rows:
            header = _header(layout.columns, rows, findings)
            if header is None:
                return ReadRows()
            reader = RowReader(layout, header, readers, findings, exact_width=source.exact_width)
            result = reader.read(rows, None)
        if not result.read:
            findings.add(file_faults.NO_ROWS)
        return result

    def _reader(self, column: Column, *, month_first: bool) -> ColumnReader:
        own = self.kind.readers.get(column.name)
        if own is not None:
            return own(column)
        return column_reader(
            column, identify=self.identify, today=self.today, month_first=month_first
        )


def _header(
    columns: Sequence[Column], rows: Iterator[tuple[int, list[str]]], findings: FindingsList
) -> Header | None:
    """The headings, in row 1. Raises FileRefusedError when there are none."""
    anything = False
    for row, cells in rows:
        if not any(map(str.strip, cells)):
            continue
        if recognised(cells, columns) >= HEADINGS or (row == 1 and recognised(cells, columns)):
            if row > 1:
                findings.add(file_faults.HEADER_NOT_FIRST, row=row, found=row)
                return None
            return read_header(columns, cells, findings)
        anything = True
        if row > MOST_ROWS_ABOVE:
            break
    if anything:
        names = ", ".join(column.name for column in columns)
        raise FileRefusedError(file_faults.HEADER_MISSING, columns=names)
    raise FileRefusedError(file_faults.FILE_EMPTY)

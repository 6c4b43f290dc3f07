"""Bytes of a CSV file or an Excel workbook to a parsed return. Pure: no clock, nothing stored."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from service.workforce.records import (
    Kind,
    ParsedReturn,
    Records,
)
from service.workforce.tabular import cell_faults, file_faults
from service.workforce.tabular.across_rows import (
    CHECKS,
    check_numbers_held_otherwise,
    check_similar_numbers,
)
from service.workforce.tabular.cells import RegistrationReader
from service.workforce.tabular.columns import COLUMNS, EDITION
from service.workforce.tabular.date_cells import DateReader, MonthFirstError
from service.workforce.tabular.file_refused import FileRefusedError
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.header import (
    MOST_ROWS_ABOVE,
    Header,
    looks_like_header,
    other_kind,
    read_header,
    recognised,
)
from service.workforce.tabular.known_names import KnownNames
from service.workforce.tabular.limits import DEFAULT_LIMITS, Limits
from service.workforce.tabular.read_rows import (
    LAYOUTS,
    ReadRows,
    RowReader,
    column_reader,
    listing,
)
from service.workforce.tabular.sources import open_rows
from service.workforce.tabular.to_the_end import to_the_end

NOTHING_KNOWN = KnownNames()


def read_return(
    kind: Kind,
    stream: BinaryIO,
    *,
    filename: str = "",
    sheet: str | None = None,
    identify: Callable[[str], str],
    known: KnownNames = NOTHING_KNOWN,
    today: date,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[int], None] | None = None,
    accept_good_rows: bool = False,
) -> ParsedReturn:
    """Read a return of one of the five tabular kinds from a seekable stream, from its start.

    Never raises on bad input: whatever is wrong is a finding. ``records`` holds the rows without a
    ``reject`` finding, whether or not good rows are to be taken in without the others:
    ``accept_good_rows`` only adds the list of rows that are left out. ``identify`` turns a
    registration number, without spaces and in capitals, into a worker key. ``progress`` is told
    the number of rows read so far, every 5,000 rows.
    """
    reading = _Reading(kind, stream, filename, sheet, identify, known, today, limits)
    tell = None if progress is None else _only_forward(progress)
    month_first: frozenset[str] = frozenset()
    while True:
        try:
            return reading.read(month_first, tell, accept_good_rows=accept_good_rows)
        except MonthFirstError as proof:
            month_first |= {proof.column}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file to be read, perhaps more than once until it is known which way its dates go."""

    kind: Kind
    stream: BinaryIO
    filename: str
    sheet: str | None
    identify: Callable[[str], str]
    known: KnownNames
    today: date
    limits: Limits

    def read(
        self,
        month_first: frozenset[str],
        progress: Callable[[int], None] | None,
        *,
        accept_good_rows: bool,
    ) -> ParsedReturn:
        findings = FindingsList(self.limits.max_findings)
        read = to_the_end(lambda: self._rows(findings, month_first, progress), findings)
        unreadable, result = read is None, read or ReadRows()
        rejected = findings.rejected_rows
        records = result.records
        if rejected:
            records = [record for record in records if record.row not in rejected]
        CHECKS[self.kind](records, self.known, findings)
        if accept_good_rows and rejected and records:
            findings.add(
                file_faults.ROWS_LEFT_OUT, count=len(rejected), rows=listing(sorted(rejected))
            )
        order = {column.name: place for place, column in enumerate(COLUMNS[self.kind])}
        return ParsedReturn(
            kind=self.kind,
            edition=EDITION,
            as_at=None,
            rows_read=result.read,
            rows_accepted=len(records),
            records=Records(**{self.kind.value: records}),
            findings=findings.finish(order),
            unreadable=unreadable,
        )

    def _rows(
        self,
        findings: FindingsList,
        month_first: frozenset[str],
        progress: Callable[[int], None] | None,
    ) -> ReadRows:
        source = open_rows(
            self.kind,
            self.stream,
            filename=self.filename,
            sheet=self.sheet,
            limits=self.limits,
            findings=findings,
        )
        readers = {
            column.name: column_reader(
                column,
                identify=self.identify,
                today=self.today,
                month_first=column.name in month_first,
                zero_fte=self.kind is Kind.CASELOADS,
            )
            for column in COLUMNS[self.kind]
        }
        with closing(source.rows()) as rows:
            header = self._header(rows, findings)
            if header is None:
                return ReadRows()
            reader = RowReader(
                LAYOUTS[self.kind], header, readers, findings, exact_width=source.exact_width
            )
            result = reader.read(rows, progress)
        if not result.read:
            findings.add(file_faults.NO_ROWS)
        for column in readers.values():
            if isinstance(column, RegistrationReader):
                check_similar_numbers(result.records, column.similar.values(), findings)
                held_otherwise = column.held_otherwise(self.known.workers)
                check_numbers_held_otherwise(result.records, held_otherwise, findings)
            if isinstance(column, DateReader) and column.day_first_proved:
                findings.withdraw(cell_faults.DATE_DAY_FIRST, column.column.name)
        return result

    def _header(
        self, rows: Iterator[tuple[int, list[str]]], findings: FindingsList
    ) -> Header | None:
        """Find and match the headings; raises FileRefusedError when these are no headings."""
        columns = COLUMNS[self.kind]
        anything = False
        for row, cells in rows:
            if not any(map(str.strip, cells)):
                continue
            if looks_like_header(cells) or (row == 1 and recognised(cells, columns)):
                other = other_kind(self.kind, cells)
                if other is not None:
                    raise FileRefusedError(file_faults.WRONG_KIND, kind=self.kind, other=other)
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


def _only_forward(progress: Callable[[int], None]) -> Callable[[int], None]:
    """Keep quiet about rows that were read before, when a file has to be read again."""
    furthest = 0

    def tell(rows: int) -> None:
        nonlocal furthest
        if rows > furthest:
            furthest = rows
            progress(rows)

    return tell

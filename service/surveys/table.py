"""Rows of a CSV file or a workbook under their headings, with the readers of workforce returns."""

import io
from collections.abc import Iterator, Sequence
from contextlib import closing

from service.surveys import file_faults as ours
from service.workforce.tabular import file_faults
from service.workforce.tabular.columns import Column
from service.workforce.tabular.file_refused import FileRefusedError
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.header import read_header
from service.workforce.tabular.limits import Limits
from service.workforce.tabular.sources import open_rows
from service.workforce.tabular.to_the_end import to_the_end

LARGEST = 8 * 1024 * 1024
MOST_ROWS = 20_000
LIMITS = Limits(max_bytes=LARGEST, max_expanded_bytes=128 * 1024 * 1024, max_findings=2_000)

Cells = dict[str, str]
"""Column name -> what stands in the cell, as it was written."""


def rows_of(
    content: bytes, filename: str, kind: str, columns: Sequence[Column], findings: FindingsList
) -> list[tuple[int, Cells]]:
    """Rows with something in them (``kind``: the sheet looked for in a workbook); whatever cannot be read is a finding, and then there are none."""
    read = to_the_end(lambda: list(_rows(content, filename, kind, columns, findings)), findings)
    return read or []


def _rows(
    content: bytes, filename: str, kind: str, columns: Sequence[Column], findings: FindingsList
) -> Iterator[tuple[int, Cells]]:
    source = open_rows(
        kind,
        io.BytesIO(content),
        filename=filename,
        sheet=None,
        limits=LIMITS,
        findings=findings,
        tables=[columns],
    )
    with closing(source.rows()) as rows:
        _, heading = next(rows, (1, []))
        header = read_header(columns, heading, findings)
        if header is None:
            return
        read = 0
        for row, cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[len(heading) :]) or (
                source.exact_width and len(cells) != len(heading)
            ):
                findings.add(ours.CELLS_WRONG, row=row, found=len(cells), wanted=len(heading))
                continue
            read += 1
            if read > MOST_ROWS:
                raise FileRefusedError(file_faults.FILE_TOO_LARGE, limit=LARGEST // 2**20)
            yield (
                row,
                {
                    name: cells[at] if at < len(cells) else ""
                    for name, at in header.positions.items()
                },
            )
        if not read and not findings.rejected_rows:
            findings.add(file_faults.NO_ROWS)

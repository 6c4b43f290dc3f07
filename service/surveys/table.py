"""Rows of a CSV file or a workbook under their headings, with the readers of workforce returns."""

import io
from collections.abc import Iterator, Sequence
from contextlib import closing

from service.surveys import file_faults as ours
from service.workforce.tabular import file_faults
from service.workforce.tabular.columns import Column
from service.workforce.tabular.fault import shown
from service.workforce.tabular.file_refused import FileRefusedError
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.header import heading_key
from service.workforce.tabular.limits import Limits
from service.workforce.tabular.package import WorkbookError, WorkbookTooLargeError
from service.workforce.tabular.sources import open_rows

LARGEST = 8 * 1024 * 1024
MOST_ROWS = 20_000
LIMITS = Limits(max_bytes=LARGEST, max_expanded_bytes=128 * 1024 * 1024, max_findings=2_000)

Cells = dict[str, str]
"""Column name -> what stands in the cell, as it was written."""


def rows_of(
    content: bytes, filename: str, kind: str, columns: Sequence[Column], findings: FindingsList
) -> list[tuple[int, Cells]]:
    """Rows with something in them (``kind``: the sheet looked for in a workbook); whatever cannot be read is a finding, and then there are none."""
    try:
        return list(_rows(content, filename, kind, columns, findings))
    except FileRefusedError as refused:
        findings.add(refused.fault, row=refused.row, column=None, value=None, **refused.words)
    except WorkbookTooLargeError as too_large:
        findings.add(file_faults.WORKBOOK_TOO_LARGE, why=too_large)
    except WorkbookError as damage:
        findings.add(file_faults.WORKBOOK_DAMAGED, why=damage)
    return []


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
        places = _places(heading, columns, findings)
        if places is None:
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
                {name: cells[at] if at < len(cells) else "" for name, at in places.items()},
            )
        if not read and not findings.rejected_rows:
            findings.add(file_faults.NO_ROWS)


def _places(
    heading: Sequence[str], columns: Sequence[Column], findings: FindingsList
) -> dict[str, int] | None:
    """Where each column stands; None where the rows cannot be read under these headings."""
    names = {column.name: column for column in columns}
    keys = [heading_key(cell) for cell in heading]
    usable = True
    for at, key in enumerate(keys):
        if key and keys.index(key) != at and key in names:
            usable = False
            findings.add(
                file_faults.COLUMN_DUPLICATE,
                row=1,
                column=key,
                heading=shown(heading[at].strip()),
                times=keys.count(key),
            )
        elif key and key not in names:
            findings.add(
                file_faults.COLUMN_UNKNOWN,
                row=1,
                value=heading[at].strip(),
                heading=shown(heading[at].strip()),
                suggestion="",
            )
    for column in columns:
        if column.required and column.name not in keys:
            usable = False
            findings.add(
                file_faults.COLUMN_MISSING,
                row=1,
                column=column.name,
                missing=column.name,
                words=column.clause,
                suggestion="",
            )
    return {key: at for at, key in enumerate(keys) if key in names} if usable else None

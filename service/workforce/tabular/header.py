"""Headings of a file against the columns of a return."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from service.workforce.records import Kind
from service.workforce.tabular import file_faults as faults
from service.workforce.tabular.columns import COLUMNS, Column, Need
from service.workforce.tabular.fault import shown
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.known_names import nearest

MOST_ROWS_ABOVE = 20
"""Rows searched for headings that are not in row 1, to say where they are."""

_BETWEEN_WORDS = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Header:
    """Where each column of the return stands in the file."""

    width: int
    """Cells up to the last heading."""
    full_width: int
    """Cells of the row of headings, empty ones at its end included: Excel adds them to all rows."""
    positions: MappingProxyType[str, int]
    """Column name -> index of the cell; columns that were left out are absent."""
    headings: tuple[str, ...]


def heading_key(text: str) -> str:
    """Reduce a heading to a column name: ``Registration Number`` is ``registration_number``."""
    return _BETWEEN_WORDS.sub("_", text.strip()).casefold()


def recognised(cells: Sequence[str], columns: Sequence[Column]) -> int:
    """Count the columns whose heading is among ``cells``."""
    keys = {heading_key(cell) for cell in cells}
    return sum(column.name in keys for column in columns)


def looks_like_header(cells: Sequence[str]) -> bool:
    """Whether these are the headings of any return: at least two of its columns by name."""
    return any(recognised(cells, columns) >= 2 for columns in COLUMNS.values())


def other_kind(kind: Kind, cells: Sequence[str]) -> Kind | None:
    """Return the kind whose every needed column is there, when one of ``kind`` is not."""
    if _missing(COLUMNS[kind], cells):
        for other in COLUMNS:
            if other is not kind and not _missing(COLUMNS[other], cells):
                return other
    return None


def read_header(
    columns: Sequence[Column], cells: Sequence[str], findings: FindingsList
) -> Header | None:
    """Match the headings; ``None`` when no row can be read under them. Findings say why."""
    names = {column.name for column in columns}
    keys = [heading_key(cell) for cell in cells]
    while keys and not keys[-1]:
        keys.pop()
    usable = True
    times = Counter(key for key in keys if key)
    for key, count in times.items():
        if count > 1:
            usable = usable and key not in names
            heading = cells[keys.index(key)].strip()
            findings.add(
                faults.COLUMN_DUPLICATE,
                row=1,
                column=key if key in names else None,
                value=heading,
                heading=shown(heading),
                times=count,
            )
    strangers = {key: cells[keys.index(key)].strip() for key in times if key not in names}
    absent = [column.name for column in columns if column.name not in times]
    for key, heading in strangers.items():
        near = nearest(key, absent)
        findings.add(
            faults.COLUMN_UNKNOWN,
            row=1,
            value=heading,
            heading=shown(heading),
            suggestion=f" If it is meant as “{near}”, change the heading." if near else "",
        )
    for column in _missing(columns, cells):
        near = nearest(column.name, strangers)
        usable = False
        findings.add(
            faults.COLUMN_MISSING,
            row=1,
            column=column.name,
            missing=column.name,
            words=column.clause,
            suggestion=f" Is it the column “{shown(strangers[near])}”?" if near else "",
        )
    if not usable:
        return None
    positions = {name: keys.index(name) for name in times if name in names}
    return Header(len(keys), len(cells), MappingProxyType(positions), tuple(keys))


def _missing(columns: Sequence[Column], cells: Sequence[str]) -> list[Column]:
    keys = {heading_key(cell) for cell in cells}
    return [
        column for column in columns if column.need is not Need.OPTIONAL and column.name not in keys
    ]

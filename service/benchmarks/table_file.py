"""A comparator file as rows of text, and which of the two kinds it is, told by its columns."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scorecard.indicators import BY_COLUMN
from service.benchmarks import faults
from service.workforce.findings import Finding, Severity

SEPARATORS = ",;\t|"
MOST_FINDINGS = 500
NEIGHBOUR_RANKS = tuple(range(1, 11))
KEYS_OF_INDICATORS = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
)
KEYS_OF_NEIGHBOURS = ("old_la_code", *(f"SN_{rank}" for rank in NEIGHBOUR_RANKS))
ALSO_PUBLISHED = frozenset(
    {
        "country_code",
        "country_name",
        "la_name",
        "region_ind",
        "region_name",
        *(f"SN_{rank}P" for rank in NEIGHBOUR_RANKS),
    }
)
"""Columns of the published files that nothing is read from, or that may be missing."""


class TableKind(StrEnum):
    """What a comparator file is."""

    INDICATORS = "indicators"
    NEIGHBOURS = "neighbours"


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the headings. ``number`` as a spreadsheet shows it: the headings are row 1."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableFile:
    kind: TableKind
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


class Findings:
    """Findings in the order of the file, kept up to a limit; the rest are counted."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._cut = 0
        self.refused = False

    def add(self, finding: Finding) -> None:
        self.refused = self.refused or finding.severity is Severity.REJECT
        if len(self._kept) < MOST_FINDINGS:
            self._kept.append(finding)
        else:
            self._cut += 1

    def all(self) -> list[Finding]:
        cut = [faults.TOO_MANY.at(count=self._cut)] if self._cut else []
        return [*self._kept, *cut]


def read_table(content: bytes, findings: Findings) -> TableFile | None:
    """The rows of a file; None when it is not one of the two, and ``findings`` say why."""
    text = _decoded(content)
    if text is None:
        findings.add(faults.NOT_TEXT.at())
        return None
    rows = _rows(text, findings)
    if rows is None:
        return None
    headings = [cell.strip() for cell in rows[0][1]] if rows else []
    kind = _kind(headings, findings)
    if kind is None:
        return None
    lines = []
    for number, cells in rows[1:]:
        if len(cells) != len(headings):
            findings.add(faults.ROW_WIDTH.at(row=number, found=len(cells), expected=len(headings)))
            continue
        values = (cell.strip() for cell in cells)
        lines.append(Line(number, dict(zip(headings, values, strict=True))))
    if not rows[1:]:
        findings.add(faults.NO_ROWS.at())
    return None if findings.refused else TableFile(kind, tuple(headings), tuple(lines))


def _decoded(content: bytes) -> str | None:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _rows(text: str, findings: Findings) -> list[tuple[int, list[str]]] | None:
    """Rows that are not blank, with their numbers; the separator is what gives most headings."""
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
    except csv.Error:
        findings.add(faults.QUOTES_BROKEN.at(row=number + 1))
        return None
    return rows


def _kind(headings: list[str], findings: Findings) -> TableKind | None:
    """What the columns say; every column missing, twice or not known is a finding."""
    found = set(headings)
    indicators = [column for column in BY_COLUMN if column in found]
    of_neighbours = "old_la_code" in found and any(
        f"SN_{rank}" in found for rank in NEIGHBOUR_RANKS
    )
    of_indicators = bool(indicators) and "time_period" in found
    if of_neighbours == of_indicators:
        shown = ", ".join(filter(None, headings))[:200] or "none"
        findings.add(faults.COLUMNS_UNKNOWN.at(found=shown))
        return None
    kind = TableKind.INDICATORS if of_indicators else TableKind.NEIGHBOURS
    keys = KEYS_OF_INDICATORS if of_indicators else KEYS_OF_NEIGHBOURS
    for finding in _about_columns(headings, kind, keys):
        findings.add(finding)
    return kind


def _about_columns(
    headings: list[str], kind: TableKind, keys: tuple[str, ...]
) -> Iterator[Finding]:
    for column in dict.fromkeys(headings):
        if headings.count(column) > 1:
            yield faults.COLUMN_TWICE.about(column)
    for column in keys:
        if column not in headings:
            yield faults.COLUMN_MISSING.about(column)
    known = {*keys, *ALSO_PUBLISHED}
    if kind is TableKind.INDICATORS:
        known |= set(BY_COLUMN)
        for column in BY_COLUMN:
            if column not in headings:
                yield faults.INDICATOR_MISSING.about(column)
    for column in dict.fromkeys(headings):
        if column not in known:
            yield faults.COLUMN_NOT_USED.about(column)

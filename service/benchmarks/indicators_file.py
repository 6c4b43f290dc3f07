"""DfE's indicators file as a national table; every doubt about it is a finding."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from scorecard.authorities import authorities, joint_key, members_of
from scorecard.comparison import census_day
from scorecard.definition import Symbol
from scorecard.indicators import BY_COLUMN, Cell, cell_of
from scorecard.national_tables import ENGLAND, Level, NationalTable, TableRow
from service.benchmarks import faults
from service.benchmarks.table_file import Findings, Line, TableFile
from service.workforce.findings import Finding

_YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
REPORTING_YEAR = "Reporting year"


def national_table(
    file: TableFile, findings: Findings, retrieved_on: date | None = None
) -> NationalTable:
    """The table of a file; rows that cannot be used are findings that refuse the file.

    ``retrieved_on``: no year may end after that day; None where that was looked at before.
    """
    columns = [column for column in BY_COLUMN if column in file.columns]
    seen: dict[tuple[int, str], int] = {}
    rows = []
    for line in file.lines:
        row = _row(line, columns, findings, retrieved_on)
        if row is None:
            continue
        for finding in _repeated(row, line.number, seen):
            findings.add(finding)
        rows.append(row)
    return NationalTable(rows)


def _row(
    line: Line, columns: list[str], findings: Findings, retrieved_on: date | None
) -> TableRow | None:
    cells = line.cells
    faulty = list(_about_keys(line, retrieved_on))
    for finding in faulty:
        findings.add(finding)
    values = {column: _cell(line, column, findings) for column in columns}
    if any(finding.severity is faults.REJECT for finding in faulty):
        return None
    level = Level(cells["geographic_level"])
    old = cells["old_la_code"]
    key = {
        Level.NATIONAL: ENGLAND,
        Level.REGIONAL: cells["region_code"],
        Level.AUTHORITY: joint_key(old),
    }[level]
    name = {
        Level.NATIONAL: "England",
        Level.REGIONAL: cells["region_name"],
        Level.AUTHORITY: cells["la_name"],
    }[level]
    return TableRow(
        year=int(cells["time_period"]),
        level=level,
        key=key,
        new_code=cells["new_la_code"] if level is Level.AUTHORITY else key,
        name=name,
        region_code=cells["region_code"],
        cells=values,
    )


def _about_keys(line: Line, retrieved_on: date | None) -> Iterator[Finding]:
    cells = line.cells
    year = cells["time_period"]
    if not _YEAR.fullmatch(year):
        yield faults.NOT_A_YEAR.at(line.number, "time_period", year)
    elif retrieved_on is not None and census_day(int(year)) > retrieved_on:
        day = f"{retrieved_on:%-d %B %Y}"
        yield faults.YEAR_AHEAD.at(line.number, "time_period", year, year=year, day=day)
    if cells["time_identifier"] != REPORTING_YEAR:
        yield faults.NOT_A_REPORTING_YEAR.at(
            line.number, "time_identifier", cells["time_identifier"]
        )
    level = cells["geographic_level"]
    if level not in set(Level):
        yield faults.LEVEL_UNKNOWN.at(line.number, "geographic_level", level)
        return
    needed = {
        Level.NATIONAL: (),
        Level.REGIONAL: ("region_code", "region_name"),
        Level.AUTHORITY: ("old_la_code", "la_name", "region_code"),
    }[Level(level)]
    for column in needed:
        if not cells[column]:
            yield faults.CODE_MISSING.at(line.number, column, "")
    if level == Level.AUTHORITY and cells["old_la_code"]:
        yield from _about_authority(line)


def _about_authority(line: Line) -> Iterator[Finding]:
    code, year = line.cells["old_la_code"], line.cells["time_period"]
    members = members_of(code)
    if not members:
        yield faults.CODE_NOT_A_NUMBER.at(line.number, "old_la_code", code)
    for member in members:
        known = authorities().get(member)
        if known is None:
            yield faults.AUTHORITY_UNKNOWN.at(line.number, "old_la_code", code, code=member)
        elif known.last_year is not None and year > str(known.last_year):
            why = f"{known.name} ({member}) made its last return for {known.last_year}."
            yield faults.AUTHORITY_ENDED.at(line.number, "old_la_code", code, why=why)
        elif known.first_year is not None and year < str(known.first_year):
            why = f"{known.name} ({member}) made its first return for {known.first_year}."
            yield faults.AUTHORITY_ENDED.at(line.number, "old_la_code", code, why=why)


def _cell(line: Line, column: str, findings: Findings) -> Cell:
    text = line.cells[column]
    cell = cell_of(text)
    if cell is not None:
        return cell
    fault = faults.NEITHER_NUMBER_NOR_SYMBOL if text else faults.CELL_BLANK
    findings.add(fault.at(line.number, column, text))
    return Symbol.UNAVAILABLE


def _repeated(row: TableRow, number: int, seen: dict[tuple[int, str], int]) -> Iterator[Finding]:
    """Every key, and every authority of a joint return, has one row a year."""
    first = seen.setdefault((row.year, row.key), number)
    if first != number:
        yield faults.ROW_TWICE.at(number, name=row.name, year=row.year, first=first)
        return
    members: Mapping[str, None] = dict.fromkeys(members_of(row.key))
    for code in members if len(members) > 1 else ():
        first = seen.setdefault((row.year, code), number)
        if first != number:
            yield faults.JOINT_MEMBER_TWICE.at(
                number, "old_la_code", row.key, code=code, year=row.year, first=first
            )

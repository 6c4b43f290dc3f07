"""The model of statistical neighbours: ten for each authority, nearest first."""

from collections.abc import Iterator

from scorecard.authorities import authorities, is_code
from scorecard.national_tables import Neighbour, Neighbours
from service.benchmarks import faults
from service.benchmarks.table_file import NEIGHBOUR_RANKS, Findings, Line, TableFile
from service.workforce.findings import Finding


def neighbours_model(file: TableFile, findings: Findings) -> Neighbours:
    """The neighbours of each authority in the file."""
    own = {line.cells["old_la_code"] for line in file.lines}
    seen: dict[str, int] = {}
    model: dict[str, tuple[Neighbour, ...]] = {}
    for line in file.lines:
        code = line.cells["old_la_code"]
        for finding in (*_about_authority(line, seen), *_about_neighbours(line, own)):
            findings.add(finding)
        model[code] = tuple(
            Neighbour(line.cells[f"SN_{rank}"], rank, line.cells.get(f"SN_{rank}P", ""))
            for rank in NEIGHBOUR_RANKS
            if line.cells[f"SN_{rank}"]
        )
    return model


def _about_authority(line: Line, seen: dict[str, int]) -> Iterator[Finding]:
    code = line.cells["old_la_code"]
    if not code:
        yield faults.CODE_MISSING.at(line.number, "old_la_code", "")
        return
    if not is_code(code):
        yield faults.CODE_NOT_A_NUMBER.at(line.number, "old_la_code", code)
    elif code not in authorities():
        yield faults.AUTHORITY_UNKNOWN.at(line.number, "old_la_code", code, code=code)
    first = seen.setdefault(code, line.number)
    if first != line.number:
        yield faults.ROW_TWICE.at(line.number, name=code, year="the model", first=first)


def _about_neighbours(line: Line, own: set[str]) -> Iterator[Finding]:
    met = {line.cells["old_la_code"]}
    for rank in NEIGHBOUR_RANKS:
        column = f"SN_{rank}"
        code = line.cells[column]
        if not code:
            yield faults.NEIGHBOUR_MISSING.at(line.number, column, "")
            continue
        if not is_code(code):
            yield faults.CODE_NOT_A_NUMBER.at(line.number, column, code)
        elif code not in own and code not in authorities():
            yield faults.NEIGHBOUR_WITHOUT_ROW.at(line.number, column, code, code=code)
        if code in met:
            yield faults.NEIGHBOUR_TWICE.at(line.number, column, code, code=code)
        met.add(code)

"""Small files from changed example rows, read, and what the reader says about them in one line each."""

import io
from datetime import date

from service.workforce.records import Kind, ParsedReturn
from service.workforce.tabular import KnownNames, Limits, read_return
from service.workforce.tabular.columns import COLUMNS
from service.workforce.tabular.limits import DEFAULT_LIMITS

POSTS, EMPLOYMENTS, AGENCY = Kind.POSTS, Kind.EMPLOYMENTS, Kind.AGENCY
ABSENCES, CASELOADS = Kind.ABSENCES, Kind.CASELOADS
TODAY = date(2026, 11, 22)
KNOWN = KnownNames(
    teams=frozenset({"Harbour Assessment", "Duty Team"}),
    posts=frozenset({"P-0001", "P-0002", "P-0042", "P-0043"}),
)


def identify(number: str) -> str:
    """A stand-in for the keyed hash that tests can read back."""
    return f"worker {number}"


def headings(kind: Kind) -> str:
    return ",".join(column.name for column in COLUMNS[kind])


def example(kind: Kind, /, **cells: str) -> str:
    """The example row of the template with some cells changed, as raw CSV text."""
    return ",".join(cells.get(column.name, column.example) for column in COLUMNS[kind])


def table(kind: Kind, *rows: dict[str, str] | str) -> str:
    """Headings and rows: each the changes to the example row, or the text of a row."""
    lines = [row if isinstance(row, str) else example(kind, **row) for row in rows]
    return "\n".join([headings(kind), *lines]) + "\n"


def read(
    kind: Kind,
    content: str | bytes,
    *,
    filename: str = "",
    sheet: str | None = None,
    known: KnownNames = KNOWN,
    today: date = TODAY,
    limits: Limits = DEFAULT_LIMITS,
    progress=None,
    accept_good_rows: bool = False,
) -> ParsedReturn:
    data = content.encode() if isinstance(content, str) else content
    return read_return(
        kind,
        io.BytesIO(data),
        filename=filename,
        sheet=sheet,
        identify=identify,
        known=known,
        today=today,
        limits=limits,
        progress=progress,
        accept_good_rows=accept_good_rows,
    )


def lines(parsed: ParsedReturn) -> list[str]:
    """Findings as ``row column CODE severity value``; a dash for what is not there."""
    return [
        " ".join(
            [
                str(finding.row or "-"),
                finding.column or "-",
                finding.code,
                finding.severity,
                "-" if finding.value is None else finding.value,
            ]
        )
        for finding in parsed.findings
    ]


def told(kind: Kind, *rows: dict[str, str] | str, **options) -> list[str]:
    """What is said about a table of these rows."""
    return lines(read(kind, table(kind, *rows), **options))


def records(parsed: ParsedReturn):
    return getattr(parsed.records, parsed.kind)

"""Files as a council sends them: facts written as returns, and rows of files without the product."""

import csv
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date
from io import BytesIO, StringIO

import python_calamine

from scorecard.workforce import Workforce

HEADINGS = {
    "posts": "post team area role fte opened closed",
    "employments": "registration_number post team area role contract fte started start_type"
    " start_origin ended end_type leaver_destination leaving_reason qualified_on asye_started asye_ended",
    "agency": "registration_number team area role fte started ended covers_vacancy",
    "absences": "registration_number kind first_day last_day days_lost",
    "caseloads": "registration_number snapshot_date team cases fte unit agency",
}
"""In the order of the fields of the facts, which have `ref` before them."""
SCALES = {"fte": 6, "days_lost": 2}


def _number(worker: str) -> str:
    """A registration number for the key of an invented worker (a small number in hex digits)."""
    return f"SW{int(worker, 16):06d}"


def _cell(heading: str, value: object) -> str:
    match value:
        case str() if heading == "registration_number":
            return _number(value)
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() if places := SCALES.get(heading):
            return f"{value // 10**places}.{value % 10**places:0{places}d}"
        case date():
            return value.isoformat()
    return str(value)


def written(facts: Workforce) -> Iterator[tuple[str, bytes]]:
    """Yield one CSV file of each kind that has facts."""
    for kind, headings in HEADINGS.items():
        names = headings.split()
        rows = [
            [_cell(name, value) for name, value in zip(names, astuple(fact)[1:], strict=True)]
            for fact in getattr(facts, kind)
        ]
        if rows:
            stream = StringIO(newline="")
            csv.writer(stream).writerows([names, *rows])
            yield kind, stream.getvalue().encode()


def rows_of(content: bytes, encoding: str = "utf-8", separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode(encoding), newline=""), delimiter=separator))


def sheet_of(content: bytes, sheet: str) -> list[dict[str, str]]:
    """The rows of one sheet of a workbook, read by a library that the product does not use."""
    head, *rows = (
        python_calamine.load_workbook(BytesIO(content)).get_sheet_by_name(sheet).to_python()
    )
    return [dict(zip(map(str, head), map(_text, row), strict=True)) for row in rows]


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return _cell("", value)

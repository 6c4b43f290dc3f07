"""A scorecard document as a tidy CSV: one figure per row. The shape is stable: docs/scorecards/csv.md.

UTF-8 without a byte order mark, lines ended by CR LF, quoted as RFC 4180 says. A text that a
spreadsheet would take for a formula gets an apostrophe in front; numbers are never touched.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from typing import Any

from service.publication.beside_view import IN_CSV, BesideFigures

COLUMNS = (
    "measure",
    "period",
    "dimension",
    "group",
    "category",
    "numerator",
    "denominator",
    "value",
    "symbol",
    "n",
    "definition_id",
    "edition",
    "version",
    *IN_CSV,
)
_FORMULA = re.compile(r"\s*[=+\-@|%]|[\t\r\n]")
"""What Excel, LibreOffice and Google Sheets may run, also behind spaces and after a line break."""


def as_csv(document: Mapping[str, Any]) -> bytes:
    """The figures of an edition (or of what the public may see of it) as CSV bytes."""
    definitions = {each["id"]: definition_id(each) for each in document["measures"]}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    beside = BesideFigures(document)
    for figure in document["figures"]:
        writer.writerow(
            (
                harmless(figure["measure"]),
                document["period"]["end"],
                figure["dimension"],
                harmless(figure["group"]),
                harmless(figure["category"]),
                _blank(figure["numerator"]),
                _blank(figure["denominator"]),
                _blank(figure["value"]),
                _blank(figure["symbol"]),
                _blank(figure["n"]),
                definitions[figure["measure"]],
                document["edition"],
                document["version"],
                *_guarded(beside.cells(figure)),
            )
        )
    return out.getvalue().encode()


def _guarded(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The last cell is a text with names of councils; the others are numbers, symbols and dates."""
    return (*cells[:-1], harmless(cells[-1]))


def definition_id(measure: Mapping[str, Any]) -> str:
    """The measure and eight hex digits of its definition as published: other words, another id."""
    text = json.dumps(measure, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{measure['id']}@{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def harmless(text: str) -> str:
    """``text`` so that no spreadsheet computes it."""
    return f"'{text}" if _FORMULA.match(text) else text


def _blank(value: object) -> object:
    return "" if value is None else value

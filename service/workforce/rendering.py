"""Held values as people and programs read them: decimals as text, days as ISO dates."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from service.workforce.findings import Finding

PLACES = {
    "fte": 6,
    "vacancies_fte": 6,
    "agency_covering_fte": 6,
    "days_lost": 2,
}
"""Fields kept as scaled integers, and by how many decimal places."""

REGISTRATION_COLUMNS = frozenset({"registration_number", "sweno"})
MASK = "[registration number, not kept]"

FINDING_COLUMNS = ("row", "line", "column", "code", "severity", "value", "message", "hint")

Plain = str | int | bool | None


def plain(field: str, value: Any) -> Plain:
    """One held value as JSON: 600_000 of ``fte`` is ``"0.6"``, a day is ``"2026-09-30"``."""
    if value is None or isinstance(value, str):
        return value
    if field in PLACES:
        return decimal_text(value, PLACES[field])
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return value
    return int(value)


def decimal_text(scaled: int, places: int) -> str:
    """A scaled integer as a plain decimal without trailing zeros: 600_000 with 6 places is 0.6."""
    text = f"{Decimal(scaled).scaleb(-places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def finding_document(finding: Finding) -> dict[str, Plain]:
    """One finding in the shape of the API and the command line."""
    return {
        "row": finding.row,
        "line": finding.line,
        "column": finding.column,
        "code": finding.code,
        "severity": finding.severity.value,
        "value": finding.value,
        "message": finding.message,
        "hint": finding.hint,
    }


def masked(finding: dict[str, Plain]) -> dict[str, Plain]:
    """A finding as it is kept: without the registration number it is about."""
    value = finding["value"]
    if str(finding["column"] or "").lower() not in REGISTRATION_COLUMNS or not value:
        return finding
    return {
        **finding,
        "value": MASK,
        **{part: str(finding[part]).replace(str(value), MASK) for part in ("message", "hint")},
    }


def canonical(document: Any) -> str:
    """JSON text that is the same for the same content."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

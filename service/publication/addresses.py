"""The addresses of editions: one canonical form, read strictly."""

import re
from calendar import monthrange
from datetime import date
from enum import Enum
from typing import NamedTuple

from service.problems import NotFound
from service.scorecards.periods import period_end

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_VERSION = re.compile(r"v([1-9]\d{0,5})", re.ASCII)


class Form(Enum):
    """The forms of an edition, by the end of their address."""

    JSON = ""
    CSV = ".csv"
    XLSX = ".xlsx"
    ODS = ".ods"
    PDF = ".pdf"


DOCUMENTS = (Form.PDF, Form.ODS, Form.XLSX)
"""Forms that are made once for everybody and kept; JSON and CSV are cut for who asks."""


class Wanted(NamedTuple):
    """What an address asks for. ``version`` None is the latest."""

    period_end: date
    version: int | None
    form: Form


def wanted(period: str, version: str | None = None) -> Wanted:
    """Read ``2026-09-30``, ``2026-09-30.csv`` or ``2026-09-30`` with ``v2``, ``v2.pdf``.

    Raises NotFound with a sentence for anything else.
    """
    if version is None:
        bare, form = _form(period)
        return Wanted(period_end(bare), None, form)
    bare, form = _form(version)
    match = _VERSION.fullmatch(bare)
    if match is None:
        raise NotFound(f"“{version[:40]}” is not a version: write v1, v2 and so on.")
    return Wanted(period_end(period), int(match[1]), form)


def _form(text: str) -> tuple[str, Form]:
    """``2026-09-30.csv`` as ``2026-09-30`` and CSV."""
    for form in Form:
        if form.value and text.endswith(form.value):
            return text.removesuffix(form.value), form
    return text, Form.JSON


def end_of_month(text: str) -> date | None:
    """The last day of the month of ``2026-09``; None when ``text`` is not of that form."""
    match = _MONTH.fullmatch(text)
    if match is None or match[1] == "0000":
        return None
    year, month = int(match[1]), int(match[2])
    return date(year, month, monthrange(year, month)[1])


def page_address(end: date, version: int | None = None) -> str:
    return f"/scorecards/{end.isoformat()}" + (f"/v{version}" if version else "")


def measure_address(end: date, measure: str) -> str:
    return f"{page_address(end)}/measures/{measure}"


def api_address(end: date, version: int | None = None, form: Form = Form.JSON) -> str:
    return f"/api/v1{page_address(end, version)}{form.value}"

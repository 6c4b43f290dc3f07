"""The addresses of editions: one canonical form, read strictly."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from service.problems import NotFound
from service.scorecards.periods import period_end

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_VERSION = re.compile(r"v([1-9]\d{0,5})", re.ASCII)
CSV = ".csv"


class Wanted(NamedTuple):
    """What an address asks for. ``version`` None is the latest."""

    period_end: date
    version: int | None
    csv: bool


def wanted(period: str, version: str | None = None) -> Wanted:
    """Read ``2026-09-30``, ``2026-09-30.csv`` or ``2026-09-30`` with ``v2``, ``v2.csv``.

    Raises NotFound with a sentence for anything else.
    """
    if version is None:
        as_csv = period.endswith(CSV)
        return Wanted(period_end(period.removesuffix(CSV)), None, as_csv)
    as_csv = version.endswith(CSV)
    match = _VERSION.fullmatch(version.removesuffix(CSV))
    if match is None:
        raise NotFound(f"“{version[:40]}” is not a version: write v1, v2 and so on.")
    return Wanted(period_end(period), int(match[1]), as_csv)


def end_of_month(text: str) -> date | None:
    """The last day of the month of ``2026-09``; None when ``text`` is not of that form."""
    match = _MONTH.fullmatch(text)
    if match is None or match[1] == "0000":
        return None
    year, month = int(match[1]), int(match[2])
    return date(year, month, monthrange(year, month)[1])


def page_address(end: date, version: int | None = None) -> str:
    return f"/scorecards/{end.isoformat()}" + (f"/v{version}" if version else "")


def api_address(end: date, version: int | None = None, *, csv: bool = False) -> str:
    return f"/api/v1{page_address(end, version)}" + (CSV if csv else "")

"""Half-years in addresses: one canonical form, read strictly."""

import re
from datetime import date

from service.problems import NotFound

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def period_end(text: str) -> date:
    """The last day of a half-year in an address; raises NotFound for anything but YYYY-MM-DD."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise NotFound(f"“{text[:40]}” is not the last day of a half-year: write it as 2026-09-30.")

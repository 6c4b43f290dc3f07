"""Other councils' editions of this very service, read from what they publish for everybody.

A council is compared with when the settings name it: the two have agreed, and the line in the
settings records it. Only the public document is asked for, without any key.
"""

from datetime import date
from typing import Any

from service.benchmarks import store
from service.benchmarks.store import Vintage
from service.settings import Settings

Json = dict[str, Any]
KIND = "council-edition"


async def editions_of(period_end: date, settings: Settings) -> list[tuple[str, Vintage]]:
    """The newest edition of that half-year that was fetched from each council of the settings."""
    held = [each for each in await store.vintages() if each.kind == KIND]
    found = []
    for name, address in settings.other_councils:
        theirs = [
            each
            for each in held
            if each.details["address"] == address
            and each.details["period_end"] == period_end.isoformat()
        ]
        if theirs:
            found.append((name, max(theirs, key=lambda each: int(each.version))))
    return found

"""What the demo council did, in order: returns sent, one of them refused, editions published.

Every instant is fixed, as an English clock showed it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from service.clock import LONDON
from service.demo.faults import faulty_september_return
from service.demo.files import ReturnFile, march_correction, march_returns, september_returns
from service.demo.months import MARCH_2026, SEPTEMBER_2026
from service.workforce.records import Kind

CORRECTION_REASON = (
    "Human resources told us of a social worker who left in March 2026 after the first version was "
    "published, and the hours of another were put right."
)


@dataclass(frozen=True, slots=True)
class Sending:
    """One file sent by HR. ``refused`` is the one that its findings keep out."""

    file: ReturnFile
    at: datetime
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Publishing:
    """One version of one half-year published by the principal social worker."""

    period_end: date
    version: int
    at: datetime
    reason: str | None = None


Step = Sending | Publishing


@cache
def story() -> tuple[Step, ...]:
    """Return the steps in the order in which they happened."""
    march, september = march_returns(), september_returns()
    late = next(file for file in september if file.kind is Kind.EMPLOYMENTS)
    return (
        *(Sending(file, _at(2026, 4, 22, 10, 5 * number)) for number, file in enumerate(march)),
        Publishing(MARCH_2026, 1, _at(2026, 5, 20, 9, 30)),
        Sending(march_correction(), _at(2026, 6, 17, 11, 0)),
        Publishing(MARCH_2026, 2, _at(2026, 6, 24, 9, 30), CORRECTION_REASON),
        *(
            Sending(file, _at(2026, 10, 21, 10, 5 * number))
            for number, file in enumerate(september)
            if file is not late
        ),
        Sending(faulty_september_return(), _at(2026, 10, 21, 10, 40), refused=True),
        Sending(late, _at(2026, 10, 23, 14, 0)),
        Publishing(SEPTEMBER_2026, 1, _at(2026, 11, 18, 9, 30)),
    )


def _at(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)

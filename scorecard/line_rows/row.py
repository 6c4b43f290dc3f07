"""One row behind a line, with what it counts for in every breakdown."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from scorecard.definition import NOT_STATED, WHOLE, Dimension
from scorecard.lines import FTE_SCALE


@dataclass(frozen=True, slots=True)
class LineRow:
    """``groups`` has the row's group in each breakdown it belongs to (the council always)."""

    ref: str
    worker: str
    amount: Decimal
    words: str
    groups: dict[Dimension, str]
    category: str = field(default=WHOLE)

    def is_in(self, dimension: Dimension, group: str) -> bool:
        return self.groups.get(dimension) == group


def group_names(
    *,
    team: str | None = None,
    area: str | None = None,
    role: str | None = None,
    contract: str | None = None,
    band: str | None = None,
) -> dict[Dimension, str]:
    """Return the groups of a row; what is None is not stated."""
    return {
        Dimension.COUNCIL: WHOLE,
        Dimension.TEAM: str(team or NOT_STATED),
        Dimension.AREA: str(area or NOT_STATED),
        Dimension.ROLE: str(role or NOT_STATED),
        Dimension.CONTRACT: str(contract or NOT_STATED),
        Dimension.EXPERIENCE: str(band or NOT_STATED),
    }


def in_fte(millionths: int) -> Decimal:
    """Return FTE as an exact decimal."""
    return Decimal(millionths) / FTE_SCALE


def on(day: date) -> str:
    return f"{day:%-d %B %Y}"

"""The seven kinds of fact a return can bring: their fields, their keys, and what ends them.

One description serves comparing, storing, reading back and replaying, so that none of them can
disagree with another about which row a record speaks of.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, cast

from service.workforce.records import (
    AbsenceRecord,
    AbsenceTotalRecord,
    AgencyRecord,
    CaseloadRecord,
    EmploymentRecord,
    PostRecord,
    Records,
    ReportedTotalsRecord,
)

Record = tuple[Any, ...]
"""A record of ``records.py``: (row, *fields)."""

HeldRow = tuple[Any, ...]
"""A row as held: (id, number of the return it came with, row, *fields)."""

Key = Hashable

ID, CAME_WITH, ROW, FIELDS = 0, 1, 2, 3
"""Places in a HeldRow; a record is a HeldRow without its first two."""


@dataclass(frozen=True, slots=True)
class FactKind:
    """``fields`` are those of the record without ``row``, in order; columns are named the same."""

    name: str
    """Attribute of ``Records`` and of ``Workforce``."""
    fields: tuple[str, ...]
    key: tuple[str, ...]
    end: str | None
    """The field that closes a row: open while it is None. None where rows are of one day."""
    day: str | None
    """The day a row is of, where rows of other days have nothing to do with it."""
    key_of: Callable[[Record], Key]
    key_of_held: Callable[[HeldRow], Key]
    records_in: Callable[[Records], Sequence[Record]]

    def place(self, field: str) -> int:
        """Place of ``field`` in a record."""
        return self.fields.index(field) + 1

    def place_held(self, field: str) -> int:
        """Place of ``field`` in a HeldRow."""
        return self.fields.index(field) + FIELDS


def _kind(
    name: str, record: Any, key: tuple[str, ...], *, end: str | None = None, day: str | None = None
) -> FactKind:
    fields: tuple[str, ...] = record._fields[1:]
    return FactKind(
        name=name,
        fields=fields,
        key=key,
        end=end,
        day=day,
        key_of=itemgetter(*(fields.index(part) + 1 for part in key)),
        key_of_held=itemgetter(*(fields.index(part) + FIELDS for part in key)),
        records_in=cast("Callable[[Records], Sequence[Record]]", attrgetter(name)),
    )


POSTS = _kind("posts", PostRecord, ("post", "opened"), end="closed")
EMPLOYMENTS = _kind("employments", EmploymentRecord, ("worker", "started", "post"), end="ended")
AGENCY = _kind("agency", AgencyRecord, ("worker", "started", "team"), end="ended")
ABSENCES = _kind("absences", AbsenceRecord, ("worker", "first_day", "kind"), end="last_day")
ABSENCE_TOTALS = _kind("absence_totals", AbsenceTotalRecord, ("worker", "year_end"), day="year_end")
CASELOADS = _kind("caseloads", CaseloadRecord, ("worker", "taken_on", "team"), day="taken_on")
REPORTED = _kind("reported", ReportedTotalsRecord, ("as_at",), day="as_at")

FACT_KINDS: tuple[FactKind, ...] = (
    POSTS,
    EMPLOYMENTS,
    AGENCY,
    ABSENCES,
    ABSENCE_TOTALS,
    CASELOADS,
    REPORTED,
)

"""What changed between the records of two editions of one period: one cause for each kind.

Which record moved is not said: that somebody's interview was coded or somebody's ASYE was paused is
theirs. Editions keep records as their half-year sees them (``scorecard.seen``), so whatever differs
here is of the half-year.
"""

from dataclasses import dataclass, replace
from typing import Any

from scorecard.records import RecordKind, Records

FIRST_COUNTED = "records-first-counted"


@dataclass(frozen=True, slots=True)
class RecordChange:
    """``count`` records of one kind (or kinds, of ``FIRST_COUNTED``) differ."""

    cause: str
    count: int
    tried: Records
    """The earlier records with this change alone made to them."""


def record_changes(before: Records, after: Records) -> tuple[RecordChange, ...]:
    """All changes, in the order of RecordKind; kinds that were not collected before come first."""
    found = []
    if newly := after.collected - before.collected:
        found.append(RecordChange(FIRST_COUNTED, len(newly), _with(before, after, newly)))
    for kind in RecordKind:
        if kind in before.collected:
            old = {one.ref: one for one in before.of(kind)}
            new = {one.ref: one for one in after.of(kind)}
            moved = sum(old.get(ref) != new.get(ref) for ref in {*old, *new})
            if moved or before.holds(kind) != after.holds(kind):
                found.append(
                    RecordChange(f"moved-{kind}", max(moved, 1), _with(before, after, {kind}))
                )
    return tuple(found)


def _with(
    before: Records, after: Records, kinds: set[RecordKind] | frozenset[RecordKind]
) -> Records:
    rows: dict[str, Any] = {kind.replace("-", "_"): after.of(kind) for kind in kinds}
    return replace(
        before,
        **rows,
        collected=before.collected | (after.collected & kinds),
        recorded=(before.recorded - kinds) | (after.recorded & kinds),
    )

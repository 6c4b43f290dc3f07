"""Parts of what is prepared, in revisions that are only ever added."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from service.storage.tables.preparation import PreparationPart

Json = dict[str, Any]


class PartKind(StrEnum):
    HEADLINE = "headline"
    COMMENT = "comment"
    ACTION = "action"
    EVENT = "event"
    QUOTATION = "quotation"
    PLAN = "plan"
    PERSON = "person"
    TICK = "tick"
    SIGN_OFF = "sign-off"


STANDING, REMOVED = "standing", "removed"


@dataclass(frozen=True, slots=True)
class Part:
    """One revision of one part. ``content`` are plain JSON values."""

    period_end: date
    kind: PartKind
    key: str
    revision: int
    state: str
    content: Json
    at: datetime
    by: str

    @property
    def stands(self) -> bool:
        return self.state == STANDING


@dataclass(frozen=True, slots=True)
class Kept:
    """The name of one revision, as an edition keeps it."""

    period_end: date
    kind: PartKind
    key: str
    revision: int


_COLUMNS = (
    PreparationPart.period_end,
    PreparationPart.kind,
    PreparationPart.key,
    PreparationPart.revision,
    PreparationPart.state,
    PreparationPart.content,
    PreparationPart.at,
    PreparationPart.by,
)


async def add(part: Part) -> None:
    """Store a revision, in the caller's unit of work; a number that is taken breaks UNIQUE."""
    await PreparationPart.insert(
        PreparationPart(
            period_end=part.period_end,
            kind=part.kind.value,
            key=part.key,
            revision=part.revision,
            state=part.state,
            content=json.dumps(part.content, ensure_ascii=False, sort_keys=True),
            at=part.at,
            by=part.by,
        )
    )


async def revisions(period_end: date) -> list[Part]:
    """Every revision written for a half-year, and those of actions for earlier ones, oldest first."""
    mine = PreparationPart.period_end == period_end
    carried = (PreparationPart.kind == PartKind.ACTION.value) & (
        PreparationPart.period_end < period_end
    )
    rows = await (
        PreparationPart.select(*_COLUMNS)
        .where(mine | carried)
        .order_by(PreparationPart.period_end)
        .order_by(PreparationPart.revision)
        .order_by(PreparationPart.id)
    )
    return [_part(row) for row in rows]


async def begun() -> list[date]:
    """The half-years for which something was ever written or planned, the earliest first."""
    rows = await PreparationPart.select(PreparationPart.period_end).distinct()
    return sorted({row["period_end"] for row in rows})


async def plans() -> list[Part]:
    """Every revision of every release plan, oldest first."""
    rows = await (
        PreparationPart.select(*_COLUMNS)
        .where(PreparationPart.kind == PartKind.PLAN.value)
        .order_by(PreparationPart.period_end)
        .order_by(PreparationPart.revision)
    )
    return [_part(row) for row in rows]


async def named(wanted: Iterable[Kept]) -> list[Part]:
    """The revisions that are named, in the order of the names; one that is not held is left out."""
    found = []
    for each in wanted:
        rows = await PreparationPart.select(*_COLUMNS).where(
            (PreparationPart.period_end == each.period_end)
            & (PreparationPart.kind == each.kind.value)
            & (PreparationPart.key == each.key)
            & (PreparationPart.revision == each.revision)
        )
        found += [_part(row) for row in rows]
    return found


def _part(row: Json) -> Part:
    content = row["content"]
    return Part(
        **{
            **row,
            "kind": PartKind(row["kind"]),
            "content": json.loads(content) if isinstance(content, str) else content,
        }
    )

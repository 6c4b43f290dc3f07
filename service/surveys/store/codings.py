"""Codings by round, what coders were shown, quotations and follow-ups, as stored."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from scorecard.themes.clauses import Direction
from scorecard.themes.coding import Coding, Codings, Round
from service.storage.tables.surveys import (
    CodingRow,
    FollowUpRow,
    QuotationRow,
    SuggestionShown,
)


@dataclass(frozen=True, slots=True)
class CodingRecord:
    id: UUID
    comment: UUID
    round: Round
    coder: str
    codebook: int
    themes: Codings
    why: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownRecord:
    comment: UUID
    coder: str
    codebook: int
    suggester: str
    shown: Codings
    at: datetime


@dataclass(frozen=True, slots=True)
class QuotationRecord:
    id: UUID
    comment: UUID
    words: str
    state: str
    revision: int
    proposed_at: datetime
    proposed_by: str
    decided_at: datetime | None = None
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class FollowUpRecord:
    id: UUID
    interview: UUID
    theme: str | None
    asked_by: str
    role: str
    state: str
    outcome: str | None
    revision: int
    created_at: datetime
    created_by: str
    changed_at: datetime


Rounds = dict[Round, CodingRecord]


def written(themes: Codings) -> str:
    plain = [{"direction": each.direction.value, "theme": each.theme} for each in themes]
    return json.dumps(plain, separators=(",", ":"), sort_keys=True)


def read(text: str) -> Codings:
    return tuple(Coding(each["theme"], Direction(each["direction"])) for each in json.loads(text))


async def put(record: CodingRecord) -> None:
    """Add the coding, or put it in the place of the one of its comment and round."""
    values: dict[Any, Any] = {
        CodingRow.coder: record.coder,
        CodingRow.codebook: record.codebook,
        CodingRow.themes: written(record.themes),
        CodingRow.why: record.why,
        CodingRow.at: record.at,
    }
    known = await (
        CodingRow.select(CodingRow.id)
        .where(CodingRow.comment == record.comment)
        .where(CodingRow.round == record.round.value)
        .first()
    )
    if known:
        await CodingRow.update(values).where(CodingRow.id == known["id"])
        return
    fixed: dict[Any, Any] = {
        CodingRow.id: record.id,
        CodingRow.comment: record.comment,
        CodingRow.round: record.round.value,
    }
    await CodingRow.insert(CodingRow({**fixed, **values}))


async def rounds(comments: Iterable[UUID] | None = None) -> dict[UUID, Rounds]:
    """The codings of each comment by round; of all comments where none are named."""
    query = CodingRow.select()
    if comments is not None:
        wanted = list(comments)
        if not wanted:
            return {}
        query = query.where(CodingRow.comment.is_in(wanted))
    found: dict[UUID, Rounds] = defaultdict(dict)
    for row in await query:
        row["themes"], row["round"] = read(row["themes"]), Round(row["round"])
        found[row["comment"]][row["round"]] = CodingRecord(**row)
    return dict(found)


async def themes_in_use() -> frozenset[str]:
    rows = await CodingRow.select(CodingRow.themes)
    return frozenset(each.theme for row in rows for each in read(row["themes"]))


async def add_shown(record: ShownRecord) -> None:
    values = asdict(record) | {"shown": written(record.shown)}
    await SuggestionShown.insert(SuggestionShown(**values))


async def shown(comment: UUID | None = None) -> list[ShownRecord]:
    query = SuggestionShown.select()
    if comment is not None:
        query = query.where(SuggestionShown.comment == comment)
    found = []
    for row in await query.order_by(SuggestionShown.id):
        del row["id"]
        found.append(ShownRecord(**(row | {"shown": read(row["shown"])})))
    return found


# --- quotations --------------------------------------------------------------------------------


async def add_quotation(record: QuotationRecord) -> None:
    await QuotationRow.insert(QuotationRow(**asdict(record)))


async def replace_quotation(record: QuotationRecord) -> None:
    values: dict[Any, Any] = {name: v for name, v in asdict(record).items() if name != "id"}
    await QuotationRow.update(values).where(QuotationRow.id == record.id)


async def quotation(quotation_id: UUID) -> QuotationRecord | None:
    row = await QuotationRow.select().where(QuotationRow.id == quotation_id).first()
    return QuotationRecord(**row) if row else None


async def quotations(
    *, comment: UUID | None = None, state: str | None = None
) -> list[QuotationRecord]:
    query = QuotationRow.select()
    if comment is not None:
        query = query.where(QuotationRow.comment == comment)
    if state is not None:
        query = query.where(QuotationRow.state == state)
    found = [QuotationRecord(**row) for row in await query]
    return sorted(found, key=lambda each: (each.proposed_at, str(each.id)))


# --- follow-ups --------------------------------------------------------------------------------


async def add_follow_up(record: FollowUpRecord) -> None:
    await FollowUpRow.insert(FollowUpRow(**asdict(record)))


async def replace_follow_up(record: FollowUpRecord) -> None:
    values: dict[Any, Any] = {name: v for name, v in asdict(record).items() if name != "id"}
    await FollowUpRow.update(values).where(FollowUpRow.id == record.id)


async def follow_up(follow_up_id: UUID) -> FollowUpRecord | None:
    row = await FollowUpRow.select().where(FollowUpRow.id == follow_up_id).first()
    return FollowUpRecord(**row) if row else None


async def follow_ups(
    *, interview: UUID | None = None, state: str | None = None
) -> list[FollowUpRecord]:
    query = FollowUpRow.select()
    if interview is not None:
        query = query.where(FollowUpRow.interview == interview)
    if state is not None:
        query = query.where(FollowUpRow.state == state)
    found = [FollowUpRecord(**row) for row in await query]
    return sorted(found, key=lambda each: (each.created_at, str(each.id)))

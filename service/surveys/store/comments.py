"""Comments as stored: the words are sealed bytes here and nothing else."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from service.storage.many_rows import insert_all
from service.storage.tables.surveys import CommentRow


@dataclass(frozen=True, slots=True)
class CommentRecord:
    """``said_on``: leaving date, last day of the survey, or review day."""

    id: UUID
    source: str
    interview: UUID | None
    survey: UUID | None
    said_on: date
    question_kind: str
    question: str
    sealed: bytes
    length: int
    quotable: bool
    struck: bool
    revision: int


async def add(records: Iterable[CommentRecord]) -> None:
    await insert_all(CommentRow, [CommentRow(**asdict(each)) for each in records])


async def replace(record: CommentRecord) -> None:
    values: dict[Any, Any] = {name: v for name, v in asdict(record).items() if name != "id"}
    await CommentRow.update(values).where(CommentRow.id == record.id)


async def delete_said(survey: UUID) -> None:
    """Those of a survey; the database refuses when one of them has been coded."""
    await CommentRow.delete().where(CommentRow.survey == survey)


async def one(comment_id: UUID) -> CommentRecord | None:
    row = await CommentRow.select().where(CommentRow.id == comment_id).first()
    return _record(row) if row else None


async def listing(
    *,
    interview: UUID | None = None,
    survey: UUID | None = None,
    source: str | None = None,
    opening: date | None = None,
    end: date | None = None,
    without: Collection[UUID] = (),
) -> list[CommentRecord]:
    """By the day they belong to, then by id, which has no order of its own.

    ``without``: surveys of which nothing is told.
    """
    query = CommentRow.select()
    if interview is not None:
        query = query.where(CommentRow.interview == interview)
    if survey is not None:
        query = query.where(CommentRow.survey == survey)
    if source is not None:
        query = query.where(CommentRow.source == source)
    if opening is not None:
        query = query.where(CommentRow.said_on > opening)
    if end is not None:
        query = query.where(CommentRow.said_on <= end)
    found = [_record(row) for row in await query if row["survey"] not in without]
    return sorted(found, key=lambda each: (each.said_on, str(each.id)))


async def of_interviews(interviews: Collection[UUID]) -> list[CommentRecord]:
    if not interviews:
        return []
    rows = await CommentRow.select().where(CommentRow.interview.is_in(list(interviews)))
    return sorted((_record(row) for row in rows), key=lambda each: str(each.id))


def _record(row: dict[str, Any]) -> CommentRecord:
    row["sealed"] = bytes(row["sealed"])
    return CommentRecord(**row)

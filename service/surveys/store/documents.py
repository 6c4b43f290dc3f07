"""Versions of the codebook and editions of question sets. Rows are added and never changed."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from service.storage.tables.surveys import CodebookVersion, QuestionSetRow


@dataclass(frozen=True, slots=True)
class CodebookRecord:
    """``document`` is canonical JSON."""

    id: UUID
    number: int
    document: str
    sha256: str
    note: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class QuestionSetRecord:
    """``kind``: exit or survey."""

    id: UUID
    kind: str
    key: str
    edition: int
    document: str
    sha256: str
    created_at: datetime
    created_by: str


async def codebooks() -> list[CodebookRecord]:
    """Newest first."""
    rows = await CodebookVersion.select().order_by(CodebookVersion.number, ascending=False)
    return [CodebookRecord(**row) for row in rows]


async def newest_codebook() -> CodebookRecord | None:
    row = await CodebookVersion.select().order_by(CodebookVersion.number, ascending=False).first()
    return CodebookRecord(**row) if row else None


async def codebook(number: int) -> CodebookRecord | None:
    row = await CodebookVersion.select().where(CodebookVersion.number == number).first()
    return CodebookRecord(**row) if row else None


async def add_codebook(record: CodebookRecord) -> None:
    await CodebookVersion.insert(CodebookVersion(**asdict(record)))


async def question_sets(kind: str | None = None) -> list[QuestionSetRecord]:
    """By key, newest edition first."""
    query = QuestionSetRow.select()
    if kind is not None:
        query = query.where(QuestionSetRow.kind == kind)
    found = [QuestionSetRecord(**row) for row in await query]
    return sorted(found, key=lambda each: (each.kind, each.key, -each.edition))


async def question_set(set_id: UUID) -> QuestionSetRecord | None:
    row = await QuestionSetRow.select().where(QuestionSetRow.id == set_id).first()
    return QuestionSetRecord(**row) if row else None


async def question_set_called(kind: str, key: str, edition: int) -> QuestionSetRecord | None:
    row = await (
        QuestionSetRow.select()
        .where(QuestionSetRow.kind == kind)
        .where(QuestionSetRow.key == key)
        .where(QuestionSetRow.edition == edition)
        .first()
    )
    return QuestionSetRecord(**row) if row else None


async def add_question_set(record: QuestionSetRecord) -> None:
    await QuestionSetRow.insert(QuestionSetRow(**asdict(record)))

"""Codebooks and question sets as JSON."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from service.surveys.store.documents import CodebookRecord, QuestionSetRecord
from service.web.texts import Reason


class CodebookBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``document``: themes, changes and lexicon, as the version in force has them; no version."""

    document: dict[str, Any]
    note: Reason


class QuestionSetBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Literal["exit", "survey"]
    document: dict[str, Any]


class CodebookLine(msgspec.Struct, frozen=True):
    number: int
    sha256: str
    note: str
    themes: list[str]
    created_at: datetime
    created_by: str


class Codebooks(msgspec.Struct, frozen=True):
    """Newest first: the first is in force."""

    codebooks: list[CodebookLine]


class CodebookJson(msgspec.Struct, frozen=True):
    number: int
    sha256: str
    note: str
    created_at: datetime
    created_by: str
    document: dict[str, Any]


class QuestionSetJson(msgspec.Struct, frozen=True):
    id: UUID
    kind: str
    key: str
    edition: int
    sha256: str
    created_at: datetime
    created_by: str
    document: dict[str, Any]


class QuestionSets(msgspec.Struct, frozen=True):
    """By kind and key, newest edition first."""

    question_sets: list[QuestionSetJson]


Number = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


def line_of(record: CodebookRecord) -> CodebookLine:
    document = msgspec.json.decode(record.document)
    return CodebookLine(
        record.number,
        record.sha256,
        record.note,
        [each["code"] for each in document["themes"]],
        record.created_at,
        record.created_by,
    )


def codebook_as_json(record: CodebookRecord) -> CodebookJson:
    return CodebookJson(
        record.number,
        record.sha256,
        record.note,
        record.created_at,
        record.created_by,
        msgspec.json.decode(record.document),
    )


def question_set_as_json(record: QuestionSetRecord) -> QuestionSetJson:
    return QuestionSetJson(
        record.id,
        record.kind,
        record.key,
        record.edition,
        record.sha256,
        record.created_at,
        record.created_by,
        msgspec.json.decode(record.document),
    )

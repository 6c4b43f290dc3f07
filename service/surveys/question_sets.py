"""What leavers and staff are asked, as data: a revised set is the next edition of its key."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from scorecard.survey.question_set import (
    QuestionSet,
    QuestionSetInvalid,
    question_set_from,
    shipped_set_document,
)
from service.access import audit
from service.access.actor import Actor
from service.storage.transaction import unit_of_work
from service.surveys.codebooks import SHIPPED_AT, SHIPPED_BY, canonical
from service.surveys.refusals import NoSuchQuestionSet, QuestionSetRefused
from service.surveys.store import documents as store
from service.surveys.store.documents import QuestionSetRecord

EXIT, SURVEY = "exit", "survey"
EXIT_KEY = "exit"
"""The key of every questionnaire for leavers: there is one series of them."""
_SHIPPED = {EXIT: "exit-questions-1", SURVEY: "health-check-1"}
_SHIPPED_IDS = {
    EXIT: UUID("0f6f3a0e-5f0b-4c0e-9c39-0a3c54a6e001"),
    SURVEY: UUID("0f6f3a0e-5f0b-4c0e-9c39-0a3c54a6e002"),
}


def parsed(record: QuestionSetRecord) -> QuestionSet:
    return question_set_from(json.loads(record.document))


def _shipped(kind: str) -> QuestionSetRecord:
    document = shipped_set_document(_SHIPPED[kind])
    text = canonical(document)
    return QuestionSetRecord(
        id=_SHIPPED_IDS[kind],
        kind=kind,
        key=document["key"],
        edition=document["edition"],
        document=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        created_at=SHIPPED_AT,
        created_by=SHIPPED_BY,
    )


async def listing(kind: str | None = None) -> list[QuestionSetRecord]:
    """By key, newest edition first, the shipped ones among them."""
    stored = await store.question_sets(kind)
    known = {each.id for each in stored}
    kinds = [kind] if kind is not None else list(_SHIPPED)
    found = [*stored, *(s for each in kinds if (s := _shipped(each)).id not in known)]
    return sorted(found, key=lambda each: (each.kind, each.key, -each.edition))


async def one(set_id: UUID) -> QuestionSetRecord:
    """Raises NoSuchQuestionSet."""
    found = await store.question_set(set_id) or next(
        (each for kind in _SHIPPED if (each := _shipped(kind)).id == set_id), None
    )
    if found is None:
        raise NoSuchQuestionSet(f"There is no question set {set_id}.")
    return found


async def stored(set_id: UUID) -> QuestionSetRecord:
    """As ``one``, inside the caller's unit of work: surveys refer to the stored row."""
    found = await one(set_id)
    if found.created_by == SHIPPED_BY and await store.question_set(set_id) is None:
        await store.add_question_set(found)
    return found


async def exit_questions() -> QuestionSet:
    """What leavers are asked now."""
    return parsed((await listing(EXIT))[0])


async def add(
    kind: str, document: Mapping[str, Any], actor: Actor, now: datetime
) -> QuestionSetRecord:
    """Store a new edition. Raises QuestionSetRefused with every fault."""
    try:
        fresh = question_set_from(document)
    except QuestionSetInvalid as invalid:
        raise _refused(*invalid.faults) from invalid
    if kind == EXIT and (fresh.statements or fresh.key != EXIT_KEY):
        raise _refused("A questionnaire for leavers has the key exit and open questions only.")
    if kind == SURVEY and not fresh.statements:
        raise _refused("A staff survey needs statements, each under one of the eight standards.")
    async with unit_of_work():
        held = [each.edition for each in await listing(kind) if each.key == fresh.key]
        following = max(held, default=0) + 1
        if fresh.edition != following:
            raise _refused(
                f"The next edition of {fresh.key} is {following}; {fresh.edition} was sent. A set that "
                "has been used never changes."
            )
        if held and kind == EXIT and following == 2:
            await stored(_SHIPPED_IDS[EXIT])
        text = canonical(document)
        record = QuestionSetRecord(
            id=uuid4(),
            kind=kind,
            key=fresh.key,
            edition=fresh.edition,
            document=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            created_at=now,
            created_by=actor.name,
        )
        await store.add_question_set(record)
        await audit.record(
            actor,
            "question-set.added",
            subject_kind="question-set",
            subject_id=str(record.id),
            before=None,
            after={"kind": kind, "key": record.key, "edition": record.edition},
            now=now,
        )
    return record


def _refused(*faults: str) -> QuestionSetRefused:
    return QuestionSetRefused(
        "The question set cannot be used.",
        errors=[{"pointer": "/document", "detail": fault} for fault in faults],
    )

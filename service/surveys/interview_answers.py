"""What leavers said: answers taken in as written, sealed, and beside them what stands out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from scorecard.survey.question_set import Question
from scorecard.themes.clauses import QuestionKind
from scorecard.themes.remarks import Remark, remarks_on
from service.storage.transaction import unit_of_work
from service.surveys import question_sets
from service.surveys.half_years import local_day
from service.surveys.interviews import EXIT, Interview, Status, Way, current, link_ended, put, whole
from service.surveys.refusals import (
    AnswerRepeated,
    InterviewInvalid,
    InterviewSettled,
)
from service.surveys.sealing import Vault
from service.surveys.store import comments as comment_store
from service.surveys.store.comments import CommentRecord
from service.surveys.store.interviews import InterviewRecord
from service.surveys.who import By

LONGEST = 20_000
"""Characters of an answer."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as somebody gave it; ``quotable``: they agree to be quoted without their name."""

    question: Question
    text: str
    quotable: bool
    id: UUID | None = None
    """The id that the comment gets; None: a fresh one."""


async def answer(
    interview_id: UUID,
    given: Iterable[Given],
    done_on: date | None,
    by: By,
) -> tuple[Interview, tuple[tuple[int, Remark], ...]]:
    """HR enters what was said. Also returns what stands out, by the place of the answer.

    Raises NoSuchInterview, InterviewSettled for one that was declined, InterviewInvalid,
    AnswerRepeated.
    """
    async with unit_of_work():
        record = await current(interview_id, None)
        fresh, found = await take_answers(record, list(given), by, Way.HR, done_on=done_on)
        return await whole(fresh), found


async def take_answers(
    record: InterviewRecord,
    given: list[Given],
    by: By,
    way: Way,
    *,
    done_on: date | None = None,
) -> tuple[InterviewRecord, tuple[tuple[int, Remark], ...]]:
    """Inside the caller's unit of work; raises as ``answer``."""
    vault = by.vault
    if record.status == Status.DECLINED:
        raise InterviewSettled("The interview was declined: change its status first.")
    faults = [
        {"pointer": f"/answers/{place}/text", "detail": fault}
        for place, each in enumerate(given)
        if (fault := fault_of(each.text))
    ]
    if faults or not given:
        raise InterviewInvalid(
            "Answers are missing or cannot be kept.",
            errors=faults or [{"pointer": "/answers", "detail": "at least one answer"}],
        )
    held = {
        (each.question_kind, vault.open_text(each.sealed, each.id).strip())
        for each in await comment_store.listing(interview=record.id)
    }
    for place, each in enumerate(given):
        same = (each.question.kind.value, each.text.strip())
        if same in held:
            raise AnswerRepeated(
                "The same answer to the same kind of question is there already.",
                errors=[{"pointer": f"/answers/{place}/text", "detail": "is there already"}],
            )
        held.add(same)
    comments = [_comment(record, each, vault) for each in given]
    await comment_store.add(comments)
    fresh = replace(
        record,
        status=Status.DONE.value,
        done_on=done_on or record.done_on or local_day(by.now),
        way=way.value,
        link_ended_at=link_ended(record, by.now),
    )
    fresh = await put(
        record, fresh, "exit-interview.answered", by.actor, by.now, answers=len(comments)
    )
    remarks = tuple(
        (place, remark)
        for place, each in enumerate(given)
        for remark in remarks_on(each.text).remarks
    )
    return fresh, remarks


def fault_of(text: str) -> str | None:
    """Why an answer cannot be kept; None when it can. Whatever can be kept is kept as written."""
    if not text.strip():
        return "is empty: leave the question out"
    if len(text) > LONGEST:
        return f"has {len(text):,} characters; {LONGEST:,} can be kept"
    if any(ord(char) < 32 and char not in "\n\r\t" for char in text) or _stray(text):
        return "has a character that cannot be seen: type it again"
    return None


def _stray(text: str) -> bool:
    return any(0xD800 <= ord(char) <= 0xDFFF for char in text)


def _comment(record: InterviewRecord, given: Given, vault: Vault) -> CommentRecord:
    row = given.id or uuid4()
    return CommentRecord(
        id=row,
        source=EXIT,
        interview=record.id,
        survey=None,
        said_on=record.leaving_date,
        question_kind=given.question.kind.value,
        question=given.question.text,
        sealed=vault.seal_text(given.text, row),
        length=len(given.text),
        quotable=given.quotable,
        struck=False,
        revision=1,
    )


async def asked(kind: str | None, question: str | None) -> Question:
    """The question of an answer: by id of the questionnaire in force, or by kind alone.

    Raises InterviewInvalid.
    """
    questions = (await question_sets.exit_questions()).questions
    for each in questions:
        if question == each.id or (question is None and each.kind.value == kind):
            return each
    if question is None and kind in set(QuestionKind):
        return Question(str(kind), QuestionKind(str(kind)), "")
    raise InterviewInvalid(
        "An answer is to a question that is not asked.",
        errors=[
            {
                "pointer": "/answers",
                "detail": "question must be one of " + ", ".join(each.id for each in questions),
            }
        ],
    )

"""Staff surveys: anonymous by link, shown only when closed and only of groups that are big enough.

A link is good for one response. Using it deletes it and stores the response beside nothing: not the
link, not a time, not an entry in the trail. Only how many came is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import msgspec

from scorecard.survey.question_set import Question, QuestionSet
from scorecard.survey.results import Answer, GroupResult, Response, results
from service.access import audit
from service.access.actor import Actor
from service.problems import Unprocessable
from service.settings import Settings
from service.storage.transaction import snapshot, unit_of_work
from service.surveys import codebooks, question_sets, secret_links
from service.surveys.half_years import local_day
from service.surveys.refusals import (
    FileRefused,
    NoSuchSurvey,
    Overtaken,
    SurveyClosed,
    SurveyOpen,
)
from service.surveys.sealing import Vault
from service.surveys.store import comments as comment_store
from service.surveys.store import surveys as store
from service.surveys.store.comments import CommentRecord
from service.surveys.store.documents import QuestionSetRecord
from service.surveys.store.surveys import SurveyRecord
from service.surveys.survey_file import ReadSurvey, read_survey
from service.surveys.who import By

SUBJECT = "survey"
PATH = "/survey/"
OPEN, CLOSED = "open", "closed"
LINKS, IMPORT = "links", "import"
LINKS_AT_ONCE = 1_000


class Standing(StrEnum):
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Plan:
    question_set: UUID
    title: str
    first_day: date
    last_day: date
    minimum_group: int


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey, what it asks, how many of each group were invited and how many have responded."""

    record: SurveyRecord
    questions: QuestionSetRecord
    invited: Mapping[str, int]
    responses: int
    unused_links: int

    @property
    def asked(self) -> QuestionSet:
        return question_sets.parsed(self.questions)


@dataclass(frozen=True, slots=True)
class Asking:
    """What an open link leads to."""

    survey: SurveyRecord
    asked: QuestionSet
    standing: Standing


@dataclass(frozen=True, slots=True)
class Results:
    survey: Survey
    groups: tuple[GroupResult, ...]


async def make(plan: Plan, actor: Actor, now: datetime) -> Survey:
    """Raises NoSuchQuestionSet, Unprocessable."""
    async with unit_of_work():
        record = await _added(plan, LINKS, actor, now)
        return await _whole(record)


async def _added(
    plan: Plan, origin: str, actor: Actor, now: datetime, *, survey_id: UUID | None = None
) -> SurveyRecord:
    questions = await question_sets.stored(plan.question_set)
    if questions.kind != question_sets.SURVEY:
        raise Unprocessable(
            "The question set is one for leavers.",
            errors=[{"pointer": "/question_set", "detail": "must be the set of a survey"}],
        )
    if plan.last_day < plan.first_day:
        raise Unprocessable(
            "The survey ends before it begins.",
            errors=[{"pointer": "/last_day", "detail": "must not be before first_day"}],
        )
    record = SurveyRecord(
        id=survey_id or uuid4(),
        question_set=questions.id,
        title=plan.title,
        first_day=plan.first_day,
        last_day=plan.last_day,
        minimum_group=plan.minimum_group,
        origin=origin,
        state=OPEN,
        revision=1,
        created_at=now,
        created_by=actor.name,
    )
    await store.add(record)
    await _told(actor, now, "survey.made", record)
    return record


async def links(
    survey_id: UUID, group: str, count: int, actor: Actor, now: datetime
) -> tuple[str, ...]:
    """Secrets of fresh links for a group ('' for everybody), which are nowhere kept.

    Raises NoSuchSurvey, SurveyClosed.
    """
    fresh = [secret_links.make() for _ in range(count)]
    async with unit_of_work():
        record = await _open(survey_id)
        await store.invite(survey_id, {group: count})
        await store.add_tokens(survey_id, group, sorted(each.secret_hash for each in fresh))
        await _told(actor, now, "survey.links-issued", record, group=group, count=count)
    return tuple(each.secret for each in fresh)


async def asking(secret: str, now: datetime) -> Asking | None:
    """None for a link that was used, or never was."""
    async with snapshot():
        token = await store.token(secret_links.hash_of(secret))
        if token is None:
            return None
        record = await store.one(token.survey)
        assert record is not None
        questions = await question_sets.one(record.question_set)
    return Asking(record, question_sets.parsed(questions), _standing(record, now))


def _standing(record: SurveyRecord, now: datetime) -> Standing:
    running = record.first_day <= local_day(now) <= record.last_day
    return Standing.OPEN if running and record.state == OPEN else Standing.ENDED


async def respond(
    secret: str,
    answers: Mapping[str, Answer],
    said: Sequence[tuple[Question, str, bool]],
    now: datetime,
    settings: Settings,
) -> bool:
    """Take a response: the link is deleted, and nothing tells which it was. False: no such link."""
    vault = Vault(settings)
    secret_hash = secret_links.hash_of(secret)
    async with unit_of_work():
        token = await store.token(secret_hash)
        record = await store.one(token.survey) if token else None
        if token is None or record is None or _standing(record, now) is not Standing.OPEN:
            return False
        await store.delete_token(secret_hash)
        await store.add_responses(record.id, [Response(token.group, answers)])
        await comment_store.add([_comment(record, *each, vault=vault) for each in said])
    return True


async def close(survey_id: UUID, revision: int, actor: Actor, now: datetime) -> Survey:
    """No more responses; links that were not used are gone. Raises NoSuchSurvey, Overtaken."""
    async with unit_of_work():
        record = await one_record(survey_id)
        if revision != record.revision:
            raise Overtaken(f"The survey's revision is {record.revision} now.")
        if record.state == CLOSED:
            return await _whole(record)
        record = await _closed(record, actor, now)
        return await _whole(record)


async def _closed(record: SurveyRecord, actor: Actor, now: datetime) -> SurveyRecord:
    """One that is closed early ended today: that settles the half-year of what was said.

    What came one by one is written anew in the order of its ids: the order in which a database keeps rows
    would tell who answered when, and which comments came with which response.
    """
    last_day = max(record.first_day, min(record.last_day, local_day(now)))
    if record.origin == LINKS:
        said = await comment_store.listing(survey=record.id)
        await comment_store.delete_said(record.id)
        await comment_store.add([replace(each, said_on=last_day) for each in said])
        await store.write_responses_anew(record.id)
    record = replace(record, state=CLOSED, last_day=last_day, revision=record.revision + 1)
    await store.delete_tokens(record.id)
    await store.replace(record)
    await _told(actor, now, "survey.closed", record)
    return record


async def results_of(survey_id: UUID) -> Results:
    """Raises NoSuchSurvey, SurveyOpen."""
    async with snapshot():
        survey = await _whole(await one_record(survey_id))
        if survey.record.state == OPEN:
            raise SurveyOpen("Results are shown when the survey is closed.")
        responses = await store.responses(survey_id)
    found = results(survey.asked, responses, survey.invited, survey.record.minimum_group)
    return Results(survey, found)


async def bring(
    plan: Plan,
    content: bytes,
    filename: str,
    invited: Mapping[str, int],
    by: By,
    *,
    confirm: bool,
    survey_id: UUID | None = None,
) -> tuple[ReadSurvey, Survey | None]:
    """Read the responses of a survey run elsewhere; with ``confirm`` store it, closed.

    Raises NoSuchQuestionSet, Unprocessable; FileRefused with the findings when ``confirm`` and one of
    them rejects.
    """
    questions = await question_sets.one(plan.question_set)
    read = read_survey(content, filename, question_sets.parsed(questions), invited)
    if not confirm:
        return read, None
    if read.refused:
        raise FileRefused(
            "Findings stand in the way. Nothing was stored.",
            findings=msgspec.to_builtins(
                [each for each in read.findings if each.severity == "reject"]
            ),
        )
    async with unit_of_work():
        record = await _added(plan, IMPORT, by.actor, by.now, survey_id=survey_id)
        await store.invite(record.id, invited)
        await store.add_responses(record.id, read.responses)
        await codebooks.in_force_and_stored()
        await comment_store.add(
            [
                _comment(record, question, text, quotable=False, vault=by.vault)
                for question, text in read.comments
            ]
        )
        record = await _closed(record, by.actor, by.now)
        return read, await _whole(record)


def _comment(
    record: SurveyRecord, question: Question, text: str, quotable: bool, *, vault: Vault
) -> CommentRecord:
    row = uuid4()
    return CommentRecord(
        id=row,
        source=SUBJECT,
        interview=None,
        survey=record.id,
        said_on=record.last_day,
        question_kind=question.kind.value,
        question=question.text,
        sealed=vault.seal_text(text, row),
        length=len(text),
        quotable=quotable,
        struck=False,
        revision=1,
    )


async def one(survey_id: UUID) -> Survey:
    """Raises NoSuchSurvey."""
    async with snapshot():
        return await _whole(await one_record(survey_id))


async def listing() -> list[Survey]:
    """Latest first."""
    async with snapshot():
        return [await _whole(each) for each in await store.listing()]


async def one_record(survey_id: UUID) -> SurveyRecord:
    record = await store.one(survey_id)
    if record is None:
        raise NoSuchSurvey(f"There is no survey {survey_id}.")
    return record


async def _open(survey_id: UUID) -> SurveyRecord:
    record = await one_record(survey_id)
    if record.state != OPEN:
        raise SurveyClosed("No links are issued for a closed survey.")
    return record


async def _whole(record: SurveyRecord) -> Survey:
    return Survey(
        record,
        await question_sets.one(record.question_set),
        await store.groups(record.id),
        (await store.response_counts())[record.id],
        await store.unused(record.id),
    )


async def _told(
    actor: Actor, now: datetime, action: str, record: SurveyRecord, **more: Any
) -> None:
    await audit.record(
        actor,
        action,
        subject_kind=SUBJECT,
        subject_id=str(record.id),
        before=None,
        after={"title": record.title, "state": record.state, "revision": record.revision} | more,
        now=now,
    )

"""Exit interviews as JSON. A registration number goes in and never comes out, nor does an identity."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from scorecard.codes import LeaverDestination, LeavingReason
from scorecard.themes.clauses import QuestionKind
from scorecard.themes.remarks import Remark
from service.settings import Settings
from service.surveys import links
from service.surveys.half_years import half_year_of
from service.surveys.interviews import LEAVER_ADVICE, Interview, Leaver, Status, Wish
from service.surveys.links import Standing
from service.surveys.store.interviews import ImportRecord, InterviewRecord

Number = Annotated[
    str, msgspec.Meta(min_length=3, max_length=30, pattern=r"^\s*[A-Za-z]{2}[0-9 ]{1,20}\s*$")
]
AnswerText = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000_000)]
"""Longer answers than can be kept are told apart by the operation, in words."""


class InterviewBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``destination`` and ``reason``: the census's codes 1-9 and 1-10, as HR recorded them."""

    leaving_date: date
    status: Status = Status.OFFERED
    offered_on: date | None = None
    done_on: date | None = None
    destination: LeaverDestination | None = None
    reason: LeavingReason | None = None


class NewInterview(InterviewBody, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``registration_number`` becomes the keyed identity of the workforce returns."""

    registration_number: Number


class AnswerBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``question``: an id of the questionnaire in force; or only the kind of question."""

    text: AnswerText
    question: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    kind: QuestionKind | None = None
    quotable: bool = False


class AnswersBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    answers: Annotated[list[AnswerBody], msgspec.Meta(min_length=1, max_length=50)]
    done_on: date | None = None


class LinkBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``days``: how long the link is good for."""

    days: Annotated[int, msgspec.Meta(ge=1, le=180)] = 28


class LinkJson(msgspec.Struct, frozen=True):
    standing: Standing
    expires_at: datetime | None


class AnswerLine(msgspec.Struct, frozen=True):
    """An answer without its words: who may read them reads the comment."""

    comment: UUID
    question_kind: str
    quotable: bool


class InterviewJson(msgspec.Struct, frozen=True):
    """``half_year``: the end of the half-year it counts in, by leaving date."""

    id: UUID
    leaving_date: date
    half_year: date
    status: str
    offered_on: date | None
    done_on: date | None
    destination: str | None
    reason: str | None
    leaver: Leaver
    advice: str | None
    link: LinkJson | None
    answers: list[AnswerLine]
    revision: int
    withdrawn: bool


class Interviews(msgspec.Struct, frozen=True):
    """By leaving date."""

    interviews: list[InterviewJson]


class RemarkJson(msgspec.Struct, frozen=True):
    """What stands out in an answer: its place in what was sent, from 0."""

    answer: int
    code: Remark


class AnsweredJson(msgspec.Struct, frozen=True):
    interview: InterviewJson
    remarks: list[RemarkJson]


class FreshLink(msgspec.Struct, frozen=True):
    """``address`` is shown this once."""

    address: str
    interview: UUID
    expires_at: datetime | None


class InterviewFileJson(msgspec.Struct, frozen=True):
    """A file of exit interviews with what was found in it when it was checked."""

    id: UUID
    filename: str
    sha256: str
    size: int
    state: str
    rows_read: int
    rows_accepted: int
    findings: list[dict[str, Any]]
    checked_at: datetime
    checked_by: str
    confirmed_at: datetime | None
    confirmed_by: str | None


class InterviewFiles(msgspec.Struct, frozen=True):
    """Newest first."""

    imports: list[InterviewFileJson]


def wish_of(body: InterviewBody) -> Wish:
    return Wish(
        leaving_date=body.leaving_date,
        destination=body.destination.value if body.destination else None,
        reason=body.reason.value if body.reason else None,
        status=body.status,
        offered_on=body.offered_on,
        done_on=body.done_on,
    )


def interview_as_json(found: Interview, settings: Settings, now: datetime) -> InterviewJson:
    record = found.record
    return InterviewJson(
        id=record.id,
        leaving_date=record.leaving_date,
        half_year=half_year_of(record.leaving_date, settings.half_year_ends).end,
        status=record.status,
        offered_on=record.offered_on,
        done_on=record.done_on,
        destination=record.destination,
        reason=record.reason,
        leaver=found.leaver,
        advice=LEAVER_ADVICE.get(found.leaver),
        link=_link(record, now),
        answers=[AnswerLine(each.id, each.question_kind, each.quotable) for each in found.comments],
        revision=record.revision,
        withdrawn=record.withdrawn_at is not None,
    )


def _link(record: InterviewRecord, now: datetime) -> LinkJson | None:
    if record.secret_hash is None:
        return None
    return LinkJson(links.standing(record, now), record.link_expires_at)


def file_as_json(record: ImportRecord) -> InterviewFileJson:
    return InterviewFileJson(
        id=record.id,
        filename=record.filename,
        sha256=record.sha256,
        size=record.size,
        state=record.state,
        rows_read=record.rows_read,
        rows_accepted=record.rows_accepted,
        findings=msgspec.json.decode(record.findings),
        checked_at=record.checked_at,
        checked_by=record.checked_by,
        confirmed_at=record.confirmed_at,
        confirmed_by=record.confirmed_by,
    )

"""Comments, codings, quotations and follow-ups as JSON."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from scorecard.themes.clauses import Direction, QuestionKind
from scorecard.themes.remarks import Remark
from service.surveys.coding import Coded, Suggested
from service.surveys.comments import Comment, Progress
from service.surveys.follow_ups import Outcome, State
from service.surveys.quotations import State as QuotationState
from service.surveys.store.codings import CodingRecord, FollowUpRecord, QuotationRecord
from service.web.texts import Line, Reason

Span = tuple[int, int]
Spans = Annotated[list[Span], msgspec.Meta(max_length=500)]


class ThemeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    theme: Annotated[str, msgspec.Meta(min_length=2, max_length=8)]
    direction: Direction


class CodingBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An empty list says: read, and it gives no theme."""

    themes: Annotated[list[ThemeBody], msgspec.Meta(max_length=50)]


class AdjudicationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    themes: Annotated[list[ThemeBody], msgspec.Meta(max_length=50)]
    why: Reason


class ConsentBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    quotable: bool


class StrikeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``spans``: places [start, end] to take out beside those that were found."""

    spans: Spans = []


class QuotationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Characters of the text, from 0, end not included; ``spans`` of the text to take out."""

    start: Annotated[int, msgspec.Meta(ge=0)]
    end: Annotated[int, msgspec.Meta(ge=1)]
    spans: Spans = []


class QuotationStateBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    state: QuotationState


class FollowUpBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    role: Line
    state: State
    outcome: Outcome | None = None


class ReviewDayBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Feedback of a review day. ``consent``: its writer agreed that it is coded; it must be true."""

    day: date
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=1_000_000)]
    consent: bool
    kind: QuestionKind = QuestionKind.OTHER
    question: Annotated[str, msgspec.Meta(max_length=500)] = ""
    quotable: bool = False


class ThemeJson(msgspec.Struct, frozen=True):
    theme: str
    direction: str


class CodingJson(msgspec.Struct, frozen=True):
    """``round``: first, second or adjudicated."""

    round: str
    coder: str
    codebook: int
    themes: list[ThemeJson]
    why: str | None
    at: datetime


class SpanJson(msgspec.Struct, frozen=True):
    """Personal data that was found, in characters of the text as written."""

    start: int
    end: int
    kind: str


class CommentJson(msgspec.Struct, frozen=True):
    """``text`` is as written for a coder's key and without personal data for others.

    ``spans`` are only given with the text as written. ``codings`` are those the key may see: of a
    comment in the sample, a possible second coder sees none before both are done.
    """

    id: UUID
    source: str
    interview: UUID | None
    survey: UUID | None
    said_on: date
    question_kind: str
    question: str
    text: str
    verbatim: bool
    spans: list[SpanJson]
    remarks: list[Remark]
    quotable: bool
    struck: bool
    progress: Progress
    sampled: bool
    codings: list[CodingJson]
    revision: int


class Comments(msgspec.Struct, frozen=True):
    """By the day they belong to."""

    comments: list[CommentJson]


class SuggestionJson(msgspec.Struct, frozen=True):
    """``evidence``: the words that led there, as places in the text."""

    theme: str
    direction: str
    score: int
    evidence: list[Span]


class SuggestionsJson(msgspec.Struct, frozen=True):
    codebook: int
    suggester: str
    suggestions: list[SuggestionJson]


class FollowUpJson(msgspec.Struct, frozen=True):
    """``theme`` is empty where the leaver asked without saying about what."""

    id: UUID
    interview: UUID
    theme: str | None
    asked_by: str
    role: str
    state: str
    outcome: str | None
    revision: int
    created_at: datetime


class FollowUps(msgspec.Struct, frozen=True):
    """Oldest first."""

    follow_ups: list[FollowUpJson]


class CodedJson(msgspec.Struct, frozen=True):
    """``follow_ups``: those that this coding opened."""

    comment: CommentJson
    follow_ups: list[FollowUpJson]


class QuotationJson(msgspec.Struct, frozen=True):
    id: UUID
    comment: UUID
    words: str
    state: str
    revision: int
    proposed_at: datetime
    proposed_by: str
    decided_at: datetime | None
    decided_by: str | None


class Quotations(msgspec.Struct, frozen=True):
    """Oldest first."""

    quotations: list[QuotationJson]


def comment_as_json(found: Comment) -> CommentJson:
    record = found.record
    return CommentJson(
        id=record.id,
        source=record.source,
        interview=record.interview,
        survey=record.survey,
        said_on=record.said_on,
        question_kind=record.question_kind,
        question=record.question,
        text=found.text,
        verbatim=found.verbatim,
        spans=[SpanJson(each.start, each.end, each.kind.value) for each in found.remarks.spans]
        if found.verbatim
        else [],
        remarks=list(found.remarks.remarks),
        quotable=record.quotable,
        struck=record.struck,
        progress=found.progress,
        sampled=found.sampled,
        codings=[_coding(each) for each in found.rounds.values()],
        revision=record.revision,
    )


def _coding(record: CodingRecord) -> CodingJson:
    return CodingJson(
        round=record.round.value,
        coder=record.coder,
        codebook=record.codebook,
        themes=[ThemeJson(each.theme, each.direction.value) for each in record.themes],
        why=record.why,
        at=record.at,
    )


def coded_as_json(found: Coded) -> CodedJson:
    return CodedJson(
        comment_as_json(found.comment), [follow_up_as_json(each) for each in found.opened]
    )


def suggested_as_json(found: Suggested) -> SuggestionsJson:
    return SuggestionsJson(
        found.codebook,
        found.suggester,
        [
            SuggestionJson(each.theme, each.direction.value, each.score, list(each.evidence))
            for each in found.suggestions
        ],
    )


def follow_up_as_json(record: FollowUpRecord) -> FollowUpJson:
    return FollowUpJson(
        id=record.id,
        interview=record.interview,
        theme=record.theme,
        asked_by=record.asked_by,
        role=record.role,
        state=record.state,
        outcome=record.outcome,
        revision=record.revision,
        created_at=record.created_at,
    )


def quotation_as_json(record: QuotationRecord) -> QuotationJson:
    return QuotationJson(
        id=record.id,
        comment=record.comment,
        words=record.words,
        state=record.state,
        revision=record.revision,
        proposed_at=record.proposed_at,
        proposed_by=record.proposed_by,
        decided_at=record.decided_at,
        decided_by=record.decided_by,
    )

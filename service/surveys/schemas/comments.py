"""Comments, codings, quotations and follow-ups as JSON."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated
from uuid import UUID

import msgspec

from scorecard.rounding import half_up
from scorecard.themes.agreement import Agreement
from scorecard.themes.clauses import Direction, QuestionKind
from scorecard.themes.coding import Acceptance
from scorecard.themes.remarks import Remark
from scorecard.themes.wilson import Interval
from service.surveys.coding import Coded, Suggested
from service.surveys.comments import Comment, Progress
from service.surveys.counting import Agreed, Counted, Fared
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


class ThemeAgreement(msgspec.Struct, frozen=True):
    """Comments by who gave the theme as a reason; Cohen's kappa with its 95 % interval.

    ``kappa`` is null where chance explains everything: no comment, or a theme nobody or everybody
    gave.
    """

    theme: str
    both: int
    first_only: int
    second_only: int
    neither: int
    observed: str | None
    kappa: str | None
    low: str | None
    high: str | None


class AgreementJson(msgspec.Struct, frozen=True):
    """Over the comments that two people coded blind, in the themes of ``codebook``."""

    codebook: int
    comments: int
    undecided: int
    themes: list[ThemeAgreement]


class ThemeAcceptance(msgspec.Struct, frozen=True):
    """``rate``: accepted as suggested, of those shown; null where none was shown."""

    theme: str
    shown: int
    accepted: int
    redirected: int
    rejected: int
    added: int
    rate: str | None


class VersionAcceptance(msgspec.Struct, frozen=True):
    suggester: str
    codebook: int
    comments: int
    themes: list[ThemeAcceptance]


class AcceptanceJson(msgspec.Struct, frozen=True):
    """By version of the suggester and of the codebook, oldest first."""

    versions: list[VersionAcceptance]


class ThemeCountJson(msgspec.Struct, frozen=True):
    """``low`` and ``high``: 95 % Wilson interval of ``reasons`` of ``units``, as shares."""

    theme: str
    name: str
    reasons: int
    praised: int
    low: str | None
    high: str | None


class PairJson(msgspec.Struct, frozen=True):
    themes: list[str]
    both: int


class ThemeCountsJson(msgspec.Struct, frozen=True):
    """Working figures of a half-year: confirmed reasons only, denominators first.

    ``units`` are interviews (comments, of surveys and review days) with a confirmed coding;
    ``codable`` those of them with at least one reason.
    """

    source: str
    half_year: date
    codebook: int
    offered: int
    declined: int
    done: int
    comments: int
    coded: int
    undecided: int
    units: int
    codable: int
    themes: list[ThemeCountJson]
    together: list[PairJson]
    to_code_again: list[UUID]


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


def agreed_as_json(found: Agreed) -> AgreementJson:
    return AgreementJson(
        found.codebook,
        found.comments,
        found.undecided,
        [_agreement(theme, each) for theme, each in found.themes.items()],
    )


def _agreement(theme: str, found: Agreement) -> ThemeAgreement:
    return ThemeAgreement(
        theme,
        found.table.both,
        found.table.first_only,
        found.table.second_only,
        found.table.neither,
        share(found.observed),
        share(found.kappa),
        _low(found.interval),
        _high(found.interval),
    )


def fared_as_json(found: tuple[Fared, ...]) -> AcceptanceJson:
    return AcceptanceJson(
        [
            VersionAcceptance(
                each.suggester,
                each.codebook,
                each.comments,
                [_acceptance(theme) for theme in each.themes],
            )
            for each in found
        ]
    )


def _acceptance(found: Acceptance) -> ThemeAcceptance:
    return ThemeAcceptance(
        found.theme,
        found.shown,
        found.accepted,
        found.redirected,
        found.rejected,
        found.added,
        share(found.rate),
    )


def counted_as_json(source: str, half_year: date, found: Counted) -> ThemeCountsJson:
    return ThemeCountsJson(
        source=source,
        half_year=half_year,
        codebook=found.codebook,
        offered=found.offered,
        declined=found.declined,
        done=found.done,
        comments=found.comments,
        coded=found.coded,
        undecided=found.undecided,
        units=found.units,
        codable=found.codable,
        themes=[
            ThemeCountJson(
                each.theme,
                each.name,
                each.reasons,
                each.praised,
                _low(each.interval),
                _high(each.interval),
            )
            for each in found.themes
        ],
        together=[PairJson(list(pair), both) for pair, both in found.pairs.items()],
        to_code_again=list(found.to_code_again),
    )


def share(found: Fraction | None) -> str | None:
    """A share from 0 to 1 with three decimals, half up."""
    return None if found is None else str(half_up(found, 3))


def _low(interval: Interval | None) -> str | None:
    return None if interval is None else _written(interval.low)


def _high(interval: Interval | None) -> str | None:
    return None if interval is None else _written(interval.high)


def _written(value: Decimal) -> str:
    return str(half_up(value, 3))

"""Staff surveys as JSON: how many responded stands before anything they said."""

from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Any
from uuid import UUID

import msgspec

from scorecard.rounding import half_up
from scorecard.survey.question_set import STANDARD_NAMES
from scorecard.survey.results import GroupResult, StandardResult, StatementResult
from service.surveys.survey_file import ReadSurvey
from service.surveys.surveys import LINKS_AT_ONCE, Plan, Results, Survey
from service.web.texts import Line

LEAST_GROUP = 5


class SurveyBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``minimum_group``: nothing is shown of fewer responses."""

    question_set: UUID
    title: Line
    first_day: date
    last_day: date
    minimum_group: Annotated[int, msgspec.Meta(ge=LEAST_GROUP, le=1000)] = 10


class LinksBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``group``: an area or service, large enough to hide in; left out, nobody is grouped."""

    count: Annotated[int, msgspec.Meta(ge=1, le=LINKS_AT_ONCE)]
    group: Line | None = None


class LinksJson(msgspec.Struct, frozen=True):
    """Shown this once, in no order that means anything. Hand each to one person."""

    survey: UUID
    group: str | None
    addresses: list[str]


class GroupLine(msgspec.Struct, frozen=True):
    group: str | None
    invited: int


class SurveyJson(msgspec.Struct, frozen=True):
    """``key`` and ``edition`` of the question set: other editions are other series."""

    id: UUID
    title: str
    question_set: UUID
    key: str
    edition: int
    first_day: date
    last_day: date
    minimum_group: int
    origin: str
    state: str
    groups: list[GroupLine]
    invited: int
    responses: int
    unused_links: int
    revision: int
    created_at: datetime
    created_by: str


class Surveys(msgspec.Struct, frozen=True):
    """Latest first."""

    surveys: list[SurveyJson]


class StatementJson(msgspec.Struct, frozen=True):
    """``percent``: favourable of those who answered; of a negative statement, those who disagree."""

    id: str
    text: str
    negative: bool
    counts: dict[str, int]
    answered: int
    favourable: int
    neither: int
    unfavourable: int
    percent: str | None


class StandardJson(msgspec.Struct, frozen=True):
    """``percent``: favourable of all answers to ``statements``.

    ``withheld``: ids of statements that too few answered; they are in no figure here.
    """

    number: int
    name: str
    answered: int
    favourable: int
    percent: str | None
    statements: list[StatementJson]
    withheld: list[str]


class GroupJson(msgspec.Struct, frozen=True):
    """``rate``: responses per cent of those invited, null where that is not known.

    ``standards`` is null, and ``why`` says so, where the group is too small or would give a smaller
    one away. ``group`` null: everybody.
    """

    group: str | None
    invited: int
    responses: int
    rate: str | None
    shown: bool
    why: str | None
    standards: list[StandardJson] | None


class ResultsJson(msgspec.Struct, frozen=True):
    survey: SurveyJson
    groups: list[GroupJson]


class BroughtJson(msgspec.Struct, frozen=True):
    """``survey`` is null until the file is sent with confirm=true and nothing rejects it."""

    rows_read: int
    responses: int
    comments: int
    findings: list[dict[str, Any]]
    survey: SurveyJson | None


def plan_of(body: SurveyBody) -> Plan:
    return Plan(
        question_set=body.question_set,
        title=body.title,
        first_day=body.first_day,
        last_day=body.last_day,
        minimum_group=body.minimum_group,
    )


def survey_as_json(found: Survey) -> SurveyJson:
    record = found.record
    return SurveyJson(
        id=record.id,
        title=record.title,
        question_set=record.question_set,
        key=found.questions.key,
        edition=found.questions.edition,
        first_day=record.first_day,
        last_day=record.last_day,
        minimum_group=record.minimum_group,
        origin=record.origin,
        state=record.state,
        groups=[GroupLine(name or None, n) for name, n in sorted(found.invited.items())],
        invited=sum(found.invited.values()),
        responses=found.responses,
        unused_links=found.unused_links,
        revision=record.revision,
        created_at=record.created_at,
        created_by=record.created_by,
    )


def results_as_json(found: Results) -> ResultsJson:
    return ResultsJson(
        survey_as_json(found.survey),
        [_group(each, found.survey.record.minimum_group) for each in found.groups],
    )


def _group(found: GroupResult, minimum: int) -> GroupJson:
    shown = found.standards is not None
    why = None
    if not shown:
        why = (
            f"Fewer than {minimum} responded, or together with a group of fewer than {minimum} this one "
            "would tell what they said."
        )
    return GroupJson(
        group=found.group or None,
        invited=found.invited,
        responses=found.responses,
        rate=percent(found.rate),
        shown=shown,
        why=why,
        standards=None
        if found.standards is None
        else [_standard(each) for each in found.standards],
    )


def _standard(found: StandardResult) -> StandardJson:
    return StandardJson(
        found.standard.value,
        STANDARD_NAMES[found.standard],
        found.answered,
        found.favourable,
        percent(found.share),
        [_statement(each) for each in found.statements],
        [each.id for each in found.withheld],
    )


def _statement(found: StatementResult) -> StatementJson:
    return StatementJson(
        id=found.statement.id,
        text=found.statement.text,
        negative=found.statement.negative,
        counts={answer.value: number for answer, number in found.counts.items()},
        answered=found.answered,
        favourable=found.favourable,
        neither=found.neither,
        unfavourable=found.unfavourable,
        percent=percent(found.share),
    )


def brought_as_json(read: ReadSurvey, survey: Survey | None) -> BroughtJson:
    return BroughtJson(
        read.rows_read,
        len(read.responses),
        len(read.comments),
        msgspec.to_builtins(read.findings),
        survey_as_json(survey) if survey else None,
    )


def percent(found: Fraction | None) -> str | None:
    """A share as per cent with one decimal, half up."""
    return None if found is None else str(half_up(found * 100, 1))

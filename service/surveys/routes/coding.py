"""Coding over HTTP: suggestions, first and second coding, adjudication, and how well it goes."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from scorecard.periods import half_year_ending
from service import clock
from service.access.actor import Actor
from service.problems import NotFound
from service.settings import Settings
from service.surveys import coding, counting
from service.surveys.coding import Coded
from service.surveys.comments import Source
from service.surveys.routes.comments import THING
from service.surveys.routes.who import (
    CODERS,
    DECIDERS,
    THEMES,
    IfMatch,
    revision_of,
    tag,
)
from service.surveys.schemas.comments import (
    AdjudicationBody,
    CodedJson,
    CodingBody,
    Comments,
    SuggestionsJson,
    ThemeBody,
    coded_as_json,
    comment_as_json,
    suggested_as_json,
)
from service.surveys.schemas.themes import (
    AcceptanceJson,
    AgreementJson,
    ThemeCountsJson,
    agreed_as_json,
    counted_as_json,
    fared_as_json,
)
from service.surveys.who import By
from service.web.openapi import also_answers


def _entries(themes: Sequence[ThemeBody]) -> list[tuple[str, str]]:
    return [(each.theme, each.direction.value) for each in themes]


def _tagged(found: Coded) -> Response[CodedJson]:
    return Response(coded_as_json(found), headers=tag(THING, found.comment.record.revision))


@post(
    "/api/v1/comments/{comment_id:uuid}/suggestions",
    guards=CODERS,
    status_code=200,
    tags=[THEMES],
    operation_id="suggestThemes",
    summary="Show up to three suggested themes; that they were shown is kept",
)
async def suggest_themes(
    comment_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> SuggestionsJson:
    """409 blind-sample for somebody who could be the second coder."""
    found = await coding.suggest(comment_id, By(actor, clock.now(), settings))
    return suggested_as_json(found)


@put(
    "/api/v1/comments/{comment_id:uuid}/coding",
    guards=CODERS,
    tags=[THEMES],
    operation_id="confirmCoding",
    summary="Confirm the themes of a comment, each with its direction (If-Match)",
)
async def confirm_coding(
    comment_id: FromPath[UUID],
    data: JSONBody[CodingBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[CodedJson]:
    """412 shows both codings when somebody else was first."""
    by = By(actor, clock.now(), settings)
    revision = revision_of(if_match, THING)
    return _tagged(await coding.confirm(comment_id, revision, _entries(data.themes), by))


@put(
    "/api/v1/comments/{comment_id:uuid}/second-coding",
    guards=CODERS,
    tags=[THEMES],
    operation_id="codeSecond",
    summary="Code a comment of the sample blind, as the second person (If-Match)",
)
async def code_second(
    comment_id: FromPath[UUID],
    data: JSONBody[CodingBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[CodedJson]:
    by = By(actor, clock.now(), settings)
    revision = revision_of(if_match, THING)
    return _tagged(await coding.second(comment_id, revision, _entries(data.themes), by))


@put(
    "/api/v1/comments/{comment_id:uuid}/adjudication",
    guards=DECIDERS,
    tags=[THEMES],
    operation_id="adjudicateCoding",
    summary="Decide between two codings, with a reason (If-Match)",
)
async def adjudicate(
    comment_id: FromPath[UUID],
    data: JSONBody[AdjudicationBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[CodedJson]:
    by = By(actor, clock.now(), settings)
    revision = revision_of(if_match, THING)
    entries = _entries(data.themes)
    return _tagged(await coding.adjudicate(comment_id, revision, entries, data.why, by))


@get(
    "/api/v1/second-coding",
    guards=CODERS,
    tags=[THEMES],
    operation_id="listSecondCoding",
    summary="Comments of the sample that this key can code blind, without codings or suggestions",
)
async def list_second_coding(
    actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> Comments:
    found = await coding.to_code_second(actor, settings)
    return Comments([comment_as_json(each) for each in found])


@get(
    "/api/v1/coding-agreement",
    guards=DECIDERS,
    tags=[THEMES],
    operation_id="readCodingAgreement",
    summary="How far two coders agree, theme by theme: kappa with its interval",
)
async def read_agreement() -> AgreementJson:
    return agreed_as_json(await counting.agreed())


@get(
    "/api/v1/suggestion-acceptance",
    guards=DECIDERS,
    tags=[THEMES],
    operation_id="readSuggestionAcceptance",
    summary="What became of the suggestions, by version of the suggester and theme",
)
async def read_acceptance(actor: NamedDependency[Actor]) -> AcceptanceJson:
    """A coder's figures leave out comments that they could still code blind."""
    return fared_as_json(await counting.fared(actor))


@get(
    "/api/v1/theme-counts",
    guards=DECIDERS,
    tags=[THEMES],
    operation_id="readThemeCounts",
    summary="Working figures of a half-year: denominators, confirmed reasons, what goes together",
    opt=also_answers(NotFound),
)
async def read_theme_counts(
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    half_year: Annotated[date, QueryParameter(description="Last day of the half-year")],
    source: Annotated[Source, QueryParameter(description="Of which source")] = Source.EXIT,
) -> ThemeCountsJson:
    """For those who code; small numbers are in it. What is published is the scorecard's.

    To a coder, comments that they could still code blind are not coded.
    """
    period = half_year_ending(half_year, settings.half_year_ends)
    found = await counting.themes_of(source, period.opening, period.end, actor)
    return counted_as_json(source.value, period.end, found)


ROUTES: list[HTTPRouteHandler] = [
    suggest_themes,
    confirm_coding,
    code_second,
    adjudicate,
    list_second_coding,
    read_agreement,
    read_acceptance,
    read_theme_counts,
]

"""Published scorecards as JSON and CSV; publishing and correcting."""

import hashlib
from typing import Annotated, Any, cast

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from scorecard.periods import half_year_ending
from service import clock
from service.access.actor import Actor, Scope
from service.access.guards import requires
from service.publication import operations, schema
from service.publication.addresses import Form, wanted
from service.publication.answers import (
    Audience,
    PreparedResponse,
    audience_of,
    fast_lane,
    file_answer,
    shelf_of,
)
from service.publication.documents import EditionDocument
from service.publication.due import NextRelease
from service.publication.prepared import KEYED, PUBLIC, Prepared
from service.publication.refusals import NotPublished
from service.publication.schemas import (
    Correction,
    Due,
    EditionJson,
    Editions,
    Protection,
    Publication,
    WithdrawalBody,
    edition_as_json,
    protection_as_json,
)
from service.publication.shelf import Listing
from service.scorecards import answers, view_log
from service.scorecards.operations import FigureName
from service.scorecards.periods import period_end
from service.scorecards.schemas import RowsJson, rows_as_json
from service.settings import Settings
from service.web.conditional import conditional, validators
from service.web.openapi import NEEDS_ROOM

TAG = "Scorecards"
PSW_ONLY = [requires(Scope.PSW)]
HR_OR_PSW = [requires(Scope.HR, Scope.PSW)]

AN_EDITION = {
    200: ResponseSpec(
        EditionDocument,
        description=(
            "The edition; as CSV, PDF, OpenDocument or Excel file where the address ends in .csv, .pdf, "
            ".ods or .xlsx. PDF, ODS and XLSX hold what is public, whoever asks"
        ),
        generate_examples=False,
    )
}

AnyRequest = Request[Any, Any, Any]


@get(
    "/api/v1/scorecards",
    tags=[TAG],
    operation_id="listScorecards",
    summary="All published scorecards, and which half-year is due next",
)
async def list_scorecards(
    request: AnyRequest,
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor | None],
) -> Response[Editions]:
    listing = await shelf_of(request.app).listing()
    due = listing.next_release(clock.now(), settings)
    if audience_of(actor) is Audience.ROWS:
        listing = listing.with_waiting()
    body = _editions(listing, due)
    etag = hashlib.sha256(msgspec.json.encode(body)).hexdigest()[:32]
    modified = listing.modified
    headers = {
        "cache-control": KEYED if actor else PUBLIC,
        "vary": "Authorization",
    }
    unchanged = conditional(request, etag, modified, headers=headers)
    if unchanged is not None:
        return cast("Response[Editions]", unchanged)
    return Response(body, headers={**validators(etag, modified), **headers})


def _editions(listing: Listing, due: NextRelease) -> Editions:
    latest = {each.id for each in listing.latest_of_each()}
    return Editions(
        [edition_as_json(each, latest=each.id in latest) for each in listing.entries],
        Due(due.period.end, due.publishable_from, due.release_at, due.late),
    )


@get(
    "/api/v1/scorecards/{period:str}",
    middleware=[fast_lane],
    tags=[TAG],
    operation_id="readScorecard",
    responses=AN_EDITION,
    summary="The latest edition of a half-year: 2026-09-30 as JSON, or with .csv, .pdf, .ods, .xlsx",
    description=(
        "Without a key, or with any but an hr or psw key: the protected view, in which small numbers "
        "of people, and what would tell them, stand as c. With an hr or psw key: everything, and the "
        "JSON is byte for byte what was hashed (X-Content-SHA256). X-Edition-SHA256 states the content hash of the "
        "edition beside every answer. Conditional requests are answered (ETag, Last-Modified)."
    ),
)
async def read_scorecard(
    request: AnyRequest,
    period: FromPath[str],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor | None],
) -> PreparedResponse:
    return await file_answer(request, wanted(period), settings, actor)


@get(
    "/api/v1/scorecards/{period:str}/{version:str}",
    middleware=[fast_lane],
    tags=[TAG],
    operation_id="readScorecardVersion",
    responses=AN_EDITION,
    summary="One version of a half-year: v1 as JSON, or with .csv, .pdf, .ods, .xlsx; it never changes",
)
async def read_scorecard_version(
    request: AnyRequest,
    period: FromPath[str],
    version: FromPath[str],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor | None],
) -> PreparedResponse:
    return await file_answer(request, wanted(period, version), settings, actor)


@get(
    schema.ADDRESS,
    tags=[TAG],
    operation_id="readEditionSchema",
    media_type=schema.MEDIA_TYPE,
    summary="The JSON Schema of the document of an edition",
)
async def read_edition_schema(request: AnyRequest) -> PreparedResponse:
    async def make() -> Prepared:
        return Prepared(
            schema.as_bytes(),
            media_type=schema.MEDIA_TYPE,
            last_modified=None,
            cache_control=PUBLIC,
        )

    return PreparedResponse(await shelf_of(request.app).answer(schema.ADDRESS, make))


@get(
    "/api/v1/scorecards/{period:str}/{version:str}/rows",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="readRowsBehindPublishedFigure",
    opt=NEEDS_ROOM,
    summary="The rows behind a published figure, read again from the files of its edition",
)
async def read_edition_rows(
    request: AnyRequest,
    period: FromPath[str],
    version: FromPath[str],
    settings: NamedDependency[Settings],
    *,
    measure: Annotated[str, QueryParameter(description="Id of the measure")],
    dimension: Annotated[str, QueryParameter(description="council, team, area ...")] = "council",
    group: Annotated[str, QueryParameter(description="Group of the dimension")] = "",
    category: Annotated[str, QueryParameter(description="Category of the measure")] = "",
) -> Response[RowsJson]:
    asked = wanted(period, version)
    if asked.form is not Form.JSON:
        raise NotPublished("Rows are given as JSON: leave out the ending of the file.")
    entry = await operations.find(asked.period_end, asked.version)
    figure = FigureName(measure, dimension, group, category)
    rows = await operations.edition_rows(entry, figure, settings)
    return answers.answer(request, rows_as_json(rows), answers.ROWS)


@get(
    "/api/v1/scorecards/{period:str}/draft/disclosure",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="readDraftDisclosureDecision",
    opt=NEEDS_ROOM,
    summary="Which figures the public would see as c, and why, were the draft published now",
)
async def read_draft_disclosure(
    period: FromPath[str], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> Protection:
    half_year_ending(period_end(period), settings.half_year_ends)
    await view_log.note(period_end(period), actor, clock.now())
    return protection_as_json(
        await operations.with_decision(period_end(period), None, clock.now(), settings)
    )


@get(
    "/api/v1/scorecards/{period:str}/{version:str}/disclosure",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="readDisclosureDecision",
    opt=NEEDS_ROOM,
    summary="Which figures of an edition the public sees as c, and why",
)
async def read_disclosure(
    period: FromPath[str], version: FromPath[str], settings: NamedDependency[Settings]
) -> Protection:
    asked = wanted(period, version)
    if asked.form is not Form.JSON or asked.version is None:
        raise NotPublished("The decision is given as JSON: leave out the ending of the file.")
    return protection_as_json(
        await operations.with_decision(asked.period_end, asked.version, clock.now(), settings)
    )


@post(
    "/api/v1/scorecards/{period:str}/publish",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="publishScorecard",
    opt=NEEDS_ROOM,
    summary="Freeze the draft of a half-year as version 1; it never changes after that",
)
async def publish_scorecard(
    request: AnyRequest,
    period: FromPath[str],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    data: JSONBody[Publication | None] = None,
) -> Response[EditionJson]:
    entry = await operations.publish(
        period_end(period),
        actor,
        clock.now(),
        settings,
        accept_missing_returns=data.accept_missing_returns if data else None,
        release_at=data.release_at if data else None,
    )
    shelf_of(request.app).forget()
    return _created(edition_as_json(entry, latest=True))


@post(
    "/api/v1/scorecards/{period:str}/corrections",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="correctScorecard",
    opt=NEEDS_ROOM,
    summary="Publish the next version of a half-year, with a public reason",
)
async def correct_scorecard(
    request: AnyRequest,
    period: FromPath[str],
    data: JSONBody[Correction],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[EditionJson]:
    entry = await operations.correct(
        period_end(period),
        data.reason,
        actor,
        clock.now(),
        settings,
        accept_missing_returns=data.accept_missing_returns,
        release_at=data.release_at,
    )
    shelf_of(request.app).forget()
    return _created(edition_as_json(entry, latest=True))


@post(
    "/api/v1/scorecards/{period:str}/{version:str}/withdrawal",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="withdrawScorecard",
    summary="Withdraw a version with a public reason: its notice stands in its place, its files answer 410",
)
async def withdraw_scorecard(
    request: AnyRequest,
    period: FromPath[str],
    version: FromPath[str],
    data: JSONBody[WithdrawalBody],
    *,
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[EditionJson]:
    asked = wanted(period, version)
    if asked.form is not Form.JSON or asked.version is None:
        raise NotPublished("A version is withdrawn with all its files: leave out the ending.")
    entry = await operations.withdraw(
        asked.period_end, asked.version, data.reason, actor, clock.now(), settings=settings
    )
    shelf_of(request.app).forget()
    latest = await operations.find(asked.period_end)
    return _created(edition_as_json(entry, latest=entry.id == latest.id))


def _created(body: EditionJson) -> Response[EditionJson]:
    return Response(body, status_code=201, headers={"location": body.json})


ROUTES: list[HTTPRouteHandler] = [
    list_scorecards,
    read_scorecard,
    read_scorecard_version,
    read_edition_schema,
    read_edition_rows,
    read_draft_disclosure,
    read_disclosure,
    publish_scorecard,
    correct_scorecard,
    withdraw_scorecard,
]

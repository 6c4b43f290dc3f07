"""Returns over HTTP: send, look, confirm, undo. What is held is asked for in ``fact_routes``."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any, BinaryIO
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
)
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from service import clock, problems
from service.access.actor import Actor, Scope
from service.access.guards import requires
from service.problems import NotFound
from service.settings import Settings
from service.web.conditional import conditional, validators
from service.web.csv_file import csv_bytes
from service.web.openapi import NEEDS_ROOM, also_answers
from service.web.strictness import require_media_type
from service.web.uploads import read_limited
from service.workforce import fact_routes, operations, template_routes
from service.workforce.progress import BOARD, Phase
from service.workforce.reading import Options
from service.workforce.receiving import measured
from service.workforce.records import Kind
from service.workforce.rendering import FINDING_COLUMNS
from service.workforce.schemas import (
    Moment,
    ProgressJson,
    ReturnJson,
    ReturnPage,
    return_as_json,
    summary_as_json,
)
from service.workforce.store import STATES

TAG = "Workforce returns"

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES = {
    CSV: ".csv",
    XLSX: ".xlsx",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "application/octet-stream": "",
}
"""Accepted media types. What the file really is, its first bytes decide."""

FILENAME_LENGTH = 255
PIECE = 64 * 1024


@dataclass
class FileInBody(Operation):
    """A request whose body is a file as it is: Litestar cannot tell from a handler that streams."""

    def __post_init__(self) -> None:
        file = OpenAPIMediaType(Schema(type=OpenAPIType.STRING, content_encoding="binary"))
        self.request_body = RequestBody(
            content=dict.fromkeys(SUFFIXES, file),
            description="The file itself, as it was exported.",
            required=True,
        )


HR_ONLY = [requires(Scope.HR)]
HR_OR_PSW = [requires(Scope.HR, Scope.PSW)]

AnyRequest = Request[Any, Any, Any]


@post(
    "/api/v1/workforce/returns/{kind:str}",
    guards=HR_ONLY,
    request_max_body_size=None,
    tags=[TAG],
    operation_id="checkReturn",
    opt=NEEDS_ROOM,
    operation_class=FileInBody,
    responses={
        200: ResponseSpec(
            ReturnJson, description="The file is in force already, or nothing was to be kept"
        )
    },
    summary="Send a return to be checked; nothing is changed before it is confirmed",
)
async def check_return(
    request: AnyRequest,
    kind: FromPath[str],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    filename: Annotated[
        str | None,
        QueryParameter(max_length=FILENAME_LENGTH, description="Name of the file at the sender's"),
    ] = None,
    sheet: Annotated[
        str | None, QueryParameter(max_length=100, description="Sheet of a workbook to read")
    ] = None,
    accept_good_rows: Annotated[
        bool, QueryParameter(description="Leave out rows that are refused, instead of refusing all")
    ] = False,
    reference_date: Annotated[
        date | None, QueryParameter(description="Of a census that does not state its own")
    ] = None,
    reference: Annotated[
        UUID | None, QueryParameter(description="A UUID of yours to ask for the progress under")
    ] = None,
    keep: Annotated[
        bool,
        QueryParameter(
            description="Keep the sealed file, so that the check can be confirmed by its id; "
            "false stores nothing at all"
        ),
    ] = True,
) -> Response[ReturnJson]:
    """The body is the file itself. 201 with the check; 200 when nothing was stored by it."""
    now = clock.now()
    wanted = _kind(kind)
    media_type = require_media_type(request, *SUFFIXES)
    progress = BOARD.begin(None if reference is None else str(reference))
    try:
        body = await read_limited(request, settings.max_upload_bytes)
        with body:
            outcome = await operations.check(
                wanted,
                await asyncio.to_thread(measured, body),
                filename=_filename(filename) or f"{wanted}{SUFFIXES[media_type]}",
                options=Options(
                    sheet=sheet or None,
                    accept_good_rows=accept_good_rows,
                    reference_date=reference_date,
                ),
                actor=actor,
                now=now,
                settings=settings,
                progress=progress,
                keep=keep,
            )
    except BaseException:
        progress.at(Phase.FAILED, progress.rows)
        raise
    answer = return_as_json(outcome, checked=Moment(now, actor.name))
    if answer.id is None:
        return Response(answer, status_code=200)
    BOARD.also_as(str(answer.id), progress)
    return Response(
        answer,
        status_code=201 if outcome.duplicate_of is None else 200,
        headers={"location": f"/api/v1/workforce/returns/{answer.id}"},
    )


@post(
    "/api/v1/workforce/returns/{return_id:uuid}/confirm",
    guards=HR_ONLY,
    status_code=200,
    tags=[TAG],
    operation_id="confirmReturn",
    opt=NEEDS_ROOM,
    summary="Apply a checked return, all of it or nothing",
)
async def confirm_return(
    return_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> ReturnJson:
    """409 stale-check when another return was confirmed or undone since the check."""
    progress = BOARD.begin(None)
    BOARD.also_as(str(return_id), progress)
    try:
        outcome = await operations.confirm(
            return_id, actor=actor, now=clock.now(), settings=settings, progress=progress
        )
    except BaseException:
        progress.at(Phase.FAILED, progress.rows)
        raise
    return return_as_json(outcome)


@post(
    "/api/v1/workforce/returns/{return_id:uuid}/undo",
    guards=HR_ONLY,
    status_code=200,
    tags=[TAG],
    operation_id="undoReturn",
    summary="Take a confirmed return back, while nothing later depends on it",
)
async def undo_return(return_id: FromPath[UUID], actor: NamedDependency[Actor]) -> ReturnJson:
    """409 depended-on names the later returns and published editions in the way."""
    return return_as_json(await operations.undo(return_id, actor=actor, now=clock.now()))


@get(
    "/api/v1/workforce/returns",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="listReturns",
    summary="All returns received, newest first",
    opt=also_answers(NotFound),
)
async def list_returns(
    kind: Annotated[Kind | None, QueryParameter(description="Only returns of this kind")] = None,
    in_state: Annotated[
        str | None,
        QueryParameter(
            name="state",
            pattern=f"^({'|'.join(STATES)})$",
            description="Only returns in this state: " + ", ".join(STATES),
        ),
    ] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200, description="Returns on a page")] = 50,
    before: Annotated[
        UUID | None, QueryParameter(description="Only returns received before this one")
    ] = None,
) -> ReturnPage:
    # One more than asked for tells whether there is a next page.
    found = await operations.listing(kind=kind, state=in_state, before=before, limit=limit + 1)
    page = [summary_as_json(outcome) for outcome in found[:limit]]
    following = None
    if len(found) > limit:
        given = {"kind": kind, "state": in_state, "limit": limit, "before": page[-1].id}
        following = fact_routes.address("/api/v1/workforce/returns", given)
    return ReturnPage(returns=page, next=following)


@get(
    "/api/v1/workforce/returns/{return_id:uuid}",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="getReturn",
    summary="One return with its findings and what it changed",
)
async def get_return(request: AnyRequest, return_id: FromPath[UUID]) -> Response[ReturnJson]:
    outcome = await operations.one(return_id)
    etag = f"{return_id}-{outcome.state}"
    held = conditional(request, etag)
    if held is not None:
        return held  # type: ignore[return-value]  # -- a 304 has no body
    return Response(return_as_json(outcome), headers={**validators(etag), **REVALIDATE})


@get(
    "/api/v1/workforce/returns/{return_id:uuid}/findings.csv",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="getFindingsAsCsv",
    summary="The findings of a return as a CSV file",
    media_type=CSV,
)
async def get_findings(return_id: FromPath[UUID]) -> Stream:
    """Safe to open in a spreadsheet; registration numbers are masked."""
    outcome = await operations.one(return_id)
    rows = ([finding[name] for name in FINDING_COLUMNS] for finding in outcome.findings)
    return Stream(
        csv_bytes(FINDING_COLUMNS, rows),
        media_type=CSV,
        headers=_download(f"findings-{return_id}.csv"),
    )


@get(
    "/api/v1/workforce/returns/{return_id:uuid}/progress",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="getProgress",
    summary="How far an upload or a confirm has come, by return or by the reference given",
)
async def get_progress(return_id: FromPath[UUID]) -> ProgressJson:
    progress = BOARD.of(str(return_id))
    if progress is None:
        outcome = await operations.one(return_id)
        return ProgressJson(phase=Phase.DONE, rows=outcome.rows_read)
    return ProgressJson(phase=progress.phase, rows=progress.rows)


@get(
    "/api/v1/workforce/returns/{return_id:uuid}/file",
    guards=HR_ONLY,
    tags=[TAG],
    operation_id="getReceivedFile",
    opt=NEEDS_ROOM,
    summary="The file as it was received; taking it is in the audit trail",
    media_type="application/octet-stream",
)
async def get_file(
    request: AnyRequest,
    return_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    known = await operations.one(return_id)
    held = conditional(request, known.sha256)
    if held is not None:
        return Response(b"", status_code=304, headers=held.headers)
    record, file = await operations.original(
        return_id, actor=actor, now=clock.now(), settings=settings
    )
    return Stream(
        _pieces(file),
        media_type="application/octet-stream",
        headers={
            **_download(record.filename),
            **validators(record.sha256),
            **REVALIDATE,
            "content-length": str(record.size),
        },
    )


REVALIDATE = {"cache-control": "private, no-cache"}


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        yield from iter(partial(file.read, PIECE), b"")


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise problems.NotFound(
            f"{name[:50]!r} is not a kind of return. The kinds are: {', '.join(Kind)}.",
            kinds=list(Kind),
        ) from None


def _filename(given: str | None) -> str:
    """The last part of the name as sent, without characters that do not print."""
    last = (given or "").replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable()).strip()


def _download(filename: str) -> dict[str, str]:
    """Save under this name, whatever characters it has (RFC 6266)."""
    plain = "".join(char if char.isascii() and char not in '"\\' else "_" for char in filename)
    return {
        "content-disposition": (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
        )
    }


ROUTES: list[HTTPRouteHandler] = [
    check_return,
    confirm_return,
    undo_return,
    list_returns,
    get_return,
    get_findings,
    get_progress,
    get_file,
    *fact_routes.ROUTES,
    *template_routes.ROUTES,
]

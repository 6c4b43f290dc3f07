"""Comparators over HTTP: files sent by hand, and one authority beside its comparators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath, QueryParameter

from service import clock
from service.access.actor import OFFICE, Actor, Scope
from service.access.guards import requires
from service.benchmarks import showing, target_routes, vintages
from service.benchmarks.schemas import (
    Benchmarks,
    VintageJson,
    VintagePage,
    VintageTaken,
    benchmarks_as_json,
    vintage_as_json,
)
from service.benchmarks.vintages import MOST_BYTES, Provenance
from service.problems import InvalidParameter, NotFound
from service.web.conditional import conditional, validators
from service.web.openapi import NEEDS_ROOM, also_answers
from service.web.strictness import require_media_type
from service.web.uploads import read_limited

TAG = "Comparators and targets"
CSV = "text/csv"
ACCEPTED = (CSV, "application/octet-stream")
PSW_ONLY = [requires(Scope.PSW)]
OFFICES = [requires(*OFFICE)]
REVALIDATE = {"cache-control": "private, no-cache"}

AnyRequest = Request[Any, Any, Any]


@dataclass
class FileInBody(Operation):
    """A request whose body is a file as it is."""

    def __post_init__(self) -> None:
        file = OpenAPIMediaType(Schema(type=OpenAPIType.STRING, content_encoding="binary"))
        self.request_body = RequestBody(
            content=dict.fromkeys(ACCEPTED, file),
            description="The published CSV file itself.",
            required=True,
        )


@get(
    "/api/v1/benchmarks",
    guards=OFFICES,
    tags=[TAG],
    operation_id="readBenchmarks",
    summary="One authority in one year beside England, its region and its statistical neighbours",
    opt=also_answers(NotFound),
)
async def read_benchmarks(
    *,
    authority: Annotated[
        str,
        QueryParameter(
            min_length=1,
            max_length=40,
            description="Three-digit code (888), code of a joint return (314 / 318) or ONS code",
        ),
    ],
    year: Annotated[int, QueryParameter(ge=1900, le=2200, description="The year to 30 September")],
) -> Benchmarks:
    return benchmarks_as_json(await showing.shown(authority, year))


@post(
    "/api/v1/benchmarks/vintages",
    guards=PSW_ONLY,
    request_max_body_size=None,
    tags=[TAG],
    operation_id="importBenchmarks",
    opt=NEEDS_ROOM,
    operation_class=FileInBody,
    responses={200: ResponseSpec(VintageTaken, description="The same file had been taken in")},
    summary="Send a published file: the indicators, or the model of statistical neighbours",
)
async def import_benchmarks(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    *,
    filename: Annotated[
        str | None, QueryParameter(max_length=255, description="Name of the file at the sender's")
    ] = None,
    release: Annotated[
        str | None, QueryParameter(max_length=200, description="Release, as 19 March 2026")
    ] = None,
    version: Annotated[
        str | None, QueryParameter(max_length=100, description="Version of the release")
    ] = None,
    retrieved_at: Annotated[
        datetime | None, QueryParameter(description="When it was downloaded; now when not given")
    ] = None,
) -> Response[VintageTaken]:
    """Which of the two it is, its columns say. 422 comparator-file-refused has the findings."""
    require_media_type(request, *ACCEPTED)
    now = clock.now()
    if retrieved_at is not None and (retrieved_at.tzinfo is None or retrieved_at > now):
        raise InvalidParameter(
            "retrieved_at has to be an instant with its zone, and not in the future.",
            errors=[{"parameter": "retrieved_at", "detail": "write it as 2026-03-20T10:00:00Z"}],
        )
    with await read_limited(request, MOST_BYTES) as body:
        content = body.read()
    taken = await vintages.take_in(
        content,
        Provenance(
            retrieved_at=retrieved_at or now,
            release=release or None,
            version=version or None,
            filename=filename or "",
        ),
        actor,
        now,
    )
    return Response(
        VintageTaken(taken.already, vintage_as_json(taken.vintage)),
        status_code=200 if taken.already else 201,
        headers={"location": f"/api/v1/benchmarks/vintages/{taken.vintage.id}"},
    )


@get(
    "/api/v1/benchmarks/vintages",
    guards=OFFICES,
    tags=[TAG],
    operation_id="listBenchmarkVintages",
    summary="All comparator files taken in, the one stored last first",
)
async def list_vintages(
    limit: Annotated[int, QueryParameter(ge=1, le=200, description="Files on a page")] = 50,
    before: Annotated[
        UUID | None, QueryParameter(description="Only files stored before this one")
    ] = None,
) -> VintagePage:
    held = await vintages.listing()
    if before is not None:
        places = [number for number, each in enumerate(held) if each.id == before]
        if not places:
            raise InvalidParameter(
                "The value of before does not name a comparator file.",
                errors=[{"parameter": "before", "detail": "not the id of a comparator file"}],
            )
        held = held[places[0] + 1 :]
    page = held[:limit]
    more = len(held) > limit
    return VintagePage(
        vintages=[vintage_as_json(each) for each in page],
        next=f"/api/v1/benchmarks/vintages?limit={limit}&before={page[-1].id}" if more else None,
    )


@get(
    "/api/v1/benchmarks/vintages/{vintage_id:uuid}",
    guards=OFFICES,
    tags=[TAG],
    operation_id="readBenchmarkVintage",
    summary="One comparator file: where it is from, and what was found in it",
)
async def read_vintage(request: AnyRequest, vintage_id: FromPath[UUID]) -> Response[VintageJson]:
    vintage = await vintages.one(vintage_id)
    unchanged = conditional(request, vintage.sha256, headers=REVALIDATE)
    if unchanged is not None:
        return cast("Response[VintageJson]", unchanged)
    return Response(vintage_as_json(vintage), headers={**validators(vintage.sha256), **REVALIDATE})


@get(
    "/api/v1/benchmarks/vintages/{vintage_id:uuid}/file",
    guards=OFFICES,
    tags=[TAG],
    operation_id="readBenchmarkFile",
    summary="The comparator file as it was received",
    media_type="application/octet-stream",
)
async def read_file(request: AnyRequest, vintage_id: FromPath[UUID]) -> Response[bytes]:
    vintage = await vintages.one(vintage_id)
    unchanged = conditional(request, vintage.sha256, headers=REVALIDATE)
    if unchanged is not None:
        return Response(b"", status_code=304, headers=unchanged.headers)
    return Response(
        await vintages.content(vintage_id),
        media_type="application/octet-stream",
        headers={
            **validators(vintage.sha256),
            **REVALIDATE,
            "content-disposition": f'attachment; filename="comparator-{vintage_id}.csv"',
        },
    )


ROUTES: list[HTTPRouteHandler] = [
    read_benchmarks,
    import_benchmarks,
    list_vintages,
    read_vintage,
    read_file,
    *target_routes.ROUTES,
]

"""Printed timetables over HTTP: check, settle, confirm."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from service import clock
from service.access.actor import Actor
from service.cohorts import imports
from service.cohorts.import_reading import Settled
from service.cohorts.imports import Naming
from service.cohorts.printed_file import LARGEST
from service.cohorts.routes.who import LEADS, PLANNERS, TAG
from service.cohorts.schemas.imports import (
    ConfirmBody,
    ImportJson,
    Imports,
    SettledBody,
    entry_of,
    import_as_json,
    naming_of,
)
from service.settings import Settings
from service.web.strictness import require_media_type
from service.web.tables import TABLES, TableInBody, filename_of
from service.web.texts import KEY, LINE
from service.web.uploads import read_limited

AnyRequest = Request[Any, Any, Any]


@post(
    "/api/v1/programme-imports",
    guards=LEADS,
    request_max_body_size=None,
    tags=[TAG],
    operation_id="checkTimetable",
    operation_class=TableInBody,
    summary="Send a printed timetable to be read; no programme is stored before it is confirmed",
)
async def check_timetable(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    filename: Annotated[
        str | None, QueryParameter(max_length=255, description="Name of the file at the sender's")
    ] = None,
    stated_days: Annotated[
        int | None, QueryParameter(ge=0, le=10_000, description="Days an announcement states")
    ] = None,
) -> Response[ImportJson]:
    media_type = require_media_type(request, *TABLES)
    name = filename_of(filename) or f"timetable{TABLES[media_type]}"
    found = await imports.check(
        await _body(request), name, stated_days, actor, clock.now(), thresholds=settings.planning
    )
    return Response(
        import_as_json(found),
        status_code=201,
        headers={"location": f"/api/v1/programme-imports/{found.record.id}"},
    )


@put(
    "/api/v1/programme-imports/{import_id:uuid}/blocks",
    guards=LEADS,
    request_max_body_size=None,
    tags=[TAG],
    operation_id="sendBlocksOfTimetable",
    operation_class=TableInBody,
    summary="Send the list of blocks and their dates, to read the timetable beside it",
)
async def send_blocks(
    request: AnyRequest,
    import_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> ImportJson:
    require_media_type(request, *TABLES)
    body = await _body(request)
    return import_as_json(
        await imports.with_blocks(import_id, body, actor, clock.now(), thresholds=settings.planning)
    )


@put(
    "/api/v1/programme-imports/{import_id:uuid}/settled",
    guards=LEADS,
    tags=[TAG],
    operation_id="settleTimetable",
    summary="Correct printed cells with a reason, and accept suggested readings",
)
async def settle_timetable(
    import_id: FromPath[UUID],
    data: JSONBody[SettledBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> ImportJson:
    """The print is kept beside each correction."""
    settled = Settled(corrections=data.corrections, accepted=data.accepted)
    return import_as_json(
        await imports.settle(import_id, settled, actor, clock.now(), thresholds=settings.planning)
    )


@post(
    "/api/v1/programme-imports/{import_id:uuid}/confirm",
    guards=LEADS,
    status_code=200,
    tags=[TAG],
    operation_id="confirmTimetable",
    summary="Store the timetable as a version of a programme",
)
async def confirm_timetable(
    import_id: FromPath[UUID],
    data: JSONBody[ConfirmBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> ImportJson:
    """422 findings-stand lists what has to be settled first."""
    known = await imports.one(import_id)
    naming = naming_of(data, known.record.filename)
    found = await imports.confirm(
        import_id, naming, data.document, actor, clock.now(), thresholds=settings.planning
    )
    return import_as_json(found)


@get(
    "/api/v1/programme-imports",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="listTimetables",
    summary="All printed timetables received, newest first",
)
async def list_timetables() -> Imports:
    return Imports([entry_of(each) for each in await imports.listing()])


@get(
    "/api/v1/programme-imports/{import_id:uuid}",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="readTimetable",
    summary="One printed timetable: what is read in it, what was corrected, what still stands",
)
async def read_timetable(
    import_id: FromPath[UUID], settings: NamedDependency[Settings]
) -> ImportJson:
    return import_as_json(await imports.one(import_id, settings.planning))


@get(
    "/api/v1/programme-imports/{import_id:uuid}/document",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="draftProgrammeOfTimetable",
    summary="The programme the timetable would become, to be completed by hand",
)
async def draft_programme(
    import_id: FromPath[UUID],
    settings: NamedDependency[Settings],
    *,
    key: Annotated[str, QueryParameter(max_length=100, pattern=KEY)],
    title: Annotated[str, QueryParameter(max_length=200, pattern=LINE)],
    effective_from: Annotated[date, QueryParameter(description="First day it is in force")],
) -> dict[str, Any]:
    found = await imports.one(import_id)
    naming = Naming(
        key=key,
        title=title,
        version=None,
        effective_from=effective_from,
        effective_to=None,
        source=f"Printed timetable {found.record.filename}",
    )
    return await imports.draft_document(found, naming, settings.planning)


@get(
    "/api/v1/programme-imports/{import_id:uuid}/file",
    guards=LEADS,
    tags=[TAG],
    operation_id="readTimetableFile",
    summary="The file as it was received",
    media_type="application/octet-stream",
)
async def read_file(import_id: FromPath[UUID]) -> Response[bytes]:
    record = (await imports.one(import_id)).record
    plain = "".join(c if c.isascii() and c not in '"\\' else "_" for c in record.filename)
    extended = quote(record.filename, safe="")
    return Response(
        record.content,
        media_type="application/octet-stream",
        headers={
            "content-disposition": (
                f"attachment; filename=\"{plain}\"; filename*=UTF-8''{extended}"
            )
        },
    )


async def _body(request: AnyRequest) -> bytes:
    with await read_limited(request, LARGEST) as file:
        return file.read()


ROUTES: list[HTTPRouteHandler] = [
    check_timetable,
    send_blocks,
    settle_timetable,
    confirm_timetable,
    list_timetables,
    read_timetable,
    draft_programme,
    read_file,
]

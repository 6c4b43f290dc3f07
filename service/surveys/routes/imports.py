"""Files of exit interviews over HTTP: check, then confirm."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from service import clock
from service.access.actor import Actor
from service.settings import Settings
from service.surveys import imports
from service.surveys.routes.files import AnyRequest, FileInBody, Filename, file_of
from service.surveys.routes.who import DESK, INTERVIEWS
from service.surveys.schemas.interviews import InterviewFileJson, InterviewFiles, file_as_json
from service.surveys.who import By


@post(
    "/api/v1/exit-interview-imports",
    guards=DESK,
    request_max_body_size=None,
    tags=[INTERVIEWS],
    operation_id="checkExitInterviewFile",
    operation_class=FileInBody,
    summary="Send a CSV file or workbook of exit interviews to be checked; none is stored yet",
)
async def check_file(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    filename: Filename = None,
) -> Response[InterviewFileJson]:
    """Every fault is a finding with row, column and what to do; the file is kept sealed."""
    content, name = await file_of(request, filename)
    record = await imports.check(content, name, By(actor, clock.now(), settings))
    return Response(
        file_as_json(record),
        status_code=201,
        headers={"location": f"/api/v1/exit-interview-imports/{record.id}"},
    )


@post(
    "/api/v1/exit-interview-imports/{import_id:uuid}/confirm",
    guards=DESK,
    status_code=200,
    tags=[INTERVIEWS],
    operation_id="confirmExitInterviewFile",
    summary="Store the interviews of a checked file: all of them, or none",
)
async def confirm_file(
    import_id: FromPath[UUID], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> InterviewFileJson:
    """422 interview-file-refused lists what stands in the way."""
    return file_as_json(await imports.confirm(import_id, By(actor, clock.now(), settings)))


@get(
    "/api/v1/exit-interview-imports",
    guards=DESK,
    tags=[INTERVIEWS],
    operation_id="listExitInterviewFiles",
    summary="Files of exit interviews, newest first",
)
async def list_files() -> InterviewFiles:
    return InterviewFiles([file_as_json(each) for each in await imports.listing()])


@get(
    "/api/v1/exit-interview-imports/{import_id:uuid}",
    guards=DESK,
    tags=[INTERVIEWS],
    operation_id="readExitInterviewFile",
    summary="One file of exit interviews with its findings",
)
async def read_file(import_id: FromPath[UUID]) -> InterviewFileJson:
    return file_as_json(await imports.one(import_id))


ROUTES: list[HTTPRouteHandler] = [check_file, confirm_file, list_files, read_file]

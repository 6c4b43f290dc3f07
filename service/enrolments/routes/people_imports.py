"""Files of starters and members over HTTP: check, then confirm."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter

from service import clock
from service.access.actor import Actor
from service.enrolments import people_files, people_imports
from service.enrolments.people_imports import Sent
from service.enrolments.routes.who import LEADS, TAG
from service.enrolments.schemas.people_imports import PeopleImportJson, import_as_json
from service.problems import NotFound
from service.settings import Settings
from service.web.strictness import require_media_type
from service.web.tables import TABLES, TableInBody, filename_of
from service.web.uploads import read_limited

AnyRequest = Request[Any, Any, Any]
CSV = "text/csv; charset=utf-8"
TEMPLATES = {
    "starters.csv": people_files.STARTER_COLUMNS,
    "members.csv": people_files.MEMBER_COLUMNS,
}
Filename = Annotated[
    str | None, QueryParameter(max_length=255, description="Name of the file at the sender's")
]
Sheet = Annotated[
    str | None, QueryParameter(max_length=100, description="Sheet of a workbook to read")
]
GoodRows = Annotated[
    bool, QueryParameter(description="Take rows in good order although others are refused")
]


@post(
    "/api/v1/starter-imports",
    guards=LEADS,
    request_max_body_size=None,
    tags=[TAG],
    operation_id="checkStarters",
    operation_class=TableInBody,
    summary="Send a file of starters to be read; nobody is registered before it is confirmed",
)
async def check_starters(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    filename: Filename = None,
    sheet: Sheet = None,
    accept_good_rows: GoodRows = False,
) -> Response[PeopleImportJson]:
    """The file is not kept, as it holds registration numbers; what was read is."""
    sent = Sent(
        filename=_name(request, filename, "starters"),
        content=await _body(request, settings),
        sheet=sheet,
        accept_good_rows=accept_good_rows,
    )
    return await _checked(sent, actor, settings)


@post(
    "/api/v1/cohorts/{cohort_id:uuid}/member-imports",
    guards=LEADS,
    request_max_body_size=None,
    tags=[TAG],
    operation_id="checkMembers",
    operation_class=TableInBody,
    summary="Send a file of members to be read; nobody is enrolled before it is confirmed",
)
async def check_members(
    request: AnyRequest,
    cohort_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    filename: Filename = None,
    sheet: Sheet = None,
    accept_good_rows: GoodRows = False,
) -> Response[PeopleImportJson]:
    """The file is not kept, as it holds registration numbers; what was read is."""
    sent = Sent(
        filename=_name(request, filename, "members"),
        content=await _body(request, settings),
        sheet=sheet,
        accept_good_rows=accept_good_rows,
        cohort=cohort_id,
    )
    return await _checked(sent, actor, settings)


@get(
    "/api/v1/people-imports/{import_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="readPeopleImport",
    summary="A file of people: what was wrong with it and whether it was confirmed",
)
async def read_people_import(
    import_id: FromPath[UUID], settings: NamedDependency[Settings]
) -> PeopleImportJson:
    """What nobody confirms in time is refused then, and what was read of it is deleted."""
    return import_as_json(await people_imports.one(import_id, clock.now(), settings))


@post(
    "/api/v1/people-imports/{import_id:uuid}/confirm",
    guards=LEADS,
    status_code=200,
    tags=[TAG],
    operation_id="confirmPeopleImport",
    summary="Add everybody of a checked file, or nobody",
)
async def confirm_people_import(
    import_id: FromPath[UUID], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> PeopleImportJson:
    return import_as_json(await people_imports.confirm(import_id, actor, clock.now(), settings))


@get(
    "/api/v1/people-templates/{name:str}",
    guards=LEADS,
    tags=[TAG],
    operation_id="getPeopleTemplate",
    summary="The headings of a file to fill in: starters.csv or members.csv",
    media_type=CSV,
)
async def get_people_template(name: FromPath[str]) -> Response[bytes]:
    if name not in TEMPLATES:
        raise NotFound(
            f"There is no such template. The templates are: {', '.join(sorted(TEMPLATES))}."
        )
    return Response(
        people_files.template(TEMPLATES[name]),
        media_type=CSV,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


async def _checked(sent: Sent, actor: Actor, settings: Settings) -> Response[PeopleImportJson]:
    record = await people_imports.check(sent, actor, clock.now(), settings)
    return Response(
        import_as_json(record),
        status_code=201,
        headers={"location": f"/api/v1/people-imports/{record.id}"},
    )


async def _body(request: AnyRequest, settings: Settings) -> bytes:
    with await read_limited(request, settings.max_upload_bytes) as file:
        return file.read()


def _name(request: AnyRequest, given: str | None, otherwise: str) -> str:
    media_type = require_media_type(request, *TABLES)
    return filename_of(given) or f"{otherwise}{TABLES[media_type]}"


ROUTES: list[HTTPRouteHandler] = [
    check_starters,
    check_members,
    read_people_import,
    confirm_people_import,
    get_people_template,
]

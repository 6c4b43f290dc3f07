"""HR's import: choose and send a file, act on its findings, confirm what changes, keep the receipt."""

import asyncio
from typing import Annotated, Any, BinaryIO, cast
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import Connection, OpensTo, Visitor, opens_to
from service.settings import Settings
from service.web.csv_file import csv_bytes
from service.web.form_fields import day, text
from service.web.tables import filename_of
from service.workforce import operations, queries, store, template_routes
from service.workforce.outcome import Outcome
from service.workforce.pages import import_view
from service.workforce.pages.background import address_of, begun
from service.workforce.progress import BOARD, Phase, Progress
from service.workforce.reading import Options
from service.workforce.receiving import Received, spooled
from service.workforce.records import Kind
from service.workforce.refusals import AlreadyConfirmed, DependedOn, NoSuchReturn
from service.workforce.rendering import FINDING_COLUMNS

AnyRequest = Request[Any, Any, Any]
Answer = Template | Redirect

HR = Scope.HR
READERS = (Scope.HR, Scope.PSW)
FORM_BYTES = 64 * 1024
"""What a form adds to the file in it."""
LONGEST_NAME = 255
ON_A_PAGE = 25
RECENT = 5
LOOK_AGAIN_SECONDS = 4

Yes = Annotated[str | None, QueryParameter(pattern="^yes$")]
Word = Annotated[str | None, QueryParameter(max_length=50)]


class OpensToUploads(OpensTo):
    """As ``opens_to``, and looks at the announced length before the form is read."""

    async def __call__(self, connection: Connection, handler: BaseRouteHandler) -> None:
        limit: int = connection.app.state.settings.max_upload_bytes
        announced = connection.headers.get("content-length", "")
        if not (announced.isascii() and announced.isdigit()) or int(announced) > limit + FORM_BYTES:
            raise problems.TooLarge(
                f"The file is larger than {import_view.size_words(limit)}, the limit here, or comes "
                "without its length. Nothing was kept.",
                limit_bytes=limit,
            )
        await super().__call__(connection, handler)


def _too_large(request: AnyRequest, _: Exception) -> Response[Any]:
    """Back to the form, which says so: what was sent is not read, so it cannot be kept."""
    return Redirect(f"{request.url.path}?too-large=yes", status_code=303)


# --- choose and send -----------------------------------------------------------------------------


@get("/data/import", guards=[opens_to(HR)], include_in_schema=False)
async def choose(visitor: NamedDependency[Visitor]) -> Template:
    found = await operations.listing(limit=RECENT)
    context = {
        "kinds": import_view.KINDS,
        "received": [import_view.listed(each) for each in found],
    }
    return office_page("workforce/import.html", visitor, context)


@get("/data/import/{kind:str}", guards=[opens_to(HR)], include_in_schema=False)
async def send(
    kind: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    *,
    too_large: Annotated[str | None, QueryParameter(name="too-large", pattern="^yes$")] = None,
) -> Template:
    wanted = _kind(kind)
    if too_large is None:
        return _form(wanted, visitor, settings)
    limit = import_view.size_words(settings.max_upload_bytes)
    words = f"The file is larger than {limit}. Send the rows in several files, or leave out sheets that are not needed."
    return _form(wanted, visitor, settings, file=words)


@post(
    "/data/import/{kind:str}",
    guards=[OpensToUploads((HR,))],
    request_max_body_size=None,
    exception_handlers={problems.TooLarge: _too_large},
    include_in_schema=False,
)
async def sent(
    request: AnyRequest,
    kind: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Answer:
    wanted = _kind(kind)
    fields = await request.form()
    file = fields.get("file")
    typed = text(fields, "reference_date")
    faults = {}
    if not isinstance(file, UploadFile) or not file.filename:
        faults["file"] = "Choose the file to import"
    reference = day(typed)
    if typed and reference is None:
        faults["reference_date"] = "Write the reference date as 2026-09-30, or leave it empty"
    if faults:
        return _form(wanted, visitor, settings, typed=typed, **faults)
    assert isinstance(file, UploadFile)
    await file.seek(0)
    source = cast("BinaryIO", file.file)
    received = await asyncio.to_thread(spooled, source, settings.max_upload_bytes)
    name = filename_of(file.filename)[-LONGEST_NAME:] or wanted.value
    return_id = uuid4()
    progress = BOARD.begin(str(return_id))
    work = _checked(
        wanted,
        received,
        filename=name,
        options=Options(reference_date=reference),
        visitor=visitor,
        settings=settings,
        progress=progress,
        return_id=return_id,
    )
    return await _followed(work, progress, return_id)


async def _checked(
    kind: Kind,
    received: Received,
    *,
    filename: str,
    options: Options,
    visitor: Visitor,
    settings: Settings,
    progress: Progress,
    return_id: UUID,
) -> Outcome:
    with received.file:
        return await operations.check(
            kind,
            received,
            filename=filename,
            options=options,
            actor=visitor.actor,
            now=clock.now(),
            settings=settings,
            progress=progress,
            return_id=return_id,
        )


async def _followed(work: Any, progress: Progress, return_id: UUID) -> Redirect:
    """To what came of it, or to the page that says how far it is."""
    outcome = await begun(work, progress)
    return seen(f"/data/import/returns/{return_id}" if outcome is None else address_of(outcome))


def _form(
    kind: Kind, visitor: Visitor, settings: Settings, *, typed: str = "", **faults: str
) -> Template:
    context = {
        "kind": import_view.BY_NAME[kind.value],
        "limit": import_view.size_words(settings.max_upload_bytes),
        "day": typed,
        "faults": faults,
    }
    status = 422 if faults else 200
    return office_page("workforce/import_file.html", visitor, context, status_code=status)


@get("/data/import/templates/{name:str}", guards=[opens_to(HR)], include_in_schema=False)
async def template(name: FromPath[str]) -> Response[Any]:
    """An empty return to fill in, as posts.csv or posts.xlsx."""
    content, media_type = await template_routes.template_file(name)
    return Response(
        content,
        media_type=media_type,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )


# --- look, confirm, undo -------------------------------------------------------------------------


@get("/data/import/returns", guards=[opens_to(*READERS)], include_in_schema=False)
async def received_files(
    visitor: NamedDependency[Visitor],
    *,
    kind: Word = None,
    in_state: Annotated[str | None, QueryParameter(name="state", max_length=20)] = None,
    before: Annotated[str | None, QueryParameter(max_length=36)] = None,
) -> Template:
    """Whatever a filter says that is none of its values finds nothing."""
    found: list[Outcome] = []
    known = kind in {None, "", *Kind} and in_state in {None, "", *store.STATES}
    if known:
        found = await operations.listing(
            kind=Kind(kind) if kind else None,
            state=in_state or None,
            before=_known_id(before),
            limit=ON_A_PAGE + 1,
        )
    shown = [import_view.listed(each) for each in found[:ON_A_PAGE]]
    context = {
        "received": shown,
        "kinds": import_view.KINDS,
        "states": import_view.STATES,
        "kind": kind or "",
        "state": in_state or "",
        "further": shown[-1].id if len(found) > ON_A_PAGE else "",
        "first": not before,
    }
    return office_page("workforce/received.html", visitor, context)


@get("/data/import/returns/{return_id:uuid}", guards=[opens_to(*READERS)], include_in_schema=False)
async def one(
    return_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    *,
    again: Yes = None,
    still: Yes = None,
) -> Answer:
    progress = BOARD.of(str(return_id))
    if progress is not None and not progress.over:
        return _waiting(return_id, progress, visitor, still=still is not None)
    try:
        outcome = await operations.one(return_id)
    except NoSuchReturn:
        if progress is None:
            raise
        if progress.leads_to:
            return seen(progress.leads_to)
        return _not_finished(progress, visitor)
    because = "" if progress is None or outcome.state != store.CHECKED else progress.because
    return await _shown(outcome, visitor, sent_again=again is not None, because=because)


def _waiting(return_id: UUID, progress: Progress, visitor: Visitor, *, still: bool) -> Template:
    context = {
        "id": str(return_id),
        "phase": _PHASES[progress.phase],
        "rows": f"{progress.rows:,}" if progress.rows else "",
        "still": still,
        "seconds": LOOK_AGAIN_SECONDS,
    }
    shown = office_page("workforce/waiting.html", visitor, context)
    if not still:
        shown.headers["refresh"] = str(LOOK_AGAIN_SECONDS)
    return shown


_PHASES = {
    Phase.RECEIVED: "The file has arrived",
    Phase.READING: "Reading the rows",
    Phase.COMPARING: "Comparing with what is held",
    Phase.STORING: "Saving",
    Phase.DONE: "Done",
    Phase.FAILED: "Stopped",
}


def _not_finished(progress: Progress, visitor: Visitor) -> Template:
    because = progress.because or "The service was restarted while it read the file."
    return office_page(
        "workforce/not_finished.html", visitor, {"because": because}, status_code=409
    )


async def _shown(
    outcome: Outcome,
    visitor: Visitor,
    *,
    sent_again: bool = False,
    because: str = "",
    status_code: int = 200,
) -> Template:
    record = outcome.record
    assert record is not None
    stale = record.held_order != await queries.revision()
    context = {
        "page": import_view.return_page(outcome, stale=stale, may_change=visitor.may(HR)),
        "kinds": import_view.KINDS,
        "sent_again": sent_again,
        "because": because,
    }
    return office_page("workforce/return.html", visitor, context, status_code=status_code)


@post("/data/import/returns/{return_id:uuid}", guards=[opens_to(HR)], include_in_schema=False)
async def decided(
    request: AnyRequest,
    return_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Answer:
    """Confirm what was checked, or check the kept file again in another way."""
    fields = await request.form()
    outcome = await operations.one(return_id)
    do = text(fields, "do")
    try:
        if do == "confirm":
            return await _confirmed(return_id, visitor, settings)
        kind, options, fault = _other_reading(outcome, do, fields)
        if fault:
            return await _shown(outcome, visitor, because=fault, status_code=422)
        return await _checked_again(return_id, kind, options, visitor, settings)
    except AlreadyConfirmed:
        return seen(f"/data/import/returns/{return_id}")
    except (problems.Conflict, problems.Unprocessable) as refusal:
        outcome = await operations.one(return_id)
        return await _shown(outcome, visitor, because=refusal.detail, status_code=refusal.status)


async def _confirmed(return_id: UUID, visitor: Visitor, settings: Settings) -> Redirect:
    progress = BOARD.begin(None)
    BOARD.also_as(str(return_id), progress)
    work = operations.confirm(
        return_id, actor=visitor.actor, now=clock.now(), settings=settings, progress=progress
    )
    return await _followed(work, progress, return_id)


def _other_reading(outcome: Outcome, do: str, fields: FormMultiDict) -> tuple[Kind, Options, str]:
    """(kind, options, what is wrong with what was typed)."""
    held = outcome.options
    kind, sheet, good = outcome.kind, held.sheet, held.accept_good_rows
    reference, fault = held.reference_date, ""
    if do == "good-rows":
        good = True
    elif do == "sheet":
        sheet = text(fields, "sheet")[:100]
        fault = "" if sheet else "Write the name of the sheet to read"
    elif do == "kind":
        given = text(fields, "kind")
        fault = "" if given in set(Kind) else "Choose what the file holds"
        kind = kind if fault else Kind(given)
    elif do == "day":
        reference = day(text(fields, "reference_date"))
        fault = "" if reference else "Write the reference date as 2026-09-30"
    elif do != "again":
        fault = "Choose what to do with the file"
    return kind, Options(sheet=sheet, accept_good_rows=good, reference_date=reference), fault


async def _checked_again(
    earlier: UUID, kind: Kind, options: Options, visitor: Visitor, settings: Settings
) -> Redirect:
    return_id = uuid4()
    progress = BOARD.begin(str(return_id))
    work = operations.check_again(
        earlier,
        kind=kind,
        options=options,
        actor=visitor.actor,
        now=clock.now(),
        settings=settings,
        progress=progress,
        return_id=return_id,
    )
    return await _followed(work, progress, return_id)


@get("/data/import/returns/{return_id:uuid}/undo", guards=[opens_to(HR)], include_in_schema=False)
async def ask_to_undo(return_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Answer:
    outcome = await operations.one(return_id)
    if outcome.state != store.CONFIRMED:
        return seen(f"/data/import/returns/{return_id}")
    return await _undo_page(outcome, visitor)


@post("/data/import/returns/{return_id:uuid}/undo", guards=[opens_to(HR)], include_in_schema=False)
async def undone(return_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Answer:
    try:
        await operations.undo(return_id, actor=visitor.actor, now=clock.now())
    except DependedOn as refusal:
        return await _undo_page(await operations.one(return_id), visitor, refusal)
    except problems.Conflict:
        pass  # it is undone, or was never in force: the page says so
    return seen(f"/data/import/returns/{return_id}")


async def _undo_page(
    outcome: Outcome, visitor: Visitor, refusal: DependedOn | None = None
) -> Template:
    context = {
        "page": import_view.return_page(outcome, stale=False, may_change=True),
        "in_the_way": [] if refusal is None else import_view.in_the_way(refusal.extra),
    }
    status = 200 if refusal is None else refusal.status
    return office_page("workforce/undo.html", visitor, context, status_code=status)


@get(
    "/data/import/returns/{return_id:uuid}/findings.csv",
    guards=[opens_to(*READERS)],
    include_in_schema=False,
    media_type="text/csv",
)
async def findings_file(return_id: FromPath[UUID]) -> Stream:
    """Safe to open in a spreadsheet; registration numbers are masked."""
    outcome = await operations.one(return_id)
    rows = ([finding[name] for name in FINDING_COLUMNS] for finding in outcome.findings)
    return Stream(
        csv_bytes(FINDING_COLUMNS, rows),
        media_type="text/csv",
        headers={
            "content-disposition": f'attachment; filename="findings-{return_id}.csv"',
            "cache-control": "no-store",
        },
    )


def _kind(name: str) -> Kind:
    if name not in set(Kind):
        raise problems.NotFound("There is nothing at this address.")
    return Kind(name)


def _known_id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise problems.NotFound("There is nothing at this address.") from None


ROUTES: list[HTTPRouteHandler] = [
    choose,
    send,
    sent,
    template,
    received_files,
    one,
    decided,
    ask_to_undo,
    undone,
    findings_file,
]

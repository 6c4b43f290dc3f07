"""Programmes with their versions, and a printed timetable read, settled and made one of them."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from academy.errors import ProgrammeInvalid
from academy.printed_rows import COLUMNS
from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.cohorts import cohorts, imports, programmes
from service.cohorts.import_reading import Accepted, CellCorrection, Settled
from service.cohorts.imports import Import
from service.cohorts.printed_file import LARGEST, rows_in
from service.cohorts.schemas.imports import ConfirmBody, naming_of
from service.desk.academy.draft_pages import one_line
from service.desk.academy.forms import REFUSALS, again, key_from, read
from service.desk.academy.uploads import OpensToFiles, sent_file, too_large
from service.web.english import day_words, moment_words
from service.web.typed import NO_DATE, Form, date_in, faulty, typed

LEAD = [opens_to(Scope.ACADEMY)]
SENDERS = [OpensToFiles((Scope.ACADEMY,))]
PATH = "/academy/programmes"
ONE = PATH + "/imports/{import_id:uuid}"
LIMIT = f"{LARGEST // 2**20} MB"
Yes = Annotated[str | None, QueryParameter(name="too-large", pattern="^yes$")]


@dataclass(frozen=True, slots=True)
class VersionLine:
    title: str
    version: int
    force: str
    days: int
    came: str
    followed: str


@get(PATH, guards=LEAD, include_in_schema=False)
async def programme_list(visitor: NamedDependency[Visitor]) -> Template:
    following: dict[tuple[str, int], list[str]] = {}
    for cohort in await cohorts.listing():
        name = (cohort.programme.key, cohort.programme.version)
        following.setdefault(name, []).append(cohort.record.title)
    lines = []
    for each in await programmes.versions():
        one = each.programme
        ends = f" to {day_words(one.effective_to)}" if one.effective_to else ""
        came = f"{each.created_by}, {moment_words(each.created_at)}" if each.created_at else ""
        lines.append(
            VersionLine(
                one.title,
                one.version,
                f"From {day_words(one.effective_from)}{ends}",
                one.days,
                came or "Came with the service",
                ", ".join(following.get((one.key, one.version), [])) or "No cohort",
            )
        )
    found = [
        (each.id, each.filename, f"{each.checked_by}, {moment_words(each.checked_at)}", each.state)
        for each in await imports.listing()
    ]
    return office_page("desk/programmes.html", visitor, {"lines": lines, "imports": found})


# --- a printed timetable -------------------------------------------------------------------------


@get(PATH + "/import", guards=LEAD, include_in_schema=False)
async def choose(visitor: NamedDependency[Visitor], *, too_large: Yes = None) -> Template:
    fault = f"The file is larger than {LIMIT}" if too_large else ""
    return _choose(visitor, Form({}), {"file": fault} if fault else {})


@post(
    PATH + "/import",
    guards=SENDERS,
    request_max_body_size=None,
    exception_handlers={problems.TooLarge: too_large},
    include_in_schema=False,
)
async def send(request: AnyRequest, visitor: NamedDependency[Visitor]) -> Template | Redirect:
    """The file is kept as it came; no programme is stored before it is confirmed."""
    texts = await typed(request)
    stated = texts.get("days", "").strip()
    file = await sent_file(request, "file", LARGEST)
    faults = {}
    if file is None:
        faults["file"] = "Choose the timetable to send"
    if stated and not (stated.isascii() and stated.isdigit() and len(stated) < 5):
        faults["days"] = "Days must be a whole number, or empty"
    if faults or file is None:
        return _choose(visitor, Form(texts), faults)
    try:
        days = int(stated) if stated else None
        found = await imports.check(*file, days, visitor.actor, clock.now())
        blocks = await sent_file(request, "blocks", LARGEST)
        if blocks is not None:
            await imports.with_blocks(found.record.id, blocks[0], visitor.actor, clock.now())
    except REFUSALS as refusal:
        return _choose(visitor, Form(texts), {"file": f"{refusal.title}. {refusal.detail}"})
    return seen(f"{PATH}/imports/{found.record.id}")


def _choose(visitor: Visitor, form: Form, faults: Mapping[str, str]) -> Template:
    context = {"form": form, "faults": faults, "limit": LIMIT}
    status = 422 if faults else 200
    return office_page("desk/programme_import.html", visitor, context, status_code=status)


LABELS = {"title": "Name", "key": "Name", "effective_from": "In force from"}


@get(ONE, guards=LEAD, include_in_schema=False)
async def read_import(import_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Template:
    return await _page(visitor, await imports.one(import_id), Form({}))


@post(ONE, guards=LEAD, include_in_schema=False)
async def settle_or_confirm(
    request: AnyRequest, import_id: FromPath[UUID], visitor: NamedDependency[Visitor]
) -> Template | Redirect:
    """``do=confirm`` makes it a version of a programme; else what is ticked is accepted."""
    texts = await typed(request)
    ticked = [str(each) for each in (await request.form()).getall("accept", [])]
    found = await imports.one(import_id)
    if texts.get("seen", "") != _seen(found):
        form = Form(texts, general=_MEANWHILE, status=409)
        return await _page(visitor, found, form)
    try:
        if texts.get("do") == "confirm":
            body, faults = _naming(texts)
            if body is None:
                return await _page(visitor, found, faulty(texts, faults))
            naming = naming_of(body, found.record.filename)
            await imports.confirm(import_id, naming, None, visitor.actor, clock.now())
            return seen(PATH)
        accepted = [*found.settled.accepted, *(_accepted(each) for each in ticked)]
        settled = Settled(corrections=found.settled.corrections, accepted=accepted)
        await imports.settle(import_id, settled, visitor.actor, clock.now())
    except ProgrammeInvalid as fault:
        return await _page(visitor, found, Form(texts, general=str(fault), status=422))
    except REFUSALS as refusal:
        return await _page(visitor, await imports.one(import_id), again(refusal, texts))
    return seen(f"{PATH}/imports/{import_id}")


_MEANWHILE = (
    "Somebody else settled rows of this timetable meanwhile. Nothing of yours was stored: look at "
    "what stands now."
)


def _seen(found: Import) -> str:
    """Names the state of what was settled."""
    return hashlib.sha256(found.record.corrections.encode()).hexdigest()[:16]


def _accepted(value: str) -> Accepted:
    row, _, code = value.partition("/")
    return Accepted(row=int(row[:9]) if row.isascii() and row.isdigit() else 0, code=code)


def _naming(texts: Mapping[str, str]) -> tuple[ConfirmBody | None, dict[str, str]]:
    title, programme = one_line(texts, "title"), texts.get("programme", "")
    begins = date_in(texts, "effective_from")
    faults = {}
    if not title or not (programme or key_from(title)):
        faults["title"] = "Write a name, for example Academy programme 2027"
    if begins is None:
        faults["effective_from"] = f"In force from {NO_DATE}"
    if faults:
        return None, faults
    body = {"key": programme or key_from(title), "title": title, "effective_from": begins}
    return read(ConfirmBody, body, LABELS)


async def _page(visitor: Visitor, found: Import, form: Form) -> Template:
    record, reading = found.record, found.reading
    keys = {each.programme.key: each.programme.title for each in await programmes.versions()}
    standing = {(each.row, each.code) for each in found.standing}
    notes = [each for each in reading["findings"] if (each["row"], each["code"]) not in standing]
    context = {
        "id": record.id,
        "filename": record.filename,
        "counts": f"{reading['rows']} rows: {reading['sessions']} sessions and "
        f"{reading['lunches']} lunches on {reading['days']} days",
        "standing": found.standing,
        "notes": notes[:_SHOWN],
        "more": max(0, len(notes) - _SHOWN),
        "corrected": [
            (each.row, each.column, found.printed[each.row, each.column], each.text, each.reason)
            for each in found.settled.corrections
        ],
        "accepted": len(found.settled.accepted),
        "blocks": bool(record.headings),
        "programmes": list(keys.items()),
        "became": found.template.programme if found.template else None,
        "seen": _seen(found),
        "form": form,
    }
    return office_page("desk/programme_read.html", visitor, context, status_code=form.status)


_SHOWN = 100


# --- one row -------------------------------------------------------------------------------------


@get(ONE + "/rows/{row:int}", guards=LEAD, include_in_schema=False)
async def row_form(
    import_id: FromPath[UUID], row: FromPath[int], visitor: NamedDependency[Visitor]
) -> Template:
    found = await imports.one(import_id)
    return _row(visitor, found, row, Form(await _cells(found, row)))


@post(ONE + "/rows/{row:int}", guards=LEAD, include_in_schema=False)
async def correct_row(
    request: AnyRequest,
    import_id: FromPath[UUID],
    row: FromPath[int],
    visitor: NamedDependency[Visitor],
) -> Template | Redirect:
    """What is printed is kept beside each corrected cell, with the reason."""
    texts = await typed(request)
    found = await imports.one(import_id)
    cells, reason = await _cells(found, row), one_line(texts, "reason")
    if texts.get("seen", "") != _seen(found):
        return _row(visitor, found, row, Form(texts, general=_MEANWHILE, status=409))
    changed = [name for name in COLUMNS if texts.get(name, "").strip() != cells[name]]
    if not changed:
        return seen(f"{PATH}/imports/{import_id}")
    corrections = []
    for name in changed:
        body = {"row": row, "column": name, "text": texts.get(name, "").strip(), "reason": reason}
        one, faults = read(CellCorrection, body, {"reason": "Reason"})
        if not reason:
            faults = {"reason": "Write why: it is kept beside what is printed"}
        if faults or one is None:
            return _row(visitor, found, row, faulty(texts, faults))
        corrections.append(one)
    kept = [
        each for each in found.settled.corrections if each.row != row or each.column not in changed
    ]
    # What was accepted of the row was accepted of other cells: it is looked at again.
    accepted = [each for each in found.settled.accepted if each.row != row]
    settled = Settled(corrections=[*kept, *corrections], accepted=accepted)
    try:
        await imports.settle(import_id, settled, visitor.actor, clock.now())
    except REFUSALS as refusal:
        return _row(visitor, found, row, again(refusal, texts))
    return seen(f"{PATH}/imports/{import_id}")


async def _cells(found: Import, row: int) -> dict[str, str]:
    """The cells of a row as they stand now. Raises NotFound."""
    rows = await asyncio.to_thread(rows_in, found.record.content, found.record.filename)
    printed = next((each for each in rows if each.row == row), None)
    if printed is None:
        raise problems.NotFound("The timetable has no such row.")
    cells = {name: printed[name] for name in COLUMNS}
    for each in found.settled.corrections:
        if each.row == row:
            cells[each.column] = each.text
    return cells


def _row(visitor: Visitor, found: Import, row: int, form: Form) -> Template:
    context: dict[str, Any] = {
        "id": found.record.id,
        "filename": found.record.filename,
        "row": row,
        "columns": [(name, name.replace("_", " ").capitalize()) for name in COLUMNS],
        "against": [each.message for each in found.standing if each.row == row],
        "seen": _seen(found),
        "form": form,
    }
    return office_page("desk/programme_row.html", visitor, context, status_code=form.status)


ROUTES: list[HTTPRouteHandler] = [
    programme_list,
    choose,
    send,
    read_import,
    settle_or_confirm,
    row_form,
    correct_row,
]

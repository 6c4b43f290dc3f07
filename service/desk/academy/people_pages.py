"""A file of members or of starters in a browser: sent, checked, and confirmed or sent again."""

import json
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.cohorts import cohorts
from service.desk.academy.draft_pages import COHORT
from service.desk.academy.forms import REFUSALS
from service.desk.academy.uploads import OpensToFiles, sent_file, too_large
from service.enrolments import people_files, people_imports
from service.enrolments.people_imports import Sent
from service.enrolments.store.people_imports import PeopleImportRecord
from service.settings import Settings
from service.web.typed import typed

LEAD = [opens_to(Scope.ACADEMY)]
SENDERS = [OpensToFiles((Scope.ACADEMY,))]
STARTERS = "/academy/starters/import"
SHOWN = 100
"""Findings on the page; how many more there are is said."""
TEMPLATES = {
    "starters.csv": people_files.STARTER_COLUMNS,
    "members.csv": people_files.MEMBER_COLUMNS,
}
Yes = Annotated[str | None, QueryParameter(name="too-large", pattern="^yes$")]


@dataclass(frozen=True, slots=True)
class Checked:
    """``accepted`` people would be added; ``more`` findings than are shown."""

    title: str
    filename: str
    words: str
    state: str
    accepted: int
    findings: list[dict[str, Any]]
    more: int
    again: str
    back: str
    back_words: str


@get(COHORT + "/members/import", guards=LEAD, include_in_schema=False)
async def choose_members(
    cohort_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    *,
    too_large: Yes = None,
) -> Template:
    cohort = await cohorts.one(cohort_id)
    fault = _limit_fault(settings) if too_large else ""
    return _form(visitor, settings, cohort_id, f"Add members to {cohort.record.title}", fault)


@post(
    COHORT + "/members/import",
    guards=SENDERS,
    request_max_body_size=None,
    exception_handlers={problems.TooLarge: too_large},
    include_in_schema=False,
)
async def send_members(
    request: AnyRequest,
    cohort_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    title = f"Add members to {(await cohorts.one(cohort_id)).record.title}"
    return await _sent(request, visitor, settings, cohort_id, title)


@get(STARTERS, guards=LEAD, include_in_schema=False)
async def choose_starters(
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    *,
    too_large: Yes = None,
) -> Template:
    fault = _limit_fault(settings) if too_large else ""
    return _form(visitor, settings, None, "Register starters", fault)


@post(
    STARTERS,
    guards=SENDERS,
    request_max_body_size=None,
    exception_handlers={problems.TooLarge: too_large},
    include_in_schema=False,
)
async def send_starters(
    request: AnyRequest, visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template | Redirect:
    return await _sent(request, visitor, settings, None, "Register starters")


async def _sent(
    request: AnyRequest,
    visitor: Visitor,
    settings: Settings,
    cohort_id: UUID | None,
    title: str,
) -> Template | Redirect:
    found = await sent_file(request, "file", settings.max_upload_bytes)
    if found is None:
        return _form(visitor, settings, cohort_id, title, "Choose the file to send")
    content, filename = found
    sent = Sent(
        content=content,
        filename=filename,
        sheet=None,
        accept_good_rows=(await typed(request)).get("good") == "yes",
        cohort=cohort_id,
    )
    try:
        record = await people_imports.check(sent, visitor.actor, clock.now(), settings)
    except REFUSALS as refusal:
        return _form(visitor, settings, cohort_id, title, f"{refusal.title}. {refusal.detail}")
    return seen(f"/academy/people-imports/{record.id}")


def _limit_fault(settings: Settings) -> str:
    return f"The file is larger than {settings.max_upload_bytes // 2**20} MB"


def _form(
    visitor: Visitor, settings: Settings, cohort_id: UUID | None, title: str, fault: str = ""
) -> Template:
    context = {
        "title": title,
        "template": "starters" if cohort_id is None else "members",
        "back": _back(cohort_id),
        "back_words": "Waiting for a place" if cohort_id is None else "Members",
        "limit": f"{settings.max_upload_bytes // 2**20} MB",
        "faults": {"file": fault} if fault else {},
    }
    return office_page(
        "desk/people_import.html", visitor, context, status_code=422 if fault else 200
    )


def _back(cohort_id: UUID | None) -> str:
    return "/academy/waiting" if cohort_id is None else f"/academy/cohorts/{cohort_id}/members"


@get("/academy/people-templates/{name:str}", guards=LEAD, include_in_schema=False)
async def template(name: FromPath[str], visitor: NamedDependency[Visitor]) -> Response[bytes]:  # noqa: ARG001 -- the guard's
    if name not in TEMPLATES:
        raise problems.NotFound("There is no such template.")
    return Response(
        people_files.template(TEMPLATES[name]),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


# --- what was checked ----------------------------------------------------------------------------


@get("/academy/people-imports/{import_id:uuid}", guards=LEAD, include_in_schema=False)
async def checked(
    import_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    record = await people_imports.one(import_id, clock.now(), settings)
    return _checked(visitor, record)


@post("/academy/people-imports/{import_id:uuid}", guards=LEAD, include_in_schema=False)
async def confirm(
    import_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """Everybody of the file, or nobody."""
    now = clock.now()
    try:
        await people_imports.confirm(import_id, visitor.actor, now, settings)
    except REFUSALS as refusal:
        details = [str(each["detail"]) for each in refusal.extra.get("errors", ())]
        fault = " ".join([f"{refusal.title}.", refusal.detail, *details])
        record = await people_imports.one(import_id, now, settings)
        return _checked(visitor, record, fault, refusal.status)
    return seen(f"/academy/people-imports/{import_id}")


def _checked(
    visitor: Visitor, record: PeopleImportRecord, fault: str = "", status: int = 200
) -> Template:
    findings = json.loads(record.findings)
    page = Checked(
        *_words(record),
        record.state,
        record.rows_accepted,
        findings[:SHOWN],
        max(0, len(findings) - SHOWN),
        STARTERS if record.cohort is None else f"{_back(record.cohort)}/import",
        _back(record.cohort),
        "Waiting for a place" if record.cohort is None else "Members",
    )
    context = {"page": page, "fault": fault}
    return office_page("desk/people_checked.html", visitor, context, status_code=status)


def _words(record: PeopleImportRecord) -> tuple[str, str, str]:
    """Title, name of the file, and where it stands in one sentence."""
    read = f"{record.rows_read} {'row was' if record.rows_read == 1 else 'rows were'} read"
    match record.state:
        case "checked":
            ready = f"{record.rows_accepted} {'is' if record.rows_accepted == 1 else 'are'} ready"
            return "Ready to add", record.filename, f"{read}, {ready}. Nobody has been added yet."
        case "confirmed":
            count = record.rows_accepted
            people = "1 person was" if count == 1 else f"{count} people were"
            done = f"{people} added by {record.confirmed_by}."
            return "Added", record.filename, f"{read}. {done}"
        case _:
            words = "Nobody was added. Mend what the list names, and send the file again."
            return "The file cannot be taken", record.filename, f"{read}. {words}"


ROUTES: list[HTTPRouteHandler] = [
    choose_members,
    send_members,
    choose_starters,
    send_starters,
    template,
    checked,
    confirm,
]

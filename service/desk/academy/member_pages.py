"""Members of a cohort in a browser: the list, one added, one changed or taken out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from service import clock
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.cohorts import cohorts
from service.cohorts.cohorts import Cohort
from service.desk.academy.draft_pages import COHORT, one_line
from service.desk.academy.forms import REFUSALS, again, read
from service.enrolments import commitments, members
from service.enrolments.commitments import Standing
from service.enrolments.itineraries import readiness_of
from service.enrolments.refusals import MemberOvertaken
from service.enrolments.schemas.members import (
    MemberBody,
    NewMember,
    joining_of,
    member_as_json,
    wish_of,
)
from service.enrolments.store.members import MemberRecord
from service.settings import Settings
from service.web.english import day_words
from service.web.typed import (
    NO_DATE,
    Form,
    date_in,
    date_texts,
    faulty,
    revision_in,
    typed,
)

LEAD = [opens_to(Scope.ACADEMY)]
ON_A_PAGE = 25
AUDIENCES = {
    "newly-qualified": "Newly qualified",
    "experienced": "Experienced",
    "managers": "Manager",
    "named": "For single sessions",
}
LABELS = {
    "name": "Name",
    "audience": "Who they are",
    "run": "Run",
    "team": "Team",
    "manager": "Manager",
    "route": "Route into social work",
    "expected_clearance": "Clearance expected",
    "started_on": "First day at work",
    "registration_number": "Registration number",
}
_DATES = ("expected_clearance", "started_on")
_LINES = ("team", "manager", "route")


@dataclass(frozen=True, slots=True)
class MemberLine:
    """``against``: what stands against their dates, counted."""

    id: UUID
    name: str
    who: str
    run: str
    team: str
    clearance: str
    against: int


@dataclass(frozen=True, slots=True)
class MembersPage:
    """``pages`` counts the pages of the list, ``number`` is this one, from 1."""

    cohort: Cohort
    lines: tuple[MemberLine, ...]
    count: int
    number: int
    pages: int
    ready: str
    closed: bool


@get(COHORT + "/members", guards=LEAD, include_in_schema=False)
async def member_list(
    cohort_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    *,
    number: Annotated[int, QueryParameter(name="page", ge=1, le=1000)] = 1,
) -> Template:
    cohort = await cohorts.one(cohort_id)
    found = await members.members_of(cohort_id)
    standing = {each.member.id: each for each in await commitments.of_cohort(cohort_id)}
    ready = (await readiness_of(cohort_id)).percent
    pages = max(1, -(-len(found) // ON_A_PAGE))
    number = min(number, pages)
    shown = found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    page = MembersPage(
        cohort,
        tuple(_line(each, cohort, standing.get(each.id)) for each in shown),
        len(found),
        number,
        pages,
        f"{ready}%" if ready is not None and cohort.record.released_version else "",
        cohort.record.state == "closed",
    )
    return office_page("desk/members.html", visitor, {"page": page})


def _line(record: MemberRecord, cohort: Cohort, standing: Standing | None) -> MemberLine:
    run = cohort.draft.run(record.run)
    return MemberLine(
        record.id,
        record.name,
        AUDIENCES[record.audience.value],
        run.title if run else record.run,
        ", ".join(filter(None, (record.team, record.manager))),
        _clearance(record),
        len(standing.findings) if standing else 0,
    )


def _clearance(record: MemberRecord) -> str:
    if record.cleared:
        return "Cleared"
    if record.expected_clearance is None:
        return "Not cleared"
    return f"Not cleared, expected {day_words(record.expected_clearance)}"


# --- one member ----------------------------------------------------------------------------------


@get(COHORT + "/members/new", guards=LEAD, include_in_schema=False)
async def new_member(cohort_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Template:
    return _form(visitor, await cohorts.one(cohort_id), Form({}), None)


@post(COHORT + "/members/new", guards=LEAD, include_in_schema=False)
async def enrol(
    request: AnyRequest,
    cohort_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """The registration number becomes the keyed identity of the workforce returns; it is not kept."""
    texts, completed = await _typed(request)
    cohort = await cohorts.one(cohort_id)
    body, faults = _body(texts, completed)
    wanted, faults = (None, faults) if faults else read(NewMember, body, LABELS)
    if wanted is None:
        return _form(visitor, cohort, faulty(texts, faults), None, completed=completed)
    try:
        joining = [joining_of(wanted)]
        await members.enrol(cohort_id, joining, visitor.actor, clock.now(), settings)
    except REFUSALS as refusal:
        form = again(refusal, texts, labels=LABELS)
        return _form(visitor, cohort, form, None, completed=completed)
    return seen(f"/academy/cohorts/{cohort_id}/members")


@get("/academy/members/{member_id:uuid}", guards=LEAD, include_in_schema=False)
async def one_member(member_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Template:
    return await _opened(visitor, member_id)


@post("/academy/members/{member_id:uuid}", guards=LEAD, include_in_schema=False)
async def change_member(
    request: AnyRequest, member_id: FromPath[UUID], visitor: NamedDependency[Visitor]
) -> Template | Redirect:
    """``do=remove``: their sessions end in their calendar; what they attended is kept."""
    texts, completed = await _typed(request)
    record = await members.one(member_id)
    revision, now = revision_in(texts) or 0, clock.now()
    try:
        if texts.get("do") == "remove":
            await members.remove(member_id, revision, visitor.actor, now)
        else:
            body, faults = _body(texts, completed, record, await cohorts.one(record.cohort))
            wanted, faults = (None, faults) if faults else read(MemberBody, body, LABELS)
            if wanted is None:
                form = faulty(texts, faults, texts.get("revision", ""))
                return await _opened(visitor, member_id, form, completed)
            await members.change(member_id, revision, wish_of(wanted), visitor.actor, now)
    except MemberOvertaken as refusal:
        fresh = await members.one(member_id)
        form = Form(texts, str(fresh.revision), general=refusal.title, status=refusal.status)
        return await _opened(visitor, member_id, form, completed, fresh)
    except REFUSALS as refusal:
        form = again(refusal, texts, labels=LABELS)
        return await _opened(visitor, member_id, form, completed)
    return seen(f"/academy/cohorts/{record.cohort}/members")


async def _typed(request: AnyRequest) -> tuple[dict[str, str], list[str]]:
    """The fields, and what is ticked as completed."""
    completed = [str(each) for each in (await request.form()).getall("completed", [])]
    return await typed(request), completed


def _body(
    texts: Mapping[str, str],
    completed: list[str],
    held: MemberRecord | None = None,
    cohort: Cohort | None = None,
) -> tuple[dict[str, Any], dict[str, str]]:
    """The API's body: what the form has no field for stays as it is held."""
    body: dict[str, Any] = {}
    if held is not None and cohort is not None:
        known = msgspec.to_builtins(member_as_json(held))
        body = {name: known[name] for name in MemberBody.__struct_fields__}
        offered = dict(_completable(cohort))
        completed = [*completed, *(each for each in held.completed if each not in offered)]
    faults = {}
    body |= {name: one_line(texts, name) or None for name in _LINES}
    body |= {
        "name": one_line(texts, "name"),
        "audience": texts.get("audience", ""),
        "run": texts.get("run", "home"),
        "cleared": texts.get("cleared") == "yes",
        "completed": sorted(set(completed)),
    }
    for name in _DATES:
        body[name] = date_in(texts, name)
        if body[name] is None and any(
            texts.get(f"{name}-{part}") for part in ("day", "month", "year")
        ):
            faults[name] = f"{LABELS[name]} {NO_DATE}"
    if not body["name"]:
        faults["name"] = "Write their name"
    if body["audience"] not in AUDIENCES:
        faults["audience"] = "Choose who they are"
    number = texts.get("registration_number", "").strip()
    if held is None and number:
        body["registration_number"] = number
    return body, faults


def _completable(cohort: Cohort) -> list[tuple[str, str]]:
    """Tasks and modules that somebody may have done: keys and titles."""
    programme = cohort.programme
    modules = {item.track_unless_completed for _, item in programme.items()} - {None}
    found = [(task.key, task.title) for task in programme.tasks]
    return [*found, *((each, each.upper()) for each in sorted(filter(None, modules)))]


async def _opened(
    visitor: Visitor,
    member_id: UUID,
    form: Form | None = None,
    completed: list[str] | None = None,
    now_stands: MemberRecord | None = None,
) -> Template:
    standing = await commitments.of_member(member_id)
    record = standing.member
    cohort = await cohorts.one(record.cohort)
    if form is None:
        texts = {
            "name": record.name,
            "audience": record.audience.value,
            "run": record.run,
            "cleared": "yes" if record.cleared else "",
            **{name: getattr(record, name) or "" for name in _LINES},
        }
        for name in _DATES:
            texts |= date_texts(name, getattr(record, name))
        form = Form(texts, str(record.revision))
        completed = list(record.completed)
    return _form(visitor, cohort, form, standing, completed=completed, now_stands=now_stands)


def _form(
    visitor: Visitor,
    cohort: Cohort,
    form: Form,
    standing: Standing | None,
    *,
    completed: list[str] | None = None,
    now_stands: MemberRecord | None = None,
) -> Template:
    record = standing.member if standing else None
    context = {
        "cohort": cohort,
        "form": form,
        "member": record,
        "removed": bool(record and record.removed),
        "against": [each.message for each in standing.findings] if standing else [],
        "audiences": list(AUDIENCES.items()),
        "runs": [(run.key, run.title) for run in cohort.draft.runs],
        "completable": _completable(cohort),
        "completed": completed or [],
        "now_stands": _said(now_stands, cohort) if now_stands else [],
    }
    return office_page("desk/member.html", visitor, context, status_code=form.status)


def _said(record: MemberRecord, cohort: Cohort) -> list[tuple[str, str]]:
    """What stands, beside what was typed on an older state."""
    line = _line(record, cohort, None)
    return [
        ("Name", line.name),
        ("Who they are", line.who),
        ("Run", line.run),
        ("Team and manager", line.team or "Not said"),
        ("Clearance", line.clearance),
    ]


ROUTES: list[HTTPRouteHandler] = [member_list, new_member, enrol, one_member, change_member]

"""Leave, court and duty of one member: a kind and a time, and nothing about a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import clock
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.cohorts import cohorts
from service.desk.academy.forms import REFUSALS, again, read
from service.enrolments import commitments
from service.enrolments.refusals import NoSuchCommitment
from service.enrolments.schemas.cover import CommitmentBody, commitment_of
from service.enrolments.store.commitments import CommitmentRecord
from service.web.english import days_words, time_words
from service.web.typed import NO_DATE, Form, date_in, faulty, typed

LEAD = [opens_to(Scope.ACADEMY)]
PATH = "/academy/members/{member_id:uuid}/commitments"
KINDS = {"leave": "Leave", "court": "Court", "duty": "Duty", "other": "Something else"}
LABELS = {"kind": "Kind", "first": "First day", "last": "Last day", "start": "From", "end": "Until"}


@dataclass(frozen=True, slots=True)
class Line:
    id: UUID
    kind: str
    when: str


@get(PATH, guards=LEAD, include_in_schema=False)
async def listed(member_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Template:
    return await _page(visitor, member_id, Form({}))


@post(PATH, guards=LEAD, include_in_schema=False)
async def add_or_remove(
    request: AnyRequest, member_id: FromPath[UUID], visitor: NamedDependency[Visitor]
) -> Template | Redirect:
    """``remove`` names one of the member's own that is taken out; else one is added."""
    texts, now = await typed(request), clock.now()
    try:
        if gone := texts.get("remove", ""):
            held = (await commitments.of_member(member_id)).commitments
            for each in held:
                if str(each.id) == gone:
                    await commitments.delete(each.id, visitor.actor, now)
        else:
            body, faults = _body(texts, member_id)
            wanted, faults = (None, faults) if faults else read(CommitmentBody, body, LABELS)
            if wanted is None:
                return await _page(visitor, member_id, faulty(texts, faults))
            record = commitment_of(wanted, visitor.actor.name, now)
            await commitments.add(record, visitor.actor, now)
    except NoSuchCommitment:
        pass  # somebody else took it out: it is gone, as was asked
    except REFUSALS as refusal:
        return await _page(visitor, member_id, again(refusal, texts))
    return seen(f"/academy/members/{member_id}/commitments")


def _body(texts: Mapping[str, str], member_id: UUID) -> tuple[dict[str, Any], dict[str, str]]:
    """The API's body, or what is wrong by field. No last day: the first alone."""
    first = date_in(texts, "first")
    last = date_in(texts, "last")
    faults = {}
    if texts.get("kind", "") not in KINDS:
        faults["kind"] = "Choose what it is"
    if first is None:
        faults["first"] = f"First day {NO_DATE}"
    if last is None and any(texts.get(f"last-{part}") for part in ("day", "month", "year")):
        faults["last"] = f"Last day {NO_DATE}"
    body: dict[str, Any] = {
        "kind": texts.get("kind", ""),
        "first": first,
        "last": last or first,
        "member": member_id,
    }
    for name in ("start", "end"):
        body[name] = texts.get(name, "").strip().replace(".", ":") or None
    return body, faults


async def _page(visitor: Visitor, member_id: UUID, form: Form) -> Template:
    standing = await commitments.of_member(member_id)
    context = {
        "cohort": await cohorts.one(standing.member.cohort),
        "member": standing.member,
        "lines": [_line(each) for each in standing.commitments],
        "against": [each.message for each in standing.findings],
        "kinds": list(KINDS.items()),
        "form": form,
    }
    return office_page("desk/commitments.html", visitor, context, status_code=form.status)


def _line(record: CommitmentRecord) -> Line:
    hours = ""
    if record.start is not None:
        hours += f", from {time_words(record.start)}"
    if record.end is not None:
        hours += f" until {time_words(record.end)}"
    return Line(record.id, KINDS[record.kind.value], days_words(record.first, record.last) + hours)


ROUTES: list[HTTPRouteHandler] = [listed, add_or_remove]

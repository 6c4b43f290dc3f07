"""Who asked to be talked to about bullying, discrimination or safety, and how far that is."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import Visitor, opens_to
from service.surveys import codebooks, follow_ups
from service.surveys.follow_ups import Outcome, State
from service.surveys.store.codings import FollowUpRecord
from service.web.form_fields import text, whole

AnyRequest = Request[Any, Any, Any]
Answer = Template | Redirect

CARERS = (Scope.HR, Scope.PSW)
STATES = {
    State.OPEN: "Open",
    State.CONTACTED: "Contacted",
    State.CLOSED: "Closed",
}
OUTCOMES = {
    Outcome.NOT_WANTED: "They did not want anything further",
    Outcome.ADVICE: "Advice was given",
    Outcome.GRIEVANCE: "A grievance was raised",
    Outcome.STAFF_SAFEGUARDING: "Handed to staff safeguarding",
    Outcome.OTHER: "Something else",
}
MARKS = {State.OPEN: "missed", State.CONTACTED: "near", State.CLOSED: "met"}
LONGEST_ROLE = 200


@get("/follow-ups", guards=[opens_to(*CARERS)], include_in_schema=False)
async def listed(
    visitor: NamedDependency[Visitor],
    *,
    only: Annotated[str | None, QueryParameter(name="state", max_length=20)] = None,
) -> Template:
    return await _page(visitor, only or "")


@post("/follow-ups", guards=[opens_to(*CARERS)], include_in_schema=False)
async def change(request: AnyRequest, visitor: NamedDependency[Visitor]) -> Answer:
    fields = await request.form()
    role, outcome = text(fields, "role"), text(fields, "outcome")
    try:
        which, state = UUID(text(fields, "follow_up")), State(text(fields, "state"))
        ended = Outcome(outcome) if outcome else None
    except ValueError:
        return await _page(visitor, "", because="Choose how far it is.", status_code=422)
    if not 0 < len(role) <= LONGEST_ROLE or not role.isprintable():
        return await _page(visitor, "", because="Say which role sees to it.", status_code=422)
    revision = whole(text(fields, "revision")) or 0
    try:
        await follow_ups.change(
            which,
            revision,
            role=role,
            state=state,
            outcome=ended,
            actor=visitor.actor,
            now=clock.now(),
        )
    except (problems.Unprocessable, problems.PreconditionFailed) as refusal:
        return await _page(visitor, "", because=refusal.detail, status_code=refusal.status)
    return seen("/follow-ups")


async def _page(
    visitor: Visitor, only: str, *, because: str = "", status_code: int = 200
) -> Template:
    known = only in set(State)
    names = {each.code: each.name for each in (await codebooks.in_force()).codebook.themes}
    found = await follow_ups.listing(State(only) if known else None)
    context = {
        "follow_ups": [_line(each, names) for each in found],
        "states": {each.value: words for each, words in STATES.items()},
        "outcomes": {each.value: words for each, words in OUTCOMES.items()},
        "state": only if known else "",
        "because": because,
    }
    return office_page("surveys/follow_ups.html", visitor, context, status_code=status_code)


def _line(record: FollowUpRecord, names: dict[str, str]) -> dict[str, Any]:
    state = State(record.state)
    return {
        "id": str(record.id),
        "interview": str(record.interview),
        "about": names.get(record.theme, record.theme) if record.theme else "Not said about what",
        "asked_by": "the leaver" if record.asked_by == follow_ups.LEAVER_ASKED else "a coder",
        "since": f"{record.created_at.day} {record.created_at:%B %Y}",
        "role": record.role,
        "state": state.value,
        "words": STATES[state],
        "mark": MARKS[state],
        "outcome": record.outcome or "",
        "revision": record.revision,
    }


ROUTES: list[HTTPRouteHandler] = [listed, change]

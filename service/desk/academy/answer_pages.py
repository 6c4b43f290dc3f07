"""Answering for warnings with a reason that stays visible, and saying that a cohort runs or is over."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from academy.findings import Severity
from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.cohorts import cohorts
from service.cohorts.cohorts import CLOSED, NEXT, Cohort
from service.cohorts.schemas.cohorts import OverrideBody
from service.desk.academy.draft_pages import COHORT, cohort_path, one_line
from service.desk.academy.findings_view import Kind, kinds_of
from service.desk.academy.forms import REFUSALS, again, read
from service.enrolments.expected import about_members
from service.settings import Settings
from service.web.typed import Form, faulty, typed

LEAD = [opens_to(Scope.ACADEMY)]
ALL = "all"
LABELS = {"why": "Reason"}


@get(COHORT + "/warnings/{code:str}", guards=LEAD, include_in_schema=False)
async def warnings(
    cohort_id: FromPath[UUID],
    code: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    cohort, kind = await _standing(cohort_id, code, settings)
    return _page(visitor, cohort, kind, Form({"which": ALL}))


@post(COHORT + "/warnings/{code:str}", guards=LEAD, include_in_schema=False)
async def answer(
    request: AnyRequest,
    cohort_id: FromPath[UUID],
    code: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """For all warnings of the kind that stand, or for one of them: ``which`` is its message."""
    texts = await typed(request)
    which, why = texts.get("which", ""), one_line(texts, "why")
    cohort, kind = await _standing(cohort_id, code, settings)
    body, faults = read(
        OverrideBody,
        {"code": code, "why": why, "message": None if which == ALL else which},
        LABELS,
    )
    if not why:
        faults = {"why": "Write why it will do: it stays visible with your name"}
    elif not which:
        faults = {"which": "Choose what you answer for"}
    if faults or body is None:
        return _page(visitor, cohort, kind, faulty(texts, faults))
    try:
        await cohorts.override(
            cohort_id,
            code=body.code,
            message=body.message,
            why=body.why,
            actor=visitor.actor,
            now=clock.now(),
            further=about_members,
            thresholds=settings.planning,
        )
    except REFUSALS as refusal:
        return _page(visitor, *await _standing(cohort_id, code, settings), again(refusal, texts))
    return seen(f"{cohort_path(cohort)}#findings")


async def _standing(cohort_id: UUID, code: str, settings: Settings) -> tuple[Cohort, Kind]:
    """The warnings of a kind. Raises NoSuchCohort, NotFound."""
    found = await cohorts.preview(cohort_id, further=about_members, thresholds=settings.planning)
    for kind in kinds_of(found.standing):
        if kind.code == code and kind.severity == Severity.WARN:
            return found.cohort, kind
    raise problems.NotFound("No warning of this kind stands against the plan any more.")


def _page(visitor: Visitor, cohort: Cohort, kind: Kind, form: Form) -> Template:
    context = {"cohort": cohort, "kind": kind, "all": ALL, "form": form}
    return office_page("desk/warnings.html", visitor, context, status_code=form.status)


# --- state ---------------------------------------------------------------------------------------

STATES = {
    "running": "It is running: its first day has come",
    "closed": "It is over: nobody can change its plan or members any more",
}


@get(COHORT + "/state", guards=LEAD, include_in_schema=False)
async def state(cohort_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Template:
    return _state(visitor, await cohorts.one(cohort_id), Form({}))


@post(COHORT + "/state", guards=LEAD, include_in_schema=False)
async def set_state(
    request: AnyRequest, cohort_id: FromPath[UUID], visitor: NamedDependency[Visitor]
) -> Template | Redirect:
    texts = await typed(request)
    wanted = texts.get("state", "")
    cohort = await cohorts.one(cohort_id)
    if wanted not in STATES:
        return _state(visitor, cohort, faulty(texts, {"state": "Choose what is true of it now"}))
    try:
        await cohorts.set_state(cohort_id, wanted, visitor.actor, clock.now())
    except REFUSALS as refusal:
        return _state(visitor, await cohorts.one(cohort_id), again(refusal, texts))
    return seen(cohort_path(cohort))


def _state(visitor: Visitor, cohort: Cohort, form: Form) -> Template:
    choices = [(each, STATES[each]) for each in NEXT.get(cohort.record.state, ())]
    context = {
        "cohort": cohort,
        "choices": choices,
        "closed": cohort.record.state == CLOSED,
        "form": form,
    }
    return office_page("desk/state.html", visitor, context, status_code=form.status)


ROUTES: list[HTTPRouteHandler] = [warnings, answer, state, set_state]

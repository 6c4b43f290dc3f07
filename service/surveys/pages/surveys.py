"""Staff surveys over pages: make one, hand out links, see how many responded, close it, read it."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import Visitor, opens_to
from service.settings import Settings
from service.surveys import question_sets, surveys
from service.surveys.pages import survey_view
from service.surveys.pages.fields import Typed, note, typed
from service.surveys.schemas.surveys import LEAST_GROUP, results_as_json
from service.surveys.surveys import LINKS_AT_ONCE, PATH, Plan
from service.web.form_fields import day, text, whole

AnyRequest = Request[Any, Any, Any]
Answer = Template | Redirect

RUNNERS = (Scope.HR, Scope.PSW)
SURVEYS = "/staff-surveys"
FIELDS = ("title", "question_set", "first_day", "last_day", "minimum_group")
LONGEST = 200
LARGEST_MINIMUM = 1000


@get(SURVEYS, guards=[opens_to(*RUNNERS)], include_in_schema=False)
async def listed(visitor: NamedDependency[Visitor]) -> Template:
    found = [survey_view.survey_line(each, clock.today()) for each in await surveys.listing()]
    return office_page("surveys/surveys.html", visitor, {"surveys": found})


@get(f"{SURVEYS}/new", guards=[opens_to(*RUNNERS)], include_in_schema=False)
async def new(visitor: NamedDependency[Visitor]) -> Template:
    return await _new_page(Typed({"minimum_group": "10"}), visitor)


@post(f"{SURVEYS}/new", guards=[opens_to(*RUNNERS)], include_in_schema=False)
async def make(request: AnyRequest, visitor: NamedDependency[Visitor]) -> Answer:
    form = typed(await request.form(), *FIELDS)
    plan = _plan(form)
    if plan is None:
        return await _new_page(form, visitor)
    try:
        found = await surveys.make(plan, visitor.actor, clock.now())
    except (problems.Unprocessable, problems.NotFound) as refusal:
        note(form, refusal, "question_set")
        return await _new_page(form, visitor)
    return seen(f"{SURVEYS}/{found.record.id}")


def _plan(form: Typed) -> Plan | None:
    first, last = day(form["first_day"]), day(form["last_day"])
    minimum = whole(form["minimum_group"])
    title = form["title"]
    if not 0 < len(title) <= LONGEST or not title.isprintable():
        form.faults["title"] = f"Give the survey a title of up to {LONGEST} characters"
    if first is None:
        form.faults["first_day"] = "Enter the first day, as 2026-10-01"
    if last is None:
        form.faults["last_day"] = "Enter the last day, as 2026-10-31"
    if minimum is None or not LEAST_GROUP <= minimum <= LARGEST_MINIMUM:
        form.faults["minimum_group"] = (
            f"The smallest group to show is a number from {LEAST_GROUP} to {LARGEST_MINIMUM:,}"
        )
    try:
        questions = UUID(form["question_set"])
    except ValueError:
        form.faults["question_set"] = "Choose what is asked"
        return None
    if form.faults or first is None or last is None or minimum is None:
        return None
    return Plan(questions, title, first, last, minimum)


async def _new_page(form: Typed, visitor: Visitor) -> Template:
    sets = await question_sets.listing(question_sets.SURVEY)
    context = {
        "form": form,
        "sets": [(str(each.id), f"{each.key}, edition {each.edition}") for each in sets],
        "least": LEAST_GROUP,
    }
    status = 422 if form.faults else 200
    return office_page("surveys/survey_new.html", visitor, context, status_code=status)


@get(f"{SURVEYS}/{{survey_id:uuid}}", guards=[opens_to(*RUNNERS)], include_in_schema=False)
async def one(survey_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Template:
    return await _page(survey_id, visitor)


@post(f"{SURVEYS}/{{survey_id:uuid}}", guards=[opens_to(*RUNNERS)], include_in_schema=False)
async def act(
    request: AnyRequest,
    survey_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Answer:
    """``do``: links, close."""
    fields = await request.form()
    form = typed(fields, "count", "group")
    try:
        made = await _done(text(fields, "do"), survey_id, fields, form, visitor)
    except (problems.Unprocessable, problems.Conflict, problems.PreconditionFailed) as refusal:
        return await _page(
            survey_id, visitor, form=form, because=refusal.detail, status_code=refusal.status
        )
    if not made:
        return seen(f"{SURVEYS}/{survey_id}")
    # The secrets are nowhere kept, so that they can be shown in this answer alone.
    addresses = [f"{settings.public_url}{PATH}{each}" for each in made]
    return await _page(survey_id, visitor, addresses=addresses, group=form["group"])


async def _done(
    do: str, survey_id: UUID, fields: FormMultiDict, form: Typed, visitor: Visitor
) -> tuple[str, ...]:
    """Secrets of fresh links; none when the survey was closed."""
    if do == "close":
        revision = whole(text(fields, "revision")) or 0
        await surveys.close(survey_id, revision, visitor.actor, clock.now())
        return ()
    if do != "links":
        raise problems.Unprocessable("Choose what to do with the survey.")
    count, group = whole(form["count"]), form["group"]
    if count is None or not 1 <= count <= LINKS_AT_ONCE:
        raise problems.Unprocessable(f"Make 1 to {LINKS_AT_ONCE:,} links at once.")
    if len(group) > LONGEST or not group.isprintable():
        raise problems.Unprocessable(f"A group has a name of up to {LONGEST} characters.")
    return await surveys.links(survey_id, group, count, visitor.actor, clock.now())


async def _page(
    survey_id: UUID,
    visitor: Visitor,
    *,
    addresses: list[str] | None = None,
    group: str = "",
    form: Typed | None = None,
    because: str = "",
    status_code: int = 200,
) -> Template:
    found = await surveys.one(survey_id)
    results = None
    if found.record.state == surveys.CLOSED:
        results = results_as_json(await surveys.results_of(survey_id))
    context = {
        "page": survey_view.survey_page(found, clock.today()),
        "results": results,
        "addresses": addresses or [],
        "group": group,
        "form": form or Typed({}),
        "because": because,
    }
    return office_page("surveys/staff_survey.html", visitor, context, status_code=status_code)


ROUTES: list[HTTPRouteHandler] = [listed, new, make, one, act]

"""The line manager's page: the dates of the own team, and the cover that is confirmed for them."""

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from service import clock
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.desk.team_view import WEEKS, SessionMoved, confirm, team_page
from service.enrolments.refusals import NotExpected
from service.settings import Settings

MANAGER = [opens_to(Scope.MANAGER)]
PATH = "/team"
AT_FIRST = 13


@get(PATH, guards=MANAGER, include_in_schema=False)
async def my_team(
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    weeks: Annotated[int, QueryParameter(ge=1, le=104)] = AT_FIRST,
    confirmed: Annotated[int, QueryParameter(ge=0, le=10_000)] = 0,
) -> Template:
    found = await team_page(visitor.actor, weeks, clock.now(), settings)
    return _shown(visitor, found, confirmed=confirmed)


@post(PATH, guards=MANAGER, include_in_schema=False)
async def confirm_cover(
    request: AnyRequest,
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    weeks: Annotated[int, QueryParameter(ge=1, le=104)] = AT_FIRST,
) -> Template | Redirect:
    """For the sessions as they were on the page: one that moved meanwhile is shown again."""
    form = await request.form()
    chosen = [str(each) for each in form.getall("session", [])]
    fault, status, moved = "Choose the sessions that you have cover for", 422, frozenset[str]()
    if chosen:
        try:
            await confirm(visitor.actor, chosen, clock.now())
        except SessionMoved as refusal:
            fault, status = refusal.title, 409
            moved = frozenset(refusal.extra["sessions"])
        except NotExpected as refusal:
            fault, status = f"{refusal.detail} Nobody of the team attends one of them now", 422
        else:
            return seen(f"{PATH}?weeks={weeks}&confirmed={len(set(chosen))}")
    found = await team_page(visitor.actor, weeks, clock.now(), settings)
    return _shown(
        visitor,
        found,
        fault=fault,
        status=status,
        moved=moved,
        chosen=frozenset(each.partition("/")[0] for each in chosen),
    )


def _shown(
    visitor: Visitor,
    found: object,
    *,
    confirmed: int = 0,
    fault: str = "",
    status: int = 200,
    moved: frozenset[str] = frozenset(),
    chosen: frozenset[str] = frozenset(),
) -> Template:
    context = {
        "page": found,
        "choices": WEEKS,
        "confirmed": confirmed,
        "fault": fault,
        "moved": moved,
        "chosen": chosen,
    }
    return office_page("desk/team.html", visitor, context, status_code=status)


ROUTES: list[HTTPRouteHandler] = [my_team, confirm_cover]

"""The facilitator's pages: my days, and the register of a session to take on a phone."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from service import clock
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, fields_of, opens_to
from service.desk.days_view import MarkedMeanwhile, RegisterPage, my_days, register_page, take
from service.enrolments.refusals import NotExpected

FACILITATOR = [opens_to(Scope.FACILITATOR)]
PATH = "/my-days"


@get(PATH, guards=FACILITATOR, include_in_schema=False)
async def days(visitor: NamedDependency[Visitor]) -> Template:
    found = await my_days(visitor.actor, clock.now())
    return office_page("desk/my_days.html", visitor, {"page": found})


@get(f"{PATH}/{{uid:uuid}}", guards=FACILITATOR, include_in_schema=False)
async def register(
    visitor: NamedDependency[Visitor],
    uid: FromPath[UUID],
    marked: Annotated[int | None, QueryParameter(ge=0, le=10_000)] = None,
) -> Template:
    found = await register_page(str(uid), visitor.actor, clock.now())
    return _shown(visitor, found, marked=marked)


@post(f"{PATH}/{{uid:uuid}}", guards=FACILITATOR, include_in_schema=False)
async def take_register(
    request: AnyRequest, visitor: NamedDependency[Visitor], uid: FromPath[UUID]
) -> Template | Redirect:
    """Lines that nothing is chosen for stay as they are; what somebody else marked is shown first."""
    fields = await fields_of(request)
    now = clock.now()
    try:
        count = await take(str(uid), visitor.actor, fields, now)
    except MarkedMeanwhile as refusal:
        fault, status = refusal.title, 409
        faults = dict.fromkeys(refusal.extra["lines"], "Marked by somebody else meanwhile")
    except NotExpected as refusal:
        fault, status = refusal.title, 422
        faults = {}
    else:
        return seen(f"{PATH}/{uid}?marked={count}")
    chosen = {
        name.removeprefix("state-"): value
        for name, value in fields.items()
        if name.startswith("state-")
    }
    found = await register_page(str(uid), visitor.actor, now, chosen=chosen, faults=faults)
    return _shown(visitor, found, fault=fault, status=status)


def _shown(
    visitor: Visitor,
    found: RegisterPage,
    *,
    marked: int | None = None,
    fault: str = "",
    status: int = 200,
) -> Template:
    context = {"page": found, "marked": marked, "fault": fault}
    return office_page("desk/take_register.html", visitor, context, status_code=status)


ROUTES: list[HTTPRouteHandler] = [days, register, take_register]

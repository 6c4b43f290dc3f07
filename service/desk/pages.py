"""The academy lead's pages: cohorts, a plan with its findings, what to print, subscriptions."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import clock, problems
from service.desk import cohort_view
from service.desk.signing_in import HEADERS, signed_in, to_sign_in
from service.desk.subscriptions import subscriptions
from service.enrolments import operations as enrolments
from service.settings import Settings
from service.web.english import day_words
from service.web.pages import page

AnyRequest = Request[Any, Any, Any]


def _shown(template: str, **context: Any) -> Template:
    return page(template, context, headers=HEADERS)


@get("/academy", include_in_schema=False)
async def cohort_list(
    request: AnyRequest, settings: NamedDependency[Settings]
) -> Template | Redirect:
    if await signed_in(request, settings) is None:
        return to_sign_in(request)
    return _shown("desk/cohorts.html", cohorts=await cohort_view.listing())


@get("/academy/cohorts/{cohort_id:uuid}", include_in_schema=False)
async def cohort(
    request: AnyRequest, cohort_id: FromPath[UUID], settings: NamedDependency[Settings]
) -> Template | Redirect:
    if await signed_in(request, settings) is None:
        return to_sign_in(request)
    return _shown(
        "desk/cohort.html", page=await cohort_view.cohort_page(cohort_id, settings.planning)
    )


@get("/academy/cohorts/{cohort_id:uuid}/timetable", include_in_schema=False)
async def printed_timetable(
    request: AnyRequest, cohort_id: FromPath[UUID], settings: NamedDependency[Settings]
) -> Template | Redirect:
    if await signed_in(request, settings) is None:
        return to_sign_in(request)
    return _shown("desk/timetable.html", page=await cohort_view.printed(cohort_id))


@get("/academy/cohorts/{cohort_id:uuid}/registers", include_in_schema=False)
async def registers(
    request: AnyRequest, cohort_id: FromPath[UUID], settings: NamedDependency[Settings]
) -> Template | Redirect:
    if await signed_in(request, settings) is None:
        return to_sign_in(request)
    known = await cohort_view.printed(cohort_id)
    days = cohort_view.register_days(await enrolments.register_of(cohort_id))
    return _shown("desk/registers.html", page=known, days=days, today=clock.today())


@get("/academy/cohorts/{cohort_id:uuid}/registers/{day:date}", include_in_schema=False)
async def register_of_day(
    request: AnyRequest,
    cohort_id: FromPath[UUID],
    day: FromPath[date],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    if await signed_in(request, settings) is None:
        return to_sign_in(request)
    known = await cohort_view.printed(cohort_id)
    sheets = cohort_view.sheets(await enrolments.register_of(cohort_id), day)
    if not sheets:
        raise problems.NotFound(f"Nobody is expected in a session of {known.title} on that day.")
    return _shown("desk/register.html", page=known, words=day_words(day), sheets=sheets)


@get("/academy/subscriptions", include_in_schema=False)
async def subscription_list(
    request: AnyRequest, settings: NamedDependency[Settings]
) -> Template | Redirect:
    actor = await signed_in(request, settings)
    if actor is None:
        return to_sign_in(request)
    return _shown("desk/subscriptions.html", page=await subscriptions(actor, clock.now()))


ROUTES: list[HTTPRouteHandler] = [
    cohort_list,
    cohort,
    printed_timetable,
    registers,
    register_of_day,
    subscription_list,
]

"""The academy lead's pages: cohorts, a plan with its findings, what to print, subscriptions."""

from datetime import date
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Template

from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page
from service.access.visitors import Visitor, opens_to
from service.desk import cohort_view
from service.desk.subscriptions import subscriptions
from service.enrolments import operations as enrolments
from service.settings import Settings
from service.web.english import day_words

LEAD = [opens_to(Scope.ACADEMY)]


@get("/academy", guards=LEAD, include_in_schema=False)
async def cohort_list(
    visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    return office_page(
        "desk/cohorts.html", visitor, {"cohorts": await cohort_view.listing(settings.planning)}
    )


@get("/academy/cohorts/{cohort_id:uuid}", guards=LEAD, include_in_schema=False)
async def cohort(
    visitor: NamedDependency[Visitor],
    cohort_id: FromPath[UUID],
    settings: NamedDependency[Settings],
) -> Template:
    return office_page(
        "desk/cohort.html",
        visitor,
        {"page": await cohort_view.cohort_page(cohort_id, settings.planning)},
    )


@get("/academy/cohorts/{cohort_id:uuid}/timetable", guards=LEAD, include_in_schema=False)
async def printed_timetable(
    visitor: NamedDependency[Visitor],
    cohort_id: FromPath[UUID],
) -> Template:
    return office_page(
        "desk/timetable.html", visitor, {"page": await cohort_view.printed(cohort_id)}
    )


@get("/academy/cohorts/{cohort_id:uuid}/registers", guards=LEAD, include_in_schema=False)
async def registers(
    visitor: NamedDependency[Visitor],
    cohort_id: FromPath[UUID],
) -> Template:
    known = await cohort_view.printed(cohort_id)
    days = cohort_view.register_days(await enrolments.register_of(cohort_id))
    return office_page(
        "desk/registers.html", visitor, {"page": known, "days": days, "today": clock.today()}
    )


@get("/academy/cohorts/{cohort_id:uuid}/registers/{day:date}", guards=LEAD, include_in_schema=False)
async def register_of_day(
    visitor: NamedDependency[Visitor],
    cohort_id: FromPath[UUID],
    day: FromPath[date],
) -> Template:
    known = await cohort_view.printed(cohort_id)
    sheets = cohort_view.sheets(await enrolments.register_of(cohort_id), day)
    if not sheets:
        raise problems.NotFound(f"Nobody is expected in a session of {known.title} on that day.")
    return office_page(
        "desk/register.html", visitor, {"page": known, "words": day_words(day), "sheets": sheets}
    )


@get("/academy/subscriptions", guards=LEAD, include_in_schema=False)
async def subscription_list(visitor: NamedDependency[Visitor]) -> Template:
    return office_page(
        "desk/subscriptions.html",
        visitor,
        {"page": await subscriptions(visitor.actor, clock.now())},
    )


ROUTES: list[HTTPRouteHandler] = [
    cohort_list,
    cohort,
    printed_timetable,
    registers,
    register_of_day,
    subscription_list,
]

"""People in post, posts, leavers and agency workers: lists with filters, and the same as CSV."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.response import Stream, Template

from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page
from service.access.visitors import Visitor, opens_to
from service.web.csv_file import csv_bytes
from service.workforce import queries
from service.workforce.pages import held_view
from service.workforce.pages.held_view import (
    AGENCY_LIST,
    LEAVERS,
    PEOPLE,
    POSTS_LIST,
    Asks,
    HeldList,
)
from service.workforce.queries import Question

READERS = (Scope.HR, Scope.PSW)

Text = Annotated[str | None, QueryParameter(max_length=200)]
From = Annotated[str | None, QueryParameter(name="from", max_length=200)]
Given = dict[str, str | None]


def of_a_day(
    *,
    on: Text = None,
    team: Text = None,
    area: Text = None,
    role: Text = None,
    sort: Text = None,
    page: Text = None,
) -> Given:
    return {"on": on, "team": team, "area": area, "role": role, "sort": sort, "page": page}


def of_people(
    *,
    on: Text = None,
    team: Text = None,
    area: Text = None,
    role: Text = None,
    contract: Text = None,
    sort: Text = None,
    page: Text = None,
) -> Given:
    given = of_a_day(on=on, team=team, area=area, role=role, sort=sort, page=page)
    return {**given, "contract": contract}


def of_leavers(
    *,
    first: From = None,
    to: Text = None,
    team: Text = None,
    area: Text = None,
    role: Text = None,
    destination: Text = None,
    reason: Text = None,
    sort: Text = None,
    page: Text = None,
) -> Given:
    return {
        "from": first, "to": to, "team": team, "area": area, "role": role,
        "destination": destination, "reason": reason, "sort": sort, "page": page,
    }  # fmt: skip


async def _shown(held: HeldList, given: Given, visitor: Visitor) -> Template:
    what = held_view.asked(held, given, clock.today())
    found = await queries.sorted_page(
        what.question,
        by=what.by,
        descending=what.descending,
        skip=(what.page - 1) * held_view.ON_A_PAGE,
        limit=held_view.ON_A_PAGE,
    )
    names = {
        each.name: await queries.stated(held.kind, each.field)
        for each in held.filters
        if each.asks is Asks.NAME
    }
    left = {}
    if not found.total and not what.faults:
        for name in what.given:
            fewer = {**given, name: None}
            left[name] = await queries.how_many(
                held_view.asked(held, fewer, clock.today()).question
            )
    page = held_view.list_page(
        what,
        found,
        names=names,
        left_without=left,
        held_at_all=bool(found.total) or await queries.how_many(Question(held.kind)) > 0,
    )
    return office_page(
        "workforce/held.html", visitor, {"page": page}, status_code=422 if what.faults else 200
    )


async def _exported(held: HeldList, given: Given) -> Response[Any]:
    what = held_view.asked(held, given, clock.today())
    if what.faults:
        raise problems.InvalidParameter(
            "The filters cannot be read.",
            errors=[{"parameter": name, "detail": words} for name, words in what.faults.items()],
        )
    found = await queries.sorted_page(
        what.question, by=what.by, descending=what.descending, limit=None
    )
    header, rows = held_view.exported(held, found.rows)
    return Stream(
        csv_bytes(header, rows),
        media_type="text/csv",
        headers={
            "content-disposition": f'attachment; filename="{held.name}.csv"',
            "cache-control": "no-store",
        },
    )


def _routes(held: HeldList, given: Any) -> list[HTTPRouteHandler]:
    """The list and the same view as a file."""
    given = {"given": Provide(given, sync_to_thread=False)}

    @get(held.path, guards=[opens_to(*READERS)], dependencies=given, include_in_schema=False)
    async def listed(given: NamedDependency[Given], visitor: NamedDependency[Visitor]) -> Template:
        return await _shown(held, given, visitor)

    @get(
        f"{held.path}.csv",
        guards=[opens_to(*READERS)],
        dependencies=given,
        include_in_schema=False,
        media_type="text/csv",
    )
    async def exported(given: NamedDependency[Given]) -> Response[Any]:
        return await _exported(held, given)

    return [listed, exported]


ROUTES: list[HTTPRouteHandler] = [
    *_routes(PEOPLE, of_people),
    *_routes(POSTS_LIST, of_a_day),
    *_routes(LEAVERS, of_leavers),
    *_routes(AGENCY_LIST, of_a_day),
]

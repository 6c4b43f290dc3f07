"""The academy over HTTP: programmes, places, people, calendar, cohorts, plans and releases."""

from litestar.handlers import HTTPRouteHandler

from service.cohorts.routes import (
    calendar,
    cohorts,
    drafts,
    imports,
    places,
    plans,
    programmes,
    releases,
    staff,
    views,
)

ROUTES: list[HTTPRouteHandler] = [
    *programmes.ROUTES,
    *imports.ROUTES,
    *places.ROUTES,
    *staff.ROUTES,
    *calendar.ROUTES,
    *cohorts.ROUTES,
    *drafts.ROUTES,
    *plans.ROUTES,
    *releases.ROUTES,
    *views.ROUTES,
]

"""The enrolments over HTTP, by noun."""

from litestar.handlers import HTTPRouteHandler

from service.enrolments.routes import (
    attending,
    cover,
    members,
    people_imports,
    plans,
    register,
    releases,
    starters,
)

ROUTES: list[HTTPRouteHandler] = [
    *members.ROUTES,
    *attending.ROUTES,
    *plans.ROUTES,
    *releases.ROUTES,
    *register.ROUTES,
    *cover.ROUTES,
    *starters.ROUTES,
    *people_imports.ROUTES,
]

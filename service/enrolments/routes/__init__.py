"""The enrolments over HTTP, by noun."""

from litestar.handlers import HTTPRouteHandler

from service.enrolments.routes import attending, cover, members, register, releases

ROUTES: list[HTTPRouteHandler] = [
    *members.ROUTES,
    *attending.ROUTES,
    *releases.ROUTES,
    *register.ROUTES,
    *cover.ROUTES,
]

"""ASYE years over HTTP, by noun."""

from litestar.handlers import HTTPRouteHandler

from service.asye.routes import entries, packs, weeks, years

ROUTES: list[HTTPRouteHandler] = [
    *years.ROUTES,
    *entries.ROUTES,
    *packs.ROUTES,
    *weeks.ROUTES,
]

"""ASYE years over HTTP, by noun."""

from litestar.handlers import HTTPRouteHandler

from service.asye.routes import entries, packs, weeks, working_days, years

ROUTES: list[HTTPRouteHandler] = [
    *years.ROUTES,
    *entries.ROUTES,
    *packs.ROUTES,
    *weeks.ROUTES,
    *working_days.ROUTES,
]

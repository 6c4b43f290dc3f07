"""HR's pages: importing files, and lists of what is held."""

from litestar.handlers import HTTPRouteHandler

from service.workforce.pages import held, imports

ROUTES: list[HTTPRouteHandler] = [*imports.ROUTES, *held.ROUTES]

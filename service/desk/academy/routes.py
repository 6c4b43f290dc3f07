"""All pages of an academy lead at work."""

from litestar.handlers import HTTPRouteHandler

from service.desk.academy import answer_pages, draft_pages, new_pages, release_pages, session_pages

ROUTES: list[HTTPRouteHandler] = [
    *new_pages.ROUTES,
    *draft_pages.ROUTES,
    *session_pages.ROUTES,
    *answer_pages.ROUTES,
    *release_pages.ROUTES,
]

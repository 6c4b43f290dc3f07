"""All pages of an academy lead at work."""

from litestar.handlers import HTTPRouteHandler

from service.desk.academy import (
    answer_pages,
    commitment_pages,
    draft_pages,
    group_pages,
    member_pages,
    new_pages,
    people_pages,
    programme_pages,
    release_pages,
    session_pages,
    waiting_pages,
)

ROUTES: list[HTTPRouteHandler] = [
    *new_pages.ROUTES,
    *draft_pages.ROUTES,
    *session_pages.ROUTES,
    *answer_pages.ROUTES,
    *release_pages.ROUTES,
    *member_pages.ROUTES,
    *commitment_pages.ROUTES,
    *group_pages.ROUTES,
    *waiting_pages.ROUTES,
    *people_pages.ROUTES,
    *programme_pages.ROUTES,
]

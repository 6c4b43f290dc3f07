"""Every page of preparing and publishing a scorecard."""

from litestar.handlers import HTTPRouteHandler

from service.publication.office import (
    action_pages,
    number_pages,
    pages,
    people_pages,
    preview_pages,
    publishing_pages,
    target_pages,
    word_pages,
)

ROUTES: list[HTTPRouteHandler] = [
    *pages.ROUTES,
    *number_pages.ROUTES,
    *word_pages.ROUTES,
    *action_pages.ROUTES,
    *preview_pages.ROUTES,
    *people_pages.ROUTES,
    *publishing_pages.ROUTES,
    *target_pages.ROUTES,
]

"""Exit interviews, comments and surveys over HTTP, by noun."""

from litestar.handlers import HTTPRouteHandler

from service.surveys.routes import (
    coding,
    comments,
    documents,
    exit_page,
    imports,
    interviews,
    survey_page,
    surveys,
)

ROUTES: list[HTTPRouteHandler] = [
    *interviews.ROUTES,
    *imports.ROUTES,
    *comments.ROUTES,
    *coding.ROUTES,
    *documents.ROUTES,
    *surveys.ROUTES,
    *exit_page.ROUTES,
    *survey_page.ROUTES,
]

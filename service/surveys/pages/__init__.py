"""HR's and coders' pages: exit interviews, coding, quotations, follow-ups and staff surveys."""

from litestar.handlers import HTTPRouteHandler

from service.surveys.pages import coding, follow_ups, interviews, surveys

ROUTES: list[HTTPRouteHandler] = [
    *interviews.ROUTES,
    *coding.ROUTES,
    *follow_ups.ROUTES,
    *surveys.ROUTES,
]

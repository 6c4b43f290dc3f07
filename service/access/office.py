"""Pages for people who are signed in: their layout, their headers, and the start page."""

from collections.abc import Mapping
from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect, Template

from service.access.actor import ROLE_WORDS, Scope
from service.access.addresses import HOME
from service.access.navigation import entries_for
from service.access.visitors import Visitor, opens_to
from service.web.pages import page

PRIVATE = {
    "cache-control": "private, no-store",
    "x-robots-tag": "noindex, nofollow",
    # Browsers say where a form was sent from, to us and to nobody else.
    "referrer-policy": "same-origin",
}


def office_page(
    template: str,
    visitor: Visitor,
    context: Mapping[str, Any] | None = None,
    *,
    status_code: int = 200,
) -> Template:
    """A page that extends ``office/base.html``: with who is signed in and what they may open."""
    return page(
        template,
        {"visitor": visitor, "navigation": entries_for(visitor.roles), **(context or {})},
        status_code=status_code,
        headers=PRIVATE,
    )


def seen(path: str) -> Redirect:
    """The answer to a form that was carried out: see this page of ours now (303)."""
    return Redirect(path, status_code=303, headers=PRIVATE)


@get(HOME, guards=[opens_to(*Scope)], include_in_schema=False)
async def start(visitor: NamedDependency[Visitor]) -> Template:
    """What somebody may do here."""
    roles = [
        (ROLE_WORDS[scope], "" if scope is Scope.STARTER else subject or "")
        for scope, subject in visitor.roles.items()
    ]
    return office_page("office/start.html", visitor, {"roles": roles})


ROUTES: list[HTTPRouteHandler] = [start]

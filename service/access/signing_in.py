"""Signing in and out: a one-time link opens a page with one button, and the button signs in.

The page of a link changes nothing, so programs that look into mail do not use the link up.
"""

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from service import clock
from service.access import sessions
from service.access.addresses import HOME, own_page
from service.access.office import PRIVATE
from service.access.one_time import form_token
from service.access.visitors import (
    AnyRequest,
    cookie_name,
    require_form_of,
    require_own_site,
    session_cookie,
    visit_of,
)
from service.settings import Settings
from service.web.pages import page


@get("/sign-in", include_in_schema=False)
async def sign_in(
    request: AnyRequest,
    *,
    to: Annotated[str, QueryParameter(max_length=2000)] = HOME,
) -> Template | Redirect:
    if await visit_of(request) is not None:
        return Redirect(own_page(to) or HOME, status_code=303, headers=PRIVATE)
    return page("office/sign_in.html", {"to": own_page(to) or HOME}, headers=PRIVATE)


@get("/sign-in/{secret:str}", include_in_schema=False)
async def link_page(secret: FromPath[str]) -> Template:
    account = await sessions.whose_link(secret, clock.now())
    if account is None:
        return _spent()
    return page("office/sign_in_link.html", {"name": account.name}, headers=PRIVATE)


@post("/sign-in/{secret:str}", include_in_schema=False)
async def use_link(
    request: AnyRequest, secret: FromPath[str], settings: NamedDependency[Settings]
) -> Template | Redirect:
    require_own_site(request)
    former = request.cookies.get(cookie_name(settings), "")
    opened = await sessions.open_with_link(secret, clock.now(), settings, instead_of=former)
    if opened is None:
        return _spent()
    answer = Redirect(opened.leads_to or HOME, status_code=303, headers=PRIVATE)
    answer.set_cookie(session_cookie(opened.secret, settings))
    return answer


@post("/sign-out", include_in_schema=False)
async def sign_out(request: AnyRequest, settings: NamedDependency[Settings]) -> Redirect:
    require_own_site(request)
    visit = await visit_of(request)
    if visit is not None:
        await require_form_of(request, form_token(visit[1]))
        await sessions.close(visit[1], clock.now())
    answer = Redirect("/signed-out", status_code=303, headers=PRIVATE)
    answer.set_cookie(session_cookie("", settings))
    return answer


@get("/signed-out", include_in_schema=False)
async def signed_out() -> Template:
    return page("office/signed_out.html", headers=PRIVATE)


def link_address(settings: Settings, secret: str) -> str:
    """Where a one-time link leads."""
    return f"{settings.public_url}/sign-in/{secret}"


def _spent() -> Template:
    return page("office/link_spent.html", status_code=404, headers=PRIVATE)


ROUTES: list[HTTPRouteHandler] = [sign_in, link_page, use_link, sign_out, signed_out]

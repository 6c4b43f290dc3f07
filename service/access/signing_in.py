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
from service.access import accounts, sessions
from service.access.addresses import HOME, own_page
from service.access.letters import send_link
from service.access.limits import LINKS_FROM_A_SENDER, LINKS_TO_AN_ADDRESS, spend
from service.access.office import PRIVATE
from service.access.one_time import form_token
from service.access.visitors import (
    AnyRequest,
    cookie_name,
    fields_of,
    require_form_of,
    require_own_site,
    session_cookie,
    visit_of,
)
from service.settings import Settings
from service.storage.beside import beside
from service.web.clients import client_address
from service.web.pages import page
from service.web.strictness import require_media_type


@get("/sign-in", include_in_schema=False)
async def sign_in(
    request: AnyRequest,
    settings: NamedDependency[Settings],
    *,
    to: Annotated[str, QueryParameter(max_length=2000)] = HOME,
) -> Template | Redirect:
    if await visit_of(request) is not None:
        return Redirect(own_page(to) or HOME, status_code=303, headers=PRIVATE)
    return _form(settings, own_page(to) or HOME)


@post("/sign-in", include_in_schema=False)
async def ask_for_link(
    request: AnyRequest, settings: NamedDependency[Settings]
) -> Template | Redirect:
    """Send a link to whose address it is. Nobody learns here whether it is anybody's."""
    require_own_site(request)
    require_media_type(request, "application/x-www-form-urlencoded")
    fields = await fields_of(request)
    typed, to = fields.get("email", ""), own_page(fields.get("to", "")) or HOME
    if not settings.mail_server:
        return _form(settings, to)
    address = accounts.address_of(typed)
    if address is None:
        fault = (
            "Enter an e-mail address, like name@council.gov.uk"
            if typed.strip()
            else ("Enter your e-mail address")
        )
        return _form(settings, to, typed=typed[:300], fault=fault, status_code=422)
    now = clock.now()
    wait = max(
        await spend(LINKS_FROM_A_SENDER, client_address(request), now),
        await spend(LINKS_TO_AN_ADDRESS, address, now),
    )
    if wait:
        minutes = -(-wait // 60)
        fault = f"Too many links were asked for. Wait {minutes} {'minute' if minutes == 1 else 'minutes'} and try again"
        return _form(settings, to, typed=address, fault=fault, status_code=429)
    # Beside the answer, which says and takes the same for an address that nobody has.
    beside(send_link(address, to, settings, now))
    return Redirect("/sign-in/sent", status_code=303, headers=PRIVATE)


@get("/sign-in/sent", include_in_schema=False)
async def link_sent(settings: NamedDependency[Settings]) -> Template:
    context = {"minutes": settings.sign_in_link_minutes}
    return page("office/link_sent.html", context, headers=PRIVATE)


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


def _form(
    settings: Settings, to: str, *, typed: str = "", fault: str = "", status_code: int = 200
) -> Template:
    context = {
        "to": to,
        "typed": typed,
        "fault": fault,
        "by_mail": bool(settings.mail_server),
        "provider": settings.oidc_name if settings.oidc_issuer else "",
    }
    return page("office/sign_in.html", context, status_code=status_code, headers=PRIVATE)


def _spent() -> Template:
    return page("office/link_spent.html", status_code=404, headers=PRIVATE)


ROUTES: list[HTTPRouteHandler] = [
    sign_in,
    ask_for_link,
    link_sent,
    link_page,
    use_link,
    sign_out,
    signed_out,
]

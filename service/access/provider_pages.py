"""To the provider and back: an account is found by its verified address once, then by who vouched."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated

from litestar import get
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from service import clock, problems
from service.access import provider, sessions
from service.access.addresses import HOME, own_page
from service.access.office import PRIVATE
from service.access.one_time import SHAPE, fresh_secret
from service.access.provider import CALLBACK, NotVouched
from service.access.visitors import AnyRequest, cookie_name, is_secure, session_cookie
from service.settings import Settings
from service.web.log import LOG
from service.web.pages import page

MINUTES = 10
"""To sign in at the provider."""
Text = Annotated[str, QueryParameter(max_length=4000)]


@get("/sign-in/provider", include_in_schema=False)
async def to_provider(
    settings: NamedDependency[Settings], *, to: Text = HOME
) -> Template | Redirect:
    if not settings.oidc_issuer:
        raise problems.NotFound("There is nothing at this address.")
    secret = fresh_secret()
    try:
        address = await provider.address_to_ask(secret, settings)
    except NotVouched as reason:
        return _refused(settings, reason)
    answer = Redirect(address, status_code=303, headers=PRIVATE)
    there = urlsafe_b64encode((own_page(to) or HOME).encode()).decode().rstrip("=")
    answer.set_cookie(_cookie(f"{secret}.{there}", settings))
    return answer


@get(CALLBACK, include_in_schema=False)
async def from_provider(
    request: AnyRequest,
    settings: NamedDependency[Settings],
    *,
    stated: Annotated[str, QueryParameter(name="state", max_length=4000)] = "",
    code: Text = "",
    error: Text = "",
    error_description: Text = "",  # noqa: ARG001 -- what providers add, and none of it is shown
    error_uri: Text = "",  # noqa: ARG001 -- likewise
    iss: Text = "",
    session_state: Text = "",  # noqa: ARG001 -- likewise
    scopes: Annotated[str, QueryParameter(name="scope", max_length=4000)] = "",  # noqa: ARG001 -- likewise
    authuser: Text = "",  # noqa: ARG001 -- likewise
    hd: Text = "",  # noqa: ARG001 -- likewise
    prompt: Text = "",  # noqa: ARG001 -- likewise
) -> Template | Redirect:
    if not settings.oidc_issuer:
        raise problems.NotFound("There is nothing at this address.")
    secret, _, there = request.cookies.get(way_cookie_name(settings), "").partition(".")
    now = clock.now()
    try:
        if SHAPE.fullmatch(secret) is None or error or (iss and iss != settings.oidc_issuer):
            raise NotVouched("it was broken off, or began in another browser")  # noqa: TRY301 -- one answer for all
        who = await provider.vouched(secret, code, stated, settings)
        account = await sessions.account_vouched_for(who, now)
    except NotVouched as reason:
        return _refused(settings, reason)
    former = request.cookies.get(cookie_name(settings), "")
    opened = await sessions.open_for(account, now, settings, "provider", instead_of=former)
    answer = Redirect(own_page(_decoded(there)) or HOME, status_code=303, headers=PRIVATE)
    answer.set_cookie(session_cookie(opened, settings))
    answer.set_cookie(_cookie("", settings))
    return answer


def _refused(settings: Settings, reason: NotVouched) -> Template:
    LOG.warning("not signed in through the provider", detail=str(reason))
    answer = page(
        "office/provider_refused.html",
        {"provider": settings.oidc_name},
        status_code=403,
        headers=PRIVATE,
    )
    answer.set_cookie(_cookie("", settings))
    return answer


def _decoded(there: str) -> str:
    try:
        return urlsafe_b64decode(there + "=" * (-len(there) % 4)).decode("ascii")
    except ValueError:
        return ""


def way_cookie_name(settings: Settings) -> str:
    return "__Host-sign-in" if is_secure(settings) else "sign-in"


def _cookie(value: str, settings: Settings) -> Cookie:
    """Lax: the way back from the provider comes from another site."""
    return Cookie(
        key=way_cookie_name(settings),
        value=value,
        path="/",
        max_age=MINUTES * 60 if value else 0,
        httponly=True,
        secure=is_secure(settings),
        samesite="lax",
    )


ROUTES: list[HTTPRouteHandler] = [to_provider, from_provider]

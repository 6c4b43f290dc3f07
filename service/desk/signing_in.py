"""Signing in and out in a browser, with an API key typed into a form. Issue F replaces it."""

import re
from typing import Annotated, Any
from urllib.parse import parse_qs, quote, urlsplit

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from service import clock, problems
from service.access import operations as access
from service.access.actor import Actor, Scope
from service.access.guards import holder_of
from service.desk import sessions
from service.settings import Settings
from service.web.pages import page
from service.web.strictness import require_media_type

AnyRequest = Request[Any, Any, Any]

HOME = "/academy"
_OWN_PAGE = re.compile(r"/academy(/[a-z0-9-]+)*")
HEADERS = {
    "cache-control": "private, no-store",
    "x-robots-tag": "noindex, nofollow",
    # So that browsers say where a form was sent from; no address here holds a secret.
    "referrer-policy": "same-origin",
}
FORM = "application/x-www-form-urlencoded"
LONGEST = 200


async def signed_in(request: AnyRequest, settings: Settings) -> Actor | None:
    """Whose session it is, when their key is in force and is the academy's."""
    token = request.cookies.get(sessions.cookie_name(settings), "")
    key_id = sessions.key_of(token, clock.now(), settings) if token else None
    actor = await access.holder(key_id) if key_id else None
    return actor if actor is not None and Scope.ACADEMY in actor.scopes else None


def to_sign_in(request: AnyRequest) -> Redirect:
    """Sign in first, and come back here."""
    there = quote(request.scope["path"], safe="/")
    return Redirect(f"/sign-in?to={there}", status_code=303, headers={"cache-control": "no-store"})


@get("/sign-in", include_in_schema=False)
async def sign_in_form(
    request: AnyRequest,
    settings: NamedDependency[Settings],
    *,
    to: Annotated[str, QueryParameter(max_length=LONGEST)] = HOME,
) -> Template | Redirect:
    if await signed_in(request, settings) is not None:
        return Redirect(_own(to), status_code=303, headers=HEADERS)
    return _form(_own(to))


@post("/sign-in", include_in_schema=False)
async def sign_in(
    request: AnyRequest, settings: NamedDependency[Settings]
) -> Template | Response[Any]:
    _require_own_form(request, settings)
    require_media_type(request, FORM)
    fields = parse_qs((await request.body()).decode("utf-8", "replace"))
    key, to = fields.get("key", [""])[0].strip(), _own(fields.get("to", [HOME])[0])
    if not key:
        return _form(to, "Enter your key")
    try:
        actor = await holder_of(key, request)
    except problems.Unauthorised:
        return _form(
            to, "The key is not known or has been revoked. Check that you copied all of it"
        )
    except problems.TooManyRequests:
        return _form(to, "Too many wrong keys came from here. Wait 5 minutes and try again", 429)
    if Scope.ACADEMY not in actor.scopes or actor.key_id is None:
        return _form(
            to,
            "This key does not open these pages. Ask the operator for one with the scope academy",
        )
    now = clock.now()
    token = sessions.opened(actor.key_id, now, settings)
    await access.note_sign_in(actor, now, opened=True)
    answer = Redirect(to, status_code=303, headers=HEADERS)
    answer.set_cookie(_cookie(token, settings))
    return answer


@post("/sign-out", include_in_schema=False)
async def sign_out(request: AnyRequest, settings: NamedDependency[Settings]) -> Redirect:
    _require_own_form(request, settings)
    actor = await signed_in(request, settings)
    if actor is not None:
        await access.note_sign_in(actor, clock.now(), opened=False)
    answer = Redirect("/sign-in", status_code=303, headers=HEADERS)
    answer.set_cookie(_cookie("", settings, max_age=0))
    return answer


def _form(to: str, fault: str = "", status: int = 422) -> Template:
    context = {"to": to, "fault": fault}
    return page("desk/sign_in.html", context, status_code=status if fault else 200, headers=HEADERS)


def _cookie(token: str, settings: Settings, *, max_age: int | None = None) -> Cookie:
    """Without an age of its own: it ends with the browser, if not before."""
    return Cookie(
        key=sessions.cookie_name(settings),
        value=token,
        path="/",
        max_age=max_age,
        httponly=True,
        secure=sessions.cookie_name(settings).startswith("__Host-"),
        samesite="strict",
    )


def _own(to: str) -> str:
    """Only pages of ours: nobody is led elsewhere by a link to the sign-in."""
    return to if _OWN_PAGE.fullmatch(to) else HOME


def _require_own_form(request: AnyRequest, settings: Settings) -> None:
    """Refuse a form that another site has sent. Programs that are no browser say neither."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        own = site in {"same-origin", "none"}
    elif origin is not None:
        host = urlsplit(origin).netloc
        own = bool(host) and host in {
            request.headers.get("host", ""),
            urlsplit(settings.public_url).netloc,
        }
    else:
        own = True
    if not own:
        raise problems.Forbidden("The form was sent from another site.")


ROUTES: list[HTTPRouteHandler] = [sign_in_form, sign_in, sign_out]

"""Who has signed in, and may they open this page? The guard of every page for people.

``@get("/prepare", guards=[opens_to(Scope.PSW)])`` and ``visitor: NamedDependency[Visitor]``. Not
signed in: the sign-in page, and back. Without the role: a page that says so. A form that is sent
without the session's token, or by another site, is refused before the handler is asked, so no page
can forget to. A page never takes an API key, and the API never a session.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, FormMultiDict
from litestar.handlers import BaseRouteHandler
from litestar.response import Redirect

from service import clock
from service.access import sessions
from service.access.account_store import Account, Roles
from service.access.actor import PERSONAL, ROLE_WORDS, Actor, Scope
from service.access.addresses import own_page
from service.access.one_time import form_token, same
from service.access.refusals import FormNotOurs, RoleNeeded
from service.settings import Settings

Connection = ASGIConnection[Any, Any, Any, Any]
AnyRequest = Request[Any, Any, Any]

_VISIT = "scorecard.visit"
_VISITOR = "scorecard.visitor"
TOKEN_FIELD = "form_token"  # noqa: S105 -- the name of the field
SAFE = frozenset({"GET", "HEAD"})
SIGN_IN = "/sign-in"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in, on a page that is open to them.

    ``actor`` has what the page needs and no more: the scopes of the whole council that they hold
    when one of those opens the page, else the one personal scope that does, with its subject.
    ``form_token`` goes into every form (``csrf_field``).
    """

    account_id: UUID
    name: str
    email: str
    roles: Roles
    actor: Actor
    form_token: str

    def may(self, *scopes: Scope) -> bool:
        """Whether they hold one of these, whatever this page is."""
        return not self.roles.keys().isdisjoint(scopes)


class SignInFirst(Exception):  # noqa: N818 -- no error: the way to the sign-in page
    """Raised where nobody is signed in. ``to``: the page of ours to come back to."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to


class OpensTo:
    """Lets pass whoever is signed in and holds one of ``scopes``."""

    def __init__(self, scopes: tuple[Scope, ...]) -> None:
        self.scopes = scopes

    async def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        visit = await visit_of(connection)
        if visit is None:
            raise SignInFirst(_wanted(connection))
        account, secret = visit
        actor = actor_for(account, self.scopes)
        if actor is None:
            raise RoleNeeded(
                "It is for the "
                + " or the ".join(ROLE_WORDS[scope] for scope in self.scopes)
                + f". You are signed in as {account.name}.",
                needed_scopes=sorted(self.scopes),
            )
        token = form_token(secret)
        scope: Any = connection.scope
        if scope["method"] not in SAFE:
            await require_form_of(connection, token)
        scope[_VISITOR] = Visitor(
            account.id, account.name, account.email, account.roles, actor, token
        )


def opens_to(*scopes: Scope) -> OpensTo:
    """A guard for a page that is open to whoever is signed in with any of ``scopes``."""
    return OpensTo(scopes)


def actor_for(account: Account, scopes: tuple[Scope, ...]) -> Actor | None:
    """Who acts on a page that these scopes open; None when this account has none of them."""
    office = frozenset(account.roles) - PERSONAL
    if office & set(scopes):
        return Actor(account.name, office, account_id=account.id)
    for scope in scopes:
        if scope in PERSONAL and scope in account.roles:
            return Actor(
                account.name,
                frozenset({scope}),
                subject=account.roles[scope],
                account_id=account.id,
            )
    return None


async def visitor_of_request(request: AnyRequest) -> Visitor:
    """The dependency ``visitor``, for routes with the guard."""
    scope: Any = request.scope
    visitor: Visitor = scope[_VISITOR]
    return visitor


async def visit_of(connection: Connection) -> tuple[Account, str] | None:
    """Who is signed in here, and the session's secret; None when nobody is. Asked once a request."""
    scope: Any = connection.scope
    if _VISIT not in scope:
        settings: Settings = connection.app.state.settings
        secret = connection.cookies.get(cookie_name(settings), "")
        found = await sessions.found(secret, clock.now(), settings) if secret else None
        scope[_VISIT] = (found[1], secret) if found else None
    visit: tuple[Account, str] | None = scope[_VISIT]
    return visit


# --- forms ---------------------------------------------------------------------------------------


async def require_form_of(connection: Connection, token: str) -> None:
    """Refuse a form that another site sent, or that lacks the session's token."""
    require_own_site(connection)
    given = (await _form(connection)).get(TOKEN_FIELD)
    if not isinstance(given, str) or not same(given, token):
        raise FormNotOurs("The form is from before you signed in, or from another site.")


def require_own_site(connection: Connection) -> None:
    """Refuse a form that another site has sent. Programs that are no browser say neither."""
    settings: Settings = connection.app.state.settings
    site = connection.headers.get("sec-fetch-site")
    origin = connection.headers.get("origin")
    if site is not None:
        own = site in {"same-origin", "none"}
    elif origin is not None:
        host = urlsplit(origin).netloc
        own = bool(host) and host in {
            connection.headers.get("host", ""),
            urlsplit(settings.public_url).netloc,
        }
    else:
        own = True
    if not own:
        raise FormNotOurs("The form was sent from another site.")


async def fields_of(request: AnyRequest) -> dict[str, str]:
    """The text fields of a form, the last of each name: for forms without files or repeated names."""
    form = await request.form()
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


async def _form(connection: Connection) -> FormMultiDict:
    # Litestar hands the guard the very request that the handler gets, so the form is read once.
    request: Any = connection
    form: FormMultiDict = await request.form()
    return form


# --- the cookie and the way to the sign-in page --------------------------------------------------


def cookie_name(settings: Settings) -> str:
    """With https the name itself forbids other hosts and plain http to set it."""
    return "__Host-session" if is_secure(settings) else "session"


def is_secure(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")


def session_cookie(secret: str, settings: Settings) -> Cookie:
    """Without an age of its own: it ends with the browser, if not before. No secret: taken away.

    Lax, so that a link in a mail opens a page for whoever is signed in; forms have their token.
    """
    return Cookie(
        key=cookie_name(settings),
        value=secret,
        path="/",
        max_age=None if secret else 0,
        httponly=True,
        secure=is_secure(settings),
        samesite="lax",
    )


def to_sign_in(_: AnyRequest, first: SignInFirst) -> Redirect:
    """The answer to whoever has to sign in first (an exception handler of the application)."""
    there = f"?to={quote(first.to, safe='/')}" if first.to else ""
    return Redirect(
        SIGN_IN + there, status_code=303, headers={"cache-control": "no-store", "vary": "Cookie"}
    )


def _wanted(connection: Connection) -> str:
    """The page to come back to: this one, or the one with the form that was sent."""
    scope: Any = connection.scope
    if scope["method"] in SAFE:
        query = scope["query_string"].decode("ascii", "replace")
        return own_page(scope["path"] + (f"?{query}" if query else "")) or ""
    sent_from = urlsplit(connection.headers.get("referer", ""))
    if sent_from.netloc != connection.headers.get("host"):
        return ""
    return own_page(sent_from.path) or ""

"""The pages beside the feeds, opened by a private link: a member's own, and timetables.

Whoever has the address sees the page, as with the feed; a wrong one is answered as any address that
leads nowhere. Nothing here needs a script, and no page names a member (ADR 0018).
"""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import clock, problems
from service.access.actor import Actor, Scope
from service.cohorts.timetable import timetable
from service.feeds import operations, owners
from service.feeds.address import MY_ACADEMY, TIMETABLE, secret_behind
from service.feeds.bookings import bookings
from service.feeds.holdings import Holdings
from service.feeds.my_academy import my_academy
from service.feeds.owners import Owner
from service.feeds.serving import Feeds, FileResponse
from service.feeds.shelf import Held
from service.feeds.store import Kind
from service.feeds.subscribing import page_path, subscribing
from service.feeds.visits import COOKIE, KEPT, visit
from service.settings import Settings
from service.web.pages import page

AnyRequest = Request[Any, Any, Any]

HEADERS = {"cache-control": "private, no-cache", "x-robots-tag": "noindex, nofollow"}
_SCOPES = {
    Kind.MEMBER: Scope.STARTER,
    Kind.TEAM: Scope.MANAGER,
    Kind.FACILITATOR: Scope.FACILITATOR,
}
"""Whose feed a holder of the private link may renew: that of one person, as with their own key."""


async def _opened(request: AnyRequest, secret: str, *, member: bool) -> tuple[Held, Holdings]:
    """The feed behind the secret of a page. Raises NotFound in the words of any wrong address."""
    feeds: Feeds = request.app.state.feeds
    found = await feeds.opened_page(secret_behind(secret))
    if found is not None:
        held, holdings = found
        kind = held.feed.kind
        if kind is not Kind.SCORECARD and (kind is Kind.MEMBER) is member:
            return held, holdings
    raise problems.NotFound("There is nothing at this address.")


@get(MY_ACADEMY + "{secret:str}", include_in_schema=False)
async def my_page(
    request: AnyRequest, secret: FromPath[str], settings: NamedDependency[Settings]
) -> Template:
    held, holdings = await _opened(request, secret, member=True)
    now = clock.now()
    looked = visit(request.cookies.get(COOKIE), now)
    found = await my_academy(UUID(held.feed.subject), holdings, looked.before, now)
    shown = page(
        "academy/my_academy.html",
        {
            "page": found,
            "today": now.astimezone(clock.LONDON).date(),
            "visited": looked.before is not None,
            "subscribing": subscribing(held.feed, f"Academy: {found.cohort}", secret, settings),
        },
        headers=HEADERS,
    )
    shown.set_cookie(
        Cookie(
            key=COOKIE,
            value=looked.cookie,
            path=page_path(held.feed.kind, secret),
            max_age=int(KEPT.total_seconds()),
            httponly=True,
            secure=settings.public_url.startswith("https://"),
            samesite="lax",
        )
    )
    return shown


@get(TIMETABLE + "{secret:str}", include_in_schema=False)
async def timetable_page(
    request: AnyRequest, secret: FromPath[str], settings: NamedDependency[Settings]
) -> Template:
    held, holdings = await _opened(request, secret, member=False)
    feed = held.feed
    if feed.kind is Kind.COHORT:
        found = await timetable(UUID(feed.subject), people=False)
        context: dict[str, Any] = {"page": found}
        name, template = f"Academy: {found.title}", "academy/timetable.html"
    else:
        feeds: Feeds = request.app.state.feeds
        contents = await feeds.shelf.contents.of(feed, holdings)
        owner = Owner(feed.kind, feed.subject)
        name = (await owners.in_words([owner])).get(owner, contents.name)
        context = {
            "name": name,
            "kind": feed.kind.value,
            "days": bookings(contents, holdings.today),
        }
        template = "academy/bookings.html"
    context["subscribing"] = subscribing(feed, name, secret, settings)
    return page(template, context, headers=HEADERS)


@get(
    [MY_ACADEMY + "{secret:str}/academy.ics", TIMETABLE + "{secret:str}/academy.ics"],
    include_in_schema=False,
)
async def once(request: AnyRequest, secret: FromPath[str]) -> FileResponse:
    """A copy that will not change: not counted as a fetch, so that a dead subscription shows."""
    held, _ = await _opened(request, secret, member=_of_member(request))
    return FileResponse(held.prepared)


@get(
    [MY_ACADEMY + "{secret:str}/new-address", TIMETABLE + "{secret:str}/new-address"],
    include_in_schema=False,
)
async def confirm_new_address(request: AnyRequest, secret: FromPath[str]) -> Template:
    held, _ = await _renewable(request, secret)
    return page(
        "academy/new_address.html", {"mine": page_path(held.feed.kind, secret)}, headers=HEADERS
    )


@post(
    [MY_ACADEMY + "{secret:str}/new-address", TIMETABLE + "{secret:str}/new-address"],
    include_in_schema=False,
)
async def new_address(request: AnyRequest, secret: FromPath[str]) -> Redirect:
    """The secret in the address proves the right, and no other site knows it."""
    held, _ = await _renewable(request, secret)
    feed = held.feed
    by = Actor("private link", frozenset({_SCOPES[feed.kind]}), subject=feed.subject)
    issued = await operations.reissue(feed.id, clock.now(), by)
    there = f"{page_path(feed.kind, issued.page)}/address-changed"
    return Redirect(there, status_code=303, headers={"cache-control": "no-store"})


@get(
    [MY_ACADEMY + "{secret:str}/address-changed", TIMETABLE + "{secret:str}/address-changed"],
    include_in_schema=False,
)
async def address_changed(
    request: AnyRequest, secret: FromPath[str], settings: NamedDependency[Settings]
) -> Template:
    held, _ = await _renewable(request, secret)
    mine = page_path(held.feed.kind, secret)
    return page(
        "academy/address_changed.html",
        {"mine": mine, "address": settings.public_url + mine},
        headers=HEADERS,
    )


async def _renewable(request: AnyRequest, secret: str) -> tuple[Held, Holdings]:
    held, holdings = await _opened(request, secret, member=_of_member(request))
    if held.feed.kind not in _SCOPES:
        raise problems.NotFound("There is nothing at this address.")
    return held, holdings


def _of_member(request: AnyRequest) -> bool:
    path: str = request.scope["path"]
    return path.startswith(MY_ACADEMY)


ROUTES: list[HTTPRouteHandler] = [
    my_page,
    timetable_page,
    once,
    confirm_new_address,
    new_address,
    address_changed,
]

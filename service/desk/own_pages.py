"""The starter's own pages when they are signed in: their academy, tasks and evidence.

The address of a calendar is a secret of which only a fingerprint is kept. So it can be shown once,
when it is made: to see one again is to make another.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Template

from service import clock
from service.access.actor import Scope
from service.access.office import PRIVATE, office_page
from service.access.visitors import AnyRequest, Visitor, fields_of, opens_to
from service.asye import reading
from service.asye.pack import pack_of, shown
from service.desk.own_view import own_tasks, own_years
from service.feeds import operations
from service.feeds.my_academy import my_academy
from service.feeds.operations import IssuedFeed
from service.feeds.owners import Owner
from service.feeds.serving import Feeds
from service.feeds.store import FeedRecord, Kind
from service.feeds.subscribing import subscribing
from service.feeds.visits import KEPT, visit
from service.settings import Settings
from service.web.english import moment_words
from service.web.pages import page

STARTER = [opens_to(Scope.STARTER)]
PATH = "/my-academy"
TASKS = "/my-tasks"


def _member(visitor: Visitor) -> UUID:
    """Who the account is of: an account of a starter names a member by id."""
    assert visitor.actor.subject is not None
    return UUID(visitor.actor.subject)


@get(PATH, guards=STARTER, include_in_schema=False)
async def mine(
    request: AnyRequest, visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    return await _page(request, visitor, settings)


@post(PATH, guards=STARTER, include_in_schema=False)
async def make_address(
    request: AnyRequest, visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    """Make the own calendar's address, or another one, and show it this once.

    ``seen`` is the state of the calendar that the form was made on: sending it again, as a reload
    does, makes no second address, which would end the first.
    """
    member_id, now = _member(visitor), clock.now()
    fields = await fields_of(request)
    held = await _feed(visitor, member_id)
    if fields.get("seen", "") != _state(held):
        fault = "The address was made already, and was shown then. To see one again, make another."
        return await _page(request, visitor, settings, fault=fault, status=409)
    if held is None:
        made = await operations.issue(Owner(Kind.MEMBER, str(member_id)), None, now, visitor.actor)
    else:
        made = await operations.reissue(held.id, now, visitor.actor)
    return await _page(request, visitor, settings, made=made)


async def _feed(visitor: Visitor, member_id: UUID) -> FeedRecord | None:
    """The own calendar that is in force."""
    found = await operations.listing(visitor.actor, kind=Kind.MEMBER, subject=str(member_id))
    return next((each for each in found if each.revoked_at is None), None)


def _state(feed: FeedRecord | None) -> str:
    return "" if feed is None else f"{feed.id}/{feed.changed_at.isoformat()}"


async def _page(
    request: AnyRequest,
    visitor: Visitor,
    settings: Settings,
    *,
    made: IssuedFeed | None = None,
    fault: str = "",
    status: int = 200,
) -> Template:
    member_id, now = _member(visitor), clock.now()
    feeds: Feeds = request.app.state.feeds
    cookie = f"academy-visit-{visitor.account_id.hex[:12]}"
    looked = visit(request.cookies.get(cookie), now)
    found = await my_academy(member_id, await feeds.holdings(), looked.before, now)
    feed = await _feed(visitor, member_id)
    context: dict[str, Any] = {
        "page": found,
        "visited": looked.before is not None,
        "years": await own_years(
            member_id, visitor.actor, now.astimezone(clock.LONDON).date(), settings
        ),
        "subscribing": None,
        "calendar": _calendar(feed),
        "seen": _state(feed),
        "fault": fault,
    }
    if made is not None:
        name = f"Academy: {found.cohort}"
        given = subscribing(made.record, name, made.page, settings)
        context["subscribing"] = replace(given, renew=PATH)
    answer = office_page("desk/my_academy.html", visitor, context, status_code=status)
    answer.set_cookie(_remembered(cookie, looked.cookie, settings))
    return answer


def _remembered(name: str, value: str, settings: Settings) -> Cookie:
    """When somebody looks at their page is kept in their browser, and nowhere else."""
    return Cookie(
        key=name,
        value=value,
        path=PATH,
        max_age=int(KEPT.total_seconds()),
        httponly=True,
        secure=settings.public_url.startswith("https://"),
        samesite="lax",
    )


def _calendar(feed: FeedRecord | None) -> Mapping[str, str] | None:
    """When the address was made, and when a calendar last asked with it."""
    if feed is None:
        return None
    return {
        "made": moment_words(feed.changed_at),
        "fetched": _fetched(feed.last_fetched_at),
        "client": feed.last_client or "",
    }


def _fetched(at: datetime | None) -> str:
    return moment_words(at) if at else ""


@get(TASKS, guards=STARTER, include_in_schema=False)
async def tasks(
    request: AnyRequest, visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    member_id = _member(visitor)
    feeds: Feeds = request.app.state.feeds
    today = clock.today()
    context = {
        "tasks": await own_tasks(member_id, await feeds.holdings(), today),
        "years": await own_years(member_id, visitor.actor, today, settings),
    }
    return office_page("desk/my_tasks.html", visitor, context)


@get(TASKS + "/{year_id:uuid}/evidence", guards=STARTER, include_in_schema=False)
async def evidence(
    year_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    """The own evidence pack. Raises NoSuchYear, for somebody else's in the same words."""
    held = await reading.one_for(visitor.actor, year_id, clock.today(), settings.asye)
    pack = shown(pack_of(held, settings.council_name))
    return page("asye/evidence_pack.html", {"pack": pack}, headers=PRIVATE)


ROUTES: list[HTTPRouteHandler] = [mine, make_address, tasks, evidence]

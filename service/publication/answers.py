"""Answers to GET for published editions, made once per edition and kept on the shelf.

The fast lane stands in front of the routes: a request without a key and without a query string for
an answer that is at hand is sent its bytes before a request object is even built.
"""

import asyncio
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import msgspec
from litestar import Litestar, Request
from litestar.enums import ScopeType
from litestar.response import Response
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, Receive, Scope, Send

from scorecard.periods import half_year_ending
from service.access.actor import Actor
from service.access.actor import Scope as KeyScope
from service.publication import operations
from service.publication.addresses import Wanted, api_address, page_address
from service.publication.due import next_due
from service.publication.prepared import KEYED, PUBLIC, Prepared
from service.publication.shelf import Shelf
from service.publication.store import StoredEdition
from service.publication.tidy_csv import as_csv
from service.publication.view import edition_page
from service.settings import Settings

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
HTML = "text/html; charset=utf-8"
PAGE = "publication/scorecard.html"

_SHELF = "edition_shelf"


class Audience(Enum):
    """Who an answer is for. Answers are on the shelf under (path, audience)."""

    PUBLIC = "public"
    """Without a key, or with one that shows one person's own things: the protected view."""
    READING = "reading"
    """A read or academy key: the protected view too, kept by nobody on the way."""
    ROWS = "rows"
    """An hr or psw key: the bytes that were hashed, which name the rows behind a correction."""


DRILLING = frozenset({KeyScope.HR, KeyScope.PSW})
READING = frozenset({KeyScope.READ, KeyScope.ACADEMY})


def audience_of(actor: Actor | None) -> Audience:
    """What whoever asks may see of an edition."""
    scopes = actor.scopes if actor else frozenset()
    if scopes & DRILLING:
        return Audience.ROWS
    return Audience.READING if scopes & READING else Audience.PUBLIC


def shelf_of(app: Litestar) -> Shelf:
    """The one shelf of a running application, put up when first asked for."""
    shelf: Shelf | None = app.state.get(_SHELF)
    if shelf is None:
        shelf = app.state[_SHELF] = Shelf()
    return shelf


class PreparedResponse(Response[None]):
    """What a handler returns to send a prepared answer."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(None)
        self.prepared = prepared

    def to_asgi_response(self, *_: Any, **__: Any) -> "_Sender":
        return _Sender(self.prepared)


class _Sender(ASGIResponse):
    def __init__(self, prepared: Prepared) -> None:
        super().__init__()
        self.prepared = prepared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- ASGI
        await self.prepared.send(scope["headers"], send)


async def file_answer(
    request: Request[Any, Any, Any], asked: Wanted, settings: Settings, audience: Audience
) -> PreparedResponse:
    """The JSON or CSV of an edition. Raises NotPublished and NotAHalfYearEnd."""
    shelf = shelf_of(request.app)
    entry = (await shelf.listing()).find(asked.period_end, asked.version)
    if entry is None:
        half_year_ending(asked.period_end, settings.half_year_ends)
        raise operations.not_published(asked.period_end, asked.version)

    async def make() -> Prepared:
        held = await shelf.edition(entry.id)
        return await asyncio.to_thread(_file, held, asked, audience)

    return PreparedResponse(await shelf.answer((request.scope["path"], audience), make))


def content_for(held: StoredEdition, audience: Audience) -> bytes:
    """The JSON of an edition for one audience, as canonical bytes."""
    return held.content if audience is Audience.ROWS else held.public_content


def _file(held: StoredEdition, asked: Wanted, audience: Audience) -> Prepared:
    entry = held.entry
    content = content_for(held, audience)
    body = as_csv(msgspec.json.decode(content)) if asked.csv else content
    extra = {
        "content-location": api_address(entry.period_end, entry.version, csv=asked.csv),
        "x-edition-sha256": entry.content_sha256,
    }
    if audience is Audience.ROWS and not asked.csv:
        # A promise about these bytes, so it is made only where they are the ones that were hashed.
        extra["x-content-sha256"] = entry.content_sha256
    if asked.csv:
        filename = f"scorecard-{entry.period_end.isoformat()}-v{entry.version}.csv"
        extra["content-disposition"] = f'attachment; filename="{filename}"'
    return Prepared(
        body,
        media_type=CSV if asked.csv else JSON,
        last_modified=entry.published_at,
        cache_control=PUBLIC if audience is Audience.PUBLIC else KEYED,
        extra=extra,
    )


async def page_answer(
    request: Request[Any, Any, Any], asked: Wanted, settings: Settings, now: datetime
) -> PreparedResponse:
    """The page of an edition. Raises NotPublished and NotAHalfYearEnd."""
    shelf = shelf_of(request.app)
    listing = await shelf.listing()
    entry = listing.find(asked.period_end, asked.version)
    if entry is None:
        half_year_ending(asked.period_end, settings.half_year_ends)
        raise operations.not_published(asked.period_end, asked.version)
    versions = listing.of_period(entry.period_end)
    before = next(
        (each for each in listing.latest_of_each() if each.period_end < entry.period_end), None
    )

    async def make() -> Prepared:
        document = msgspec.json.decode((await shelf.edition(entry.id)).public_content)
        earlier = None
        if before is not None:
            earlier = msgspec.json.decode((await shelf.edition(before.id)).public_content)
        csv = as_csv(document)
        due = next_due(listing.entries, now, settings)
        context = edition_page(
            entry=entry,
            document=document,
            earlier=earlier,
            versions=versions,
            sizes=(len(csv), len((await shelf.edition(entry.id)).public_content)),
            due=(due.end, due.end + timedelta(days=1)),
            contact=settings.contact,
        )
        return Prepared(
            rendered(request.app, PAGE, {"page": context}),
            media_type=HTML,
            last_modified=listing.entries[0].published_at,
            cache_control=PUBLIC,
            extra={"link": f'<{page_address(entry.period_end)}>; rel="canonical"'},
        )

    return PreparedResponse(await shelf.answer((request.scope["path"], Audience.PUBLIC), make))


def rendered(app: Litestar, template: str, context: dict[str, Any]) -> bytes:
    """A page as bytes, so that it can be hashed and kept."""
    engine = app.template_engine
    assert engine is not None
    page: str = engine.get_template(template).render(**context)
    return page.encode()


def fast_lane(app: ASGIApp) -> ASGIApp:
    """Middleware for the routes of editions: only what anyone may see is sent from here."""

    async def lane(scope: Scope, receive: Receive, send: Send) -> None:
        prepared = _at_hand(scope)
        if prepared is None:
            await app(scope, receive, send)
        else:
            await prepared.send(scope["headers"], send)

    return lane


def _at_hand(scope: Scope) -> Prepared | None:
    if scope["type"] != ScopeType.HTTP or scope["method"] != "GET" or scope["query_string"]:
        return None
    for header, _ in scope["headers"]:
        if header == b"authorization":
            return None
    return shelf_of(scope["litestar_app"]).at_hand((scope["path"], Audience.PUBLIC))

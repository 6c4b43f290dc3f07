"""Answers to GET for published editions, made once per edition and kept on the shelf.

The fast lane stands in front of the routes: a request without a key and without a query string for
an answer that is at hand is sent its bytes before a request object is even built.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any

import msgspec
from litestar import Litestar, Request
from litestar.enums import ScopeType
from litestar.response import Response
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, Receive, Scope, Send

from scorecard.periods import half_year_ending
from service import clock
from service.access.actor import Actor
from service.access.actor import Scope as KeyScope
from service.problems import Problem
from service.publication import files, operations
from service.publication.addresses import DOCUMENTS, Form, Wanted, api_address, page_address
from service.publication.charts import MOST_PERIODS
from service.publication.list_view import withdrawn_page
from service.publication.measure_page import measure_page
from service.publication.prepared import KEYED, PUBLIC, Compressed, Prepared
from service.publication.refusals import NotPublished
from service.publication.shelf import Listing, Shelf
from service.publication.store import EditionEntry, StoredEdition
from service.publication.tidy_csv import as_csv
from service.publication.view import edition_page
from service.publication.wording import day
from service.scorecards import view_log
from service.settings import Settings
from service.web.log import LOG

MEDIA_TYPES = {
    Form.JSON: "application/json",
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Form.PDF: "application/pdf",
}
HTML = "text/html; charset=utf-8"
PAGE = "publication/scorecard.html"
WITHDRAWN_PAGE = "publication/withdrawn.html"
MEASURE_PAGE = "publication/measure.html"

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
    request: Request[Any, Any, Any], asked: Wanted, settings: Settings, actor: Actor | None
) -> PreparedResponse:
    """An edition in one of its forms, with an hr or psw key also one that is not public yet.

    Raises NotPublished, EditionWithdrawn and NotAHalfYearEnd.
    """
    shelf, audience, now = shelf_of(request.app), audience_of(actor), clock.now()
    _, entry = await _found(shelf, asked, settings, audience)
    if entry.withdrawal is not None:
        raise operations.gone_for_good(entry)
    if actor is not None and not entry.is_public(now):
        await view_log.note(entry.period_end, actor, now)

    async def make() -> Prepared:
        held = await shelf.edition(entry.id)
        if asked.form in DOCUMENTS:
            return _prepared(held, asked, audience, await _document(held, asked, settings))
        return await asyncio.to_thread(_file, held, asked, audience)

    return PreparedResponse(await shelf.answer((request.scope["path"], audience), make))


def content_for(held: StoredEdition, audience: Audience) -> bytes:
    """The JSON of an edition for one audience, as canonical bytes."""
    return held.content if audience is Audience.ROWS else held.public_content


async def _document(held: StoredEdition, asked: Wanted, settings: Settings) -> bytes:
    """The kept bytes of a document. Raises NotPublished where it cannot be made."""
    found = await files.document(held, asked.form, settings)
    if found is None:
        raise NotPublished(
            "This edition has no document of that form: the operator finds the reason in the log."
        )
    return found.content


def _file(held: StoredEdition, asked: Wanted, audience: Audience) -> Prepared:
    """JSON or CSV, cut for who asks."""
    content = content_for(held, audience)
    body = as_csv(msgspec.json.decode(content)) if asked.form is Form.CSV else content
    return _prepared(held, asked, audience, body)


def _prepared(held: StoredEdition, asked: Wanted, audience: Audience, body: bytes) -> Prepared:
    entry = held.entry
    extra = {
        "content-location": api_address(entry.period_end, entry.version, asked.form),
        "x-edition-sha256": entry.content_sha256,
    }
    if audience is Audience.ROWS and asked.form is Form.JSON:
        # A promise about these bytes, so it is made only where they are the ones that were hashed.
        extra["x-content-sha256"] = entry.content_sha256
    if asked.form is not Form.JSON:
        name = f"scorecard-{entry.period_end.isoformat()}-v{entry.version}{asked.form.value}"
        extra["content-disposition"] = f'attachment; filename="{name}"'
    kind = Compressed if asked.form in DOCUMENTS else Prepared
    return kind(
        body,
        media_type=MEDIA_TYPES[asked.form],
        last_modified=entry.public_from,
        cache_control=PUBLIC if audience is Audience.PUBLIC else KEYED,
        extra=extra,
    )


async def page_answer(
    request: Request[Any, Any, Any], asked: Wanted, settings: Settings, now: datetime
) -> Response[Any]:
    """The page of an edition, or the notice of one that was withdrawn.

    Raises NotPublished and NotAHalfYearEnd.
    """
    shelf = shelf_of(request.app)
    listing, entry = await _found(shelf, asked, settings, Audience.PUBLIC)
    versions = listing.of_period(entry.period_end)
    if entry.withdrawal is not None:
        return _notice(request.app, entry, versions, settings)

    async def make() -> Prepared:
        history = await _history(shelf, listing, entry)
        document = history[-1]
        held = await shelf.edition(entry.id)
        context = edition_page(
            entry=entry,
            history=history,
            versions=versions,
            sizes={
                Form.CSV: len(as_csv(document)),
                Form.JSON: len(held.public_content),
                **await _sizes(held, settings),
            },
            due=listing.next_release(now, settings),
            contact=settings.contact,
            later=listing.later_than(entry.period_end),
        )
        return Prepared(
            rendered(request.app, PAGE, {"page": context}),
            media_type=HTML,
            last_modified=listing.modified,
            cache_control=PUBLIC,
            extra={"link": f'<{page_address(entry.period_end)}>; rel="canonical"'},
        )

    return PreparedResponse(await shelf.answer((request.scope["path"], Audience.PUBLIC), make))


def _notice(
    app: Litestar, entry: EditionEntry, versions: Sequence[EditionEntry], settings: Settings
) -> Response[bytes]:
    """The page that stands in the place of a withdrawn edition: 410, not kept for long."""
    page = withdrawn_page(entry, versions, settings)
    return Response(
        rendered(app, WITHDRAWN_PAGE, {"page": page}),
        status_code=410,
        media_type=HTML,
        headers={"cache-control": PUBLIC, "vary": "Authorization, Accept-Encoding"},
    )


async def measure_answer(
    request: Request[Any, Any, Any], asked: Wanted, measure: str, settings: Settings
) -> PreparedResponse:
    """The page of one measure. Raises NotPublished, EditionWithdrawn and NotAHalfYearEnd."""
    shelf = shelf_of(request.app)
    listing, entry = await _found(shelf, asked, settings, Audience.PUBLIC)
    if entry.withdrawal is not None:
        raise operations.gone_for_good(entry)

    async def make() -> Prepared:
        context = measure_page(entry, await _history(shelf, listing, entry), measure)
        if context is None:
            raise NotPublished(
                f"The scorecard to {day(entry.period_end)} has no measure “{measure[:40]}”: its page "
                "lists those it has."
            )
        return Prepared(
            rendered(request.app, MEASURE_PAGE, {"page": context}),
            media_type=HTML,
            last_modified=listing.modified,
            cache_control=PUBLIC,
        )

    return PreparedResponse(await shelf.answer((request.scope["path"], Audience.PUBLIC), make))


async def _found(
    shelf: Shelf, asked: Wanted, settings: Settings, audience: Audience
) -> tuple[Listing, EditionEntry]:
    listing = await shelf.listing()
    if audience is Audience.ROWS:
        listing = listing.with_waiting()
    entry = listing.find(asked.period_end, asked.version)
    if entry is None:
        half_year_ending(asked.period_end, settings.half_year_ends)
        raise operations.not_published(asked.period_end, asked.version)
    return listing, entry


async def _history(shelf: Shelf, listing: Listing, entry: EditionEntry) -> list[dict[str, Any]]:
    """Public documents, oldest first: earlier half-years as they stand today, and this edition."""
    earlier = [each for each in listing.standing() if each.period_end < entry.period_end]
    wanted = [*reversed(earlier[: MOST_PERIODS - 1]), entry]
    return [msgspec.json.decode((await shelf.edition(each.id)).public_content) for each in wanted]


async def _sizes(held: StoredEdition, settings: Settings) -> dict[Form, int]:
    """Bytes of the documents; none while they cannot be looked up or made."""
    try:
        return await files.ensure(held, settings)
    except Problem as problem:
        LOG.warning("documents of an edition cannot be reached", detail=problem.detail)
        return {}


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

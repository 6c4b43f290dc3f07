"""Serving feeds: the lane past the framework, and the route behind it for all that is not at hand.

The lane stands between the shell (HEAD, security headers) and the application. It answers a GET for
a feed at hand and passes on everything else: another method, a query, a secret that it does not
know, a feed that has to be looked at again. The route then answers, or refuses as it would refuse
any address that leads nowhere. Neither writes an address to the log.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

from service import problems
from service.feeds.address import PREFIX, SUFFIX, hash_of
from service.feeds.contents import ContentsOfFeeds
from service.feeds.fetches import Fetches
from service.feeds.holdings import Holdings
from service.feeds.shelf import Held, Shelf
from service.settings import Settings
from service.storage.change_mark import ChangeMark
from service.storage.engine import ServiceEngine
from service.web.prepared import Prepared

App = Callable[[Any, Any, Any], Awaitable[None]]
Message = MutableMapping[str, Any]


class Feeds:
    """The feeds of one running application, and the lane to them."""

    def __init__(self, settings: Settings) -> None:
        self.shelf = Shelf(ContentsOfFeeds(settings))
        self.fetches = Fetches()
        self._mark: ChangeMark | None = None

    @asynccontextmanager
    async def opened(self, engine: ServiceEngine) -> AsyncIterator[None]:
        """Serve the feeds of this database until the block ends."""
        self._mark = ChangeMark(engine)
        try:
            yield
        finally:
            mark, self._mark = self._mark, None
            await mark.close()

    async def find(self, secret: str) -> Held | None:
        """The feed of whatever stood in an address, as it is now; None when there is none."""
        if self._mark is None:
            raise problems.Unavailable("The service is starting or stopping.")
        return await self.shelf.find(hash_of(secret), self._mark)

    async def opened_page(self, secret: str) -> tuple[Held, Holdings] | None:
        """The feed behind a page, as now, and what it and the page are made of."""
        if self._mark is None:
            raise problems.Unavailable("The service is starting or stopping.")
        return await self.shelf.opened(hash_of(secret), self._mark)

    async def holdings(self) -> Holdings:
        """What the pages of somebody who is signed in are made of, as now."""
        if self._mark is None:
            raise problems.Unavailable("The service is starting or stopping.")
        mark = self._mark.at_once()
        return self.shelf.as_of(await self._mark.read() if mark is None else mark)

    async def at_hand(self, path: str) -> Held | None:
        """The feed at a path when it can be sent as it was sent last."""
        if self._mark is None or not path.endswith(SUFFIX):
            return None
        mark = self._mark.at_once()
        if mark is None:
            try:
                mark = await self._mark.read()
            except Exception:  # noqa: BLE001 -- whatever it is, the route meets it again and says so
                return None
        secret = path[len(PREFIX) : -len(SUFFIX)]
        return self.shelf.at_hand(hash_of(secret), mark, asyncio.get_running_loop().time())

    async def send(self, held: Held, scope: Any, send: Any) -> None:
        headers = scope["headers"]
        self.fetches.note(held.counter, headers, asyncio.get_running_loop().time())
        await held.prepared.send(headers, send)

    def lane(self, app: App) -> App:
        """Wrap the application: feeds at hand go past it."""

        async def past(scope: Message, receive: Any, send: Any) -> None:
            if (
                scope["type"] == "http"
                and scope["path"].startswith(PREFIX)
                and scope["method"] == "GET"
                and not scope["query_string"]
            ):
                held = await self.at_hand(scope["path"])
                if held is not None:
                    await self.send(held, scope, send)
                    return
            await app(scope, receive, send)

        return past


class FeedResponse(Response[None]):
    """What the route returns to send a feed."""

    def __init__(self, feeds: Feeds, held: Held) -> None:
        super().__init__(None)
        self.feeds, self.held = feeds, held

    def to_asgi_response(self, *_: Any, **__: Any) -> "_Sender":
        return _Sender(self.feeds, self.held)


class _Sender(ASGIResponse):
    def __init__(self, feeds: Feeds, held: Held) -> None:
        super().__init__()
        self.feeds, self.held = feeds, held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- ASGI
        await self.feeds.send(self.held, scope, send)


class FileResponse(Response[None]):
    """What a page returns to send a feed's bytes as a file: no subscription, so not noted as one."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(None)
        self.prepared = prepared

    def to_asgi_response(self, *_: Any, **__: Any) -> "_FileSender":
        return _FileSender(self.prepared)


class _FileSender(ASGIResponse):
    def __init__(self, prepared: Prepared) -> None:
        super().__init__()
        self.prepared = prepared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- ASGI
        await self.prepared.send(scope["headers"], send)


@get("/feeds/{secret:str}/academy.ics", include_in_schema=False)
async def feed(request: Request[Any, Any, Any], secret: FromPath[str]) -> FeedResponse:
    feeds: Feeds = request.app.state.feeds
    held = await feeds.find(secret)
    if held is None:
        # In the words of an address that leads nowhere: whether there was a feed is not told.
        raise problems.NotFound("There is nothing at this address.")
    return FeedResponse(feeds, held)


ROUTES: list[HTTPRouteHandler] = [feed]

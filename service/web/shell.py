"""The outermost layer: HEAD, security headers and caching, for every answer without exception.

It stands outside the router because Litestar's middleware sees only requests that found a route,
and these rules hold for 404 and 405 as well.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from service.settings import Settings
from service.web.draining import ANNOUNCE_A_BODY, Incoming
from service.web.log import LOG

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
TWO_YEARS = 2 * 365 * 24 * 3600


def security_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    """The headers on every answer. HSTS only where the public address is https."""
    named = {
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "server": "scorecard",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    if settings.public_url.startswith("https://"):
        named["strict-transport-security"] = f"max-age={TWO_YEARS}"
    return [(name.encode(), value.encode()) for name, value in named.items()]


class Shell:
    """Wraps the application's handler for ``http`` scopes; others pass through untouched.

    It is on the way of every answer, so it looks at each header once and copies nothing else.
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self.app = app
        self.always = security_headers(settings)
        self.always_named = frozenset(name for name, _ in self.always)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        if head:
            # A copy: the server still has to know that it answers a HEAD.
            scope = {**scope, "method": "GET"}
        keyed = False
        incoming: Incoming | None = None
        for name, _ in scope["headers"]:
            if name == b"authorization":
                keyed = True
            elif name in ANNOUNCE_A_BODY and incoming is None:
                incoming = Incoming(receive, scope["headers"])
                receive = incoming.receive
        started = False

        async def send_in_shell(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                if incoming is not None and message["status"] >= 400:
                    await incoming.drain()
                message = {**message, "headers": self._headers(message["headers"], keyed=keyed)}
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self.app(scope, receive, send_in_shell)
        except Exception as error:
            if not started:
                raise
            # Too late for a problem document. Not finishing the body makes the server cut the
            # connection, so that nobody takes half an answer for a whole one.
            LOG.error("fault after the answer began", exc_info=error.__cause__ or error)

    def _headers(
        self, given: Iterable[tuple[bytes, bytes]], *, keyed: bool
    ) -> list[tuple[bytes, bytes]]:
        """The headers of an answer, lower case as ASGI has them, with those that all answers get."""
        headers = []
        cached = own = False
        for pair in given:
            name = pair[0]
            if name == b"cache-control":
                cached = True
                headers.append((name, _private(pair[1])) if keyed else pair)
            elif name == b"allow":
                headers.append((name, _with_head(pair[1])))
            else:
                own = own or name in self.always_named
                headers.append(pair)
        if own:
            named = {name for name, _ in headers}
            headers += [pair for pair in self.always if pair[0] not in named]
        else:
            headers += self.always
        if not cached:
            headers.append(NOT_KEPT)
        return headers


NOT_KEPT = (b"cache-control", b"no-store")


def _with_head(allow: bytes) -> bytes:
    """HEAD is answered wherever GET is, which the router does not know."""
    methods = {method.strip() for method in allow.split(b",")}
    return b", ".join(sorted(methods | {b"HEAD"} if b"GET" in methods else methods))


def _private(cache_control: bytes) -> bytes:
    """An answer to a request with a key never goes into a shared cache."""
    directives = [part.strip() for part in cache_control.split(b",")]
    if b"no-store" in directives or b"private" in directives:
        return cache_control
    kept = [each for each in directives if each != b"public" and not each.startswith(b"s-maxage")]
    return b", ".join([b"private", *kept])

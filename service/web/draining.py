"""Bodies on their way in: for how long one is waited for, and what is read after a refusal.

A body that comes more slowly than anybody's connection is given up, or somebody could keep as many
requests open as the service can have.

The server closes a connection whose request was not read to the end. A client in the middle of a
large upload would then see a broken connection and never the 413 that explains it (curl does), so
the rest is read.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from service.problems import RequestTimeout

Receive = Callable[[], Awaitable[Any]]

DRAINED_BYTES = 256 * 1024 * 1024
DRAINED_SECONDS = 20
"""Beyond either, the client has to live with the broken connection."""

PATIENCE_SECONDS = 30
SLOWEST_BYTES_A_SECOND = 1024
"""What is waited for a body in all: these seconds, and a second more for each so many bytes."""


ANNOUNCE_A_BODY = frozenset({b"content-length", b"transfer-encoding"})
_ABOUT_BODIES = ANNOUNCE_A_BODY | {b"expect"}


class Incoming:
    """The body of one request: passes it on and remembers whether it was read to its end."""

    def __init__(self, receive: Receive, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self._receive = receive
        named = {name: value for name, value in headers if name in _ABOUT_BODIES}
        self._ended: bool = not (b"transfer-encoding" in named or _length(named) > 0)
        self._invited = b"expect" not in named
        """With ``Expect: 100-continue`` a client sends nothing before the first read asks it to."""
        self._received = 0
        self._waited = 0.0

    async def receive(self) -> Any:
        """The next message for the application. Raises RequestTimeout for a body that hardly comes."""
        self._invited = True
        if self._ended:
            return await self._receive()
        message = await self._awaited()
        self._received += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            self._ended = True
        return message

    async def _awaited(self) -> Any:
        now = asyncio.get_running_loop().time
        began = now()
        patience = PATIENCE_SECONDS + self._received / SLOWEST_BYTES_A_SECOND - self._waited
        try:
            async with asyncio.timeout(patience):
                message = await self._receive()
        except TimeoutError:
            self._ended = True
            raise RequestTimeout(
                "The rest of the body did not come in time. Nothing was stored.",
                headers={"connection": "close"},
            ) from None
        self._waited += now() - began
        return message

    async def drain(self) -> None:
        """Read the rest, if the client is sending one, within the two limits."""
        if self._ended or not self._invited:
            return
        drained = 0
        try:
            async with asyncio.timeout(DRAINED_SECONDS):
                while drained < DRAINED_BYTES:
                    message = await self.receive()
                    drained += len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return
        except (TimeoutError, RequestTimeout):
            return


def _length(named: dict[bytes, bytes]) -> int:
    text = named.get(b"content-length", b"0")
    return int(text) if text.isdigit() else 0

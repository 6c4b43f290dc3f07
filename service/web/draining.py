"""Read what a refused client is still sending, so that it gets to see the refusal.

The server closes a connection whose request was not read to the end. A client in the middle of a
large upload would then see a broken connection and never the 413 that explains it (curl does).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

Receive = Callable[[], Awaitable[Any]]

DRAINED_BYTES = 256 * 1024 * 1024
DRAINED_SECONDS = 20
"""Beyond either, the client has to live with the broken connection."""


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

    async def receive(self) -> Any:
        """The next message for the application."""
        self._invited = True
        message = await self._receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            self._ended = True
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
        except TimeoutError:
            return


def _length(named: dict[bytes, bytes]) -> int:
    text = named.get(b"content-length", b"0")
    return int(text) if text.isdigit() else 0

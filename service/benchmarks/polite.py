"""Asking another server the way it wants to be asked: limits, patience, and no redirects.

429, 502, 503, 504 and broken connections are tried again, after as long as Retry-After says or
after a pause that doubles. Everything else that is not 200 is told at once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

import httpx
import msgspec

from service import clock
from service.benchmarks.refusals import StatisticsUnreachable

TRIES = 5
FIRST_PAUSE, LONGEST_PAUSE = 1, 30
LONGEST_WAIT = 300
"""Seconds: a server that wants us back later than this is not waited for."""
AGAIN = frozenset({429, 502, 503, 504})
TIMEOUT = httpx.Timeout(40, connect=10)
"""The longest a query of Explore Education Statistics may take is 30 seconds: then it answers 504."""
MOST_BYTES = 32 * 1024 * 1024

Sleep = Callable[[int], Awaitable[None]]
Answer = tuple[bytes, httpx.Headers]


async def sleep(seconds: int) -> None:
    await asyncio.sleep(seconds)


class Polite:
    """Requests to one server. Use ``async with Polite(address) as server``."""

    def __init__(self, address: str, *, pause: Sleep = sleep) -> None:
        self.address = address
        self._pause = pause
        self._client = httpx.AsyncClient(
            timeout=TIMEOUT,
            follow_redirects=False,
            trust_env=False,
            headers={"user-agent": "social-work-scorecard", "accept-encoding": "gzip"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def json(self, method: str, path: str, **request: Any) -> Any:
        """The JSON document at a path. Raises StatisticsUnreachable."""
        content, _ = await self.body(method, path, **request)
        try:
            return msgspec.json.decode(content)
        except msgspec.DecodeError as fault:
            raise StatisticsUnreachable(
                f"{self.address}{path} did not answer with JSON."
            ) from fault

    async def body(self, method: str, path: str, **request: Any) -> Answer:
        """The body, unpacked, and the headers. Raises StatisticsUnreachable."""
        said = ""
        for attempt in range(TRIES):
            wait = min(FIRST_PAUSE << attempt, LONGEST_PAUSE)
            try:
                status, content, headers = await self._once(method, path, request)
            except (httpx.HTTPError, httpx.InvalidURL) as fault:
                said = f"did not answer ({type(fault).__name__})"
            else:
                if status == httpx.codes.OK:
                    return content, headers
                said = f"answered {status}{_told(content)}"
                if status not in AGAIN:
                    break
                wait = _retry_after(headers, clock.now()) or wait
            if wait > LONGEST_WAIT:
                said += f" and wants to be asked again in {wait} seconds"
                break
            if attempt < TRIES - 1:
                await self._pause(wait)
        raise StatisticsUnreachable(f"{self.address}{path} {said}. Nothing was stored.")

    async def _once(
        self, method: str, path: str, request: dict[str, Any]
    ) -> tuple[int, bytes, httpx.Headers]:
        content = bytearray()
        async with self._client.stream(method, f"{self.address}{path}", **request) as answer:
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > MOST_BYTES:
                    raise StatisticsUnreachable(
                        f"{self.address}{path} sent more than {MOST_BYTES} bytes."
                    )
        return answer.status_code, bytes(content), answer.headers


def _retry_after(headers: httpx.Headers, now: datetime) -> int:
    """Seconds that Retry-After asks for, as a number or a date; 0 where it does not say."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return int(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0
    if moment.tzinfo is None:
        return 0
    return max(0, int((moment - now).total_seconds()))


def _told(content: bytes) -> str:
    """What a problem document says, for the person who reads our sentence."""
    try:
        document = msgspec.json.decode(content)
    except msgspec.DecodeError:
        return ""
    if not isinstance(document, dict):
        return ""
    errors = document.get("errors")
    codes = [
        str(each.get("code", ""))
        for each in (errors if isinstance(errors, list) else [])
        if isinstance(each, dict)
    ]
    title = str(document.get("title", ""))[:200]
    return f" ({title}{': ' + ', '.join(codes)[:200] if codes else ''})" if title else ""

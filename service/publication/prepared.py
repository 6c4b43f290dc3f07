"""An answer made once and sent many times: body, compressed body, 304, with all headers ready."""

import gzip
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from service.web.conditional import unchanged, validators

PUBLIC = "public, max-age=60, must-revalidate"
"""What anyone may see. A correction is seen a minute later at most, also behind a shared cache."""
KEYED = "private, no-cache"
"""What a key shows: kept by the one client only, and asked again each time."""
VARY = "Authorization, Accept-Encoding"

Message = dict[str, Any]
Headers = Iterable[tuple[bytes, bytes]]
Send = Callable[[Any], Awaitable[None]]


class Prepared:
    """One representation of one edition, as ASGI messages.

    ``etag`` is a hash of the body; the compressed form has a tag of its own, as caches need.
    """

    __slots__ = ("_compressed", "_packed", "_unchanged", "_whole", "body", "etag", "last_modified")

    def __init__(
        self,
        body: bytes,
        *,
        media_type: str,
        last_modified: datetime | None,
        cache_control: str,
        extra: dict[str, str] | None = None,
    ) -> None:
        self.body = body
        self.etag = hashlib.sha256(body).hexdigest()[:32]
        self.last_modified = last_modified
        self._compressed = gzip.compress(body, compresslevel=6, mtime=0)
        common = {"cache-control": cache_control, "vary": VARY}
        content = {"content-type": media_type, **(extra or {})}
        self._whole = (
            _start(200, common, content, validators(self.etag, last_modified), body),
            {"type": "http.response.body", "body": body, "more_body": False},
        )
        packed = {**content, "content-encoding": "gzip"}
        tags = validators(f"{self.etag}-gzip", last_modified)
        self._packed = (
            _start(200, common, packed, tags, self._compressed),
            {"type": "http.response.body", "body": self._compressed, "more_body": False},
        )
        nothing = {"type": "http.response.body", "body": b"", "more_body": False}
        self._unchanged = tuple(
            (_start(304, common, {}, validators(tag, last_modified), None), nothing)
            for tag in (self.etag, f"{self.etag}-gzip")
        )

    async def send(self, headers: Headers, send: Send) -> None:
        """Answer a GET with these request headers (the shell takes the body off for a HEAD)."""
        none_match = modified_since = None
        packed = False
        for name, value in headers:
            if name == b"if-none-match":
                found = value.decode("latin-1")
                none_match = found if none_match is None else f"{none_match}, {found}"
            elif name == b"if-modified-since":
                modified_since = value.decode("latin-1")
            elif name == b"accept-encoding":
                packed = takes_gzip(value.decode("latin-1"))
        tag = f"{self.etag}-gzip" if packed else self.etag
        conditional = none_match is not None or modified_since is not None
        if conditional and unchanged(none_match, modified_since, tag, self.last_modified):
            start, body = self._unchanged[packed]
        else:
            start, body = self._packed if packed else self._whole
        await send(start)
        await send(body)


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header (clients send a handful of different ones) allows gzip."""
    for part in accept_encoding.lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() in {"gzip", "*"}:
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _start(
    status: int,
    common: dict[str, str],
    content: dict[str, str],
    tags: dict[str, str],
    body: bytes | None,
) -> Message:
    named = {**content, **common, **tags}
    if body is not None:
        named["content-length"] = str(len(body))
    return {
        "type": "http.response.start",
        "status": status,
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
    }

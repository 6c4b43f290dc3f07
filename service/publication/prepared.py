"""Answers for published editions, compressed when they are made."""

from datetime import datetime

from service.web import prepared
from service.web.prepared import Headers, Send, takes_gzip

__all__ = ["KEYED", "PUBLIC", "Compressed", "Prepared", "takes_gzip"]

PUBLIC = "public, max-age=60, must-revalidate"
"""What anyone may see. A correction is seen a minute later at most, also behind a shared cache."""
KEYED = "private, no-cache"
"""What a key shows: kept by the one client only, and asked again each time."""
VARY = "Authorization, Accept-Encoding"


class Prepared(prepared.Prepared):
    """One representation of one edition."""

    __slots__ = ()

    def __init__(
        self,
        body: bytes,
        *,
        media_type: str,
        last_modified: datetime | None,
        cache_control: str,
        extra: dict[str, str] | None = None,
    ) -> None:
        super().__init__(
            body,
            common={"cache-control": cache_control, "vary": VARY},
            content={"content-type": media_type, **(extra or {})},
            last_modified=last_modified,
        )
        self.pack()


class Compressed(Prepared):
    """A document whose bytes are compressed already: it is always sent as it is."""

    __slots__ = ()

    async def send(self, headers: Headers, send: Send) -> None:
        plain = [each for each in headers if each[0] != b"accept-encoding"]
        await super().send(plain, send)

    def pack(self) -> tuple[prepared.Message, prepared.Message]:
        return self._whole

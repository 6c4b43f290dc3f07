"""Conditional requests: an answer the client already holds is not sent again (RFC 9110, 13)."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from litestar import Request, Response

_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')


def conditional(
    request: Request[Any, Any, Any],
    etag: str,
    last_modified: datetime | None = None,
    headers: dict[str, str] | None = None,
) -> Response[None] | None:
    """A 304 when the client holds the answer with this ``etag``, otherwise None.

    ``etag`` is the bare tag without quotation marks. ``headers`` are those of the full answer that
    RFC 9110 wants on a 304 too: Cache-Control, Content-Location, Vary. Give the full answer the
    headers of ``validators(etag, last_modified)``.
    """
    if not unchanged(
        request.headers.get("if-none-match"),
        request.headers.get("if-modified-since"),
        etag,
        last_modified,
    ):
        return None
    return Response(
        None,
        status_code=304,
        headers={**validators(etag, last_modified), **(headers or {})},
    )


def validators(etag: str, last_modified: datetime | None = None) -> dict[str, str]:
    """The ETag and Last-Modified headers of an answer."""
    named = {"etag": f'"{etag}"'}
    if last_modified is not None:
        named["last-modified"] = format_datetime(last_modified.astimezone(UTC), usegmt=True)
    return named


def unchanged(
    if_none_match: str | None,
    if_modified_since: str | None,
    etag: str,
    last_modified: datetime | None,
) -> bool:
    """Whether the client's copy is still good. If-None-Match, when present, decides alone."""
    if if_none_match is not None:
        # The weak comparison of RFC 9110 13.1.2: W/ makes no difference to a 304.
        return if_none_match.strip() == "*" or etag in _TAG.findall(if_none_match)
    if if_modified_since is None or last_modified is None:
        return False
    try:
        since = parsedate_to_datetime(if_modified_since)
    except ValueError:
        return False
    if since.tzinfo is None:
        return False
    return last_modified.replace(microsecond=0) <= since

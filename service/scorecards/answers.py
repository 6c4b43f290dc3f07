"""Answers that show more than the public sees: never shared, and not sent again when unchanged."""

import hashlib
from typing import Any

import msgspec
from litestar import Request, Response

from service.web.conditional import conditional, validators

HEADERS = {"cache-control": "private, no-cache", "vary": "Authorization"}
ROWS = {"cache-control": "no-store", "vary": "Authorization"}
"""Of rows about people: nobody is to keep them, and whoever does is told when they are the same."""


def answer(
    request: Request[Any, Any, Any], body: Any, headers: dict[str, str] = HEADERS
) -> Response[Any]:
    """The body as JSON, or 304 when whoever asks holds it already."""
    etag = hashlib.sha256(msgspec.json.encode(body)).hexdigest()[:32]
    unchanged = conditional(request, etag, headers=headers)
    if unchanged is not None:
        return unchanged
    return Response(body, headers={**validators(etag), **headers})

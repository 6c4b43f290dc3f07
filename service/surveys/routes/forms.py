"""Forms that a browser sends without a script: URL-encoded, read strictly."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request

from service import problems
from service.web.strictness import require_media_type

FORM = "application/x-www-form-urlencoded"
LARGEST = 4 * 1024 * 1024
MOST_FIELDS = 500
HEADERS = {"cache-control": "no-store", "x-robots-tag": "noindex"}
"""Of every page behind a private link."""


async def form_of(request: Request[Any, Any, Any]) -> Mapping[str, str]:
    """Field -> text with line breaks as one character; raises MalformedBody."""
    require_media_type(request, FORM)
    try:
        pairs = parse_qsl(
            (await request.body()).decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise problems.MalformedBody(
            "The form cannot be read. Go back and send it again."
        ) from error
    # Browsers send a line break as two characters, whatever the person typed (HTML standard).
    return {name: text.replace("\r\n", "\n") for name, text in pairs}

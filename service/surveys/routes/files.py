"""Bodies that are a file as it is: CSV, TSV or a workbook."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import QueryParameter

from service.surveys.table import LARGEST
from service.web.strictness import require_media_type
from service.web.uploads import read_limited

AnyRequest = Request[Any, Any, Any]
MEDIA_TYPES = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/octet-stream": "",
}
"""Accepted media types. What the file really is, its first bytes decide."""

Filename = Annotated[
    str | None, QueryParameter(max_length=255, description="Name of the file at the sender's")
]


@dataclass
class FileInBody(Operation):
    """A request whose body is a file: Litestar cannot tell from a handler that streams."""

    def __post_init__(self) -> None:
        file = OpenAPIMediaType(Schema(type=OpenAPIType.STRING, content_encoding="binary"))
        self.request_body = RequestBody(
            content=dict.fromkeys(MEDIA_TYPES, file),
            description="The file itself.",
            required=True,
        )


async def file_of(request: AnyRequest, filename: str | None) -> tuple[bytes, str]:
    """The bytes and the name as sent, without a path and without characters that do not print."""
    media_type = require_media_type(request, *MEDIA_TYPES)
    last = (filename or "").replace("\\", "/").rpartition("/")[2]
    name = "".join(char for char in last if char.isprintable()).strip()
    with await read_limited(request, LARGEST) as file:
        return file.read(), name or f"file{MEDIA_TYPES[media_type]}"

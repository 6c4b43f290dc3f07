"""Tables sent as the body of a request: a file as it is, CSV or a workbook."""

from dataclasses import dataclass

from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema

TABLES = {
    "text/tab-separated-values": ".tsv",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/octet-stream": "",
}
"""Accepted media types. What the file really is, its first bytes decide."""


@dataclass
class TableInBody(Operation):
    """A request whose body is a file as it is: Litestar cannot tell from a handler that streams."""

    def __post_init__(self) -> None:
        file = OpenAPIMediaType(Schema(type=OpenAPIType.STRING, content_encoding="binary"))
        self.request_body = RequestBody(
            content=dict.fromkeys(TABLES, file),
            description="The file itself.",
            required=True,
        )


def filename_of(given: str | None) -> str:
    """The last part of the name as sent, without characters that do not print."""
    last = (given or "").replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable()).strip()

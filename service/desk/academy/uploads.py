"""A file that is sent with a form: its bytes and name, or why there is none."""

import asyncio
from typing import Any

from litestar import Request, Response
from litestar.datastructures import UploadFile
from litestar.handlers import BaseRouteHandler
from litestar.response import Redirect

from service import problems
from service.access.visitors import Connection, OpensTo
from service.web.tables import filename_of

AnyRequest = Request[Any, Any, Any]
FORM_BYTES = 64 * 1024
"""What a form adds to the file in it."""
LONGEST_NAME = 255


class OpensToFiles(OpensTo):
    """As ``opens_to``, and looks at the announced length before the form is read."""

    async def __call__(self, connection: Connection, handler: BaseRouteHandler) -> None:
        limit: int = connection.app.state.settings.max_upload_bytes
        announced = connection.headers.get("content-length", "")
        if not (announced.isascii() and announced.isdigit()) or int(announced) > limit + FORM_BYTES:
            raise problems.TooLarge("The file is too large.", limit_bytes=limit)
        await super().__call__(connection, handler)


def too_large(request: AnyRequest, _: Exception) -> Response[Any]:
    """Back to the form, which says so: what was sent is not read, so it cannot be kept."""
    return Redirect(f"{request.url.path}?too-large=yes", status_code=303)


async def sent_file(request: AnyRequest, field: str, limit: int) -> tuple[bytes, str] | None:
    """Content and name; None where no file was chosen. Raises TooLarge."""
    file = (await request.form()).get(field)
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    await file.seek(0)
    content = await asyncio.to_thread(file.file.read, limit + 1)
    if len(content) > limit:
        raise problems.TooLarge("The file is too large.", limit_bytes=limit)
    return content, filename_of(file.filename)[-LONGEST_NAME:] or "file.csv"

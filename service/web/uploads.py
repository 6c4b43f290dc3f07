"""Bodies too large for memory: streamed to a temporary file with a limit on the way."""

import errno
import tempfile
from typing import IO, Any

from litestar import Request

from service import problems

IN_MEMORY_BYTES = 1024 * 1024
"""A body up to this size never touches the disk."""


async def read_limited(request: Request[Any, Any, Any], max_bytes: int) -> IO[bytes]:
    """The body as a binary file at its beginning; the caller closes it.

    The route needs ``request_max_body_size=None``, so that only ``max_bytes`` limits. Raises
    TooLarge as soon as the announced length or the bytes received pass the limit, and StorageFull
    when the disk has no room; the file is gone in both cases.
    """
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > max_bytes:
        raise _too_large(max_bytes)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 -- handed to the caller open
    try:
        await _receive(request, file, max_bytes)
    except OSError as error:
        file.close()
        if error.errno == errno.ENOSPC:
            raise problems.StorageFull("The disk is full. Nothing was stored.") from error
        raise
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


async def _receive(request: Request[Any, Any, Any], file: IO[bytes], max_bytes: int) -> None:
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > max_bytes:
            raise _too_large(max_bytes)
        file.write(chunk)


def _too_large(max_bytes: int) -> problems.TooLarge:
    return problems.TooLarge(
        f"The body is larger than {max_bytes} bytes, the limit here.", limit_bytes=max_bytes
    )

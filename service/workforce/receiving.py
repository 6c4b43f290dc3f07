"""The bytes received, brought to one place once: measured, hashed, and never read twice over.

A temporary file has no name on the disk, so that nothing is left of it however the process ends:
it holds registration numbers.
"""

import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from service.problems import StorageFull, TooLarge
from service.workforce.findings import Finding, Severity
from service.workforce.identity import CHUNK_BYTES

_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A received file: at its beginning, readable and seekable. ``sha256`` in hex digits."""

    file: BinaryIO
    sha256: str
    size: int

    def rewound(self) -> BinaryIO:
        self.file.seek(0)
        return self.file

    def chunks(self) -> Iterator[tuple[int, bool, bytes]]:
        """(ordinal, whether it is the last, bytes), at least one, each of CHUNK_BYTES but the last."""
        self.file.seek(0)
        count = max(1, -(-self.size // CHUNK_BYTES))
        for ordinal in range(count):
            yield ordinal, ordinal == count - 1, self.file.read(CHUNK_BYTES)


def measured(file: IO[bytes]) -> Received:
    """A file that is in place already: hashed from beginning to end."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return Received(cast("BinaryIO", file), digest.hexdigest(), size)


def spooled(
    source: BinaryIO, max_bytes: int, progress: Callable[[int], None] | None = None
) -> Received:
    """Copy ``source`` to a temporary file that the caller closes.

    ``progress`` hears the number of bytes so far. Raises TooLarge past ``max_bytes`` and
    StorageFull when there is no room for the copy; nothing is kept then.
    """
    digest, size = hashlib.sha256(), 0
    with temporary_copy() as file:
        while size <= max_bytes and (piece := source.read(_PIECE)):
            size += len(piece)
            digest.update(piece)
            file.write(piece)
            if progress is not None:
                progress(size)
        if size > max_bytes:
            raise too_large(max_bytes)
    return Received(file, digest.hexdigest(), size)


@contextmanager
def temporary_copy() -> Iterator[BinaryIO]:
    """A temporary file to fill: left open and at its beginning, or gone when filling it failed.

    Raises StorageFull when there is no room.
    """
    try:
        file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 -- handed to the caller open
    except OSError as error:
        raise _no_room(error) from error
    try:
        yield file
        file.flush()
    except OSError as error:
        _drop(file)
        raise _no_room(error) from error
    except BaseException:
        _drop(file)
        raise
    file.seek(0)


def _no_room(error: OSError) -> Exception:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return StorageFull("There is no room for a temporary copy of the file. Nothing was stored.")
    return error


def _drop(file: BinaryIO) -> None:
    """Close a file that may be on a full disk: its buffer cannot be written, and need not be."""
    with suppress(OSError):
        file.close()
    file.close()


def too_large(max_bytes: int) -> TooLarge:
    return TooLarge(
        f"The file is larger than {max_bytes:,} bytes, the limit here. Nothing was kept.",
        limit_bytes=max_bytes,
    )


def opened(path: Path, max_bytes: int) -> BinaryIO | Finding:
    """A file of the sender's, open for reading, or the finding that says why it is not.

    The size of a regular file is looked at before a byte is read.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return _unreadable(
            "FILE_NOT_FOUND",
            f"There is no file {path}.",
            "Check the name and the folder.",
        )
    except IsADirectoryError:
        return _unreadable(
            "FILE_IS_FOLDER", f"{path} is a folder.", "Give the name of one file inside it."
        )
    except PermissionError:
        return _unreadable(
            "FILE_NOT_ALLOWED",
            f"{path} may not be read by this user.",
            "Ask for the right to read it, or copy it to a place where you have that right.",
        )
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return _unreadable(
            "FILE_NOT_OPENED",
            f"The file cannot be opened: {words}.",
            "Check the name of the file.",
        )
    about = os.fstat(file.fileno())
    if stat.S_ISREG(about.st_mode) and about.st_size > max_bytes:
        file.close()
        return too_large_finding(max_bytes)
    return file


def too_large_finding(max_bytes: int) -> Finding:
    return _unreadable(
        "FILE_TOO_LARGE",
        f"The file is larger than {max_bytes:,} bytes, the limit here.",
        "Split it, for example by year or by area. The operator sets the limit with "
        "SCORECARD_MAX_UPLOAD_BYTES.",
    )


def _unreadable(code: str, message: str, hint: str) -> Finding:
    return Finding(code=code, severity=Severity.REJECT, message=message, hint=hint)

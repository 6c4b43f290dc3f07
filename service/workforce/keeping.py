"""The bytes received: sealed into the store, and opened again."""

import asyncio
import hashlib
from datetime import datetime
from uuid import UUID, uuid4

from service.problems import Problem
from service.storage.transaction import UnitOfWork
from service.workforce import store
from service.workforce.identity import CHUNK_BYTES, Seal
from service.workforce.receiving import Received, temporary_copy
from service.workforce.store import ReturnRecord


class KeptFileAltered(Problem):
    status = 500
    slug = "kept-file-altered"
    title = "A kept file is not what was received"
    advice = "Tell the operator: restore the database from a backup."


class PieceMissing(KeptFileAltered):
    """A piece is gone, which says nothing of the key that the others were sealed under."""


async def require_fitting_key(seal: Seal) -> None:
    """Raise KeyDoesNotFit when what is kept was sealed under another key.

    Under another key every worker would look like a stranger: nothing is compared then.
    """
    kept = await store.a_kept_chunk()
    if kept is not None:
        file, size, ordinal, sealed = kept
        seal.open_chunk(sealed, file=file, ordinal=ordinal, last=ordinal == _chunks(size) - 1)


async def keep(
    work: UnitOfWork, received: Received, seal: Seal, *, filename: str, at: datetime, sender: str
) -> UUID:
    """Store the bytes, sealed; the id of the file."""
    file = uuid4()
    sealed = await asyncio.to_thread(_sealed, received, seal, file)
    await store.add_file(
        work,
        file=file,
        sha256=received.sha256,
        size=received.size,
        filename=filename,
        received_at=at,
        sender=sender,
        chunks=sealed,
    )
    return file


def _sealed(received: Received, seal: Seal, file: UUID) -> list[tuple[int, bytes]]:
    return [
        (ordinal, seal.seal_chunk(plain, file=file, ordinal=ordinal, last=last))
        for ordinal, last, plain in received.chunks()
    ]


async def reopened(record: ReturnRecord, seal: Seal) -> Received:
    """Return the bytes as received in a temporary file that the caller closes.

    Raises KeyDoesNotFit, PieceMissing when a piece is no longer kept, and KeptFileAltered when the
    hash is not the one noted on receipt.
    """
    digest = hashlib.sha256()
    count = _chunks(record.size)
    with temporary_copy() as file:
        for ordinal in range(count):
            sealed = await store.sealed_chunk(record.file_id, ordinal)
            if sealed is None:
                raise PieceMissing(
                    f"The file of return {record.id} is no longer kept in full: piece {ordinal + 1} "
                    f"of {count} is missing."
                )
            plain = seal.open_chunk(
                sealed, file=record.file_id, ordinal=ordinal, last=ordinal == count - 1
            )
            digest.update(plain)
            file.write(plain)
        if digest.hexdigest() != record.sha256:
            raise KeptFileAltered(
                "The bytes kept do not have the hash that was noted when they were received."
            )
    return Received(file, record.sha256, record.size)


def _chunks(size: int) -> int:
    return max(1, -(-size // CHUNK_BYTES))

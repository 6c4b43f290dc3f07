"""When each key was last used, written beside the request and not on its way.

A write waits for its turn, which during a large import can take many seconds: whoever only reads
must not wait with it. So the request goes on, and a task of its own writes the time down.
"""

from datetime import datetime, timedelta
from uuid import UUID

from service.access import store
from service.access.store import KeyRecord
from service.problems import Problem
from service.storage.beside import beside
from service.storage.problems import NoDatabase
from service.storage.transaction import unit_of_work
from service.web.log import LOG

RECORDED_EVERY = timedelta(minutes=1)

_writing: set[UUID] = set()


def note(record: KeyRecord, now: datetime) -> None:
    """See to it that this use is written down, at most once a minute for each key."""
    if record.id in _writing:
        return
    if record.last_used_at is None or now - record.last_used_at >= RECORDED_EVERY:
        _writing.add(record.id)
        beside(_write(record.id, now))


async def _write(key_id: UUID, now: datetime) -> None:
    try:
        async with unit_of_work():
            await store.set_last_used(key_id, now)
    except (Problem, NoDatabase) as error:
        # Busy, gone, or closed in the meantime: the request itself has had its answer.
        LOG.warning("last use of a key not recorded", key=str(key_id), detail=str(error))
    finally:
        _writing.discard(key_id)

"""What is held, as facts: from the rows in force, or again from nothing but the bytes received."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from uuid import UUID

from scorecard.workforce import Workforce
from service import clock
from service import settings as settings_module
from service.problems import Problem
from service.settings import Settings
from service.storage.transaction import snapshot
from service.workforce import fact_rows, keeping, store
from service.workforce.fact_kinds import FACT_KINDS, POSTS, HeldRow
from service.workforce.facts import workforce_from
from service.workforce.folding import Held, never_mixed
from service.workforce.identity import Seal, identity_key
from service.workforce.progress import Progress
from service.workforce.reading import Options, Reading, in_thread, is_refused, read
from service.workforce.records import Kind, ParsedReturn
from service.workforce.store import ReturnRecord
from service.workforce.tabular.known_names import KnownNames
from service.workforce.tabular.limits import Limits


@dataclass(frozen=True, slots=True)
class ReturnStamp:
    """The fingerprint of one return in force; ``sha256`` is that of the bytes received.

    The two dates are no part of the fingerprint: read from the document of an edition they are None.
    """

    id: UUID
    kind: Kind
    edition: str
    sha256: str
    confirmed_order: int
    as_at: date | None = field(default=None, compare=False)
    """Reference date of a census."""
    received_on: date | None = field(default=None, compare=False)
    """Day in England on which it was received."""


class CannotReplay(Problem):
    status = 409
    slug = "cannot-replay"
    title = "The kept files no longer give the facts"
    advice = "Tell the operator: the program or the stored files have changed since."


async def inputs() -> tuple[ReturnStamp, ...]:
    """Fingerprints of the returns in force, in the order in which they were confirmed."""
    stamps = []
    for record in await store.confirmed_returns():
        assert record.confirmed_order is not None
        stamps.append(
            ReturnStamp(
                id=record.id,
                kind=Kind(record.kind),
                edition=record.edition,
                sha256=record.sha256,
                confirmed_order=record.confirmed_order,
                as_at=record.as_at,
                received_on=record.checked_at.astimezone(clock.LONDON).date(),
            )
        )
    return tuple(stamps)


async def held_facts() -> Workforce:
    """Everything held, from the rows in force, all of one state."""
    rows: dict[str, Sequence[HeldRow]] = {}
    async with snapshot():
        returns = await store.public_ids()
        for kind in FACT_KINDS:
            hr = await fact_rows.in_force(kind, census=False)
            census = [] if hr else await fact_rows.in_force(kind, census=True)
            rows[kind.name] = never_mixed(hr, census)
    return await asyncio.to_thread(workforce_from, lambda kind: rows[kind.name], returns)


async def replay(stamps: Sequence[ReturnStamp], settings: Settings | None = None) -> Workforce:
    """The same facts from the kept bytes of these returns alone: tables of facts are not looked at.

    Without ``settings`` those of the environment are used, for their identity key. Raises
    CannotReplay, KeptFileAltered and KeyDoesNotFit.
    """
    key = identity_key(settings or settings_module.load())
    held = Held()
    returns: dict[int, str] = {}
    for stamp in sorted(stamps, key=lambda each: each.confirmed_order):
        record = await _of_stamp(stamp)
        parsed = await _read_again(record, key, held)
        held.take_in(record.number, parsed.records, census=record.census)
        returns[record.number] = str(record.id)
    return await asyncio.to_thread(workforce_from, held.facts, returns)


async def _of_stamp(stamp: ReturnStamp) -> ReturnRecord:
    record = await store.return_by_id(stamp.id)
    if record is None:
        raise CannotReplay(f"The return {stamp.id} is not in the store.")
    if record.sha256 != stamp.sha256:
        raise CannotReplay(
            f"The file of return {stamp.id} has the hash {record.sha256}, not {stamp.sha256}."
        )
    return record


async def _read_again(record: ReturnRecord, key: bytes, held: Held) -> ParsedReturn:
    """Read the kept bytes as they were read when the return was taken in."""
    options = Options.from_text(record.options)
    reading = Reading(
        kind=Kind(record.kind),
        filename=record.filename,
        options=options,
        key=key,
        known=KnownNames(
            teams=frozenset(row[POSTS.place_held("team")] for row in held.facts(POSTS)),
            posts=frozenset(row[POSTS.place_held("post")] for row in held.facts(POSTS)),
        ),
        read_on=record.checked_at,
        limits=ANY_SIZE,
    )
    received = await keeping.reopened(record, Seal(key))
    try:
        parsed = await in_thread(partial(read, received, reading), Progress())
    finally:
        received.file.close()
    if is_refused(parsed, options):
        raise CannotReplay(f"The file of return {record.id} is refused by this program.")
    return parsed


ANY_SIZE = Limits(max_bytes=2**62, max_expanded_bytes=2**62, max_members=2**62)
"""What was taken in under the limits of its day is read again whatever the limits are now."""

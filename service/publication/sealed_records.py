"""The records behind an edition: sealed into the store beside it, and opened again."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from scorecard.records import RecordKind
from scorecard.workforce import Workforce
from service.problems import Problem
from service.publication import store
from service.publication.store import SealedRecords
from service.scorecards.records import KeptRecords, records_from
from service.settings import Settings
from service.workforce import operations as workforce
from service.workforce.identity import Seal, identity_key
from service.workforce.operations import ReturnStamp


class RecordsAltered(Problem):
    status = 500
    slug = "kept-records-altered"
    title = "The records kept with an edition are not what was published"
    advice = "Tell the operator: restore the database from a backup."


def sealed(edition: UUID, kept: Sequence[KeptRecords], settings: Settings) -> list[SealedRecords]:
    """The parts as they are stored: bound to their edition and place, in the order given."""
    seal = Seal(identity_key(settings))
    return [
        SealedRecords(
            ordinal=ordinal,
            kind=part.kind,
            rows=part.count,
            sha256=part.sha256,
            sealed=seal.seal_chunk(part.content, file=edition, ordinal=ordinal, last=True),
        )
        for ordinal, part in enumerate(kept, start=1)
    ]


async def kept_with(edition: UUID, settings: Settings) -> tuple[KeptRecords, ...]:
    """The records behind an edition, from the kept bytes alone; none behind an early edition.

    Raises KeyDoesNotFit where a part does not open, and RecordsAltered.
    """
    seal = Seal(identity_key(settings))
    return tuple(_opened(edition, part, seal) for part in await store.records(edition))


def _opened(edition: UUID, part: SealedRecords, seal: Seal) -> KeptRecords:
    try:
        kind = RecordKind(part.kind)
    except ValueError:
        raise RecordsAltered(f"This program knows no records called “{part.kind}”.") from None
    content = seal.open_chunk(part.sealed, file=edition, ordinal=part.ordinal, last=True)
    if hashlib.sha256(content).hexdigest() != part.sha256:
        raise RecordsAltered(f"The kept records ({kind}) do not have the hash that was noted.")
    return KeptRecords(kind, content, part.rows)


async def facts_behind(
    edition: UUID, stamps: Sequence[ReturnStamp], settings: Settings
) -> Workforce:
    """The facts of an edition from kept bytes alone: those of its returns and of its records.

    Raises what ``workforce.replay`` and ``kept_with`` raise, and RecordsUnreadable.
    """
    facts = await workforce.replay(stamps, settings)
    return replace(facts, records=records_from(await kept_with(edition, settings)))

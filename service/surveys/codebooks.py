"""The codebook as versioned data: a new version says what became of the themes of the old one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from scorecard.themes.codebook import (
    Codebook,
    CodebookInvalid,
    codebook_from,
    shipped_document,
)
from scorecard.themes.learnt import shipped_voice
from scorecard.themes.suggestion import Suggester
from service.access import audit
from service.access.actor import Actor
from service.storage.transaction import unit_of_work
from service.surveys.refusals import (
    CodebookRefused,
    NoSuchCodebook,
    Overtaken,
    ThemeInUse,
)
from service.surveys.store import codings
from service.surveys.store import documents as store
from service.surveys.store.documents import CodebookRecord

SHIPPED = 1
"""The number of the shipped codebook, which is stored when it is first used."""
HIGHEST = 2**31 - 1
"""The highest number that can be stored."""
SHIPPED_BY = "shipped"
_SHIPPED_ID = UUID("0f6f3a0e-5f0b-4c0e-9c39-0a3c54a6e000")
SHIPPED_AT = datetime.fromisoformat("2026-11-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class InForce:
    record: CodebookRecord
    codebook: Codebook
    suggester: Suggester


def canonical(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def _shipped() -> CodebookRecord:
    document = canonical(shipped_document())
    return CodebookRecord(
        id=_SHIPPED_ID,
        number=SHIPPED,
        document=document,
        sha256=_digest(document),
        note="As shipped.",
        created_at=SHIPPED_AT,
        created_by=SHIPPED_BY,
    )


@lru_cache(maxsize=4)
def _made_ready(document: str) -> tuple[Codebook, Suggester]:
    codebook = codebook_from(json.loads(document))
    return codebook, Suggester(codebook.lexicon, shipped_voice())


async def in_force() -> InForce:
    """The newest version, ready to suggest; the shipped one before there is any."""
    record = await store.newest_codebook() or _shipped()
    return InForce(record, *_made_ready(record.document))


async def in_force_and_stored() -> InForce:
    """As ``in_force``, inside the caller's unit of work: codings refer to the stored row."""
    found = await in_force()
    if found.record.created_by == SHIPPED_BY and await store.codebook(SHIPPED) is None:
        await store.add_codebook(found.record)
    return found


async def versions() -> list[CodebookRecord]:
    """Newest first."""
    return await store.codebooks() or [_shipped()]


async def version(number: int) -> CodebookRecord:
    """Raises NoSuchCodebook."""
    found = await store.codebook(number) if 0 < number <= HIGHEST else None
    if found is None and number == SHIPPED and not await store.codebooks():
        found = _shipped()
    if found is None:
        raise NoSuchCodebook(f"There is no version {number} of the codebook.")
    return found


async def publish(
    document: Mapping[str, Any], note: str, revision: int, actor: Actor, now: datetime
) -> CodebookRecord:
    """Store the next version, made on version ``revision``.

    Raises Overtaken, CodebookRefused with every fault, ThemeInUse for a theme that codings have and
    that neither stays nor is accounted for in ``changes``.
    """
    async with unit_of_work():
        held = (await in_force_and_stored()).record
        if revision != held.number:
            raise Overtaken(
                f"Version {held.number} of the codebook is in force, by {held.created_by}; yours was "
                f"made on {revision or 'another'}.",
                theirs=json.loads(held.document)["themes"],
                yours=document.get("themes", []),
            )
        number = held.number + 1
        text = canonical({**document, "version": str(number)})
        try:
            fresh = codebook_from(json.loads(text))
        except CodebookInvalid as invalid:
            raise CodebookRefused(
                f"{len(invalid.faults)} things are wrong with the codebook.",
                errors=[{"pointer": "/document", "detail": fault} for fault in invalid.faults],
            ) from invalid
        await _require_accounted_for(fresh)
        record = CodebookRecord(
            id=uuid4(),
            number=number,
            document=text,
            sha256=_digest(text),
            note=note,
            created_at=now,
            created_by=actor.name,
        )
        await store.add_codebook(record)
        await audit.record(
            actor,
            "codebook.published",
            subject_kind="codebook",
            subject_id=str(number),
            before={"number": held.number, "sha256": held.sha256},
            after={"number": number, "sha256": record.sha256, "note": note},
            now=now,
        )
    return record


async def _require_accounted_for(fresh: Codebook) -> None:
    told = {*fresh.codes(), *(code for change in fresh.changes for code in change.before)}
    lost = sorted(await codings.themes_in_use() - told)
    if lost:
        raise ThemeInUse(
            f"Comments are coded with {', '.join(lost)}, which the new codebook neither has nor "
            "accounts for. Keep the theme, or add an entry to changes that says whether it was "
            "merged, split or retired.",
            themes=lost,
            example={"kind": "retired", "from": lost[:1], "to": []},
        )

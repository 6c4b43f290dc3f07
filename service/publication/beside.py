"""What stands beside the figures of an edition: targets with their status, and comparators.

Chosen when a half-year is published for the first time, and kept: a correction is compared with the
same targets and the same vintages, so nobody moves the goalposts after the result. Every source is
named by id and hash and read again from what is kept, when publishing as when verifying.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from scorecard import comparison
from scorecard.comparison import Beside
from scorecard.national_tables import NationalTable, Neighbours
from scorecard.periods import months_before
from scorecard.public_comparisons import COMPARISONS, TARGETS
from scorecard.targets import targets_document
from service.benchmarks import councils, targets, vintages
from service.benchmarks.refusals import NoSuchVintage
from service.benchmarks.showing import vintage_document
from service.benchmarks.store import Vintage
from service.benchmarks.table_file import TableKind
from service.benchmarks.vintages import ReadFile
from service.publication import store
from service.publication.store import StoredEdition
from service.settings import Settings

Json = dict[str, Any]

NATIONAL_TABLE = "national-table"
NEIGHBOURS = "neighbours"
OWN_EDITION = "edition"
COUNCIL_EDITION = "council-edition"
OWN = {
    comparison.LAST_HALF_YEAR: "Last half-year",
    comparison.SAME_HALF_LAST_YEAR: "Same half last year",
}


class SourceAltered(Exception):  # noqa: N818 -- a finding of the verification, not an error
    """A source that an edition names is gone or is not what it was; the sentence says which."""


async def at_first(
    period_end: date, opening: date, public_from: datetime, document: Json, settings: Settings
) -> Json:
    """The members of a first edition: the targets in force, and the newest of every source.

    Our own half-years are compared with as they are to be read at ``public_from``.
    """
    in_force = await targets_at_first(period_end, document)
    sources = [
        *await _tables(period_end, settings),
        *await _own_editions(period_end, opening, public_from),
        *await _councils(period_end, settings),
    ]
    notes: list[Json] = []
    if not comparison.is_census_day(period_end) and await _has_table():
        notes.append(comparison.SEPTEMBER_ONLY)
    members: Json = {}
    if in_force:
        members[TARGETS] = in_force
    if sources or notes:
        members[COMPARISONS] = await _comparisons(document, sources, notes)
    return members


async def targets_at_first(period_end: date, document: Json) -> list[Json]:
    """The targets in force with the status of the figures of ``document``."""
    return targets_document(await targets.in_force_on(period_end), document["figures"])


async def targets_again(named: Mapping[str, Any], document: Json) -> list[Json]:
    """The targets that an edition names, with the status of the figures of ``document``.

    Raises SourceAltered.
    """
    pairs = targets.pairs_of(named.get(TARGETS, ()))
    if not pairs:
        return []
    held = await targets.named(pairs)
    if len(held) < len(pairs):
        raise SourceAltered("A target that this edition names is not held.")
    return targets_document(held, document["figures"])


async def again(named: Mapping[str, Any], document: Json) -> Json:
    """The members that an edition has, computed again beside ``document`` from what it names.

    Raises SourceAltered.
    """
    members: Json = {}
    try:
        if TARGETS in named:
            members[TARGETS] = await targets_again(named, document)
        if COMPARISONS in named:
            kept = named[COMPARISONS]
            members[COMPARISONS] = await _comparisons(document, kept["sources"], kept["notes"])
    except (KeyError, TypeError, ValueError) as fault:
        raise SourceAltered(
            "What the edition says of targets or comparators is unreadable."
        ) from fault
    return members


async def _comparisons(document: Json, sources: Sequence[Json], notes: Sequence[Json]) -> Json:
    beside: list[Beside] = []
    for source in sources:
        beside.extend(await _read(source, sources, document))
    return comparison.comparisons_document(document["figures"], beside, sources, notes)


# --- choosing sources --------------------------------------------------------------------------


async def _has_table() -> bool:
    return any(each.kind == TableKind.INDICATORS for each in await vintages.listing())


async def _tables(period_end: date, settings: Settings) -> list[Json]:
    if not comparison.is_census_day(period_end):
        return []
    held = await vintages.tables()
    if held.table is None or held.table_vintage is None:
        return []
    year = comparison.table_year(held.table, period_end)
    if year is None:
        return []
    sources = [
        {
            "id": NATIONAL_TABLE,
            "kind": NATIONAL_TABLE,
            **_named(held.table_vintage),
            "as_at": comparison.census_day(year).isoformat(),
            "year": year,
            "authority": settings.authority_code,
            "chosen": list(settings.compare_with),
        }
    ]
    if held.model_vintage is not None and settings.authority_code:
        sources.append({"id": NEIGHBOURS, "kind": NEIGHBOURS, **_named(held.model_vintage)})
    return sources


async def _own_editions(period_end: date, opening: date, public_from: datetime) -> list[Json]:
    entries = await store.entries()
    wanted = {
        comparison.LAST_HALF_YEAR: opening,
        comparison.SAME_HALF_LAST_YEAR: months_before(period_end, 12),
    }
    return [
        {
            "id": comparator,
            "kind": OWN_EDITION,
            "edition": str(entry.id),
            "version": entry.version,
            "content_sha256": entry.content_sha256,
            "as_at": end.isoformat(),
        }
        for comparator, end in wanted.items()
        if (entry := store.latest_at(entries, end, public_from)) is not None
    ]


async def _councils(period_end: date, settings: Settings) -> list[Json]:
    return [
        {
            "id": f"council-{number}",
            "kind": COUNCIL_EDITION,
            **_named(vintage),
            "as_at": period_end.isoformat(),
            "council": name,
        }
        for number, (name, vintage) in enumerate(
            await councils.editions_of(period_end, settings), start=1
        )
    ]


def _named(vintage: Vintage) -> Json:
    known = vintage_document(vintage)
    return {"vintage": known.pop("id"), **known}


# --- reading sources ---------------------------------------------------------------------------


async def _read(source: Json, sources: Sequence[Json], document: Json) -> list[Beside]:
    if source["kind"] == NATIONAL_TABLE:
        return await _beside_table(source, sources)
    if source["kind"] in {OWN_EDITION, COUNCIL_EDITION}:
        return await _beside_edition(source, document)
    return []  # the model of neighbours is read with its table


async def _beside_table(source: Json, sources: Sequence[Json]) -> list[Beside]:
    table = _table_in(await _again(source))
    model = next((each for each in sources if each["kind"] == NEIGHBOURS), None)
    neighbours: Neighbours = {} if model is None else (await _again(model)).neighbours or {}
    return list(
        comparison.beside_tables(
            table,
            neighbours.get(source["authority"], ()),
            authority=source["authority"],
            chosen=source["chosen"],
            year=source["year"],
            sources=(source["id"], NEIGHBOURS),
        )
    )


async def _beside_edition(source: Json, document: Json) -> list[Beside]:
    own = source["kind"] == OWN_EDITION
    content = await _own_bytes(source) if own else await _bytes(source)
    return list(
        comparison.beside_edition(
            msgspec.json.decode(content),
            {each["id"]: each for each in document["measures"]},
            comparator=source["id"] if own else comparison.COUNCIL,
            words=OWN[source["id"]] if own else source["council"],
            source=source["id"],
        )
    )


async def _own_bytes(source: Json) -> bytes:
    """What was public of an earlier edition: nothing else of it may stand beside a public figure."""
    held: StoredEdition | None = await store.stored(UUID(source["edition"]))
    if held is None or held.entry.content_sha256 != source["content_sha256"]:
        raise SourceAltered(
            f"The edition to {source['as_at']} that this one is compared with is not held."
        )
    return held.public_content


async def _bytes(source: Json) -> bytes:
    try:
        content = await vintages.content(UUID(source["vintage"]))
    except NoSuchVintage:
        content = b""
    if hashlib.sha256(content).hexdigest() != source["sha256"]:
        raise SourceAltered(
            f"The file “{source['title']}” ({source['release']}) that this edition is compared "
            "with is gone or has been altered."
        )
    return content


async def _again(source: Json) -> ReadFile:
    return await asyncio.to_thread(vintages.read_file, await _bytes(source))


def _table_in(read: ReadFile) -> NationalTable:
    if read.table is None:
        raise SourceAltered("The national table that this edition names cannot be read.")
    return read.table

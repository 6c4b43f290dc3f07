"""Comparator files taken in, kept as received, and read again whenever they are used.

A vintage is never overwritten: a revised release is another vintage, and an edition names the one
it used. The same bytes a second time are recognised and stored once.
"""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from scorecard.national_tables import NationalTable, Neighbours
from service import clock
from service.access import audit
from service.access.actor import Actor
from service.benchmarks import store
from service.benchmarks.indicators_file import national_table
from service.benchmarks.neighbours_file import neighbours_model
from service.benchmarks.refusals import ComparatorFileRefused, NoSuchVintage
from service.benchmarks.store import Vintage
from service.benchmarks.table_file import Findings, TableKind, read_table
from service.problems import TooLarge
from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work
from service.workforce.findings import Finding
from service.workforce.rendering import finding_document

Json = dict[str, Any]

FROM_FILE = "file"
NOT_STATED = "not stated"
TITLES = {
    TableKind.INDICATORS: "Children’s social work workforce: indicators",  # noqa: RUF001 -- DfE's title
    TableKind.NEIGHBOURS: "Children’s services statistical neighbour model",  # noqa: RUF001 -- DfE's title
}
PUBLISHER = "Department for Education"
MOST_BYTES = 32 * 1024 * 1024
"""A hundred times the published file."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a file is from. ``release`` and ``version`` None where nobody says: then of the file."""

    retrieved_at: datetime
    source: str = FROM_FILE
    title: str | None = None
    release: str | None = None
    version: str | None = None
    filename: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """``already``: these bytes had been taken in before, as this vintage."""

    vintage: Vintage
    already: bool


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file read: what it is, its content as values, and what was found."""

    kind: TableKind | None
    table: NationalTable | None
    neighbours: Neighbours | None
    findings: list[Finding]
    refused: bool

    @property
    def details(self) -> Json:
        if self.table is not None:
            return {"years": list(self.table.years())}
        return {"authorities": len(self.neighbours or {})}


def read_file(content: bytes, retrieved_on: date | None = None) -> ReadFile:
    """Read a comparator file, whichever of the two it is.

    ``retrieved_on`` is the day it was downloaded, of a file that is looked at for the first time.
    """
    findings = Findings()
    file = read_table(content, findings)
    table = neighbours = None
    if file is not None and file.kind is TableKind.INDICATORS:
        table = national_table(file, findings, retrieved_on)
    elif file is not None:
        neighbours = neighbours_model(file, findings)
    return ReadFile(
        kind=None if file is None else file.kind,
        table=table,
        neighbours=neighbours,
        findings=findings.all(),
        refused=findings.refused,
    )


async def take_in(
    content: bytes,
    provenance: Provenance,
    actor: Actor,
    now: datetime,
    *,
    vintage_id: UUID | None = None,
) -> Taken:
    """Store a comparator file as a vintage, all of it or nothing; ``vintage_id`` None: a fresh one.

    Raises ComparatorFileRefused with the findings, and TooLarge.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(
            f"The file is larger than {MOST_BYTES} bytes, the limit for comparator files.",
            limit_bytes=MOST_BYTES,
        )
    retrieved_on = provenance.retrieved_at.astimezone(clock.LONDON).date()
    read = await asyncio.to_thread(read_file, content, retrieved_on)
    if read.refused or read.kind is None:
        raise ComparatorFileRefused(
            "The file was not taken in: " + " ".join(_worst(read.findings)),
            findings=[finding_document(each) for each in read.findings],
        )
    kind = read.kind
    release = provenance.release or _release(read)
    vintage = Vintage(
        id=vintage_id or uuid4(),
        kind=kind.value,
        source=provenance.source,
        title=provenance.title or TITLES[kind],
        release=release,
        version=provenance.version or NOT_STATED,
        filename=provenance.filename,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        details=read.details,
        findings=[finding_document(each) for each in read.findings],
        retrieved_at=provenance.retrieved_at.replace(microsecond=0),
        stored_at=now,
        stored_by=actor.name,
    )
    return await keep(vintage, content, actor, now)


async def keep(vintage: Vintage, content: bytes, actor: Actor, now: datetime) -> Taken:
    """Store a vintage with its bytes; what is there already is given back as it stands."""
    try:
        async with unit_of_work():
            held = await store.vintage_of(vintage.kind, vintage.sha256)
            if held is not None:
                return Taken(held, already=True)
            await store.add_vintage(vintage, content)
            await audit.record(
                actor,
                "benchmark.imported",
                subject_kind="benchmark",
                subject_id=str(vintage.id),
                before=None,
                after={
                    "kind": vintage.kind,
                    "source": vintage.source,
                    "release": vintage.release,
                    "version": vintage.version,
                    "sha256": vintage.sha256,
                },
                now=now,
            )
    except ConstraintBroken as broken:
        held = await store.vintage_of(vintage.kind, vintage.sha256)
        if broken.rule != "unique" or held is None:
            raise
        return Taken(held, already=True)
    return Taken(replace(vintage), already=False)


def _worst(findings: list[Finding]) -> list[str]:
    """The first few reasons of a refusal, each with its row."""
    worst = [each for each in findings if each.severity.value == "reject"]
    told = [
        (f"Row {each.row}: " if each.row else "") + f"{each.message} {each.hint}"
        for each in worst[:3]
    ]
    more = len(worst) - len(told)
    return [*told, f"And {more} more."] if more > 0 else told


def _release(read: ReadFile) -> str:
    years = read.table.years() if read.table is not None else ()
    return f"year to 30 September {years[-1]}" if years else NOT_STATED


# --- reading -----------------------------------------------------------------------------------


async def listing() -> list[Vintage]:
    """All vintages, the one stored last first."""
    return await store.vintages()


async def one(vintage_id: UUID) -> Vintage:
    """Raises NoSuchVintage."""
    found = await store.vintage(vintage_id)
    if found is None:
        raise NoSuchVintage(f"There is no comparator file with the id {vintage_id}.")
    return found


async def content(vintage_id: UUID) -> bytes:
    """The bytes as received. Raises NoSuchVintage."""
    found = await store.content(vintage_id)
    if found is None:
        raise NoSuchVintage(f"There is no comparator file with the id {vintage_id}.")
    return found


@dataclass(frozen=True, slots=True)
class Tables:
    """The national table and the model of neighbours that are compared with; None: none held."""

    table_vintage: Vintage | None
    table: NationalTable | None
    model_vintage: Vintage | None
    neighbours: Neighbours


async def tables(year: int | None = None) -> Tables:
    """The newest of each kind: of tables the one that reaches furthest, then the one stored last.

    With ``year``, of the tables that have it, if any has.
    """
    held = await store.vintages()
    of_tables = [each for each in held if each.kind == TableKind.INDICATORS]
    having = [each for each in of_tables if year in each.details["years"]]
    best = max(having or of_tables, key=_reach, default=None)
    model = next((each for each in held if each.kind == TableKind.NEIGHBOURS), None)
    return await tables_of(best, model)


async def tables_of(table: Vintage | None, model: Vintage | None) -> Tables:
    """The values of these vintages, read again from their bytes."""
    read_table_again = None if table is None else await _again(table)
    read_model = None if model is None else await _again(model)
    return Tables(
        table_vintage=table,
        table=None if read_table_again is None else read_table_again.table,
        model_vintage=model,
        neighbours=(read_model.neighbours if read_model else None) or {},
    )


async def _again(vintage: Vintage) -> ReadFile:
    return await asyncio.to_thread(read_file, await content(vintage.id))


def _reach(vintage: Vintage) -> int:
    """The last year of a table; ``max`` keeps the first of equals, which was stored last."""
    return int(max(vintage.details["years"], default=0))

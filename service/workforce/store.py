"""Received files and returns as stored. Rows of facts are in ``fact_rows``."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from piccolo.querystring import QueryString

from service.storage.tables.workforce import (
    ReceivedChunk,
    ReceivedFile,
    RegistrationNumber,
    WorkforceReturn,
)
from service.storage.transaction import UnitOfWork
from service.workforce.raw_rows import execute, fetch
from service.workforce.records import Kind

CHECKED, REFUSED, CONFIRMED, UNDONE = "checked", "refused", "confirmed", "undone"
STATES = (CHECKED, REFUSED, CONFIRMED, UNDONE)


class ReturnRecord(NamedTuple):
    """One return with its file. Times are UTC. ``findings`` and ``changes`` are JSON text."""

    number: int
    id: UUID
    kind: str
    edition: str
    as_at: date | None
    options: str
    state: str
    unreadable: bool
    confirmed_order: int | None
    held_order: int
    rows_read: int
    rows_accepted: int
    findings: str
    changes: str
    checked_at: datetime
    checked_by: str
    confirmed_at: datetime | None
    confirmed_by: str | None
    undone_at: datetime | None
    undone_by: str | None
    file_id: UUID
    sha256: str
    size: int
    filename: str

    @property
    def census(self) -> bool:
        return self.kind == Kind.CENSUS

    @property
    def rests_on(self) -> frozenset[int]:
        """Numbers of the earlier returns that this one cannot do without."""
        return frozenset(json.loads(self.changes).get("rests_on", ()))

    @property
    def changes_by_kind(self) -> dict[str, Any]:
        """What it did, or would do, to what is held: see ``changes.changes_document``."""
        found: dict[str, Any] = json.loads(self.changes).get("changes", {})
        return found


_COLUMNS = ", ".join(
    [f"r.{name}" for name in ReturnRecord._fields[:-4]]
    + ["f.id", "f.sha256", "f.size", "f.filename"]
)
_FROM = f"SELECT {_COLUMNS} FROM workforce_return r JOIN received_file f ON f.id = r.file"  # noqa: S608 -- names of our own


@dataclass(frozen=True, slots=True)
class NewReturn:
    """What is stored of a return when it has been checked."""

    id: UUID
    kind: Kind
    edition: str
    as_at: date | None
    options: str
    file: UUID
    state: str
    unreadable: bool
    held_order: int
    rows_read: int
    rows_accepted: int
    findings: str
    changes: str
    checked_at: datetime
    checked_by: str


async def add_file(
    work: UnitOfWork,
    *,
    file: UUID,
    sha256: str,
    size: int,
    filename: str,
    received_at: datetime,
    sender: str,
    chunks: Iterable[tuple[int, bytes]],
) -> None:
    """Keep the bytes received: ``chunks`` are (ordinal, sealed bytes)."""
    await work.copy_rows(
        ReceivedFile,
        ["id", "sha256", "size", "filename", "received_at", "sender"],
        [(file, sha256, size, filename, received_at, sender)],
    )
    await work.copy_rows(
        ReceivedChunk,
        ["file", "ordinal", "sealed"],
        ((file, ordinal, sealed) for ordinal, sealed in chunks),
    )


async def sealed_chunk(file: UUID, ordinal: int) -> bytes | None:
    """One sealed piece of a kept file; None when it is no longer there."""
    found = await fetch(
        QueryString(
            "SELECT sealed FROM received_chunk WHERE file = {} AND ordinal = {}", file, ordinal
        )
    )
    return bytes(found[0][0]) if found else None


async def a_kept_chunk() -> tuple[UUID, int, int, bytes] | None:
    """(file, its size, ordinal, sealed bytes) of the first chunk ever kept, to try a key on."""
    found = await fetch(
        QueryString(
            "SELECT f.id, f.size, c.ordinal, c.sealed FROM received_chunk c "
            "JOIN received_file f ON f.id = c.file ORDER BY c.id LIMIT 1"
        )
    )
    if not found:
        return None
    file, size, ordinal, sealed = found[0]
    return file, size, ordinal, bytes(sealed)


async def add_return(new: NewReturn) -> int:
    """Store a checked return; its number."""
    row = WorkforceReturn(
        {
            WorkforceReturn.id: new.id,
            WorkforceReturn.kind: new.kind.value,
            WorkforceReturn.edition: new.edition,
            WorkforceReturn.as_at: new.as_at,
            WorkforceReturn.options: new.options,
            WorkforceReturn.file: new.file,
            WorkforceReturn.state: new.state,
            WorkforceReturn.unreadable: new.unreadable,
            WorkforceReturn.held_order: new.held_order,
            WorkforceReturn.rows_read: new.rows_read,
            WorkforceReturn.rows_accepted: new.rows_accepted,
            WorkforceReturn.findings: new.findings,
            WorkforceReturn.changes: new.changes,
            WorkforceReturn.checked_at: new.checked_at,
            WorkforceReturn.checked_by: new.checked_by,
        }
    )
    stored = await WorkforceReturn.insert(row).returning(WorkforceReturn.number)
    return int(stored[0]["number"])


async def set_confirmed(number: int, *, order: int, changes: str, at: datetime, by: str) -> None:
    await WorkforceReturn.update(
        {
            WorkforceReturn.state: CONFIRMED,
            WorkforceReturn.confirmed_order: order,
            WorkforceReturn.changes: changes,
            WorkforceReturn.confirmed_at: at,
            WorkforceReturn.confirmed_by: by,
        }
    ).where(WorkforceReturn.number == number)


async def set_undone(number: int, *, at: datetime, by: str) -> None:
    await WorkforceReturn.update(
        {
            WorkforceReturn.state: UNDONE,
            WorkforceReturn.undone_at: at,
            WorkforceReturn.undone_by: by,
        }
    ).where(WorkforceReturn.number == number)


async def revision() -> int:
    """A number that grows with every confirm and every undo, and never otherwise."""
    found = await fetch(
        QueryString(
            "SELECT COALESCE(MAX(confirmed_order), 0) "
            "+ (SELECT COUNT(*) FROM workforce_return WHERE state = 'undone') FROM workforce_return"
        )
    )
    return int(found[0][0])


async def next_order() -> int:
    found = await fetch(
        QueryString("SELECT COALESCE(MAX(confirmed_order), 0) + 1 FROM workforce_return")
    )
    return int(found[0][0])


async def return_by_id(return_id: UUID) -> ReturnRecord | None:
    found = await fetch(QueryString(_FROM + " WHERE r.id = {}", return_id))
    return ReturnRecord(*found[0]) if found else None


async def confirmed_duplicate(sha256: str, kind: Kind, options: str) -> ReturnRecord | None:
    """The latest return in force that brought the same bytes, read in the same way."""
    found = await fetch(
        QueryString(
            _FROM + " WHERE f.sha256 = {} AND r.kind = {} AND r.options = {}"
            " AND r.state = 'confirmed' ORDER BY r.confirmed_order DESC LIMIT 1",
            sha256,
            kind.value,
            options,
        )
    )
    return ReturnRecord(*found[0]) if found else None


async def confirmed_returns(after_order: int = 0) -> list[ReturnRecord]:
    """Returns in force in the order in which they were confirmed."""
    found = await fetch(
        QueryString(
            _FROM + " WHERE r.state = 'confirmed' AND r.confirmed_order > {}"
            " ORDER BY r.confirmed_order",
            after_order,
        )
    )
    return [ReturnRecord(*row) for row in found]


async def replaced_rows_since(earlier: ReturnRecord) -> bool:
    """Whether a later return in force, of the same account, replaced rows of a kind it is about."""
    found = await fetch(
        QueryString(
            "SELECT kind, changes FROM workforce_return "
            "WHERE state = 'confirmed' AND confirmed_order > {}",
            earlier.confirmed_order,
        )
    )
    about = earlier.changes_by_kind.keys()
    return any(
        told["changed"] or told["ended"]
        for kind, changes in found
        if (kind == Kind.CENSUS) == earlier.census
        for fact, told in json.loads(changes)["changes"].items()
        if fact in about
    )


async def last_census_before(day: date) -> date | None:
    """Reference date of the latest census in force that is of an earlier date."""
    found = await fetch(
        QueryString(
            "SELECT as_at FROM workforce_return WHERE kind = 'census' AND state = 'confirmed' "
            "AND as_at < {} ORDER BY as_at DESC LIMIT 1",
            day,
        )
    )
    return found[0][0] if found else None


async def public_ids() -> dict[int, str]:
    """Number -> id of every return in force."""
    found = await fetch(
        QueryString("SELECT number, id FROM workforce_return WHERE state = 'confirmed'")
    )
    return {number: str(return_id) for number, return_id in found}


async def listing(
    *, kind: Kind | None, state: str | None, before: UUID | None, limit: int
) -> list[ReturnRecord]:
    """Newest first; ``before`` leaves out that return and all newer ones."""
    where: list[QueryString] = []
    if kind is not None:
        where.append(QueryString("r.kind = {}", kind.value))
    if state is not None:
        where.append(QueryString("r.state = {}", state))
    if before is not None:
        where.append(
            QueryString("r.number < (SELECT number FROM workforce_return WHERE id = {})", before)
        )
    found = await fetch(
        QueryString(_FROM + _where(where) + " ORDER BY r.number DESC LIMIT {}", *where, limit)
    )
    return [ReturnRecord(*row) for row in found]


def _where(conditions: Sequence[QueryString]) -> str:
    """Places for ``conditions``, which follow as arguments."""
    return " WHERE " + " AND ".join(["{}"] * len(conditions)) if conditions else ""


class EditionName(NamedTuple):
    period_end: date
    version: int


async def editions_from(number: int) -> list[EditionName]:
    """Published editions that were computed from this return."""
    found = await fetch(
        QueryString(
            "SELECT DISTINCT e.period_end, e.version FROM edition_input i "
            "JOIN edition e ON e.id = i.edition WHERE i.came_with = {} "
            "ORDER BY e.period_end, e.version",
            number,
        )
    )
    return [EditionName(*row) for row in found]


async def add_registration_numbers(work: UnitOfWork, sealed: Iterable[tuple[str, bytes]]) -> None:
    """Keep (worker, sealed number) of workers whose number is not kept yet."""
    known = {row[0] for row in await fetch(QueryString("SELECT worker FROM registration_number"))}
    await work.copy_rows(
        RegistrationNumber,
        ["worker", "sealed"],
        [(worker, number) for worker, number in sealed if worker not in known],
    )


_WITH_WORKERS = ("employment", "agency_assignment", "absence", "absence_total", "caseload_snapshot")


async def drop_registration_numbers(number: int) -> None:
    """Forget the numbers of workers that only this return named, of those not undone."""
    named = " UNION ".join(
        f"SELECT worker FROM {table} WHERE came_with = {{}}"  # noqa: S608 -- names of our own
        for table in _WITH_WORKERS
    )
    others = " UNION ".join(
        f"SELECT worker FROM {table} WHERE came_with <> {{}} "  # noqa: S608 -- names of our own
        "AND (superseded_by IS NULL OR superseded_by <> came_with)"
        for table in _WITH_WORKERS
    )
    await execute(
        QueryString(
            f"DELETE FROM registration_number WHERE worker IN ({named}) "  # noqa: S608 -- see above
            f"AND worker NOT IN ({others})",
            *[number] * (2 * len(_WITH_WORKERS)),
        )
    )


async def sealed_number(worker: str) -> bytes | None:
    found: list[tuple[Any, ...]] = await fetch(
        QueryString("SELECT sealed FROM registration_number WHERE worker = {}", worker)
    )
    return bytes(found[0][0]) if found else None

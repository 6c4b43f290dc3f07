"""One file on its way in: read, compared, stored, applied. ``operations`` says in which order."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from service.access import audit
from service.access.actor import Actor
from service.settings import Settings
from service.storage.transaction import UnitOfWork, snapshot
from service.workforce import comparing, fact_rows, keeping, store
from service.workforce.changes import changes_document, warnings_about
from service.workforce.findings import Finding
from service.workforce.folding import Difference
from service.workforce.identity import Seal, identity_key
from service.workforce.outcome import Outcome, duplicate_of
from service.workforce.progress import Phase, Progress
from service.workforce.reading import Options, Reading, in_thread, is_refused, limits_of, read
from service.workforce.receiving import Received
from service.workforce.records import Kind, ParsedReturn
from service.workforce.refusals import NoSuchReturn
from service.workforce.rendering import canonical, finding_document, masked
from service.workforce.store import NewReturn, ReturnRecord
from service.workforce.tabular.known_names import KnownNames

SUBJECT = "workforce-return"
"""What the audit trail calls a return."""


@dataclass(slots=True)
class Sent:
    """One file on its way in."""

    kind: Kind
    received: Received
    filename: str
    options: Options
    actor: Actor
    now: datetime
    settings: Settings
    progress: Progress
    key: bytes = b""
    numbers: dict[str, str] | None = None
    return_id: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        self.key = identity_key(self.settings)
        if self.settings.keep_registration_numbers:
            self.numbers = {}


@dataclass(frozen=True, slots=True)
class Compared:
    """A file read and compared with the state of ``revision``."""

    parsed: ParsedReturn
    findings: list[Finding]
    differences: list[Difference]
    revision: int
    refused: bool

    @property
    def changes(self) -> dict[str, Any]:
        return changes_document(self.differences)

    @property
    def changes_nothing(self) -> bool:
        """Whether all of it is held just so. A refused file is another matter."""
        return not self.refused and all(each.changes_nothing for each in self.differences)

    @property
    def changes_as_kept(self) -> str:
        rests_on = set().union(*(each.rests_on for each in self.differences))
        return canonical({"changes": self.changes, "rests_on": sorted(rests_on)})


async def recognised(sent: Sent) -> Outcome | None:
    """The return in force that brought this very file, where it shows without reading the file.

    It does not where a later return replaced rows: the file may then bring values back, and only
    reading it tells (:func:`recognised_when_read`). The key is tried before anything else.
    """
    await keeping.require_fitting_key(Seal(sent.key))
    async with snapshot():
        record = await _the_same_file(sent)
        if record is None or await store.replaced_rows_since(record):
            return None
    return _duplicate(sent, record)


async def recognised_when_read(sent: Sent, compared: Compared) -> Outcome | None:
    """The return in force that brought this very file, where all of it is still held just so."""
    if not compared.changes_nothing:
        return None
    record = await _the_same_file(sent)
    return None if record is None else _duplicate(sent, record)


async def _the_same_file(sent: Sent) -> ReturnRecord | None:
    return await store.confirmed_duplicate(sent.received.sha256, sent.kind, sent.options.as_text())


def _duplicate(sent: Sent, record: ReturnRecord) -> Outcome:
    sent.progress.at(Phase.DONE, record.rows_read)
    return duplicate_of(record, filename=sent.filename)


async def read_and_compare(sent: Sent, read_on: datetime | None = None) -> Compared:
    """Read in a thread, then compare with one state of what is held, which it names."""
    while True:
        async with snapshot():
            revision = await store.revision()
            known = KnownNames(*await fact_rows.known_names())
        reading = Reading(
            kind=sent.kind,
            filename=sent.filename,
            options=sent.options,
            key=sent.key,
            known=known,
            read_on=read_on or sent.now,
            limits=limits_of(sent.settings),
            half_year_ends=sent.settings.half_year_ends,
            numbers=sent.numbers,
        )
        sent.progress.at(Phase.READING)
        parsed = await in_thread(partial(read, sent.received, reading), sent.progress)
        sent.progress.at(Phase.COMPARING, parsed.rows_read)
        compared = await _compare(parsed, sent.options)
        if compared.revision == revision:
            return compared


async def _compare(parsed: ParsedReturn, options: Options) -> Compared:
    refused = is_refused(parsed, options)
    async with snapshot():
        revision = await store.revision()
        differences = [] if refused else await comparing.differences(parsed.kind, parsed.records)
        lost_sight_of = [] if refused else await comparing.lost_sight_of(parsed)
    findings = [*parsed.findings, *lost_sight_of, *warnings_about(differences)]
    return Compared(parsed, findings, differences, revision, refused)


async def store_check(work: UnitOfWork, sent: Sent, compared: Compared) -> ReturnRecord:
    parsed = compared.parsed
    file = await keeping.keep(
        work,
        sent.received,
        Seal(sent.key),
        filename=sent.filename,
        at=sent.now,
        sender=sent.actor.name,
    )
    new = NewReturn(
        id=sent.return_id,
        kind=sent.kind,
        edition=parsed.edition,
        as_at=parsed.as_at,
        options=sent.options.as_text(),
        file=file,
        state=store.REFUSED if compared.refused else store.CHECKED,
        unreadable=parsed.unreadable,
        held_order=compared.revision,
        rows_read=parsed.rows_read,
        rows_accepted=parsed.rows_accepted,
        findings=json.dumps(
            [masked(finding_document(finding)) for finding in compared.findings],
            ensure_ascii=False,
            separators=(",", ":"),
        ),
        changes=compared.changes_as_kept,
        checked_at=sent.now,
        checked_by=sent.actor.name,
    )
    await store.add_return(new)
    await audit.record(
        sent.actor,
        "return.checked",
        subject_kind=SUBJECT,
        subject_id=str(new.id),
        before=None,
        after={
            "kind": sent.kind.value,
            "state": new.state,
            "sha256": sent.received.sha256,
            "rows_read": parsed.rows_read,
            "rows_accepted": parsed.rows_accepted,
        },
        now=sent.now,
    )
    return await existing(new.id)


async def apply(
    work: UnitOfWork, sent: Sent, compared: Compared, record: ReturnRecord
) -> ReturnRecord:
    """Change what is held as the comparison says, and note it."""
    census = record.census
    kinds = [each.kind for each in compared.differences]
    before = await fact_rows.counts(kinds, census=census)
    for difference in compared.differences:
        await fact_rows.apply(
            work, difference, record.number, census=census, tick=sent.progress.stored
        )
    if sent.numbers:
        await _keep_numbers(work, sent, compared)
    await store.set_confirmed(
        record.number,
        order=await store.next_order(),
        changes=compared.changes_as_kept,
        at=sent.now,
        by=sent.actor.name,
    )
    await audit.record(
        sent.actor,
        "return.confirmed",
        subject_kind=SUBJECT,
        subject_id=str(record.id),
        before={"state": record.state, "in_force": before},
        after={
            "state": store.CONFIRMED,
            "in_force": await fact_rows.counts(kinds, census=census),
            "changes": _counts_only(compared.changes),
        },
        now=sent.now,
    )
    return await existing(record.id)


async def _keep_numbers(work: UnitOfWork, sent: Sent, compared: Compared) -> None:
    seal = Seal(sent.key)
    workers = {
        record[each.kind.place("worker")]
        for each in compared.differences
        if "worker" in each.kind.fields
        for record in each.to_store
    }
    await store.add_registration_numbers(
        work,
        [
            (worker, seal.seal_number(number, worker=worker))
            for worker, number in (sent.numbers or {}).items()
            if worker in workers
        ],
    )


async def existing(return_id: UUID) -> ReturnRecord:
    record = await store.return_by_id(return_id)
    if record is None:
        raise NoSuchReturn(f"There is no return {return_id}.")
    return record


def _counts_only(changes: dict[str, Any]) -> dict[str, Any]:
    return {
        kind: {name: count for name, count in told.items() if name != "examples"}
        for kind, told in changes.items()
    }


def answer(sent: Sent, compared: Compared, record: ReturnRecord | None) -> Outcome:
    """What to answer at once: findings in full, as only the sender sees them."""
    parsed = compared.parsed
    refused = store.REFUSED if compared.refused else store.CHECKED
    return Outcome(
        kind=sent.kind,
        edition=parsed.edition,
        as_at=parsed.as_at,
        filename=sent.filename,
        sha256=sent.received.sha256,
        size=sent.received.size,
        options=sent.options,
        state=record.state if record else refused,
        unreadable=parsed.unreadable,
        rows_read=parsed.rows_read,
        rows_accepted=parsed.rows_accepted,
        findings=[finding_document(finding) for finding in compared.findings],
        changes=compared.changes,
        record=record,
    )

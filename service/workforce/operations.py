"""Taking a return in: check, confirm, undo.

A *check* reads a file and says what confirming it would change; no row of a return is stored by it.
*Confirm* applies all of a checked return in one unit of work or nothing. *Undo* takes a confirmed
return back exactly, while nothing later depends on it. Every one of them is in the audit trail.
"""

import json
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from service.access import audit
from service.access.actor import Actor
from service.settings import Settings
from service.storage.transaction import unit_of_work
from service.workforce import fact_rows, intake, keeping, store
from service.workforce.collecting import few_collections
from service.workforce.fact_kinds import FACT_KINDS, FactKind
from service.workforce.holdings import ReturnStamp, held_facts, inputs, replay
from service.workforce.identity import Seal, identity_key
from service.workforce.intake import SUBJECT, Sent, existing
from service.workforce.outcome import Outcome, outcome_of
from service.workforce.progress import Phase, Progress
from service.workforce.reading import Options
from service.workforce.receiving import Received
from service.workforce.records import Kind
from service.workforce.refusals import (
    AlreadyConfirmed,
    AlreadyUndone,
    DependedOn,
    NotConfirmed,
    ReadsDifferently,
    RefusedReturn,
    StaleCheck,
)
from service.workforce.store import ReturnRecord

__all__ = [
    "Outcome",
    "ReturnStamp",
    "check",
    "check_again",
    "confirm",
    "held_facts",
    "inputs",
    "listing",
    "one",
    "original",
    "replay",
    "take_in",
    "undo",
]


async def check(
    kind: Kind,
    received: Received,
    *,
    filename: str,
    options: Options,
    actor: Actor,
    now: datetime,
    settings: Settings,
    progress: Progress | None = None,
    keep: bool = True,
    return_id: UUID | None = None,
) -> Outcome:
    """Read a file and compare it with what is held.

    ``return_id`` is the id that the return gets, for whoever waits for it under that name. With ``keep`` the sealed bytes and the check are stored, to be confirmed later; without it
    nothing is stored at all. A file that was taken in before and would change nothing is recognised
    and not stored. Raises KeyDoesNotFit and SettingsError; what is wrong with the file is in the findings.
    """
    sent = Sent(kind, received, filename, options, actor, now, settings, progress or Progress())
    sent.return_id = return_id or sent.return_id
    duplicate = await intake.recognised(sent)
    if duplicate is not None:
        return duplicate
    with few_collections():
        compared = await intake.read_and_compare(sent)
    duplicate = await intake.recognised_when_read(sent, compared)
    if duplicate is not None:
        return duplicate
    record = None
    if keep:
        sent.progress.at(Phase.STORING)
        async with unit_of_work() as work:
            record = await intake.store_check(work, sent, compared)
    sent.progress.at(Phase.DONE, compared.parsed.rows_read)
    return intake.answer(sent, compared, record)


async def check_again(
    earlier: UUID,
    *,
    kind: Kind,
    options: Options,
    actor: Actor,
    now: datetime,
    settings: Settings,
    progress: Progress,
    return_id: UUID,
) -> Outcome:
    """Check the kept bytes of a return anew, as if they were sent once more.

    For another way of reading them (a sheet, good rows alone, another kind), or because what is held
    has changed since. Raises NoSuchReturn, and as ``check``.
    """
    record = await existing(earlier)
    received = await keeping.reopened(record, Seal(identity_key(settings)))
    with received.file:
        return await check(
            kind,
            received,
            filename=record.filename,
            options=options,
            actor=actor,
            now=now,
            settings=settings,
            progress=progress,
            return_id=return_id,
        )


async def take_in(
    kind: Kind,
    received: Received,
    *,
    filename: str,
    options: Options,
    actor: Actor,
    now: datetime,
    settings: Settings,
    progress: Progress | None = None,
    return_id: UUID | None = None,
) -> Outcome:
    """Check a file and, unless its findings refuse it, confirm it, in one unit of work.

    A refused file is stored as a refused return with its bytes, like any refused check.
    ``return_id`` is for the demo alone, whose editions are the same bytes each time it is loaded.
    """
    sent = Sent(kind, received, filename, options, actor, now, settings, progress or Progress())
    sent.return_id = return_id or sent.return_id
    duplicate = await intake.recognised(sent)
    if duplicate is not None:
        return duplicate
    while True:
        compared = await intake.read_and_compare(sent)
        sent.progress.at(Phase.STORING)
        async with unit_of_work() as work:
            if await store.revision() != compared.revision:
                continue  # somebody was faster: compare with what they left
            duplicate = await intake.recognised_when_read(sent, compared)
            if duplicate is not None:
                return duplicate
            record = await intake.store_check(work, sent, compared)
            if not compared.refused:
                record = await intake.apply(work, sent, compared, record)
        break
    sent.progress.at(Phase.DONE, compared.parsed.rows_accepted)
    return intake.answer(sent, compared, record)


async def confirm(
    return_id: UUID,
    *,
    actor: Actor,
    now: datetime,
    settings: Settings,
    progress: Progress | None = None,
) -> Outcome:
    """Apply a checked return, all of it or nothing.

    Raises NoSuchReturn, RefusedReturn, AlreadyConfirmed, AlreadyUndone, StaleCheck when anything
    was confirmed or undone since the check, ReadsDifferently.
    """
    progress = progress or Progress()
    # The revision first: who confirms the same check in between is met as confirmed, not as stale.
    revision = await store.revision()
    record = await existing(return_id)
    _require_confirmable(record, revision)
    seal = Seal(identity_key(settings))
    received = await keeping.reopened(record, seal)
    try:
        sent = Sent(
            Kind(record.kind),
            received,
            record.filename,
            Options.from_text(record.options),
            actor,
            now,
            settings,
            progress,
        )
        with few_collections():
            compared = await intake.read_and_compare(sent, read_on=record.checked_at)
    finally:
        received.file.close()
    if compared.refused or compared.parsed.rows_accepted != record.rows_accepted:
        raise ReadsDifferently(
            f"The file was checked with {record.rows_accepted} good rows and now has "
            f"{compared.parsed.rows_accepted}. Nothing was changed.",
            rows_accepted_when_checked=record.rows_accepted,
            rows_accepted_now=compared.parsed.rows_accepted,
        )
    progress.at(Phase.STORING)
    async with unit_of_work() as work:
        record = await existing(return_id)
        _require_confirmable(record, await store.revision())
        record = await intake.apply(work, sent, compared, record)
    progress.at(Phase.DONE, compared.parsed.rows_accepted)
    return outcome_of(record)


async def undo(return_id: UUID, *, actor: Actor, now: datetime) -> Outcome:
    """Take a confirmed return back: what is held is again as if it had never come.

    Raises NoSuchReturn, NotConfirmed, AlreadyUndone, and DependedOn, which names the later returns
    and editions.
    """
    async with unit_of_work():
        record = await existing(return_id)
        if record.state == store.UNDONE:
            raise AlreadyUndone("This return has been undone before.", **_named(record))
        if record.state != store.CONFIRMED:
            raise NotConfirmed(f"This return is {record.state}, not confirmed.", **_named(record))
        await _require_independent(record)
        kinds = _kinds_told(record)
        before = await fact_rows.counts(kinds, census=record.census)
        await fact_rows.take_back(record.number)
        await store.drop_registration_numbers(record.number)
        await store.set_undone(record.number, at=now, by=actor.name)
        await audit.record(
            actor,
            "return.undone",
            subject_kind=SUBJECT,
            subject_id=str(record.id),
            before={"state": record.state, "in_force": before},
            after={
                "state": store.UNDONE,
                "in_force": await fact_rows.counts(kinds, census=record.census),
            },
            now=now,
        )
        return outcome_of(await existing(return_id))


async def one(return_id: UUID) -> Outcome:
    """One return as it stands. Raises NoSuchReturn."""
    return outcome_of(await existing(return_id))


async def listing(
    *, kind: Kind | None = None, state: str | None = None, before: UUID | None = None, limit: int
) -> list[Outcome]:
    """Returns, newest first; go on with ``before`` = the id of the last one of the page."""
    if before is not None:
        await existing(before)
    records = await store.listing(kind=kind, state=state, before=before, limit=limit)
    return [outcome_of(record) for record in records]


async def original(
    return_id: UUID, *, actor: Actor, now: datetime, settings: Settings
) -> tuple[ReturnRecord, BinaryIO]:
    """The bytes as received, in a file that the caller closes. Who took them is in the trail."""
    record = await existing(return_id)
    received = await keeping.reopened(record, Seal(identity_key(settings)))
    try:
        async with unit_of_work():
            await audit.record(
                actor,
                "return.file-read",
                subject_kind=SUBJECT,
                subject_id=str(record.id),
                before=None,
                after={"sha256": record.sha256},
                now=now,
            )
    except BaseException:
        received.file.close()
        raise
    return record, received.file


async def _require_independent(record: ReturnRecord) -> None:
    assert record.confirmed_order is not None
    later = [
        each
        for each in await store.confirmed_returns(after_order=record.confirmed_order)
        if record.number in each.rests_on
    ]
    editions = await store.editions_from(record.number)
    if not later and not editions:
        return
    what = [f"the {each.kind} return {each.id} of {each.confirmed_at:%d %B %Y}" for each in later]
    what += [f"the scorecard to {each.period_end}, version {each.version}" for each in editions]
    raise DependedOn(
        "This return cannot be undone, because something later depends on it: "
        + "; ".join(what)
        + ".",
        returns=[{"id": str(each.id), "kind": each.kind} for each in later],
        editions=[
            {"period": each.period_end.isoformat(), "version": each.version} for each in editions
        ],
    )


def _require_confirmable(record: ReturnRecord, revision: int) -> None:
    if record.state == store.REFUSED:
        rejected = sum(each["severity"] == "reject" for each in json.loads(record.findings))
        raise RefusedReturn(
            f"This return was refused: {rejected} of its findings refuse a row or the file.",
            findings=rejected,
            **_named(record),
        )
    if record.state == store.CONFIRMED:
        raise AlreadyConfirmed("This return is in force already.", **_named(record))
    if record.state == store.UNDONE:
        raise AlreadyUndone("This return has been undone.", **_named(record))
    if record.held_order != revision:
        raise StaleCheck(
            "Another return was confirmed or undone after this one was checked, so the differences "
            "shown are no longer right. Nothing was changed.",
            **_named(record),
        )


def _named(record: ReturnRecord) -> dict[str, Any]:
    return {"return_id": str(record.id), "state": record.state}


def _kinds_told(record: ReturnRecord) -> list[FactKind]:
    return [kind for kind in FACT_KINDS if kind.name in record.changes_by_kind]

"""Leave, court and duty against the plan: minutes and outcomes lost (C1, C2, C4).

A commitment is a kind and a time. Nothing about a case is taken, kept or shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from academy.commitments import Conflict, conflicts, minutes_lost, off_pattern
from academy.findings import PlanFinding
from academy.session import Session
from service.access import audit
from service.access.actor import Actor
from service.cohorts import operations as cohorts
from service.enrolments import members
from service.enrolments.attending import Attending, attending
from service.enrolments.refusals import NoSuchCommitment
from service.enrolments.store import commitments as store
from service.enrolments.store.commitments import CommitmentRecord
from service.enrolments.store.members import MemberRecord
from service.problems import Unprocessable
from service.storage.transaction import snapshot, unit_of_work


@dataclass(frozen=True, slots=True)
class Standing:
    """One member's commitments against what they attend."""

    member: MemberRecord
    commitments: tuple[CommitmentRecord, ...]
    conflicts: tuple[Conflict, ...]
    findings: tuple[PlanFinding, ...]

    @property
    def minutes_lost(self) -> int:
        return minutes_lost(self.conflicts)


async def add(wanted: CommitmentRecord, actor: Actor, now: datetime) -> CommitmentRecord:
    """``wanted.id`` is given here. Raises NoSuchMember, MemberGone, Unprocessable."""
    record = replace(wanted, id=uuid4(), created_at=now, created_by=actor.name)
    if fault := record.planned.fault:
        raise Unprocessable(fault.message, errors=[{"pointer": "/last", "detail": fault.message}])
    async with unit_of_work():
        if record.member is not None:
            await members.current(record.member, None)
        await store.add(record)
        await _told(actor, now, "commitment.added", None, record)
    return record


async def delete(commitment_id: UUID, actor: Actor, now: datetime) -> None:
    """Raises NoSuchCommitment."""
    async with unit_of_work():
        known = await store.one(commitment_id)
        if known is None:
            raise NoSuchCommitment(f"There is no commitment {commitment_id}.")
        await store.delete(commitment_id)
        await _told(actor, now, "commitment.deleted", known, None)


async def of_member(member_id: UUID) -> Standing:
    """Raises NoSuchMember."""
    async with snapshot():
        record = await members.one(member_id)
        now = await attending(record.cohort)
        offered = [each.session for each in await cohorts.all_released_sessions()]
        held = await store.commitments(member=member_id)
    return _standing(now, record, tuple(held), offered)


async def of_cohort(cohort_id: UUID) -> tuple[Standing, ...]:
    """Members with a conflict or a session on a day they do not work. Raises NoSuchCohort."""
    async with snapshot():
        now = await attending(cohort_id)
        offered = [each.session for each in await cohorts.all_released_sessions()]
        everybody = await store.commitments()
    found = [
        _standing(
            now,
            member,
            tuple(each for each in everybody if each.member == member.id),
            offered,
        )
        for member in now.members
    ]
    return tuple(each for each in found if each.findings)


async def of_staff(name: str) -> tuple[CommitmentRecord, ...]:
    return tuple(await store.commitments(staff=name))


def _standing(
    now: Attending,
    record: MemberRecord,
    held: tuple[CommitmentRecord, ...],
    offered: Sequence[Session],
) -> Standing:
    sessions = () if record.removed else now.itinerary(record).sessions
    found = conflicts(
        sessions,
        [each.planned for each in held],
        programmes={now.cohort.record.key: now.programme},
        offered=offered,
    )
    findings = (
        *(each.finding for each in found),
        *off_pattern(record.weekdays, sessions),
    )
    return Standing(record, held, found, findings)


async def _told(
    actor: Actor,
    now: datetime,
    action: str,
    before: CommitmentRecord | None,
    after: CommitmentRecord | None,
) -> None:
    known = after or before
    assert known is not None
    await audit.record(
        actor,
        action,
        subject_kind="commitment",
        subject_id=str(known.id),
        before=_plain(before),
        after=_plain(after),
        now=now,
    )


def _plain(record: CommitmentRecord | None) -> dict[str, object] | None:
    if record is None:
        return None
    return {
        "member": str(record.member) if record.member else None,
        "kind": record.kind.value,
        "first": record.first.isoformat(),
        "last": record.last.isoformat(),
    }

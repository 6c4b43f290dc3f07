"""The register is marked and corrected; whoever was absent needs a mop-up session (A6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from academy.attendance import Attended
from academy.revision import begins
from academy.session import Session, Status
from service import clock
from service.access import audit
from service.access.actor import Actor
from service.cohorts import operations as cohorts
from service.enrolments import members, own
from service.enrolments.attending import attending
from service.enrolments.refusals import NoSuchSession, NotExpected
from service.enrolments.store import members as member_store
from service.enrolments.store import register as store
from service.enrolments.store.members import MemberRecord
from service.enrolments.store.register import Line
from service.storage.transaction import snapshot, unit_of_work

BEFOREHAND = frozenset({Attended.ABSENT_AUTHORISED, Attended.EXEMPT})
"""What can be said of a session that has not begun."""
WITHOUT_SESSION = frozenset({Attended.EXEMPT, Attended.COMPLETED_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Mark:
    member: UUID
    state: Attended


@dataclass(frozen=True, slots=True)
class Sheet:
    """``expected``: members who are to attend the session, or stand in its register."""

    session: Session
    expected: tuple[MemberRecord, ...]
    lines: dict[UUID, Line]


async def sheet(uid: str, actor: Actor) -> Sheet:
    """The register of one session. Raises NoSuchSession, also for a key that does not lead it."""
    async with snapshot():
        return await _sheet(uid, actor)


async def _sheet(uid: str, actor: Actor) -> Sheet:
    released = await cohorts.all_released_sessions()
    session = next((each.session for each in released if each.session.uid == uid), None)
    if session is None or not own.leads(actor, session):
        raise NoSuchSession(f"There is no session {uid}.")
    lines = {line.member: line for line in await store.lines(session=UUID(uid))}
    people = {
        member.id: member
        for cohort in await cohorts.listing()
        if cohort.record.released_version
        for member in await _expected(cohort.record.id, uid)
    }
    for each in lines.keys() - people.keys():
        known = await member_store.member(each)
        if known is not None:
            people[each] = known
    ordered = sorted(people.values(), key=lambda member: (member.name.casefold(), str(member.id)))
    return Sheet(session, tuple(ordered), lines)


async def _expected(cohort_id: UUID, uid: str) -> list[MemberRecord]:
    now = await attending(cohort_id)
    return [
        member
        for member in now.members
        if any(session.uid == uid for session in now.itinerary(member).sessions)
    ]


async def mark(uid: str, marks: Sequence[Mark], actor: Actor, now: datetime) -> Sheet:
    """All of the lines or none; one that stood before is corrected, and the trail has both.

    Raises NoSuchSession, NotExpected.
    """
    async with unit_of_work():
        known = await _sheet(uid, actor)
        _require_expected(known, marks, now)
        by_id = {member.id: member for member in known.expected}
        fresh = [
            Line(
                member=each.member,
                cohort=by_id[each.member].cohort,
                item=known.session.item,
                session=UUID(uid),
                day=known.session.day,
                state=each.state.value,
                at=now,
                by=actor.name,
            )
            for each in marks
            if each.member not in known.lines or known.lines[each.member].state != each.state
        ]
        await store.put(fresh)
        if fresh:
            before = {
                str(line.member): known.lines[line.member].state
                for line in fresh
                if line.member in known.lines
            }
            await audit.record(
                actor,
                "attendance.marked",
                subject_kind="register",
                subject_id=uid,
                before=before or None,
                after={str(line.member): line.state for line in fresh},
                now=now,
            )
        return await _sheet(uid, actor)


def _require_expected(known: Sheet, marks: Sequence[Mark], now: datetime) -> None:
    expected = {member.id for member in known.expected}
    ahead = now < begins(known.session)
    faults = []
    seen: set[UUID] = set()
    for place, each in enumerate(marks):
        if each.member not in expected:
            words = "is not expected in this session"
        elif each.member in seen:
            words = "stands twice in the request"
        elif known.session.status is Status.CANCELLED:
            words = "cannot be marked: the session is cancelled"
        elif ahead and each.state not in BEFOREHAND:
            words = f"cannot be {each.state.value} before the session has begun"
        else:
            seen.add(each.member)
            continue
        faults.append({"pointer": f"/lines/{place}", "detail": words})
    if faults:
        raise NotExpected("Nothing was marked.", errors=faults)


async def settle(
    member_id: UUID, item: str, *, state: Attended, day: date, actor: Actor, now: datetime
) -> MemberRecord:
    """An item that a member need not take: exempt, or completed elsewhere on ``day``.

    Their plan no longer has it. Raises NoSuchMember, MemberGone, NotExpected.
    """
    if state not in WITHOUT_SESSION:
        raise NotExpected(
            "Without a session only exempt and completed-elsewhere can be said.",
            errors=[{"pointer": "/state", "detail": "exempt or completed-elsewhere"}],
        )
    if day > now.astimezone(clock.LONDON).date():
        raise NotExpected(
            "Nobody has completed anything on a day to come.",
            errors=[{"pointer": "/day", "detail": "must not be in the future"}],
        )
    async with unit_of_work():
        record = await members.one(member_id)
        programme = await cohorts.programme_of(record.cohort)
        if item not in programme.completable():
            raise NotExpected(
                f"The programme has no item, module or task {item!r}.",
                errors=[{"pointer": "/item", "detail": "must be one of the programme"}],
            )
        line = Line(
            member=member_id,
            cohort=record.cohort,
            item=item,
            session=None,
            day=day,
            state=state.value,
            at=now,
            by=actor.name,
        )
        await store.put([line])
        fresh = await members.set_completed(
            member_id, frozenset({*record.completed, item}), actor, now
        )
        await audit.record(
            actor,
            "attendance.settled",
            subject_kind="register",
            subject_id=str(member_id),
            before=None,
            after={"item": item, "state": state.value, "day": day.isoformat()},
            now=now,
        )
        return fresh


async def lines_of(member_id: UUID) -> list[Line]:
    """What the register says of one member, by day."""
    return await store.lines(member_id=member_id)

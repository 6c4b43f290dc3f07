"""How the invented academy comes about: each step looks what is there and makes the rest.

Steps are made of several units of work, so each can be taken again after an interruption, or by
another run of the demo at the same moment.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

import msgspec

from academy.attendance import Attended
from academy.commitments import CommitmentKind
from academy.findings import Severity
from academy.programme import Audience
from academy.session import Session, Status
from service.cohorts import cohorts, places, staff
from service.cohorts.drafts import HOME, Draft, Run, SessionChange
from service.cohorts.refusals import NoSuchCohort
from service.cohorts.store.staff import RoleHolder
from service.demo.academy import (
    LAST_YEAR,
    MOP_UP,
    NEXT_YEAR,
    PLACES,
    PROGRAMME,
    STAFF,
    THIS_YEAR,
    TRAVEL,
    CohortPlan,
    Starter,
    starters,
)
from service.demo.actors import LEAD, MANAGER
from service.demo.arranging import Arranging, at
from service.demo.asye_years import route_of
from service.enrolments import attendance, commitments
from service.enrolments import operations as enrolments
from service.enrolments.attendance import Mark
from service.enrolments.expected import about_members
from service.enrolments.store.commitments import CommitmentRecord
from service.settings import Settings

_NAMES = UUID("5c0de0de-0000-4000-8000-000000000002")
"""Ids of cohorts and members grow from it, and so do the UIDs of their sessions."""
_LCS = "lcs"
_NOBODY = UUID(int=0)


def cohort_id(plan: CohortPlan) -> UUID:
    """The same in every database."""
    return uuid5(_NAMES, plan.key)


def member_id(plan: CohortPlan, starter: Starter) -> UUID:
    """The same in every database."""
    return uuid5(_NAMES, f"{plan.key}/{starter.number}")


def academy_story() -> tuple[Arranging, ...]:
    """The steps in the order in which they happened."""
    return (
        Arranging("the academy lead enters rooms and who leads", at(2025, 5, 12), _places_there, _enter_places),
        _planned(LAST_YEAR, at(2025, 6, 16)),
        _released(LAST_YEAR, 1, at(2025, 6, 30), "The programme of the autumn cohort"),
        _enrolled(LAST_YEAR, at(2025, 9, 8)),
        _planned(THIS_YEAR, at(2026, 6, 15)),
        _released(THIS_YEAR, 1, at(2026, 6, 29), "The programme of the autumn cohort"),
        Arranging(f"the academy lead adds a mop-up run to {THIS_YEAR.title}", at(2026, 9, 16), _mop_up_there, _add_mop_up),
        _released(THIS_YEAR, 2, at(2026, 9, 17), "A mop-up run for those who started after the induction began"),
        _enrolled(THIS_YEAR, at(2026, 9, 18)),
        Arranging("registers of the induction are marked", at(2026, 9, 28), _marked_there, _mark),
        Arranging("leave and court dates of December are entered", at(2026, 11, 2), _commitments_there, _commit),
        Arranging(f"{THIS_YEAR.title} is running, {LAST_YEAR.title} is closed", at(2026, 11, 16), _states_there, _set_states),
        _planned(NEXT_YEAR, at(2026, 11, 17)),
        Arranging(f"the academy lead changes the 3 month review of {THIS_YEAR.title}", at(2026, 11, 19), _changed_there, _change),
        _released(THIS_YEAR, 3, at(2026, 11, 20), "The legal session needs another day, and the housing session is cancelled"),
    )  # fmt: skip


# --- places and people ---------------------------------------------------------------------------


async def _places_there() -> bool:
    held = await places.held()
    known = {(room.site, room.name) for room in held.rooms}
    wanted = {(place.key, room) for place in PLACES for room, _ in place.rooms}
    people = {(each.role, each.name) for each in await staff.holders()}
    return wanted <= known and set(STAFF.items()) <= people


async def _enter_places(now: datetime, _: Settings) -> None:
    for place in PLACES:
        await places.put_site(place.key, place.name, place.address, LEAD, now)
        for room, capacity in place.rooms:
            if (await places.held()).room(place.key, room) is None:
                await places.add_room(
                    site=place.key, name=room, capacity=capacity, aliases=(), actor=LEAD, now=now
                )
    for (one, other), minutes in TRAVEL.items():
        await places.set_minutes(one, other, minutes, LEAD, now)
    known = {(each.role, each.name) for each in await staff.holders()}
    for role, name in STAFF.items():
        if (role, name) not in known:
            holder = RoleHolder(_NOBODY, role, name, date(2025, 4, 1), None, "confirmed")
            await staff.add(holder, LEAD, now)


# --- cohorts -------------------------------------------------------------------------------------


def _planned(plan: CohortPlan, when: datetime) -> Arranging:
    async def there() -> bool:
        try:
            await cohorts.one(cohort_id(plan))
        except NoSuchCohort:
            return False
        return True

    async def take(now: datetime, _: Settings) -> None:
        await cohorts.create(
            key=plan.key,
            title=plan.title,
            programme=PROGRAMME,
            version=None,
            anchor=plan.anchor,
            actor=LEAD,
            now=now,
            cohort_id=cohort_id(plan),
        )

    words = f"the academy lead plans {plan.title} from {plan.anchor:%-d %B %Y}"
    return Arranging(words, when, there, take)


def _released(plan: CohortPlan, version: int, when: datetime, note: str) -> Arranging:
    async def there() -> bool:
        return (await cohorts.one(cohort_id(plan))).record.released_version >= version

    async def take(now: datetime, _: Settings) -> None:
        preview = await cohorts.preview(cohort_id(plan), further=about_members)
        codes = {
            each.finding.code for each in preview.refusing if each.finding.severity is Severity.WARN
        }
        for code in sorted(codes):
            await cohorts.override(
                cohort_id(plan),
                code=code,
                message=None,
                why="Looked at with the team of the academy: it will do.",
                actor=LEAD,
                now=now,
                further=about_members,
            )
        revision = preview.cohort.record.draft_revision
        await enrolments.release(cohort_id(plan), revision, note, LEAD, now)

    return Arranging(
        f"the academy lead releases {plan.title}, version {version}", when, there, take
    )


async def _mop_up_there() -> bool:
    return (await cohorts.one(cohort_id(THIS_YEAR))).draft.run(MOP_UP) is not None


async def _add_mop_up(now: datetime, _: Settings) -> None:
    anchor = THIS_YEAR.mop_up
    assert anchor is not None
    run = Run(key=MOP_UP, title="Mop-up run, November", anchor=anchor, blocks=["induction"])
    await _edit(lambda draft: msgspec.structs.replace(draft, runs=[*draft.runs, run]), now)


async def _edit(change: Callable[[Draft], Draft], now: datetime) -> None:
    known = await cohorts.one(cohort_id(THIS_YEAR))
    await cohorts.edit(
        known.record.id,
        known.record.draft_revision,
        lambda cohort: change(cohort.draft),
        LEAD,
        now,
    )


def _changes() -> dict[str, SessionChange]:
    """What is other than the programme says in the review after 3 months."""
    return {
        "pre-proceedings": SessionChange(
            day=date(2026, 12, 16),
            start="13:00",
            end="14:30",
            site="county-hall",
            room="Assembly Room",
            reason="The legal team is in court on the 15th",
        ),
        "role-of-lscb": SessionChange(
            site="county-hall",
            room="County Mess",
            reason="The room at Townley Hall is needed for something else",
        ),
        "homeless-protocol": SessionChange(
            cancelled=True, reason="The presenter has left the council"
        ),
    }


async def _changed_there() -> bool:
    home = (await cohorts.one(cohort_id(THIS_YEAR))).draft.home
    return set(_changes()) <= set(home.sessions)


async def _change(now: datetime, _: Settings) -> None:
    def changed(draft: Draft) -> Draft:
        runs = [
            msgspec.structs.replace(run, sessions={**run.sessions, **_changes()})
            if run.key == HOME
            else run
            for run in draft.runs
        ]
        return msgspec.structs.replace(draft, runs=runs)

    await _edit(changed, now)


async def _states_there() -> bool:
    known = [await cohorts.one(cohort_id(plan)) for plan in (THIS_YEAR, LAST_YEAR)]
    return [each.record.state for each in known] == [cohorts.RUNNING, cohorts.CLOSED]


async def _set_states(now: datetime, _: Settings) -> None:
    await cohorts.set_state(cohort_id(THIS_YEAR), cohorts.RUNNING, LEAD, now)
    await cohorts.set_state(cohort_id(LAST_YEAR), cohorts.CLOSED, LEAD, now)


# --- who takes part ------------------------------------------------------------------------------


def _enrolled(plan: CohortPlan, when: datetime) -> Arranging:
    async def there() -> bool:
        return bool(await enrolments.members_of(cohort_id(plan)))

    async def take(now: datetime, settings: Settings) -> None:
        joining = [
            enrolments.Joining(_wish(each), each.number, id=member_id(plan, each))
            for each in starters(plan)
        ]
        await enrolments.enrol(cohort_id(plan), joining, LEAD, now, settings)

    words = f"the academy lead enrols the members of {plan.title}"
    return Arranging(words, when, there, take)


def _wish(starter: Starter) -> enrolments.Wish:
    return enrolments.Wish(
        run=starter.run,
        name=starter.name,
        audience=starter.audience,
        team=starter.team,
        manager=f"Manager of {starter.team}",
        completed=(_LCS,) if starter.has_lcs else (),
        cleared=starter.cleared,
        expected_clearance=None if starter.cleared else date(2026, 12, 11),
        route=route_of(starter),
    )


ABSENCES = (
    (Audience.NEWLY_QUALIFIED, 3, "risk-sensible-3", Attended.ABSENT),
    (Audience.NEWLY_QUALIFIED, 4, "mash", Attended.ABSENT_AUTHORISED),
    (Audience.EXPERIENCED, 0, "vision", Attended.PART),
)
"""Which member of the home run (by audience and place) was not wholly in which item."""
MARKED_DAYS = 1
"""Registers of the first day are marked, and of the items of ABSENCES."""


async def _marked_there() -> bool:
    register = await enrolments.register_of(cohort_id(THIS_YEAR))
    return all(
        (session.uid, str(member.id)) in register.states
        for session, member in register.lines
        if _is_marked(session)
    )


async def _mark(now: datetime, _: Settings) -> None:
    register = await enrolments.register_of(cohort_id(THIS_YEAR))
    exceptions = _exceptions()
    by_session: dict[str, list[Mark]] = {}
    for session, member in register.lines:
        if _is_marked(session) and (session.uid, str(member.id)) not in register.states:
            state = exceptions.get((session.item, member.id), Attended.ATTENDED)
            by_session.setdefault(session.uid, []).append(Mark(member.id, state))
    for uid, marks in by_session.items():
        await attendance.mark(uid, marks, LEAD, now)


def _is_marked(session: Session) -> bool:
    last = THIS_YEAR.anchor + timedelta(days=MARKED_DAYS - 1)
    if session.run != HOME or session.status is not Status.CONFIRMED:
        return False
    return session.day <= last or session.item in {item for _, _, item, _ in ABSENCES}


def _exceptions() -> dict[tuple[str, UUID], Attended]:
    return {
        (item, member_id(THIS_YEAR, _home(audience)[place])): state
        for audience, place, item, state in ABSENCES
    }


def _home(audience: Audience) -> Sequence[Starter]:
    return [s for s in starters(THIS_YEAR) if s.audience is audience and s.run == HOME]


def _busy() -> dict[UUID, tuple[CommitmentKind, date, date, time | None, time | None]]:
    """Leave over both days of the review, and a morning in court."""
    fresh = _home(Audience.NEWLY_QUALIFIED)
    first, second = date(2026, 12, 14), date(2026, 12, 15)
    return {
        member_id(THIS_YEAR, fresh[5]): (CommitmentKind.LEAVE, first, second, None, None),
        member_id(THIS_YEAR, fresh[6]): (CommitmentKind.COURT, first, first, time(10), time(13)),
    }


async def _commitments_there() -> bool:
    return all([(await commitments.of_member(each)).commitments for each in _busy()])


async def _commit(now: datetime, _: Settings) -> None:
    for member, (kind, first, last, start, end) in _busy().items():
        if not (await commitments.of_member(member)).commitments:
            wanted = CommitmentRecord(
                id=_NOBODY,
                member=member,
                staff=None,
                kind=kind,
                first=first,
                last=last,
                start=start,
                end=end,
                created_at=now,
                created_by=MANAGER.name,
            )
            await commitments.add(wanted, MANAGER, now)

"""Whom a plan expects in each session, and what is said against it for their sake (A3, A4, R1)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from academy.findings import PlanFinding
from academy.groups import about_groups, form_groups, numbers
from academy.membership import sessions_for
from academy.rooms import too_small
from service.cohorts.drafts import HOME
from service.cohorts.operations import Cohort
from service.cohorts.plan_findings import known_rooms
from service.cohorts.plans import Plan, World
from service.enrolments.attending import attending
from service.enrolments.store import groups as group_store
from service.enrolments.store import members as member_store


async def about_members(cohort: Cohort, plan: Plan, world: World) -> Sequence[PlanFinding]:
    """Groups without a date, runs outside their block, and rooms that are too small.

    Of the draft as it would be released, with the members of today.
    """
    now = await attending(cohort.record.id)
    people = [now.planned(member) for member in now.members]
    others = [each for each in now.sessions if each.cohort != cohort.record.key]
    sessions = [*plan.sessions, *others]
    groups = form_groups(
        plan.programme,
        people,
        sessions,
        held=now.groups,
        home_run=HOME,
        fill_first=await group_store.fill_first(cohort.record.id),
    )
    places = numbers(groups)
    expected = Counter(
        session.uid
        for person in people
        for session in sessions_for(
            person, sessions, plan.programme, places, home_run=HOME
        ).sessions
    )
    expected.update(await _catching_up(cohort.record.id))
    windows = {
        (planned.run.key, block.key): (block.dates[0], block.dates[-1])
        for planned in plan.runs
        for block in planned.proposal.blocks
    }
    return (
        *about_groups(groups, plan.sessions, plan.programme, windows),
        *too_small(plan.sessions, known_rooms(plan.programme, world.places), expected),
    )


async def _catching_up(cohort_id: UUID) -> Mapping[str, int]:
    """Members of other cohorts by the session they catch up in."""
    everybody = await member_store.members()
    return Counter(
        uid for member in everybody if member.cohort != cohort_id for uid in member.catch_up
    )

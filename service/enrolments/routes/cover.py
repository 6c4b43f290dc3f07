"""Commitments, the manager's view, cover, and absences of staff over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from service import clock
from service.access.actor import Actor, Scope
from service.access.guards import requires
from service.enrolments import commitments, own, team
from service.enrolments.routes.who import LEADS, OWNERS, TAG
from service.enrolments.schemas.cover import (
    CommitmentBody,
    CommitmentJson,
    CoverBody,
    StaffCommitments,
    StandingJson,
    Standings,
    TeamJson,
    ToldJson,
    commitment_as_json,
    commitment_of,
    standing_as_json,
    standings_as_json,
    team_as_json,
    told_as_json,
)
from service.problems import Unprocessable
from service.web.openapi import also_answers

MANAGERS = [requires(Scope.ACADEMY, Scope.MANAGER)]
First = Annotated[date, QueryParameter(description="First day, included")]
Last = Annotated[date, QueryParameter(description="Last day, included")]
MOST_DAYS = 3_700


@post(
    "/api/v1/commitments",
    guards=LEADS,
    tags=[TAG],
    operation_id="addCommitment",
    summary="Leave, court or duty of a member or of staff: a kind and a time",
)
async def add_commitment(
    data: JSONBody[CommitmentBody], actor: NamedDependency[Actor]
) -> CommitmentJson:
    """Exactly one of ``member`` and ``staff``. Details of a case are refused, and never kept."""
    if (data.member is None) == (data.staff is None):
        words = "name either a member or somebody of the staff"
        raise Unprocessable(
            f"Whose commitment is it? {words.capitalize()}.",
            errors=[{"pointer": "/member", "detail": words}],
        )
    now = clock.now()
    added = await commitments.add(commitment_of(data, actor.name, now), actor, now)
    return commitment_as_json(added)


@delete(
    "/api/v1/commitments/{commitment_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="deleteCommitment",
    summary="Take a commitment out",
)
async def delete_commitment(commitment_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    await commitments.delete(commitment_id, actor, clock.now())


@get(
    "/api/v1/members/{member_id:uuid}/commitments",
    guards=OWNERS,
    tags=[TAG],
    operation_id="listMemberCommitments",
    summary="A member's commitments, and what they take from the plan",
)
async def list_member_commitments(
    member_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> StandingJson:
    await own.member_for(actor, member_id)
    return standing_as_json(await commitments.of_member(member_id))


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/conflicts",
    guards=LEADS,
    tags=[TAG],
    operation_id="listConflicts",
    summary="Members whose commitments or working days stand against the plan",
)
async def list_conflicts(cohort_id: FromPath[UUID]) -> Standings:
    return standings_as_json(await commitments.of_cohort(cohort_id))


@get(
    "/api/v1/academy/staff-commitments",
    guards=LEADS,
    tags=[TAG],
    operation_id="listStaffCommitments",
    summary="Commitments of somebody of the staff",
)
async def list_staff_commitments(
    name: Annotated[str, QueryParameter(min_length=1, max_length=200)],
) -> StaffCommitments:
    return StaffCommitments([commitment_as_json(each) for each in await commitments.of_staff(name)])


@get(
    "/api/v1/academy/team",
    guards=MANAGERS,
    tags=[TAG],
    operation_id="readTeam",
    summary="Academy dates of a team; a manager's key reads its own team",
    opt=also_answers(Unprocessable),
)
async def read_team(
    actor: NamedDependency[Actor],
    *,
    first: First,
    last: Last,
    team_name: Annotated[
        str | None, QueryParameter(name="team", max_length=200, description="For the lead's key")
    ] = None,
) -> TeamJson:
    if not 0 <= (last - first).days <= MOST_DAYS:
        raise Unprocessable(
            "The last day has to lie after the first, and no more than ten years.",
            errors=[{"parameter": "last", "detail": "must not be before first"}],
        )
    return team_as_json(await team.view(_team(actor, team_name), first, last))


@put(
    "/api/v1/academy/cover",
    guards=MANAGERS,
    tags=[TAG],
    operation_id="acknowledgeCover",
    summary="Confirm that court and duty are covered for sessions of a team",
    status_code=204,
)
async def acknowledge_cover(data: JSONBody[CoverBody], actor: NamedDependency[Actor]) -> None:
    """For the sessions as they are now: one that changes later has to be confirmed again."""
    uids = [str(uid) for uid in data.sessions]
    await team.acknowledge(_team(actor, data.team), uids, actor, clock.now())


@get(
    "/api/v1/academy/absence/told",
    guards=LEADS,
    tags=[TAG],
    operation_id="readWhoIsTold",
    summary="Somebody of the staff is off: what is hit, and who must be told",
    opt=also_answers(Unprocessable),
)
async def read_who_is_told(
    *,
    person: Annotated[str, QueryParameter(min_length=1, max_length=200)],
    first: First,
    last: Last,
) -> ToldJson:
    return told_as_json(await team.told_of_absence(person, first, last))


def _team(actor: Actor, named: str | None) -> str:
    """A manager's key is of one team; any other has to say which."""
    if actor.personal is not None:
        own_team = actor.subject or ""
        if named not in {None, own_team}:
            raise Unprocessable(
                "The key is of another team.",
                errors=[{"parameter": "team", "detail": "leave it out"}],
            )
        return own_team
    if named is None:
        raise Unprocessable(
            "Which team? Name it in team.",
            errors=[{"parameter": "team", "detail": "is needed"}],
        )
    return named


ROUTES: list[HTTPRouteHandler] = [
    add_commitment,
    delete_commitment,
    list_member_commitments,
    list_conflicts,
    list_staff_commitments,
    read_team,
    acknowledge_cover,
    read_who_is_told,
]

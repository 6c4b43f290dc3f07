"""Members over HTTP."""

from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from service import clock
from service.access.actor import Actor
from service.enrolments import members, own
from service.enrolments.routes.who import (
    LEADS,
    OWNERS,
    TAG,
    IfMatch,
    member_tag,
    revision_of,
)
from service.enrolments.schemas.members import (
    MemberBody,
    MemberJson,
    Members,
    NewMembers,
    TransferBody,
    joining_of,
    member_as_json,
    wish_of,
)
from service.enrolments.store.members import MemberRecord
from service.settings import Settings


def _tagged(record: MemberRecord) -> Response[MemberJson]:
    return Response(member_as_json(record), headers={"etag": f'"{member_tag(record.revision)}"'})


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/members",
    guards=LEADS,
    tags=[TAG],
    operation_id="listMembers",
    summary="Members of a cohort by name, without those who were removed",
)
async def list_members(cohort_id: FromPath[UUID]) -> Members:
    return Members([member_as_json(each) for each in await members.members_of(cohort_id)])


@post(
    "/api/v1/cohorts/{cohort_id:uuid}/members",
    guards=LEADS,
    tags=[TAG],
    operation_id="enrolMembers",
    summary="Enrol up to 500 members: all of them, or none",
)
async def enrol_members(
    cohort_id: FromPath[UUID],
    data: JSONBody[NewMembers],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Members:
    """A registration number becomes the keyed identity of the workforce returns; it is not kept."""
    joining = [joining_of(each) for each in data.members]
    enrolled = await members.enrol(cohort_id, joining, actor, clock.now(), settings)
    return Members([member_as_json(each) for each in enrolled])


@get(
    "/api/v1/members/{member_id:uuid}",
    guards=OWNERS,
    tags=[TAG],
    operation_id="readMember",
    summary="One member: for the lead, for themselves, and for their manager",
)
async def read_member(
    member_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Response[MemberJson]:
    return _tagged(await own.member_for(actor, member_id))


@put(
    "/api/v1/members/{member_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="changeMember",
    summary="Put what is said of a member in the place of what was said (If-Match)",
)
async def change_member(
    member_id: FromPath[UUID],
    data: JSONBody[MemberBody],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> Response[MemberJson]:
    """Groups are formed again, and calendars told what is theirs now and what no longer."""
    return _tagged(
        await members.change(member_id, revision_of(if_match), wish_of(data), actor, clock.now())
    )


@post(
    "/api/v1/members/{member_id:uuid}/transfer",
    guards=LEADS,
    tags=[TAG],
    operation_id="transferMember",
    summary="Transfer a member to another cohort or run with what they attended (If-Match)",
    status_code=200,
)
async def transfer_member(
    member_id: FromPath[UUID],
    data: JSONBody[TransferBody],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> Response[MemberJson]:
    """Nothing is taken twice unless it is asked for in ``repeats``."""
    moved = await members.transfer(
        member_id,
        revision_of(if_match),
        cohort_id=data.cohort,
        run=data.run,
        actor=actor,
        now=clock.now(),
    )
    return _tagged(moved)


@delete(
    "/api/v1/members/{member_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="removeMember",
    summary="Remove a member: their sessions end, what they attended is kept (If-Match)",
)
async def remove_member(
    member_id: FromPath[UUID], actor: NamedDependency[Actor], *, if_match: IfMatch = None
) -> None:
    await members.remove(member_id, revision_of(if_match), actor, clock.now())


ROUTES: list[HTTPRouteHandler] = [
    list_members,
    enrol_members,
    read_member,
    change_member,
    transfer_member,
    remove_member,
]

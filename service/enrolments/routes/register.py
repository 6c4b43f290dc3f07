"""Attendance and mop-up needs over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, PathParameter

from academy.attendance import Attended
from service import clock
from service.access.actor import Actor
from service.enrolments import attendance, mop_up, own
from service.enrolments.routes.who import (
    LEADS,
    OWNERS,
    REGISTRARS,
    TAG,
    IfMatch,
    revision_of,
)
from service.enrolments.schemas.members import MemberJson, member_as_json
from service.enrolments.schemas.register import (
    AttendanceJson,
    CatchUpBody,
    MarksBody,
    NeedsJson,
    SettledBody,
    SheetJson,
    attendance_as_json,
    marks_of,
    needs_as_json,
    sheet_as_json,
)

Item = Annotated[str, PathParameter(description="Key of an item of the programme")]


@get(
    "/api/v1/sessions/{uid:uuid}/register",
    guards=REGISTRARS,
    tags=[TAG],
    operation_id="readSessionRegister",
    summary="The register of one session; a facilitator's key needs to lead it",
)
async def read_session_register(uid: FromPath[UUID], actor: NamedDependency[Actor]) -> SheetJson:
    return sheet_as_json(await attendance.sheet(str(uid), actor))


@put(
    "/api/v1/sessions/{uid:uuid}/register",
    guards=REGISTRARS,
    tags=[TAG],
    operation_id="markRegister",
    summary="Mark who attended, or correct what was marked",
)
async def mark_register(
    uid: FromPath[UUID], data: JSONBody[MarksBody], actor: NamedDependency[Actor]
) -> SheetJson:
    """Lines that are not named stay as they are."""
    marked = await attendance.mark(str(uid), marks_of(data), actor, clock.now())
    return sheet_as_json(marked)


@get(
    "/api/v1/members/{member_id:uuid}/attendance",
    guards=OWNERS,
    tags=[TAG],
    operation_id="listAttendance",
    summary="What the register says of one member",
)
async def list_attendance(
    member_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> AttendanceJson:
    await own.member_for(actor, member_id)
    return attendance_as_json(await attendance.lines_of(member_id))


@put(
    "/api/v1/members/{member_id:uuid}/attendance/{item:str}",
    guards=LEADS,
    tags=[TAG],
    operation_id="settleItem",
    summary="An item that a member need not take: exempt, or completed elsewhere",
)
async def settle_item(
    member_id: FromPath[UUID],
    item: Item,
    data: JSONBody[SettledBody],
    actor: NamedDependency[Actor],
) -> MemberJson:
    """It leaves their plan and their calendar."""
    settled = await attendance.settle(
        member_id,
        item,
        state=Attended(data.state),
        day=data.day,
        actor=actor,
        now=clock.now(),
    )
    return member_as_json(settled)


@get(
    "/api/v1/academy/mop-up-needs",
    guards=LEADS,
    tags=[TAG],
    operation_id="listMopUpNeeds",
    summary="Open needs of all cohorts, oldest first, and sessions that could serve them",
)
async def list_mop_up_needs() -> NeedsJson:
    return needs_as_json(await mop_up.open_needs(clock.today()))


@put(
    "/api/v1/members/{member_id:uuid}/catch-up",
    guards=LEADS,
    tags=[TAG],
    operation_id="confirmCatchUp",
    summary="Confirm the mop-up sessions that a member attends (If-Match)",
)
async def confirm_catch_up(
    member_id: FromPath[UUID],
    data: JSONBody[CatchUpBody],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> MemberJson:
    uids = frozenset(str(uid) for uid in data.sessions)
    confirmed = await mop_up.confirm(member_id, revision_of(if_match), uids, actor, clock.now())
    return member_as_json(confirmed)


ROUTES: list[HTTPRouteHandler] = [
    read_session_register,
    mark_register,
    list_attendance,
    settle_item,
    list_mop_up_needs,
    confirm_catch_up,
]

"""What each member's calendar has been told, as the feeds read it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from service.storage.tables.enrolments import MemberCalendar


class Mark(msgspec.Struct, frozen=True):
    """A session that was taken from a member, or given back, while it went on for others."""

    bumps: int
    """Added to the session's own SEQUENCE in this member's calendar."""
    withdrawn: bool
    at: datetime


class Told(msgspec.Struct, frozen=True):
    """Sessions by UID that a member's calendar has been told of."""

    plain: list[str] = []
    marked: dict[str, Mark] = {}


async def told(cohort_id: UUID) -> dict[str, Told]:
    """By member."""
    rows = await MemberCalendar.select(MemberCalendar.member, MemberCalendar.told).where(
        MemberCalendar.member.cohort == cohort_id
    )
    return {str(row["member"]): msgspec.json.decode(row["told"], type=Told) for row in rows}


async def told_to(member_id: UUID) -> Told:
    row = await (
        MemberCalendar.select(MemberCalendar.told).where(MemberCalendar.member == member_id).first()
    )
    return msgspec.json.decode(row["told"], type=Told) if row else Told()


async def put(wanted: Mapping[str, Told]) -> None:
    if not wanted:
        return
    members = [UUID(member) for member in wanted]
    await MemberCalendar.delete().where(MemberCalendar.member.is_in(members))
    await MemberCalendar.insert(
        *(
            MemberCalendar(
                member=UUID(member), told=msgspec.json.encode(each, order="sorted").decode()
            )
            for member, each in wanted.items()
        )
    )

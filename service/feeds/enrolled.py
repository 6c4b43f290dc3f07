"""Members of a cohort as their feeds need them: who they are, and what their calendar was told."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from academy.membership import Groups, Member
from academy.programme import Audience
from service.storage.tables.enrolments import GroupPlace, MemberCalendar, MemberRow


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


@dataclass(frozen=True, slots=True)
class Enrolled:
    """``removed``: no longer a member, attends nothing more."""

    member: Member
    name: str
    changed_at: datetime
    removed: bool
    told: Told

    @property
    def uids(self) -> set[str]:
        """Sessions of their calendar that may be another cohort's."""
        return {*self.member.catch_up, *self.told.plain, *self.told.marked}


@dataclass(frozen=True, slots=True)
class Enrolment:
    """All who are or were members of a cohort, by id, and the groups they are in."""

    members: Mapping[str, Enrolled]
    groups: Groups


async def enrolment(cohort_id: UUID, cohort_key: str) -> Enrolment:
    """The members of one cohort; ``cohort_key`` is what its sessions call it."""
    rows = await MemberRow.select().where(MemberRow.cohort == cohort_id)
    told = await MemberCalendar.select(MemberCalendar.member, MemberCalendar.told).where(
        MemberCalendar.member.cohort == cohort_id
    )
    places = await GroupPlace.select(GroupPlace.item, GroupPlace.member, GroupPlace.number).where(
        GroupPlace.cohort == cohort_id
    )
    groups: dict[str, dict[str, int]] = {}
    for place in places:
        groups.setdefault(place["item"], {})[str(place["member"])] = place["number"]
    calendars = {row["member"]: msgspec.json.decode(row["told"], type=Told) for row in told}
    members = [_enrolled(row, cohort_key, calendars.get(row["id"], Told())) for row in rows]
    return Enrolment({each.member.id: each for each in members}, groups)


async def team_members(team: str) -> list[tuple[UUID, UUID]]:
    """Cohort and id of everybody who is or was enrolled from a team."""
    rows = await MemberRow.select(MemberRow.cohort, MemberRow.id).where(MemberRow.team == team)
    return [(row["cohort"], row["id"]) for row in rows]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one member belongs."""

    cohort: UUID
    removed: bool


async def one(member_id: UUID) -> Place | None:
    row = await (
        MemberRow.select(MemberRow.cohort, MemberRow.removed_at)
        .where(MemberRow.id == member_id)
        .first()
    )
    return Place(row["cohort"], row["removed_at"] is not None) if row else None


async def names(members: Collection[UUID]) -> dict[str, str]:
    """What to call members before the academy lead, by id."""
    rows = await MemberRow.select(MemberRow.id, MemberRow.display_name).where(
        MemberRow.id.is_in(list(members))
    )
    return {str(row["id"]): row["display_name"] for row in rows}


def _enrolled(row: dict[str, Any], cohort_key: str, told: Told) -> Enrolled:
    return Enrolled(
        member=Member(
            id=str(row["id"]),
            worker=None,  # no feed needs to know
            audience=Audience(row["audience"]),
            cohort=cohort_key,
            run=row["run"],
            team=row["team"],
            completed=_set(row["completed"]),
            cleared=row["cleared"],
            named=_set(row["named"]),
            chosen=_set(row["chosen"]),
            repeats=_set(row["repeats"]),
            catch_up=_set(row["catch_up"]),
        ),
        name=row["display_name"],
        changed_at=row["changed_at"],
        removed=row["removed_at"] is not None,
        told=told,
    )


def _set(text: str) -> frozenset[str]:
    return frozenset(json.loads(text))

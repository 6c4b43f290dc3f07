"""Registers being marked, open needs and mop-up proposals as JSON."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from academy.attendance import Attended, MopUpNeed
from service.cohorts.schemas.cohorts import SessionJson, session_as_json
from service.enrolments.attendance import Mark, Sheet
from service.enrolments.mop_up import Needs
from service.enrolments.schemas.attending import PersonJson, person_as_json
from service.enrolments.store.members import MemberRecord
from service.enrolments.store.register import Line

State = Annotated[
    str,
    msgspec.Meta(pattern="^(attended|part|absent-authorised|absent|exempt|completed-elsewhere)$"),
]


class MarkBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    member: UUID
    state: State


class MarksBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them are marked, or none. One that stood before is corrected."""

    lines: Annotated[list[MarkBody], msgspec.Meta(min_length=1, max_length=500)]


class SettledBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``day``: when it was decided, or completed elsewhere."""

    state: Annotated[str, msgspec.Meta(pattern="^(exempt|completed-elsewhere)$")]
    day: date


class SheetLine(msgspec.Struct, frozen=True):
    """``state`` null: not marked yet."""

    member: PersonJson
    state: str | None
    at: datetime | None
    by: str | None


class SheetJson(msgspec.Struct, frozen=True):
    session: SessionJson
    lines: list[SheetLine]


class AttendedJson(msgspec.Struct, frozen=True):
    item: str
    session: UUID | None
    day: date
    state: str


class AttendanceJson(msgspec.Struct, frozen=True):
    """By day."""

    lines: list[AttendedJson]


class NeedJson(msgspec.Struct, frozen=True):
    """``since`` null: the plan never had a place for them."""

    member: PersonJson
    cohort: str
    since: date | None
    reason: str


class DemandJson(msgspec.Struct, frozen=True):
    """``groups``: sizes of the groups that a mop-up run would need."""

    programme: str
    item: str
    title: str
    groups: list[int]
    needs: list[NeedJson]


class ProposalJson(msgspec.Struct, frozen=True):
    """``session`` null: none has a place at a time they are free."""

    member: PersonJson
    item: str
    session: SessionJson | None


class NeedsJson(msgspec.Struct, frozen=True):
    demands: list[DemandJson]
    proposals: list[ProposalJson]


class CatchUpBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All mop-up sessions the member attends; an empty list takes them back."""

    sessions: Annotated[list[UUID], msgspec.Meta(max_length=100)]


def marks_of(body: MarksBody) -> list[Mark]:
    return [Mark(each.member, Attended(each.state)) for each in body.lines]


def sheet_as_json(sheet: Sheet) -> SheetJson:
    return SheetJson(
        session_as_json(sheet.session),
        [_line(member, sheet.lines.get(member.id)) for member in sheet.expected],
    )


def attendance_as_json(lines: Iterable[Line]) -> AttendanceJson:
    return AttendanceJson(
        [AttendedJson(each.item, each.session, each.day, each.state) for each in lines]
    )


def needs_as_json(found: Needs) -> NeedsJson:
    return NeedsJson(
        [
            DemandJson(
                each.programme,
                each.item,
                each.title,
                list(each.groups),
                [_need(need, found) for need in each.needs],
            )
            for each in found.demands
        ],
        [
            ProposalJson(
                person_as_json(found.members[each.need.member]),
                each.need.item,
                session_as_json(each.session) if each.session else None,
            )
            for each in found.proposals
        ],
    )


def _need(need: MopUpNeed, found: Needs) -> NeedJson:
    return NeedJson(
        person_as_json(found.members[need.member]), need.cohort, need.since, str(need.reason)
    )


def _line(member: MemberRecord, line: Line | None) -> SheetLine:
    person = person_as_json(member)
    if line is None:
        return SheetLine(person, None, None, None)
    return SheetLine(person, line.state, line.at, line.by)

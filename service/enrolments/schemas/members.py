"""Members as JSON. A registration number goes in and never comes out."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from academy.programme import Audience
from service.enrolments.member_checks import Wish
from service.enrolments.members import Joining
from service.enrolments.store.members import EVERY_WEEKDAY, MemberRecord
from service.web.texts import Key, Line

Audiences = Annotated[str, msgspec.Meta(pattern="^(newly-qualified|experienced|managers|named)$")]
ItemKeys = Annotated[
    list[Annotated[str, msgspec.Meta(min_length=1, max_length=200)]], msgspec.Meta(max_length=500)
]
Weekday = Annotated[int, msgspec.Meta(ge=0, le=6)]
Weekdays = Annotated[list[Weekday], msgspec.Meta(min_length=1, max_length=7)]
Number = Annotated[str, msgspec.Meta(min_length=1, max_length=50, pattern=r"^[A-Za-z0-9 /-]+$")]
AT_ONCE = 500


class MemberBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a lead says of a member.

    ``weekdays``: days they work, Monday = 0. ``route``: how they came into social work.
    ``asye_start``: when their own ASYE year began, which is not the cohort's clock.
    """

    name: Line
    audience: Audiences
    run: Key = "home"
    team: Line | None = None
    manager: Line | None = None
    completed: ItemKeys = []
    named: ItemKeys = []
    chosen: ItemKeys = []
    repeats: ItemKeys = []
    weekdays: Weekdays = msgspec.field(default_factory=lambda: list(EVERY_WEEKDAY))
    cleared: bool = False
    expected_clearance: date | None = None
    route: Line | None = None
    started_on: date | None = None
    asye_start: date | None = None


class NewMember(MemberBody, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``registration_number`` becomes the keyed identity of the workforce returns."""

    registration_number: Number | None = None


class NewMembers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them are enrolled, or none."""

    members: Annotated[list[NewMember], msgspec.Meta(min_length=1, max_length=AT_ONCE)]


class TransferBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cohort: UUID
    run: Key = "home"


class MemberJson(msgspec.Struct, frozen=True):
    """``identified``: whether the service knows who they are in the workforce returns."""

    id: UUID
    cohort: UUID
    run: str
    name: str
    audience: str
    team: str | None
    manager: str | None
    completed: list[str]
    named: list[str]
    chosen: list[str]
    repeats: list[str]
    catch_up: list[str]
    weekdays: list[int]
    cleared: bool
    expected_clearance: date | None
    route: str | None
    started_on: date | None
    asye_start: date | None
    identified: bool
    revision: int
    joined_at: datetime
    removed_at: datetime | None


class Members(msgspec.Struct, frozen=True):
    """By name."""

    members: list[MemberJson]


def wish_of(body: MemberBody) -> Wish:
    return Wish(
        run=body.run,
        name=body.name.strip(),
        audience=Audience(body.audience),
        team=body.team,
        manager=body.manager,
        completed=tuple(body.completed),
        named=tuple(body.named),
        chosen=tuple(body.chosen),
        repeats=tuple(body.repeats),
        weekdays=tuple(body.weekdays),
        cleared=body.cleared,
        expected_clearance=body.expected_clearance,
        route=body.route,
        started_on=body.started_on,
        asye_start=body.asye_start,
    )


def joining_of(body: NewMember) -> Joining:
    return Joining(wish_of(body), body.registration_number)


def member_as_json(record: MemberRecord) -> MemberJson:
    return MemberJson(
        id=record.id,
        cohort=record.cohort,
        run=record.run,
        name=record.name,
        audience=record.audience.value,
        team=record.team,
        manager=record.manager,
        completed=list(record.completed),
        named=list(record.named),
        chosen=list(record.chosen),
        repeats=list(record.repeats),
        catch_up=list(record.catch_up),
        weekdays=list(record.weekdays),
        cleared=record.cleared,
        expected_clearance=record.expected_clearance,
        route=record.route,
        started_on=record.started_on,
        asye_start=record.asye_start,
        identified=record.worker is not None,
        revision=record.revision,
        joined_at=record.joined_at,
        removed_at=record.removed_at,
    )

"""Itineraries, groups, readiness, digests and registers as JSON."""

from uuid import UUID

import msgspec

from academy.membership import Missed
from academy.readiness import Readiness
from academy.revision import Change
from service.cohorts.schemas.cohorts import SessionJson, session_as_json
from service.cohorts.schemas.findings import PlanFindingJson, findings_as_json
from service.cohorts.schemas.releases import ReleaseEntryJson, entry_as_json
from service.enrolments.digest import Told
from service.enrolments.groups import Grouping
from service.enrolments.itineraries import MemberItinerary
from service.enrolments.register import Register
from service.enrolments.store.members import MemberRecord


class MissedJson(msgspec.Struct, frozen=True):
    """A recorded need: the item is meant for the member, and no session serves it."""

    item: str
    title: str
    why: str


class ItineraryJson(msgspec.Struct, frozen=True):
    """``rests``: lunches and breaks. ``exempt``: items left out because they are completed."""

    member: UUID
    sessions: list[SessionJson]
    rests: list[SessionJson]
    missed: list[MissedJson]
    exempt: list[str]
    findings: list[PlanFindingJson]


class PersonJson(msgspec.Struct, frozen=True):
    id: UUID
    name: str


class GroupJson(msgspec.Struct, frozen=True):
    """``scheduled`` false: no session serves the group yet."""

    run: str
    item: str
    number: int
    scheduled: bool
    members: list[PersonJson]


class OrderJson(msgspec.Struct, frozen=True):
    """Somebody comes to ``item`` before ``needed`` is over for them."""

    member: PersonJson
    item: str
    needed: str
    finding: PlanFindingJson


class Groups(msgspec.Struct, frozen=True):
    fill_first: bool
    groups: list[GroupJson]
    prerequisite_order: list[OrderJson]


class GroupingBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``fill_first``: full groups and a rest, in place of groups that differ by at most one."""

    fill_first: bool


class ItemReadinessJson(msgspec.Struct, frozen=True):
    item: str
    title: str
    gaps: list[str]


class ReadinessJson(msgspec.Struct, frozen=True):
    """``percent`` as text, to one decimal place; null where the programme has no item."""

    items: int
    ready: int
    percent: str | None
    gaps: list[ItemReadinessJson]


class ToldChangeJson(msgspec.Struct, frozen=True):
    uid: str
    kinds: list[str]
    before: SessionJson | None
    after: SessionJson | None
    direct: bool


class MemberDigestJson(msgspec.Struct, frozen=True):
    """``direct``: tell them yourself, their calendar may be too late."""

    member: PersonJson
    team: str | None
    manager: str | None
    direct: bool
    changes: list[ToldChangeJson]


class DigestJson(msgspec.Struct, frozen=True):
    """``managers``: members by who manages them; ``notify_directly``: members to be told at once."""

    release: ReleaseEntryJson
    members: list[MemberDigestJson]
    managers: dict[str, list[UUID]]
    notify_directly: list[PersonJson]


class RegisterLine(msgspec.Struct, frozen=True):
    session: SessionJson
    member: PersonJson
    attendance: str | None


class RegisterJson(msgspec.Struct, frozen=True):
    lines: list[RegisterLine]


def itinerary_as_json(found: MemberItinerary) -> ItineraryJson:
    return ItineraryJson(
        member=found.member.id,
        sessions=[session_as_json(each) for each in found.itinerary.sessions],
        rests=[session_as_json(each) for each in found.itinerary.rests],
        missed=[_missed(each) for each in found.itinerary.missed],
        exempt=list(found.itinerary.exempt),
        findings=findings_as_json(found.findings),
    )


def groups_as_json(found: Grouping) -> Groups:
    open_ones = {(group.run, group.item, group.number) for group in found.unscheduled}
    return Groups(
        fill_first=found.fill_first,
        groups=[
            GroupJson(
                run=group.run,
                item=group.item,
                number=group.number,
                scheduled=(group.run, group.item, group.number) not in open_ones,
                members=[person_as_json(found.members[each]) for each in group.members],
            )
            for group in found.groups
        ],
        prerequisite_order=[
            OrderJson(
                member=person_as_json(member),
                item=order.item,
                needed=order.needed,
                finding=findings_as_json([order.finding])[0],
            )
            for member, order in found.orders
        ],
    )


def readiness_as_json(found: Readiness) -> ReadinessJson:
    return ReadinessJson(
        items=len(found.items),
        ready=found.ready,
        percent=None if found.percent is None else str(found.percent),
        gaps=[
            ItemReadinessJson(each.item, each.title, [gap.value for gap in each.gaps])
            for each in found.items
            if each.gaps
        ],
    )


def digest_as_json(told: Told) -> DigestJson:
    managers: dict[str, list[UUID]] = {}
    for member, _ in told.lines:
        managers.setdefault(member.manager or member.team or "", []).append(member.id)
    return DigestJson(
        release=entry_as_json(told.entry),
        members=[
            MemberDigestJson(
                member=person_as_json(member),
                team=member.team,
                manager=member.manager,
                direct=bool(digest.direct),
                changes=[
                    _change(change, direct=change in digest.direct)
                    for change in digest.revision.changes
                ],
            )
            for member, digest in told.lines
        ],
        managers={name: ids for name, ids in sorted(managers.items()) if name},
        notify_directly=[person_as_json(member) for member, _ in told.direct],
    )


def register_as_json(register: Register) -> RegisterJson:
    return RegisterJson(
        [
            RegisterLine(
                session_as_json(session),
                person_as_json(member),
                register.states.get((session.uid, str(member.id))),
            )
            for session, member in register.lines
        ]
    )


def person_as_json(member: MemberRecord) -> PersonJson:
    return PersonJson(member.id, member.name)


def _missed(missed: Missed) -> MissedJson:
    return MissedJson(missed.item, missed.title, missed.why.value)


def _change(change: Change, *, direct: bool) -> ToldChangeJson:
    return ToldChangeJson(
        uid=change.uid,
        kinds=[kind.value for kind in change.kinds],
        before=session_as_json(change.before) if change.before else None,
        after=session_as_json(change.after) if change.after else None,
        direct=direct,
    )

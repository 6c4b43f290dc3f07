"""Commitments, the manager's view and absences of staff as JSON."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID, uuid4

import msgspec

from academy.commitments import CommitmentKind, Conflict
from academy.cover import CoverNeeded
from service.cohorts.schemas.cohorts import SessionJson, session_as_json
from service.cohorts.schemas.findings import PlanFindingJson, findings_as_json
from service.enrolments.commitments import Standing
from service.enrolments.schemas.attending import PersonJson, person_as_json
from service.enrolments.store.commitments import CommitmentRecord
from service.enrolments.team import TeamView, Told, findings
from service.web.texts import Line, Moment


class CommitmentBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A kind and a time; nothing about a case is taken. Without times: the whole days."""

    kind: Annotated[str, msgspec.Meta(pattern="^(leave|court|duty|other)$")]
    first: date
    last: date
    start: Moment | None = None
    end: Moment | None = None
    member: UUID | None = None
    staff: Line | None = None


class CommitmentJson(msgspec.Struct, frozen=True):
    id: UUID
    member: UUID | None
    staff: str | None
    kind: str
    first: date
    last: date
    start: str | None
    end: str | None


class ConflictJson(msgspec.Struct, frozen=True):
    """``outcomes``: what no session they keep leads to. ``replacement``: the next of the item."""

    commitment: UUID
    session: SessionJson
    start: str
    end: str
    minutes: int
    outcomes: list[str]
    replacement: SessionJson | None


class StandingJson(msgspec.Struct, frozen=True):
    """``minutes_lost``: what two commitments take of one session counts once."""

    member: PersonJson
    commitments: list[CommitmentJson]
    conflicts: list[ConflictJson]
    minutes_lost: int
    findings: list[PlanFindingJson]


class Standings(msgspec.Struct, frozen=True):
    members: list[StandingJson]


class StaffCommitments(msgspec.Struct, frozen=True):
    commitments: list[CommitmentJson]


class CoverJson(msgspec.Struct, frozen=True):
    """``acknowledged``: cover is confirmed for the session as it is now, by whom and when."""

    session: SessionJson
    members: list[PersonJson]
    acknowledged: bool
    acknowledged_by: str | None
    acknowledged_at: datetime | None


class TeamJson(msgspec.Struct, frozen=True):
    team: str
    sessions: list[CoverJson]
    findings: list[PlanFindingJson]


class CoverBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sessions for which court and duty are covered."""

    team: Line
    sessions: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=500)]


class HitJson(msgspec.Struct, frozen=True):
    session: SessionJson
    members: list[PersonJson]


class ToldJson(msgspec.Struct, frozen=True):
    """``staff``: who else leads or could; ``members`` and ``managers``: who must be told."""

    person: str
    first: date
    last: date
    hit: list[HitJson]
    staff: list[str]
    members: list[PersonJson]
    managers: list[str]


def commitment_of(body: CommitmentBody, by: str, now: datetime) -> CommitmentRecord:
    return CommitmentRecord(
        id=uuid4(),
        member=body.member,
        staff=body.staff,
        kind=CommitmentKind(body.kind),
        first=body.first,
        last=body.last,
        start=time.fromisoformat(body.start) if body.start else None,
        end=time.fromisoformat(body.end) if body.end else None,
        created_at=now,
        created_by=by,
    )


def commitment_as_json(record: CommitmentRecord) -> CommitmentJson:
    return CommitmentJson(
        id=record.id,
        member=record.member,
        staff=record.staff,
        kind=record.kind.value,
        first=record.first,
        last=record.last,
        start=f"{record.start:%H:%M}" if record.start else None,
        end=f"{record.end:%H:%M}" if record.end else None,
    )


def standing_as_json(standing: Standing) -> StandingJson:
    return StandingJson(
        member=person_as_json(standing.member),
        commitments=[commitment_as_json(each) for each in standing.commitments],
        conflicts=[_conflict(each) for each in standing.conflicts],
        minutes_lost=standing.minutes_lost,
        findings=findings_as_json(standing.findings),
    )


def standings_as_json(found: Iterable[Standing]) -> Standings:
    return Standings([standing_as_json(each) for each in found])


def team_as_json(view: TeamView) -> TeamJson:
    return TeamJson(
        view.team,
        [_cover(each, view) for each in view.cover],
        findings_as_json(findings(view)),
    )


def told_as_json(told: Told) -> ToldJson:
    return ToldJson(
        person=told.absence.person,
        first=told.absence.first,
        last=told.absence.last,
        hit=[
            HitJson(session_as_json(each.session), [person_as_json(m) for m in each.members])
            for each in told.hit
        ],
        staff=list(told.absence.tell),
        members=[person_as_json(each) for each in told.people],
        managers=list(told.managers),
    )


def _cover(cover: CoverNeeded, view: TeamView) -> CoverJson:
    known = view.acknowledged.get(cover.session.uid)
    return CoverJson(
        session_as_json(cover.session),
        [person_as_json(view.members[each]) for each in cover.members],
        cover.acknowledged,
        known.by if known else None,
        known.at if known else None,
    )


def _conflict(conflict: Conflict) -> ConflictJson:
    return ConflictJson(
        commitment=UUID(conflict.commitment.id),
        session=session_as_json(conflict.session),
        start=f"{conflict.start:%H:%M}",
        end=f"{conflict.end:%H:%M}",
        minutes=conflict.minutes,
        outcomes=list(conflict.outcomes),
        replacement=session_as_json(conflict.replacement) if conflict.replacement else None,
    )

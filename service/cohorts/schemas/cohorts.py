"""Cohorts, their drafts and their plans as JSON."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from academy.session import Session
from service.cohorts.cohorts import Cohort, Preview
from service.cohorts.drafts import Draft
from service.cohorts.plans import PlannedRun
from service.cohorts.schemas.findings import StandingJson, standing_as_json
from service.web.texts import Key, Line, Reason

State = Annotated[str, msgspec.Meta(pattern="^(published|running|closed)$")]


class NewCohort(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``version`` null: the newest of the programme that is in force on the first day."""

    key: Key
    title: Line
    programme: Line
    anchor: date
    version: Annotated[int, msgspec.Meta(ge=1)] | None = None


class CohortTitle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Line


class Following(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    programme: Line
    version: Annotated[int, msgspec.Meta(ge=1)] | None = None


class StateBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    state: State


class OverrideBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``message`` null: all WARN findings that stand with this code."""

    code: Line
    why: Reason
    message: Annotated[str, msgspec.Meta(max_length=5000)] | None = None


class CohortJson(msgspec.Struct, frozen=True):
    """``released_version`` 0: nothing has been released."""

    id: UUID
    key: str
    title: str
    state: str
    anchor: date
    programme: str
    programme_version: int
    draft_revision: int
    released_version: int
    created_at: datetime
    created_by: str


class Cohorts(msgspec.Struct, frozen=True):
    """Newest anchor first."""

    cohorts: list[CohortJson]


class DraftJson(msgspec.Struct, frozen=True):
    """The draft as it can be sent back, with its revision, which is the ETag too."""

    revision: int
    draft: Draft


class BlockJson(msgspec.Struct, frozen=True):
    key: str
    offset_weeks: int
    dates: list[date]
    moved_from: date | None
    reason: str | None
    moved_by: str | None


class RunJson(msgspec.Struct, frozen=True):
    key: str
    title: str
    anchor: date
    days: int
    blocks: list[BlockJson]
    alternatives: list[date]


class SessionJson(msgspec.Struct, frozen=True):
    """One session; times are local to England."""

    uid: str
    run: str
    block: str
    item: str
    group: int | None
    title: str
    description: str
    kind: str
    audience: str
    also: list[str]
    day: date
    start: str
    end: str
    site: str | None
    site_address: str | None
    room: str | None
    facilitators: list[str]
    presenters: list[str]
    joining_link: str | None
    mandatory: bool
    contact: bool
    track: str | None
    status: str


class PlanJson(msgspec.Struct, frozen=True):
    """The draft laid out: what would be released now. ``releasable``: no finding refuses it."""

    cohort: CohortJson
    runs: list[RunJson]
    sessions: list[SessionJson]
    findings: list[StandingJson]
    releasable: bool


def cohort_as_json(cohort: Cohort) -> CohortJson:
    record = cohort.record
    return CohortJson(
        id=record.id,
        key=record.key,
        title=record.title,
        state=record.state,
        anchor=record.anchor,
        programme=cohort.programme.key,
        programme_version=cohort.programme.version,
        draft_revision=record.draft_revision,
        released_version=record.released_version,
        created_at=record.created_at,
        created_by=record.created_by,
    )


def plan_as_json(preview: Preview) -> PlanJson:
    return PlanJson(
        cohort=cohort_as_json(preview.cohort),
        runs=[_run(planned) for planned in preview.plan.runs],
        sessions=[session_as_json(session) for session in preview.plan.sessions],
        findings=standing_as_json(preview.standing),
        releasable=not preview.refusing,
    )


def _run(planned: PlannedRun) -> RunJson:
    return RunJson(
        key=planned.run.key,
        title=planned.run.title,
        anchor=planned.run.anchor,
        days=planned.proposal.days,
        blocks=[
            BlockJson(
                key=block.key,
                offset_weeks=block.offset_weeks,
                dates=list(block.dates),
                moved_from=block.moved_from,
                reason=block.reason,
                moved_by=block.moved_by,
            )
            for block in planned.proposal.blocks
        ],
        alternatives=list(planned.proposal.alternatives),
    )


def session_as_json(session: Session) -> SessionJson:
    return SessionJson(
        uid=session.uid,
        run=session.run,
        block=session.block,
        item=session.item,
        group=session.group,
        title=session.title,
        description=session.description,
        kind=session.kind.value,
        audience=session.audience.value,
        also=[each.value for each in session.also],
        day=session.day,
        start=f"{session.start:%H:%M}",
        end=f"{session.end:%H:%M}",
        site=session.site,
        site_address=session.site_address,
        room=session.room,
        facilitators=list(session.facilitators),
        presenters=list(session.presenters),
        joining_link=session.joining_link,
        mandatory=session.mandatory,
        contact=session.contact,
        track=session.track,
        status=session.status.value,
    )

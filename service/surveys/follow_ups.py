"""Bullying, discrimination and safety are not only statistics: a named role sees to each."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from service.access import audit
from service.access.actor import Actor
from service.problems import Unprocessable
from service.storage.transaction import unit_of_work
from service.surveys.refusals import NoSuchFollowUp, Overtaken
from service.surveys.store import codings as store
from service.surveys.store.codings import FollowUpRecord

DEFAULT_ROLE = "HR lead for staff concerns"
"""Who sees to it until the council names another role."""
LEAVER_ASKED, CODER_ASKED = "leaver", "coder"


class State(StrEnum):
    OPEN = "open"
    CONTACTED = "contacted"
    CLOSED = "closed"


class Outcome(StrEnum):
    NOT_WANTED = "not-wanted"
    ADVICE = "advice"
    GRIEVANCE = "grievance"
    STAFF_SAFEGUARDING = "staff-safeguarding"
    OTHER = "other"


async def open_for(
    interview: UUID, theme: str | None, asked_by: str, actor: Actor, now: datetime
) -> FollowUpRecord | None:
    """Open one unless the interview has one for the theme; inside the caller's unit of work."""
    held = await store.follow_ups(interview=interview)
    if any(each.theme == theme for each in held):
        return None
    record = FollowUpRecord(
        id=uuid4(),
        interview=interview,
        theme=theme,
        asked_by=asked_by,
        role=DEFAULT_ROLE,
        state=State.OPEN.value,
        outcome=None,
        revision=1,
        created_at=now,
        created_by=actor.name,
        changed_at=now,
    )
    await store.add_follow_up(record)
    await _told(actor, now, "follow-up.opened", None, record)
    return record


async def listing(state: State | None = None) -> list[FollowUpRecord]:
    """Oldest first."""
    return await store.follow_ups(state=state.value if state else None)


async def one(follow_up_id: UUID) -> FollowUpRecord:
    """Raises NoSuchFollowUp."""
    record = await store.follow_up(follow_up_id)
    if record is None:
        raise NoSuchFollowUp(f"There is no follow-up {follow_up_id}.")
    return record


async def change(
    follow_up_id: UUID,
    revision: int,
    *,
    role: str,
    state: State,
    outcome: Outcome | None,
    actor: Actor,
    now: datetime,
) -> FollowUpRecord:
    """Hand it to a role, or say how far it is. Raises NoSuchFollowUp, Overtaken, Unprocessable."""
    if (state is State.CLOSED) != (outcome is not None):
        raise Unprocessable(
            "A follow-up that is closed has an outcome, and no other has one.",
            errors=[{"pointer": "/outcome", "detail": "with the state closed, and only then"}],
        )
    async with unit_of_work():
        record = await one(follow_up_id)
        if revision != record.revision:
            raise Overtaken(
                f"The follow-up was changed at {record.changed_at:%H:%M on %-d %B %Y} (UTC)."
            )
        fresh = replace(
            record, role=role, state=state.value, outcome=outcome.value if outcome else None
        )
        if fresh == record:
            return record
        fresh = replace(fresh, revision=record.revision + 1, changed_at=now)
        await store.replace_follow_up(fresh)
        await _told(actor, now, "follow-up.changed", record, fresh)
    return fresh


async def _told(
    actor: Actor,
    now: datetime,
    action: str,
    before: FollowUpRecord | None,
    after: FollowUpRecord,
) -> None:
    await audit.record(
        actor,
        action,
        subject_kind="follow-up",
        subject_id=str(after.id),
        before=_plain(before),
        after=_plain(after),
        now=now,
    )


def _plain(record: FollowUpRecord | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return {
        "role": record.role,
        "state": record.state,
        "outcome": record.outcome,
        "revision": record.revision,
    }

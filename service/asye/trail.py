"""Every change of a year: stored with its entry in the trail, and calendars told of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from service.access import audit
from service.access.actor import Actor
from service.asye import store
from service.asye.store import YearRecord
from service.asye.telling import Known, retell

SUBJECT = "asye-year"


async def touch(
    before: Known,
    after: Known,
    action: str,
    actor: Actor,
    now: datetime,
    *,
    unseen: bool = False,
    what: Mapping[str, Any] | None = None,
) -> YearRecord:
    """Store a change of the year. ``unseen``: no calendar can show it, so none is looked at."""
    fresh = replace(after.record, revision=before.record.revision + 1, changed_at=now)
    await store.replace_year(before.record, fresh)
    seen = not unseen and await retell(before, Known(fresh, after.entries), now)
    await told(actor, now, action, before.record, fresh, seen=seen, what=what)
    return fresh


async def told(
    actor: Actor,
    now: datetime,
    action: str,
    before: YearRecord | None,
    after: YearRecord,
    *,
    seen: bool = True,
    what: Mapping[str, Any] | None = None,
) -> None:
    """One entry of the trail; ``seen`` and the member tell feeds what it can have touched."""
    await audit.record(
        actor,
        action,
        subject_kind=SUBJECT,
        subject_id=str(after.id),
        before=None if before is None or what is not None else _plain(before),
        after={
            **(_plain(after) if what is None else {"entry": dict(what)}),
            "member": str(after.member),
            "members": sorted({str(after.member), *([str(before.member)] if before else [])}),
            "in_calendar": seen,
        },
        now=now,
    )


def _plain(record: YearRecord) -> dict[str, Any]:
    """What the trail keeps of the terms: no name."""
    return {
        "preset": record.preset.get("key"),
        "start": record.start.isoformat(),
        "fte": store.decimal_text(record.fte),
        "unit": record.unit,
        "full": store.decimal_text(record.full),
        "ceiling": store.decimal_text(record.ceiling),
        "scale_part_time": record.scale_part_time,
        "exception_on": record.exception_on.isoformat() if record.exception_on else None,
        "state": record.state,
        "ended_on": record.ended_on.isoformat() if record.ended_on else None,
        "revision": record.revision,
    }

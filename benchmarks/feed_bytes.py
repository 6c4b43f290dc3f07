"""What it costs to write a feed, and what it costs again when one day of it has changed.

    python benchmarks/feed_bytes.py

The feed is a starter's year of the shipped programme: its sessions, lunches and deadlines. The
limit is writing that feed from nothing. Against it stand: the same feed from events that are
serialised already, and the feeds of a hundred starters after one day has changed, whose events are
serialised once for all of them. Prints JSON; ``ratio`` is the median of the ratios of neighbouring
rounds. Database and HTTP are left out here: they are in the other benchmarks of feeds.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from academy.deadlines import deadlines
from academy.feed import (
    FeedEvent,
    Hours,
    calendar_bytes,
    deadline_event,
    event_bytes,
    session_event,
)
from academy.plan import lay_out
from academy.planning import propose
from academy.template import block_specs, programme_from
from academy.working_days import WorkingDays
from service.cohorts.shipped import programme_document, shipped_holidays

ROUNDS = 25
STARTERS = 100
LIMITS = {"joined": 0.05, "hundred_after_a_change": 3.0}
CHANGED, LATER = datetime(2027, 1, 4, 9, tzinfo=UTC), datetime(2027, 1, 5, 9, tzinfo=UTC)
DAY_FIVE = date(2027, 1, 15)


def year() -> list[FeedEvent]:
    programme = programme_from(programme_document("lancashire"))
    days = WorkingDays(*shipped_holidays())
    dates = propose(blocks=block_specs(programme), anchor=date(2027, 1, 11), working_days=days)

    def uid(key: str) -> str:
        return str(uuid5(UUID(int=1), key))

    sessions = lay_out(programme, dates, cohort="c", run="home", new_uid=uid)
    due = deadlines(programme, [(each, 0, CHANGED) for each in sessions], uid)
    events = [session_event(each, 0, CHANGED) for each in sessions]
    return sorted([*events, *map(deadline_event, due)], key=lambda event: event.uid)


def join(serialised: list[bytes]) -> bytes:
    return calendar_bytes("Social work academy", "Yours", serialised, timedelta(hours=6))


def is_changed(event: FeedEvent) -> bool:
    return isinstance(event.when, Hours) and event.when.day == DAY_FIVE


def changed(event: FeedEvent) -> FeedEvent:
    return replace(event, sequence=event.sequence + 1, changed_at=LATER, location="Preston")


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    events = year()
    kept = [event_bytes(event) for event in events]

    def from_nothing() -> None:
        join([event_bytes(event) for event in events])

    def hundred() -> None:
        fresh = [
            event_bytes(changed(event)) if is_changed(event) else known
            for event, known in zip(events, kept, strict=True)
        ]
        for _ in range(STARTERS):
            join(fresh)

    work = {"joined": lambda: join(kept), "hundred_after_a_change": hundred}
    took: dict[str, list[float]] = {name: [] for name in ("from_nothing", *work)}
    for _ in range(ROUNDS):
        took["from_nothing"].append(milliseconds(from_nothing))
        for name, each in work.items():
            took[name].append(milliseconds(each))
    found = {
        name: {
            "ms": round(statistics.median(took[name]), 3),
            "ratio": round(
                statistics.median(
                    mine / whole
                    for mine, whole in zip(took[name], took["from_nothing"], strict=True)
                ),
                4,
            ),
            "limit": LIMITS[name],
        }
        for name in work
    }
    whole = statistics.median(took["from_nothing"])
    print(
        json.dumps(
            {
                "events": len(events),
                "bytes": len(join(kept)),
                "changed": sum(map(is_changed, events)),
                "from_nothing_ms": round(whole, 1),
                "one_event_ms": round(whole / len(events), 3),
                "against": "the same feed written from nothing",
                **found,
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()

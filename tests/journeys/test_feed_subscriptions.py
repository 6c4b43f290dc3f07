"""A starter's computer subscribes to the academy with vdirsyncer and khal, and dates are moved.

The service runs in a process of its own and is spoken to over HTTP only.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from service import clock
from tests.calendar_clients import Shown, Subscriber, Synced
from tests.served_academy import clear_monday, office, served  # noqa: F401 -- fixtures
from tests.small_academy import Office


async def test_a_moved_day_shows_once_and_a_cancelled_one_says_so(
    office: Office,  # noqa: F811 -- the fixture
    tmp_path: Path,
) -> None:
    monday = clear_monday()
    await office.staffed()
    cohort = await office.cohort("spring", monday.isoformat())
    await office.release(cohort)
    body = {"kind": "cohort", "subject": cohort, "alarm_minutes": 15}
    feed = (await office.ask("POST", "/feeds", 201, body)).json()
    starter = Subscriber(tmp_path / "starter", feed["address"])
    abroad = Subscriber(tmp_path / "abroad", feed["address"], "America/New_York")
    last = monday + timedelta(days=120)

    assert starter.subscribe() == abroad.subscribe() == Synced(copied=3, deleted=0)
    tuesday, review = monday + timedelta(days=1), monday + timedelta(weeks=13)
    welcome = Shown("Welcome", f"{monday} 09:00", f"{monday} 11:00", "CONFIRMED", "Room A, 1 High Street")  # fmt: skip
    assessment = Shown("Assessment", f"{tuesday} 09:30", f"{tuesday} 11:30", "CONFIRMED", "Room B, 1 High Street")  # fmt: skip
    reflection = Shown("Reflection", f"{review} 10:00", f"{review} 12:00", "CONFIRMED", "Room A, 1 High Street")  # fmt: skip
    assert starter.calendar(monday, last) == [welcome, assessment, reflection]
    # 13:00 in London is what it is wherever somebody's computer is
    assert abroad.calendar(monday, last) == [
        _in_new_york(shown) for shown in (welcome, assessment, reflection)
    ]

    # nothing has changed: nothing is copied
    assert starter.sync() == Synced(0, 0)

    thursday = monday + timedelta(days=3)
    await office.change(cohort, "assessment", day=thursday.isoformat(), start="13:00", end="15:00")
    await office.change(cohort, "reflection", cancelled=True)
    assert starter.sync() == Synced(0, 0)  # a draft is seen by nobody
    await office.release(cohort)
    assert starter.sync() == Synced(copied=2, deleted=2)
    assert starter.calendar(monday, last) == [
        welcome,
        assessment._replace(begins=f"{thursday} 13:00", ends=f"{thursday} 15:00"),
        reflection._replace(title="Cancelled: Reflection", status="CANCELLED"),
    ]
    assert starter.sync() == Synced(0, 0)

    # the lead sees that somebody fetches
    listed: list[dict[str, Any]] = (await office.ask("GET", "/feeds")).json()["feeds"]
    assert [(each["id"], each["quiet"]) for each in listed] == [(feed["feed"]["id"], False)]
    assert listed[0]["last_client"].startswith("vdirsyncer/")


def _in_new_york(shown: Shown) -> Shown:
    begins, ends = (
        datetime.strptime(text, "%Y-%m-%d %H:%M")
        .replace(tzinfo=clock.LONDON)
        .astimezone(ZoneInfo("America/New_York"))
        .strftime("%Y-%m-%d %H:%M")
        for text in (shown.begins, shown.ends)
    )
    return shown._replace(begins=begins, ends=ends)

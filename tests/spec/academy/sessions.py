"""Sessions for tests: one of an hour on Monday 11 January 2027, and what makes it another."""

from datetime import date, time
from typing import Any

from academy.programme import Audience, Kind
from academy.session import Session, Status


def session(uid: str = "one", **more: Any) -> Session:
    """Times as ``"09:00"`` and days as ``"2027-01-11"`` may be given for brevity."""
    values: dict[str, Any] = {
        "uid": uid, "cohort": "c1", "run": "home", "block": "start", "item": uid, "group": None,
        "title": uid, "description": "", "kind": Kind.SESSION, "audience": Audience.ALL,
        "day": "2027-01-11", "start": "09:00", "end": "10:00", "site": None, "site_address": None,
        "room": None, "facilitators": (), "presenters": (), "joining_link": None,
        "mandatory": True, "contact": False, "track": None, "status": Status.CONFIRMED, "also": (),
        **more,
    }  # fmt: skip
    values["day"] = date.fromisoformat(str(values["day"]))
    for name in ("start", "end"):
        values[name] = time.fromisoformat(str(values[name]))
    return Session(**values)

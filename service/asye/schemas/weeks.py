"""Weeks across cohorts as JSON."""

from collections.abc import Iterable
from datetime import date

import msgspec

from academy.concurrency import Week


class WeekJson(msgspec.Struct, frozen=True):
    """A week from its Monday: open cohorts by key, and days with a session by name.

    ``members`` of open cohorts; ``newly_qualified_in_asye``: whose own year is under way, by the
    ASYE year recorded for them, or where none is by ``asye_start`` and SCORECARD_ASYE_MONTHS.
    """

    monday: date
    cohorts: list[str]
    members: int
    newly_qualified_in_asye: int
    staff_days: dict[str, int]


class Weeks(msgspec.Struct, frozen=True):
    """``peak``: the first week with the most newly qualified in ASYE, then the most members."""

    weeks: list[WeekJson]
    peak: date | None


def weeks_as_json(found: Iterable[Week], peak: Week | None) -> Weeks:
    return Weeks(
        [
            WeekJson(
                each.monday,
                list(each.cohorts),
                each.members,
                each.newly_qualified_in_asye,
                dict(each.staff_days),
            )
            for each in found
        ],
        peak.monday if peak else None,
    )

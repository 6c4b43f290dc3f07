"""What a lead should see in a programme template before publishing it (rules A1, T3, T6, T7)."""

import re
from collections.abc import Sequence
from datetime import date, time
from itertools import combinations

from academy.findings import PlanFinding, Severity
from academy.programme import ATTENDED, Audience, Block, Item, Kind, Programme

LONGEST_STRETCH = 180
"""Minutes without a break; a proposal, no source states it."""
CONTRACTED_DAY = 444
"""Minutes of a full day: 37 hours over 5 days = 7.4 hours."""
LUNCH_FROM, LUNCH_TO = time(12), time(14)
RESTS = (Kind.LUNCH, Kind.BREAK)
_NEWLY_QUALIFIED = re.compile(r"\bASYE\b|\bNQSWs?\b|newly[ -]qualified", re.IGNORECASE)


def check(
    programme: Programme,
    *,
    longest_stretch: int = LONGEST_STRETCH,
    contracted_day: int = CONTRACTED_DAY,
) -> list[PlanFinding]:
    """Findings in the order of the programme. ``longest_stretch`` and ``contracted_day``: minutes.

    END_MISSING (T6) is BLOCK: a calendar entry needs an end. So is OVERLAP: nobody is in two places.
    """
    found = [
        *_coverage(programme),
        *_audiences(programme),
        *_open_ends(programme),
        *_order(programme),
    ]
    for block in programme.blocks:
        for day in range(1, block.working_days + 1):
            items = [item for item in block.items if item.day == day and item.end is not None]
            where = f"Day {day} of {block.title}"
            found += _overlaps(where, block, items)
            found += _day_sanity(where, items, longest_stretch, contracted_day)
    return found


def not_in_force(programme: Programme, anchor: date) -> list[PlanFinding]:
    """PROGRAMME_NOT_IN_FORCE (WARN) of a cohort that begins before or after the version is (T1)."""
    first, last = programme.effective_from, programme.effective_to
    if first <= anchor and (last is None or anchor <= last):
        return []
    until = "" if last is None else f" to {last.isoformat()}"
    return [
        PlanFinding(
            "PROGRAMME_NOT_IN_FORCE",
            Severity.WARN,
            f"Version {programme.version} of {programme.title} is in force from {first.isoformat()}"
            f"{until}; the cohort begins on {anchor.isoformat()}.",
        )
    ]


def _coverage(programme: Programme) -> list[PlanFinding]:
    covered = {key for _, item in programme.items() for key in item.outcomes}
    found = [
        PlanFinding(
            "OUTCOME_WITHOUT_ITEM",
            Severity.WARN,
            f"No item leads to the outcome {outcome.words!r}.",
        )
        for outcome in programme.outcomes
        if outcome.key not in covered
    ]
    return found + [
        PlanFinding(
            "ITEM_WITHOUT_OUTCOME",
            Severity.INFO,
            f"{item.title} (day {item.day} of {block.title}) has no outcome.",
        )
        for block, item in programme.items()
        if item.kind in ATTENDED and not item.outcomes
    ]


def _audiences(programme: Programme) -> list[PlanFinding]:
    return [
        PlanFinding(
            "AUDIENCE_SUSPECT",
            Severity.WARN,
            f"{item.title} (day {item.day} of {block.title}) speaks of newly qualified workers and "
            "is for all.",
        )
        for block, item in programme.items()
        if (item.audience or block.audience) is Audience.ALL
        and _NEWLY_QUALIFIED.search(f"{item.title} {item.content}")
    ]


def _open_ends(programme: Programme) -> list[PlanFinding]:
    return [
        PlanFinding(
            "END_MISSING",
            Severity.BLOCK,
            f"{item.title} (day {item.day} of {block.title}) has no end: a calendar entry needs one.",
        )
        for block, item in programme.items()
        if item.end is None
    ]


def _order(programme: Programme) -> list[PlanFinding]:
    place = {
        item.key: (block.offset_weeks, item.day, item.end or item.start)
        for block, item in programme.items()
    }
    titles = {item.key: item.title for _, item in programme.items()}
    return [
        PlanFinding(
            "PREREQUISITE_LATER",
            Severity.WARN,
            f"{item.title} needs {titles[needed]}, which the programme puts after it.",
        )
        for block, item in programme.items()
        for needed in item.prerequisites
        if place[needed] > (block.offset_weeks, item.day, item.start)
    ]


def _overlaps(where: str, block: Block, items: Sequence[Item]) -> list[PlanFinding]:
    """Half-open times that meet for people who are in both audiences; tracks run side by side."""
    return [
        PlanFinding(
            "OVERLAP",
            Severity.BLOCK,
            f"{where}: {one.title} and {other.title} are at the same time for the same people.",
        )
        for one, other in combinations(items, 2)
        if (one.track is None or one.track != other.track)
        and _meet(one, other)
        and _shared(_people(block, one), _people(block, other))
    ]


def _meet(one: Item, other: Item) -> bool:
    return (
        one.end is not None
        and other.end is not None
        and one.start < other.end
        and other.start < one.end
    )


def _people(block: Block, item: Item) -> frozenset[Audience]:
    audiences = {item.audience or block.audience, *item.also}
    if Audience.ALL in audiences:
        audiences |= {Audience.NEWLY_QUALIFIED, Audience.EXPERIENCED}
    return frozenset(audiences)


def _shared(one: frozenset[Audience], other: frozenset[Audience]) -> bool:
    """People named one by one are not known to be in anything else."""
    return bool((one & other) - {Audience.NAMED})


def _day_sanity(
    where: str, items: Sequence[Item], longest_stretch: int, contracted_day: int
) -> list[PlanFinding]:
    work = _stretches([item for item in items if item.kind not in RESTS])
    if not work:
        return []
    found = []
    longest = max(end - start for start, end in work)
    if longest > longest_stretch:
        found.append(
            PlanFinding(
                "DAY_NO_BREAK", Severity.WARN, f"{where} has {_hours(longest)} without a break."
            )
        )
    over_midday = work[0][0] <= _minutes(LUNCH_FROM) and work[-1][1] >= _minutes(LUNCH_TO)
    if over_midday and not any(item.kind is Kind.LUNCH for item in items):
        found.append(
            PlanFinding(
                "DAY_NO_LUNCH", Severity.WARN, f"{where} runs over midday and has no lunch."
            )
        )
    total = sum(end - start for start, end in work)
    if total > contracted_day:
        found.append(
            PlanFinding(
                "DAY_TOO_LONG",
                Severity.WARN,
                f"{where} has {_hours(total)} of sessions; a contracted day is "
                f"{_hours(contracted_day)}.",
            )
        )
    return found


def _stretches(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Minutes of the day in which something runs; parallel and back-to-back items run together."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(
        (_minutes(item.start), _minutes(item.end)) for item in items if item.end is not None
    ):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"

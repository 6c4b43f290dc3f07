"""Dates of a cohort, proposed from an anchor (rules G1-G5, G9 of the academy document)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from academy.errors import NoWorkingDay
from academy.findings import PlanFinding, Severity
from academy.reserved import Reserved, met, mondays_around, nearest_free_monday
from academy.working_days import WorkingDays

MONDAY = 0
DAYS_IN_WEEK = 7
ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """What a programme template says of one block."""

    key: str
    title: str
    offset_weeks: int
    working_days: int
    starts_on_monday: bool = True
    consecutive: bool = True


@dataclass(frozen=True, slots=True)
class Move:
    """A block put elsewhere by a person, who says why."""

    to: date
    reason: str
    by: str


class Later(StrEnum):
    """What the blocks after a moved block do."""

    ANCHOR = "stay on anchor"
    CHAIN = "chain"


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    key: str
    offset_weeks: int
    dates: tuple[date, ...]
    moved_from: date | None
    """Where day 1 would have been; None when it is there."""
    reason: str | None
    moved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    anchor: date
    blocks: tuple[PlannedBlock, ...]
    findings: tuple[PlanFinding, ...]
    alternatives: tuple[date, ...] = ()

    @property
    def days(self) -> int:
        return sum(len(block.dates) for block in self.blocks)


def propose(
    *,
    blocks: Sequence[BlockSpec],
    anchor: date,
    working_days: WorkingDays,
    moves: Mapping[str, Move] | None = None,
    later: Later = Later.ANCHOR,
    others: Sequence[Reserved] = (),
) -> Proposal:
    """Day 1 of a block is anchor + 7 x offset, or the next working day; its other days follow on.

    A proposal never lands on a non-working day: a move to one is reported (BLOCK) and rolled on.
    ``alternatives`` holds up to three other anchors, nearest first, when a consecutive block is
    split by a holiday or closure. ``others``: days of the same people that other cohorts have (G5);
    a block that meets one stays where it is, is reported, and the nearest free Monday is named.
    """
    try:
        planned, findings = _plan(blocks, anchor, working_days, moves or {}, later)
    except (NoWorkingDay, OverflowError):
        return Proposal(anchor, (), (_no_days(anchor),))
    findings = [
        *_about_anchor(anchor, working_days),
        *findings,
        *_about_others(blocks, planned, working_days, others),
    ]
    split = any(finding.code == "BLOCK_SPLIT" for finding in findings)
    alternatives = _alternatives(blocks, anchor, working_days) if split else ()
    if alternatives:
        days = ", ".join(_words(day) for day in alternatives)
        findings.append(
            PlanFinding(
                "ALTERNATIVE_ANCHORS",
                Severity.INFO,
                f"Starting on {days} would keep every block in one piece.",
            )
        )
        for day in alternatives:
            findings += _unknown_from(blocks, day, working_days)
    return Proposal(anchor, tuple(planned), tuple(findings), alternatives)


def _plan(
    blocks: Sequence[BlockSpec],
    anchor: date,
    working_days: WorkingDays,
    moves: Mapping[str, Move],
    later: Later,
) -> tuple[list[PlannedBlock], list[PlanFinding]]:
    planned: list[PlannedBlock] = []
    findings: list[PlanFinding] = []
    drift = timedelta(0)
    previous_end: date | None = None
    for spec in sorted(blocks, key=lambda block: block.offset_weeks):
        on_anchor = anchor + timedelta(weeks=spec.offset_weeks)
        target = on_anchor + drift
        move = moves.get(spec.key)
        wanted = move.to if move else target
        first = working_days.on_or_after(wanted)
        dates = _days_from(first, spec.working_days, working_days)
        reason = _reason(
            spec=spec,
            on_anchor=on_anchor,
            target=target,
            wanted=wanted,
            first=first,
            move=move,
            working_days=working_days,
        )
        planned.append(
            PlannedBlock(
                key=spec.key,
                offset_weeks=spec.offset_weeks,
                dates=dates,
                moved_from=on_anchor if first != on_anchor else None,
                reason=reason,
                moved_by=move.by if move else None,
            )
        )
        findings += _about_block(
            spec=spec,
            dates=dates,
            wanted=wanted,
            move=move,
            working_days=working_days,
            previous_end=previous_end,
        )
        previous_end = dates[-1]
        if move and later is Later.CHAIN:
            drift = move.to - on_anchor
    return planned, findings


def _days_from(first: date, count: int, working_days: WorkingDays) -> tuple[date, ...]:
    days = [first]
    while len(days) < count:
        days.append(working_days.after(days[-1]))
    return tuple(days)


def _reason(
    *,
    spec: BlockSpec,
    on_anchor: date,
    target: date,
    wanted: date,
    first: date,
    move: Move | None,
    working_days: WorkingDays,
) -> str | None:
    if first == on_anchor:
        return None
    parts = []
    if move:
        parts.append(f"moved by {move.by}: {move.reason}")
    elif target != on_anchor:
        parts.append(f"chained from an earlier move, {_weeks(target - on_anchor)}")
    if first != wanted:
        parts.append(f"{_words(wanted)} is {working_days.why_off(wanted)}")
    return "; ".join(parts) or f"{spec.title} follows the anchor"


def _no_days(anchor: date) -> PlanFinding:
    return PlanFinding(
        "NO_WORKING_DAY",
        Severity.BLOCK,
        f"From {_words(anchor)} the programme finds no working days: look at the anchor, the moves "
        "and the closures.",
    )


def _about_anchor(anchor: date, working_days: WorkingDays) -> list[PlanFinding]:
    why = working_days.why_off(anchor)
    if why:
        return [
            PlanFinding(
                "ANCHOR_NOT_WORKING",
                Severity.BLOCK,
                f"The anchor {_words(anchor)} is {why}. Choose a working day, best a Monday.",
            )
        ]
    if anchor.weekday() != MONDAY:
        return [
            PlanFinding(
                "ANCHOR_NOT_MONDAY",
                Severity.WARN,
                f"The anchor {_words(anchor)} is not a Monday, so weeks of the programme straddle weekends.",
            )
        ]
    return []


def _about_block(
    *,
    spec: BlockSpec,
    dates: tuple[date, ...],
    wanted: date,
    move: Move | None,
    working_days: WorkingDays,
    previous_end: date | None,
) -> list[PlanFinding]:
    found = []
    why = working_days.why_off(wanted)
    if move and why:
        found.append(
            PlanFinding(
                "MOVE_NOT_WORKING",
                Severity.BLOCK,
                f"{spec.title} was moved to {_words(wanted)}, which is {why}. "
                f"The next working day is {_words(dates[0])}.",
            )
        )
    elif why:
        found.append(
            PlanFinding(
                "BLOCK_MOVED",
                Severity.INFO,
                f"{spec.title} starts on {_words(dates[0])}: {_words(wanted)} is {why}.",
            )
        )
    if spec.starts_on_monday and not why and dates[0].weekday() != MONDAY:
        found.append(
            PlanFinding(
                "BLOCK_NOT_MONDAY",
                Severity.WARN if move else Severity.INFO,
                f"{spec.title} starts on {_words(dates[0])}, not on a Monday.",
            )
        )
    extra = _weekends(dates[0], dates[-1]) - _planned_weekends(spec, dates[0])
    if spec.consecutive and extra > 0:
        off = [
            f"{_words(day)} is {reason}"
            for day in _between(dates[0], dates[-1])
            if day.weekday() < 5 and (reason := working_days.why_off(day))
        ]
        found.append(
            PlanFinding(
                "BLOCK_SPLIT",
                Severity.WARN,
                f"{spec.title} is split over another weekend: {'; '.join(off)}. "
                f"Its last day is {_words(dates[-1])}.",
            )
        )
    if previous_end is not None and dates[0] <= previous_end:
        found.append(
            PlanFinding(
                "BLOCK_ORDER",
                Severity.BLOCK,
                f"{spec.title} starts on {_words(dates[0])}, before the block in front of it "
                f"ends on {_words(previous_end)}.",
            )
        )
    return [*found, *_about_unknown(spec, dates, working_days)]


def _about_unknown(
    spec: BlockSpec, dates: tuple[date, ...], working_days: WorkingDays
) -> list[PlanFinding]:
    unknown = working_days.unknown(dates[0], dates[-1])
    if unknown is None:
        return []
    side, limit = unknown
    when = f"starts on {_words(dates[0])}" if side == "from" else f"ends on {_words(dates[-1])}"
    again = "" if side == "from" else " Check again when the list grows."
    return [
        PlanFinding(
            "HOLIDAYS_UNKNOWN",
            Severity.WARN,
            f"{spec.title} {when}; bank holidays are known only {side} {_words(limit)}.{again}",
        )
    ]


def _about_others(
    blocks: Sequence[BlockSpec],
    planned: Sequence[PlannedBlock],
    working_days: WorkingDays,
    others: Sequence[Reserved],
) -> list[PlanFinding]:
    specs = {spec.key: spec for spec in blocks}
    taken = frozenset().union(*(other.days for other in others))
    found = []
    for place, block in enumerate(planned):
        meetings = met(block.dates, others)
        if not meetings:
            continue
        free = nearest_free_monday(
            block.dates[0],
            len(block.dates),
            working_days,
            taken,
            after=planned[place - 1].dates[-1] if place else None,
            before=planned[place + 1].dates[0] if place + 1 < len(planned) else None,
        )
        who = "; ".join(
            f"{other.who} with {other.cohort} on {_some_days(other.days)}" for other in meetings
        )
        advice = (
            f"The nearest free Monday is {_words(free)}." if free else "No Monday near is free."
        )
        found.append(
            PlanFinding(
                "CROSS_COHORT", Severity.WARN, f"{specs[block.key].title} meets {who}. {advice}"
            )
        )
    return found


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _weekends(first: date, last: date) -> int:
    """Weekends between two working days."""
    return (
        (last - timedelta(days=last.weekday())) - (first - timedelta(days=first.weekday()))
    ).days // DAYS_IN_WEEK


def _planned_weekends(spec: BlockSpec, first: date) -> int:
    """Weekends the block spans when no holiday falls in it."""
    return (first.weekday() + spec.working_days - 1) // 5


def _alternatives(
    blocks: Sequence[BlockSpec], anchor: date, working_days: WorkingDays
) -> tuple[date, ...]:
    whole = (
        monday for monday in mondays_around(anchor) if _in_one_piece(blocks, monday, working_days)
    )
    return tuple(islice(whole, ALTERNATIVES))


def _unknown_from(
    blocks: Sequence[BlockSpec], anchor: date, working_days: WorkingDays
) -> list[PlanFinding]:
    """What nobody knows yet of an alternative: blocks of one day beyond the known bank holidays."""
    _, findings = _plan(blocks, anchor, working_days, {}, Later.ANCHOR)
    return [
        replace(each, message=f"Starting on {_words(anchor)}: {each.message}")
        for each in findings
        if each.code == "HOLIDAYS_UNKNOWN"
    ]


def _in_one_piece(blocks: Sequence[BlockSpec], anchor: date, working_days: WorkingDays) -> bool:
    if not working_days.is_working(anchor):
        return False
    try:
        planned, findings = _plan(blocks, anchor, working_days, {}, Later.ANCHOR)
    except (NoWorkingDay, OverflowError):
        return False
    several = [block.dates for block in planned if len(block.dates) > 1]
    if any(working_days.unknown(days[0], days[-1]) for days in ((anchor, anchor), *several)):
        # Nobody knows yet whether a holiday splits it.
        return False
    return not any(finding.code == "BLOCK_SPLIT" for finding in findings)


def _words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _some_days(days: Collection[date]) -> str:
    """Up to three by name, more as a span."""
    ordered = sorted(days)
    if len(ordered) <= 3:
        return " and ".join(_words(day) for day in ordered)
    return f"{len(ordered)} days from {_words(ordered[0])} to {_words(ordered[-1])}"


def _weeks(shift: timedelta) -> str:
    days = abs(shift.days)
    direction = "later" if shift.days > 0 else "earlier"
    count, rest = divmod(days, DAYS_IN_WEEK)
    if rest:
        return f"{days} day{'s' if days != 1 else ''} {direction}"
    return f"{count} week{'s' if count != 1 else ''} {direction}"

"""Dates of a cohort, proposed from an anchor (rules G1-G4, G9 of the academy document)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from academy.findings import PlanFinding, Severity
from academy.working_days import WorkingDays

MONDAY = 0
DAYS_IN_WEEK = 7
ALTERNATIVES = 3
SEARCH_WEEKS = 26
"""How far either side of the anchor alternatives are looked for."""


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
) -> Proposal:
    """Day 1 of a block is anchor + 7 x offset, or the next working day; its other days follow on.

    A proposal never lands on a non-working day: a move to one is reported (BLOCK) and rolled on.
    ``alternatives`` holds up to three other anchors, nearest first, when a consecutive block is
    split by a holiday or closure.
    """
    planned, findings = _plan(blocks, anchor, working_days, moves or {}, later)
    findings = [*_about_anchor(anchor, working_days), *findings]
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
    if not working_days.knows(dates[-1]):
        found.append(
            PlanFinding(
                "HOLIDAYS_UNKNOWN",
                Severity.WARN,
                f"{spec.title} ends on {_words(dates[-1])}; bank holidays are known only to "
                f"{_words(working_days.known_until)}. Check again when the list grows.",
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
    monday = anchor - timedelta(days=anchor.weekday())
    found: list[date] = []
    for weeks in range(1, SEARCH_WEEKS + 1):
        for other in (monday + timedelta(weeks=weeks), monday - timedelta(weeks=weeks)):
            if len(found) < ALTERNATIVES and _in_one_piece(blocks, other, working_days):
                found.append(other)
    return tuple(found)


def _in_one_piece(blocks: Sequence[BlockSpec], anchor: date, working_days: WorkingDays) -> bool:
    if not working_days.is_working(anchor):
        return False
    _, findings = _plan(blocks, anchor, working_days, {}, Later.ANCHOR)
    return not any(finding.code == "BLOCK_SPLIT" for finding in findings)


def _words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _weeks(shift: timedelta) -> str:
    days = abs(shift.days)
    direction = "later" if shift.days > 0 else "earlier"
    count, rest = divmod(days, DAYS_IN_WEEK)
    if rest:
        return f"{days} day{'s' if days != 1 else ''} {direction}"
    return f"{count} week{'s' if count != 1 else ''} {direction}"

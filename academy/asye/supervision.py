"""Supervision as it was: sessions held and cancelled against the bands promised (P4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from academy.asye.clock import ONE_DAY, Pause, unpaused_days
from academy.asye.targets import Band, SupervisionTarget

LONGEST_GAP = Fraction(3, 2)
"""A gap longer than so many intervals is not what was promised; a proposal."""
DAYS_IN_MONTH = 31
"""An interval of a month, so that the longest month is none too long."""


class CancelledBy(StrEnum):
    SUPERVISOR = "supervisor"
    SUPERVISEE = "newly-qualified"
    SERVICE = "service"
    """Neither of them: an emergency, no room, a closed office."""


class Cause(StrEnum):
    """Why supervision was cancelled or protected time lost; nothing about a case or a person."""

    DUTY = "duty"
    COURT = "court"
    CASELOAD = "caseload"
    COVER = "cover"
    SICKNESS = "sickness"
    LEAVE = "leave"
    TRAINING_CANCELLED = "training-cancelled"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Supervision:
    """A session held for ``minutes``, or cancelled: by whom and why."""

    on: date
    minutes: int
    cancelled_by: CancelledBy | None = None
    cause: Cause | None = None

    @property
    def held(self) -> bool:
        return self.cancelled_by is None

    @property
    def fault(self) -> str | None:
        """Why it cannot be so; None when it can."""
        if (self.cancelled_by is None) != (self.cause is None):
            return "say by whom and why when it was cancelled, and neither when it was held"
        if self.held and self.minutes < 1:
            return "a session that was held took minutes"
        if not self.held and self.minutes != 0:
            return "a session that was cancelled took no minutes"
        return None


@dataclass(frozen=True, slots=True)
class BandKept:
    """One band against what was held.

    ``required``: targets due before the day looked at. ``held``: days with a session of the minimum
    length; ``short``: days with a shorter one only. Gaps are in days without paused ones, and of the
    band alone: what was missed before it is told with the band before. ``kept``: None before
    anything was due.
    """

    band: Band
    required: int
    held: int
    short: int
    cancelled: int
    longest_gap: int
    allowed_gap: Fraction
    kept: bool | None


def bands_kept(
    bands: Sequence[Band],
    targets: Sequence[SupervisionTarget],
    sessions: Sequence[Supervision],
    pauses: Sequence[Pause],
    as_at: date,
    *,
    longest_gap: Fraction = LONGEST_GAP,
) -> tuple[BandKept, ...]:
    """Each band's required count met and no gap over 1.5 intervals; pauses are left out of both.

    ``longest_gap``: other than 1.5, in intervals.

    A gap as long as the plan itself has between two targets is none too long.

    What was held in a pause counts neither for nor against.
    """
    running = [
        each for each in sessions
        if each.on <= as_at and not any(pause.first <= each.on <= pause.last for pause in pauses)
    ]  # fmt: skip
    found = []
    last_held = bands[0].first if bands else as_at
    for band in bands:
        kept = _band_kept(
            band,
            targets=targets,
            sessions=running,
            pauses=pauses,
            as_at=as_at,
            last_held=last_held,
            longest_gap=longest_gap,
        )
        days = [each.on for each in running if _counts(each, band)]
        last_held = max([last_held, *days])
        found.append(kept)
    return tuple(found)


def _counts(session: Supervision, band: Band) -> bool:
    return (
        session.held
        and band.first <= session.on <= band.last
        and session.minutes >= (band.minutes or 1)
    )


def _band_kept(
    band: Band,
    *,
    targets: Sequence[SupervisionTarget],
    sessions: Sequence[Supervision],
    pauses: Sequence[Pause],
    as_at: date,
    last_held: date,
    longest_gap: Fraction,
) -> BandKept:
    inside = [each for each in sessions if band.first <= each.on <= band.last]
    held = sorted({each.on for each in inside if _counts(each, band)})
    required = sum(target.band == band.key and target.due < as_at for target in targets)
    dues = [target.due for target in targets if target.band == band.key]
    # Targets that bank holidays push apart are as far apart as was planned.
    planned = _longest([band.first - ONE_DAY, *dues], pauses)
    allowed = max(longest_gap * interval_days(band), Fraction(planned))
    until = min(band.last, as_at)
    longest = 0
    if until >= band.first:
        days = [max(last_held, band.first - ONE_DAY), *held, until]
        longest = _longest(days, pauses)
    begun = required > 0 or longest > allowed
    return BandKept(
        band=band,
        required=required,
        held=len(held),
        short=len({each.on for each in inside if each.held} - set(held)),
        cancelled=sum(not each.held for each in inside),
        longest_gap=longest,
        allowed_gap=allowed,
        kept=(len(held) >= required and longest <= allowed) if begun else None,
    )


def _longest(days: Sequence[date], pauses: Sequence[Pause]) -> int:
    """The longest gap between days in order; 0 for a single one."""
    gaps = (unpaused_days(earlier + ONE_DAY, later, pauses) for earlier, later in pairwise(days))
    return max(gaps, default=0)


def interval_days(band: Band) -> int:
    return band.every_days or DAYS_IN_MONTH * (band.every_months or 1)


@dataclass(frozen=True, slots=True)
class TargetKept:
    """``kept`` None: nobody has recorded whether it took place."""

    target: SupervisionTarget
    kept: bool | None


def targets_kept(
    bands: Sequence[Band],
    targets: Sequence[SupervisionTarget],
    sessions: Sequence[Supervision],
) -> tuple[TargetKept, ...]:
    """Each target with what became of it: kept, cancelled or too short, or not recorded.

    A target takes the earliest record that no target before it has taken, from one interval before
    it is due to half an interval after: held for long enough before any other.
    """
    by_key = {band.key: band for band in bands}
    left = sorted(sessions, key=lambda each: each.on)
    found = []
    for target in targets:
        band = by_key[target.band]
        days = interval_days(band)
        near = [
            each
            for each in left
            if -days < (each.on - target.due).days and 2 * (each.on - target.due).days <= days
        ]
        good = [each for each in near if each.held and each.minutes >= (target.minutes or 1)]
        taken = next(iter(good or near), None)
        if taken is not None:
            left.remove(taken)
        found.append(TargetKept(target, None if taken is None else bool(good)))
    return tuple(found)

"""Caseload snapshots against the cap: breaches from the first day over to a snapshot that is not (P9).

A snapshot is held against the cap of every day until the next one, or until it is too old: a breach
begins when more is held than that day's cap, also because the cap has fallen.
Nothing but a snapshot at or under the cap closes a breach: no acknowledgement, no pause, no silence,
no risen cap. Without a recent snapshot the caseload is unknown, and never taken to be within the cap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from academy.asye.caps import CapPeriod, cap_on
from academy.asye.clock import ONE_DAY
from academy.asye.preset import Unit
from academy.findings import PlanFinding, Severity

STALE_DAYS = 31
"""An older snapshot says nothing about today; a proposal."""
Escalation = tuple[tuple[int, str], ...]
ESCALATION: Escalation = ((1, "manager"), (7, "service manager"), (28, "principal social worker"))
"""From which day of a breach it is whose; the first day over the cap is day 1. A proposal."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Cases held at the end of ``on``, over all teams."""

    on: date
    cases: int
    unit: Unit


class Standing(StrEnum):
    WITHIN = "within"
    OVER = "over"
    """A breach is open: also one that only a risen cap has overtaken, until work is counted again."""
    UNKNOWN = "unknown"
    """No snapshot, one that is too old or counts something else, or no cap that can be known."""
    NO_CAP = "no-cap"
    """None in force: before the start, in a pause, after the end."""


class Action(StrEnum):
    """What a manager plans to do about a breach; from a list, so that no case is ever described."""

    NO_NEW_CASES = "no-new-cases"
    REALLOCATE = "reallocate"
    CLOSE_OR_STEP_DOWN = "close-or-step-down"
    CO_WORKER = "co-worker"
    EXTRA_SUPERVISION = "extra-supervision"
    TEMPORARY_COVER = "temporary-cover"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody knows of the breach that stood on ``on``, and plans to have mended it by ``until``."""

    on: date
    actions: tuple[Action, ...]
    until: date
    by: str


@dataclass(frozen=True, slots=True)
class Breach:
    """``cases`` and ``cap`` as last seen over, on ``last_on``; ``largest``: by how many at the worst.

    ``closed_on``: day of the snapshot that closed it. ``ended_on``: the year was over first.
    """

    first_on: date
    last_on: date
    cases: int
    cap: int
    largest: int
    closed_on: date | None = None
    ended_on: date | None = None
    acknowledged: Acknowledgement | None = None
    escalation: Escalation = ESCALATION

    @property
    def size(self) -> int:
        """By how many it was last seen over."""
        return self.cases - self.cap

    @property
    def open(self) -> bool:
        return self.closed_on is None and self.ended_on is None

    def day(self, as_at: date) -> int:
        """Which day of the breach it is, counted from 1; the last one once it is closed."""
        return (min(filter(None, (as_at, self.closed_on, self.ended_on))) - self.first_on).days + 1

    def escalated_to(self, as_at: date) -> tuple[str, ...]:
        """Whose it has become by ``as_at``."""
        return tuple(who for day, who in self.escalation if self.day(as_at) >= day)


@dataclass(frozen=True, slots=True)
class Caseload:
    standing: Standing
    latest: Snapshot | None
    cap: CapPeriod | None
    """In force on the day looked at."""
    breaches: tuple[Breach, ...]
    findings: tuple[PlanFinding, ...]
    unmatched: tuple[Acknowledgement, ...]
    """Acknowledgements of a breach that corrected snapshots no longer show."""


def caseload(
    periods: Sequence[CapPeriod],
    snapshots: Sequence[Snapshot],
    acknowledgements: Sequence[Acknowledgement],
    as_at: date,
    *,
    ended_on: date | None = None,
    stale_days: int = STALE_DAYS,
    escalation: Escalation = ESCALATION,
) -> Caseload:
    """How the caseload stands on ``as_at``, and every breach up to then.

    ``ended_on``: the year was over on that day. ``snapshots``: one a day.
    """
    findings = _doubtful(periods, snapshots, as_at)
    last = as_at if ended_on is None else min(as_at, ended_on)
    known = sorted((each for each in snapshots if each.on <= last), key=lambda each: each.on)
    breaches = _fold(periods, known, last, stale_days)
    if breaches and breaches[-1].open and ended_on is not None and ended_on <= as_at:
        breaches[-1] = replace(breaches[-1], ended_on=ended_on)
    told = [
        replace(_acknowledged(breach, acknowledgements, as_at), escalation=escalation)
        for breach in breaches
    ]
    used = {each for breach in breaches for each in _of(breach, acknowledgements, as_at)}
    cap = None if ended_on is not None and ended_on <= as_at else cap_on(as_at, periods)
    standing = _standing(cap, known, told, as_at, stale_days)
    findings += _about(told, cap, standing, known, as_at, stale_days=stale_days)
    return Caseload(
        standing=standing,
        latest=known[-1] if known else None,
        cap=cap,
        breaches=tuple(told),
        findings=tuple(findings),
        unmatched=tuple(each for each in acknowledgements if each not in used),
    )


def _fold(
    periods: Sequence[CapPeriod], known: Sequence[Snapshot], last: date, stale_days: int
) -> list[Breach]:
    found: list[Breach] = []
    for snapshot, until in zip(known, _held_until(known, last, stale_days), strict=True):
        for day, cap in _caps_met(periods, snapshot, until):
            running = found.pop() if found and found[-1].open else None
            if snapshot.cases > cap:
                found.append(_over(running, day, snapshot.cases, cap))
            elif running is not None:
                closed_on = day if day == snapshot.on else None
                found.append(replace(running, closed_on=closed_on))
    return found


def _held_until(known: Sequence[Snapshot], last: date, stale_days: int) -> list[date]:
    """The last day of which each snapshot tells."""
    nexts = [*(each.on - ONE_DAY for each in known[1:]), last]
    return [
        each.on + min(following - each.on, timedelta(days=stale_days))
        for each, following in zip(known, nexts, strict=False)
    ]


def _caps_met(
    periods: Sequence[CapPeriod], snapshot: Snapshot, until: date
) -> Iterator[tuple[date, int]]:
    """The caps that what was counted is held against, each from the first day on."""
    for period in periods:
        first = max(period.first, snapshot.on)
        met = first <= min(period.last, until) and period.unit is snapshot.unit
        if met and period.cap is not None:
            yield first, period.cap


def _over(running: Breach | None, day: date, cases: int, cap: int) -> Breach:
    if running is None:
        return Breach(day, day, cases, cap, cases - cap)
    largest = max(running.largest, cases - cap)
    return replace(running, last_on=day, cases=cases, cap=cap, largest=largest)


def _standing(
    cap: CapPeriod | None,
    known: Sequence[Snapshot],
    breaches: Sequence[Breach],
    as_at: date,
    stale_days: int,
) -> Standing:
    """Over and within are what the breaches say, so that the two never disagree."""
    if cap is None:
        return Standing.NO_CAP
    if not known or cap.cap is None or cap.unit is not known[-1].unit:
        return Standing.UNKNOWN
    if (as_at - known[-1].on).days > stale_days:
        return Standing.UNKNOWN
    return Standing.OVER if breaches and breaches[-1].open else Standing.WITHIN


def _of(
    breach: Breach, acknowledgements: Sequence[Acknowledgement], as_at: date
) -> list[Acknowledgement]:
    last = breach.closed_on or breach.ended_on or as_at
    return [each for each in acknowledgements if breach.first_on <= each.on <= last]


def _acknowledged(
    breach: Breach, acknowledgements: Sequence[Acknowledgement], as_at: date
) -> Breach:
    own = _of(breach, acknowledgements, as_at)
    return replace(breach, acknowledged=own[-1] if own else None)


def _doubtful(
    periods: Sequence[CapPeriod], snapshots: Sequence[Snapshot], as_at: date
) -> list[PlanFinding]:
    found = [
        PlanFinding(
            "SNAPSHOT_IN_FUTURE",
            Severity.WARN,
            f"A caseload is dated {each.on.isoformat()}, which is still to come: it is left out.",
        )
        for each in snapshots
        if each.on > as_at
    ]
    for each in snapshots:
        period = cap_on(each.on, periods)
        if each.on <= as_at and period is not None and period.unit is not each.unit:
            found.append(
                PlanFinding(
                    "CASELOAD_UNIT",
                    Severity.WARN,
                    f"The caseload of {each.on.isoformat()} counts {each.unit.value} units and the "
                    f"cap {period.unit.value} units: they cannot be compared.",
                )
            )
    return found


def _about(
    breaches: Sequence[Breach],
    cap: CapPeriod | None,
    standing: Standing,
    known: Sequence[Snapshot],
    as_at: date,
    *,
    stale_days: int,
) -> list[PlanFinding]:
    found = [_breach_finding(each, cap, as_at) for each in breaches if each.open]
    found += [
        PlanFinding(
            "BREACH_PLAN_OVERDUE",
            Severity.WARN,
            f"The breach since {each.first_on.isoformat()} was to be mended by "
            f"{each.acknowledged.until.isoformat()} and is not.",
        )
        for each in breaches
        if each.open and each.acknowledged is not None and each.acknowledged.until < as_at
    ]
    if standing is Standing.UNKNOWN:
        words = (
            f"the last snapshot is of {known[-1].on.isoformat()}"
            if known
            else "there is no snapshot"
        )
        found.append(
            PlanFinding(
                "CASELOAD_UNKNOWN",
                Severity.WARN,
                f"Nobody can say whether the caseload is within the cap: {words}, and only one of "
                f"the last {stale_days} days in the unit of a cap that is known can tell.",
            )
        )
    return found


def _breach_finding(breach: Breach, cap: CapPeriod | None, as_at: date) -> PlanFinding:
    told = (
        f"acknowledged by {breach.acknowledged.by}, to be mended by "
        f"{breach.acknowledged.until.isoformat()}"
        if breach.acknowledged
        else "not acknowledged"
    )
    was = "is"
    if cap is not None and cap.cap is not None and cap.cap >= breach.cases:
        was = "was"
        told += "; the cap is higher since, and work has to be counted again"
    return PlanFinding(
        "CASELOAD_BREACH",
        Severity.WARN,
        f"{breach.cases} held where the cap {was} {breach.cap}: {breach.size} over, day "
        f"{breach.day(as_at)} since {breach.first_on.isoformat()}, escalated to "
        f"{', '.join(breach.escalated_to(as_at)) or 'nobody yet'}; {told}.",
    )

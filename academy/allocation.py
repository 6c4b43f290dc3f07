"""Starters allocated to induction runs, with the wait shown (rules S1-S5). A person confirms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from academy.findings import PlanFinding, Severity
from academy.membership import Member
from academy.programme import Audience

LATE_DAYS = 14
"""A start this many days or fewer after a run began has just missed it; a proposal."""
LONG_WAIT_WEEKS = 6
"""A longer wait suggests a mop-up run; a proposal."""
CLEARANCE_DAYS = 20
"""Days to clearance where none are measured: "just under three weeks on average" (Leeds 2006)."""
DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class Starter:
    """What is known of somebody who starts (S1). ``id`` is the service's, ``worker`` the keyed one."""

    id: str
    start: date
    newly_qualified: bool
    worker: str | None = None
    post: str | None = None
    team: str | None = None
    base: str | None = None
    route: str | None = None
    qualified_on: date | None = None
    fte: Fraction = Fraction(1)
    weekdays: frozenset[int] = frozenset(range(5))
    """Days they work, Monday = 0."""
    registered_on: date | None = None
    """Registration with Social Work England."""
    clearance_requested_on: date | None = None
    cleared_on: date | None = None
    """Disclosure and barring."""
    service: str | None = None
    """The service they join, as SEND."""


@dataclass(frozen=True, slots=True)
class RunOffer:
    """A run with places; ``capacity`` None has no limit."""

    cohort: str
    run: str
    starts: date
    capacity: int | None = None
    taken: int = 0
    blocked: bool = False
    """Of a draft that cannot be released as it stands: nobody is proposed to dates nobody is told."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """A proposal for one starter; ``offer`` None is the waiting list."""

    starter: Starter
    offer: RunOffer | None
    findings: tuple[PlanFinding, ...]

    @property
    def wait_days(self) -> int | None:
        return (self.offer.starts - self.starter.start).days if self.offer else None

    @property
    def wait_weeks(self) -> Decimal | None:
        """To one decimal place, half up."""
        if self.wait_days is None:
            return None
        weeks = Decimal(self.wait_days) / DAYS_IN_WEEK
        return weeks.quantize(Decimal("0.1"), ROUND_HALF_UP)


def allocate(
    starters: Iterable[Starter],
    offers: Iterable[RunOffer],
    *,
    late_days: int = LATE_DAYS,
    long_wait_weeks: int = LONG_WAIT_WEEKS,
    measured_clearance: Sequence[int] = (),
) -> tuple[Allocation, ...]:
    """Each starter, in order of start, in the first run that begins on or after it and has a place.

    Runs of a plan that cannot be released are passed over, and said where they would be sooner. No
    other way of filling the same runs has a smaller sum of waits (S2): who starts earlier may
    join every run that who starts later may join. ``measured_clearance``: days that clearances took.
    """
    runs = sorted(offers, key=lambda offer: (offer.starts, offer.cohort, offer.run))
    taken = [offer.taken for offer in runs]
    allocations = []
    for starter in sorted(starters, key=lambda starter: (starter.start, starter.id)):
        place = next(
            (
                n
                for n, offer in enumerate(runs)
                if offer.starts >= starter.start
                and not offer.blocked
                and (offer.capacity is None or taken[n] < offer.capacity)
            ),
            None,
        )
        offer = None
        if place is not None:
            taken[place] += 1
            offer = runs[place]
        allocation = Allocation(starter, offer, ())
        findings = (
            *_about_wait(allocation, runs, late_days, long_wait_weeks),
            *_about_starter(allocation, measured_clearance),
        )
        allocations.append(replace(allocation, findings=findings))
    return tuple(allocations)


def expected_clearance(requested: date, measured_days: Sequence[int] = ()) -> date:
    """Request plus the measured average, rounded half up to a day (S3)."""
    count = len(measured_days)
    days = (2 * sum(measured_days) + count) // (2 * count) if count else CLEARANCE_DAYS
    return requested + timedelta(days=days)


def asye_clock_start(starter: Starter, *, requires_registration: bool = True) -> date | None:
    """When the ASYE year begins: not before registration, where the rule asks for it (S4)."""
    if not starter.newly_qualified:
        return None
    if not requires_registration:
        return starter.start
    if starter.registered_on is None:
        return None
    return max(starter.start, starter.registered_on)


def enrol(starter: Starter, offer: RunOffer, *, on: date) -> Member:
    """The member a confirmed allocation makes, with clearance as it stands on a day."""
    return Member(
        id=starter.id,
        worker=starter.worker,
        audience=Audience.NEWLY_QUALIFIED if starter.newly_qualified else Audience.EXPERIENCED,
        cohort=offer.cohort,
        run=offer.run,
        team=starter.team,
        cleared=starter.cleared_on is not None and starter.cleared_on <= on,
    )


def transfer(member: Member, *, cohort: str, run: str, completed: frozenset[str]) -> Member:
    """To another cohort with what they have attended: nothing is taken twice unless asked (S5)."""
    return replace(
        member,
        cohort=cohort,
        run=run,
        completed=member.completed | completed,
        catch_up=frozenset(),
    )


def _about_wait(
    allocation: Allocation, runs: Sequence[RunOffer], late_days: int, long_wait_weeks: int
) -> list[PlanFinding]:
    start = allocation.starter.start
    found = []
    for offer in runs:
        late = (start - offer.starts).days
        if 0 < late <= late_days:
            words = f"{late} day{'' if late == 1 else 's'}"
            found.append(
                PlanFinding(
                    "LATE_FOR_RUN",
                    Severity.INFO,
                    f"Starts {words} after {offer.run} of {offer.cohort} began.",
                )
            )
    blocked = next((each for each in runs if each.blocked and each.starts >= start), None)
    if blocked and (allocation.offer is None or blocked.starts < allocation.offer.starts):
        found.append(
            PlanFinding(
                "RUN_BLOCKED",
                Severity.WARN,
                f"{blocked.run} of {blocked.cohort} would begin on {blocked.starts.isoformat()}, "
                "but its plan cannot be released as it stands: put right what blocks it.",
            )
        )
    if allocation.wait_days is None:
        found.append(
            PlanFinding(
                "WAITING_LIST",
                Severity.WARN,
                f"No run with a place begins on or after {start.isoformat()}: plan a mop-up run.",
            )
        )
    elif allocation.wait_days > long_wait_weeks * DAYS_IN_WEEK:
        found.append(
            PlanFinding(
                "SUGGEST_MOP_UP",
                Severity.WARN,
                f"Waits {allocation.wait_weeks} weeks, more than {long_wait_weeks}: "
                "consider a mop-up run.",
            )
        )
    return found


def _about_starter(allocation: Allocation, measured: Sequence[int]) -> list[PlanFinding]:
    starter = allocation.starter
    first = allocation.offer.starts if allocation.offer else starter.start
    found = []
    if starter.cleared_on is None or starter.cleared_on > first:
        requested = starter.clearance_requested_on
        if starter.cleared_on:
            expected = f"cleared on {starter.cleared_on.isoformat()}"
        elif requested:
            expected = f"clearance expected {expected_clearance(requested, measured).isoformat()}"
        else:
            expected = "clearance not requested"
        found.append(
            PlanFinding(
                "AWAITING_CLEARANCE",
                Severity.INFO if requested or starter.cleared_on else Severity.WARN,
                f"Kept out of contact items until cleared; {expected}.",
            )
        )
    if starter.newly_qualified and starter.registered_on is None:
        found.append(
            PlanFinding(
                "NOT_REGISTERED",
                Severity.WARN,
                "Not registered with Social Work England: the ASYE year does not begin.",
            )
        )
    return found

"""What became of the demo's newly qualified: what each was promised, and what each got of it.

About half get the caseload they were promised. Every number comes from one seed and the caseloads
of the council's own returns; nobody in it is anybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from academy.asye.clock import add_months
from academy.asye.lead_in import Piece
from academy.asye.supervision import CancelledBy, Cause
from academy.programme import Audience
from scorecard.workforce import EndType, StartType
from service.demo.academy import LAST_YEAR, PLANS, THIS_YEAR, CohortPlan, Starter, starters
from service.demo.chance import Chance
from service.demo.council import SEED, demo_council
from service.demo.months import is_working_day, working_day_on_or_after
from service.demo.people import Spell

ROUTES = ("University degree", "Step Up to Social Work", "Apprenticeship")
SUPERVISORS = ("Dipper Demo", "Dunlin Demo", "Fulmar Demo", "Linnet Demo")
UNIT = "child"
"""What the council's caseload returns count."""
FULL_TIME_WEEK = 2_220
_PERIOD_WEEKS = 8
PROTECTED = _PERIOD_WEEKS * FULL_TIME_WEEK // 10
"""Minutes of protected time in a period at full time."""

_CHILD_PROTECTION = ("Child Protection", "Assessment")
_FULL, _FULL_PROTECTION = Fraction(20), Fraction(24)
_WEEKLY, _FORTNIGHTLY, _HALF_YEAR_DAYS = 6, 14, 182
_LONG_ENOUGH = 90


@dataclass(frozen=True, slots=True)
class Promise:
    """The terms of one person's year. ``full``: what a full caseload of the team is."""

    cohort: CohortPlan
    starter: Starter
    spell: Spell
    preset: str
    full: Fraction
    ceiling: Fraction | None
    route: str
    supervisor: str

    @property
    def start(self) -> date:
        return self.spell.started

    @property
    def fte(self) -> Fraction:
        return Fraction(self.spell.fte, 1_000_000)

    @property
    def left(self) -> date | None:
        """Their last day, where they left the council."""
        return self.spell.ended if self.spell.end_type is EndType.LEFT else None


@dataclass(frozen=True, slots=True)
class Session:
    """A supervision that was due: held for ``minutes``, or cancelled."""

    on: date
    minutes: int
    cancelled_by: CancelledBy | None = None
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Protection:
    """Protected time of eight weeks, in minutes."""

    on: date
    planned: int
    lost: int
    cause: Cause | None


@cache
def promises(cohort: CohortPlan) -> tuple[Promise, ...]:
    """The newly qualified of a cohort in their order; the last of the terms changed in 2026.

    Until then fifteen children at most (Lancashire's preset), from then on a quarter of the team's
    full caseload that grows (Newham's).
    """
    chance = Chance(SEED, f"asye/{cohort.key}")
    spells = {
        spell.worker.number: spell
        for spell in demo_council().spells
        if spell.start_type is StartType.NEW
    }
    found = []
    for place, starter in enumerate(_newly_qualified(cohort)):
        protection = starter.team.startswith(_CHILD_PROTECTION)
        grows = cohort is not LAST_YEAR
        found.append(
            Promise(
                cohort=cohort,
                starter=starter,
                spell=spells[starter.number],
                preset="newham" if grows else "lancashire",
                full=_FULL_PROTECTION if protection and grows else _FULL,
                ceiling=None if grows else Fraction(15),
                route=chance.weighted(((ROUTES[0], 6), (ROUTES[1], 2), (ROUTES[2], 2))),
                supervisor=SUPERVISORS[place % len(SUPERVISORS)],
            )
        )
    return tuple(found)


def _newly_qualified(cohort: CohortPlan) -> list[Starter]:
    return [each for each in starters(cohort) if each.audience is Audience.NEWLY_QUALIFIED]


def route_of(starter: Starter) -> str | None:
    """How a member came into social work, of the newly qualified."""
    for plan in PLANS[:2]:
        for promise in promises(plan):
            if promise.starter == starter:
                return promise.route
    return None


def is_well_kept(promise: Promise) -> bool:
    """Whether this person's manager keeps to supervision and protected time: about half do."""
    return Chance(SEED, f"kept/{promise.starter.number}").happens(5_500)


def sessions(promise: Promise, until: date) -> Iterator[Session]:
    """Supervisions as they were due: weekly, then fortnightly, then monthly, up to ``until``."""
    chance = Chance(SEED, f"supervision/{promise.starter.number}")
    kept = 9_200 if is_well_kept(promise) else 6_200
    for due in _due(promise):
        held, late = chance.happens(kept), chance.below(3)
        minutes = 90 + 5 * chance.below(5) if chance.happens(9_000) else 45
        by, cause = chance.weighted(_CANCELLED)
        on = working_day_on_or_after(due + timedelta(days=late))
        if on > until or _is_over(promise, on):
            return
        yield Session(on, minutes) if held else Session(on, 0, by, cause)


_CANCELLED = (
    ((CancelledBy.SUPERVISOR, Cause.DUTY), 4),
    ((CancelledBy.SUPERVISOR, Cause.CASELOAD), 3),
    ((CancelledBy.SERVICE, Cause.COVER), 2),
    ((CancelledBy.SUPERVISEE, Cause.COURT), 2),
    ((CancelledBy.SUPERVISEE, Cause.LEAVE), 1),
)


def _due(promise: Promise) -> Iterator[date]:
    day = promise.start
    for _ in range(_WEEKLY):
        day += timedelta(days=7)
        yield day
    while (day - promise.start).days < _HALF_YEAR_DAYS - _FORTNIGHTLY:
        day += timedelta(days=_FORTNIGHTLY)
        yield day
    for month in range(7, 13):
        yield add_months(promise.start, month)


def protection(promise: Promise, until: date) -> Iterator[Protection]:
    """Protected time planned in every eight weeks, and what was lost of it, up to ``until``."""
    chance = Chance(SEED, f"protected/{promise.starter.number}")
    lost_often = 2_000 if is_well_kept(promise) else 7_000
    planned = int(PROTECTED * promise.fte)
    for number in range(1, 7):
        on = promise.start + timedelta(weeks=_PERIOD_WEEKS * number)
        while not is_working_day(on):
            on -= timedelta(days=1)
        lost = planned * chance.between(25, 100) // 100 if chance.happens(lost_often) else 0
        cause = chance.one_of((Cause.DUTY, Cause.CASELOAD, Cause.COVER, Cause.COURT))
        if on > until or _is_over(promise, on):
            return
        yield Protection(on, planned, lost, cause if lost else None)


REVIEWS = {
    "lancashire": (("review-3m", 3), ("review-6m", 6), ("review-9m", 9), ("final", 12)),
    "newham": (("review-3m", 3), ("review-6m", 6), ("final", 11)),
}


def reviews(promise: Promise, until: date) -> Iterator[tuple[str, date]]:
    """Reviews held up to ``until``: in the days before they were due, or up to six weeks late.

    The final one is held when the year is completed.
    """
    chance = Chance(SEED, f"reviews/{promise.starter.number}")
    for key, months in REVIEWS[promise.preset]:
        due = add_months(promise.start, months)
        late = -chance.between(2, 5) if is_well_kept(promise) else chance.between(3, 42)
        on = working_day_on_or_after(due + timedelta(days=late))
        if key == "final":
            on = completed_on(promise) or date.max
        if on > until or _is_over(promise, on):
            return
        yield key, on


_PIECES = (
    (0, Piece.SELF_ASSESSMENT),
    (62, Piece.OBSERVATION),
    (69, Piece.REFLECTION_LOG),
    (76, Piece.FEEDBACK_PEOPLE),
    (83, Piece.FEEDBACK_COLLEAGUES),
    (132, Piece.OBSERVATION),
    (153, Piece.REFLECTION_LOG),
    (160, Piece.FEEDBACK_PEOPLE),
    (167, Piece.FEEDBACK_COLLEAGUES),
    (174, Piece.SELF_ASSESSMENT),
    (258, Piece.OBSERVATION),
    (314, Piece.FEEDBACK_PEOPLE),
    (321, Piece.FEEDBACK_COLLEAGUES),
    (342, Piece.REFLECTION_LOG),
    (349, Piece.SELF_ASSESSMENT),
    (363, Piece.PORTFOLIO),
)


def pieces(promise: Promise, until: date) -> Iterator[tuple[Piece, date]]:
    """Evidence as it came in, up to ``until``: on time, three weeks behind, or not at all."""
    behind = 0 if is_well_kept(promise) else 21
    if behind and completed_on(promise) is None:
        return
    for days, piece in _PIECES:
        on = working_day_on_or_after(promise.start + timedelta(days=days + behind))
        if piece is Piece.PORTFOLIO and (done := completed_on(promise)) is not None:
            on = min(on, done)
        if on > until or _is_over(promise, on):
            return
        yield piece, on


def _is_over(promise: Promise, on: date) -> bool:
    done = completed_on(promise)
    gone = promise.left is not None and on >= promise.left
    return gone or (done is not None and on > done)


PANEL = date(2026, 9, 17)
"""When the moderation panel looked at the portfolios of last year's cohort."""
SENT_BACK = date(2026, 9, 23)
"""When the one portfolio that the panel sent back was passed."""


def completed_on(promise: Promise) -> date | None:
    """The day on which a year of last year's cohort was completed; None of one that was not."""
    worker = promise.spell.worker
    if promise.cohort is THIS_YEAR or promise.left is not None or worker.asye_ended is None:
        return None
    if worker.asye_ended > PANEL:
        return None
    last = [each for each in promises(promise.cohort) if each.left is None][-1]
    return SENT_BACK if promise is last else worker.asye_ended

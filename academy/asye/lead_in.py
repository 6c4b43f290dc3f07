"""What is due before and after the milestones: logs, observations, feedback, portfolio, panel (P3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from academy.asye.clock import Clock
from academy.asye.plan import Milestone
from academy.asye.preset import LeadIn
from academy.working_days import WorkingDays

END = "end"
"""Key of the milestone that is the end of the year and no review."""


class Piece(StrEnum):
    """A piece of evidence: that it is there, and when; never what it says."""

    REFLECTION_LOG = "reflection-log"
    OBSERVATION = "observation"
    FEEDBACK_PEOPLE = "feedback-people"
    """From children, young people and families."""
    FEEDBACK_COLLEAGUES = "feedback-colleagues"
    SELF_ASSESSMENT = "self-assessment"
    PORTFOLIO = "portfolio"


@dataclass(frozen=True, slots=True)
class Due:
    """``number`` of ``piece`` are to be there by ``by``, in all; ``milestone``: what it leads to."""

    piece: Piece
    milestone: str
    by: date
    number: int


@dataclass(frozen=True, slots=True)
class DueMet:
    """``there``: how many there were on ``by``, or are now. ``met`` None: not due yet."""

    due: Due
    there: int
    met: bool | None


def lead_ins(
    rules: LeadIn, clock: Clock, milestones: Sequence[Milestone], working_days: WorkingDays
) -> tuple[Due, ...]:
    """All deadlines in order of time. None lies before the start, and none in a pause: it waits.

    Observations and feedback come one before each review at least, and all by the last one; each is
    counted from the start. Self-assessments are due at the start, before the review in the middle,
    and before the last.
    """
    reviews = [each for each in milestones if not each.optional and each.key != END]
    if not reviews:
        return ()
    start = clock.start
    found: list[Due] = []
    if rules.reflection_log_days is not None:
        for number, review in enumerate(reviews, start=1):
            by = review.due - timedelta(days=rules.reflection_log_days)
            found.append(Due(Piece.REFLECTION_LOG, review.key, max(by, start), number))
    for piece, wanted in (
        (Piece.OBSERVATION, rules.observations),
        (Piece.FEEDBACK_PEOPLE, rules.feedback_people),
        (Piece.FEEDBACK_COLLEAGUES, rules.feedback_colleagues),
    ):
        found += _spread(piece, wanted, reviews)
    if rules.self_assessments:
        middle = reviews[(len(reviews) - 1) // 2]
        found.append(Due(Piece.SELF_ASSESSMENT, "start", working_days.on_or_after(start), 1))
        found.append(Due(Piece.SELF_ASSESSMENT, middle.key, middle.due, 2))
        found.append(Due(Piece.SELF_ASSESSMENT, reviews[-1].key, reviews[-1].due, 3))
    if rules.portfolio_working_days is not None:
        last = max(milestones, key=lambda each: each.on)
        by = working_days.plus(last.on, rules.portfolio_working_days)
        found.append(Due(Piece.PORTFOLIO, last.key, by, 1))
    waiting = (
        replace(due, by=clock.due(due.by, working_days)) if clock.rests_on(due.by) else due
        for due in found
    )
    return tuple(sorted(waiting, key=lambda due: (due.by, due.piece, due.number)))


def _spread(piece: Piece, wanted: int, reviews: Sequence[Milestone]) -> list[Due]:
    """One before each review, and all that are wanted before the last."""
    if not wanted:
        return []
    numbers = [min(count, wanted) for count in range(1, len(reviews))] + [wanted]
    return [
        Due(piece, review.key, review.due, number)
        for review, number in zip(reviews, numbers, strict=True)
    ]


def met(
    dues: Sequence[Due], pieces: Sequence[tuple[Piece, date]], as_at: date
) -> tuple[DueMet, ...]:
    """What was there by its deadline; late pieces count from the day they came."""
    found = []
    for due in dues:
        there = sum(piece is due.piece and on <= min(due.by, as_at) for piece, on in pieces)
        enough = there >= due.number
        found.append(DueMet(due, there, True if enough else None if due.by >= as_at else False))
    return tuple(found)

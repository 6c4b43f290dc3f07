"""Leave, court and duty against the plan: what is lost, and what could replace it (C1, C2, C4).

A commitment has a kind and a time, and nothing else: children's data never enter this service.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import groupby

from academy.findings import PlanFinding, Severity
from academy.programme import ATTENDED, Programme
from academy.session import Session, Status

NO_PROGRAMME: Mapping[str, Programme] = {}
DAY_BEGINS, DAY_ENDS = time.min, time.max


class CommitmentKind(StrEnum):
    LEAVE = "leave"
    COURT = "court"
    DUTY = "duty"
    OTHER = "other"


_WORDS = {
    CommitmentKind.LEAVE: "Leave",
    CommitmentKind.COURT: "Court",
    CommitmentKind.DUTY: "Duty",
    CommitmentKind.OTHER: "Another commitment",
}


@dataclass(frozen=True, slots=True)
class Commitment:
    """From ``first`` to ``last``, both included; on each of these days from ``start`` to ``end``.

    ``start`` None is from the beginning of the day, ``end`` None to its end.
    """

    id: str
    person: str
    kind: CommitmentKind
    first: date
    last: date
    start: time | None = None
    end: time | None = None

    @property
    def fault(self) -> PlanFinding | None:
        """COMMITMENT_ORDER: it ends before it begins, so it takes no time."""
        if self.last < self.first:
            words = f"{self.last.isoformat()}, before {self.first.isoformat()}"
        elif (self.end or DAY_ENDS) <= (self.start or DAY_BEGINS):
            words = f"{self.end or DAY_ENDS:%H:%M}, not after {self.start or DAY_BEGINS:%H:%M}"
        else:
            return None
        return PlanFinding(
            "COMMITMENT_ORDER",
            Severity.BLOCK,
            f"{_WORDS[self.kind]} ends at {words}: change one of the two.",
        )

    def takes_from(self, session: Session) -> tuple[time, time] | None:
        """The part of a session it takes, half-open."""
        if not self.first <= session.day <= self.last:
            return None
        start = max(self.start or DAY_BEGINS, session.start)
        end = min(self.end or DAY_ENDS, session.end)
        return (start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class Conflict:
    """``start`` to ``end`` of a session are lost to a commitment."""

    commitment: Commitment
    session: Session
    start: time
    end: time
    outcomes: tuple[str, ...]
    """Words of the outcomes of the session that no session they keep in full leads to."""
    replacement: Session | None
    """The next session of the same item they could go to; places are for a person to see."""

    @property
    def minutes(self) -> int:
        return _minutes(self.end) - _minutes(self.start)

    @property
    def finding(self) -> PlanFinding:
        """For the line manager and the lead. WARN where the item is mandatory."""
        session = self.session
        words = (
            f"{_WORDS[self.commitment.kind]} takes {self.minutes} minutes of {session.title} on "
            f"{session.day.isoformat()}."
        )
        if self.replacement:
            words += f" It is held again on {self.replacement.day.isoformat()}."
        severity = Severity.WARN if session.mandatory else Severity.INFO
        return PlanFinding("COMMITMENT_CONFLICT", severity, words)


def conflicts(
    sessions: Sequence[Session],
    commitments: Sequence[Commitment],
    *,
    programmes: Mapping[str, Programme] = NO_PROGRAMME,
    offered: Sequence[Session] = (),
) -> tuple[Conflict, ...]:
    """Each commitment of one person against each of their sessions, in order of time (C1).

    Lunches and breaks are not lost. ``programmes`` by cohort give outcomes their words; ``offered``
    are the sessions, of whatever run or cohort, that a replacement is looked for in.
    """
    held = [s for s in sessions if s.status is Status.CONFIRMED and s.kind in ATTENDED]
    hit = [
        (session, commitment, taken)
        for session in held
        for commitment in commitments
        if (taken := commitment.takes_from(session))
    ]
    lost = {session.uid for session, _, _ in hit}
    kept = [session for session in held if session.uid not in lost]
    reached = {key for session in kept for key in _outcomes(session, programmes)}
    found = [
        Conflict(
            commitment=commitment,
            session=session,
            start=start,
            end=end,
            outcomes=tuple(
                words for key, words in _outcomes(session, programmes).items() if key not in reached
            ),
            replacement=_replacement(session, kept, commitments, offered),
        )
        for session, commitment, (start, end) in hit
    ]
    return tuple(
        sorted(found, key=lambda c: (c.session.day, c.start, c.session.uid, c.commitment.id))
    )


def minutes_lost(found: Iterable[Conflict]) -> int:
    """Of all sessions together; what two commitments take of one session counts once."""
    spans = sorted({(c.session.uid, _minutes(c.start), _minutes(c.end)) for c in found})
    total = 0
    for _, of_session in groupby(spans, key=lambda span: span[0]):
        reached = 0
        for _, start, end in of_session:
            total += max(0, end - max(start, reached))
            reached = max(reached, end)
    return total


def off_pattern(weekdays: Collection[int], sessions: Iterable[Session]) -> Iterator[PlanFinding]:
    """OFF_PATTERN for each day of the plan on which they do not work (C4). Monday = 0."""
    days = {
        session.day
        for session in sessions
        if session.status is Status.CONFIRMED and session.kind in ATTENDED
    }
    for day in sorted(days):
        if day.weekday() not in weekdays:
            yield PlanFinding(
                "OFF_PATTERN",
                Severity.WARN,
                f"{day:%A} {day.isoformat()} is not one of their working days: agree a swap or time "
                "off in lieu.",
            )


def _outcomes(session: Session, programmes: Mapping[str, Programme]) -> dict[str, str]:
    programme = programmes.get(session.cohort)
    if programme is None:
        return {}
    keys = {
        key for _, item in programme.items() if item.key == session.item for key in item.outcomes
    }
    return {outcome.key: outcome.words for outcome in programme.outcomes if outcome.key in keys}


def _replacement(
    session: Session,
    kept: Sequence[Session],
    commitments: Sequence[Commitment],
    offered: Sequence[Session],
) -> Session | None:
    """The first later session of the item that meets neither a commitment nor what they keep."""
    later = [
        other
        for other in offered
        if other.item == session.item
        and other.uid != session.uid
        and other.status is Status.CONFIRMED
        and (other.day, other.start) > (session.day, session.start)
        and not any(commitment.takes_from(other) for commitment in commitments)
        and not any(
            one.day == other.day and one.start < other.end and other.start < one.end for one in kept
        )
    ]
    return min(later, key=lambda other: (other.day, other.start, other.uid), default=None)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute

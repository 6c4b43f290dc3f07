"""Whether the returns that the headline figures of a half-year rest on have been sent.

A return of HR does not say which days it covers, so what is held has to speak for it. The evidence
that a kind of return reaches into a half-year is, of the rows in force,

* the latest date in them that had come when the return was received: a start, a leaving, a day of
  absence, a day on which cases were counted. A date ahead of its return is a plan and no evidence;
* the reference date of the census they came with;

(cases counted after the half-year are no evidence of it: they tell of their own day alone)

and, for posts and agency work, which may well stand still for six months, the day on which a return
of the kind was received: on the last day of the half-year or later. docs/scorecards/api.md says the
same to those who publish.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scorecard.periods import HalfYear
from scorecard.workforce import Workforce
from service.workforce.operations import ReturnStamp
from service.workforce.records import Kind

Json = dict[str, Any]

Dated = tuple[str, Iterable[date | None]]
"""The reference of a row, and the dates in it."""


@dataclass(frozen=True, slots=True)
class MissingReturn:
    """A kind of return that was not sent for a half-year. ``words`` name no date of anybody."""

    kind: Kind
    words: str
    latest: date | None
    """The latest day that what is held tells of; None when nothing of the kind is held."""

    def as_json(self) -> Json:
        return {"kind": str(self.kind), "words": self.words}


@dataclass(frozen=True, slots=True)
class _Need:
    """A kind of return that headline figures rest on."""

    kind: Kind
    called: str
    dated: Callable[[Workforce], Iterator[Dated]]
    tells_of_its_day_alone: bool = False
    """A later day says nothing of the half-year: cases counted in June are not those of March."""
    may_stand_still: bool = False
    """Nothing need happen in six months: a return received after them is evidence enough."""


def missing_returns(
    facts: Workforce, stamps: Sequence[ReturnStamp], period: HalfYear
) -> tuple[MissingReturn, ...]:
    """The kinds that are needed for the headline figures and do not reach into the half-year.

    ``stamps`` are those of the returns behind ``facts``, with ``received_on`` and ``as_at``.
    """
    returns = {str(stamp.id): stamp for stamp in stamps}
    found = []
    for need in _NEEDS:
        # Mostly the first few rows settle it; all of them are looked at only to say how far they go.
        last = period.end if need.tells_of_its_day_alone else date.max
        if any(period.opening < day <= last for day in _days(need.dated(facts), returns)):
            continue
        latest = max(_days(need.dated(facts), returns), default=None)
        if need.may_stand_still and latest is not None and _received_after(stamps, need, period):
            continue
        words = (
            f"No return with {need.called} is in force."
            if latest is None
            else f"The {need.called} held tell nothing of the half-year."
        )
        found.append(MissingReturn(need.kind, words, latest))
    return tuple(found)


def _days(rows: Iterator[Dated], returns: Mapping[str, ReturnStamp]) -> Iterator[date]:
    """Days that rows are evidence for."""
    for ref, dates in rows:
        stamp = returns[ref.partition("#")[0]]
        if stamp.as_at is not None:
            yield stamp.as_at
        received_on = stamp.received_on or date.max
        yield from (day for day in dates if day is not None and day <= received_on)


def _received_after(stamps: Sequence[ReturnStamp], need: _Need, period: HalfYear) -> bool:
    return any(
        stamp.kind is need.kind
        and stamp.received_on is not None
        and stamp.received_on >= period.end
        for stamp in stamps
    )


def _posts(facts: Workforce) -> Iterator[Dated]:
    for post in facts.posts:
        yield post.ref, (post.opened, post.closed)
    if not facts.posts:
        for totals in facts.reported:
            yield totals.ref, (totals.as_at,)


def _employments(facts: Workforce) -> Iterator[Dated]:
    for spell in facts.employments:
        yield spell.ref, (spell.started, spell.ended)


def _agency(facts: Workforce) -> Iterator[Dated]:
    for one in facts.agency:
        yield one.ref, (one.started, one.ended)
    if not facts.agency:
        for totals in facts.reported:
            yield totals.ref, (totals.as_at,)


def _absences(facts: Workforce) -> Iterator[Dated]:
    for absence in facts.absences:
        yield absence.ref, (absence.first_day, absence.last_day)
    for total in facts.absence_totals:
        yield total.ref, (total.year_end,)


def _caseloads(facts: Workforce) -> Iterator[Dated]:
    for caseload in facts.caseloads:
        yield caseload.ref, (caseload.taken_on,)


_NEEDS = (
    _Need(Kind.POSTS, "posts", _posts, may_stand_still=True),
    _Need(Kind.EMPLOYMENTS, "employments", _employments),
    _Need(Kind.AGENCY, "agency assignments", _agency, may_stand_still=True),
    _Need(Kind.ABSENCES, "absences", _absences),
    _Need(Kind.CASELOADS, "caseloads", _caseloads, tells_of_its_day_alone=True),
)
"""What the six figures at the top of the page are worked out from, in the order HR sends it."""

"""Records as one half-year sees them: what lies beyond it is cut off, what ended before it is gone.

An edition keeps the records in this form, so it holds no more of anybody than its figures need, and
a record of another half-year changes nothing in it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from scorecard.periods import HalfYear, months_before
from scorecard.records import AsyeYear, CohortMember, Pause, RecordKind, Records

INTERVIEW_MONTHS = 24
"""Exit interviews of so many months are seen: four half-years are what a trend needs."""


def as_seen(records: Records, period: HalfYear) -> Records:
    """Cut the records to what the figures of ``period`` can see.

    ``recorded`` of the result says of which kinds anything at all was held, whatever its date.
    """
    since = months_before(period.end, INTERVIEW_MONTHS)
    return Records(
        cohort_members=tuple(
            _member_seen(one, period) for one in records.cohort_members if one.joined <= period.end
        ),
        asye_years=tuple(
            _asye_seen(one, period) for one in records.asye_years if _touches(one, period)
        ),
        exit_interviews=tuple(
            one for one in records.exit_interviews if since < one.left_on <= period.end
        ),
        exit_themes=tuple(records.exit_themes),
        survey_results=tuple(
            one for one in records.survey_results if _within(one.closed_on, period)
        ),
        collected=records.collected,
        recorded=frozenset(kind for kind in RecordKind if records.holds(kind)),
    )


def _within(day: date, period: HalfYear) -> bool:
    return period.opening < day <= period.end


def _reached(day: date | None, period: HalfYear) -> date | None:
    """Return the day if it had come by the end of the period."""
    return day if day is not None and day <= period.end else None


def _member_seen(one: CohortMember, period: HalfYear) -> CohortMember:
    return replace(
        one,
        completed=_reached(one.completed, period),
        left_authority_on=_reached(one.left_authority_on, period),
        left_childrens_on=_reached(one.left_childrens_on, period),
    )


def _touches(one: AsyeYear, period: HalfYear) -> bool:
    return one.started <= period.end


def _asye_seen(one: AsyeYear, period: HalfYear) -> AsyeYear:
    return replace(
        one,
        completed_on=_reached(one.completed_on, period),
        ended_on=_reached(one.ended_on, period),
        pauses=tuple(_pauses_seen(one.pauses, period)),
        supervision=tuple(each for each in one.supervision if _within(each.due, period)),
        protected_time=tuple(each for each in one.protected_time if _within(each.ends_on, period)),
        caps=tuple(each for each in one.caps if _within(each.taken_on, period)),
    )


def _pauses_seen(pauses: Iterable[Pause], period: HalfYear) -> Iterable[Pause]:
    for each in pauses:
        if each.first <= period.end:
            yield replace(each, last=_reached(each.last, period))

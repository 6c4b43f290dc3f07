"""The lines of the ledger: everything a measure can be an expression of.

A line is named once here. ``scorecard.ledger`` fills each for every breakdown, group and window;
measures name them as their inputs; drill-through finds their rows.
"""

from dataclasses import dataclass
from enum import StrEnum

FTE_SCALE = 1_000_000
DAYS_SCALE = 100


class Line(StrEnum):
    """``_6`` is the half-year (opening, end]; ``_12`` the twelve months to its end."""

    ESTABLISHMENT_FTE = "establishment-fte"
    ESTABLISHMENT_POSTS = "establishment-posts"
    VACANCIES_FTE = "vacancies-fte"

    IN_POST_FTE = "in-post-fte"
    IN_POST_HEADS = "in-post-heads"
    OPENING_FTE = "opening-fte"
    OPENING_HEADS = "opening-heads"
    YEAR_OPENING_HEADS = "year-opening-heads"
    STARTERS_FTE_6 = "starters-fte-6"
    STARTERS_HEADS_6 = "starters-heads-6"
    STARTERS_FTE_12 = "starters-fte-12"
    STARTERS_HEADS_12 = "starters-heads-12"
    LEAVERS_FTE_6 = "leavers-fte-6"
    LEAVERS_HEADS_6 = "leavers-heads-6"
    LEAVERS_FTE_12 = "leavers-fte-12"
    LEAVERS_HEADS_12 = "leavers-heads-12"
    MOVES_FTE_6 = "moves-fte-6"
    MOVES_HEADS_6 = "moves-heads-6"
    RETURNERS_HEADS_6 = "returners-heads-6"
    LEAVERS_BY_DESTINATION_12 = "leavers-by-destination-12"
    LEAVERS_BY_REASON_12 = "leavers-by-reason-12"

    BAND_HEADS = "band-heads"
    BANDED_HEADS = "banded-heads"
    NEWLY_QUALIFIED_HEADS = "newly-qualified-heads"
    UNDER_TWO_YEARS_HEADS = "under-two-years-heads"

    AGENCY_FTE = "agency-fte"
    AGENCY_HEADS = "agency-heads"
    AGENCY_COVERING_FTE = "agency-covering-fte"

    CASES = "cases"
    CASE_HOLDER_FTE = "case-holder-fte"
    CASE_HOLDERS = "case-holders"
    AT_OR_OVER_LIMIT = "at-or-over-limit"
    OVER_LIMIT = "over-limit"
    LIMITED_HOLDERS = "limited-holders"
    MEDIAN_CASES_SUM = "median-cases-sum"
    MEDIAN_CASES_COUNT = "median-cases-count"
    P90_CASES = "p90-cases"
    MOST_CASES = "most-cases"

    DAYS_LOST_12 = "days-lost-12"
    WORKING_DAYS_12 = "working-days-12"


_HERE = (
    Line.IN_POST_FTE,
    Line.IN_POST_HEADS,
    Line.OPENING_FTE,
    Line.OPENING_HEADS,
    Line.STARTERS_FTE_12,
    Line.STARTERS_HEADS_12,
    Line.LEAVERS_FTE_12,
    Line.LEAVERS_HEADS_12,
    Line.ESTABLISHMENT_POSTS,
    Line.AGENCY_HEADS,
)
_CASEWORK = (
    Line.CASES,
    Line.CASE_HOLDER_FTE,
    Line.CASE_HOLDERS,
    Line.AT_OR_OVER_LIMIT,
    Line.OVER_LIMIT,
    Line.LIMITED_HOLDERS,
    Line.MEDIAN_CASES_SUM,
    Line.MEDIAN_CASES_COUNT,
    Line.P90_CASES,
    Line.MOST_CASES,
)


def presence_of(line: Line) -> tuple[Line, ...]:
    """Return the lines that say whether a group has anything to do with ``line``.

    A team with staff, posts or agency workers has figures for all of these, zeros included; a team
    known only from a caseload snapshot has caseload figures alone.
    """
    if line in _CASEWORK:
        return (Line.CASE_HOLDERS, Line.LIMITED_HOLDERS)
    return (*_HERE, line) if line is Line.DAYS_LOST_12 else _HERE


@dataclass(frozen=True, slots=True)
class ExclusionRule:
    """Why rows of a line could not count."""

    code: str
    words: str
    leaves_nothing: bool = False
    """Where nothing else counts, the amount is not nil but unknown."""


EXPERIENCE_NOT_STATED = ExclusionRule(
    "experience-not-stated", "Date of qualifying not stated, so no experience band"
)


def fte_not_stated(whose: str, words: str) -> ExclusionRule:
    return ExclusionRule(f"{whose}-fte-not-stated", f"{words}: FTE not stated", leaves_nothing=True)

"""Sickness absence over twelve months."""

from functools import partial

from scorecard import formulas
from scorecard.definition import Measure, Polarity
from scorecard.lines import Line
from scorecard.measures.words import DFE_PROVED, NEXT_REVIEW, OCTOBER, OWNER

_measure = partial(
    Measure,
    family="Sickness absence",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    decimal_places=1,
    polarity=Polarity.LOWER_IS_BETTER,
    source=DFE_PROVED,
)

_DAYS = (
    "Working days lost to sickness in the twelve months to the end of the period, of everybody on "
    "the staff in that time. An absence that began before or goes on afterwards is divided over its "
    "weekdays so that the parts add up to the whole. Without absence records, the totals of a "
    "census for exactly the last day of the period are used; the two are never mixed."
)
_LIMITS = (
    "Days count where the person worked when the absence began. An absence without an end runs for "
    "as many weekdays as days were recorded. Agency workers are not included. " + OCTOBER
)

DAYS_LOST = _measure(
    id="sickness-days-lost",
    title="Working days lost to sickness, twelve months",
    definition=_DAYS,
    numerator_words="Working days lost to sickness in the twelve months",
    denominator_words=None,
    unit="days",
    why_it_matters="Work that is not done by somebody who is ill is done by somebody else.",
    known_limits=_LIMITS,
    formula=formulas.amount,
    formula_words="sum of working days lost",
    inputs=(Line.DAYS_LOST_12,),
)

ABSENCE_RATE = _measure(
    id="sickness-absence-rate",
    title="Sickness absence rate, twelve months (DfE definition)",
    definition=(
        f"{_DAYS} They are a percentage of the working days of staff in post at the end: FTE times "
        "253, or 254 when the twelve months have a 29 February."
    ),
    numerator_words="Working days lost to sickness in the twelve months",
    denominator_words="FTE in post at the end of the period times the year's working days",
    unit="%",
    why_it_matters="Sickness is where workload shows first.",
    known_limits=_LIMITS,
    formula=formulas.absence_rate,
    formula_words="days lost / (in post FTE x 253 or 254) x 100",
    inputs=(Line.DAYS_LOST_12, Line.IN_POST_FTE, Line.WORKING_DAYS_12),
)

MEASURES = (DAYS_LOST, ABSENCE_RATE)

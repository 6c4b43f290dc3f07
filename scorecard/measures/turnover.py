"""Turnover: DfE's definition, the six-month flow beside it, and the average-headcount alternative."""

from functools import partial

from scorecard import formulas
from scorecard.definition import Measure, Polarity
from scorecard.lines import Line
from scorecard.measures.words import (
    DFE_PROVED,
    FTE_LIMIT,
    INTERNAL,
    NEXT_REVIEW,
    OCTOBER,
    OWNER,
    YEAR,
)

_measure = partial(
    Measure,
    family="Turnover",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    unit="%",
    decimal_places=1,
    polarity=Polarity.LOWER_IS_BETTER,
)

_WHY = "Children lose the worker they know, and each leaver has to be replaced."
_DFE = (
    "Leavers in the twelve months to the end of the period as a percentage of staff in post at that "
    f"END, not on average over the year. {INTERNAL}"
)
_SMALL = "A small group can have more leavers in a year than staff at its end: more than 100 %."

TURNOVER_FTE = _measure(
    id="turnover-fte",
    title="Turnover, twelve months (FTE, DfE definition)",
    definition=_DFE,
    numerator_words=f"FTE of leavers {YEAR}",
    denominator_words="FTE in post at the end of the period",
    source=DFE_PROVED,
    why_it_matters=_WHY,
    known_limits=f"{OCTOBER} {_SMALL} {FTE_LIMIT}",
    formula=formulas.turnover_rate,
    formula_words="leavers in twelve months / in post at the end x 100",
    inputs=(Line.LEAVERS_FTE_12, Line.IN_POST_FTE),
)

TURNOVER_HEADCOUNT = _measure(
    id="turnover-headcount",
    title="Turnover, twelve months (headcount, DfE definition)",
    definition=_DFE,
    numerator_words=f"People who left {YEAR}",
    denominator_words="People in post at the end of the period",
    source=DFE_PROVED,
    why_it_matters=_WHY,
    known_limits=f"{OCTOBER} {_SMALL}",
    formula=formulas.turnover_rate,
    formula_words="leavers in twelve months / in post at the end x 100",
    inputs=(Line.LEAVERS_HEADS_12, Line.IN_POST_HEADS),
)

_FLOW = (
    "Leavers in the six months of the period as a percentage of staff in post at its end. It is a "
    "six-month figure: it is never doubled, and does not compare with a yearly one."
)

LEAVING_RATE_SIX_MONTHS_FTE = _measure(
    id="leaving-rate-six-months-fte",
    title="Leaving rate, six months only (FTE)",
    definition=_FLOW,
    numerator_words="FTE of leavers in the six months",
    denominator_words="FTE in post at the end of the period",
    source="The DfE formula over six months; not published by DfE",
    why_it_matters="It shows a change half a year before the twelve-month figure does in full.",
    known_limits=f"Leaving has seasons: compare with the same half of other years. {FTE_LIMIT}",
    formula=formulas.turnover_rate,
    formula_words="leavers in six months / in post at the end x 100",
    inputs=(Line.LEAVERS_FTE_6, Line.IN_POST_FTE),
)

LEAVING_RATE_SIX_MONTHS_HEADCOUNT = _measure(
    id="leaving-rate-six-months-headcount",
    title="Leaving rate, six months only (headcount)",
    definition=_FLOW,
    numerator_words="People who left in the six months",
    denominator_words="People in post at the end of the period",
    source="The DfE formula over six months; not published by DfE",
    why_it_matters="It shows a change half a year before the twelve-month figure does in full.",
    known_limits="Leaving has seasons: compare with the same half of other years.",
    formula=formulas.turnover_rate,
    formula_words="leavers in six months / in post at the end x 100",
    inputs=(Line.LEAVERS_HEADS_6, Line.IN_POST_HEADS),
)

TURNOVER_AVERAGE_HEADCOUNT = _measure(
    id="turnover-average-headcount",
    title="Turnover, twelve months (average headcount; not the DfE definition)",
    definition=(
        "Leavers in the twelve months as a percentage of the mean of staff in post at the opening "
        f"and at the end of the twelve months. {INTERNAL}"
    ),
    numerator_words=f"People who left {YEAR}",
    denominator_words="Mean of people in post at the opening and at the end of the twelve months",
    source=(
        "Used by some councils, for example Devon County Council in 2023 "
        "(https://democracy.devon.gov.uk/mgAi.aspx?ID=31049)"
    ),
    why_it_matters="It makes figures of councils that use this definition comparable.",
    known_limits="Never to be compared with DfE's turnover or mixed with it.",
    formula=formulas.average_turnover_rate,
    formula_words="leavers in twelve months / ((in post at opening + in post at end) / 2) x 100",
    inputs=(Line.LEAVERS_HEADS_12, Line.YEAR_OPENING_HEADS, Line.IN_POST_HEADS),
)

MEASURES = (
    TURNOVER_FTE,
    TURNOVER_HEADCOUNT,
    LEAVING_RATE_SIX_MONTHS_FTE,
    LEAVING_RATE_SIX_MONTHS_HEADCOUNT,
    TURNOVER_AVERAGE_HEADCOUNT,
)

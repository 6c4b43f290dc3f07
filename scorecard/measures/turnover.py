"""Turnover: the DfE definition, the six-month flow beside it, and the average-headcount alternative."""

from scorecard import formulas
from scorecard.definition import Measure, Polarity
from scorecard.lines import Line
from scorecard.measures.words import DFE_FORMULA_PROVED, NEXT_REVIEW, OWNER, TWELVE_MONTHS

FAMILY = "Turnover"

TURNOVER_FTE = Measure(
    id="turnover-fte",
    family=FAMILY,
    title="Turnover, twelve months (FTE, DfE definition)",
    definition=(
        "FTE of social workers who left children's social work in the council in the twelve months "
        "to the end of the period, as a percentage of FTE in post at that END (not the average of "
        "the year). Moves inside children's social work are not leavers."
    ),
    numerator_words="FTE of leavers in the twelve months",
    denominator_words="FTE in post at the end of the period",
    unit="%",
    decimal_places=1,
    polarity=Polarity.LOWER_IS_BETTER,
    source=DFE_FORMULA_PROVED,
    why_it_matters="Children lose the worker they know, and each leaver has to be replaced.",
    known_limits=TWELVE_MONTHS,
    owner=OWNER,
    next_review=NEXT_REVIEW,
    formula=formulas.turnover_rate,
    formula_words="leavers in twelve months / in post at the end x 100",
    inputs=(Line.LEAVERS_FTE_12, Line.IN_POST_FTE),
)

MEASURES = (TURNOVER_FTE,)

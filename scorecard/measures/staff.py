"""Who is in post, and how that changed: opening + starters - leavers + moves = closing."""

from scorecard import formulas
from scorecard.definition import Measure, Polarity
from scorecard.lines import Line
from scorecard.measures.words import (
    DFE_METHODOLOGY,
    FTE_RULE,
    HEADS_RULE,
    LEAVES_ON_THE_DAY,
    NEXT_REVIEW,
    OWN_STAFF,
    OWNER,
)

FAMILY = "Staff in post"

IN_POST_FTE = Measure(
    id="in-post-fte",
    family=FAMILY,
    title="Social workers in post (FTE)",
    definition=f"{OWN_STAFF} {FTE_RULE}",
    numerator_words="FTE of social workers in post at the end of the period",
    denominator_words=None,
    unit="FTE",
    decimal_places=1,
    polarity=Polarity.HIGHER_IS_BETTER,
    source=DFE_METHODOLOGY,
    why_it_matters="It is the capacity the council has of its own, and the base of every rate.",
    known_limits=LEAVES_ON_THE_DAY,
    owner=OWNER,
    next_review=NEXT_REVIEW,
    formula=formulas.amount,
    formula_words="sum of FTE in post at the end",
    inputs=(Line.IN_POST_FTE,),
)

IN_POST_HEADCOUNT = Measure(
    id="in-post-headcount",
    family=FAMILY,
    title="Social workers in post (headcount)",
    definition=f"{OWN_STAFF} {HEADS_RULE}",
    numerator_words="People in post at the end of the period",
    denominator_words=None,
    unit="people",
    decimal_places=0,
    polarity=Polarity.HIGHER_IS_BETTER,
    source=DFE_METHODOLOGY,
    why_it_matters="People, not hours, hold relationships with children and families.",
    known_limits=LEAVES_ON_THE_DAY,
    owner=OWNER,
    next_review=NEXT_REVIEW,
    formula=formulas.amount,
    formula_words="people in post at the end",
    inputs=(Line.IN_POST_HEADS,),
)

MEASURES = (IN_POST_FTE, IN_POST_HEADCOUNT)

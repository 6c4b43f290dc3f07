"""Who is in post, and how that changed: opening + starters - leavers + moves = closing."""

from functools import partial

from scorecard import formulas
from scorecard.definition import Measure, Polarity
from scorecard.lines import Line
from scorecard.measures.words import (
    DFE,
    FTE_LIMIT,
    FTE_RULE,
    HALF_YEAR,
    HEADS_RULE,
    INTERNAL,
    MEMBERS,
    NEXT_REVIEW,
    ON_THE_DAY,
    OWN_STAFF,
    OWNER,
    STRATEGY,
    TWO_POSTS,
    YEAR,
)

_measure = partial(
    Measure,
    family="Staff in post, starters and leavers",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    denominator_words=None,
    formula=formulas.amount,
)
_fte = partial(_measure, unit="FTE", decimal_places=1)
_people = partial(_measure, unit="people", decimal_places=0)

IN_POST_FTE = _fte(
    id="in-post-fte",
    title="Social workers in post (FTE)",
    definition=f"{OWN_STAFF} {FTE_RULE}",
    numerator_words="FTE in post at the end of the period",
    polarity=Polarity.HIGHER_IS_BETTER,
    source=DFE,
    why_it_matters="It is the council's own capacity, and the base of every rate.",
    known_limits=f"{ON_THE_DAY} {FTE_LIMIT}",
    formula_words="sum of FTE in post at the end",
    inputs=(Line.IN_POST_FTE,),
)

IN_POST_HEADCOUNT = _people(
    id="in-post-headcount",
    title="Social workers in post (headcount)",
    definition=f"{OWN_STAFF} {HEADS_RULE}",
    numerator_words="People in post at the end of the period",
    polarity=Polarity.HIGHER_IS_BETTER,
    source=DFE,
    why_it_matters="People, not hours, hold relationships with children and families.",
    known_limits=ON_THE_DAY,
    formula_words="people in post at the end",
    inputs=(Line.IN_POST_HEADS,),
)

OPENING_FTE = _fte(
    id="opening-fte",
    title="In post before the period (FTE)",
    definition=f"In post at the end of the day before the period. {OWN_STAFF} {FTE_RULE}",
    numerator_words="FTE in post at the end of the day before the period",
    polarity=Polarity.NEITHER,
    source=DFE,
    why_it_matters="Opening + starters - leavers + moves is what is in post at the end.",
    known_limits=FTE_LIMIT,
    formula_words="sum of FTE in post at the opening",
    inputs=(Line.OPENING_FTE,),
)

OPENING_HEADCOUNT = _people(
    id="opening-headcount",
    title="In post before the period (headcount)",
    definition=f"In post at the end of the day before the period. {OWN_STAFF} {HEADS_RULE}",
    numerator_words="People in post at the end of the day before the period",
    polarity=Polarity.NEITHER,
    source=DFE,
    why_it_matters="Opening + starters - leavers + moves is what is in post at the end.",
    known_limits=ON_THE_DAY,
    formula_words="people in post at the opening",
    inputs=(Line.OPENING_HEADS,),
)

_STARTERS = f"Social workers who came to children's social work in the council. {INTERNAL}"
_LEAVERS = f"Social workers who left children's social work in the council. {INTERNAL}"
_BOTH_ENDS = "Somebody who starts and leaves within the period is a starter and a leaver."
_AGAIN = "Somebody who left and came back is a starter again."

STARTERS_FTE = _fte(
    id="starters-fte",
    title="Starters, six months (FTE)",
    definition=f"{_STARTERS} {_AGAIN}",
    numerator_words=f"FTE of starters {HALF_YEAR}",
    polarity=Polarity.HIGHER_IS_BETTER,
    source=STRATEGY,
    why_it_matters="It is what recruitment brought.",
    known_limits=f"{_BOTH_ENDS} {FTE_LIMIT}",
    formula_words="sum of FTE of starters",
    inputs=(Line.STARTERS_FTE_6,),
)

STARTERS_HEADCOUNT = _people(
    id="starters-headcount",
    title="Starters, six months (headcount)",
    definition=f"{_STARTERS} {_AGAIN}",
    numerator_words=f"People who started {HALF_YEAR}",
    polarity=Polarity.HIGHER_IS_BETTER,
    source=STRATEGY,
    why_it_matters="It is what recruitment brought.",
    known_limits=_BOTH_ENDS,
    formula_words="starters",
    inputs=(Line.STARTERS_HEADS_6,),
)

LEAVERS_FTE = _fte(
    id="leavers-fte",
    title="Leavers, six months (FTE)",
    definition=_LEAVERS,
    numerator_words=f"FTE of leavers {HALF_YEAR}",
    polarity=Polarity.LOWER_IS_BETTER,
    source=STRATEGY,
    why_it_matters="It is what has to be recruited only to stand still.",
    known_limits=f"{_BOTH_ENDS} {TWO_POSTS} {FTE_LIMIT}",
    formula_words="sum of FTE of leavers",
    inputs=(Line.LEAVERS_FTE_6,),
)

LEAVERS_HEADCOUNT = _people(
    id="leavers-headcount",
    title="Leavers, six months (headcount)",
    definition=_LEAVERS,
    numerator_words=f"People who left {HALF_YEAR}",
    polarity=Polarity.LOWER_IS_BETTER,
    source=STRATEGY,
    why_it_matters="It is what has to be recruited only to stand still.",
    known_limits=f"{_BOTH_ENDS} {TWO_POSTS}",
    formula_words="leavers",
    inputs=(Line.LEAVERS_HEADS_6,),
)

_MOVES = (
    "Net effect of moves and changed hours: what came into a group from elsewhere in the council's "
    "children's social work, less what went there. For experience bands it includes people who "
    "passed from one band to the next."
)
_GAP = (
    "For the whole council it is 0 unless hours changed or a move is recorded on one side only or "
    "with days between (a data quality finding)."
)

MOVES_FTE = _fte(
    id="moves-fte",
    title="Moves and changed hours, net, six months (FTE)",
    definition=_MOVES,
    numerator_words=f"FTE moved in less FTE moved out {HALF_YEAR}",
    polarity=Polarity.NEITHER,
    source=STRATEGY,
    why_it_matters="A team can lose people to the team next door.",
    known_limits=f"{_GAP} {FTE_LIMIT}",
    formula_words="FTE moved in - FTE moved out",
    inputs=(Line.MOVES_FTE_6,),
)

MOVES_HEADCOUNT = _people(
    id="moves-headcount",
    title="Moves, net, six months (headcount)",
    definition=_MOVES,
    numerator_words=f"People moved in less people moved out {HALF_YEAR}",
    polarity=Polarity.NEITHER,
    source=STRATEGY,
    why_it_matters="A team can lose people to the team next door.",
    known_limits=_GAP,
    formula_words="moved in - moved out",
    inputs=(Line.MOVES_HEADS_6,),
)

NET_CHANGE_FTE = _fte(
    id="net-change-fte",
    title="Net change, six months (FTE)",
    definition="Starters less leavers plus net moves: in post at the end less in post before.",
    numerator_words="FTE of starters less leavers plus net moves",
    polarity=Polarity.HIGHER_IS_BETTER,
    source=STRATEGY,
    why_it_matters="It says whether the service grew or shrank, whatever happened to posts.",
    known_limits=FTE_LIMIT,
    formula=formulas.net_change,
    formula_words="starters - leavers + net moves (= closing - opening)",
    inputs=(Line.STARTERS_FTE_6, Line.LEAVERS_FTE_6, Line.MOVES_FTE_6),
)

NET_CHANGE_HEADCOUNT = _people(
    id="net-change-headcount",
    title="Net change, six months (headcount)",
    definition="Starters less leavers plus net moves: in post at the end less in post before.",
    numerator_words="Starters less leavers plus net moves",
    polarity=Polarity.HIGHER_IS_BETTER,
    source=STRATEGY,
    why_it_matters="It says whether the service grew or shrank, whatever happened to posts.",
    known_limits=HEADS_RULE,
    formula=formulas.net_change,
    formula_words="starters - leavers + net moves (= closing - opening)",
    inputs=(Line.STARTERS_HEADS_6, Line.LEAVERS_HEADS_6, Line.MOVES_HEADS_6),
)

STARTERS_FTE_12_MONTHS = _fte(
    id="starters-fte-12-months",
    title="Starters, twelve months (FTE)",
    definition=f"{_STARTERS} {_AGAIN}",
    numerator_words=f"FTE of starters {YEAR}",
    polarity=Polarity.HIGHER_IS_BETTER,
    source=DFE,
    why_it_matters="It compares with DfE's yearly figure.",
    known_limits=f"{_BOTH_ENDS} {FTE_LIMIT}",
    formula_words="sum of FTE of starters",
    inputs=(Line.STARTERS_FTE_12,),
)

STARTERS_HEADCOUNT_12_MONTHS = _people(
    id="starters-headcount-12-months",
    title="Starters, twelve months (headcount)",
    definition=f"{_STARTERS} {_AGAIN}",
    numerator_words=f"People who started {YEAR}",
    polarity=Polarity.HIGHER_IS_BETTER,
    source=DFE,
    why_it_matters="It compares with DfE's yearly figure.",
    known_limits=_BOTH_ENDS,
    formula_words="starters",
    inputs=(Line.STARTERS_HEADS_12,),
)

LEAVERS_FTE_12_MONTHS = _fte(
    id="leavers-fte-12-months",
    title="Leavers, twelve months (FTE)",
    definition=_LEAVERS,
    numerator_words=f"FTE of leavers {YEAR}",
    polarity=Polarity.LOWER_IS_BETTER,
    source=DFE,
    why_it_matters="It compares with DfE's yearly figure and is the numerator of turnover.",
    known_limits=f"{_BOTH_ENDS} {TWO_POSTS} {FTE_LIMIT}",
    formula_words="sum of FTE of leavers",
    inputs=(Line.LEAVERS_FTE_12,),
)

LEAVERS_HEADCOUNT_12_MONTHS = _people(
    id="leavers-headcount-12-months",
    title="Leavers, twelve months (headcount)",
    definition=_LEAVERS,
    numerator_words=f"People who left {YEAR}",
    polarity=Polarity.LOWER_IS_BETTER,
    source=DFE,
    why_it_matters="It compares with DfE's yearly figure and is the numerator of turnover.",
    known_limits=f"{_BOTH_ENDS} {TWO_POSTS}",
    formula_words="leavers",
    inputs=(Line.LEAVERS_HEADS_12,),
)

RETURNERS = _measure(
    id="returners-share",
    title="Returners among starters, six months",
    definition="Starters who had left the council's children's social work before.",
    numerator_words=f"People who started {HALF_YEAR} and had left before",
    denominator_words=f"People who started {HALF_YEAR}",
    unit="%",
    decimal_places=1,
    polarity=Polarity.HIGHER_IS_BETTER,
    source=f"{STRATEGY}. {MEMBERS}",
    why_it_matters="People who come back know the service and say something about it.",
    known_limits="An earlier leaving is known only as far back as the records held go.",
    formula=formulas.share,
    formula_words="starters who had left before / starters x 100",
    inputs=(Line.RETURNERS_HEADS_6, Line.STARTERS_HEADS_6),
)

MEASURES = (
    OPENING_FTE,
    OPENING_HEADCOUNT,
    STARTERS_FTE,
    STARTERS_HEADCOUNT,
    LEAVERS_FTE,
    LEAVERS_HEADCOUNT,
    MOVES_FTE,
    MOVES_HEADCOUNT,
    IN_POST_FTE,
    IN_POST_HEADCOUNT,
    NET_CHANGE_FTE,
    NET_CHANGE_HEADCOUNT,
    STARTERS_FTE_12_MONTHS,
    STARTERS_HEADCOUNT_12_MONTHS,
    LEAVERS_FTE_12_MONTHS,
    LEAVERS_HEADCOUNT_12_MONTHS,
    RETURNERS,
)

"""Agency workers, what they cover, and what nobody covers."""

from functools import partial

from scorecard import formulas
from scorecard.definition import PLACE_AND_ROLE, Measure, Polarity
from scorecard.lines import Line
from scorecard.measures.words import DFE, DFE_PROVED, FTE_LIMIT, NEXT_REVIEW, OWNER

_measure = partial(
    Measure,
    family="Agency workers",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    dimensions=PLACE_AND_ROLE,
    polarity=Polarity.LOWER_IS_BETTER,
)

_AGENCY = (
    "Social workers engaged through an agency in children's services at the end of the period. "
    "They are never de-duplicated: each assignment counts."
)
_COVER = (
    "Agency FTE recorded as covering a vacancy. Where no assignment in force says whether it covers "
    "one, it is the total reported in the census for exactly the last day of the period; the two "
    "are never mixed."
)
_COVER_LIMITS = (
    f"{FTE_LIMIT} Assignments that do not say whether they cover a vacancy count as not covering, "
    "and are counted beside the figure."
)
_EXCEEDS = "Where cover exceeds what it covers the figure is unreliable (u), as in DfE's tables."

AGENCY_FTE = _measure(
    id="agency-fte",
    title="Agency workers (FTE)",
    definition=_AGENCY,
    numerator_words="FTE of agency workers at the end of the period",
    denominator_words=None,
    unit="FTE",
    decimal_places=1,
    source=DFE,
    why_it_matters="Agency workers cost more and stay shorter, but hold cases that cannot wait.",
    known_limits=FTE_LIMIT,
    formula=formulas.amount,
    formula_words="sum of FTE of assignments in force",
    inputs=(Line.AGENCY_FTE,),
)

AGENCY_HEADCOUNT = _measure(
    id="agency-headcount",
    title="Agency workers (headcount)",
    definition=_AGENCY,
    numerator_words="Agency assignments at the end of the period",
    denominator_words=None,
    unit="people",
    decimal_places=0,
    source=DFE,
    why_it_matters="Each agency worker is a person children get to know, perhaps for weeks.",
    known_limits="Somebody with two assignments counts twice, as in DfE's tables.",
    formula=formulas.amount,
    formula_words="assignments in force",
    inputs=(Line.AGENCY_HEADS,),
)

AGENCY_RATE_FTE = _measure(
    id="agency-rate-fte",
    title="Agency rate (FTE)",
    definition=f"Agency workers as a percentage of agency workers and own staff. {_AGENCY}",
    numerator_words="FTE of agency workers at the end of the period",
    denominator_words="FTE of agency workers and of staff in post at the end of the period",
    unit="%",
    decimal_places=1,
    source=DFE_PROVED,
    why_it_matters="It shows how far the service depends on temporary workers.",
    known_limits=FTE_LIMIT,
    formula=formulas.agency_rate,
    formula_words="agency / (agency + in post) x 100",
    inputs=(Line.AGENCY_FTE, Line.IN_POST_FTE),
)

AGENCY_RATE_HEADCOUNT = _measure(
    id="agency-rate-headcount",
    title="Agency rate (headcount)",
    definition=f"Agency workers as a percentage of agency workers and own staff. {_AGENCY}",
    numerator_words="Agency assignments at the end of the period",
    denominator_words="Agency assignments and people in post at the end of the period",
    unit="%",
    decimal_places=1,
    source=DFE_PROVED,
    why_it_matters="It shows how far the service depends on temporary workers.",
    known_limits="Staff are de-duplicated and agency workers are not, as in DfE's tables.",
    formula=formulas.agency_rate,
    formula_words="agency / (agency + in post) x 100",
    inputs=(Line.AGENCY_HEADS, Line.IN_POST_HEADS),
)

AGENCY_COVER_RATE_FTE = _measure(
    id="agency-cover-rate-fte",
    title="Agency workers covering vacancies (FTE)",
    definition=f"The part of agency FTE that covers vacancies. {_COVER} {_EXCEEDS}",
    numerator_words="FTE of agency workers who cover a vacancy",
    denominator_words="FTE of all agency workers",
    unit="%",
    decimal_places=1,
    polarity=Polarity.NEITHER,
    source=DFE_PROVED,
    why_it_matters="The rest is agency work on top of the establishment: projects, leave, peaks.",
    known_limits=_COVER_LIMITS,
    formula=formulas.agency_cover_rate,
    formula_words="agency covering vacancies / agency x 100",
    inputs=(Line.AGENCY_COVERING_FTE, Line.AGENCY_FTE),
)

VACANCIES_COVERED_RATE_FTE = _measure(
    id="vacancies-covered-rate-fte",
    title="Vacancies covered by agency workers (FTE)",
    definition=f"The part of vacant FTE that agency workers cover. {_COVER} {_EXCEEDS}",
    numerator_words="FTE of agency workers who cover a vacancy",
    denominator_words="FTE of vacancies",
    unit="%",
    decimal_places=1,
    polarity=Polarity.NEITHER,
    source=DFE_PROVED,
    why_it_matters="A vacancy that is covered is felt less than one that is not.",
    known_limits=_COVER_LIMITS,
    formula=formulas.vacancies_covered_rate,
    formula_words="agency covering vacancies / vacancies x 100",
    inputs=(Line.AGENCY_COVERING_FTE, Line.VACANCIES_FTE),
)

UNFILLED_GAP_FTE = _measure(
    id="unfilled-gap-fte",
    title="Vacancies nobody covers (FTE)",
    definition=f"Vacancies less the agency FTE that covers them. {_COVER} {_EXCEEDS}",
    numerator_words="FTE of vacancies less FTE of agency workers who cover a vacancy",
    denominator_words=None,
    unit="FTE",
    decimal_places=1,
    source="Derived from DfE's vacancies and agency cover",
    why_it_matters="It is the work that colleagues carry.",
    known_limits=_COVER_LIMITS,
    formula=formulas.unfilled_gap,
    formula_words="vacancies - agency covering vacancies",
    inputs=(Line.VACANCIES_FTE, Line.AGENCY_COVERING_FTE),
)

MEASURES = (
    AGENCY_FTE,
    AGENCY_HEADCOUNT,
    AGENCY_RATE_FTE,
    AGENCY_RATE_HEADCOUNT,
    AGENCY_COVER_RATE_FTE,
    VACANCIES_COVERED_RATE_FTE,
    UNFILLED_GAP_FTE,
)

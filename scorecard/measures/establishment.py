"""Posts, vacancies, and the rate of vacancies."""

from functools import partial

from scorecard import formulas
from scorecard.definition import PLACE_AND_ROLE, Counts, Measure, Polarity
from scorecard.lines import Line
from scorecard.measures.words import DFE_PROVED, FTE_LIMIT, NEXT_REVIEW, OWNER, STRATEGY

_measure = partial(
    Measure,
    family="Establishment and vacancies",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    dimensions=PLACE_AND_ROLE,
    counts=Counts.POSTS,
)

ESTABLISHMENT_FTE = _measure(
    id="establishment-fte",
    title="Established posts (FTE)",
    definition="FTE of all social work posts that exist at the end of the period, filled or not.",
    numerator_words="FTE of posts",
    denominator_words=None,
    unit="FTE",
    decimal_places=1,
    polarity=Polarity.NEITHER,
    source=STRATEGY,
    why_it_matters="Vacancies can rise because posts were added; this shows which it was.",
    known_limits=(
        "Needs a return of posts. A later version of a post replaces the one before from the day "
        "it opens."
    ),
    formula=formulas.amount,
    formula_words="sum of the FTE of open posts",
    inputs=(Line.ESTABLISHMENT_FTE,),
)

ESTABLISHMENT_POSTS = _measure(
    id="establishment-posts",
    title="Established posts (number)",
    definition="Number of social work posts that exist at the end of the period, filled or not.",
    numerator_words="Posts",
    denominator_words=None,
    unit="posts",
    decimal_places=0,
    polarity=Polarity.NEITHER,
    source=STRATEGY,
    why_it_matters="Posts are what is advertised and filled.",
    known_limits="Needs a return of posts.",
    formula=formulas.amount,
    formula_words="number of open posts",
    inputs=(Line.ESTABLISHMENT_POSTS,),
)

_VACANCY = (
    "Vacancies are counted post by post: the FTE of each open post less the FTE of the staff on it, "
    "never below 0. A post filled beyond its FTE has no vacancy, and its surplus fills no other "
    "post. Staff on no known post are in post but fill no vacancy. Agency cover does not fill a "
    "vacancy. Without a return of posts, it is the total reported in the census for exactly the "
    "last day of the period; the two are never mixed."
)
_VACANCY_LIMITS = (
    f"{FTE_LIMIT} A post held by somebody whose FTE is not stated therefore counts as vacant. The "
    "census total can be had for the whole council only."
)

VACANCIES_FTE = _measure(
    id="vacancies-fte",
    title="Vacancies (FTE)",
    definition=_VACANCY,
    numerator_words="FTE of posts that nobody employed fills, at the end of the period",
    denominator_words=None,
    unit="FTE",
    decimal_places=1,
    polarity=Polarity.LOWER_IS_BETTER,
    source=STRATEGY,
    why_it_matters="It is the number of social workers to recruit.",
    known_limits=_VACANCY_LIMITS,
    formula=formulas.amount,
    formula_words="sum over open posts of max(0, FTE of the post - FTE of staff on it)",
    inputs=(Line.VACANCIES_FTE,),
)

VACANCY_RATE_FTE = _measure(
    id="vacancy-rate-fte",
    title="Vacancy rate (FTE)",
    definition=f"Vacancies as a percentage of vacancies and staff in post together. {_VACANCY}",
    numerator_words="FTE of vacancies at the end of the period",
    denominator_words="FTE of vacancies and of staff in post at the end of the period",
    unit="%",
    decimal_places=1,
    polarity=Polarity.LOWER_IS_BETTER,
    source=DFE_PROVED,
    why_it_matters="It compares with England, the region and similar councils.",
    known_limits=_VACANCY_LIMITS,
    formula=formulas.vacancy_rate,
    formula_words="vacancies / (vacancies + in post) x 100",
    inputs=(Line.VACANCIES_FTE, Line.IN_POST_FTE),
)

MEASURES = (ESTABLISHMENT_FTE, ESTABLISHMENT_POSTS, VACANCIES_FTE, VACANCY_RATE_FTE)

"""Average caseload, its distribution, and caseloads against the limits."""

from fractions import Fraction
from functools import partial

from scorecard import formulas
from scorecard.definition import Category, Measure, Polarity
from scorecard.lines import Line
from scorecard.measures.experience import BANDS
from scorecard.measures.words import DFE_PROVED, NEXT_REVIEW, OWNER, STRATEGY
from scorecard.workforce import CaseUnit

UNITS = (
    Category(CaseUnit.CHILD.value, "Children"),
    Category(CaseUnit.FAMILY.value, "Families"),
    Category(CaseUnit.CASE.value, "Cases as the council counts them"),
)

_SNAPSHOT = (
    "From the latest snapshot taken within the last 31 days of the period. Rows of one worker, agency "
    "included, are added up: for the council over all teams, in a breakdown within each group."
)
_UNIT = "What one case is (a child, a family) is stated by the category; units are never added together."
_LIMITS = (
    "Workers without a case do not enter. Holders whose FTE is neither in the snapshot nor in a "
    "spell in force are left out of both sides and counted: in a team where they have no spell, if "
    "they have other rows. DfE also leaves out more than 50 cases per FTE; here they count, and are "
    "a data quality finding."
)
_ONCE = (
    "A worker's FTE counts once: what their rows state, added up, or the FTE of their spells in "
    "force where a row states none. FTE stated in several rows counts up to that of the spells (one "
    "full-time worker where no spell is in force), unless one row alone states more."
)
_TWO_TEAMS = (
    "Somebody with cases in two teams stands once in the council's figure, with all of them, and in "
    "each team's figure with those held there."
)

_measure = partial(
    Measure,
    family="Caseload",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    polarity=Polarity.LOWER_IS_BETTER,
)
_by_unit = partial(_measure, categories=UNITS, only_categories_that_occur=True)

AVERAGE_CASELOAD = _by_unit(
    id="average-caseload",
    title="Average caseload per FTE",
    definition=(
        "Cases held, per FTE of the social workers, agency included, who hold at least one. "
        f"{_SNAPSHOT} {_ONCE} {_UNIT}"
    ),
    numerator_words="Cases held",
    denominator_words="FTE of social workers and agency workers who hold at least one case",
    unit="cases per FTE",
    decimal_places=1,
    source=DFE_PROVED,
    why_it_matters="Too many cases is the reason for leaving that social workers give first.",
    known_limits=_LIMITS,
    formula=formulas.average_caseload,
    formula_words="cases / FTE of workers holding at least one",
    inputs=(Line.CASES, Line.CASE_HOLDER_FTE),
)

MEDIAN_CASELOAD = _by_unit(
    id="caseload-median",
    title="Middle caseload (median)",
    definition=(
        "Half of the workers who hold cases hold this many or fewer: the middle of all caseloads in "
        f"order, or the mean of the middle two. {_SNAPSHOT} {_UNIT}"
    ),
    numerator_words="Cases of the middle worker or two",
    denominator_words="How many workers are the middle (1 or 2)",
    unit="cases",
    decimal_places=1,
    source="Leeds scrutiny 2009: the distribution says more than the average",
    why_it_matters="The average hides who is overloaded.",
    known_limits=f"Whole caseloads, not per FTE. {_TWO_TEAMS} {_LIMITS}",
    formula=formulas.middle,
    formula_words="mean of the middle value or two",
    people_beyond=Fraction(1, 2),
    inputs=(Line.MEDIAN_CASES_SUM, Line.MEDIAN_CASES_COUNT),
)

P90_CASELOAD = _by_unit(
    id="caseload-p90",
    title="Caseload that nine in ten stay within (90th percentile)",
    definition=(
        "The lowest caseload that at least nine in ten of the workers who hold cases do not exceed "
        f"(nearest rank). {_SNAPSHOT} {_UNIT}"
    ),
    numerator_words="Cases of the worker at the 90th percentile",
    denominator_words="Workers who hold cases",
    unit="cases",
    decimal_places=0,
    source="Leeds scrutiny 2009: the distribution says more than the average",
    why_it_matters="One in ten workers may hold more than this.",
    known_limits=f"Whole caseloads, not per FTE. {_TWO_TEAMS} {_LIMITS}",
    formula=formulas.count_of,
    formula_words="caseload at rank 90 %",
    people_beyond=Fraction(1, 10),
    inputs=(Line.P90_CASES, Line.CASE_HOLDERS),
)

HIGHEST_CASELOAD = _by_unit(
    id="caseload-highest",
    title="Highest caseload",
    definition=f"The most cases any one worker holds. {_SNAPSHOT} {_UNIT}",
    numerator_words="Cases of the worker who holds most",
    denominator_words="Workers who hold cases",
    unit="cases",
    decimal_places=0,
    source="Leeds scrutiny 2009: extremes of over 35 were found",
    why_it_matters="Somebody holds these, and the children are theirs.",
    known_limits=f"Whole caseloads, not per FTE. {_TWO_TEAMS} {_LIMITS}",
    formula=formulas.count_of,
    formula_words="highest caseload",
    people_beyond=Fraction(0),
    inputs=(Line.MOST_CASES, Line.CASE_HOLDERS),
)

_LIMIT = (
    "The limit depends on experience (newly qualified, one to three years, three years and over) and "
    "is a dated parameter printed with the scorecard. It is for a full-time worker and is compared "
    "with the cases per FTE of the worker's whole caseload, which also counts in each group where "
    f"they hold a case. {_SNAPSHOT} {_ONCE}"
)
_NOT_COMPARED = (
    "Not compared, and counted beside the figure: workers whose experience is not known (agency "
    "workers among them) and workers whose cases are counted in another unit than most."
)

_limit = partial(
    _measure,
    denominator_words="Workers in the band who hold cases",
    unit="workers",
    decimal_places=0,
    source=f"{STRATEGY}: recommended caseloads 15, 20 and 23",
    known_limits=_NOT_COMPARED,
    formula=formulas.count_of,
    categories=BANDS,
)

AT_OR_OVER_LIMIT = _limit(
    id="caseload-at-or-over-limit",
    title="Workers at or over their caseload limit",
    definition=f"Workers whose cases per FTE reach or exceed the limit for their experience. {_LIMIT}",
    numerator_words="Workers in the band at or over the limit",
    why_it_matters="They cannot take another case within the limit.",
    formula_words="workers with cases / FTE at or over the limit",
    inputs=(Line.AT_OR_OVER_LIMIT, Line.LIMITED_HOLDERS),
)

OVER_LIMIT = _limit(
    id="caseload-over-limit",
    title="Workers over their caseload limit",
    definition=f"Workers whose cases per FTE exceed the limit for their experience. {_LIMIT}",
    numerator_words="Workers in the band over the limit",
    why_it_matters="The council has said that nobody should hold so many.",
    formula_words="workers with cases / FTE over the limit",
    inputs=(Line.OVER_LIMIT, Line.LIMITED_HOLDERS),
)

OVER_LIMIT_SHARE = _measure(
    id="caseload-over-limit-share",
    title="Share of workers over their caseload limit",
    definition=f"Workers whose cases per FTE exceed the limit for their experience. {_LIMIT}",
    numerator_words="Workers in the band over the limit",
    denominator_words="Workers in the band who hold cases",
    unit="%",
    decimal_places=1,
    source=f"{STRATEGY}: recommended caseloads 15, 20 and 23",
    why_it_matters="It compares bands, teams and periods of different size.",
    known_limits=_NOT_COMPARED,
    formula=formulas.share,
    formula_words="workers over the limit / workers holding cases x 100",
    inputs=(Line.OVER_LIMIT, Line.LIMITED_HOLDERS),
    categories=BANDS,
)

MEASURES = (
    AVERAGE_CASELOAD,
    MEDIAN_CASELOAD,
    P90_CASELOAD,
    HIGHEST_CASELOAD,
    AT_OR_OVER_LIMIT,
    OVER_LIMIT,
    OVER_LIMIT_SHARE,
)

"""How experienced the staff are."""

from functools import partial

from scorecard import formulas
from scorecard.definition import ALL_DIMENSIONS, Category, Dimension, Measure, Polarity
from scorecard.lines import Line
from scorecard.measures.words import HEADS_RULE, NEXT_REVIEW, OWNER, STRATEGY
from scorecard.parameters import DEFAULT_PARAMETERS, NEWLY_QUALIFIED

BANDS: tuple[Category, ...] = (
    Category(NEWLY_QUALIFIED, "Newly qualified"),
    *(Category(band.code, band.words) for band in DEFAULT_PARAMETERS.experience_bands),
)

_BANDS_RULE = (
    "Newly qualified is until the assessed and supported year (ASYE) ends, or for a year after "
    "qualifying where no ASYE is recorded; after that, years since first qualified."
)

_measure = partial(
    Measure,
    family="Experience",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    unit="%",
    decimal_places=1,
    source=STRATEGY,
    formula=formulas.share,
    dimensions=tuple(one for one in ALL_DIMENSIONS if one is not Dimension.EXPERIENCE),
    known_limits=(
        "People whose date of qualifying is not stated are left out of both sides and counted. An "
        f"ASYE without an end counts for at most two years. {HEADS_RULE}"
    ),
    denominator_words="People in post whose experience is known",
)

EXPERIENCE_MIX = _measure(
    id="experience-mix",
    title="Staff by experience",
    definition=f"Staff in post at the end of the period by experience. {_BANDS_RULE}",
    numerator_words="People in post in the band",
    polarity=Polarity.NEITHER,
    why_it_matters="A service needs enough experienced workers to support the new ones.",
    formula_words="in post in the band / in post with known experience x 100",
    inputs=(Line.BAND_HEADS, Line.BANDED_HEADS),
    categories=BANDS,
)

NEWLY_QUALIFIED_SHARE = _measure(
    id="newly-qualified-share",
    title="Newly qualified staff",
    definition=f"Staff in post at the end of the period who are newly qualified. {_BANDS_RULE}",
    numerator_words="People in post who are newly qualified",
    polarity=Polarity.LOWER_IS_BETTER,
    why_it_matters="The strategy's aim was to come from 35 % of frontline staff down to 15 %.",
    formula_words="newly qualified / in post with known experience x 100",
    inputs=(Line.NEWLY_QUALIFIED_HEADS, Line.BANDED_HEADS),
)

UNDER_TWO_YEARS_SHARE = _measure(
    id="under-two-years-share",
    title="Staff newly qualified or qualified for less than two years",
    definition=(
        "Staff in post at the end of the period who are newly qualified or have been qualified for "
        f"less than two years. {_BANDS_RULE}"
    ),
    numerator_words="People in post who are newly qualified or under two years qualified",
    polarity=Polarity.LOWER_IS_BETTER,
    why_it_matters="Less experienced workers hold fewer and simpler cases and need more support.",
    formula_words="newly qualified or under two years / in post with known experience x 100",
    inputs=(Line.UNDER_TWO_YEARS_HEADS, Line.BANDED_HEADS),
)

MEASURES = (EXPERIENCE_MIX, NEWLY_QUALIFIED_SHARE, UNDER_TWO_YEARS_SHARE)

"""Exit interviews: how many leavers were heard, and what they said as people confirmed it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

from scorecard import formulas
from scorecard.counts.exit_interviews import (
    BETWEEN,
    CODABLE,
    DECLINED,
    DONE,
    OFFERED,
    shipped_themes,
)
from scorecard.definition import Category, Dimension, Measure, Polarity
from scorecard.measures.words import HALF_YEAR, NEXT_REVIEW, OWNER, STRATEGY
from scorecard.record_lines import RecordLine
from scorecard.records import ExitTheme

_BY_LEAVING_DATE = (
    "Somebody belongs to the half-year in which they left, whenever the interview was held."
)
_LINKED = (
    "Interviews of people who are not leavers in the returns are left out and counted beside the "
    "figure."
)
_MORE = "More interviews than leavers in the returns is unreliable (u)."
_CONFIRMED = (
    "Only themes that a person confirmed in an answer are counted, each once for each leaver, as a "
    "share of leavers interviewed and never of mentions. Interviews that nobody has coded yet are "
    "left out of both sides and counted. With fewer than ten interviews in the six months, those "
    "of twelve months are counted, and the figure says so. The response stands beside every share."
)
_TREND = (
    "Up or down is said only where an exact test finds that chance would do it less than once in "
    "twenty times, or four half-years go one way with five interviews in each."
)
_LIMITS = (
    "Those who take an interview may differ from those who do not. The interval is Wilson's at 95 %. "
    "Codings under a theme that was split or retired are left out until they are coded anew."
)
SOURCE = f"Exit interviews recorded in this service, with confirmed codings. {STRATEGY}"

_measure = partial(
    Measure,
    family="Exit interviews",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    source=SOURCE,
    dimensions=(Dimension.COUNCIL,),
)
_share = partial(
    _measure,
    unit="%",
    decimal_places=1,
    formula=formulas.share,
    with_interval=True,
)

INTERVIEWS = _measure(
    id="exit-interviews-by-status",
    title="Exit interviews",
    definition=(
        "Leavers of the six months who were offered an exit interview, who declined it, who had "
        f"one, and whose answers could be coded. {_BY_LEAVING_DATE}"
    ),
    numerator_words="Leavers who came so far",
    denominator_words=f"People who left {HALF_YEAR}",
    unit="people",
    decimal_places=0,
    polarity=Polarity.NEITHER,
    why_it_matters="What leavers say can only be weighed by who was asked and who answered.",
    known_limits=f"{_LINKED} “Done” is part of “offered”, and “could be coded” part of “done”.",
    formula=formulas.count_of,
    formula_words="interviews that came so far, out of leavers in the six months",
    inputs=(RecordLine.INTERVIEWS, RecordLine.LEAVERS),
    categories=(
        Category(OFFERED, "Offered"),
        Category(DECLINED, "Declined"),
        Category(DONE, "Done"),
        Category(CODABLE, "Done, with an answer that could be coded"),
    ),
)

OFFERED_SHARE = _share(
    id="exit-interview-offered-share",
    title="Leavers offered an exit interview",
    definition=f"Leavers of the six months who were offered an exit interview. {_BY_LEAVING_DATE}",
    numerator_words="Leavers offered an interview",
    denominator_words=f"People who left {HALF_YEAR}",
    polarity=Polarity.HIGHER_IS_BETTER,
    why_it_matters="Nobody can answer who was not asked.",
    known_limits=f"{_LINKED} {_MORE}",
    formula=formulas.part_of,
    formula_words="offered / leavers in the six months x 100",
    inputs=(RecordLine.INTERVIEWS_OFFERED, RecordLine.LEAVERS),
)

RESPONSE_RATE = _share(
    id="exit-interview-response-rate",
    title="Exit interview response rate",
    definition=f"Of the leavers offered an exit interview, those who had one. {_BY_LEAVING_DATE}",
    numerator_words="Exit interviews done",
    denominator_words=f"Leavers offered an interview {HALF_YEAR}",
    polarity=Polarity.HIGHER_IS_BETTER,
    why_it_matters="A low rate says that the themes below may not speak for those who left.",
    known_limits=_LINKED,
    formula_words="done / offered x 100",
    inputs=(RecordLine.INTERVIEWS_DONE, RecordLine.INTERVIEWS_OFFERED),
)

INTERVIEWED_SHARE = _share(
    id="exit-interviewed-share",
    title="Leavers interviewed",
    definition=f"Leavers of the six months who had an exit interview. {_BY_LEAVING_DATE}",
    numerator_words="Exit interviews done",
    denominator_words=f"People who left {HALF_YEAR}",
    polarity=Polarity.HIGHER_IS_BETTER,
    why_it_matters="This is the part of all leavers whose reasons are known.",
    known_limits=f"{_LINKED} {_MORE}",
    formula=formulas.part_of,
    formula_words="done / leavers in the six months x 100",
    inputs=(RecordLine.INTERVIEWS_DONE, RecordLine.LEAVERS),
)

REASONS = _share(
    id="exit-reasons",
    title="Reasons for leaving, by theme",
    definition=f"Leavers interviewed who gave the theme as a reason for leaving. {_CONFIRMED} {_TREND}",
    numerator_words="Leavers who gave this reason",
    denominator_words="Leavers interviewed whose answers were coded",
    polarity=Polarity.LOWER_IS_BETTER,
    why_it_matters="It says what the council could change so that people stay.",
    known_limits=_LIMITS,
    formula_words="leavers who gave the reason / leavers interviewed and coded x 100",
    inputs=(RecordLine.REASONS, RecordLine.INTERVIEWS_CODED),
)

PRAISED = _share(
    id="exit-praised",
    title="What leavers praised, by theme",
    definition=(
        "Leavers interviewed who spoke well of the theme; never added to the reasons. "
        f"{_CONFIRMED} {_TREND}"
    ),
    numerator_words="Leavers who praised this",
    denominator_words="Leavers interviewed whose answers were coded",
    polarity=Polarity.HIGHER_IS_BETTER,
    why_it_matters="What is praised by those who go is worth keeping for those who stay.",
    known_limits=_LIMITS,
    formula_words="leavers who praised it / leavers interviewed and coded x 100",
    inputs=(RecordLine.PRAISED, RecordLine.INTERVIEWS_CODED),
)

REASONS_TOGETHER = _measure(
    id="exit-reasons-together",
    title="Reasons for leaving given together",
    definition=f"Leavers interviewed who gave both themes as reasons for leaving. {_CONFIRMED}",
    numerator_words="Leavers who gave both reasons",
    denominator_words="Leavers interviewed whose answers were coded",
    unit="people",
    decimal_places=0,
    polarity=Polarity.NEITHER,
    why_it_matters="Reasons that go together call for one answer (agency pay, a team under strain).",
    known_limits=f"{_LIMITS} Only pairs that occur are shown.",
    formula=formulas.count_of,
    formula_words="leavers who gave both, out of leavers interviewed and coded",
    inputs=(RecordLine.REASONS_TOGETHER, RecordLine.INTERVIEWS_CODED),
    only_categories_that_occur=True,
)


def measures_of(themes: Sequence[ExitTheme]) -> tuple[Measure, ...]:
    """Return the measures with the themes of the codebook in force as their parts."""
    single = tuple(Category(theme.ref, theme.words) for theme in themes)
    pairs = tuple(
        Category(f"{one.code}{BETWEEN}{other.code}", f"{one.words} and {other.words}")
        for one, other in combinations(single, 2)
    )
    return (
        INTERVIEWS,
        OFFERED_SHARE,
        RESPONSE_RATE,
        INTERVIEWED_SHARE,
        replace(REASONS, categories=single),
        replace(PRAISED, categories=single),
        replace(REASONS_TOGETHER, categories=pairs),
    )


MEASURES = measures_of(shipped_themes())

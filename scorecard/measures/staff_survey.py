"""The staff survey (health check): who answered, and how far they agree."""

from functools import partial

from scorecard import formulas
from scorecard.counts.staff_survey import standard_code
from scorecard.definition import Category, Dimension, Measure, Polarity
from scorecard.measures.words import NEXT_REVIEW, OWNER
from scorecard.record_lines import RecordLine

STANDARDS: tuple[Category, ...] = tuple(
    Category(standard_code(number), words)
    for number, words in enumerate(
        (
            "Strong and clear social work framework",
            "Effective workforce planning systems",
            "Safe workloads and case allocation",
            "Wellbeing",
            "Supervision",
            "Continuing professional development",
            "Professional registration",
            "Strategic partnerships",
        ),
        start=1,
    )
)
_RUN = (
    "The survey that closed last in the half-year counts. A revised question set is a new edition: "
    "results of different editions are never one line."
)

_measure = partial(
    Measure,
    family="Staff survey",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    source=(
        "Staff survey held in this service or imported; Local Government Association, Standards for "
        "employers of social workers in England (eight standards)"
    ),
    dimensions=(Dimension.COUNCIL, Dimension.TEAM),
)

RESPONSES = _measure(
    id="survey-responses",
    title="Staff survey: responses",
    definition=f"People who answered the staff survey. {_RUN}",
    numerator_words="People who answered",
    denominator_words="People who were invited",
    unit="people",
    decimal_places=0,
    polarity=Polarity.HIGHER_IS_BETTER,
    why_it_matters="Every percentage of a survey rests on how many people answered.",
    known_limits="The survey is anonymous: nobody can tell whether somebody answered twice.",
    formula=formulas.count_of,
    formula_words="responses, out of people invited",
    inputs=(RecordLine.SURVEY_RESPONSES, RecordLine.SURVEY_INVITED),
)

RESPONSE_RATE = _measure(
    id="survey-response-rate",
    title="Staff survey: response rate",
    definition=f"Of those invited to the staff survey, the people who answered. {_RUN}",
    numerator_words="People who answered",
    denominator_words="People who were invited",
    unit="%",
    decimal_places=1,
    polarity=Polarity.HIGHER_IS_BETTER,
    why_it_matters="A low rate says that the answers may not speak for all.",
    known_limits="The survey is anonymous: nobody can tell whether somebody answered twice.",
    formula=formulas.share,
    formula_words="responses / invited x 100",
    inputs=(RecordLine.SURVEY_RESPONSES, RecordLine.SURVEY_INVITED),
)

AGREEMENT = _measure(
    id="survey-agreement",
    title="Staff survey: agreement by employer standard",
    definition=(
        "Answers that agree with the statements of an employer standard, of all answers given to "
        f"them. Of a negative statement, disagreeing counts as agreeing. {_RUN}"
    ),
    numerator_words="Answers that agree",
    denominator_words="Answers given to the statements of the standard",
    unit="%",
    decimal_places=1,
    polarity=Polarity.HIGHER_IS_BETTER,
    why_it_matters="The employer standards say what a social worker can expect from the council.",
    known_limits=(
        "A group with fewer responses than the survey's minimum has no figure (c). Statements that "
        "were left unanswered are in neither part."
    ),
    formula=formulas.share,
    formula_words="answers that agree / answers given x 100",
    inputs=(RecordLine.SURVEY_AGREE, RecordLine.SURVEY_ANSWERS),
    categories=STANDARDS,
)

MEASURES = (RESPONSES, RESPONSE_RATE, AGREEMENT)

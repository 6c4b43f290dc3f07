"""Retention of those who completed an academy cohort."""

from functools import partial

from scorecard import formulas
from scorecard.definition import Dimension, Measure, Polarity
from scorecard.measures.words import NEXT_REVIEW, OWNER
from scorecard.record_lines import RecordLine

_WHO = (
    "Members of academy cohorts who have completed the programme or the ASYE, in whatever year, and "
    "are {where} on the last day of the half-year."
)
_share = partial(
    Measure,
    family="Retention of academy cohorts",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    source=(
        "Cohorts kept in this service, with the employments returns. Lancashire reported its academy "
        "so in January 2019: 44 completed, 1 left the authority, 2 moved to adult services"
    ),
    dimensions=(Dimension.COUNCIL, Dimension.COHORT, Dimension.ROUTE),
    unit="%",
    decimal_places=1,
    formula=formulas.share,
    with_interval=True,
    polarity=Polarity.HIGHER_IS_BETTER,
    denominator_words="Members who completed",
    known_limits=(
        "Whether somebody is still here is looked up in the employments returns; who is not found "
        "there is left out and counted. Moves to adult services are leavings for a role outside "
        "children's social work in the council."
    ),
)

IN_AUTHORITY = _share(
    id="academy-retention-authority",
    title="Academy cohorts: still in the authority",
    definition=_WHO.format(where="still in the authority"),
    numerator_words="Members who completed and are still in the authority",
    why_it_matters="An academy is worth its cost when those it trained stay.",
    formula_words="still in the authority / completed x 100",
    inputs=(RecordLine.ACADEMY_IN_AUTHORITY, RecordLine.ACADEMY_COMPLETED),
)

IN_CHILDRENS = _share(
    id="academy-retention-childrens",
    title="Academy cohorts: still in children's services",
    definition=_WHO.format(where="still in children's services"),
    numerator_words="Members who completed and are still in children's services",
    why_it_matters="Who moves to adult services stays with the council and is lost to children.",
    formula_words="still in children's services / completed x 100",
    inputs=(RecordLine.ACADEMY_IN_CHILDRENS, RecordLine.ACADEMY_COMPLETED),
)

MEASURES = (IN_AUTHORITY, IN_CHILDRENS)

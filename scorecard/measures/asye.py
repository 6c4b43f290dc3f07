"""The assessed and supported year in employment: what was promised, and what was kept."""

from functools import partial

from scorecard import formulas
from scorecard.counts.asye import Standing
from scorecard.definition import Category, Dimension, Measure, Polarity
from scorecard.measures.words import HALF_YEAR, NEXT_REVIEW, OWNER
from scorecard.record_lines import RecordLine

_measure = partial(
    Measure,
    family="Assessed and supported year",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    source=(
        "ASYE records kept in this service; Department for Education and Skills for Care, ASYE child "
        "and family framework; LGA Standards for employers of social workers"
    ),
    dimensions=(Dimension.COUNCIL, Dimension.TEAM, Dimension.COHORT, Dimension.ROUTE),
)
_share = partial(_measure, unit="%", decimal_places=1, formula=formulas.share)

OVER_CAP = _share(
    id="asye-over-cap",
    title="Newly qualified over their caseload cap",
    definition=(
        "Newly qualified social workers in their ASYE on the last day whose caseload at the last "
        "count was above the cap of their stage. At the cap is not above it."
    ),
    numerator_words="Newly qualified workers above their cap",
    denominator_words="Newly qualified workers whose caseload and cap are known",
    polarity=Polarity.LOWER_IS_BETTER,
    why_it_matters="A reduced caseload is promised to every newly qualified social worker.",
    known_limits=(
        "Without a count of the last month, or without a cap, it is unknown whether somebody is over: "
        "they are left out and counted, never taken for within. So is who is on a pause."
    ),
    formula_words="above the cap / caseload and cap known x 100",
    inputs=(RecordLine.ASYE_OVER_CAP, RecordLine.ASYE_CAP_KNOWN),
    with_interval=True,
)

SUPERVISION = _share(
    id="asye-supervision-kept",
    title="ASYE supervision kept",
    definition=f"Supervisions due {HALF_YEAR} under the ASYE plan that took place. Pauses have none.",
    numerator_words="Supervisions that took place",
    denominator_words="Supervisions due of which it is recorded whether they took place",
    polarity=Polarity.HIGHER_IS_BETTER,
    why_it_matters="Regular reflective supervision is promised to every newly qualified worker.",
    known_limits="Supervisions of which nothing was recorded are left out and counted.",
    formula_words="kept / due and recorded x 100",
    inputs=(RecordLine.ASYE_SUPERVISION_KEPT, RecordLine.ASYE_SUPERVISION_DUE),
)

PROTECTED_TIME = _share(
    id="asye-protected-time-kept",
    title="ASYE protected time kept",
    definition=(
        f"Minutes of protected time planned {HALF_YEAR} that were taken. More than planned in one "
        "period does not make up for another."
    ),
    numerator_words="Minutes taken, at most those planned",
    denominator_words="Minutes planned in periods that were recorded",
    polarity=Polarity.HIGHER_IS_BETTER,
    why_it_matters="Time to learn is the first thing that is lost when work is heavy.",
    known_limits="Periods of which nothing was recorded are left out and counted.",
    formula_words="minutes taken / minutes planned x 100",
    inputs=(RecordLine.ASYE_PROTECTED_TAKEN, RecordLine.ASYE_PROTECTED_PLANNED),
)

STANDING = _measure(
    id="asye-standing",
    title="ASYE by standing",
    definition=(
        "ASYE years that ran in the six months, by how they stand on the last day: on time, paused, "
        "late (the planned end has passed), completed, or ended without completing."
    ),
    numerator_words="ASYE years of this standing",
    denominator_words="ASYE years that ran in the six months",
    unit="people",
    decimal_places=0,
    polarity=Polarity.NEITHER,
    why_it_matters="Late and paused years need somebody's attention before they come to an end.",
    known_limits=(
        "The planned end has pauses, changed hours and extensions in it. Completed and ended are "
        "those of the six months."
    ),
    formula=formulas.count_of,
    formula_words="years of the standing, out of years that ran",
    inputs=(RecordLine.ASYE_STANDING, RecordLine.ASYE_YEARS),
    categories=(
        Category(Standing.ON_TIME.value, "On time"),
        Category(Standing.PAUSED.value, "Paused"),
        Category(Standing.LATE.value, "Late"),
        Category(Standing.COMPLETED.value, "Completed"),
        Category(Standing.ENDED.value, "Ended without completing"),
    ),
)

COMPLETED_ON_TIME = _share(
    id="asye-completed-on-time",
    title="ASYE completed on time",
    definition="ASYE years completed in the six months on or before their planned end.",
    numerator_words="ASYE years completed by their planned end",
    denominator_words="ASYE years completed in the six months",
    polarity=Polarity.HIGHER_IS_BETTER,
    why_it_matters="A year that runs over leaves somebody between learner and colleague.",
    known_limits="The planned end has pauses, changed hours and extensions in it.",
    formula_words="completed on time / completed x 100",
    inputs=(RecordLine.ASYE_COMPLETED_ON_TIME, RecordLine.ASYE_COMPLETED),
    with_interval=True,
)

MEASURES = (OVER_CAP, SUPERVISION, PROTECTED_TIME, STANDING, COMPLETED_ON_TIME)

"""Where leavers go and why they leave."""

from functools import partial

from scorecard import formulas
from scorecard.definition import NOT_STATED, Category, Measure, Polarity
from scorecard.lines import Line
from scorecard.measures.words import HEADS_RULE, MEMBERS, NEXT_REVIEW, OWNER, YEAR
from scorecard.workforce import LeaverDestination, LeavingReason

_DESTINATION_WORDS = {
    LeaverDestination.SW_OTHER_LA_ENGLAND: "Social work in another council in England",
    LeaverDestination.SW_OUTSIDE_ENGLAND: "Social work outside England",
    LeaverDestination.AGENCY: "Agency or consultancy",
    LeaverDestination.OTHER_SW_ROLE: "Another social work role, not in a council",
    LeaverDestination.OTHER_SOCIAL_CARE: "Another role in social care",
    LeaverDestination.OUTSIDE_SOCIAL_CARE: "Outside social care or England, no job, career break",
    LeaverDestination.OTHER: "Other",
    LeaverDestination.NOT_KNOWN: "Not known",
    LeaverDestination.NOT_YET_COLLECTED: "Not yet collected",
}
_REASON_WORDS = {
    LeavingReason.RESIGNATION: "Resignation",
    LeavingReason.VOLUNTARY_REDUNDANCY: "Voluntary redundancy",
    LeavingReason.COMPULSORY_REDUNDANCY: "Compulsory redundancy",
    LeavingReason.DISMISSED: "Dismissed",
    LeavingReason.RETIRED: "Retired",
    LeavingReason.DECEASED: "Deceased",
    LeavingReason.MOVED_OUT_OF_CHILDRENS_WITHIN_LA: (
        "Moved to a role outside children's social work in the council"
    ),
    LeavingReason.OTHER: "Other",
    LeavingReason.NOT_KNOWN: "Not known",
    LeavingReason.NOT_YET_COLLECTED: "Not yet collected",
}
_SILENT = Category(NOT_STATED, "Nothing recorded")

DESTINATIONS = (*(Category(one.value, words) for one, words in _DESTINATION_WORDS.items()), _SILENT)
REASONS = (*(Category(one.value, words) for one, words in _REASON_WORDS.items()), _SILENT)

_measure = partial(
    Measure,
    family="Leavers",
    owner=OWNER,
    next_review=NEXT_REVIEW,
    unit="%",
    decimal_places=1,
    polarity=Polarity.NEITHER,
    denominator_words=f"People who left {YEAR}",
    formula=formulas.share,
)

BY_DESTINATION = _measure(
    id="leavers-by-destination",
    title="Where leavers went, twelve months",
    definition=f"Leavers by the destination recorded, in the codes of the census. {HEADS_RULE}",
    numerator_words=f"People who left {YEAR} for this destination",
    source=f"DfE workforce census, LeaverDestination. {MEMBERS}",
    why_it_matters="Leaving for agency work calls for another answer than leaving the profession.",
    known_limits="“Not known”, “not yet collected” and nothing recorded are shown, not shared out.",
    formula_words="leavers for the destination / leavers x 100",
    inputs=(Line.LEAVERS_BY_DESTINATION_12, Line.LEAVERS_HEADS_12),
    categories=DESTINATIONS,
)

BY_REASON = _measure(
    id="leavers-by-reason",
    title="Why leavers left, twelve months",
    definition=f"Leavers by the reason recorded, in the codes of the census. {HEADS_RULE}",
    numerator_words=f"People who left {YEAR} for this reason",
    source=f"DfE workforce census, ReasonLeave. {MEMBERS}",
    why_it_matters="Retirements can be foreseen, resignations perhaps prevented.",
    known_limits="The recorded reason is the formal one; why people really leave is asked in exit interviews.",
    formula_words="leavers for the reason / leavers x 100",
    inputs=(Line.LEAVERS_BY_REASON_12, Line.LEAVERS_HEADS_12),
    categories=REASONS,
)

MEASURES = (BY_DESTINATION, BY_REASON)

"""Sentences, sources and review dates that several measures share, each written once."""

from datetime import date

OWNER = "Principal social worker"
NEXT_REVIEW = date(2027, 5, 31)

DFE = (
    "DfE, Children's social work workforce: methodology "
    "(https://explore-education-statistics.service.gov.uk/methodology/"
    "children-s-social-work-workforce-methodology)"
)
DFE_PROVED = f"{DFE}. The formula reproduces every local authority figure of 2017 to 2025."
STRATEGY = "Lancashire recruitment and retention strategy 2015-18, section 9 (score card)"
MEMBERS = "Questions that council scrutiny committees ask repeatedly, from their minutes"

OWN_STAFF = "Social workers employed by the council in children's services; agency not included."
FTE_RULE = (
    "FTE is contracted hours over the standard hours of the grade, and is not de-duplicated: each "
    "post somebody holds counts with its own FTE."
)
FTE_LIMIT = "Rows whose FTE is not stated are left out and counted beside the figure."
HEADS_RULE = "Each person counts once; somebody in two posts counts in the more senior one."
ON_THE_DAY = "Somebody who leaves on the last day is a leaver and no longer in post."
INTERNAL = (
    "A move inside children's social work of the council (another team, role or number of hours) is "
    "neither a start nor a leaving."
)
TWO_POSTS = (
    "Somebody who gives up one of two posts takes its FTE with them as a leaver, but has not left "
    "as a person."
)
HALF_YEAR = "in the six months"
YEAR = "in the twelve months to the end of the period"
OCTOBER = "Only the edition for 30 September covers the same year as DfE's table."

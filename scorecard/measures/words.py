"""Sentences and sources that several measures share, each written once."""

from datetime import date

OWNER = "Principal social worker"
NEXT_REVIEW = date(2027, 5, 31)

DFE_METHODOLOGY = (
    "DfE, Children's social work workforce: methodology "
    "(https://explore-education-statistics.service.gov.uk/methodology/"
    "children-s-social-work-workforce-methodology)"
)
DFE_FORMULA_PROVED = (
    DFE_METHODOLOGY + "; formula checked against every figure DfE published for 2017 to 2025"
)
STRATEGY = "Lancashire recruitment and retention strategy 2015, section 9 (score card)"
OWN_STAFF = (
    "Qualified children's social workers employed by the council, at the end of the day. "
    "Agency workers are not included."
)
FTE_RULE = (
    "FTE is contracted hours over the standard hours of the grade. It is not de-duplicated: each "
    "post somebody holds counts with its own FTE. A row without FTE is left out and counted."
)
HEADS_RULE = "Each person counts once; somebody who holds two posts counts in the more senior one."
LEAVES_ON_THE_DAY = "Somebody who leaves on the last day is a leaver and no longer in post."
TWELVE_MONTHS = (
    "Twelve months to the end of the period. Only the edition for 30 September covers the same "
    "year as DfE's table."
)

"""The census message: its elements in order, their codes, and the edition each belongs to.

Taken from the field lists of the 2021 to 2025 editions. The first three are alike; 2024 turned
GenderCurrent into Sex; 2025 renamed and widened the block of council totals, dropped two elements
of a worker and added pay.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from service.workforce.census.values import Read, code, day, registration, scaled, whole, words

FIRST_EDITION, LAST_EDITION = 2021, 2025

MESSAGE = "Message"
HEADER = "Header"
WORKER = "CSWWWorker"
LEVEL_TO_2024 = "LALevelVacancies"
LEVEL_FROM_2025 = "LALevel"
COLLECTION = "CSWW"


class Layout(StrEnum):
    """The two shapes of message that differ in what a row may hold."""

    TO_2024 = "2021 to 2024"
    FROM_2025 = "2025"


LAYOUT_OF_LEVEL = {LEVEL_TO_2024: Layout.TO_2024, LEVEL_FROM_2025: Layout.FROM_2025}

NO_YES = {"0": "no", "1": "yes"}

ETHNICITIES = {
    "WBRI": "White British",
    "WIRI": "White Irish",
    "WOTH": "any other White background",
    "MWBC": "White and Black Caribbean",
    "MWBA": "White and Black African",
    "MWAS": "White and Asian",
    "MOTH": "any other mixed background",
    "AIND": "Indian",
    "APKN": "Pakistani",
    "ABAN": "Bangladeshi",
    "AOTH": "any other Asian background",
    "BCRB": "Caribbean",
    "BAFR": "African",
    "BOTH": "any other Black background",
    "CHNE": "Chinese",
    "OOTH": "any other ethnic group",
    "REFU": "refused",
    "NOBT": "not obtained",
}
QUALIFICATION_LEVELS = {"1": "undergraduate", "2": "postgraduate", "3": "other"}
ROLES = {
    "1": "senior manager",
    "2": "middle manager",
    "3": "first line manager",
    "4": "senior practitioner",
    "5": "case holder",
    "6": "qualified without cases",
}
ORIGINS = {
    "1": "newly qualified",
    "2": "social worker in another council in England",
    "3": "social worker outside England",
    "4": "agency or consultancy in England",
    "5": "other social work role in England, not in a council",
    "6": "other social care role in England",
    "7": "outside social care or England, not in work, or career break",
    "8": "other",
    "9": "not known",
    "10": "not yet collected",
}
DESTINATIONS = {
    "1": "social worker in another council in England",
    "2": "social worker outside England",
    "3": "agency or consultancy",
    "4": "other social work role, not in a council",
    "5": "other social care role",
    "6": "outside social care or England, not in work, or career break",
    "7": "other",
    "8": "not known",
    "9": "not yet collected",
}
REASONS = {
    "1": "resignation",
    "2": "voluntary redundancy",
    "3": "compulsory redundancy",
    "4": "dismissed",
    "5": "retired",
    "6": "deceased",
    "7": "moved to a social work role outside children's services in the council",
    "8": "other",
    "9": "not known",
    "10": "not yet collected",
}
ABSENCES = {
    "MAT": "maternity or paternity",
    "OTH": "other paid authorised",
    "PUB": "public duties",
    "SIC": "sick",
    "TRN": "training",
    "UNA": "unauthorised",
    "UNP": "unpaid authorised",
}
KNOWLEDGE_AND_SKILLS = {
    "1": "assessed and supported year in employment",
    "2": "frontline practitioner",
    "3": "practice supervisor",
    "4": "practice leader",
}
REWARDS = {"0": "no", "1": "yes, to all social workers", "2": "yes, to some"}

# Bounds of what can be true of anybody at work today; outside them a date is a slip of the keyboard
# or a spreadsheet's empty date (1900).
_EARLIEST_BIRTH = date(1920, 1, 1)
_EARLIEST_SPELL = date(1940, 1, 1)
_LATEST = date(2099, 12, 31)


class Field(NamedTuple):
    """One element of a worker."""

    name: str
    place: int
    """Where it belongs: elements stand in ascending order of place."""
    read: Read
    needed: bool = False
    """Must be there for a worker who is not from an agency."""
    only: Layout | None = None
    """The layout that knows it, where the other does not."""


def _fields() -> tuple[Field, ...]:
    old, new = Layout.TO_2024, Layout.FROM_2025

    def spell(name: str) -> Read:
        return day(name, earliest=_EARLIEST_SPELL, latest=_LATEST)

    def pay(name: str) -> Read:
        return scaled(name, places=2, highest=1_000_000)

    return (
        Field("AgencyWorker", 0, code("AgencyWorker", NO_YES)),
        Field("SWENo", 1, registration("SWENo")),
        Field("FTE", 2, scaled("FTE", places=6, highest=1)),
        Field(
            "PersonBirthDate",
            3,
            day("PersonBirthDate", earliest=_EARLIEST_BIRTH, latest=_LATEST),
            needed=True,
        ),
        # 2024: the field lists at hand disagree, so both names are read in every edition.
        Field(
            "GenderCurrent",
            4,
            code(
                "GenderCurrent",
                {"0": "not known", "1": "male", "2": "female", "9": "not specified"},
            ),
            only=old,
        ),
        Field("Sex", 4, code("Sex", {"M": "male", "F": "female"}), needed=True),
        Field("Ethnicity", 5, code("Ethnicity", ETHNICITIES), needed=True),
        Field("QualInst", 6, words("QualInst"), needed=True, only=old),
        Field("QualLevel", 7, code("QualLevel", QUALIFICATION_LEVELS)),
        Field("StepUpGrad", 8, code("StepUpGrad", NO_YES), needed=True),
        Field("OrgRole", 9, code("OrgRole", ROLES), needed=True),
        Field("RoleStartDate", 10, spell("RoleStartDate")),
        Field("StartOrigin", 11, code("StartOrigin", ORIGINS), needed=True),
        Field("RoleEndDate", 12, spell("RoleEndDate")),
        Field("LeaverDestination", 13, code("LeaverDestination", DESTINATIONS)),
        Field("ReasonLeave", 14, code("ReasonLeave", REASONS)),
        Field("FTE30", 15, scaled("FTE30", places=6, highest=1), needed=True),
        Field("Cases30", 16, whole("Cases30", highest=1_000)),
        Field("WorkingDaysLost", 17, scaled("WorkingDaysLost", places=2, highest=366), needed=True),
        Field("ContractWeeks", 18, scaled("ContractWeeks", places=1, highest=5_200)),
        Field("FrontlineGrad", 19, code("FrontlineGrad", NO_YES), needed=True),
        Field("Absat30Sept", 20, code("Absat30Sept", NO_YES)),
        Field("ReasonAbsence", 21, code("ReasonAbsence", ABSENCES)),
        Field("CFKSSstatus", 22, code("CFKSSstatus", KNOWLEDGE_AND_SKILLS), only=old),
        Field("BaseSalary", 23, pay("BaseSalary"), only=new),
        Field("RRPayments", 24, pay("RRPayments"), only=new),
        Field("OtherPayments", 25, pay("OtherPayments"), only=new),
    )


FIELDS: Mapping[str, Field] = {field.name: field for field in _fields()}
PLACES = max(field.place for field in FIELDS.values()) + 1


class WorkerValues(NamedTuple):
    """What one CSWWWorker says, in the order of the fields; ``None`` where it does not say.

    FTE in millionths, days lost in hundredths, weeks in tenths, pay in pence. Fields named with an
    underscore are checked and go no further: no measure needs them.
    """

    agency: str | None
    number: str | None
    fte: int | None
    birth: date | None
    gender_: str | None
    ethnicity_: str | None
    institution_: str | None
    level_: str | None
    step_up_: str | None
    role: str | None
    started: date | None
    origin: str | None
    ended: date | None
    destination: str | None
    reason: str | None
    fte30: int | None
    cases: int | None
    days_lost: int | None
    weeks: int | None
    frontline_: str | None
    absent: str | None
    absence: str | None
    status_: str | None
    salary: int | None
    retention_pay_: int | None
    other_pay_: int | None

"""The coded answers of the facts, in the census's own terms, and what a worker is known by."""

from enum import StrEnum

WorkerKey = str
"""Keyed HMAC (32 hex digits) of the registration number; the number never reaches the facts."""


class Code(StrEnum):
    """A coded answer. It hashes like its string, in C: facts are grouped by codes all the time."""

    __hash__ = str.__hash__


class Role(Code):
    """Census OrgRole 1-6, most senior first (the order settles who counts when two are held)."""

    SENIOR_MANAGER = "senior-manager"
    MIDDLE_MANAGER = "middle-manager"
    FIRST_LINE_MANAGER = "first-line-manager"
    SENIOR_PRACTITIONER = "senior-practitioner"
    CASE_HOLDER = "case-holder"
    QUALIFIED_WITHOUT_CASES = "qualified-without-cases"


class Contract(Code):
    PERMANENT = "permanent"
    FIXED_TERM = "fixed-term"
    SECONDMENT = "secondment"
    CASUAL = "casual"


class StartType(Code):
    NEW = "new"
    """A starter: new to children's social work in this council (a returner is new again)."""
    MOVED = "moved"
    """From another place inside the council's children's social work: never a starter."""


class EndType(Code):
    LEFT = "left"
    MOVED = "moved"


class StartOrigin(Code):
    """Census StartOrigin 1-10."""

    NEWLY_QUALIFIED = "1"
    SW_OTHER_LA_ENGLAND = "2"
    SW_OUTSIDE_ENGLAND = "3"
    AGENCY = "4"
    OTHER_SW_ROLE = "5"
    OTHER_SOCIAL_CARE = "6"
    OUTSIDE_SOCIAL_CARE = "7"
    OTHER = "8"
    NOT_KNOWN = "9"
    NOT_YET_COLLECTED = "10"


class LeaverDestination(Code):
    """Census LeaverDestination 1-9."""

    SW_OTHER_LA_ENGLAND = "1"
    SW_OUTSIDE_ENGLAND = "2"
    AGENCY = "3"
    OTHER_SW_ROLE = "4"
    OTHER_SOCIAL_CARE = "5"
    OUTSIDE_SOCIAL_CARE = "6"
    OTHER = "7"
    NOT_KNOWN = "8"
    NOT_YET_COLLECTED = "9"


class LeavingReason(Code):
    """Census ReasonLeave 1-10."""

    RESIGNATION = "1"
    VOLUNTARY_REDUNDANCY = "2"
    COMPULSORY_REDUNDANCY = "3"
    DISMISSED = "4"
    RETIRED = "5"
    DECEASED = "6"
    MOVED_OUT_OF_CHILDRENS_WITHIN_LA = "7"
    OTHER = "8"
    NOT_KNOWN = "9"
    NOT_YET_COLLECTED = "10"


class AbsenceKind(Code):
    """Census ReasonAbsence; only SICKNESS enters the sickness measure."""

    MATERNITY = "MAT"
    OTHER_PAID = "OTH"
    PUBLIC_DUTIES = "PUB"
    SICKNESS = "SIC"
    TRAINING = "TRN"
    UNAUTHORISED = "UNA"
    UNPAID = "UNP"


class CaseUnit(Code):
    """What one case is. A case can be one child of a family, so the unit is always stated."""

    CHILD = "child"
    FAMILY = "family"
    CASE = "case"

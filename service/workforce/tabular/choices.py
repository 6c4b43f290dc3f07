"""Allowed values of the columns that take one of a list: census codes and words, read as the same."""

from dataclasses import dataclass

from scorecard.workforce import (
    AbsenceKind,
    CaseUnit,
    Contract,
    EndType,
    LeaverDestination,
    LeavingReason,
    Role,
    StartOrigin,
    StartType,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value. ``value`` is what is kept; ``code`` and ``words`` are read as the same."""

    value: str
    words: str
    code: str = ""
    also: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every accepted spelling; case, hyphens and underscores make no difference."""
        return tuple(filter(None, (self.code, self.value, self.words, *self.also)))

    @property
    def label(self) -> str:
        """The shortest ways to write it, as in ``5 or case-holder``."""
        first = self.code or self.value
        second = self.value if self.code else (*self.also, self.words.lower())[0]
        same = second.replace(" ", "-") == first
        return first if same or len(second) > 40 else f"{first} or {second}"


ROLES = (
    Choice(Role.SENIOR_MANAGER, "Senior manager", "1"),
    Choice(Role.MIDDLE_MANAGER, "Middle manager", "2"),
    Choice(Role.FIRST_LINE_MANAGER, "First line manager", "3"),
    Choice(Role.SENIOR_PRACTITIONER, "Senior practitioner", "4"),
    Choice(Role.CASE_HOLDER, "Case holder", "5"),
    Choice(Role.QUALIFIED_WITHOUT_CASES, "Qualified without cases", "6"),
)
CONTRACTS = (
    Choice(Contract.PERMANENT, "Permanent"),
    Choice(Contract.FIXED_TERM, "Fixed term"),
    Choice(Contract.SECONDMENT, "Secondment"),
    Choice(Contract.CASUAL, "Casual"),
)
START_TYPES = (
    Choice(
        StartType.NEW, "New to children's social work in this council (a returner is new again)"
    ),
    Choice(StartType.MOVED, "Moved from another place in the council's children's social work"),
)
END_TYPES = (
    Choice(EndType.LEFT, "Left children's social work in this council"),
    Choice(EndType.MOVED, "Moved to another place in the council's children's social work"),
)
START_ORIGINS = (
    Choice(StartOrigin.NEWLY_QUALIFIED, "Newly qualified social worker", also=("newly-qualified",)),
    Choice(
        StartOrigin.SW_OTHER_LA_ENGLAND,
        "Social worker in another local authority in England",
        also=("sw-other-la-england",),
    ),
    Choice(
        StartOrigin.SW_OUTSIDE_ENGLAND,
        "Social worker outside England",
        also=("sw-outside-england",),
    ),
    Choice(
        StartOrigin.AGENCY,
        "Agency or consultancy social worker in England",
        also=("agency",),
    ),
    Choice(
        StartOrigin.OTHER_SW_ROLE,
        "Other social work role in England, not in a local authority",
        also=("other-sw-role",),
    ),
    Choice(
        StartOrigin.OTHER_SOCIAL_CARE,
        "Other social care role in England",
        also=("other-social-care",),
    ),
    Choice(
        StartOrigin.OUTSIDE_SOCIAL_CARE,
        "Outside social care or England, not in work, or career break",
        also=("outside-social-care",),
    ),
    Choice(StartOrigin.OTHER, "Other", also=("other",)),
    Choice(StartOrigin.NOT_KNOWN, "Not known"),
    Choice(StartOrigin.NOT_YET_COLLECTED, "Not yet collected"),
)
LEAVER_DESTINATIONS = (
    Choice(
        LeaverDestination.SW_OTHER_LA_ENGLAND,
        "Social worker in another local authority in England",
        also=("sw-other-la-england",),
    ),
    Choice(
        LeaverDestination.SW_OUTSIDE_ENGLAND,
        "Social worker outside England",
        also=("sw-outside-england",),
    ),
    Choice(LeaverDestination.AGENCY, "Agency or consultancy", also=("agency",)),
    Choice(
        LeaverDestination.OTHER_SW_ROLE,
        "Other social work role, not in a local authority",
        also=("other-sw-role",),
    ),
    Choice(
        LeaverDestination.OTHER_SOCIAL_CARE,
        "Other social care role",
        also=("other-social-care",),
    ),
    Choice(
        LeaverDestination.OUTSIDE_SOCIAL_CARE,
        "Outside social care or England, not in work, or career break",
        also=("outside-social-care",),
    ),
    Choice(LeaverDestination.OTHER, "Other", also=("other",)),
    Choice(LeaverDestination.NOT_KNOWN, "Not known"),
    Choice(LeaverDestination.NOT_YET_COLLECTED, "Not yet collected"),
)
LEAVING_REASONS = (
    Choice(LeavingReason.RESIGNATION, "Resignation"),
    Choice(LeavingReason.VOLUNTARY_REDUNDANCY, "Voluntary redundancy"),
    Choice(LeavingReason.COMPULSORY_REDUNDANCY, "Compulsory redundancy"),
    Choice(LeavingReason.DISMISSED, "Dismissed"),
    Choice(LeavingReason.RETIRED, "Retired"),
    Choice(LeavingReason.DECEASED, "Deceased"),
    Choice(
        LeavingReason.MOVED_OUT_OF_CHILDRENS_WITHIN_LA,
        "Moved to a social work role outside children's services in the council",
        also=("moved-out-of-childrens-within-la",),
    ),
    Choice(LeavingReason.OTHER, "Other"),
    Choice(LeavingReason.NOT_KNOWN, "Not known"),
    Choice(LeavingReason.NOT_YET_COLLECTED, "Not yet collected"),
)
ABSENCE_KINDS = (
    Choice(AbsenceKind.MATERNITY, "Maternity or paternity", also=("maternity", "paternity")),
    Choice(AbsenceKind.OTHER_PAID, "Other paid authorised", also=("other-paid",)),
    Choice(AbsenceKind.PUBLIC_DUTIES, "Public duties"),
    Choice(AbsenceKind.SICKNESS, "Sickness", also=("sick",)),
    Choice(AbsenceKind.TRAINING, "Training"),
    Choice(AbsenceKind.UNAUTHORISED, "Unauthorised"),
    Choice(AbsenceKind.UNPAID, "Unpaid authorised", also=("unpaid",)),
)
CASE_UNITS = (
    Choice(CaseUnit.CHILD, "One child", also=("children",)),
    Choice(CaseUnit.FAMILY, "One family", also=("families",)),
    Choice(CaseUnit.CASE, "One case as your system counts it", also=("cases",)),
)

YES_NO = (
    Choice("yes", "yes", "1", also=("true", "y")),
    Choice("no", "no", "0", also=("false", "n")),
)

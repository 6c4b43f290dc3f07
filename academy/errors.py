"""What the planner refuses.

AcademyError
 +-- BankHolidaysUnreadable(reason)   the file is not the GOV.UK list
 +-- ProgrammeInvalid(reason)         a template breaks a rule of the programme model
"""


class AcademyError(Exception):
    """Base of the planner's refusals; the text is for people, attributes are for code."""


class BankHolidaysUnreadable(AcademyError):  # noqa: N818 -- named for what happened
    def __init__(self, reason: str) -> None:
        super().__init__(f"The bank holiday list cannot be read: {reason}")
        self.reason = reason


class ProgrammeInvalid(AcademyError):  # noqa: N818 -- named for what happened
    def __init__(self, reason: str) -> None:
        super().__init__(f"The programme cannot be used: {reason}")
        self.reason = reason

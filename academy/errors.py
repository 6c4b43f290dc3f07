"""What the planner refuses.

AcademyError
 +-- BankHolidaysUnreadable(reason)   the file is not the GOV.UK list
 +-- NoWorkingDay(after)              closures leave none for years, or the calendar ends
 +-- ProgrammeInvalid(reason)         a template breaks a rule of the programme model
"""

from datetime import date


class AcademyError(Exception):
    """Base of the planner's refusals; the text is for people, attributes are for code."""


class BankHolidaysUnreadable(AcademyError):  # noqa: N818 -- named for what happened
    def __init__(self, reason: str) -> None:
        super().__init__(f"The bank holiday list cannot be read: {reason}")
        self.reason = reason


class NoWorkingDay(AcademyError):  # noqa: N818 -- named for what is missing
    def __init__(self, after: date) -> None:
        super().__init__(f"There is no working day within ten years of {after.isoformat()}")
        self.after = after


class ProgrammeInvalid(AcademyError):  # noqa: N818 -- named for what happened
    def __init__(self, reason: str) -> None:
        super().__init__(f"The programme cannot be used: {reason}")
        self.reason = reason

"""The tallies of records that measures are expressions of, named once like lines of the ledger."""

from enum import StrEnum

from scorecard.lines import ExclusionRule


class RecordLine(StrEnum):
    """Counts of one half-year unless the words say otherwise."""

    INTERVIEWS = "exit-interviews"
    """By how far they came (the measure's categories)."""
    INTERVIEWS_OFFERED = "exit-interviews-offered"
    INTERVIEWS_DONE = "exit-interviews-done"
    LEAVERS = "exit-leavers"
    REASONS = "exit-reasons"
    """By theme; of twelve months where there are few."""
    PRAISED = "exit-praised"
    REASONS_TOGETHER = "exit-reasons-together"
    INTERVIEWS_CODED = "exit-interviews-coded"

    SURVEY_RESPONSES = "survey-responses"
    SURVEY_INVITED = "survey-invited"
    SURVEY_AGREE = "survey-agree"
    """By employer standard."""
    SURVEY_ANSWERS = "survey-answers"

    ASYE_OVER_CAP = "asye-over-cap"
    ASYE_CAP_KNOWN = "asye-cap-known"
    ASYE_SUPERVISION_KEPT = "asye-supervision-kept"
    ASYE_SUPERVISION_DUE = "asye-supervision-due"
    ASYE_PROTECTED_TAKEN = "asye-protected-taken"
    ASYE_PROTECTED_PLANNED = "asye-protected-planned"
    ASYE_STANDING = "asye-standing"
    """By standing at the end of the half-year."""
    ASYE_YEARS = "asye-years"
    ASYE_COMPLETED_ON_TIME = "asye-completed-on-time"
    ASYE_COMPLETED = "asye-completed"

    ACADEMY_COMPLETED = "academy-completed"
    ACADEMY_IN_AUTHORITY = "academy-in-authority"
    ACADEMY_IN_CHILDRENS = "academy-in-childrens"


NOT_A_LEAVER = ExclusionRule(
    "interview-without-leaver", "Exit interview of somebody who is not a leaver in the returns"
)
NOT_CODED = ExclusionRule(
    "interview-not-coded",
    "Exit interview whose answers nobody has coded yet",
    leaves_nothing=True,
)
THEME_GONE = ExclusionRule(
    "theme-gone", "Coding under a theme that was split or retired, to be coded anew"
)
CASELOAD_UNKNOWN = ExclusionRule(
    "caseload-unknown",
    "Newly qualified worker without a caseload count or a cap for the month",
    leaves_nothing=True,
)
ON_A_PAUSE = ExclusionRule("asye-paused", "ASYE paused on the last day", leaves_nothing=True)
SUPERVISION_UNKNOWN = ExclusionRule(
    "supervision-not-recorded",
    "Supervision that was due, and nobody recorded whether it took place",
    leaves_nothing=True,
)
TIME_UNKNOWN = ExclusionRule(
    "protected-time-not-recorded",
    "Period of protected time for which nobody recorded what was taken",
    leaves_nothing=True,
)
NOT_FOUND = ExclusionRule(
    "member-not-found",
    "Completed member who is not in the employments returns",
    leaves_nothing=True,
)

"""Columns of the two files that can be sent here: exit interviews, and a survey run elsewhere."""

from scorecard.survey.question_set import QuestionSet
from scorecard.themes.clauses import QuestionKind
from service.workforce.tabular.choices import (
    LEAVER_DESTINATIONS,
    LEAVING_REASONS,
    YES_NO,
    Choice,
)
from service.workforce.tabular.columns import (
    REGISTRATION_NUMBER,
    Column,
    Future,
    Need,
    ValueType,
)

STATUSES = (
    Choice("offered", "offered"),
    Choice("declined", "declined", also=("refused",)),
    Choice("done", "done", also=("completed", "complete")),
)
ANSWERS = tuple(kind.value for kind in QuestionKind)
"""Columns of free text, one for each kind of question."""

INTERVIEW_COLUMNS = (
    REGISTRATION_NUMBER,
    Column("leaving_date", "Last day of employment", ValueType.DATE, Need.REQUIRED, "30/09/2026"),
    Column(
        "status",
        "Whether the interview was offered, declined or done",
        ValueType.CHOICE,
        Need.REQUIRED,
        "done",
        choices=STATUSES,
    ),
    Column(
        "offered_on",
        "Day on which it was offered",
        ValueType.DATE,
        Need.OPTIONAL,
        "01/09/2026",
        future=Future.REJECT,
    ),
    Column(
        "done_on",
        "Day on which it took place",
        ValueType.DATE,
        Need.OPTIONAL,
        "20/09/2026",
        future=Future.REJECT,
    ),
    Column(
        "destination",
        "Where the leaver goes, as in the workforce census",
        ValueType.CHOICE,
        Need.OPTIONAL,
        "3",
        choices=LEAVER_DESTINATIONS,
    ),
    Column(
        "reason",
        "Reason for leaving that HR recorded, as in the workforce census",
        ValueType.CHOICE,
        Need.OPTIONAL,
        "1",
        choices=LEAVING_REASONS,
    ),
    Column(
        "quotable",
        "Whether the leaver agrees to be quoted without their name",
        ValueType.YES_NO,
        Need.OPTIONAL,
        "no",
        choices=YES_NO,
    ),
)
"""The columns that are read cell by cell; the answers beside them are taken as they are written."""

TEXT_COLUMNS = tuple(
    Column(name, f"What was said ({name})", ValueType.NAME, Need.OPTIONAL, "") for name in ANSWERS
)
INTERVIEW_TABLE = (*INTERVIEW_COLUMNS, *TEXT_COLUMNS)
GROUP = "group"


def survey_columns(asked: QuestionSet) -> tuple[Column, ...]:
    """The group, then one column for each statement and open question, named by its id."""
    return (
        Column(GROUP, "Group the person belongs to", ValueType.NAME, Need.OPTIONAL, "North"),
        *(
            Column(column_of(each.id), each.text, ValueType.CHOICE, Need.OPTIONAL, "agree")
            for each in asked.statements
        ),
        *(
            Column(column_of(each.id), each.text, ValueType.NAME, Need.OPTIONAL, "")
            for each in asked.questions
        ),
    )


def column_of(statement_id: str) -> str:
    """As a heading is compared: hyphens, spaces and underscores are one."""
    return statement_id.replace("-", "_")

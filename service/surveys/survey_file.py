"""A survey that was run elsewhere: one row a response, statements as columns. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from scorecard.survey.question_set import Question, QuestionSet
from scorecard.survey.results import EVERYBODY, Answer, Response, answer_from
from scorecard.themes.remarks import remarks_on
from service.surveys import file_faults as faults
from service.surveys import table
from service.surveys.file_columns import GROUP, column_of, survey_columns
from service.surveys.interview_answers import fault_of
from service.workforce.findings import Finding, Severity
from service.workforce.tabular.findings_list import FindingsList

LONGEST_GROUP = 200


@dataclass(frozen=True, slots=True)
class ReadSurvey:
    """``comments`` are not beside the response they came with, and never are."""

    responses: tuple[Response, ...]
    comments: tuple[tuple[Question, str], ...]
    findings: tuple[Finding, ...]
    rows_read: int

    @property
    def refused(self) -> bool:
        return any(each.severity is Severity.REJECT for each in self.findings)


def read_survey(
    content: bytes, filename: str, asked: QuestionSet, invited: Mapping[str, int]
) -> ReadSurvey:
    """Never raises on bad input. ``invited`` by group, where it is known."""
    findings = FindingsList(table.LIMITS.max_findings)
    columns = survey_columns(asked)
    rows = table.rows_of(content, filename, "survey", columns, findings)
    statements = [each.id for each in asked.statements]
    if rows and not any(column_of(each) in rows[0][1] for each in statements):
        findings.add(faults.SURVEY_NO_STATEMENT, row=1, example=column_of(statements[0]))
        rows = []
    responses: list[Response] = []
    comments: list[tuple[Question, str]] = []
    for row, cells in rows:
        answers = _answers(row, cells, statements, findings)
        said = _comments(row, cells, asked, findings)
        group = cells.get(GROUP, "").strip()
        if len(group) > LONGEST_GROUP or not group.isprintable():
            findings.add(faults.SURVEY_GROUP, row=row, column=GROUP)
        if not answers and not said and row not in findings.rejected_rows:
            findings.add(faults.SURVEY_EMPTY, row=row)
        responses.append(Response(group, answers))
        comments += said
    _invited(Counter(each.group for each in responses), invited, findings)
    order = {column.name: place for place, column in enumerate(columns)}
    return ReadSurvey(
        tuple(responses),
        tuple(sorted(comments, key=lambda each: (each[0].id, each[1]))),
        tuple(findings.finish(order)),
        len(rows),
    )


def _invited(came: Mapping[str, int], invited: Mapping[str, int], findings: FindingsList) -> None:
    """A rate has to be of all who were asked: more than they cannot have answered."""
    if set(invited) <= {EVERYBODY}:
        came = {EVERYBODY: sum(came.values())}
    for group, number in came.items():
        if group in invited and number > invited[group]:
            findings.add(
                faults.SURVEY_MORE_THAN_INVITED,
                responses=number,
                invited=invited[group],
                group=group or "everybody",
            )
        elif invited and group not in invited:
            findings.add(
                faults.SURVEY_INVITED_MISSING,
                responses=number,
                group=group or "no group",
            )


def _answers(
    row: int, cells: table.Cells, statements: list[str], findings: FindingsList
) -> dict[str, Answer]:
    found = {}
    for each in statements:
        text = cells.get(column_of(each), "")
        if not text.strip():
            continue
        answer = answer_from(text)
        if answer is None:
            findings.add(faults.SURVEY_ANSWER, row=row, column=column_of(each), value=text)
        else:
            found[each] = answer
    return found


def _comments(
    row: int, cells: table.Cells, asked: QuestionSet, findings: FindingsList
) -> list[tuple[Question, str]]:
    found = []
    for each in asked.questions:
        name = column_of(each.id)
        text = cells.get(name, "")
        if not text.strip():
            continue
        if fault := fault_of(text):
            findings.add(faults.ANSWER_REFUSED, row=row, column=name, why=fault)
            continue
        for remark in remarks_on(text).remarks:
            findings.add(faults.REMARKS[remark], row=row, column=name)
        found.append((each, text))
    return found

"""A file of exit interviews: rows to what HR would say of each, with findings. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scorecard.survey.question_set import Question
from scorecard.themes.remarks import remarks_on
from service.surveys import file_faults as faults
from service.surveys import table
from service.surveys.file_columns import ANSWERS, INTERVIEW_COLUMNS, INTERVIEW_TABLE
from service.surveys.interview_answers import Given, fault_of
from service.surveys.interviews import AHEAD, Status, Wish
from service.workforce.findings import Finding, Severity
from service.workforce.tabular.cells import CellNotedError, CellRefusedError, ColumnReader
from service.workforce.tabular.date_cells import MonthFirstError
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.read_rows import column_reader


@dataclass(frozen=True, slots=True)
class ReadInterview:
    """One row. ``worker`` is the keyed identity."""

    row: int
    worker: str
    wish: Wish
    answers: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """``interviews`` are the rows without a reject finding."""

    interviews: tuple[ReadInterview, ...]
    findings: tuple[Finding, ...]
    rows_read: int

    @property
    def refused(self) -> bool:
        return any(each.severity is Severity.REJECT for each in self.findings)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the leavers of a file: their leaving days, and interviews that are held."""

    leaving: Mapping[str, frozenset[date]]
    held: frozenset[tuple[str, date]]


def read_interviews(
    content: bytes,
    filename: str,
    *,
    questions: Iterable[Question],
    identify: Callable[[str], str],
    today: date,
    beside: Callable[[frozenset[str]], Beside] | None = None,
) -> ReadFile:
    """Never raises on bad input. ``beside`` tells of the workers that the file names."""
    asked = {each.kind.value: each for each in reversed(list(questions))}
    month_first: frozenset[str] = frozenset()
    while True:
        reading = _Reading(asked, identify, today, month_first, beside)
        try:
            return reading.read(content, filename)
        except MonthFirstError as proof:
            month_first |= {proof.column}


class _Reading:
    def __init__(
        self,
        asked: Mapping[str, Question],
        identify: Callable[[str], str],
        today: date,
        month_first: frozenset[str],
        beside: Callable[[frozenset[str]], Beside] | None,
    ) -> None:
        self.asked = asked
        self.today = today
        self.beside = beside
        self.findings = FindingsList(table.LIMITS.max_findings)
        self.readers: dict[str, ColumnReader] = {
            column.name: column_reader(
                column,
                identify=identify,
                today=today,
                month_first=column.name in month_first,
            )
            for column in INTERVIEW_COLUMNS
        }
        self.said: dict[tuple[str, str], int] = {}
        self.noted: set[tuple[str, str]] = set()

    def read(self, content: bytes, filename: str) -> ReadFile:
        rows = table.rows_of(content, filename, "exit-interviews", INTERVIEW_TABLE, self.findings)
        found = [each for row, cells in rows if (each := self._row(row, cells)) is not None]
        self._once(found)
        if self.beside is not None and found:
            self._compare(found, self.beside(frozenset(each.worker for each in found)))
        rejected = self.findings.rejected_rows
        order = {column.name: place for place, column in enumerate(INTERVIEW_TABLE)}
        return ReadFile(
            tuple(each for each in found if each.row not in rejected),
            tuple(self.findings.finish(order)),
            len(rows) + len(rejected - {row for row, _ in rows} - {1}),
        )

    def _row(self, row: int, cells: table.Cells) -> ReadInterview | None:
        values = {
            column.name: self._cell(row, column.name, cells.get(column.name, ""))
            for column in INTERVIEW_COLUMNS
        }
        answers = self._answers(row, cells, quotable=values["quotable"] is True)
        if row in self.findings.rejected_rows:
            return None
        status = Status(values["status"])
        if status is not Status.DONE:
            if answers:
                self.findings.add(
                    faults.ANSWER_NOT_DONE, row=row, column="status", status=status.value
                )
            if values["done_on"] is not None:
                self.findings.add(
                    faults.DONE_DAY_NOT_DONE, row=row, column="done_on", status=status.value
                )
        elif not answers:
            self.findings.add(faults.NO_ANSWERS, row=row)
        if values["leaving_date"] > self.today + AHEAD:
            self.findings.add(faults.LEAVING_DAY_TOO_LATE, row=row, column="leaving_date")
        wish = Wish(
            leaving_date=values["leaving_date"],
            destination=values["destination"],
            reason=values["reason"],
            status=status,
            offered_on=values["offered_on"],
            done_on=values["done_on"],
        )
        return ReadInterview(row, values["registration_number"], wish, answers)

    def _cell(self, row: int, column: str, text: str) -> Any:
        reader = self.readers[column]
        try:
            return reader[text]
        except CellNotedError as noted:
            if not noted.once or (column, text) not in self.noted:
                self.noted.add((column, text))
                self.findings.add(
                    noted.fault, row=row, column=column, value=reader.shown(text), **noted.words
                )
            return noted.value
        except CellRefusedError as refused:
            self.findings.add(
                refused.fault, row=row, column=column, value=reader.shown(text), **refused.words
            )
            return None

    def _answers(self, row: int, cells: table.Cells, *, quotable: bool) -> tuple[Given, ...]:
        found = []
        for name in ANSWERS:
            text = cells.get(name, "")
            if not text.strip():
                continue
            if fault := fault_of(text):
                self.findings.add(faults.ANSWER_REFUSED, row=row, column=name, why=fault)
                continue
            first = self.said.setdefault((name, text.strip()), row)
            if first != row:
                self.findings.add(faults.ANSWER_TWICE, row=row, column=name, first=first)
            for remark in remarks_on(text).remarks:
                self.findings.add(faults.REMARKS[remark], row=row, column=name)
            found.append(Given(self.asked[name], text, quotable))
        return tuple(found)

    def _once(self, found: Iterable[ReadInterview]) -> None:
        seen: dict[tuple[str, date], int] = {}
        for each in found:
            first = seen.setdefault((each.worker, each.wish.leaving_date), each.row)
            if first != each.row:
                self.findings.add(faults.INTERVIEW_TWICE, row=each.row, first=first)

    def _compare(self, found: Iterable[ReadInterview], beside: Beside) -> None:
        for each in found:
            day = each.wish.leaving_date
            if (each.worker, day) in beside.held:
                self.findings.add(faults.INTERVIEW_HELD, row=each.row)
            days = beside.leaving.get(each.worker, frozenset())
            if not days:
                self.findings.add(
                    faults.LEAVER_NOT_FOUND, row=each.row, column="registration_number"
                )
            elif day not in days:
                self.findings.add(faults.LEAVING_DAY_DIFFERS, row=each.row, column="leaving_date")

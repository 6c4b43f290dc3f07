"""Records written as tables, beside the staff of ``tests.spec.tables``; figures read back by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from scorecard.definition import Dimension, Figure
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.records import (
    AsyeYear,
    CohortMember,
    ExitInterview,
    InterviewStatus,
    RecordKind,
    Records,
)
from scorecard.scorecard import build
from scorecard.workforce import Employment, Workforce
from tests.spec.tables import _day, _lines, _sure, staff

INTERVIEW = {
    "worker": "ann", "left": "2026-06-30", "status": "done", "codable": "yes",
    "reasons": "-", "praised": "-",
}  # fmt: skip
MEMBER = {
    "worker": "ann", "cohort": "Spring", "route": "-", "joined": "2024-04-08",
    "completed": "-", "left_authority": "-", "left_childrens": "-",
}  # fmt: skip
ASYE = {
    "worker": "ann", "cohort": "Spring", "route": "-", "team": "Alder", "started": "2026-02-02",
    "planned_end": "2027-02-02", "completed": "-", "ended": "-",
}  # fmt: skip


def _flush(table: str) -> str:
    return "\n".join(line.strip() for line in table.strip().splitlines())


def employed(table: str) -> list[Employment]:
    """``staff`` of a table that is indented."""
    return staff(_flush(table))


def _text(cell: str) -> str | None:
    return None if cell == "-" else cell


def _codes(cell: str) -> tuple[str, ...]:
    return () if cell == "-" else tuple(cell.split())


def interviews(table: str) -> list[ExitInterview]:
    codable = {"yes": True, "no": False, "-": None}
    return [
        ExitInterview(
            ref=f"interview#{n}", worker=_text(c["worker"]), left_on=_sure(_day(c["left"])),
            status=InterviewStatus(c["status"]), codable=codable[c["codable"]],
            reasons=_codes(c["reasons"]), praised=_codes(c["praised"]), codebook="1",
        )
        for n, c in _lines(_flush(table), INTERVIEW)
    ]  # fmt: skip


def members(table: str) -> list[CohortMember]:
    return [
        CohortMember(
            ref=f"member#{n}", worker=_text(c["worker"]), cohort=c["cohort"], route=_text(c["route"]),
            joined=_sure(_day(c["joined"])), completed=_day(c["completed"]),
            left_authority_on=_day(c["left_authority"]), left_childrens_on=_day(c["left_childrens"]),
        )
        for n, c in _lines(_flush(table), MEMBER)
    ]  # fmt: skip


def asye_years(table: str, **more: dict[str, Any]) -> list[AsyeYear]:
    """The years of a table; ``ann={"caps": ...}`` gives what a table cannot hold, by worker."""
    return [
        AsyeYear(
            ref=f"asye#{n}", worker=_text(c["worker"]), cohort=_text(c["cohort"]),
            route=_text(c["route"]), team=_text(c["team"]), started=_sure(_day(c["started"])),
            planned_end=_sure(_day(c["planned_end"])), completed_on=_day(c["completed"]),
            ended_on=_day(c["ended"]), **more.get(c["worker"], {}),
        )
        for n, c in _lines(_flush(table), ASYE)
    ]  # fmt: skip


class Made:
    """The figures of a half-year; every kind of record is collected."""

    def __init__(
        self,
        end: str = "2026-09-30",
        staff: Iterable[Employment] = (),
        *,
        sent: bool = True,
        collected: frozenset[RecordKind] = frozenset(RecordKind),
        **records: Any,
    ) -> None:
        facts = Workforce(
            employments=tuple(staff),
            received=frozenset({"employments"}) if sent else frozenset(),
            records=Records(**records, collected=collected),
        )
        period = half_year_ending(date.fromisoformat(end))
        self.scorecard = build(facts, period, DEFAULT_PARAMETERS)

    def __call__(
        self, measure: str, category: str = "", group: str = "", by: str = "council"
    ) -> Figure:
        [found] = [
            one
            for one in self.scorecard.figures
            if (one.measure, one.category, one.group) == (measure, category, group)
            and one.dimension is Dimension(by)
        ]
        return found

    def said(self, measure: str, category: str = "", group: str = "", by: str = "council") -> str:
        """``3 / 4 = 75.0``; exclusions as ``(code 2)`` behind it."""
        one = self(measure, category, group, by)
        below = "" if one.denominator is None else f" / {one.denominator}"
        left_out = "".join(f" ({each.code} {each.count})" for each in one.exclusions)
        return f"{one.numerator}{below} = {one.value}{left_out}"

    def groups(self, measure: str, by: str) -> list[str]:
        return [
            one.group
            for one in self.scorecard.figures
            if (one.measure, one.dimension) == (measure, Dimension(by))
        ]

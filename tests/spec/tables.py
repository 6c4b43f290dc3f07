"""Small workforces written as tables, and figures read back by name.

Columns left out of a table take the defaults below; ``-`` is "not stated".
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from scorecard.definition import Dimension, Figure
from scorecard.parameters import DEFAULT_PARAMETERS, Parameters
from scorecard.periods import half_year_ending
from scorecard.scorecard import build
from scorecard.workforce import (
    FULL_TIME,
    Absence,
    AbsenceKind,
    AbsenceTotal,
    AgencyAssignment,
    Caseload,
    CaseUnit,
    Contract,
    Employment,
    EndType,
    LeaverDestination,
    LeavingReason,
    Post,
    ReportedTotals,
    Role,
    StartOrigin,
    StartType,
    Workforce,
)

STAFF = {
    "worker": "ann", "post": "-", "team": "Alder", "area": "North", "role": "case-holder",
    "contract": "permanent", "fte": "1", "started": "2020-01-06", "start": "new", "origin": "-",
    "ended": "-", "end": "-", "destination": "-", "reason": "-", "qualified": "2010-07-01",
    "asye": "-", "asye_ended": "-",
}  # fmt: skip
POST = {"post": "P1", "team": "Alder", "area": "North", "role": "case-holder", "fte": "1",
        "opened": "2015-04-01", "closed": "-"}  # fmt: skip
AGENCY = {"worker": "temp", "team": "Alder", "area": "North", "role": "case-holder", "fte": "1",
          "started": "2020-01-06", "ended": "-", "covers": "yes"}  # fmt: skip
ABSENCE = {"worker": "ann", "kind": "SIC", "first": "2026-01-05", "last": "2026-01-05", "days": "1"}
CASELOAD = {"worker": "ann", "taken": "2026-09-30", "team": "Alder", "cases": "10", "fte": "-",
            "unit": "child", "agency": "no"}  # fmt: skip


def _lines(table: str, defaults: dict[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    header, *lines = table.strip("\n").splitlines()
    names = [name.strip() for name in header.split("|")]
    if unknown := set(names) - set(defaults):
        raise KeyError(f"no column {unknown}")
    for number, line in enumerate(lines, 2):
        cells = (cell.strip() for cell in line.split("|"))
        yield number, defaults | dict(zip(names, cells, strict=True))


def _fte(text: str) -> int | None:
    return None if text == "-" else int(Decimal(text) * FULL_TIME)


def _day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


def _sure(day: date | None) -> date:
    assert day is not None
    return day


def staff(table: str) -> list[Employment]:
    rows = []
    for number, c in _lines(table, STAFF):
        ended = _day(c["ended"])
        rows.append(
            Employment(
                ref=f"staff#{number}", worker=c["worker"],
                post=None if c["post"] == "-" else c["post"],
                team=c["team"], area=c["area"],
                role=None if c["role"] == "-" else Role(c["role"]),
                contract=None if c["contract"] == "-" else Contract(c["contract"]),
                fte=_fte(c["fte"]), started=_sure(_day(c["started"])),
                start_type=StartType(c["start"]),
                start_origin=None if c["origin"] == "-" else StartOrigin(c["origin"]),
                ended=ended,
                end_type=None if ended is None else EndType("left" if c["end"] == "-" else c["end"]),
                destination=None if c["destination"] == "-" else LeaverDestination(c["destination"]),
                reason=None if c["reason"] == "-" else LeavingReason(c["reason"]),
                qualified_on=_day(c["qualified"]), asye_started=_day(c["asye"]),
                asye_ended=_day(c["asye_ended"]),
            )
        )  # fmt: skip
    return rows


def posts(table: str) -> list[Post]:
    return [
        Post(f"post#{n}", c["post"], c["team"], c["area"], None if c["role"] == "-" else Role(c["role"]),
             _fte(c["fte"]) or 0, _sure(_day(c["opened"])), _day(c["closed"]))
        for n, c in _lines(table, POST)
    ]  # fmt: skip


def agency(table: str) -> list[AgencyAssignment]:
    covers = {"yes": True, "no": False, "-": None}
    return [
        AgencyAssignment(f"agency#{n}", c["worker"], c["team"], c["area"], Role(c["role"]),
                         _fte(c["fte"]), _sure(_day(c["started"])), _day(c["ended"]), covers[c["covers"]])
        for n, c in _lines(table, AGENCY)
    ]  # fmt: skip


def absences(table: str) -> list[Absence]:
    return [
        Absence(f"absence#{n}", c["worker"], AbsenceKind(c["kind"]), _sure(_day(c["first"])),
                _day(c["last"]), int(Decimal(c["days"]) * 100))
        for n, c in _lines(table, ABSENCE)
    ]  # fmt: skip


def caseloads(table: str) -> list[Caseload]:
    return [
        Caseload(f"case#{n}", c["worker"], _sure(_day(c["taken"])), c["team"], int(c["cases"]),
                 _fte(c["fte"]), CaseUnit(c["unit"]), c["agency"] == "yes")
        for n, c in _lines(table, CASELOAD)
    ]  # fmt: skip


def sick_days(worker: str, year_end: str, days: str) -> AbsenceTotal:
    return AbsenceTotal("census#1", worker, date.fromisoformat(year_end), int(Decimal(days) * 100))


def reported(as_at: str, vacancies: str, covering: str, heads: int) -> ReportedTotals:
    return ReportedTotals(
        "census#0", date.fromisoformat(as_at), _fte(vacancies) or 0, _fte(covering) or 0, heads
    )


class Read:
    """The figures of one scorecard, by measure and place."""

    def __init__(
        self, facts: Workforce, end: str = "2026-09-30", parameters: Parameters = DEFAULT_PARAMETERS
    ) -> None:
        made = build(facts, half_year_ending(date.fromisoformat(end)), parameters)
        self.figures = {(f.measure, f.dimension, f.group, f.category): f for f in made.figures}

    def figure(self, measure: str, category: str = "") -> Figure:
        return self.figures[measure, Dimension.COUNCIL, "", category]

    def __call__(self, measure: str, category: str = "") -> str:
        """The published value as text: a number or a symbol."""
        return str(self.figure(measure, category).value)

    def sum(self, measure: str, category: str = "") -> str:
        """``numerator / denominator`` as text."""
        figure = self.figure(measure, category)
        return f"{figure.numerator} / {figure.denominator}"

    def by(self, measure: str, dimension: str) -> dict[str, str]:
        return {
            group: str(figure.value)
            for (name, place, group, category), figure in self.figures.items()
            if (name, place, category) == (measure, Dimension(dimension), "")
        }

    def categories(self, measure: str) -> dict[str, str]:
        return {
            category: str(figure.value)
            for (name, place, _, category), figure in self.figures.items()
            if name == measure and place is Dimension.COUNCIL
        }

    def excluded(self, measure: str, category: str = "") -> dict[str, int]:
        return {one.code: one.count for one in self.figure(measure, category).exclusions}

"""The indicators that DfE publishes of children's social workers: column, words, our measure.

Columns are those of the file "children's social work workforce, indicators" and of its data set in
Explore Education Statistics. A cell is an exact decimal or one of DfE's symbols; ``:`` (releases to
2022) is unavailable, and ``k`` is what some of DfE's own tools print for ``low``.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from scorecard.definition import WHOLE, Symbol
from scorecard.workforce import CaseUnit

Cell = Decimal | Symbol

SYMBOLS: dict[str, Symbol] = {
    **{symbol.value: symbol for symbol in Symbol},
    ":": Symbol.UNAVAILABLE,
    "k": Symbol.LOW,
}
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Indicator:
    """``measure`` is the id of the measure it stands beside; empty where this service has none.

    ``categories`` are those of the measure that count as DfE counts.
    """

    column: str
    title: str
    unit: str
    decimal_places: int
    measure: str = ""
    categories: tuple[str, ...] = (WHOLE,)


INDICATORS: tuple[Indicator, ...] = (
    Indicator("inpost_fte", "In post (FTE)", "FTE", 1, "in-post-fte"),
    Indicator("inpost_headcount", "In post (headcount)", "people", 0, "in-post-headcount"),
    Indicator("starters_fte", "Starters in the year (FTE)", "FTE", 1, "starters-fte-12-months"),
    Indicator(
        "starters_headcount",
        "Starters in the year (headcount)",
        "people",
        0,
        "starters-headcount-12-months",
    ),
    Indicator("leavers_fte", "Leavers in the year (FTE)", "FTE", 1, "leavers-fte-12-months"),
    Indicator(
        "leavers_headcount",
        "Leavers in the year (headcount)",
        "people",
        0,
        "leavers-headcount-12-months",
    ),
    Indicator("turnover_rate_fte", "Turnover rate (FTE)", "%", 1, "turnover-fte"),
    Indicator("turnover_rate_headcount", "Turnover rate (headcount)", "%", 1, "turnover-headcount"),
    Indicator("agency_fte", "Agency workers (FTE)", "FTE", 1, "agency-fte"),
    Indicator("agency_headcount", "Agency workers (headcount)", "people", 0, "agency-headcount"),
    Indicator("agency_rate_fte", "Agency rate (FTE)", "%", 1, "agency-rate-fte"),
    Indicator("agency_rate_headcount", "Agency rate (headcount)", "%", 1, "agency-rate-headcount"),
    Indicator("agency_cover_fte", "Agency workers covering vacancies (FTE)", "FTE", 1),
    Indicator(
        "agency_cover_rate_fte",
        "Share of agency workers who cover vacancies (FTE)",
        "%",
        1,
        "agency-cover-rate-fte",
    ),
    Indicator("vacancy_fte", "Vacancies (FTE)", "FTE", 1, "vacancies-fte"),
    Indicator("vacancy_rate_fte", "Vacancy rate (FTE)", "%", 1, "vacancy-rate-fte"),
    Indicator(
        "vacancy_agency_cover_rate_fte",
        "Share of vacancies covered by agency workers (FTE)",
        "%",
        1,
        "vacancies-covered-rate-fte",
    ),
    Indicator("case_holders_fte", "Case holders, agency included (FTE)", "FTE", 1),
    Indicator("cases", "Cases held", "cases", 0),
    Indicator(
        "caseload_fte",
        "Average caseload (cases per FTE of case holders)",
        "cases per FTE",
        1,
        "average-caseload",
        (CaseUnit.CHILD.value, CaseUnit.CASE.value),
    ),
    Indicator(
        "working_days_lost_fte",
        "Working days lost to sickness in the year",
        "days",
        1,
        "sickness-days-lost",
    ),
    Indicator("absence_rate_fte", "Sickness absence rate (FTE)", "%", 1, "sickness-absence-rate"),
)
"""In the order of the published file."""

BY_COLUMN: dict[str, Indicator] = {each.column: each for each in INDICATORS}


def cell_of(text: str) -> Cell | None:
    """A published cell as what it is; None when it is neither a number nor a symbol."""
    if text in SYMBOLS:
        return SYMBOLS[text]
    return Decimal(text) if _NUMBER.fullmatch(text) else None

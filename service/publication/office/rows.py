"""The rows of the files behind one part of a figure, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scorecard.canonical import decimal_string
from service.problems import NotFound
from service.publication.office.addresses import half_year, rows_address
from service.publication.wording import amount, day, number, title_of, value_in_words

Json = Mapping[str, Any]

NUMERATOR, DENOMINATOR = "numerator", "denominator"
ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class RowLine:
    """``amount`` is what the row adds to the part, exactly."""

    filename: str
    row: int
    worker: str
    amount: str
    words: str


@dataclass(frozen=True, slots=True)
class RowsPage:
    end: str
    measure: str
    title: str
    """Of the figure: ``Turnover, Harbour``."""
    figure: str
    part: str
    part_words: str
    stated: str
    """The part as the figure has it."""
    adds_up_to: str
    total: int
    rows: tuple[RowLine, ...]
    page: int
    pages: int
    other: str
    """Address of the rows of the other part; empty where the figure has only one."""
    before: str
    after: str
    back: str


def rows_page(
    end: date, figure: dict[str, Any], measure: Json, rows: Json, *, part: str, page: int
) -> RowsPage:
    """Raises NotFound where there is no such part or page."""
    if part not in {NUMERATOR, DENOMINATOR} or (part == DENOMINATOR and figure[part] is None):
        raise NotFound("This figure has no such part.")
    found = rows[part]
    pages = max(1, -(-len(found) // ON_A_PAGE))
    if not 1 <= page <= pages:
        raise NotFound(f"There are {pages} pages of rows behind this part.")
    other = DENOMINATOR if part == NUMERATOR else NUMERATOR
    shown = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    title = title_of(figure, measure)
    return RowsPage(
        end=day(end),
        measure=measure["title"],
        title=f"{title}, {figure['group']}" if figure["group"] else title,
        figure=value_in_words(figure, measure),
        part=part,
        part_words=measure[part] or "",
        stated=amount(figure[part]),
        adds_up_to=number(
            decimal_string(sum((Decimal(one["amount"]) for one in found), Decimal(0)))
        ),
        total=len(found),
        rows=tuple(
            RowLine(one["filename"], one["row"], one["worker"], number(one["amount"]), one["words"])
            for one in shown
        ),
        page=page,
        pages=pages,
        other="" if figure[DENOMINATOR] is None else rows_address(end, figure, other),
        before=rows_address(end, figure, part, page - 1) if page > 1 else "",
        after=rows_address(end, figure, part, page + 1) if page < pages else "",
        back=half_year(end, "numbers", figure["measure"]),
    )

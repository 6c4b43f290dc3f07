"""The rows behind a figure, as they go out."""

from typing import Any

import msgspec


class RowJson(msgspec.Struct, frozen=True):
    """One row of one file that was received, and what it adds to the figure."""

    return_id: str
    kind: str
    filename: str
    row: int
    """As the sender sees it: the first data row of a sheet is 2."""
    worker: str
    """Key of the worker (never the registration number); empty for a post or a total."""
    amount: str
    """Decimal text in the unit of the part."""
    words: str


class RowsJson(msgspec.Struct, frozen=True):
    measure: str
    dimension: str
    group: str
    category: str
    numerator: list[RowJson]
    denominator: list[RowJson]


def rows_as_json(rows: dict[str, Any]) -> RowsJson:
    return msgspec.convert(rows, RowsJson)

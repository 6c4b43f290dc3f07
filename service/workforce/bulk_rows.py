"""Many rows of facts into one table, as fast as each database takes them.

PostgreSQL takes them by COPY. SQLite takes 5,000 rows as one JSON text in one statement: that costs
little more than half of ``executemany`` (which prepares the CHECKs anew for each row), and all of
it runs outside the interpreter's lock, so that others are served meanwhile. Measured in
docs/performance/return_import.md.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from piccolo.querystring import QueryString
from piccolo.table import Table

from service.storage.engine import bound_engine
from service.storage.sqlite import PooledSQLiteEngine
from service.storage.transaction import UnitOfWork
from service.workforce.raw_rows import execute

CHUNK = 5_000

Row = Sequence[Any]
"""Values of a row: int, str, bool, date or None."""


async def store(
    work: UnitOfWork,
    table: type[Table],
    *,
    shared: Mapping[str, Any],
    columns: Sequence[str],
    rows: Sequence[Row],
    tick: Callable[[int], None],
) -> None:
    """Store ``rows`` in their order, each with the ``shared`` values (column -> value) besides.

    ``tick`` hears how many more are stored.
    """
    if not isinstance(bound_engine(), PooledSQLiteEngine):
        head = tuple(shared.values())
        told = ((*head, *row) for chunk in _chunks(rows, tick) for row in chunk)
        await work.copy_rows(table, [*shared, *columns], told)
        return
    name = str(table._meta.tablename)  # noqa: SLF001 -- Piccolo has no other
    for chunk in _chunks(rows, tick):
        await execute(_insert(name, shared, columns, chunk))


def _chunks(rows: Sequence[Row], tick: Callable[[int], None]) -> Iterator[Sequence[Row]]:
    for begin in range(0, len(rows), CHUNK):
        chunk = rows[begin : begin + CHUNK]
        yield chunk
        tick(len(chunk))


def _insert(
    table: str, shared: Mapping[str, Any], columns: Sequence[str], rows: Sequence[Row]
) -> QueryString:
    """One statement for all ``rows``; a value they all have is sent once, beside the JSON."""
    alone = dict(shared)
    differing: dict[str, Sequence[Any]] = {}
    for column, values in zip(columns, zip(*rows, strict=True), strict=True):
        first = values[0]
        if first == values[-1] and values.count(first) == len(values):
            alone[column] = first
        else:
            differing[column] = values
    names = ", ".join(f'"{column}"' for column in (*alone, *differing))
    taken = ["{}"] * len(alone)
    taken += [f"json_extract(value, '$[{place}]')" for place in range(len(differing))]
    # Without a column that differs, each row is still one element.
    lines: Sequence[Any] = list(zip(*differing.values(), strict=True)) or [0] * len(rows)
    return QueryString(
        f'INSERT INTO "{table}" ({names}) '  # noqa: S608 -- names of the tables
        f"SELECT {', '.join(taken)} FROM json_each({{}})",
        *alone.values(),
        msgspec.json.encode(lines).decode(),
    )

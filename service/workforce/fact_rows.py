"""The rows of facts: what is in force, how a return changes it, and how that is taken back."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from piccolo.querystring import QueryString
from piccolo.table import Table

from service.storage.engine import bound_engine
from service.storage.sqlite import PooledSQLiteEngine
from service.storage.tables.workforce import (
    AbsenceRow,
    AbsenceTotalRow,
    AgencyRow,
    CaseloadRow,
    EmploymentRow,
    PostRow,
    ReportedTotalsRow,
)
from service.storage.transaction import UnitOfWork
from service.workforce import bulk_rows
from service.workforce.fact_kinds import (
    ABSENCE_TOTALS,
    ABSENCES,
    AGENCY,
    CASELOADS,
    EMPLOYMENTS,
    FACT_KINDS,
    ID,
    POSTS,
    REPORTED,
    FactKind,
    HeldRow,
)
from service.workforce.folding import Difference
from service.workforce.raw_rows import execute, fetch

TABLES: dict[str, type[Table]] = {
    POSTS.name: PostRow,
    EMPLOYMENTS.name: EmploymentRow,
    AGENCY.name: AgencyRow,
    ABSENCES.name: AbsenceRow,
    ABSENCE_TOTALS.name: AbsenceTotalRow,
    CASELOADS.name: CaseloadRow,
    REPORTED.name: ReportedTotalsRow,
}
NAMES = {kind: str(table._meta.tablename) for kind, table in TABLES.items()}  # noqa: SLF001 -- Piccolo has no other


def selection(kind: FactKind) -> str:
    """``SELECT`` of the columns of a HeldRow, in order."""
    columns = ", ".join(f'"{name}"' for name in ("id", "came_with", "row", *kind.fields))
    return f'SELECT {columns} FROM "{NAMES[kind.name]}"'  # noqa: S608 -- names of our own


async def in_force(
    kind: FactKind, *, census: bool, days: tuple[date, date] | None = None
) -> list[HeldRow]:
    """Rows in force of one kind and account, in the order in which they were taken in.

    ``days`` keeps to rows of the days from first to last, for kinds whose rows are of one day.
    """
    sql = selection(kind) + " WHERE superseded_by IS NULL AND census = {}"
    values: list[object] = [census]
    if days is not None and kind.day is not None:
        sql += f' AND "{kind.day}" BETWEEN {{}} AND {{}}'
        values += days
    return await fetch(QueryString(sql + " ORDER BY id", *values))


async def matching(
    kind: FactKind,
    *,
    census: bool,
    where: str,
    values: Sequence[Any],
    after: int,
    limit: int | None,
) -> list[HeldRow]:
    """Rows in force that meet ``where`` (written here, with a place for each of ``values``)."""
    sql = f"{selection(kind)} WHERE superseded_by IS NULL AND census = {{}} AND id > {{}}{where}"
    sql += " ORDER BY id"
    bounds: list[Any] = []
    if limit is not None:
        sql += " LIMIT {}"
        bounds.append(limit)
    return await fetch(QueryString(sql, census, after, *values, *bounds))


async def sorted_page(
    kind: FactKind,
    *,
    census: bool,
    where: str,
    values: Sequence[Any],
    by: str,
    descending: bool,
    skip: int,
    limit: int | None,
) -> list[HeldRow]:
    """Rows in force that meet ``where``, by one field, what is not stated last."""
    assert by in kind.fields
    sql = (
        f"{selection(kind)} WHERE superseded_by IS NULL AND census = {{}}{where} "
        f'ORDER BY "{by}" IS NULL, "{by}" {"DESC" if descending else "ASC"}, id'
    )
    bounds: list[Any] = []
    if limit is not None:
        sql += " LIMIT {} OFFSET {}"
        bounds = [limit, skip]
    return await fetch(QueryString(sql, census, *values, *bounds))


async def how_many(kind: FactKind, *, census: bool, where: str, values: Sequence[Any]) -> int:
    sql = (
        f'SELECT COUNT(*) FROM "{NAMES[kind.name]}" '  # noqa: S608 -- names of our own
        f"WHERE superseded_by IS NULL AND census = {{}}{where}"
    )
    return int((await fetch(QueryString(sql, census, *values)))[0][0])


async def stated(kind: FactKind, field: str, *, census: bool) -> list[str]:
    """The different values of a field of rows in force, in order."""
    assert field in kind.fields
    rows = await fetch(
        QueryString(
            f'SELECT DISTINCT "{field}" FROM "{NAMES[kind.name]}" '  # noqa: S608 -- names of our own
            "WHERE superseded_by IS NULL AND census = {}",
            census,
        )
    )
    return sorted(value for (value,) in rows if value)


async def any_in_force(kind: FactKind, *, census: bool) -> bool:
    found = await fetch(
        QueryString(
            f'SELECT 1 FROM "{NAMES[kind.name]}" '  # noqa: S608 -- names of our own
            "WHERE superseded_by IS NULL AND census = {} LIMIT 1",
            census,
        )
    )
    return bool(found)


async def counts(kinds: Sequence[FactKind], *, census: bool) -> dict[str, int]:
    """How many rows are in force."""
    found = {}
    for kind in kinds:
        rows = await fetch(
            QueryString(
                f'SELECT COUNT(*) FROM "{NAMES[kind.name]}" '  # noqa: S608 -- names of our own
                "WHERE superseded_by IS NULL AND census = {}",
                census,
            )
        )
        found[kind.name] = int(rows[0][0])
    return found


async def apply(
    work: UnitOfWork,
    difference: Difference,
    number: int,
    *,
    census: bool,
    tick: Callable[[int], None] = lambda _: None,
) -> None:
    """Supersede and store what ``difference`` says, for the return ``number``.

    ``tick`` hears how many more rows are stored.
    """
    kind = difference.kind
    if superseded := [row[ID] for row in difference.superseded]:
        await _supersede(kind, superseded, number)
    if difference.to_store:
        await bulk_rows.store(
            work,
            TABLES[kind.name],
            shared={"came_with": number, "census": census},
            columns=("row", *kind.fields),
            rows=difference.to_store,
            tick=tick,
        )


async def _supersede(kind: FactKind, ids: Sequence[int], number: int) -> None:
    # One statement however many rows: a list as one value, which each database unpacks its own way.
    if isinstance(bound_engine(), PooledSQLiteEngine):
        chosen = QueryString("id IN (SELECT value FROM json_each({}))", json.dumps(ids))
    else:
        chosen = QueryString("id = ANY({})", ids)
    await execute(
        QueryString(
            f'UPDATE "{NAMES[kind.name]}" SET superseded_by = {{}} WHERE {{}}',  # noqa: S608 -- names of our own
            number,
            chosen,
        )
    )


async def take_back(number: int) -> dict[str, dict[str, int]]:
    """Withdraw the rows of a return and put back those it had superseded.

    Returns per kind of fact how many rows were withdrawn and how many put back.
    """
    told = {}
    for kind in FACT_KINDS:
        table = NAMES[kind.name]
        own = await _count(table, "came_with = {} AND superseded_by IS NULL", number)
        replaced = await _count(table, "superseded_by = {} AND came_with <> {}", number, number)
        if not own and not replaced:
            continue
        await execute(
            QueryString(
                f'UPDATE "{table}" SET superseded_by = {{}} '  # noqa: S608 -- names of our own
                "WHERE came_with = {} AND superseded_by IS NULL",
                number,
                number,
            )
        )
        await execute(
            QueryString(
                f'UPDATE "{table}" SET superseded_by = NULL '  # noqa: S608 -- names of our own
                "WHERE superseded_by = {} AND came_with <> {}",
                number,
                number,
            )
        )
        told[kind.name] = {"withdrawn": own, "put_back": replaced}
    return told


async def _count(table: str, where: str, *values: int) -> int:
    rows = await fetch(QueryString(f'SELECT COUNT(*) FROM "{table}" WHERE {where}', *values))  # noqa: S608 -- names of our own
    return int(rows[0][0])


async def known_names() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Teams and posts of the establishment in force; keys of workers employed or assigned."""
    rows = await fetch(
        QueryString("SELECT DISTINCT team, post FROM post WHERE superseded_by IS NULL")
    )
    workers = await fetch(
        QueryString(
            "SELECT worker FROM employment WHERE superseded_by IS NULL "
            "UNION SELECT worker FROM agency_assignment WHERE superseded_by IS NULL"
        )
    )
    return (
        frozenset(team for team, _ in rows),
        frozenset(post for _, post in rows),
        frozenset(worker for (worker,) in workers),
    )


async def in_post_by_census(day: date) -> frozenset[str]:
    """Workers in post at the end of ``day`` by what census returns say."""
    rows = await fetch(
        QueryString(
            "SELECT DISTINCT worker FROM employment WHERE superseded_by IS NULL AND census = {} "
            "AND started <= {} AND (ended IS NULL OR ended > {})",
            True,
            day,
            day,
        )
    )
    return frozenset(worker for (worker,) in rows)

"""Questions about what is held: rows in force that match, page by page or all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from service.storage.transaction import snapshot
from service.workforce import fact_rows, store
from service.workforce.fact_kinds import (
    ABSENCES,
    AGENCY,
    CAME_WITH,
    CASELOADS,
    EMPLOYMENTS,
    FIELDS,
    ID,
    POSTS,
    ROW,
    FactKind,
    HeldRow,
)
from service.workforce.rendering import Plain, plain


class Source(StrEnum):
    """Whose account: HR returns or census returns. They are never mixed."""

    HR = "hr"
    CENSUS = "census"


@dataclass(frozen=True, slots=True)
class Question:
    """Which rows. Every condition that is given must hold."""

    kind: FactKind
    equal: tuple[tuple[str, str], ...] = ()
    """(field, value)."""
    as_at: date | None = None
    """Rows that cover this day, their last day included; caseloads counted on it."""
    in_post_on: date | None = None
    """People in post at the end of this day, as the measures count them."""
    source: Source | None = None
    """None: the account that the measures use."""
    between: tuple[tuple[str, date | None, date | None], ...] = ()
    """(field, first day, last day), both included; None: no bound on that side."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``rows`` are (ref, *fields as plain values)."""

    rows: list[tuple[Plain, ...]]
    last: int | None
    """Where to go on; None when there is no more."""


_COVERS = {
    POSTS.name: "opened <= {0} AND (closed IS NULL OR closed > {0})",
    EMPLOYMENTS.name: "started <= {0} AND (ended IS NULL OR ended >= {0})",
    AGENCY.name: "started <= {0} AND (ended IS NULL OR ended >= {0})",
    ABSENCES.name: "first_day <= {0} AND (last_day IS NULL OR last_day >= {0})",
    CASELOADS.name: "taken_on = {0}",
}
_IN_POST = {
    EMPLOYMENTS.name: (
        "started <= {0} AND (ended IS NULL OR ended > {0} OR (ended = {0} AND end_type = 'moved'))"
    ),
    AGENCY.name: "started <= {0} AND (ended IS NULL OR ended > {0})",
}


def conditions(question: Question) -> tuple[str, list[Any]]:
    """``AND ...`` with places, and the values for them."""
    kind = question.kind
    parts: list[str] = []
    values: list[Any] = []
    for field, value in question.equal:
        assert field in kind.fields
        parts.append(f'"{field}" = {{}}')
        values.append(value)
    for field, first, last in question.between:
        assert field in kind.fields
        for sign, bound in ((">=", first), ("<=", last)):
            if bound is not None:
                parts.append(f'"{field}" {sign} {{}}')
                values.append(bound)
    for rule, day in ((_COVERS, question.as_at), (_IN_POST, question.in_post_on)):
        if day is not None:
            parts.append(rule[kind.name].replace("{0}", "{}"))
            values += [day] * rule[kind.name].count("{0}")
    return "".join(f" AND {part}" for part in parts), values


async def answer(question: Question, *, after: int = 0, limit: int | None = None) -> Answer:
    """Rows in the order in which they were taken in, from behind ``after``; all without ``limit``."""
    where, values = conditions(question)
    async with snapshot():
        census = await _account(question)
        found = await fact_rows.matching(
            question.kind,
            census=census,
            where=where,
            values=values,
            after=after,
            # One more than asked for tells whether there is a next page.
            limit=None if limit is None else limit + 1,
        )
        returns = await store.public_ids()
    page = found if limit is None else found[:limit]
    return Answer(
        rows=[_plain(question.kind, row, returns) for row in page],
        last=int(page[-1][ID]) if len(found) > len(page) else None,
    )


@dataclass(frozen=True, slots=True)
class SortedPage:
    """``rows`` as in an Answer; ``total``: how many there are on all pages."""

    rows: list[tuple[Plain, ...]]
    total: int
    source: Source


async def sorted_page(
    question: Question, *, by: str, descending: bool = False, skip: int = 0, limit: int | None
) -> SortedPage:
    """Rows by one field, what is not stated last; all of them without ``limit``."""
    where, values = conditions(question)
    async with snapshot():
        census = await _account(question)
        total = await fact_rows.how_many(question.kind, census=census, where=where, values=values)
        found = await fact_rows.sorted_page(
            question.kind,
            census=census,
            where=where,
            values=values,
            by=by,
            descending=descending,
            skip=skip,
            limit=limit,
        )
        returns = await store.public_ids()
    rows = [_plain(question.kind, row, returns) for row in found]
    return SortedPage(rows, total, Source.CENSUS if census else Source.HR)


async def how_many(question: Question) -> int:
    where, values = conditions(question)
    async with snapshot():
        census = await _account(question)
        return await fact_rows.how_many(question.kind, census=census, where=where, values=values)


async def stated(kind: FactKind, field: str) -> list[str]:
    """The different values of a field, of the account that the measures use."""
    async with snapshot():
        census = await _account(Question(kind))
        return await fact_rows.stated(kind, field, census=census)


async def _account(question: Question) -> bool:
    if question.source is not None:
        return question.source is Source.CENSUS
    return not await fact_rows.any_in_force(question.kind, census=False)


def _plain(kind: FactKind, row: HeldRow, returns: dict[int, str]) -> tuple[Plain, ...]:
    ref = f"{returns[row[CAME_WITH]]}#{row[ROW]}"
    return (
        ref,
        *(
            bool(value) if field in _FLAGS and value is not None else plain(field, value)
            for field, value in zip(kind.fields, row[FIELDS:], strict=True)
        ),
    )


_FLAGS = frozenset({"agency", "covers_vacancy"})


def header(kind: FactKind) -> Sequence[str]:
    """Names of the values of an answer's rows."""
    return ("ref", *kind.fields)


async def revision() -> int:
    """A number that changes whenever an answer could."""
    return await store.revision()

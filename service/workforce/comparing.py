"""A return that has been read, against what is held."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date

from service.workforce import fact_rows, store
from service.workforce.census import continuity
from service.workforce.doubling import doubled
from service.workforce.fact_kinds import (
    ABSENCE_TOTALS,
    ABSENCES,
    AGENCY,
    CASELOADS,
    EMPLOYMENTS,
    FACT_KINDS,
    POSTS,
    REPORTED,
    FactKind,
    HeldRow,
    Key,
    Record,
)
from service.workforce.findings import Finding
from service.workforce.folding import CensusDay, Difference, census_day, compare
from service.workforce.records import Kind, ParsedReturn, Records

BRINGS: dict[Kind, tuple[FactKind, ...]] = {
    Kind.POSTS: (POSTS,),
    Kind.EMPLOYMENTS: (EMPLOYMENTS,),
    Kind.AGENCY: (AGENCY,),
    Kind.ABSENCES: (ABSENCES,),
    Kind.CASELOADS: (CASELOADS,),
    Kind.CENSUS: (EMPLOYMENTS, AGENCY, ABSENCE_TOTALS, CASELOADS, REPORTED),
}
"""What each kind of return is about: told of even when a file has no row of it."""


async def differences(kind: Kind, records: Records) -> list[Difference]:
    """Compare with the rows in force. Inside a snapshot or unit of work, all see one state."""
    found = []
    day = None
    if kind is Kind.CENSUS:
        day = census_day(records, await fact_rows.in_force(REPORTED, census=True))
    for fact in FACT_KINDS:
        sent = fact.records_in(records)
        if not sent and fact not in BRINGS[kind]:
            continue
        held = await fact_rows.in_force(fact, census=kind is Kind.CENSUS, days=_days(fact, records))
        by_key = {fact.key_of_held(row): row for row in held}
        found.append(await asyncio.to_thread(_compared, kind, fact, sent, by_key, day))
    return found


def _compared(
    kind: Kind,
    fact: FactKind,
    sent: Sequence[Record],
    held: Mapping[Key, HeldRow],
    day: CensusDay | None,
) -> Difference:
    census = kind is Kind.CENSUS
    difference = compare(fact, sent, held, census=census, day=day)
    if not census or fact is EMPLOYMENTS:
        difference.doubled = doubled(fact, sent, difference.new, held)
    return difference


def _days(fact: FactKind, records: Records) -> tuple[date, date] | None:
    """First and last day a return is about, for kinds whose rows are of one day."""
    if fact.day is None:
        return None
    place = fact.place(fact.day)
    days = {record[place] for record in fact.records_in(records)}
    return (min(days), max(days)) if days else (date.max, date.min)


async def lost_sight_of(parsed: ParsedReturn) -> list[Finding]:
    """People in post in the census before this one whom this one does not name at all."""
    if parsed.kind is not Kind.CENSUS or parsed.as_at is None:
        return []
    before = await store.last_census_before(parsed.as_at)
    if before is None:
        return []
    return continuity(await fact_rows.in_post_by_census(before), parsed.workers)

"""Academy cohorts counted: who completed, and who of them is still here."""

from collections import defaultdict
from datetime import date

from scorecard.counts.asye import places_of
from scorecard.definition import Dimension, Symbol
from scorecard.periods import HalfYear
from scorecard.presence import is_in_post, is_wrong, precedence
from scorecard.record_lines import NOT_FOUND, RecordLine
from scorecard.records import CohortMember, RecordKind, Records
from scorecard.tally import Tally
from scorecard.workforce import Employment, EndType, LeavingReason, Workforce

_LINES = (
    RecordLine.ACADEMY_COMPLETED,
    RecordLine.ACADEMY_IN_AUTHORITY,
    RecordLine.ACADEMY_IN_CHILDRENS,
)


def academy_tallies(
    records: Records, facts: Workforce, period: HalfYear
) -> dict[RecordLine, Tally]:
    """Count the members who completed by the end of the half-year, whenever that was."""
    if not records.holds(RecordKind.COHORT_MEMBERS):
        return {line: Tally(Symbol.UNAVAILABLE) for line in _LINES}
    tallies = {line: Tally() for line in _LINES}
    completed_asye = {
        (year.worker, year.cohort) for year in records.asye_years if year.completed_on is not None
    }
    spells = defaultdict(list)
    for spell in facts.employments:
        spells[spell.worker].append(spell)
    for member in records.cohort_members:
        by_asye = member.worker is not None and (member.worker, member.cohort) in completed_asye
        if member.completed is not None or by_asye:
            _count(member, spells[member.worker or ""], period.end, tallies)
    return tallies


def _count(
    member: CohortMember, spells: list[Employment], end: date, tallies: dict[RecordLine, Tally]
) -> None:
    places = [
        place
        for place in places_of(None, member.cohort, member.route)
        if place[0] is not Dimension.TEAM
    ]
    here = _still_here(member, spells, end)
    if here is None:
        tallies[RecordLine.ACADEMY_COMPLETED].leave_out(places, NOT_FOUND)
        return
    in_authority, in_childrens = here
    tallies[RecordLine.ACADEMY_COMPLETED].add(places)
    if in_authority:
        tallies[RecordLine.ACADEMY_IN_AUTHORITY].add(places)
    if in_childrens:
        tallies[RecordLine.ACADEMY_IN_CHILDRENS].add(places)


def _still_here(
    member: CohortMember, spells: list[Employment], end: date
) -> tuple[bool, bool] | None:
    """Return whether they are still in the authority and in children's services; None: unknown."""
    if member.left_authority_on is not None:
        return False, False
    if member.left_childrens_on is not None:
        return True, False
    begun = [spell for spell in spells if spell.started <= end and not is_wrong(spell)]
    if not begun:
        return None
    if any(is_in_post(spell, end) for spell in begun):
        return True, True
    # Of two that end on one day the more senior counts, as everywhere.
    last = max(sorted(begun, key=precedence), key=lambda spell: spell.exit or date.max)
    if last.end_type is EndType.MOVED:
        return None  # moved inside the council, and the place moved to was not sent
    elsewhere = last.reason is LeavingReason.MOVED_OUT_OF_CHILDRENS_WITHIN_LA
    return elsewhere, False

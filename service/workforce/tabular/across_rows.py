"""Rules between the rows of a return. None of them rejects a row: facts may be as odd as life."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from scorecard.workforce import EndType, StartType
from service.workforce.records import (
    AbsenceRecord,
    AgencyRecord,
    CaseloadRecord,
    EmploymentRecord,
    Kind,
    PostRecord,
)
from service.workforce.tabular import row_faults as faults
from service.workforce.tabular.cell_faults import REGISTRATION_SIMILAR, REGISTRATION_SIMILAR_HELD
from service.workforce.tabular.fault import Fault
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.known_names import (
    MOST_COMPARED,
    KnownNames,
    did_you_mean,
    looks_like,
)

_ONE_DAY = timedelta(days=1)

Check = Callable[[Sequence[Any], KnownNames, FindingsList], None]


def check_posts(posts: Sequence[PostRecord], known: KnownNames, findings: FindingsList) -> None:
    _strange_names(posts, "team", known.teams, faults.TEAM_UNKNOWN, findings)
    _spelt_differently(posts, "team", findings)
    _spelt_differently(posts, "area", findings)
    spells = [
        (post.post, post.opened, None if post.closed is None else post.closed - _ONE_DAY, post.row)
        for post in posts
    ]
    for row, other in overlaps(spells):
        findings.add(faults.SPELLS_OVERLAP, row=row, column="opened", other=other)


def check_employments(
    spells: Sequence[EmploymentRecord], known: KnownNames, findings: FindingsList
) -> None:
    _strange_names(spells, "team", known.teams, faults.TEAM_UNKNOWN, findings)
    _spelt_differently(spells, "team", findings)
    _spelt_differently(spells, "area", findings)
    _strange_names(spells, "post", known.posts, faults.POST_UNKNOWN, findings)
    qualified: dict[str, EmploymentRecord] = {}
    for spell in spells:
        if spell.qualified_on is not None:
            first = qualified.setdefault(spell.worker, spell)
            if first.qualified_on != spell.qualified_on:
                findings.add(
                    faults.QUALIFIED_DIFFERS, row=spell.row, column="qualified_on", other=first.row
                )
    by_row = {spell.row: spell for spell in spells}
    for row, other in overlaps(
        (spell.worker, spell.started, spell.ended, spell.row) for spell in spells
    ):
        two_roles = by_row[row].role != by_row[other].role
        fault = faults.TWO_ROLES if two_roles else faults.SPELLS_OVERLAP
        findings.add(fault, row=row, column="role" if two_roles else "started", other=other)
    moved_in = {
        (spell.worker, spell.started) for spell in spells if spell.start_type == StartType.MOVED
    }
    moved_out = {
        (spell.worker, spell.ended + _ONE_DAY)
        for spell in spells
        if spell.ended is not None and spell.end_type == EndType.MOVED
    }
    # A half-yearly return does not repeat what ended before the half-year, so a move before the
    # first end in the file cannot be judged from the file.
    reaches_back_to = min(
        (spell.ended for spell in spells if spell.ended is not None), default=None
    )
    for spell in spells:
        if (
            spell.start_type == StartType.MOVED
            and reaches_back_to is not None
            and spell.started > reaches_back_to
            and (spell.worker, spell.started) not in moved_out
        ):
            findings.add(faults.MOVE_WITHOUT_PREVIOUS, row=spell.row, column="start_type")
        if (
            spell.ended is not None
            and spell.end_type == EndType.MOVED
            and (spell.worker, spell.ended + _ONE_DAY) not in moved_in
        ):
            findings.add(faults.MOVE_WITHOUT_NEXT, row=spell.row, column="end_type")


def check_agency(
    assignments: Sequence[AgencyRecord], known: KnownNames, findings: FindingsList
) -> None:
    _strange_names(assignments, "team", known.teams, faults.TEAM_UNKNOWN, findings)
    _spelt_differently(assignments, "team", findings)
    _spelt_differently(assignments, "area", findings)
    _overlapping(
        ((one.worker, one.started, one.ended, one.row) for one in assignments), "started", findings
    )


def check_absences(
    absences: Sequence[AbsenceRecord], _known: KnownNames, findings: FindingsList
) -> None:
    _overlapping(
        ((one.worker, one.first_day, one.last_day, one.row) for one in absences),
        "first_day",
        findings,
    )


def check_caseloads(
    caseloads: Sequence[CaseloadRecord], known: KnownNames, findings: FindingsList
) -> None:
    _strange_names(caseloads, "team", known.teams, faults.TEAM_UNKNOWN, findings)
    _spelt_differently(caseloads, "team", findings)
    units = defaultdict(list)
    for taken_on, unit in Counter((one.taken_on, one.unit) for one in caseloads):
        units[taken_on].append(unit)
    for taken_on, several in units.items():
        if len(several) > 1:
            first = several[0]
            row = next(
                one.row for one in caseloads if one.taken_on == taken_on and one.unit != first
            )
            findings.add(
                faults.UNITS_MIXED, row=row, column="unit", units=" and ".join(sorted(several))
            )


CHECKS: MappingProxyType[Kind, Check] = MappingProxyType(
    {
        Kind.POSTS: check_posts,
        Kind.EMPLOYMENTS: check_employments,
        Kind.AGENCY: check_agency,
        Kind.ABSENCES: check_absences,
        Kind.CASELOADS: check_caseloads,
    }
)


def check_similar_numbers(
    records: Sequence[Any], similar: Iterable[Mapping[str, str]], findings: FindingsList
) -> None:
    """Warn of numbers that differ only in leading zeros: each time worker key -> shape of number.

    Names the first row of each, beside the first row of the one that comes first.
    """
    shapes = [workers for workers in similar if len(workers) > 1]
    if not shapes:
        return
    first_row: dict[str, int] = {}
    for record in records:
        first_row.setdefault(record.worker, record.row)
    for workers in shapes:
        earliest, *others = sorted(
            (first_row[worker], shape) for worker, shape in workers.items() if worker in first_row
        ) or [(0, "")]
        for row, shape in others:
            findings.add(
                REGISTRATION_SIMILAR,
                row=row,
                column="registration_number",
                value=shape,
                other=earliest[0],
            )


def check_numbers_held_otherwise(
    records: Sequence[Any], held_otherwise: Mapping[str, str], findings: FindingsList
) -> None:
    """Warn of workers who are held under a number with other leading zeros: key -> shape."""
    told: set[str] = set()
    for record in records if held_otherwise else ():
        value = held_otherwise.get(record.worker)
        if value is not None and record.worker not in told:
            told.add(record.worker)
            findings.add(
                REGISTRATION_SIMILAR_HELD,
                row=record.row,
                column="registration_number",
                value=value,
            )


def overlaps(
    spells: Iterable[tuple[str, date, date | None, int]],
) -> Iterable[tuple[int, int]]:
    """Yield (row, row of an earlier spell of the same one that is not over when it starts).

    A spell is (whose, first day, last day or None, row). The earlier one named is the one that
    lasts longest, so a spell is named at most once.
    """
    whose, until, its_row = "", date.min, 0
    for owner, first, last, row in sorted(spells, key=lambda spell: (spell[0], spell[1], spell[3])):
        end = date.max if last is None else last
        if owner != whose:
            whose, until, its_row = owner, end, row
            continue
        if first <= until:
            yield row, its_row
        if end > until:
            until, its_row = end, row


def _strange_names(
    records: Sequence[Any],
    column: str,
    known: frozenset[str],
    fault: Fault,
    findings: FindingsList,
) -> None:
    """Warn once for each name that is not held, at its first row. Nothing held, nothing strange."""
    if not known:
        return
    counts = Counter(map(attrgetter(column), records))
    strange = {name: 0 for name in counts if name is not None and name not in known}
    if not strange:
        return
    for record in reversed(records):
        name = getattr(record, column)
        if name in strange:
            strange[name] = record.row
    for number, (name, row) in enumerate(strange.items()):
        findings.add(
            fault,
            row=row,
            column=column,
            value=name,
            count=counts[name],
            suggestion=did_you_mean(name, known) if number < MOST_COMPARED else "",
        )


def _spelt_differently(records: Sequence[Any], column: str, findings: FindingsList) -> None:
    """Warn of names of one column that people take for one and that count as two.

    Told at the first row of each spelling but the one of most rows (of as many, the first).
    """
    counts = Counter(map(attrgetter(column), records))
    spellings = defaultdict(list)
    for name in counts:
        spellings[looks_like(name)].append(name)
    alike = [names for names in spellings.values() if len(names) > 1]
    if not alike:
        return
    first_row = {getattr(record, column): record.row for record in reversed(records)}
    for names in alike:
        usual, *others = sorted(names, key=lambda name: (-counts[name], first_row[name]))
        for name in others:
            findings.add(
                faults.NAME_SPELT_DIFFERENTLY,
                row=first_row[name],
                column=column,
                value=name,
                count=counts[name],
                other=usual,
                other_row=first_row[usual],
            )


def _overlapping(
    spells: Iterable[tuple[str, date, date | None, int]], column: str, findings: FindingsList
) -> None:
    for row, other in overlaps(spells):
        findings.add(faults.SPELLS_OVERLAP, row=row, column=column, other=other)

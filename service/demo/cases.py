"""Caseload snapshots at each month end: who holds how many children, own staff and agency."""

from collections.abc import Mapping
from datetime import date

from scorecard.workforce import AbsenceKind, Role
from service.demo.chance import Chance
from service.demo.leave import spells_by_worker
from service.demo.months import HISTORY_FIRST, HISTORY_LAST, month_last, months
from service.demo.people import Council, Leave, Snapshot, Spell

USUAL = 1700
"""Cases of one full-time experienced case holder in the usual team, in hundredths."""
SENIOR = 1150
AGENCY = 1830
SETTLING_IN = (600, 1050, 1400)
"""Cases of a newly qualified worker in the first three months."""
NEWLY_QUALIFIED = 1480
"""After that: a little above the limit of 15, as the papers found (24 against a limit of 15)."""
_LONG = 20
"""Days away from which on the cases have been given to others."""


def take_snapshots(council: Council, seed: int) -> None:
    """Add a snapshot of every case holder at each month end."""
    chance = Chance(seed, "cases")
    habits = Chance(seed, "habits")
    habit: dict[str, int] = {}
    careers = spells_by_worker(council.spells)
    leave = _leave_by_worker(council)
    for month in months(HISTORY_FIRST, HISTORY_LAST):
        day = month_last(month)
        pressure = _pressure(council, day)
        for number, spells in careers.items():
            held = [spell for spell in spells if spell.lasts(day) and spell.post.team.load]
            if number not in habit:
                habit[number] = habits.around(100, 54)
            for spell in held:
                usual = _usual(spell, spells[0], day)
                if usual and not _away(leave.get(number, ()), day):
                    team = spell.post.team
                    load = pressure[team.name] * team.load // 100
                    cases = _cases(chance, usual, habit[number], load, spell.fte)
                    council.snapshots.append(
                        Snapshot(spell.worker, day, team, cases, spell.fte, agency=False)
                    )
        for assignment in council.assignments:
            if assignment.lasts(day) and assignment.fte:
                team = assignment.team
                load = pressure[team.name] * team.load // 100
                cases = _cases(chance, AGENCY, 100, load, assignment.fte)
                council.snapshots.append(
                    Snapshot(assignment.worker, day, team, cases, assignment.fte, agency=True)
                )


def _usual(spell: Spell, first: Spell, day: date) -> int:
    """Return the usual cases of one full-time worker in this place, in hundredths; 0 for none."""
    if spell.role is Role.SENIOR_PRACTITIONER:
        return SENIOR
    if spell.role is not Role.CASE_HOLDER:
        return 0
    if spell.worker.experience(day) == 0:
        settled = (day.year - first.started.year) * 12 + day.month - first.started.month
        return SETTLING_IN[settled] if settled < len(SETTLING_IN) else NEWLY_QUALIFIED
    return USUAL


def _cases(chance: Chance, usual: int, habit: int, load: int, fte: int) -> int:
    """Return whole cases: usual x habit x load x FTE, with a month's ups and downs."""
    month = chance.around(100, 40)
    exact = usual * habit * load * month * fte
    unit = 100 * 100 * 100 * 100 * 1_000_000
    return (exact + unit // 2) // unit


def _pressure(council: Council, day: date) -> dict[str, int]:
    """Return for each team how much a shortage of people adds to each one's cases, in per cent."""
    posts: dict[str, int] = {}
    people: dict[str, int] = {}
    for post in council.posts:
        if post.exists(day):
            posts[post.team.name] = posts.get(post.team.name, 0) + post.fte
    for spell in council.spells:
        if spell.lasts(day):
            name = spell.post.team.name
            people[name] = people.get(name, 0) + spell.fte
    for assignment in council.assignments:
        if assignment.lasts(day):
            name = assignment.team.name
            people[name] = people.get(name, 0) + (assignment.fte or 0)
    return {
        name: min(125, max(85, 100 + (100 * fte // max(people.get(name, 0), 1) - 100) // 2))
        for name, fte in posts.items()
    }


def _leave_by_worker(council: Council) -> Mapping[str, list[Leave]]:
    mine: dict[str, list[Leave]] = {}
    for leave in council.leave:
        mine.setdefault(leave.worker.number, []).append(leave)
    return mine


def _away(leave: "list[Leave] | tuple[()]", day: date) -> bool:
    """Say whether the worker is on long leave, so that others hold the cases."""
    return any(
        spell.covers(day)
        and (spell.kind is AbsenceKind.MATERNITY or (spell.last_day - spell.first_day).days > _LONG)
        for spell in leave
    )

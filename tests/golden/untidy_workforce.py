"""Random workforces as councils really hold them: things not stated, absences, units and versions."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from scorecard.workforce import (
    Absence,
    AbsenceKind,
    Caseload,
    CaseUnit,
    Employment,
    Post,
    Workforce,
)
from tests.golden.random_workforce import FIRST, LAST, TEAMS, random_workforce

T = TypeVar("T")
LEAP_SNAPSHOT = date(2024, 9, 16)


def _unless(random: Random, share: float, value: T) -> T | None:
    return None if random.random() < share else value


def _employment(random: Random, row: Employment) -> Employment:
    asye = min(row.started + timedelta(days=random.randrange(-200, 200)), LAST)
    on_asye = random.random() < 0.3
    return replace(
        row,
        role=_unless(random, 0.05, row.role),
        contract=_unless(random, 0.05, row.contract),
        # 29 February has no anniversary in most years.
        qualified_on=_unless(
            random, 0.1, random.choice((row.qualified_on, row.started, date(2024, 2, 29)))
        ),
        asye_started=asye if on_asye else None,
        asye_ended=min(asye + timedelta(days=random.randrange(200, 500)), LAST)
        if on_asye and random.random() < 0.5
        else None,
    )


def _post(random: Random, row: Post) -> list[Post]:
    """Now and then a post is described again: the later version replaces the one before."""
    row = replace(row, role=_unless(random, 0.05, row.role))
    if row.closed is not None and row.closed <= row.opened:
        return []
    if row.opened == LAST or random.random() < 0.85:
        return [row]
    again = min(row.opened + timedelta(days=random.randrange(1, 2000)), LAST)
    team = random.choice(list(TEAMS))
    return [row, replace(row, ref=f"{row.ref}-2", opened=again, team=team, area=TEAMS[team],
                         fte=500_000, closed=None)]  # fmt: skip


def _absences(random: Random, workers: list[str]) -> list[Absence]:
    found = {}
    for number in range(3 * len(workers)):
        first = FIRST + timedelta(days=random.randrange((LAST - FIRST).days))
        days = random.choice((1, 2, 2, 5, 12, 40, 200))
        worker = random.choice(workers)
        kind = random.choice((AbsenceKind.SICKNESS,) * 4 + (AbsenceKind.MATERNITY,))
        last = first + timedelta(days=days - 1)
        found[worker, first, kind] = Absence(
            f"s#{number}", worker, kind, first,
            last if last <= LAST and random.random() < 0.9 else None,
            random.randrange(50, 100 * days, 25),
        )  # fmt: skip
    return list(found.values())


def _caseload(random: Random, row: Caseload) -> Caseload:
    unit = CaseUnit.FAMILY if int(row.worker, 16) % 11 == 0 else row.unit
    return replace(row, unit=unit, fte=_unless(random, 0.1, row.fte))


def untidy_workforce(seed: int, workers: int = 60) -> Workforce:
    """Return a workforce of the seed in which every rule of the measures has something to do."""
    tidy, random = random_workforce(seed, workers), Random(-seed)
    employments = [_employment(random, row) for row in tidy.employments]
    # One account of a worker's teams per day, and one more snapshot, in the year of a 29 February.
    rows = {(row.worker, row.taken_on, row.team): row for row in tidy.caseloads}
    rows |= {
        (row.worker, LEAP_SNAPSHOT, row.team): Caseload(
            f"c24#{row.ref}", row.worker, LEAP_SNAPSHOT, row.team, random.randrange(0, 31),
            _unless(random, 0.3, row.fte), CaseUnit.CHILD, agency=False,
        )
        for row in employments
        if row.entry <= LEAP_SNAPSHOT and (row.exit is None or row.exit > LEAP_SNAPSHOT)
    }  # fmt: skip
    return Workforce(
        posts=[one for row in tidy.posts for one in _post(random, row)],
        employments=employments,
        agency=[
            replace(row, role=_unless(random, 0.1, row.role), fte=_unless(random, 0.1, row.fte),
                    covers_vacancy=_unless(random, 0.2, row.covers_vacancy))
            for row in tidy.agency
        ],
        absences=_absences(random, [*sorted({row.worker for row in employments}), "ffff"]),
        caseloads=[_caseload(random, row) for row in rows.values()],
    )  # fmt: skip

"""Random but well-formed workforces: spells that follow one another, two roles, moves, returners."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from scorecard.workforce import (
    FULL_TIME,
    AgencyAssignment,
    Caseload,
    CaseUnit,
    Contract,
    Employment,
    EndType,
    LeaverDestination,
    LeavingReason,
    Post,
    Role,
    StartOrigin,
    StartType,
    Workforce,
)

TEAMS = {"Alder": "North", "Birch": "North", "Cedar": "South"}
FTES = (FULL_TIME, FULL_TIME, 800_000, 600_000, 333_333, 513_514)
FIRST = date(2023, 10, 1)
LAST = date(2026, 9, 30)


def _day(random: Random, first: date = FIRST, last: date = LAST) -> date:
    return first + timedelta(days=random.randrange((last - first).days + 1))


def _employments(random: Random, posts: list[Post], workers: int) -> list[Employment]:
    rows: list[Employment] = []
    for number in range(workers):
        worker = f"{number:032x}"
        started, kind = _day(random), StartType.NEW
        while started < LAST and len(rows) < 6 * workers:
            ended = _day(random, started, LAST + timedelta(days=400))
            end_type: EndType | None = random.choice((EndType.LEFT, EndType.MOVED))
            if ended > LAST:
                end_type = None
            post = random.choice(posts) if random.random() < 0.9 else None
            team = post.team if post else random.choice(list(TEAMS))
            left = end_type is EndType.LEFT
            rows.append(
                Employment(
                    ref=f"r#{len(rows)}",
                    worker=worker,
                    post=post.post if post else None,
                    team=team,
                    area=TEAMS[team],
                    role=random.choice(list(Role)),
                    contract=random.choice(list(Contract)),
                    fte=random.choice(FTES) if random.random() < 0.95 else None,
                    started=started,
                    start_type=kind,
                    start_origin=StartOrigin.NEWLY_QUALIFIED if kind is StartType.NEW else None,
                    ended=ended if end_type else None,
                    end_type=end_type,
                    destination=random.choice(list(LeaverDestination)) if left else None,
                    reason=random.choice(list(LeavingReason)) if left else None,
                    qualified_on=_day(random, date(2005, 1, 1), started),
                    asye_started=None,
                    asye_ended=None,
                )
            )
            if end_type is None or (left and random.random() < 0.7):
                break
            gap = 1 if end_type is EndType.MOVED else random.randrange(1, 200)
            started = ended + timedelta(days=gap)
            kind = StartType.MOVED if end_type is EndType.MOVED else StartType.NEW
    return rows


def _second_roles(random: Random, rows: list[Employment]) -> list[Employment]:
    """A few people hold a second, less senior post inside a spell: DfE counts the person once."""
    extra: list[Employment] = []
    senior = [
        r for r in rows if r.role is Role.SENIOR_MANAGER and r.ended and r.end_type is EndType.LEFT
    ]
    for row in senior[:3]:
        assert row.ended is not None
        length = (row.ended - row.started).days
        if length < 40:
            continue
        extra.append(
            Employment(
                ref=f"second#{row.ref}", worker=row.worker, post=None, team="Birch", area="North",
                role=Role.CASE_HOLDER, contract=Contract.CASUAL, fte=200_000,
                started=row.started + timedelta(days=length // 4), start_type=StartType.NEW,
                start_origin=StartOrigin.OTHER, ended=row.ended - timedelta(days=length // 4),
                end_type=EndType.LEFT, destination=LeaverDestination.OTHER, reason=LeavingReason.OTHER,
                qualified_on=row.qualified_on, asye_started=None, asye_ended=None,
            )
        )  # fmt: skip
    return extra


def random_workforce(seed: int, workers: int = 60) -> Workforce:
    random = Random(seed)
    posts = []
    for number in range(workers):
        team = random.choice(list(TEAMS))
        opened = date(2020, 4, 1) if random.random() < 0.8 else _day(random)
        closed = _day(random, opened, LAST) if random.random() < 0.1 else None
        posts.append(
            Post(f"p#{number}", f"P{number:03}", team, TEAMS[team], random.choice(list(Role)),
                 random.choice(FTES), opened, closed)
        )  # fmt: skip
    employments = _employments(random, posts, workers)
    employments += _second_roles(random, employments)
    agency = []
    for number in range(workers // 5):
        started = _day(random)
        ended = _day(random, started) if random.random() < 0.5 else None
        team = random.choice(list(TEAMS))
        agency.append(
            AgencyAssignment(f"a#{number}", f"{10_000 + number:032x}", team, TEAMS[team],
                             Role.CASE_HOLDER, random.choice(FTES), started, ended,
                             random.random() < 0.7)
        )  # fmt: skip
    caseloads = [
        Caseload(f"c#{row.ref}{day}", row.worker, day, row.team, random.randrange(0, 31), row.fte,
                 CaseUnit.CHILD, agency=False)
        for day in (date(2026, 3, 31), date(2026, 9, 25))
        for row in employments
        if row.fte is not None and row.entry <= day and (row.exit is None or day < row.exit)
        and not row.ref.startswith("second")
    ]  # fmt: skip
    caseloads += _second_rows(random, caseloads)
    caseloads += [
        Caseload(f"ca#{one.ref}", one.worker, date(2026, 9, 25), one.team, random.randrange(0, 31),
                 random.choice((None, one.fte)), CaseUnit.CHILD, agency=True)
        for one in agency
    ]  # fmt: skip
    return Workforce(posts=posts, employments=employments, agency=agency, caseloads=caseloads)


def _second_rows(random: Random, rows: list[Caseload]) -> list[Caseload]:
    """Every fifth worker holds cases in another team too; FTE is stated, repeated or left empty."""
    found = []
    for number, row in enumerate(rows):
        team = random.choice(list(TEAMS))
        if number % 5 or team == row.team or row.fte is None:
            continue
        found.append(
            replace(row, ref=f"{row.ref}-2", team=team, cases=random.randrange(0, 21),
                    fte=random.choice((None, row.fte, row.fte // 2)))
        )  # fmt: skip
        rows[number] = replace(row, fte=random.choice((None, row.fte, row.fte // 2)))
    return found

"""Seeded workforces of any size for measuring: careers of spells that follow one another."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from scorecard.workforce import (
    FULL_TIME,
    Absence,
    AbsenceKind,
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

LAST = date(2026, 9, 30)
FIRST = date(2012, 10, 1)
FTES = (FULL_TIME,) * 6 + (900_000, 800_000, 800_000, 600_000, 500_000, 540_541)
ROLES = list(Role)
ROLE_WEIGHTS = (2, 5, 14, 20, 52, 7)
CONTRACTS = list(Contract)
CONTRACT_WEIGHTS = (86, 8, 3, 3)


@dataclass(frozen=True)
class Size:
    """How much of everything; spells are employments and agency assignments together."""

    name: str
    open_spells: int
    historic_spells: int
    areas: int
    teams: int
    snapshots: tuple[date, ...]
    case_holders: int
    absences: int


def month_ends(count: int, last: date = LAST) -> list[date]:
    found = []
    day = last
    for _ in range(count):
        found.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return found[::-1]


COUNCIL = Size("council", 400, 2_600, 4, 24, tuple(month_ends(36)), 240, 2_000)
ENGLAND = Size(
    "England",
    60_000,
    400_000,
    153,
    1_500,
    (date(2024, 9, 30), date(2025, 9, 30), date(2026, 9, 30)),
    24_000,
    184_000,
)


class _Maker:
    def __init__(self, size: Size, seed: int) -> None:
        self.size = size
        self.random = Random(seed)
        self.teams = [f"Team {n:04}" for n in range(size.teams)]
        self.area_of = {
            team: f"Area {n * size.areas // size.teams:03}" for n, team in enumerate(self.teams)
        }
        self.posts: list[Post] = []
        self.posts_of: dict[str, list[str]] = {team: [] for team in self.teams}
        self.employments: list[Employment] = []
        self.agency: list[AgencyAssignment] = []
        self.workers = 0

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randrange((last - first).days + 1))

    def role(self) -> Role:
        return self.random.choices(ROLES, ROLE_WEIGHTS)[0]

    def worker(self) -> str:
        self.workers += 1
        return f"{self.workers:032x}"

    def make_posts(self, count: int) -> None:
        for number in range(count):
            team = self.random.choice(self.teams)
            opened = FIRST if self.random.random() < 0.7 else self.day(FIRST, LAST)
            closed = self.day(opened, LAST) if self.random.random() < 0.05 else None
            post = f"P{number:06}"
            self.posts_of[team].append(post)
            self.posts.append(
                Post(f"p#{number}", post, team, self.area_of[team], self.role(),
                     self.random.choice(FTES), opened, closed)
            )  # fmt: skip

    def spell(  # noqa: PLR0917 -- in the order of the columns of a return
        self, worker: str, started: date, kind: StartType, qualified: date, ended: date | None,
        end_type: EndType | None,
    ) -> None:  # fmt: skip
        team = self.random.choice(self.teams)
        posts = self.posts_of[team]
        left = end_type is EndType.LEFT
        self.employments.append(
            Employment(
                ref=f"e#{len(self.employments)}",
                worker=worker,
                post=self.random.choice(posts) if posts else None,
                team=team,
                area=self.area_of[team],
                role=self.role(),
                contract=self.random.choices(CONTRACTS, CONTRACT_WEIGHTS)[0],
                fte=None if self.random.random() < 0.002 else self.random.choice(FTES),
                started=started,
                start_type=kind,
                start_origin=StartOrigin.OTHER if kind is StartType.NEW else None,
                ended=ended,
                end_type=end_type,
                destination=self.random.choice(list(LeaverDestination)) if left else None,
                reason=self.random.choice(list(LeavingReason)) if left else None,
                qualified_on=None if self.random.random() < 0.01 else qualified,
                asye_started=None,
                asye_ended=None,
            )
        )

    def career(self, spells: int, *, still_here: bool) -> None:
        """Spells of one worker, oldest first: moves, now and then a gap and a return."""
        worker = self.worker()
        lengths = [max(20, int(self.random.expovariate(1 / 640))) for _ in range(spells)]
        ends = LAST if still_here else self.day(FIRST + timedelta(days=400), LAST)
        started = max(FIRST, ends - timedelta(days=sum(lengths)))
        qualified = started - timedelta(days=self.random.randrange(4_500))
        kind = StartType.NEW
        for number, length in enumerate(lengths):
            ended = started + timedelta(days=length)
            if still_here and (number == spells - 1 or ended >= LAST):
                self.spell(worker, started, kind, qualified, None, None)
                return
            ended = min(ended, LAST)
            final = number == spells - 1 or ended >= LAST - timedelta(days=400)
            left = (final and not still_here) or self.random.random() < 0.15
            self.spell(
                worker, started, kind, qualified, ended, EndType.LEFT if left else EndType.MOVED
            )
            gap = self.random.randrange(30, 300) if left else 1
            started = min(ended + timedelta(days=gap), LAST)
            kind = StartType.NEW if left else StartType.MOVED
            if started >= LAST and not still_here:
                return

    def assignments(self, open_count: int, historic: int) -> None:
        for number in range(open_count + historic):
            team = self.random.choice(self.teams)
            if number < open_count:
                started, ended = self.day(date(2026, 1, 1), LAST), None
            else:
                started = self.day(FIRST, LAST - timedelta(days=30))
                ended = min(LAST, started + timedelta(days=self.random.randrange(30, 400)))
            self.agency.append(
                AgencyAssignment(f"a#{number}", self.worker(), team, self.area_of[team],
                                 self.role(), self.random.choice(FTES), started, ended,
                                 self.random.random() < 0.8)
            )  # fmt: skip


def workforce(size: Size, seed: int = 20260930) -> Workforce:
    """Return facts of the size asked for; the same seed gives the same facts."""
    made = _Maker(size, seed)
    made.make_posts(size.open_spells)
    agency_open, agency_historic = size.open_spells // 10, size.historic_spells // 10
    made.assignments(agency_open, agency_historic)
    staff_open = size.open_spells - agency_open
    staff_historic = size.historic_spells - agency_historic
    for _ in range(staff_open):
        made.career(made.random.choice((1, 2, 2, 3, 4)), still_here=True)
    while len(made.employments) < staff_open + staff_historic:
        made.career(made.random.choice((1, 2, 3, 3, 4, 5)), still_here=False)
    two_roles(made)
    return Workforce(
        posts=made.posts,
        employments=made.employments,
        agency=made.agency,
        absences=_absences(made),
        caseloads=_caseloads(made),
        received=frozenset({"posts", "employments", "agency", "absences", "caseloads"}),
    )


def two_roles(made: _Maker) -> None:
    """One worker in two hundred also holds a small second post."""
    begun = LAST - timedelta(days=60)
    there = [one for one in made.employments if one.ended is None and one.started < begun]
    for spell in there[::200]:
        made.spell(
            spell.worker, spell.started + timedelta(days=40), StartType.NEW,
            spell.qualified_on or FIRST, None, None,
        )  # fmt: skip


def _absences(made: _Maker) -> list[Absence]:
    random, rows = made.random, []
    begin = date(2022, 10, 1)
    staff = [
        one
        for one in made.employments
        if one.started < LAST
        and (one.ended is None or one.ended > max(one.started, begin) + timedelta(days=1))
    ]
    chosen = sorted(random.choices(range(len(staff)), k=made.size.absences * 2))
    for number in sorted(random.sample(chosen, made.size.absences)):  # by employee, as HR exports
        spell = staff[number]
        earliest = max(spell.started, begin)
        latest = LAST if spell.ended is None else min(LAST, spell.ended - timedelta(days=1))
        first = made.day(earliest, latest)
        days = min(260, 2 + int(random.expovariate(1 / 9)))  # always a weekday
        rows.append(
            Absence(f"s#{len(rows)}", spell.worker,
                    AbsenceKind.SICKNESS if random.random() < 0.9 else AbsenceKind.TRAINING,
                    first, first + timedelta(days=days), (days * 5 // 7 + 1) * 100)
        )  # fmt: skip
    return rows


def _caseloads(made: _Maker) -> list[Caseload]:
    random = made.random
    rows: list[Caseload] = []
    for day in made.size.snapshots:
        there = [
            one
            for one in made.employments
            if one.fte and one.started <= day and (one.exit is None or day < one.exit)
        ]
        places = random.sample(range(len(there)), min(len(there), made.size.case_holders))
        chosen = [there[place] for place in sorted(places)]
        seen = set()
        for spell in chosen:
            if spell.worker in seen:
                continue
            seen.add(spell.worker)
            rows.append(
                Caseload(f"c#{len(rows)}", spell.worker, day, spell.team, random.randrange(1, 31),
                         spell.fte, CaseUnit.CHILD, agency=False)
            )  # fmt: skip
            if len(seen) % 50 == 0:
                rows += _in_two_teams(made, rows.pop())
    return rows


def _in_two_teams(made: _Maker, row: Caseload) -> list[Caseload]:
    """One worker in fifty holds cases in a second team: FTE divided, repeated or not stated."""
    team = made.random.choice([team for team in made.teams if team != row.team])
    one, other = made.random.choice(
        ((row.fte, row.fte), (None, None), (row.fte, None), (row.fte - 200_000, 200_000))
    )
    second = replace(row, ref=f"{row.ref}-2", team=team, fte=other, cases=row.cases % 12)
    return [replace(row, fte=one), second]

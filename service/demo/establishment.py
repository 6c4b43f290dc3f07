"""The invented council's areas, teams and posts, before and after its reorganisation.

Every name says that it is invented: teams and areas end in "(demo)", posts begin with "DEMO-".
On 1 April 2024 the duty teams of each area were merged into one assessment team and the looked
after children teams were renamed: their posts were closed and opened again under new numbers.
"""

from dataclasses import dataclass
from datetime import date

from scorecard.workforce import FULL_TIME, Role
from service.demo.chance import Chance
from service.demo.months import REORGANISATION

AREAS = ("North (demo)", "East (demo)", "South (demo)")
COUNTYWIDE = "Countywide (demo)"
OUT_OF_HOURS = "Emergency Duty (demo)"

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
"""As Office types it: Windows-1252 and UTF-8 write it differently."""

LONG_AGO = date(2012, 4, 1)
FAMILY_HELP_OPENED = date(2022, 9, 1)
GROWTH = date(2026, 6, 1)
"""Six posts added: the vacancy rate worsens though nobody left."""

_MANAGER, _MIDDLE, _TOP = Role.FIRST_LINE_MANAGER, Role.MIDDLE_MANAGER, Role.SENIOR_MANAGER
_SENIOR, _HOLDER, _NO_CASES = (
    Role.SENIOR_PRACTITIONER,
    Role.CASE_HOLDER,
    Role.QUALIFIED_WITHOUT_CASES,
)
_PART_TIME = ((1_000_000, 82), (800_000, 8), (600_000, 6), (500_000, 4))


@dataclass(frozen=True, slots=True)
class Team:
    """One team: its posts by role, and when it exists.

    ``load`` is its caseload in per cent of the council's usual one; 0 holds no cases.
    """

    name: str
    area: str
    roles: tuple[tuple[Role, int], ...]
    load: int
    opened: date = LONG_AGO
    closed: date | None = None


@dataclass(slots=True)
class EstablishedPost:
    """One post of the establishment; ``follows`` is the post it replaced in a reorganisation."""

    post: str
    team: Team
    role: Role
    fte: int
    opened: date
    closed: date | None = None
    follows: "EstablishedPost | None" = None

    def exists(self, day: date) -> bool:
        return self.opened <= day and (self.closed is None or day < self.closed)


def _roles(
    *, managers: int = 1, seniors: int = 0, holders: int = 0, without_cases: int = 0
) -> tuple[tuple[Role, int], ...]:
    return (
        (_MANAGER, managers),
        (_SENIOR, seniors),
        (_HOLDER, holders),
        (_NO_CASES, without_cases),
    )


def _area_teams(area: str) -> list[Team]:
    place = area.removesuffix(" (demo)")

    def team(
        name: str, roles: tuple[tuple[Role, int], ...], load: int, *, old: bool = False,
        opened: date = LONG_AGO,
    ) -> Team:  # fmt: skip
        closed = REORGANISATION if old else None
        return Team(f"{name} (demo)", area, roles, load, opened, closed)

    new = REORGANISATION
    return [
        team(f"Duty {place} 1", _roles(seniors=2, holders=6), 112, old=True),
        team(f"Duty {place} 2", _roles(seniors=1, holders=6), 106, old=True),
        team(f"Looked After Children {place}", _roles(seniors=2, holders=9), 94, old=True),
        team(f"Assessment {place}", _roles(managers=2, seniors=3, holders=12), 110, opened=new),
        team(f"Children in Care {place}", _roles(seniors=2, holders=9), 94, opened=new),
        team(f"Family Help {place}", _roles(seniors=1, holders=7), 98, opened=FAMILY_HELP_OPENED),
        team(f"Child Protection {place} A", _roles(seniors=2, holders=10), 108),
        team(f"Child Protection {place} B", _roles(seniors=2, holders=9), 103),
        team(f"Disabled Children {place}", _roles(seniors=1, holders=6), 92),
        team(f"Leaving Care {place}", _roles(seniors=1, holders=6), 100),
    ]


def _countywide_teams() -> list[Team]:
    def team(name: str, roles: tuple[tuple[Role, int], ...], load: int) -> Team:
        return Team(f"{name} (demo)", COUNTYWIDE, roles, load)

    return [
        team(f"Children{APOSTROPHE}s Front Door", _roles(managers=2, seniors=5, holders=15), 88),
        team("Fostering", _roles(managers=2, seniors=4, holders=14), 104),
        team("Emergency Duty", _roles(seniors=3, holders=6), 60),
        team("Edge of Care", _roles(seniors=2, holders=8), 84),
        team("Reviewing and Conference Chairs", _roles(managers=2, without_cases=18), 0),
        team("Practice Academy", _roles(seniors=2, without_cases=6), 0),
        team("Service Leadership", ((_TOP, 4), (_MIDDLE, 10)), 0),
    ]


TEAMS: tuple[Team, ...] = tuple(
    [team for area in AREAS for team in _area_teams(area)] + _countywide_teams()
)

_MERGED = {
    f"{old} {area.removesuffix(' (demo)')}{suffix} (demo)": f"{new} {area}"
    for area in AREAS
    for old, suffix, new in (
        ("Duty", " 1", "Assessment"),
        ("Duty", " 2", "Assessment"),
        ("Looked After Children", "", "Children in Care"),
    )
}
"""Team before the reorganisation -> team after it."""


def establish(chance: Chance) -> list[EstablishedPost]:
    """Return every post the council ever had, in order of opening and number."""
    posts: list[EstablishedPost] = []

    def open_post(
        team: Team, role: Role, fte: int, opened: date, follows: EstablishedPost | None = None
    ) -> None:
        number = f"DEMO-{len(posts) + 1:04d}"
        closed = team.closed
        posts.append(EstablishedPost(number, team, role, fte, opened, closed, follows))

    by_name = {team.name: team for team in TEAMS}
    for team in TEAMS:
        if team.opened == REORGANISATION:
            continue
        for role, count in team.roles:
            for _ in range(count):
                fte = chance.weighted(_PART_TIME) if role is not _TOP else FULL_TIME
                open_post(team, role, fte, team.opened)
    for old in [post for post in posts if post.closed == REORGANISATION]:
        open_post(by_name[_MERGED[old.team.name]], old.role, old.fte, REORGANISATION, old)
    for area in AREAS:
        place = area.removesuffix(" (demo)")
        for name in (f"Family Help {place} (demo)", f"Child Protection {place} A (demo)"):
            open_post(by_name[name], _HOLDER, FULL_TIME, GROWTH)
    return posts

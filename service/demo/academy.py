"""The invented academy: three cohorts, a mop-up run, who takes part, and what was changed.

Members are workers of the invented council's own returns, under names that nobody bears, so that
who stays can be counted by cohort. Every instant is fixed, as in the story of the returns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from academy.programme import Audience
from scorecard.workforce import Role, StartType
from service.cohorts.drafts import HOME
from service.demo.council import demo_council
from service.demo.people import Spell

PROGRAMME = "lancashire"
MOP_UP = "mop-up-november"
STARTS_WITHIN = timedelta(days=50)
"""Who starts so long before a cohort's first day, or in the week of it, is in the cohort."""

_TREES = (
    *("Alder", "Ash", "Aspen", "Beech", "Birch", "Bramble", "Bryony", "Cedar", "Cherry", "Clover"),
    *("Elder", "Elm", "Fern", "Gorse", "Hawthorn", "Hazel", "Heather", "Holly", "Hornbeam", "Ivy"),
    *("Juniper", "Larch", "Laurel", "Linden", "Maple", "Medlar", "Myrtle", "Oak", "Olive", "Pine"),
    *("Poplar", "Quince", "Rowan", "Rush", "Sedge", "Sorrel", "Spruce", "Teasel", "Thorn", "Vetch"),
    *("Willow", "Yarrow", "Yew"),
)
STAFF = {
    "Academy lead 1": "Robin Demo",
    "Academy lead 2": "Wren Demo",
    "AP 1": "Finch Demo",
    "AP 2": "Heron Demo",
    "AP 3": "Jay Demo",
    "AP 4": "Kestrel Demo",
    "AP 5": "Lark Demo",
    "AP 6": "Merlin Demo",
    "AP 7": "Osprey Demo",
    "ASYE co-ordinator": "Plover Demo",
    "Director": "Swift Demo",
    "Head of service": "Teal Demo",
    "Principal social worker": "Starling Demo",
}
"""Who holds which role; the other roles of the programme have no name yet."""
FACILITATOR = STAFF["Academy lead 1"]


@dataclass(frozen=True, slots=True)
class Place:
    """A site of the programme, as the invented council calls it; ``rooms`` with their capacity."""

    key: str
    name: str
    address: str
    rooms: tuple[tuple[str, int], ...]


PLACES = (
    Place("county-hall", "County Hall (demo)", "County Hall (demo), Demoshire", (
        ("Arthur Suite, The Exchange", 40), ("IT Suite, The Exchange", 20),
        ("Savoy Suite, The Exchange", 40), ("The Exchange", 60), ("Assembly Room", 60),
        ("County Mess", 30),
    )),
    Place("marsh-lane", "Marsh Lane (demo)", "Marsh Lane (demo), Demoshire", (("Marsh Lane", 16),)),
    Place("ribble-suite", "Ribble Suite (demo)", "Ribble Suite (demo), Demoshire",
          (("Ribble Suite", 40),)),
    Place("townley-hall", "Townley Hall (demo)", "Townley Hall (demo), Demoshire",
          (("Townley Hall", 40),)),
    Place("conservation-studios", "Conservation Studios (demo)",
          "Conservation Studios (demo), Demoshire", (("Conservation Studios", 40),)),
)  # fmt: skip
TRAVEL = {
    ("county-hall", "marsh-lane"): 15,
    ("county-hall", "ribble-suite"): 10,
    ("county-hall", "townley-hall"): 45,
    ("county-hall", "conservation-studios"): 10,
    ("marsh-lane", "ribble-suite"): 10,
    ("marsh-lane", "townley-hall"): 45,
    ("ribble-suite", "townley-hall"): 45,
}
"""Minutes from one site to another."""


@dataclass(frozen=True, slots=True)
class CohortPlan:
    """``mop_up``: the first day of a repeat of the induction, if there is one."""

    key: str
    title: str
    anchor: date
    mop_up: date | None = None


LAST_YEAR = CohortPlan("autumn-2025", "Autumn 2025", date(2025, 9, 8))
THIS_YEAR = CohortPlan("autumn-2026", "Autumn 2026", date(2026, 9, 14), date(2026, 11, 9))
NEXT_YEAR = CohortPlan("spring-2027", "Spring 2027", date(2027, 1, 11))
PLANS = (LAST_YEAR, THIS_YEAR, NEXT_YEAR)


@dataclass(frozen=True, slots=True)
class Starter:
    """One member: ``number`` is that of the returns, ``name`` is nobody's."""

    number: str
    name: str
    audience: Audience
    run: str
    team: str
    cleared: bool
    has_lcs: bool
    """Has had the training in the case system elsewhere, and takes the other track."""


@cache
def starters(cohort: CohortPlan) -> tuple[Starter, ...]:
    """Who started around a cohort's first day, newly qualified first, and their managers."""
    found = _started(cohort)
    fresh = [spell for spell in found if spell.worker.asye_started is not None]
    seasoned = [spell for spell in found if spell.worker.asye_started is None]
    managers = _managers([spell.post.team.name for spell in fresh], cohort.anchor)[:3]
    members = []
    for place, spell in enumerate([*fresh, *seasoned, *managers]):
        late = cohort.mop_up is not None and spell.started > cohort.anchor
        if spell in managers:
            audience = Audience.MANAGERS
        else:
            audience = Audience.EXPERIENCED if spell in seasoned else Audience.NEWLY_QUALIFIED
        members.append(
            Starter(
                number=spell.worker.number,
                name=f"{_TREES[_shift(cohort) + place]} Demo",
                audience=audience,
                run=MOP_UP if late and spell not in managers else HOME,
                team=spell.post.team.name,
                cleared=place != 1,
                has_lcs=place % 3 == 2,
            )
        )
    return tuple(members)


def _shift(cohort: CohortPlan) -> int:
    """Nobody is called the same in two cohorts."""
    return 0 if cohort is THIS_YEAR else len(starters(THIS_YEAR))


def _started(cohort: CohortPlan) -> list[Spell]:
    last = cohort.anchor + timedelta(days=6)
    spells = [
        spell
        for spell in demo_council().spells
        if spell.start_type is StartType.NEW
        and cohort.anchor - STARTS_WITHIN <= spell.started <= last
        and spell.role is Role.CASE_HOLDER
    ]
    return sorted(spells, key=lambda spell: (spell.started, spell.worker.number))


def _managers(teams: Sequence[str], day: date) -> list[Spell]:
    """First-line managers of these teams in post on a day, one of each team."""
    found = {
        spell.post.team.name: spell
        for spell in demo_council().spells
        if spell.role is Role.FIRST_LINE_MANAGER and spell.lasts(day)
    }
    return [found[team] for team in dict.fromkeys(teams) if team in found]

"""Who waits to start in the demo: for the cohort of next spring, or because they came too late."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from service.demo.actors import LEAD
from service.demo.arranging import Arranging, at, once
from service.enrolments import starters
from service.enrolments.starters import Said, Starting
from service.enrolments.store import starters as store
from service.settings import Settings

_NAMES = UUID("5c0de0de-0000-4000-8000-000000000006")


@dataclass(frozen=True, slots=True)
class Waiting:
    """``number`` None: not yet known, as before somebody has signed."""

    said: Said
    number: str | None

    @property
    def id(self) -> UUID:
        """The same in every database."""
        return uuid5(_NAMES, self.said.name)


WAITING = (
    Waiting(
        Said(
            name="Teasel Demo",
            start=date(2027, 1, 4),
            newly_qualified=True,
            team="Child Protection North A (demo)",
            manager="Manager of Child Protection North A (demo)",
            route="University degree",
            qualified_on=date(2026, 7, 10),
            registered_on=date(2026, 9, 30),
            clearance_requested_on=date(2026, 10, 26),
            cleared_on=date(2026, 11, 11),
        ),
        "ZZ9900007",
    ),
    Waiting(
        Said(
            name="Thorn Demo",
            start=date(2027, 1, 11),
            newly_qualified=True,
            team="Family Help South (demo)",
            route="Step Up to Social Work",
            qualified_on=date(2026, 11, 6),
            clearance_requested_on=date(2026, 11, 16),
        ),
        "ZZ9900014",
    ),
    Waiting(
        Said(
            name="Vetch Demo",
            start=date(2027, 1, 11),
            newly_qualified=False,
            team="Assessment East (demo)",
            qualified_on=date(2019, 7, 12),
            registered_on=date(2019, 9, 2),
            clearance_requested_on=date(2026, 11, 12),
            fte=600_000,
            weekdays=(0, 1, 2),
        ),
        "ZZ9900021",
    ),
    Waiting(
        Said(name="Willow Demo", start=date(2027, 2, 1), newly_qualified=True,
             route="Apprenticeship"),
        None,
    ),
    Waiting(
        Said(
            name="Yarrow Demo",
            start=date(2026, 11, 16),
            newly_qualified=True,
            team="Child Protection East A (demo)",
            manager="Manager of Child Protection East A (demo)",
            route="University degree",
            qualified_on=date(2026, 7, 3),
            registered_on=date(2026, 8, 20),
            clearance_requested_on=date(2026, 10, 19),
            cleared_on=date(2026, 11, 5),
        ),
        "ZZ9900028",
    ),
)  # fmt: skip
"""Yarrow started a week after the mop-up run had begun; of Willow little is known yet."""


def waiting_story() -> tuple[Arranging, ...]:
    return (
        Arranging(
            "the academy lead registers who starts next", at(2026, 11, 17, 14), _there, _register
        ),
    )


async def _there() -> bool:
    held = {each.id for each in await store.starters()}
    return {each.id for each in WAITING} <= held


async def _register(now: datetime, settings: Settings) -> None:
    starting = [Starting(each.said, each.number, id=each.id) for each in WAITING]
    await once(starters.register(starting, LEAD, now, settings))

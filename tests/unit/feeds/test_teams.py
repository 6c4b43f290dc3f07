"""Who is in a team, who was, and how often they came and went."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from service.feeds.teams import Belonging, belonging
from service.feeds.trail import TeamChange


def at(hour: int) -> datetime:
    return datetime(2027, 1, 11, hour, tzinfo=UTC)


def moved(*teams: str | None) -> list[TeamChange]:
    return [
        TeamChange(at(hour), before, after) for hour, (before, after) in enumerate(pairwise(teams))
    ]


@pytest.mark.parametrize(
    ("teams", "found"),
    [
        # the teams of one member, one after another: as Harbour has them
        (["Moor"], None),
        (["Harbour"], Belonging(0, None, None)),
        (["Moor", "Harbour"], Belonging(0, None, None)),
        (["Harbour", "Moor"], Belonging(1, at(0), at(0))),
        (["Harbour", None], Belonging(1, at(0), at(0))),
        (["Harbour", "Moor", "Fell"], Belonging(1, at(0), at(0))),
        (["Harbour", "Moor", "Harbour"], Belonging(2, at(1), None)),
        (["Moor", "Harbour", "Moor", "Harbour"], Belonging(2, at(2), None)),
        (["Moor", "Fell"], None),
    ],
)
def test_who_belongs_to_a_team(teams: list[str | None], found: Belonging | None) -> None:
    assert belonging("Harbour", teams[-1], moved(*teams)) == found

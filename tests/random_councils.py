"""Random councils for attacks on their published figures: areas with teams of one and of forty."""

from dataclasses import replace
from random import Random

from scorecard.workforce import Employment, Workforce
from tests.golden.random_workforce import random_workforce

SIZES = (6, 15, 40, 120, 250, 400)


def council(seed: int) -> Workforce:
    """A workforce of 6 to 400 careers in 1 to 5 areas with 1 to 5 teams each, of any size."""
    random = Random(seed)
    facts = random_workforce(seed, SIZES[seed % len(SIZES)])
    teams = [
        (f"Team {area}{number}", f"Area {area}")
        for area in "NESWC"[: random.randint(1, 5)]
        for number in range(random.randint(1, 5))
    ]
    weights = [random.choice((1, 2, 5, 12, 40)) for _ in teams]
    new: dict[tuple[str, str], tuple[str, str]] = {}

    def placed(row: Employment) -> Employment:
        # Spells of one person in one old team stay together, so that moves stay moves.
        place = new.setdefault((row.worker, row.team), random.choices(teams, weights)[0])
        return replace(row, team=place[0], area=place[1])

    return replace(facts, employments=tuple(placed(row) for row in facts.employments))

"""Whatever changes between two sets of facts, every figure that moves has a cause, and is listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.scorecard import as_document, build
from scorecard.workforce import EndType, LeaverDestination, LeavingReason, Workforce
from service.publication.causes import CAUSES
from service.publication.movements import moved, what_moved
from tests.golden.random_workforce import random_workforce

PERIOD = half_year_ending(date(2026, 9, 30))


def document(facts: Workforce) -> dict[str, Any]:
    return as_document(build(facts, PERIOD, DEFAULT_PARAMETERS), DEFAULT_PARAMETERS)


def revised(facts: Workforce, random: Random) -> Workforce:
    """The same council after HR has put a few things right."""
    employments = list(facts.employments)
    for place in random.sample(range(len(employments)), min(4, len(employments))):
        was = employments[place]
        match random.randrange(4):
            case 0:
                employments[place] = replace(was, fte=500_000)
            case 1:
                employments[place] = replace(was, team="Dogwood", area="South")
            case 2 if was.ended is None:
                employments[place] = replace(
                    was,
                    ended=max(was.started, PERIOD.end - timedelta(days=random.randrange(200))),
                    end_type=EndType.LEFT,
                    destination=LeaverDestination.OTHER,
                    reason=LeavingReason.OTHER,
                )
            case _:
                employments[place] = replace(was, qualified_on=date(2026, 1, 1))
    dropped = random.randrange(len(facts.posts)) if facts.posts else 0
    posts = [each for place, each in enumerate(facts.posts) if place != dropped]
    return replace(facts, employments=tuple(employments), posts=tuple(posts))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000))
def test_every_figure_that_moves_is_listed_with_its_causes(seed: int) -> None:
    random = Random(seed)
    before = random_workforce(seed, workers=12)
    after = revised(before, random)
    earlier, later = document(before), document(after)
    changes = what_moved(
        earlier=earlier,
        earlier_facts=before,
        later=later,
        later_facts=after,
        period=PERIOD,
        parameters=DEFAULT_PARAMETERS,
    )
    places = [
        (each["measure"], each["dimension"], each["group"], each["category"])
        for each in changes["figures"]
    ]
    assert places == moved(earlier, later)
    listed = {each["code"] for each in changes["causes"]}
    assert listed <= set(CAUSES)
    assert [each for each in changes["figures"] if not each["because"]] == []
    assert {code for each in changes["figures"] for code in each["because"]} <= listed
    again = what_moved(
        earlier=earlier,
        earlier_facts=replace(before, employments=tuple(reversed(before.employments))),
        later=later,
        later_facts=replace(after, employments=tuple(reversed(after.employments))),
        period=PERIOD,
        parameters=DEFAULT_PARAMETERS,
    )
    assert again == changes

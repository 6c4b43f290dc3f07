"""The demo council as it really was: one seed, one council, every time and everywhere."""

from functools import cache

from service.demo.careers import Careers
from service.demo.cases import take_snapshots
from service.demo.chance import Chance
from service.demo.establishment import establish
from service.demo.leave import take_leave
from service.demo.people import Council

SEED = 20171206
"""The day the paper that asked for a scorecard went to its committee."""


def found(seed: int = SEED) -> Council:
    """Return the whole truth about the invented council."""
    council = Council(posts=establish(Chance(seed, "posts")))
    Careers(council, seed).run()
    take_leave(council, seed)
    take_snapshots(council, seed)
    return council


@cache
def demo_council() -> Council:
    """Return the demo's own council, made once in a process; nobody may change it."""
    return found()

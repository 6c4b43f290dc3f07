"""A manager's team in its calendar: whoever is in it, and what they took along when they left (V1).

What was only somebody's who is in another team now is told as cancelled while it is still ahead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from academy.asye.told import day_in_england
from service.feeds.private import Shown
from service.feeds.store import NEVER, Past
from service.feeds.trail import TeamChange


@dataclass(frozen=True, slots=True)
class Belonging:
    """One member and a team they are or were in.

    ``moves``: how often they left it or came back; counts in what the team's calendar shows.
    ``left_at``: None of who is in it.
    """

    moves: int
    at: datetime | None
    left_at: datetime | None


def belonging(team: str, now: str | None, changes: Sequence[TeamChange]) -> Belonging | None:
    """``now``: the member's team. None of who never was in ``team``."""
    theirs = [each for each in changes if team in {each.before, each.after}]
    moves = theirs if theirs and theirs[0].before == team else theirs[1:]
    if now == team:
        return Belonging(len(moves), moves[-1].at if moves else None, None)
    if not theirs:
        return None
    return Belonging(len(moves), theirs[-1].at, theirs[-1].at)


def in_team(shown: Iterable[Shown], of: Belonging, pasts: Mapping[str, Past]) -> list[Shown]:
    """What one member attends, as their team's calendar has it. ``pasts``: by UID.

    What was over when they left is not told as cancelled (``over``): it stays where others attend it.
    """
    found = []
    for each in shown:
        at = each.changed_at if of.at is None else max(each.changed_at, of.at)
        told = replace(each, bumps=each.bumps + of.moves, changed_at=at)
        if of.left_at is not None:
            released = each.released
            if pasts.get(released.session.uid, NEVER).first > of.left_at:
                continue  # they had left before it was first released
            over = released.session.day < day_in_england(of.left_at)
            told = replace(told, gone=True, over=each.over or (over and not each.gone))
        found.append(told)
    return found

"""What anyone may see of targets and comparators: those of the figures that anyone may see.

A comparator is somebody's published value, so it tells nothing new by itself; a status tells how a
figure stands to a known value, so it goes where the figure goes and is withheld with it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from scorecard.definition import Symbol
from scorecard.targets import place_of

Json = dict[str, Any]

TARGETS = "targets"
"""Member of an edition that was published while targets were in force; not there otherwise."""
COMPARISONS = "comparisons"
"""Member of an edition that was published with something to compare with; not there otherwise."""


def public_members(document: Mapping[str, Any], figures: Sequence[Mapping[str, Any]]) -> Json:
    """The members ``targets`` and ``comparisons`` beside these figures, where there are any."""
    members: Json = {}
    if TARGETS in document:
        shown = {place_of(each): each for each in figures}
        members[TARGETS] = [
            _of_figure(each, shown[place_of(each)])
            for each in document[TARGETS]
            if place_of(each) in shown
        ]
    if COMPARISONS in document:
        council = {(each["measure"], each["category"]) for each in figures}
        kept = document[COMPARISONS]
        beside = [
            each for each in kept["figures"] if (each["measure"], each["category"]) in council
        ]
        members[COMPARISONS] = {**kept, "figures": beside}
    return members


def _of_figure(target: Mapping[str, Any], figure: Mapping[str, Any]) -> Json:
    """A figure that is withheld takes its status with it."""
    if figure["symbol"] != Symbol.SUPPRESSED:
        return dict(target)
    return {**target, "status": None, "words": "", "symbol": Symbol.SUPPRESSED.value}

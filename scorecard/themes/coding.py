"""Codings: themes with a direction that a person confirmed; how suggestions fared beside them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scorecard.themes.clauses import Direction
from scorecard.themes.codebook import Codebook


class Round(StrEnum):
    FIRST = "first"
    SECOND = "second"
    """By another person, blind to the first and to the suggestions."""
    ADJUDICATED = "adjudicated"


class CodingInvalid(ValueError):  # noqa: N818 -- named for what happened
    """``faults`` are sentences for the coder."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


@dataclass(frozen=True, slots=True, order=True)
class Coding:
    theme: str
    direction: Direction


Codings = tuple[Coding, ...]
"""By theme; empty for a comment that was read and gives no theme."""


def codings_of(entries: Iterable[tuple[str, str]], codebook: Codebook) -> Codings:
    """Themes and directions as a coder gave them; raises CodingInvalid.

    One theme has one direction: what was praised and still a reason is a reason.
    """
    given = [(theme.strip().upper(), direction) for theme, direction in entries]
    known = set(codebook.codes())
    faults = [
        f"{theme} is no theme of codebook {codebook.version}."
        for theme, _ in given
        if theme not in known
    ]
    faults += [
        f"A direction is {', '.join(Direction)}; {direction!r} is none of them."
        for _, direction in given
        if direction not in set(Direction)
    ]
    named = Counter(theme for theme, _ in given)
    faults += [
        f"{theme} is there {times} times: give it one direction."
        for theme, times in sorted(named.items())
        if times > 1
    ]
    if faults:
        raise CodingInvalid(faults)
    return tuple(sorted(Coding(theme, Direction(direction)) for theme, direction in given))


def counted(rounds: Mapping[Round, Codings]) -> Codings | None:
    """What counts: the adjudicated coding, else the first; None before a person coded it."""
    return rounds.get(Round.ADJUDICATED, rounds.get(Round.FIRST))


def undecided(rounds: Mapping[Round, Codings]) -> bool:
    """Whether two coders differ and nobody has adjudicated."""
    if Round.ADJUDICATED in rounds or Round.SECOND not in rounds:
        return False
    return rounds[Round.SECOND] != rounds.get(Round.FIRST)


def reasons(codings: Iterable[Coding]) -> frozenset[str]:
    return _of(codings, Direction.REASON)


def praised(codings: Iterable[Coding]) -> frozenset[str]:
    return _of(codings, Direction.PRAISED)


def _of(codings: Iterable[Coding], direction: Direction) -> frozenset[str]:
    return frozenset(each.theme for each in codings if each.direction is direction)


def to_follow_up(codings: Iterable[Coding], codebook: Codebook) -> tuple[str, ...]:
    """Themes for which the leaver is offered somebody to talk to: a reason, or mentioned."""
    offered = {theme.code for theme in codebook.themes if theme.follow_up}
    return tuple(
        sorted(
            each.theme
            for each in codings
            if each.theme in offered and each.direction is not Direction.PRAISED
        )
    )


@dataclass(frozen=True, slots=True)
class Translated:
    """A coding of an earlier codebook in today's themes.

    ``divided``: themes that were split since; a person has to say which of the new ones is meant.
    """

    codings: Codings
    divided: tuple[str, ...]


def translated(codings: Iterable[Coding], codebook: Codebook) -> Translated:
    """Merged themes count once, as a reason when one of them was; retired ones no longer count."""
    found: dict[str, Direction] = {}
    divided: list[str] = []
    for each in codings:
        now = codebook.today(each.theme)
        if len(now) > 1:
            divided.append(each.theme)
        elif now:
            (theme,) = now
            held = found.get(theme, each.direction)
            found[theme] = min(held, each.direction, key=_WEIGHT.index)
    return Translated(
        tuple(sorted(Coding(theme, direction) for theme, direction in found.items())),
        tuple(divided),
    )


_WEIGHT = (Direction.REASON, Direction.PRAISED, Direction.MENTIONED)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What became of the suggestions of one theme.

    ``redirected``: the theme was kept and given another direction. ``added``: the coder gave the
    theme where it had not been suggested.
    """

    theme: str
    shown: int
    accepted: int
    redirected: int
    rejected: int
    added: int

    @property
    def rate(self) -> Fraction | None:
        """Accepted as they were, of those shown; None where none was."""
        return Fraction(self.accepted, self.shown) if self.shown else None


def acceptance(pairs: Iterable[tuple[Codings, Codings]]) -> tuple[Acceptance, ...]:
    """By theme; each pair is what was shown for a comment, and what its coder confirmed."""
    outcomes: Counter[tuple[str, str]] = Counter()
    for suggested, confirmed in pairs:
        given = {each.theme: each.direction for each in confirmed}
        for each in suggested:
            if each.theme not in given:
                outcomes[each.theme, "rejected"] += 1
            elif given[each.theme] is each.direction:
                outcomes[each.theme, "accepted"] += 1
            else:
                outcomes[each.theme, "redirected"] += 1
        for theme in given.keys() - {each.theme for each in suggested}:
            outcomes[theme, "added"] += 1
    return tuple(
        Acceptance(
            theme,
            shown=sum(outcomes[theme, each] for each in ("accepted", "redirected", "rejected")),
            accepted=outcomes[theme, "accepted"],
            redirected=outcomes[theme, "redirected"],
            rejected=outcomes[theme, "rejected"],
            added=outcomes[theme, "added"],
        )
        for theme in sorted({theme for theme, _ in outcomes})
    )

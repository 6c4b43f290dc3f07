"""Working figures for those who code: agreement, acceptance of suggestions, themes with denominators.

The published measures are of the scorecard (``records`` hands it the interviews).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scorecard.themes.agreement import Agreement, agreement, tables, together
from scorecard.themes.codebook import Codebook
from scorecard.themes.coding import (
    Acceptance,
    Codings,
    Round,
    acceptance,
    counted,
    praised,
    reasons,
    translated,
    undecided,
)
from scorecard.themes.wilson import Interval, wilson
from service.access.actor import Actor, Scope
from service.storage.transaction import snapshot
from service.surveys import codebooks
from service.surveys.blindness import visible
from service.surveys.comments import Source
from service.surveys.interviews import Status
from service.surveys.store import codings as store
from service.surveys.store import comments as comment_store
from service.surveys.store import interviews as interview_store
from service.surveys.store import surveys as survey_store
from service.surveys.store.codings import Rounds
from service.surveys.who import coder_of


@dataclass(frozen=True, slots=True)
class Agreed:
    """By theme (as a reason for leaving), over the comments that two people coded blind."""

    codebook: int
    comments: int
    undecided: int
    themes: Mapping[str, Agreement]


@dataclass(frozen=True, slots=True)
class Fared:
    """What became of the suggestions of one version of the suggester under one codebook."""

    suggester: str
    codebook: int
    comments: int
    themes: tuple[Acceptance, ...]


@dataclass(frozen=True, slots=True)
class ThemeCount:
    theme: str
    name: str
    reasons: int
    praised: int
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Counted:
    """``units`` are interviews (comments, for surveys and review days) with a confirmed coding."""

    codebook: int
    offered: int
    declined: int
    done: int
    comments: int
    coded: int
    undecided: int
    units: int
    codable: int
    themes: tuple[ThemeCount, ...]
    pairs: Mapping[tuple[str, str], int]
    to_code_again: tuple[UUID, ...]
    """Comments with a theme that was split since: a person has to say which is meant."""


async def agreed() -> Agreed:
    async with snapshot():
        held = await codebooks.in_force()
        rounds = await store.rounds()
    twice = [each for each in rounds.values() if Round.SECOND in each]
    pairs = [
        (
            _today(each[Round.FIRST].themes, held.codebook),
            _today(each[Round.SECOND].themes, held.codebook),
        )
        for each in twice
    ]
    found = tables(pairs, held.codebook.codes())
    return Agreed(
        held.record.number,
        len(twice),
        sum(undecided(_themes(each)) for each in twice),
        {theme: agreement(table) for theme, table in found.items()},
    )


async def fared(actor: Actor) -> tuple[Fared, ...]:
    """Newest suggester and codebook last; only what a first coder was shown and then coded.

    Without comments that ``actor`` could still code blind: figures that move tell what was coded.
    """
    async with snapshot():
        shown = await store.shown()
        rounds = _visible(await store.rounds(), actor)
    groups: dict[tuple[int, str], list[tuple[Codings, Codings]]] = {}
    for each in shown:
        first = rounds.get(each.comment, {}).get(Round.FIRST)
        if first is not None and first.coder == each.coder:
            pair = (each.shown, first.themes)
            groups.setdefault((each.codebook, each.suggester), []).append(pair)
    return tuple(
        Fared(suggester, codebook, len(pairs), acceptance(pairs))
        for (codebook, suggester), pairs in sorted(groups.items())
    )


async def themes_of(source: Source, opening: date, end: date, actor: Actor) -> Counted:
    """Themes of a half-year (opening, end] in the codebook in force.

    What ``actor`` could still code blind is not coded here.
    """
    async with snapshot():
        held = await codebooks.in_force()
        records = await comment_store.listing(
            source=source.value, opening=opening, end=end, without=await survey_store.untold()
        )
        rounds = _visible(await store.rounds([each.id for each in records]), actor)
        interviews = await interview_store.listing(opening, end) if source is Source.EXIT else []
    units: dict[UUID, list[Codings]] = {}
    again = []
    for each in records:
        decided = counted(_themes(rounds.get(each.id, {})))
        if decided is None:
            continue
        now = translated(decided, held.codebook)
        if now.divided:
            again.append(each.id)
        units.setdefault(each.interview or each.id, []).append(now.codings)
    why = [frozenset().union(*map(reasons, each)) for each in units.values()]
    good = [frozenset().union(*map(praised, each)) for each in units.values()]
    states = Counter(each.status for each in interviews)
    return Counted(
        codebook=held.record.number,
        offered=len(interviews),
        declined=states[Status.DECLINED],
        done=states[Status.DONE],
        comments=len(records),
        coded=sum(each.id in rounds for each in records),
        undecided=sum(undecided(_themes(each)) for each in rounds.values()),
        units=len(units),
        codable=sum(bool(each) for each in why),
        themes=_counts(held.codebook, why, good),
        pairs=together(why),
        to_code_again=tuple(again),
    )


def _visible(rounds: Mapping[UUID, Rounds], actor: Actor) -> dict[UUID, Rounds]:
    if Scope.CODER not in actor.scopes:
        return dict(rounds)
    coder = coder_of(actor)
    return {each: seen for each, held in rounds.items() if (seen := visible(each, held, coder))}


def _counts(
    codebook: Codebook, why: list[frozenset[str]], good: list[frozenset[str]]
) -> tuple[ThemeCount, ...]:
    named = Counter(theme for each in why for theme in each)
    liked = Counter(theme for each in good for theme in each)
    return tuple(
        ThemeCount(
            theme.code,
            theme.name,
            named[theme.code],
            liked[theme.code],
            wilson(named[theme.code], len(why)),
        )
        for theme in codebook.themes
    )


def _themes(rounds: Rounds) -> dict[Round, Codings]:
    return {key: each.themes for key, each in rounds.items()}


def _today(themes: Codings, codebook: Codebook) -> frozenset[str]:
    return reasons(translated(themes, codebook).codings)

"""The task list of a half-year: what is worked out, what a person says, and the second signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from scorecard.commentary import telling, uncommented
from scorecard.disclosure import DECISION, closed_figures
from scorecard.targets import Place, place_of
from service.access.actor import Actor
from service.publication import beside, protection
from service.publication import store as editions
from service.publication.preparation.fingerprints import Fingerprints, fingerprints_of
from service.publication.preparation.parts import Parts, parts_of, write
from service.publication.preparation.plan import plan_in
from service.publication.preparation.refusals import (
    CommentsMissing,
    DraftOvertaken,
    NoSuchTask,
    SignOffNeeded,
)
from service.publication.preparation.store import Part, PartKind
from service.publication.preparation.words import Writer
from service.publication.store import EditionEntry
from service.scorecards.operations import Draft, current_draft, is_over
from service.settings import Settings

Json = dict[str, Any]


class Task(StrEnum):
    DATA_IN = "data-in"
    NUMBERS_CHECKED = "numbers-checked"
    WORDS_WRITTEN = "words-written"
    SUPPRESSION_REVIEWED = "suppression-reviewed"
    PREVIEW = "preview"
    PRE_RELEASE_ACCESS = "pre-release-access"
    SIGNED_OFF = "signed-off"
    PUBLISH = "publish"


class TaskState(StrEnum):
    TO_DO = "to-do"
    DONE = "done"
    OUT_OF_DATE = "out-of-date"
    """It was ticked for a draft that has changed since."""


TITLES = {
    Task.DATA_IN: "Data in",
    Task.NUMBERS_CHECKED: "Numbers checked",
    Task.WORDS_WRITTEN: "Words written",
    Task.SUPPRESSION_REVIEWED: "Suppression reviewed",
    Task.PREVIEW: "Preview looked at",
    Task.PRE_RELEASE_ACCESS: "Pre-release access settled",
    Task.SIGNED_OFF: "Signed off by a second person",
    Task.PUBLISH: "Published",
}
BY_HAND = {
    Task.NUMBERS_CHECKED: "numbers",
    Task.SUPPRESSION_REVIEWED: "everything",
    Task.PREVIEW: "everything",
    Task.PRE_RELEASE_ACCESS: "people",
}
"""Tasks that a person ticks, and which part of the draft the tick is of."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    task: Task
    state: TaskState
    words: str
    """What is missing, or what was found; empty when there is nothing to say."""
    of: str | None
    """What a tick is of: sent back with it. None for a task that is worked out."""
    by: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Preparation:
    """Everything that is known of the edition to come."""

    period_end: date
    current: Draft
    parts: Parts
    fingerprints: Fingerprints
    missing_comments: tuple[str, ...]
    told: tuple[Json, ...]
    """Numbers in the words that the public sees as c: ``where``, ``measure``, ``number``."""
    plan: datetime | None
    lines: tuple[TaskLine, ...]
    two_person: bool


async def preparation(period_end: date, now: datetime, settings: Settings) -> Preparation:
    """Compute the draft and say what is done and what is not. Raises NotAHalfYearEnd."""
    current = await current_draft(period_end, settings)
    parts = await parts_of(period_end)
    versions = [each for each in await editions.versions_of(period_end) if not each.cancelled]
    targets = await _targets(versions, current, period_end)
    prints = fingerprints_of(current, targets, parts)
    missing = uncommented(targets, _comments(parts))
    closed, told = await _confidential(current, parts, now, settings)
    plan = plan_in(parts)
    lines = (
        _data_in(current, now),
        _ticked(Task.NUMBERS_CHECKED, parts, prints),
        _words(parts, missing),
        _ticked(Task.SUPPRESSION_REVIEWED, parts, prints, _protected(closed, told)),
        _ticked(Task.PREVIEW, parts, prints),
        _ticked(Task.PRE_RELEASE_ACCESS, parts, prints),
        *([_signed(parts, prints)] if settings.two_person_sign_off else []),
        _published(versions, plan, now),
    )
    return Preparation(
        period_end,
        current,
        parts,
        prints,
        tuple(missing),
        tuple(told),
        plan,
        lines,
        settings.two_person_sign_off,
    )


async def tick(writer: Writer, task: str, of: str) -> Part:
    """Say that a task is done for the draft that was looked at.

    Raises NoSuchTask, DraftOvertaken.
    """
    if task not in BY_HAND:
        raise NoSuchTask(f"“{task[:40]}” is not a task that a person ticks.")
    current = await _prints(writer)
    _require_same(of, current[BY_HAND[Task(task)]])
    standing = (await parts_of(writer.period_end)).find(PartKind.TICK, task)
    seen = standing.revision if standing is not None and standing.stands else None
    return await write(writer.change(PartKind.TICK, task, {"of": of}, seen))


async def sign_off(writer: Writer, of: str) -> Part:
    """Sign the draft that was looked at, figures and words. Raises DraftOvertaken."""
    _require_same(of, (await _prints(writer))["everything"])
    standing = (await parts_of(writer.period_end)).find(PartKind.SIGN_OFF)
    seen = standing.revision if standing is not None and standing.stands else None
    key = _key_of(writer.actor)
    return await write(writer.change(PartKind.SIGN_OFF, "", {"of": of, "key": key}, seen))


def signature_for(
    parts: Parts, prints: Fingerprints, publisher: Actor, *, needed: bool
) -> Part | None:
    """The signature of a second person under this very draft. Raises SignOffNeeded."""
    found = parts.find(PartKind.SIGN_OFF)
    why = ""
    if found is None or not found.stands:
        why = "Nobody has signed the draft off."
    elif found.content["of"] != prints.everything:
        why = f"The draft has changed since {found.by} signed it off."
    elif found.by == publisher.name or _same_key(found, publisher):
        why = "Whoever signs the draft off cannot be the one who publishes it."
    if why and needed:
        raise SignOffNeeded(f"{why} Nothing was published.")
    return None if why else found


def require_comments(targets: Sequence[Json], parts: Parts, titles: Mapping[str, str]) -> None:
    """Raises CommentsMissing where a target is missed and its measure has no comment."""
    missing = uncommented(targets, _comments(parts))
    if missing:
        named = "; ".join(titles.get(each, each) for each in missing)
        raise CommentsMissing(
            f"A target is missed, and nobody has said why: {named}. Nothing was published.",
            missing=missing,
        )


# --- the draft that is looked at ---------------------------------------------------------------


async def _prints(writer: Writer) -> dict[str, str]:
    current = await current_draft(writer.period_end, writer.settings)
    parts = await parts_of(writer.period_end)
    versions = [
        each for each in await editions.versions_of(writer.period_end) if not each.cancelled
    ]
    prints = fingerprints_of(current, await _targets(versions, current, writer.period_end), parts)
    return {"numbers": prints.numbers, "everything": prints.everything, "people": prints.people}


async def _targets(
    versions: Sequence[EditionEntry], current: Draft, period_end: date
) -> list[Json]:
    """The targets that the next version is compared with, with the status of its figures."""
    if not versions:
        return await beside.targets_at_first(period_end, current.document)
    held = await editions.stored(versions[0].id)
    assert held is not None  # no edition is ever deleted
    return await beside.targets_again(msgspec.json.decode(held.content), current.document)


def _require_same(of: str, current: str) -> None:
    if of != current:
        raise DraftOvertaken(
            "Figures or words have changed since you looked at them. Nothing was ticked.",
            of=current,
        )


def _same_key(found: Part, publisher: Actor) -> bool:
    key = _key_of(publisher)
    return key is not None and found.content["key"] == key


def _key_of(actor: Actor) -> str | None:
    """The key or account that somebody acts with, whatever they are called; None for the operator."""
    held = actor.key_id or actor.account_id
    return None if held is None else str(held)


def _comments(parts: Parts) -> list[Json]:
    return [{"measure": each.key} for each in parts.of(PartKind.COMMENT)]


async def _confidential(
    current: Draft, parts: Parts, now: datetime, settings: Settings
) -> tuple[list[Json], list[Json]]:
    """The figures that the public would see as c, and where the words tell one of them."""
    if not current.stamps:
        return [], []
    policy = protection.policy_at(now, settings)
    given = protection.in_order(await editions.entries())
    decision = await protection.decided(current.document, current.facts, policy, given)
    closed = closed_figures({**current.document, DECISION: decision})
    figures: dict[Place, Json] = {place_of(each): each for each in current.document["figures"]}
    numbers = [figures[place_of(each)] for each in closed]
    told = []
    for part in parts.latest:
        words = part.content.get("words", "") if part.stands else ""
        measured = part.kind is PartKind.COMMENT
        about = [each for each in numbers if not measured or each["measure"] == part.key]
        told += [
            {"where": part.kind.value, "key": part.key, **each} for each in telling(words, about)
        ]
    return closed, told


# --- the lines ---------------------------------------------------------------------------------


def _line(
    task: Task, *, done: bool, words: str = "", by: str | None = None, at: datetime | None = None
) -> TaskLine:
    return TaskLine(task, TaskState.DONE if done else TaskState.TO_DO, words, None, by, at)


def _data_in(current: Draft, now: datetime) -> TaskLine:
    told = [] if current.stamps else ["No workforce return is in force."]
    if not is_over(current.period.end, now):
        told.append(f"The half-year ends on {current.period.end:%-d %B %Y}.")
    told += [each.words for each in current.missing] if current.stamps else []
    return _line(Task.DATA_IN, done=not told, words=" ".join(told))


def _ticked(task: Task, parts: Parts, prints: Fingerprints, words: str = "") -> TaskLine:
    of = getattr(prints, BY_HAND[task])
    found = parts.find(PartKind.TICK, task.value)
    if found is None or not found.stands:
        return TaskLine(task, TaskState.TO_DO, words, of, None, None)
    state = TaskState.DONE if found.content["of"] == of else TaskState.OUT_OF_DATE
    return TaskLine(task, state, words, of, found.by, found.at)


def _words(parts: Parts, missing: Sequence[str]) -> TaskLine:
    told = [] if parts.of(PartKind.HEADLINE) else ["There is no headline yet."]
    if missing:
        told.append(f"A target is missed and there is no comment on: {', '.join(missing)}.")
    return _line(Task.WORDS_WRITTEN, done=not told, words=" ".join(told))


def _protected(closed: Sequence[Json], told: Sequence[Json]) -> str:
    words = f"{len(closed):,} figures would stand as c."
    if told:
        numbers = ", ".join(dict.fromkeys(each["number"] for each in told))
        words += f" The words have numbers that read like confidential ones: {numbers}."
    return words


def _signed(parts: Parts, prints: Fingerprints) -> TaskLine:
    found = parts.find(PartKind.SIGN_OFF)
    if found is None or not found.stands:
        return TaskLine(Task.SIGNED_OFF, TaskState.TO_DO, "", prints.everything, None, None)
    same = found.content["of"] == prints.everything
    state = TaskState.DONE if same else TaskState.OUT_OF_DATE
    return TaskLine(Task.SIGNED_OFF, state, "", prints.everything, found.by, found.at)


def _published(versions: Sequence[EditionEntry], plan: datetime | None, now: datetime) -> TaskLine:
    if not versions:
        late = plan is not None and plan <= now
        return _line(
            Task.PUBLISH, done=False, words="The planned moment has passed." if late else ""
        )
    latest = versions[0]
    if latest.withdrawal is not None:
        return _line(Task.PUBLISH, done=False, words=f"Version {latest.version} was withdrawn.")
    waits = latest.public_from > now
    return _line(
        Task.PUBLISH,
        done=True,
        words=f"Version {latest.version} becomes public later." if waits else "",
        by=latest.published_by,
        at=latest.published_at,
    )

"""Suggest, confirm, code a second time, adjudicate: only what a person confirmed is ever counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from scorecard.themes.clauses import QuestionKind
from scorecard.themes.coding import (
    Coding,
    CodingInvalid,
    Codings,
    Round,
    codings_of,
    counted,
    to_follow_up,
)
from scorecard.themes.ranking import Suggestion
from scorecard.themes.suggestion import SUGGESTER
from service.access.actor import Actor
from service.settings import Settings
from service.storage.transaction import snapshot, unit_of_work
from service.surveys import blindness, codebooks, comments, follow_ups
from service.surveys.codebooks import InForce
from service.surveys.comments import Comment
from service.surveys.refusals import (
    Blind,
    CodingRefused,
    CodingSettled,
    NothingToAdjudicate,
    Overtaken,
)
from service.surveys.sealing import Vault
from service.surveys.store import codings as store
from service.surveys.store import comments as comment_store
from service.surveys.store import surveys as survey_store
from service.surveys.store.codings import CodingRecord, FollowUpRecord, Rounds, ShownRecord
from service.surveys.store.comments import CommentRecord
from service.surveys.who import By, coder_of

Entries = Sequence[tuple[str, str]]
"""(theme, direction) as a coder gives them."""


@dataclass(frozen=True, slots=True)
class Suggested:
    codebook: int
    suggester: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """``opened``: follow-ups that the coding opened."""

    comment: Comment
    opened: tuple[FollowUpRecord, ...]


async def suggest(comment_id: UUID, by: By) -> Suggested:
    """Show a coder the suggestions, and keep what was shown to them first.

    Raises NoSuchComment, Blind.
    """
    coder = by.coder
    async with unit_of_work():
        record = await comments.current(comment_id, None)
        rounds = await _rounds(comment_id)
        if not blindness.may_see(comment_id, rounds, coder):
            raise Blind("The second coder does not see the suggestions.")
        held = await codebooks.in_force_and_stored()
        text = by.vault.open_text(record.sealed, record.id)
        found = held.suggester.suggest(text, QuestionKind(record.question_kind))
        known = await store.shown(comment_id)
        if Round.FIRST not in rounds and not any(each.coder == coder for each in known):
            await store.add_shown(
                ShownRecord(
                    comment=comment_id,
                    coder=coder,
                    codebook=held.record.number,
                    suggester=SUGGESTER,
                    shown=tuple(sorted(Coding(each.theme, each.direction) for each in found)),
                    at=by.now,
                )
            )
            await comments.told(
                by.actor,
                by.now,
                "suggestions.shown",
                record,
                before=None,
                after={"suggester": SUGGESTER, "codebook": held.record.number},
            )
    return Suggested(held.record.number, SUGGESTER, found)


async def confirm(
    comment_id: UUID,
    revision: int,
    entries: Entries,
    by: By,
) -> Coded:
    """The first coding of a comment, or a change of it.

    Raises NoSuchComment, Overtaken with both codings, CodingRefused, Blind, CodingSettled.
    """
    async with unit_of_work():
        record, rounds = await _at(comment_id, revision, entries, by)
        if not blindness.may_see(comment_id, rounds, by.coder):
            raise Blind("Somebody has coded the comment already: code it as the second coder.")
        if Round.SECOND in rounds:
            raise CodingSettled("Two people have coded the comment.")
        return await _put(record, rounds, Round.FIRST, entries, by)


async def second(
    comment_id: UUID,
    revision: int,
    entries: Entries,
    by: By,
) -> Coded:
    """The coding of a second person who has seen neither the first nor the suggestions.

    Raises NoSuchComment, Overtaken, CodingRefused, Blind, CodingSettled.
    """
    coder = by.coder
    async with unit_of_work():
        record, rounds = await _at(comment_id, revision, entries, by)
        if Round.SECOND in rounds:
            raise CodingSettled("Two people have coded the comment.")
        if not blindness.pending(comment_id, rounds):
            raise Blind(
                "The comment is not in the sample, or nobody has coded it yet: send the first coding."
            )
        seen = {each.coder for each in await store.shown(comment_id)}
        if rounds[Round.FIRST].coder == coder or coder in seen:
            raise Blind("You have coded the comment, or seen what was suggested for it.")
        return await _put(record, rounds, Round.SECOND, entries, by)


async def adjudicate(
    comment_id: UUID,
    revision: int,
    entries: Entries,
    why: str,
    by: By,
) -> Coded:
    """Decide between two codings, with a reason. Raises as ``second``, and NothingToAdjudicate."""
    async with unit_of_work():
        record, rounds = await _at(comment_id, revision, entries, by)
        if Round.SECOND not in rounds:
            raise NothingToAdjudicate("The comment has not been coded twice.")
        return await _put(record, rounds, Round.ADJUDICATED, entries, by, why=why)


async def _at(
    comment_id: UUID, revision: int, entries: Entries, by: By
) -> tuple[CommentRecord, Rounds]:
    record = await comments.current(comment_id, None)
    rounds = await _rounds(comment_id)
    if revision != record.revision:
        shown = blindness.visible(comment_id, rounds, by.coder)
        raise Overtaken(
            f"The comment's revision is {record.revision} now, and yours was made on "
            f"{revision or 'another'}.",
            yours=[{"theme": theme, "direction": direction} for theme, direction in entries],
            theirs=[
                {"round": each.round.value, "coder": each.coder, "themes": plain(each.themes)}
                for each in shown.values()
            ],
        )
    return record, rounds


async def _put(
    record: CommentRecord,
    rounds: Rounds,
    round_: Round,
    entries: Entries,
    by: By,
    *,
    why: str | None = None,
) -> Coded:
    held = await codebooks.in_force_and_stored()
    themes = _checked(entries, held)
    known = rounds.get(round_)
    fresh = CodingRecord(
        id=known.id if known else uuid4(),
        comment=record.id,
        round=round_,
        coder=by.coder,
        codebook=held.record.number,
        themes=themes,
        why=why,
        at=by.now,
    )
    await store.put(fresh)
    after = {**rounds, round_: fresh}
    record = replace(record, revision=record.revision + 1)
    await comment_store.replace(record)
    await comments.told(
        by.actor,
        by.now,
        f"coding.{round_.value}",
        record,
        before=_told(known),
        after=_told(fresh),
    )
    opened = await _follow_ups(record, after, held, by)
    return Coded(comments.seen(record, after, by.actor, by.vault), opened)


async def _follow_ups(
    record: CommentRecord, rounds: Rounds, held: InForce, by: By
) -> tuple[FollowUpRecord, ...]:
    decided = counted({key: each.themes for key, each in rounds.items()})
    if record.interview is None or decided is None:
        return ()
    opened = [
        await follow_ups.open_for(record.interview, theme, follow_ups.CODER_ASKED, by.actor, by.now)
        for theme in to_follow_up(decided, held.codebook)
    ]
    return tuple(each for each in opened if each is not None)


def _checked(entries: Entries, held: InForce) -> Codings:
    try:
        return codings_of(entries, held.codebook)
    except CodingInvalid as invalid:
        raise CodingRefused(
            "The coding cannot be stored.",
            errors=[{"pointer": "/themes", "detail": fault} for fault in invalid.faults],
        ) from invalid


async def _rounds(comment_id: UUID) -> Rounds:
    return (await store.rounds([comment_id])).get(comment_id, {})


async def to_code_second(actor: Actor, settings: Settings) -> list[Comment]:
    """Comments of the sample that this coder can code blind, by the day they belong to."""
    coder = coder_of(actor)
    async with snapshot():
        rounds = await store.rounds()
        seen = {each.comment for each in await store.shown() if each.coder == coder}
        records = await comment_store.listing(without=await survey_store.untold())
    vault = Vault(settings)
    return [
        comments.seen(each, rounds[each.id], actor, vault)
        for each in records
        if each.id in rounds
        and blindness.pending(each.id, rounds[each.id])
        and rounds[each.id][Round.FIRST].coder != coder
        and each.id not in seen
    ]


def plain(themes: Iterable[Coding]) -> list[dict[str, str]]:
    return [{"theme": each.theme, "direction": each.direction.value} for each in themes]


def _told(record: CodingRecord | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return {
        "coder": record.coder,
        "codebook": record.codebook,
        "themes": plain(record.themes),
        "why": record.why,
    }

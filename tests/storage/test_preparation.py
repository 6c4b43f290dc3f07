"""What is written, planned, ticked and signed for an edition, and what the edition takes with it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from scorecard.errors import NotAHalfYearEnd
from service.access import audit
from service.access.actor import Actor, Scope
from service.benchmarks import targets
from service.benchmarks.targets import Wish
from service.publication import files, operations
from service.publication.preparation import plan, tasks, words
from service.publication.preparation.parts import parts_of
from service.publication.preparation.plan import Person
from service.publication.preparation.refusals import (
    ActionClosed,
    CommentsMissing,
    DraftOvertaken,
    NoSuchPart,
    NoSuchTask,
    PreparationOvertaken,
    QuotationNotApproved,
    SignOffNeeded,
    WordsInvalid,
)
from service.publication.preparation.store import Part, PartKind
from service.publication.preparation.words import Action, Comment, Writer
from service.publication.refusals import NothingMoved, OvertakenByReturns
from service.publication.store import EditionEntry
from service.publication.verification import verify
from service.settings import Settings
from service.storage.database import Database
from service.workforce.records import Kind
from tests.past_the_triggers import behind_its_back
from tests.small_council import (
    LATE_LEAVER,
    LATER,
    MARCH,
    NOW,
    PSW,
    SEPTEMBER,
    employments,
    send,
    sent,
)

Json = dict[str, Any]
JO = Actor("Jo", frozenset({Scope.PSW}))
REASON = "The comment on vacancies named the wrong team."
TURNOVER = "turnover-fte"
PAY = "Pay is below that of our neighbours.\nCabinet decides on 2 December."


def writer(settings: Settings, *, end: date = SEPTEMBER, actor: Actor = PSW) -> Writer:
    return Writer(end, actor, NOW, settings)


def action(**changed: Any) -> Action:
    usual = Action("Raise the retention payment", "Director", date(2027, 1, 31), None, "open", None)
    return replace(usual, **changed)


async def document(entry: EditionEntry) -> Json:
    return operations.content_of(await operations.stored(entry.id))


async def missed_target() -> None:
    """At most 10 % turnover, decided before; it is 24.4 %."""
    await targets.add(
        Wish(
            TURNOVER, "council", "", "", "10", "1",
            date(2026, 4, 1), date(2026, 4, 1), None, "Cabinet, 1 April 2026, paper 7",
        ),
        PSW,
        NOW,
    )  # fmt: skip


async def standing(kind: PartKind, end: date = SEPTEMBER) -> list[Part]:
    return (await parts_of(end)).of(kind)


# --- writing -----------------------------------------------------------------------------------


async def test_two_who_write_at_once_lose_nothing(settings: Settings):
    first = await words.set_headline(writer(settings), "Turnover rose.", None)
    mine = writer(settings, actor=JO)
    await words.set_headline(mine, "Turnover rose to a quarter.", first.revision)
    for seen in (first.revision, None):
        with pytest.raises(
            PreparationOvertaken, match=r"Jo wrote this headline at 09:30 on"
        ) as one:
            await words.set_headline(writer(settings), "Turnover fell.", seen)
        assert one.value.extra["standing"]["words"] == "Turnover rose to a quarter."
        assert one.value.extra["yours"] == {"words": "Turnover fell."}
    [kept] = await standing(PartKind.HEADLINE)
    assert (kept.content, kept.revision, kept.by) == (
        {"words": "Turnover rose to a quarter."},
        2,
        "Jo",
    )
    trail = [(each.action, each.before, each.after) for each in await audit.entries()]
    assert trail[0] == (
        "headline.written",
        {"revision": 1, "words": "Turnover rose."},
        {"revision": 2, "words": "Turnover rose to a quarter."},
    )


async def test_of_several_at_the_same_moment_one_is_kept(settings: Settings):
    done = await asyncio.gather(
        *(words.set_headline(writer(settings), f"Version {n}.", None) for n in range(4)),
        return_exceptions=True,
    )
    kept = [each for each in done if isinstance(each, Part)]
    assert len(kept) == 1
    assert [type(each) for each in done if each not in kept] == [PreparationOvertaken] * 3
    assert await standing(PartKind.HEADLINE) == kept


async def test_what_is_taken_away_can_be_written_again_and_is_remembered(settings: Settings):
    await words.set_headline(writer(settings), "Turnover rose.", None)
    await words.remove(writer(settings, actor=JO), PartKind.HEADLINE, "", 1)
    assert await standing(PartKind.HEADLINE) == []
    with pytest.raises(PreparationOvertaken, match="Jo removed this headline"):
        await words.set_headline(writer(settings), "Turnover fell.", 1)
    with pytest.raises(PreparationOvertaken, match="Jo removed this headline"):
        await words.remove(writer(settings), PartKind.HEADLINE, "", 1)
    again = await words.set_headline(writer(settings), "Turnover fell.", None)
    assert again.revision == 3


async def test_nothing_is_taken_away_where_nothing_ever_was(settings: Settings):
    with pytest.raises(NoSuchPart):
        await words.remove(writer(settings), PartKind.EVENT, str(uuid4()), 1)
    with pytest.raises(NoSuchPart):
        await words.set_comment(writer(settings), "turnip", Comment("Why.", "Jo", None), None)


TOLD = """
part     | text                       | says
headline | One. Two. Three.           | words has 3 sentences: two are the most
headline | Two\\nlines                 | words has a line break: it is one line
comment  | 50,000                     | words has 50,000 characters: 4,000 are the most
comment  | Bell\\x07                   | words has a character that cannot be shown (U+0007) at 5
event    | 61                         | words has 61 characters: 60 are the most
action   | 501                        | words has 501 characters: 500 are the most
"""


async def written(part: str, said: str, by: Writer) -> None:
    match part:
        case "headline":
            await words.set_headline(by, said, None)
        case "comment":
            await words.set_comment(by, TURNOVER, Comment(said, "Jo", None), None)
        case "event":
            await words.set_event(by, None, SEPTEMBER, said)
        case _:
            await words.add_action(by, action(words=said))


@pytest.mark.parametrize(
    ("part", "text", "says"),
    [[cell.strip() for cell in line.split("|")] for line in TOLD.strip().splitlines()[1:]],
)
async def test_what_cannot_be_taken_is_said_with_its_field(
    settings: Settings, part: str, text: str, says: str
):
    digits = text.replace(",", "")
    said = "a" * int(digits) if digits.isdigit() else text.encode().decode("unicode_escape")
    with pytest.raises(WordsInvalid) as refusal:
        await written(part, said, writer(settings))
    assert says in refusal.value.detail
    assert [each["pointer"] for each in refusal.value.extra["errors"]] == ["/words"]
    assert (await parts_of(SEPTEMBER)).latest == ()


async def test_dates_that_cannot_be_are_refused(settings: Settings):
    tomorrow = NOW.date() + timedelta(days=1)
    with pytest.raises(WordsInvalid, match="written_on is in the future"):
        await words.set_comment(writer(settings), TURNOVER, Comment("Why.", "Jo", tomorrow), None)
    with pytest.raises(WordsInvalid, match="on is after the half-year"):
        await words.set_event(writer(settings), None, date(2026, 10, 1), "Pay rise")
    for changed, says in (
        ({"due": date(2026, 9, 29)}, "due is before the action was set"),
        ({"due": date(2226, 9, 29)}, "check the year"),
        ({"measure": "turnip"}, "measure is not the id of a measure"),
        ({"state": "closed"}, "outcome is asked for"),
        ({"outcome": "Done"}, "outcome is of a closed action only"),
        ({"owner": " "}, "owner has no words"),
    ):
        with pytest.raises(WordsInvalid, match=says):
            await words.add_action(writer(settings), action(**changed))
    with pytest.raises(NotAHalfYearEnd):
        await words.set_headline(writer(settings, end=date(2026, 8, 31)), "Rose.", None)


# --- what an edition takes with it -------------------------------------------------------------


async def test_a_missed_target_without_a_comment_is_not_published(settings: Settings):
    await sent(settings)
    await missed_target()
    with pytest.raises(CommentsMissing, match="Turnover") as refusal:
        await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert refusal.value.extra["missing"] == [TURNOVER]
    assert await operations.listing() == []
    await words.set_comment(writer(settings), TURNOVER, Comment(PAY, "Jo Example", None), None)
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert (await document(entry))["commentary"]["comments"] == [
        {"measure": TURNOVER, "words": PAY, "owner": "Jo Example", "written_on": "2026-11-20"}
    ]


async def test_the_words_are_frozen_and_verified_with_the_figures(
    settings: Settings, database: Database
):
    await sent(settings)
    await words.set_headline(writer(settings), "<b>Turnover</b> rose & rose.", None)
    await words.set_event(writer(settings), None, date(2026, 5, 1), "Retention payment starts")
    set_here = await words.add_action(writer(settings), action(measure=TURNOVER))
    await plan.set_person(writer(settings), None, Person("Ada Example", "Director", "Briefing"))
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    held = await operations.stored(entry.id)
    content = operations.content_of(held)
    assert content["commentary"]["headline"] == "<b>Turnover</b> rose & rose."
    assert [each["action"] for each in content["commentary"]["actions"]] == [set_here.key]
    assert content["release"]["pre_release_access"] == [
        {"name": "Ada Example", "role": "Director", "reason": "Briefing"}
    ]
    assert b'"kept"' not in held.public_content
    await words.set_headline(writer(settings), "Turnover fell.", 1)
    assert await operations.stored(entry.id) == held
    verdict = await verify(entry.id, settings)
    assert (verdict.agrees, verdict.first_difference) == (True, None)
    await behind_its_back(
        database,
        "preparation_part",
        'UPDATE preparation_part SET content = \'{"words":"All is well."}\''
        " WHERE kind = 'headline' AND revision = 1",
    )
    found = (await verify(entry.id, settings)).first_difference
    assert found is not None
    assert (found.path, found.recomputed) == ("commentary.headline", "All is well.")


async def test_an_edition_for_which_nothing_was_written_has_no_such_members(settings: Settings):
    await sent(settings)
    content = await document(await operations.publish(SEPTEMBER, PSW, NOW, settings))
    assert {"commentary", "release"}.isdisjoint(content)


async def test_other_words_are_a_correction_and_the_same_words_are_none(settings: Settings):
    await sent(settings)
    await words.set_headline(writer(settings), "Vacancies rose in Harbour.", None)
    await operations.publish(SEPTEMBER, PSW, NOW, settings)
    with pytest.raises(NothingMoved):
        await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)
    await words.set_headline(writer(settings), "Vacancies rose in Moorland.", 1)
    second = await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)
    content = await document(second)
    assert [each["code"] for each in content["changes"]["causes"]] == ["changed-words"]
    assert content["commentary"]["headline"] == "Vacancies rose in Moorland."
    assert (await verify(second.id, settings)).agrees


async def test_words_written_while_it_is_computed_are_taken_in(settings: Settings, monkeypatch):
    await sent(settings)
    await words.set_headline(writer(settings), "Turnover rose.", None)
    make = files.make
    told = ["Turnover rose a little.", "Turnover rose a lot."]

    async def slowly(*arguments: Any) -> Any:
        if told:
            [now] = await standing(PartKind.HEADLINE)
            await words.set_headline(writer(settings, actor=JO), told.pop(0), now.revision)
        return await make(*arguments)

    monkeypatch.setattr(files, "make", slowly)
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert (await document(entry))["commentary"]["headline"] == "Turnover rose a lot."


async def test_an_open_action_comes_back_and_a_closed_one_stays_closed(settings: Settings):
    await sent(settings)
    spring = writer(settings, end=MARCH)
    kept = await words.add_action(spring, action(due=date(2026, 12, 1)))
    ended = await words.add_action(spring, action(words="Fill post P3", due=date(2026, 6, 1)))
    await operations.publish(
        MARCH, PSW, NOW, settings, accept_missing_returns="Nothing was counted in March."
    )
    autumn = writer(settings)
    closed = action(
        words="Fill post P3", due=date(2026, 6, 1), state="closed", outcome="Filled in May"
    )
    shown = [each.key for each in words.shown_actions(await parts_of(SEPTEMBER))]
    assert shown == [ended.key, kept.key]
    await words.change_action(autumn, UUID(ended.key), closed, 1)
    entry = await operations.publish(SEPTEMBER, PSW, LATER, settings)
    frozen = (await document(entry))["commentary"]["actions"]
    assert [(each["state"], each["since"], each["closed_in"]) for each in frozen] == [
        ("closed", "2026-03-31", "2026-09-30"),
        ("open", "2026-03-31", None),
    ]
    # In the next half-year the open one is there, the closed one is not and does not come back.
    following = date(2027, 3, 31)
    assert [each.key for each in words.shown_actions(await parts_of(following))] == [kept.key]
    with pytest.raises(NoSuchPart):
        await words.change_action(writer(settings, end=following), UUID(ended.key), action(), 2)
    with pytest.raises(ActionClosed, match="says that it is closed"):
        await words.change_action(autumn, UUID(ended.key), action(due=date(2026, 12, 1)), 2)
    with pytest.raises(ActionClosed, match="close it and say what came of it"):
        await words.remove_action(autumn, UUID(kept.key), 1)
    # What March said of it stays what March says.
    [march] = [each for each in await standing(PartKind.ACTION, MARCH) if each.key == ended.key]
    assert march.content["state"] == "open"
    assert (await verify(entry.id, settings)).agrees


async def test_an_action_set_by_mistake_is_taken_back_while_nobody_has_read_it(settings: Settings):
    wrong = await words.add_action(writer(settings), action())
    await words.remove_action(writer(settings), UUID(wrong.key), 1)
    assert words.shown_actions(await parts_of(SEPTEMBER)) == []


async def test_words_that_nobody_approved_are_not_quoted(settings: Settings):
    with pytest.raises(QuotationNotApproved) as refusal:
        await words.add_quotation(writer(settings), UUID(int=7))
    assert refusal.value.extra["quotations"] == [str(UUID(int=7))]


# --- the task list and the second signature ----------------------------------------------------


async def states(settings: Settings) -> dict[str, str]:
    found = await tasks.preparation(SEPTEMBER, NOW, settings)
    return {each.task.value: each.state.value for each in found.lines}


async def test_the_task_list_says_what_is_done_and_a_tick_is_of_what_was_seen(settings: Settings):
    two = replace(settings, two_person_sign_off=True)
    assert (await states(two))["data-in"] == "to-do"
    await sent(settings)
    await words.set_headline(writer(settings), "Some 24.4% left, 1 of 4.1.", None)
    found = await tasks.preparation(SEPTEMBER, NOW, two)
    assert found.told[0] == {
        "where": "headline", "key": "", "measure": found.told[0]["measure"], "number": "24.4",
    }  # fmt: skip
    of = {each.task.value: each.of for each in found.lines}
    for task in tasks.BY_HAND:
        await tasks.tick(writer(settings, actor=JO), task.value, of[task.value] or "")
    await tasks.sign_off(writer(settings, actor=JO), of["signed-off"] or "")
    assert await states(two) == {
        "data-in": "done",
        "numbers-checked": "done",
        "words-written": "done",
        "suppression-reviewed": "done",
        "preview": "done",
        "pre-release-access": "done",
        "signed-off": "done",
        "publish": "to-do",
    }
    await words.set_headline(writer(settings), "Many left.", 1)
    after = await states(two)
    assert [name for name, state in after.items() if state == "out-of-date"] == [
        "suppression-reviewed",
        "preview",
        "signed-off",
    ]
    with pytest.raises(DraftOvertaken):
        await tasks.tick(writer(settings), "preview", of["preview"] or "")
    with pytest.raises(NoSuchTask):
        await tasks.tick(writer(settings), "data-in", "0" * 64)


async def test_the_one_who_signs_is_not_the_one_who_publishes(settings: Settings):
    two = replace(settings, two_person_sign_off=True)
    await sent(settings)

    async def signed(by: Actor) -> None:
        found = await tasks.preparation(SEPTEMBER, NOW, two)
        await tasks.sign_off(writer(settings, actor=by), found.fingerprints.everything)

    async def refused(says: str) -> None:
        with pytest.raises(SignOffNeeded, match=says):
            await operations.publish(SEPTEMBER, PSW, NOW, two)

    await refused("Nobody has signed")
    await signed(PSW)
    await refused("cannot be the one who publishes")
    await signed(Actor("Another name", PSW.scopes, key_id=UUID(int=1)))
    with pytest.raises(SignOffNeeded, match="cannot be the one who publishes"):
        await operations.publish(
            SEPTEMBER, Actor("the PSW", PSW.scopes, key_id=UUID(int=1)), NOW, two
        )
    await signed(JO)
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    await refused("changed since Jo signed")
    await signed(JO)
    entry = await operations.publish(SEPTEMBER, PSW, NOW, two)
    content = await document(entry)
    assert (content["published_by"], content["release"]["signed_off"]) == (
        PSW.name,
        {"by": "Jo", "at": "2026-11-20T09:30:00Z"},
    )
    assert (await verify(entry.id, two)).agrees
    # A correction needs a signature of its own.
    await words.set_headline(writer(settings), "Many left.", None)
    with pytest.raises(SignOffNeeded, match="changed since Jo signed"):
        await operations.correct(SEPTEMBER, REASON, PSW, LATER, two)


async def test_a_signature_of_the_publisher_is_not_told_as_a_second_person(settings: Settings):
    await sent(settings)
    found = await tasks.preparation(SEPTEMBER, NOW, settings)
    await tasks.sign_off(writer(settings), found.fingerprints.everything)
    assert "release" not in await document(await operations.publish(SEPTEMBER, PSW, NOW, settings))


async def test_words_that_never_rest_end_in_a_refusal(settings: Settings, monkeypatch):
    await sent(settings)
    make = files.make

    async def slowly(*arguments: Any) -> Any:
        found = await standing(PartKind.HEADLINE)
        seen = found[0].revision if found else None
        await words.set_headline(writer(settings, actor=JO), f"Revision {seen}.", seen)
        return await make(*arguments)

    monkeypatch.setattr(files, "make", slowly)
    with pytest.raises(OvertakenByReturns):
        await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert await operations.listing() == []

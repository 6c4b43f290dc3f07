"""When an edition becomes public, and what is left of one that was withdrawn; on each database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.access import audit
from service.publication import operations
from service.publication.deliveries import outbox, worker
from service.publication.preparation import plan
from service.publication.preparation.words import Writer
from service.publication.refusals import (
    AlreadyPublished,
    AlreadyWithdrawn,
    EditionWithdrawn,
    NotPublished,
    ReasonMissing,
    ReleaseInThePast,
    ReleaseUnreadable,
    WaitsForRelease,
)
from service.publication.shelf import listing_at
from service.publication.store import EditionEntry, Withdrawal
from service.publication.verification import verify
from service.settings import Settings
from service.workforce.records import Kind
from tests.small_council import (
    CASELOADS,
    LATE_LEAVER,
    LATER,
    NOW,
    PSW,
    SEPTEMBER,
    employments,
    published_september,
    send,
    sent,
)

Json = dict[str, Any]
MOMENT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
REASON = "A social worker who had left was reported late."
WHY = "Two figures by team pointed to one person."
SECOND = timedelta(seconds=1)


def writer(settings: Settings) -> Writer:
    return Writer(SEPTEMBER, PSW, NOW, settings)


async def document(entry: EditionEntry) -> Json:
    return operations.content_of(await operations.stored(entry.id))


async def public_versions(moment: datetime) -> list[int]:
    return [each.version for each in listing_at(await operations.listing(), (), moment).entries]


# --- the moment --------------------------------------------------------------------------------


async def test_it_is_public_at_its_moment_and_not_a_second_before(settings: Settings):
    await sent(settings)
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings, release_at="2026-11-26")
    assert (entry.published_at, entry.public_from) == (NOW, MOMENT)
    assert await operations.listing() == [entry]
    assert [await public_versions(MOMENT + offset) for offset in (-SECOND, 0 * SECOND)] == [[], [1]]
    assert (await document(entry))["release"] == {
        "public_from": "2026-11-26T09:30:00Z",
        "next": None,
        "pre_release_access": [],
        "signed_off": None,
        "kept": [],
    }
    assert (await verify(entry.id, settings)).agrees


async def test_it_follows_the_plan_and_a_plan_that_has_passed_is_not_forgotten(settings: Settings):
    await sent(settings)
    await plan.set_plan(writer(settings), "2026-11-26T14:00", None)
    late = datetime(2026, 11, 26, 14, 0, 1, tzinfo=UTC)
    with pytest.raises(ReleaseInThePast, match="2:00pm on 26 November 2026, which has passed"):
        await operations.publish(SEPTEMBER, PSW, late, settings)
    assert await operations.listing() == []
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert entry.public_from == datetime(2026, 11, 26, 14, 0, tzinfo=UTC)


async def test_now_is_now_whatever_was_planned(settings: Settings):
    await sent(settings)
    await plan.set_plan(writer(settings), "2026-11-26", None)
    late = MOMENT + timedelta(days=1)
    entry = await operations.publish(SEPTEMBER, PSW, late, settings, release_at="now")
    assert (entry.release_at, entry.public_from) == (None, late)


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("2026-11-20T09:30Z", ReleaseInThePast),
        ("2020-01-01", ReleaseInThePast),
        ("soon", ReleaseUnreadable),
        ("", ReleaseUnreadable),
    ],
)
async def test_a_moment_that_cannot_be_is_refused(
    settings: Settings, written: str, refusal: type[Exception]
):
    await sent(settings)
    with pytest.raises(refusal):
        await operations.publish(SEPTEMBER, PSW, NOW, settings, release_at=written)
    with pytest.raises(refusal):
        await plan.set_plan(writer(settings), written, None)
    assert await operations.listing() == []


async def test_the_news_of_it_waits_for_the_moment(settings: Settings, tmp_path, monkeypatch):
    named = replace(
        settings,
        mail_server=f"folder:{tmp_path}",
        mail_from="a@testshire.example",
        mail_to=("b@testshire.example",),
    )
    await sent(named)
    await operations.publish(SEPTEMBER, PSW, NOW, named, release_at="2026-11-26")
    monkeypatch.setattr("service.clock.now", lambda: MOMENT - SECOND)
    assert await worker.deliver_due(named) == []
    monkeypatch.setattr("service.clock.now", lambda: MOMENT)
    assert [each.state for each in await worker.deliver_due(named)] == ["delivered"]
    [letter] = tmp_path.glob("*.eml")
    assert "Date: Thu, 26 Nov 2026 09:30:00 +0000" in letter.read_text()


async def test_one_that_waits_is_withdrawn_before_it_is_published_again(settings: Settings):
    """Nobody outside notices: no notice, no news, and the next one is not a correction."""
    named = replace(
        settings,
        mail_server="folder:/nowhere",
        mail_from="a@testshire.example",
        mail_to=("b@testshire.example",),
    )
    await sent(named)
    first = await operations.publish(SEPTEMBER, PSW, NOW, named, release_at="2026-11-26")
    with pytest.raises(WaitsForRelease, match="9:30am on 26 November 2026"):
        await operations.correct(SEPTEMBER, REASON, PSW, LATER, named)
    with pytest.raises(AlreadyPublished):
        await operations.publish(SEPTEMBER, PSW, LATER, named)
    gone = await operations.withdraw(SEPTEMBER, 1, WHY, PSW, LATER, settings=named)
    assert gone.cancelled
    assert await public_versions(MOMENT) == []
    assert [each.state for each in await outbox.deliveries()] == ["given-up"]
    with pytest.raises(NotPublished):
        await operations.correct(SEPTEMBER, REASON, PSW, LATER, named)
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), named)
    second = await operations.publish(SEPTEMBER, PSW, LATER, named, release_at="now")
    assert (second.version, second.reason) == (
        2,
        "Version 1 was withdrawn before it was public.",
    )
    content = await document(second)
    assert content["changes"] is None
    assert await public_versions(MOMENT) == [2]
    assert (await verify(second.id, named)).agrees
    assert (await verify(first.id, named)).agrees
    assert [each.event for each in await outbox.deliveries()] == ["published", "published"]


# --- withdrawal --------------------------------------------------------------------------------


async def test_a_withdrawn_edition_is_not_changed_and_its_notice_says_why(settings: Settings):
    entry = await published_september(settings)
    held = await operations.stored(entry.id)
    gone = await operations.withdraw(SEPTEMBER, 1, f"  {WHY}\n", PSW, LATER, settings=settings)
    assert gone.withdrawal == Withdrawal(LATER, PSW.name, WHY)
    assert await operations.listing() == [gone]
    after = await operations.stored(entry.id)
    assert (after.content, after.public_content) == (held.content, held.public_content)
    assert (await verify(entry.id, settings)).agrees
    with pytest.raises(EditionWithdrawn, match=WHY):
        await operations.document_or_draft(SEPTEMBER, LATER, settings, version=1, as_draft=False)
    newest = (await audit.entries())[0]
    assert (newest.action, newest.subject_id, newest.after) == (
        "edition.withdrawn",
        str(entry.id),
        {"reason": WHY, "was_public": True},
    )


async def test_of_several_who_withdraw_at_once_one_does(settings: Settings):
    await published_september(settings)
    done = await asyncio.gather(
        *(
            operations.withdraw(SEPTEMBER, 1, f"{WHY} {n}", PSW, LATER, settings=settings)
            for n in range(3)
        ),
        return_exceptions=True,
    )
    won = [each for each in done if isinstance(each, EditionEntry)]
    assert len(won) == 1
    assert [type(each) for each in done if each not in won] == [AlreadyWithdrawn] * 2
    assert await operations.listing() == won


async def test_nothing_is_withdrawn_without_a_version_or_a_reason(settings: Settings):
    with pytest.raises(NotPublished):
        await operations.withdraw(SEPTEMBER, 1, WHY, PSW, NOW, settings=settings)
    entry = await published_september(settings)
    with pytest.raises(ReasonMissing):
        await operations.withdraw(SEPTEMBER, 1, "Wrong.", PSW, NOW, settings=settings)
    assert await operations.listing() == [entry]


async def test_a_later_version_does_not_tell_what_was_taken_back(settings: Settings):
    """What stood in a withdrawn version is not set against the new one in public."""
    await published_september(settings)
    await operations.withdraw(SEPTEMBER, 1, WHY, PSW, LATER, settings=settings)
    await send(Kind.CASELOADS, CASELOADS.replace(",16,1,", ",26,1,"), settings)
    later = LATER + timedelta(hours=1)
    second = await operations.correct(SEPTEMBER, REASON, PSW, later, settings)
    held = await operations.stored(second.id)
    assert operations.content_of(held)["changes"]["since"]["withdrawn"] is True
    public = operations.content_of(replace(held, content=held.public_content))
    assert {each["measure"] for each in public["changes"]["figures"]} == {"average-caseload"}
    assert [each["before"] for each in public["changes"]["figures"] if each["before"]] == []
    assert "withdrawn-version" in {each["code"] for each in public["changes"]["causes"]}
    assert (await verify(second.id, settings)).agrees


async def test_after_a_withdrawal_the_same_figures_may_be_published_again(settings: Settings):
    await published_september(settings)
    await operations.withdraw(SEPTEMBER, 1, WHY, PSW, LATER, settings=settings)
    second = await operations.correct(
        SEPTEMBER, "It was withdrawn by mistake.", PSW, LATER, settings
    )
    assert (second.version, (await verify(second.id, settings)).agrees) == (2, True)
    # Withdrawn after it was corrected: that does not alter what the correction says.
    await operations.withdraw(SEPTEMBER, 2, WHY, PSW, LATER, settings=settings)
    assert (await verify(second.id, settings)).agrees

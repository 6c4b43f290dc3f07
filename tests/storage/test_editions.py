"""Publishing, correcting and verifying, on each database."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from scorecard.errors import NotAHalfYearEnd
from scorecard.workforce import Workforce
from service.access import audit
from service.problems import NotFound
from service.publication import operations, store
from service.publication.refusals import (
    AlreadyPublished,
    FilesDisagree,
    NothingMoved,
    NothingToPublish,
    NotPublished,
    OvertakenByReturns,
    PeriodNotOver,
    ReasonMissing,
    ReturnsMissing,
)
from service.publication.store import EditionEntry
from service.publication.verification import verify
from service.settings import Settings
from service.storage.database import Database
from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work
from service.workforce import operations as workforce
from service.workforce.records import Kind
from service.workforce.refusals import DependedOn
from tests.past_the_triggers import behind_its_back
from tests.small_council import (
    AGENCY,
    CASELOADS_HEADER,
    CORRECTED_HOURS,
    EMPLOYED,
    EMPLOYMENTS_HEADER,
    LATE_LEAVER,
    LATE_STARTER,
    LATER,
    MARCH,
    NOW,
    PSW,
    SEPTEMBER,
    employments,
    published_september,
    send,
    send_all,
    sent,
)

REASON = "A social worker who had left was reported late."


async def document(entry: EditionEntry) -> dict[str, Any]:
    return operations.content_of(await operations.stored(entry.id))


def figure(content: dict[str, Any], measure: str, category: str = "") -> dict[str, Any]:
    [found] = [
        each
        for each in content["figures"]
        if (each["measure"], each["dimension"], each["category"]) == (measure, "council", category)
    ]
    return found


# --- publishing --------------------------------------------------------------------------------


async def test_an_edition_freezes_figures_definitions_findings_and_inputs(settings: Settings):
    await sent(settings)
    draft = await operations.document_or_draft(
        SEPTEMBER, NOW, settings, version=None, as_draft=True
    )
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    held = await operations.stored(entry.id)
    content = operations.content_of(held)
    frozen = (
        *("period", "measures", "parameters", "figures", "findings", "inputs", "records"),
        "council",
    )
    assert {name: content[name] for name in frozen} == {name: draft[name] for name in frozen}
    assert content["disclosure"]["policy"]["threshold"] == 5
    decided = {*frozen, "disclosure", "comparisons"}
    assert {name: value for name, value in content.items() if name not in decided} == {
        "status": "edition",
        "edition": str(entry.id),
        "version": 1,
        "published_at": "2026-11-20T09:30:00Z",
        "published_by": "the principal social worker",
        "reason": None,
        "made_with": "0.1.0",
        "changes": None,
    }
    turnover = figure(content, "turnover-fte")
    assert (turnover["numerator"], turnover["denominator"], turnover["value"]) == (
        "1",
        "4.1",
        "24.4",
    )
    stamps = await workforce.inputs()
    assert [each["id"] for each in content["inputs"]] == [str(stamp.id) for stamp in stamps]
    assert len(stamps) == 5
    assert entry.content_sha256 == hashlib.sha256(held.content).hexdigest()


async def test_what_is_imported_later_does_not_change_an_edition(settings: Settings):
    entry = await published_september(settings)
    before = await operations.stored(entry.id)
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    assert await operations.stored(entry.id) == before
    draft = await operations.document_or_draft(
        SEPTEMBER, NOW, settings, version=None, as_draft=True
    )
    assert figure(draft, "turnover-fte")["value"] == "64.5"


async def test_publishing_again_is_refused(settings: Settings):
    entry = await published_september(settings)
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    with pytest.raises(AlreadyPublished) as refusal:
        await operations.publish(SEPTEMBER, PSW, LATER, settings)
    assert refusal.value.extra == {"period": "2026-09-30", "version": 1}
    assert await operations.listing() == [entry]


async def test_a_half_year_that_is_not_over_is_not_published(settings: Settings):
    await sent(settings)
    evening = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)  # half past eleven in England
    with pytest.raises(PeriodNotOver):
        await operations.publish(SEPTEMBER, PSW, evening, settings)
    midnight = datetime(2026, 9, 30, 23, 0, tzinfo=UTC)  # 1 October in England
    entry = await operations.publish(SEPTEMBER, PSW, midnight, settings)
    assert entry.version == 1


async def test_a_day_on_which_no_half_year_ends_is_refused(settings: Settings):
    await sent(settings)
    with pytest.raises(NotAHalfYearEnd):
        await operations.publish(date(2026, 8, 31), PSW, NOW, settings)
    assert await operations.listing() == []


async def test_nothing_is_published_without_data(settings: Settings):
    with pytest.raises(NothingToPublish):
        await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert await operations.listing() == []


# --- returns that were not sent ----------------------------------------------------------------

WHY = "We employ no agency workers, so there is no such return."


async def test_without_a_return_that_headline_figures_rest_on_nothing_is_published(
    settings: Settings,
):
    await send_all(settings, without=[Kind.AGENCY, Kind.ABSENCES])
    with pytest.raises(ReturnsMissing) as refusal:
        await operations.publish(SEPTEMBER, PSW, NOW, settings)
    missing = [
        {"kind": "agency", "words": "No return with agency assignments is in force."},
        {"kind": "absences", "words": "No return with absences is in force."},
    ]
    assert refusal.value.extra == {"missing": missing}
    assert refusal.value.detail == (
        "Headline figures of the half-year to 30 September 2026 rest on returns that were not sent. "
        "No return with agency assignments is in force. No return with absences is in force. "
        "Nothing was published. Send them, or publish without them and say why, for everybody to "
        "read: accept_missing_returns (on the command line --accept-missing-returns)."
    )
    assert await operations.listing() == []
    draft = await operations.document_or_draft(
        SEPTEMBER, NOW, settings, version=None, as_draft=True
    )
    assert [(each["code"], each["words"].split(".")[0]) for each in draft["notices"]] == [
        ("return-missing", "No return with agency assignments is in force"),
        ("return-missing", "No return with absences is in force"),
    ]


async def test_returns_of_the_half_year_before_are_not_those_of_this_one(settings: Settings):
    """All were sent in April; in October nobody sent anything, and somebody publishes."""
    april = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)
    await send_all(settings, april, without=[Kind.CASELOADS, Kind.EMPLOYMENTS, Kind.AGENCY])
    before = "\n".join((EMPLOYED["SW1"], EMPLOYED["SW3"].replace("2026-06-30", "2026-02-27"), ""))
    await send(Kind.EMPLOYMENTS, EMPLOYMENTS_HEADER + before, settings, now=april)
    agency = AGENCY.replace("2026-05-04", "2025-05-05")
    await send(Kind.AGENCY, agency, settings, now=april)
    caseloads = CASELOADS_HEADER + "SW1001,2026-03-31,Harbour,16,1,child,no\n"
    await send(Kind.CASELOADS, caseloads, settings, now=april)
    assert (await operations.publish(MARCH, PSW, april, settings)).version == 1
    with pytest.raises(ReturnsMissing) as refusal:
        await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert [each["kind"] for each in refusal.value.extra["missing"]] == [
        "posts",
        "employments",
        "agency",
        "absences",
        "caseloads",
    ]
    assert (
        "The employments held tell nothing of the half-year (the latest day they tell of is "
        "27 February 2026)."
    ) in refusal.value.detail


async def test_published_without_a_return_it_says_so_and_why_to_everybody(settings: Settings):
    await send_all(settings, without=[Kind.AGENCY])
    entry = await operations.publish(
        SEPTEMBER, PSW, NOW, settings, accept_missing_returns=f"  {WHY}\n"
    )
    held = await operations.stored(entry.id)
    accepted = {
        "reason": WHY,
        "returns": [{"kind": "agency", "words": "No return with agency assignments is in force."}],
    }
    assert operations.content_of(held)["accepted_missing_returns"] == accepted
    assert json.loads(held.public_content)["accepted_missing_returns"] == accepted
    [trail] = [each for each in await audit.entries() if each.subject_kind == "edition"]
    assert trail.after is not None
    assert trail.after["accepted_missing_returns"] == accepted
    assert (await verify(entry.id, settings)).agrees
    # What was accepted once is not taken for granted: the correction has to say it again.
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    with pytest.raises(ReturnsMissing):
        await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)
    second = await operations.correct(
        SEPTEMBER, REASON, PSW, LATER, settings, accept_missing_returns=WHY
    )
    assert (await document(second))["accepted_missing_returns"] == accepted
    assert (await verify(second.id, settings)).agrees


async def test_a_reason_for_what_is_not_missing_is_not_published(settings: Settings):
    await sent(settings)
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings, accept_missing_returns=WHY)
    assert "accepted_missing_returns" not in await document(entry)
    assert (await verify(entry.id, settings)).agrees


@pytest.mark.parametrize("why", ["", "   ", "None.", "x" * 1001])
async def test_publishing_without_a_return_needs_a_reason_that_says_something(
    settings: Settings, why: str
):
    await send_all(settings, without=[Kind.AGENCY])
    with pytest.raises(ReasonMissing) as refusal:
        await operations.publish(SEPTEMBER, PSW, NOW, settings, accept_missing_returns=why)
    assert [each["pointer"] for each in refusal.value.extra["errors"]] == [
        "/accept_missing_returns"
    ]
    assert await operations.listing() == []


async def test_another_reason_written_into_an_edition_is_found_out(
    settings: Settings, database: Database
):
    await send_all(settings, without=[Kind.AGENCY])
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings, accept_missing_returns=WHY)
    held = await operations.stored(entry.id)
    altered = held.content.decode().replace(WHY, "It was forgotten.").encode().hex()
    literal = f"X'{altered}'" if database.is_sqlite else f"'\\x{altered}'"
    await behind_its_back(database, "edition", f"UPDATE edition SET content = {literal}")
    verdict = await verify(entry.id, settings)
    assert verdict.first_difference is not None
    assert verdict.first_difference.path == "content_sha256"


async def test_of_two_publishes_at_once_exactly_one_wins(settings: Settings):
    await sent(settings)
    outcomes = await asyncio.gather(
        *(operations.publish(SEPTEMBER, PSW, NOW, settings) for _ in range(4)),
        return_exceptions=True,
    )
    won = [each for each in outcomes if isinstance(each, EditionEntry)]
    lost = [type(each) for each in outcomes if not isinstance(each, EditionEntry)]
    assert lost == [AlreadyPublished] * 3
    assert await operations.listing() == won


async def test_of_two_corrections_at_once_exactly_one_wins(settings: Settings):
    first = await published_september(settings)
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    outcomes = await asyncio.gather(
        *(operations.correct(SEPTEMBER, REASON, PSW, LATER, settings) for _ in range(3)),
        return_exceptions=True,
    )
    won = [each for each in outcomes if isinstance(each, EditionEntry)]
    lost = [type(each) for each in outcomes if not isinstance(each, EditionEntry)]
    assert lost == [AlreadyPublished] * 2
    assert await operations.listing() == [*won, first]


async def test_the_store_refuses_a_second_edition_of_the_same_version(settings: Settings):
    """Even where two writers came past each other: the last line of defence."""
    entry = await published_september(settings)
    held = await operations.stored(entry.id)
    other = replace(held, entry=replace(entry, id=uuid4()))

    async def add_it() -> None:
        async with unit_of_work() as work:
            await store.add(work, other, [])

    with pytest.raises(ConstraintBroken) as broken:
        await add_it()
    assert broken.value.rule == "unique"
    assert await operations.listing() == [entry]


@pytest.mark.parametrize(("arrivals", "turnover"), [(1, "64.5"), (5, None)])
async def test_returns_that_arrive_while_it_is_computed_are_in_it_or_nothing_is_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, arrivals: int, turnover: str | None
):
    """A real import in the middle of a real publishing, again and again."""
    await sent(settings)
    replay, left = workforce.replay, arrivals

    async def interrupted(*arguments: Any) -> Workforce:
        nonlocal left
        if left:
            left -= 1
            day = f"2026-09-{15 - left:02}"
            late = LATE_LEAVER.replace("2026-09-15", day)
            await send(Kind.EMPLOYMENTS, employments(SW2=late), settings)
        return await replay(*arguments)

    monkeypatch.setattr(workforce, "replay", interrupted)
    if turnover is None:
        with pytest.raises(OvertakenByReturns):
            await operations.publish(SEPTEMBER, PSW, NOW, settings)
        assert await operations.listing() == []
        return
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    content = await document(entry)
    assert figure(content, "turnover-fte")["value"] == turnover
    assert len(content["inputs"]) == 6
    assert (await verify(entry.id, settings)).agrees


async def test_what_could_not_be_verified_is_not_published(settings: Settings, database: Database):
    """The rows held were changed behind our back: they are not what the files say."""
    await sent(settings)
    await database.engine.run_ddl("UPDATE employment SET fte = 100000")
    with pytest.raises(FilesDisagree):
        await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert await operations.listing() == []


async def test_publishing_and_correcting_are_in_the_audit_trail(settings: Settings):
    first = await published_september(settings)
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    second = await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)
    entries = [each for each in reversed(await audit.entries()) if each.subject_kind == "edition"]
    for each in entries:
        made = each.after.pop("documents")
        assert set(made) == {"ods", "pdf", "xlsx"}
    trail = [
        (each.at, each.actor, each.action, each.subject_id, each.before, each.after)
        for each in entries
    ]
    one = {
        "period": "2026-09-30",
        "version": 1,
        "content_sha256": first.content_sha256,
        "reason": None,
    }
    two = one | {"version": 2, "content_sha256": second.content_sha256, "reason": REASON}
    name = "the principal social worker"
    assert trail == [
        (NOW, name, "edition.published", str(first.id), None, one),
        (LATER, name, "edition.corrected", str(second.id), one, two),
    ]


async def test_a_return_behind_an_edition_cannot_be_undone(settings: Settings):
    await published_september(settings)
    for stamp in await workforce.inputs():
        with pytest.raises(DependedOn):
            await workforce.undo(stamp.id, actor=PSW, now=LATER)


# --- correcting --------------------------------------------------------------------------------


async def test_a_correction_is_the_next_version_and_says_what_moved_and_why(settings: Settings):
    first = await published_september(settings)
    before = await operations.stored(first.id)
    late = await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER, SW1=CORRECTED_HOURS), settings)
    second = await operations.correct(SEPTEMBER, f"  {REASON}\n", PSW, LATER, settings)
    assert (second.version, second.reason) == (2, REASON)
    assert await operations.stored(first.id) == before
    changes = (await document(second))["changes"]
    assert changes["since"] == {
        "edition": str(first.id),
        "version": 1,
        "content_sha256": first.content_sha256,
    }
    assert late.record is not None
    ref = str(late.record.id)
    assert changes["causes"] == [
        {
            "code": "corrected-fte",
            "count": 1,
            "words": "The working hours (FTE) of 1 social worker were corrected",
            "rows": [f"{ref}#2"],
        },
        {
            "code": "late-leaver",
            "count": 1,
            "words": "1 leaver was reported after the earlier version",
            "rows": [f"{ref}#3"],
        },
        {"code": "changed-findings", "count": 1, "words": "1 note on data quality changed"},
    ]
    moved = {
        each["measure"]: (each["before"]["value"], each["after"]["value"], each["because"])
        for each in changes["figures"]
        if (each["dimension"], each["category"]) == ("council", "")
    }
    assert moved["turnover-fte"] == ("24.4", "69.0", ["corrected-fte", "late-leaver"])
    assert moved["turnover-headcount"] == ("20.0", "50.0", ["late-leaver"])
    assert moved["in-post-headcount"] == ("5", "4", ["late-leaver"])
    assert "establishment-fte" not in moved


async def test_every_figure_that_moved_is_listed_and_no_other(settings: Settings):
    first = await published_september(settings)
    await send(Kind.EMPLOYMENTS, employments(SW7=LATE_STARTER), settings)
    second = await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)

    def places(content: dict[str, Any]) -> dict[tuple[str, ...], dict[str, Any]]:
        names = ("measure", "dimension", "group", "category")
        return {tuple(each[name] for name in names): each for each in content["figures"]}

    old, new = places(await document(first)), places(await document(second))
    different = {place for place in {*old, *new} if old.get(place) != new.get(place)}
    changes = (await document(second))["changes"]
    listed = [
        (each["measure"], each["dimension"], each["group"], each["category"])
        for each in changes["figures"]
    ]
    assert set(listed) == different
    assert len(listed) == len(different)
    assert {code for each in changes["figures"] for code in each["because"]} == {"late-starter"}
    assert {each["moved"] for each in changes["figures"]} == {True, False}


async def test_a_new_caseload_snapshot_is_named_as_the_cause(settings: Settings):
    await published_september(settings)
    line = "SW1004,2026-09-30,Moorland,3,1,child,no\n"
    await send(Kind.CASELOADS, CASELOADS_HEADER + line, settings)
    second = await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)
    changes = (await document(second))["changes"]
    assert [(each["code"], each["count"]) for each in changes["causes"]] == [("added-caseload", 1)]


async def test_a_correction_that_moves_nothing_is_refused(settings: Settings):
    entry = await published_september(settings)
    # After the half-year: a leaver of October changes nothing at 30 September.
    october = LATE_LEAVER.replace("2026-09-15", "2026-10-15")
    await send(Kind.EMPLOYMENTS, employments(SW2=october), settings)
    with pytest.raises(NothingMoved) as refusal:
        await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)
    assert refusal.value.detail == (
        "Nothing has moved since version 1: every figure, definition, note and word would be the "
        "same. No correction was published."
    )
    assert await operations.listing() == [entry]


async def test_what_was_never_published_is_not_corrected(settings: Settings):
    await published_september(settings)
    with pytest.raises(NotPublished):
        await operations.correct(MARCH, REASON, PSW, LATER, settings)


@pytest.mark.parametrize("reason", ["", "   \n ", "too short", "x" * 1001])
async def test_a_correction_needs_a_reason_that_can_be_read(settings: Settings, reason: str):
    entry = await published_september(settings)
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    with pytest.raises(ReasonMissing):
        await operations.correct(SEPTEMBER, reason, PSW, LATER, settings)
    assert await operations.listing() == [entry]


# --- what the public sees ----------------------------------------------------------------------


async def test_the_public_document_holds_no_small_number_and_nothing_that_leads_to_a_row(
    settings: Settings,
):
    await published_september(settings)
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    entry = await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)
    held = await operations.stored(entry.id)
    whole, public = json.loads(held.content), json.loads(held.public_content)
    # There is something to leak.
    assert {each["dimension"] for each in whole["figures"]} > {"council", "team", "role"}
    assert any(each["measure"] == "leavers-by-reason" for each in whole["figures"])
    assert any(each["measure"] == "caseload-highest" for each in whole["figures"])
    assert whole["changes"]["causes"][0]["rows"]
    people = {each["id"] for each in whole["measures"] if each["unit"] == "people"}
    shown = [each for each in public["figures"] if each["measure"] in people]
    # Two teams, and leavers of one each: a net change is no number of people.
    assert [
        each for each in shown if each["numerator"] in {"1", "2", "3", "4"}
        and not each["measure"].startswith("net-change")
    ] == []  # fmt: skip
    assert {
        each["symbol"] for each in public["figures"] if each["measure"] == "caseload-highest"
    } == {"c"}
    assert {each["count"] for each in public["changes"]["causes"]} == {None}
    assert {tuple(each) for each in public["changes"]["causes"]} == {("code", "count", "words")}
    assert set(whole) - set(public) == {"inputs", "made_with", "published_by", "records"}
    assert set(public["disclosure"]) == {"policy"}
    text = held.public_content.decode()
    for name in (
        PSW.name,
        *(str(stamp.id) for stamp in await workforce.inputs()),
    ):
        assert name in held.content.decode()
        assert name not in text
    assert public["content_sha256"] == entry.content_sha256


# --- verifying ---------------------------------------------------------------------------------


async def published(settings: Settings) -> tuple[EditionEntry, EditionEntry]:
    first = await published_september(settings)
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    second = await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)
    return first, second


async def test_editions_agree_with_the_kept_files(settings: Settings):
    for entry in await published(settings):
        assert (await verify(entry.id, settings)).as_json() == {
            "edition": str(entry.id),
            "period": "2026-09-30",
            "version": entry.version,
            "agrees": True,
            "content_sha256": entry.content_sha256,
            "recomputed_sha256": entry.content_sha256,
            "first_difference": None,
        }


async def test_verification_does_not_look_at_the_tables_of_facts(
    settings: Settings, database: Database
):
    first, second = await published(settings)
    await behind_its_back(database, "edition", "UPDATE employment SET fte = 100000")
    facts = await workforce.held_facts()
    assert {each.fte for each in facts.employments} == {100_000}
    assert (await verify(first.id, settings)).agrees
    assert (await verify(second.id, settings)).agrees


async def altered(
    database: Database, entry: EditionEntry, change: Any, *, with_hash: bool = False
) -> None:
    """Change the stored content of an edition, and its noted hash too if asked."""
    held = await operations.stored(entry.id)
    content = change(held.content)
    assert content != held.content
    value = f"x'{content.hex()}'" if database.is_sqlite else f"'\\x{content.hex()}'"
    noted = f", content_sha256 = '{hashlib.sha256(content).hexdigest()}'" if with_hash else ""
    await behind_its_back(
        database,
        "edition",
        f"UPDATE edition SET content = {value}{noted} WHERE id = '{entry.id}'",
    )


def another_turnover(content: bytes) -> bytes:
    document = json.loads(content)
    figure(document, "turnover-fte")["value"] = "14.4"
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize("with_hash", [False, True])
async def test_a_changed_figure_is_found(
    settings: Settings, database: Database, *, with_hash: bool
):
    first, _ = await published(settings)
    await altered(database, first, another_turnover, with_hash=with_hash)
    verdict = await verify(first.id, settings)
    assert verdict.agrees is False
    assert verdict.recomputed_sha256 == first.content_sha256
    found = verdict.first_difference
    assert found is not None
    assert found.path.startswith("figures[")
    assert found.path.endswith("].value")
    assert (found.stored, found.recomputed) == ("14.4", "24.4")
    assert found.words == (
        f"At {found.path} the edition says '14.4', and computed again from the files it is '24.4'."
    )


async def test_a_single_added_space_is_found(settings: Settings, database: Database):
    first, _ = await published(settings)
    await altered(database, first, lambda content: content + b" ", with_hash=True)
    verdict = await verify(first.id, settings)
    found = verdict.first_difference
    assert found is not None
    assert found.words == (
        "The stored bytes say the same in another spelling: they have been rewritten."
    )


async def test_content_that_cannot_be_read_is_found(settings: Settings, database: Database):
    first, _ = await published(settings)
    await altered(database, first, lambda content: content[:-1])
    verdict = await verify(first.id, settings)
    assert (verdict.agrees, verdict.recomputed_sha256) == (False, None)
    assert verdict.first_difference is not None
    assert verdict.first_difference.words == (
        "The stored content of Version 1 of the scorecard to 30 September 2026 is not readable: "
        "it has been altered."
    )


async def test_a_changed_noted_hash_is_found(settings: Settings, database: Database):
    first, _ = await published(settings)
    await behind_its_back(
        database, "edition", f"UPDATE edition SET content_sha256 = '{'0' * 64}' WHERE version = 1"
    )
    found = (await verify(first.id, settings)).first_difference
    assert found is not None
    assert found.words == "The noted content hash is not the hash of the content."


async def test_changed_public_content_is_found(settings: Settings, database: Database):
    first, _ = await published(settings)
    value = "x'7b7d'" if database.is_sqlite else "'\\x7b7d'"
    await behind_its_back(
        database, "edition", f"UPDATE edition SET public_content = {value} WHERE version = 1"
    )
    found = (await verify(first.id, settings)).first_difference
    assert found is not None
    assert found.path == "public_content"


async def test_a_changed_reason_is_found(settings: Settings, database: Database):
    _, second = await published(settings)
    await behind_its_back(
        database, "edition", "UPDATE edition SET reason = 'It was nothing' WHERE version = 2"
    )
    found = (await verify(second.id, settings)).first_difference
    assert found is not None
    assert (found.path, found.stored, found.recomputed) == ("reason", REASON, "It was nothing")


async def test_an_altered_version_before_spoils_the_correction(
    settings: Settings, database: Database
):
    first, second = await published(settings)
    await altered(database, first, another_turnover)
    found = (await verify(second.id, settings)).first_difference
    assert found is not None
    assert found.words == (
        "Version 1 of the scorecard to 30 September 2026, which this edition corrects, does not "
        "have its content hash."
    )


async def test_a_changed_kept_file_is_found(settings: Settings, database: Database):
    first, _ = await published(settings)
    zeros = "zeroblob(40)" if database.is_sqlite else "decode(repeat('00', 40), 'hex')"
    await behind_its_back(
        database,
        "received_chunk",
        f"UPDATE received_chunk SET sealed = {zeros} "
        "WHERE id = (SELECT min(id) FROM received_chunk)",
    )
    verdict = await verify(first.id, settings)
    assert (verdict.agrees, verdict.recomputed_sha256) == (False, None)
    found = verdict.first_difference
    assert found is not None
    assert found.path == "inputs"
    assert "altered" in found.words


async def test_under_another_identity_key_an_edition_is_not_checked(settings: Settings):
    """That the files open under no key held says nothing about the edition."""
    for entry in await published(settings):
        verdict = await verify(entry.id, replace(settings, identity_key=b"another" * 8))
        assert verdict.not_checked is not None
        assert verdict.not_checked.startswith("It could not be checked: the kept files are sealed")
        assert verdict.as_json() == {
            "edition": str(entry.id),
            "period": "2026-09-30",
            "version": entry.version,
            "agrees": None,
            "content_sha256": entry.content_sha256,
            "recomputed_sha256": None,
            "first_difference": None,
            "not_checked": verdict.not_checked,
        }


async def test_a_missing_kept_file_is_found(settings: Settings, database: Database):
    first, _ = await published(settings)
    await behind_its_back(
        database,
        "received_chunk",
        "DELETE FROM received_chunk WHERE id = (SELECT min(id) FROM received_chunk)",
    )
    verdict = await verify(first.id, settings)
    assert (verdict.agrees, verdict.recomputed_sha256) == (False, None)
    found = verdict.first_difference
    assert found is not None
    [posts, *_] = await workforce.inputs()
    assert found.words == (
        f"The file of return {posts.id} is no longer kept in full: piece 1 of 1 is missing."
    )


async def test_a_return_taken_out_of_force_is_found(settings: Settings, database: Database):
    first, _ = await published(settings)
    [stamp] = [each for each in await workforce.inputs() if each.kind is Kind.ABSENCES]
    await behind_its_back(
        database,
        "edition",
        "UPDATE workforce_return SET state = 'undone', undone_at = confirmed_at, "
        f"undone_by = 'x' WHERE id = '{stamp.id}'",
    )
    found = (await verify(first.id, settings)).first_difference
    assert found is not None
    assert found.words == (f"The return {stamp.id}, which this edition was computed from, is gone.")


async def test_an_edition_that_does_not_exist_is_not_verified(settings: Settings):
    await published(settings)
    with pytest.raises(NotFound):
        await verify((await workforce.inputs())[0].id, settings)

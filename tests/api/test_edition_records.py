"""Records entered in the service: in the draft, frozen with an edition, replayed when it is verified."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from scorecard.periods import half_year_ending
from scorecard.records import RecordKind
from service import clock
from service.access.actor import Scope
from service.publication import freezing, operations, sealed_records, store
from service.publication.refusals import OvertakenByReturns
from service.publication.store import EditionEntry
from service.publication.verification import verify
from service.scorecards import records
from service.settings import Settings
from service.storage.database import Database
from service.workforce.identity import identify
from tests.conftest import IDENTITY_KEY
from tests.laid_once import laid_once
from tests.past_the_triggers import behind_its_back
from tests.small_academy import Headers, Office
from tests.small_council import LATER, NOW, PSW, SEPTEMBER, send_all

KeyFor = Callable[..., Awaitable[Headers]]
IN_MARCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
IN_AUGUST = datetime(2026, 8, 20, 9, 0, tzinfo=UTC)
ITEMS = ("welcome", "assessment", "reflection")


@pytest.fixture
async def laid(
    client: httpx.AsyncClient,
    key_for: KeyFor,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Headers, str, list[str]]:
    """The lead's key and a cohort of spring 2026 with its members."""

    async def lay() -> tuple[Headers, str, list[str]]:
        await send_all(settings)
        key = await key_for(Scope.ACADEMY)
        lead = Office(client, key)
        await lead.staffed()
        monkeypatch.setattr(clock, "now", lambda: IN_MARCH)
        cohort = await lead.cohort("spring", "2026-04-13")
        await lead.release(cohort)
        members = await enrolled(lead, cohort, {"Nell Newly": "SW1005", "Ned Newer": "SW1777"})
        monkeypatch.setattr(clock, "now", lambda: IN_AUGUST)
        for item in ITEMS:
            await attended(lead, cohort, item, members[0])
        return key, cohort, members

    found = await laid_once("a cohort", settings, lay)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return found


@pytest.fixture
async def lead(client: httpx.AsyncClient, laid: tuple[Headers, str, list[str]]) -> Office:
    return Office(client, laid[0])


@pytest.fixture
def cohort(laid: tuple[Headers, str, list[str]]) -> tuple[str, list[str]]:
    """Of spring 2026: Nell (SW1005 of the returns) attended everything, Ned not yet."""
    return laid[1:]


async def enrolled(lead: Office, cohort: str, people: dict[str, str]) -> list[str]:
    wanted = [
        {"name": name, "audience": "newly-qualified", "registration_number": number}
        for name, number in people.items()
    ]
    answer = await lead.ask("POST", f"/cohorts/{cohort}/members", 201, {"members": wanted})
    return [each["id"] for each in answer.json()["members"]]


async def attended(lead: Office, cohort: str, item: str, member: str) -> None:
    session = (await lead.sessions(cohort))[f"home/{item}"]["session"]
    lines = {"lines": [{"member": member, "state": "attended"}]}
    await lead.ask("PUT", f"/sessions/{session['uid']}/register", 200, lines)


async def document(entry: EditionEntry) -> dict[str, Any]:
    return operations.content_of(await operations.stored(entry.id))


# --- what is collected -------------------------------------------------------------------------


async def test_members_of_cohorts_are_collected_without_a_name(cohort):
    _, (nell, ned) = cohort
    kept = await records.current(half_year_ending(SEPTEMBER))
    [part] = [each for each in kept if each.kind is RecordKind.COHORT_MEMBERS]
    rows = {row["ref"]: row for row in json.loads(part.content)["rows"]}
    common = {
        "cohort": "Spring",
        "joined": "2026-03-02",
        "left_authority_on": None,
        "left_childrens_on": None,
        "route": None,
    }
    assert rows == {
        nell: {
            **common,
            "ref": nell,
            "worker": identify("SW1005", IDENTITY_KEY),
            "completed": "2026-07-13",
        },
        ned: {
            **common,
            "ref": ned,
            "worker": identify("SW1777", IDENTITY_KEY),
            "completed": None,
        },
    }
    assert (part.count, b"Nell" in part.content) == (2, False)


async def test_who_was_removed_counts_only_if_they_had_completed(lead, cohort):
    _, members = cohort
    for member in members:
        tag = (await lead.ask("GET", f"/members/{member}")).headers["etag"]
        await lead.ask("DELETE", f"/members/{member}", 204, if_match=tag)
    kept = records.records_from(await records.current(half_year_ending(SEPTEMBER)))
    assert [each.ref for each in kept.cohort_members] == [members[0]]


async def test_a_half_year_does_not_see_what_came_after_it(cohort):
    before = half_year_ending(SEPTEMBER.replace(month=3, day=31))
    kept = records.records_from(await records.current(before))
    assert [each.completed for each in kept.cohort_members] == [None, None]
    earlier = half_year_ending(SEPTEMBER.replace(year=2025))
    kept = records.records_from(await records.current(earlier))
    assert (kept.cohort_members, kept.holds(RecordKind.COHORT_MEMBERS)) == ((), True)


# --- frozen and verified -----------------------------------------------------------------------


async def test_an_edition_keeps_the_records_it_was_computed_from(cohort, settings, lead):
    draft = await operations.document_or_draft(
        SEPTEMBER, NOW, settings, version=None, as_draft=True
    )
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    kept = await records.current(half_year_ending(SEPTEMBER))
    listed = [each.as_json() for each in kept]
    assert (await document(entry))["records"] == draft["records"] == listed
    assert {"kind": "cohort-members", "sha256": kept[0].sha256, "count": 2} in listed
    assert await sealed_records.kept_with(entry.id, settings) == kept
    for part in await store.records(entry.id):
        assert identify("SW1005", IDENTITY_KEY).encode() not in part.sealed
    assert (await verify(entry.id, settings)).agrees


async def test_records_entered_later_do_not_change_an_edition(cohort, settings, lead, monkeypatch):
    name, _ = cohort
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    monkeypatch.setattr(clock, "now", lambda: IN_MARCH)
    await enrolled(lead, name, {"Late Larry": "SW1006"})
    draft = await operations.document_or_draft(
        SEPTEMBER, NOW, settings, version=None, as_draft=True
    )
    assert next(each["count"] for each in draft["records"]) == 3
    assert next(each["count"] for each in (await document(entry))["records"]) == 2
    assert (await verify(entry.id, settings)).agrees


async def test_records_that_change_while_it_is_computed_are_in_it_or_nothing_is_published(
    cohort, settings, lead, monkeypatch
):
    name, _ = cohort
    monkeypatch.setattr(clock, "now", lambda: IN_MARCH)
    people = iter(range(100))
    compute = freezing.document_of

    async def while_somebody_enrols(*args: Any) -> Any:
        if (number := next(people)) < wanted:
            await enrolled(lead, name, {f"Late {number}": f"SW2{number:03}"})
        return await compute(*args)

    monkeypatch.setattr(freezing, "document_of", while_somebody_enrols)
    wanted = 100
    with pytest.raises(OvertakenByReturns):
        await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert await operations.listing() == []
    wanted = next(people) + 2
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    found = records.records_from(await sealed_records.kept_with(entry.id, settings))
    assert len(found.cohort_members) == 2 + 3 + 1
    assert (await verify(entry.id, settings)).agrees


async def test_kept_records_that_were_altered_are_found(cohort, settings, database: Database):
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    await behind_its_back(
        database, "edition_record", "UPDATE edition_record SET ordinal = 50 WHERE ordinal = 1"
    )
    found = (await verify(entry.id, settings)).first_difference
    assert found is not None
    assert (found.path, "altered" in found.words) == ("records", True)


async def test_another_noted_hash_of_records_is_found(cohort, settings, database: Database):
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    forged = f"UPDATE edition_record SET sha256 = '{'0' * 64}' WHERE ordinal = 1"
    await behind_its_back(database, "edition_record", forged)
    found = (await verify(entry.id, settings)).first_difference
    assert found is not None
    assert found.words == ("The kept records (cohort-members) do not have the hash that was noted.")


async def test_kept_records_that_are_gone_are_found(cohort, settings, database: Database):
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    await behind_its_back(database, "edition_record", "DELETE FROM edition_record")
    assert (await verify(entry.id, settings)).agrees is False


async def test_under_another_key_records_are_not_checked(cohort, settings):
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    verdict = await verify(entry.id, replace(settings, identity_key=b"another" * 8))
    assert verdict.agrees is None


# --- editions of the time before ---------------------------------------------------------------


async def test_an_edition_from_before_records_verifies_and_is_corrected(
    cohort, settings, monkeypatch
):
    with monkeypatch.context() as before:
        before.setattr(records, "SOURCES", ())
        first = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    early = await document(first)
    assert "records" not in early
    assert await store.records(first.id) == []
    assert (await verify(first.id, settings)).agrees
    second = await operations.correct(
        SEPTEMBER, "Records of the academy are counted now.", PSW, LATER, settings
    )
    found = (await document(second))["changes"]
    codes = {each["code"] for each in found["causes"]}
    assert codes == {"new-measure", "changed-parameter", "records-first-counted"}
    measures = {each["measure"] for each in found["figures"]}
    assert {"academy-retention-authority", "academy-retention-childrens"} <= measures
    assert "exit-reasons" in measures
    assert (await verify(first.id, settings)).agrees
    assert (await verify(second.id, settings)).agrees


# --- figures and causes ------------------------------------------------------------------------


def retention(content: dict[str, Any]) -> dict[str, Any]:
    return next(
        each
        for each in content["figures"]
        if (each["measure"], each["dimension"]) == ("academy-retention-authority", "council")
    )


async def test_a_correction_names_the_records_that_moved_and_nobody(cohort, settings, lead):
    _, (_, ned) = cohort
    first = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert retention(await document(first))["numerator"] == "1"
    for item in ITEMS:
        await attended(lead, cohort[0], item, ned)
    second = await operations.correct(
        SEPTEMBER, "The register of one member was late.", PSW, LATER, settings
    )
    content = await document(second)
    assert content["changes"]["causes"] == [
        {
            "code": "moved-cohort-members",
            "count": 1,
            "words": "The record of 1 member of an academy cohort was added, changed or removed",
        }
    ]
    # Ned is not in the employments returns: left out, and counted beside the figure.
    assert retention(content)["exclusions"] == [
        {
            "code": "member-not-found",
            "words": "Completed member who is not in the employments returns",
            "count": 1,
        }
    ]
    assert (await verify(first.id, settings)).agrees
    assert (await verify(second.id, settings)).agrees


async def test_figures_of_records_are_private_for_now(cohort, settings):
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    held = await operations.stored(entry.id)
    public = json.loads(held.public_content)
    assert retention(json.loads(held.content))["value"] == "100.0"
    assert {each["measure"] for each in public["figures"]} & {
        "academy-retention-authority",
        "academy-retention-childrens",
    } == set()


async def test_there_are_no_rows_of_a_file_behind_a_figure_of_records(
    cohort, client, key_for, settings
):
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    headers = await key_for(Scope.PSW)
    for address in (
        "/api/v1/scorecards/2026-09-30/draft/rows",
        f"/api/v1/scorecards/2026-09-30/v{entry.version}/rows",
    ):
        answer = await client.get(
            address, params={"measure": "academy-retention-authority"}, headers=headers
        )
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-rows-behind")

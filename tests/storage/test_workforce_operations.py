"""Check, confirm, undo, replay: what they do to the store, on both databases."""

from __future__ import annotations

import asyncio
import io
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from piccolo.querystring import QueryString

from scorecard.workforce import Post, Role
from service.access import audit
from service.access.actor import Actor, Scope
from service.setting_values import SettingsError
from service.settings import Settings
from service.storage.tables.editions import Edition, EditionInput
from service.storage.transaction import unit_of_work
from service.workforce import keeping, operations, store
from service.workforce.fact_kinds import FACT_KINDS
from service.workforce.fact_rows import NAMES
from service.workforce.holdings import CannotReplay
from service.workforce.identity import KeyDoesNotFit, Seal, identify
from service.workforce.keeping import KeptFileAltered
from service.workforce.progress import Phase, Progress
from service.workforce.raw_rows import execute, fetch
from service.workforce.reading import Options
from service.workforce.receiving import measured
from service.workforce.records import Kind
from service.workforce.refusals import (
    AlreadyConfirmed,
    AlreadyUndone,
    DependedOn,
    NoSuchReturn,
    NotConfirmed,
    ReadsDifferently,
    RefusedReturn,
    StaleCheck,
)
from tests.unit.workforce.files import (
    LEFT,
    a_census,
    a_census_worker,
    a_file,
    employments,
    number,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HR = Actor(name="HR system", scopes=frozenset({Scope.HR}))


async def check(settings, kind, content, **other):
    told = {"filename": "return.csv", "options": Options(), "actor": HR, "now": NOW} | other
    return await operations.check(kind, measured(io.BytesIO(content)), settings=settings, **told)


async def take_in(settings, kind, content, **other):
    told = {"filename": "return.csv", "options": Options(), "actor": HR, "now": NOW} | other
    return await operations.take_in(kind, measured(io.BytesIO(content)), settings=settings, **told)


async def confirm(settings, outcome, now=NOW):
    return await operations.confirm(outcome.record.id, actor=HR, now=now, settings=settings)


async def undo(outcome, now=NOW):
    return await operations.undo(outcome.record.id, actor=HR, now=now)


async def stored() -> dict[str, int]:
    """Rows in every table of returns and facts, superseded ones too."""
    tables = [
        "received_file",
        "received_chunk",
        "workforce_return",
        "registration_number",
        *NAMES.values(),
    ]
    counts = {}
    for table in tables:
        [(count,)] = await fetch(QueryString(f'SELECT COUNT(*) FROM "{table}"'))
        if count:
            counts[table] = count
    return counts


POSTS_1 = a_file(Kind.POSTS, {}, {"post": "P-2"})
POSTS_2 = a_file(Kind.POSTS, {"fte": "0.5"}, {"post": "P-3"})


async def test_a_check_stores_no_row_of_the_return(settings):
    outcome = await check(settings, Kind.POSTS, POSTS_1)
    assert outcome.state == "checked"
    assert (outcome.rows_read, outcome.rows_accepted) == (2, 2)
    assert outcome.changes["posts"]["new"] == 2
    assert await stored() == {"received_file": 1, "received_chunk": 1, "workforce_return": 1}
    assert (await operations.held_facts()).posts == ()


async def test_a_check_that_is_not_kept_stores_nothing_at_all(settings):
    outcome = await check(settings, Kind.POSTS, POSTS_1, keep=False)
    assert (outcome.state, outcome.record) == ("checked", None)
    assert outcome.changes["posts"]["new"] == 2
    assert await stored() == {}
    assert await audit.entries() == []


async def test_confirming_makes_the_rows_facts(settings):
    checked = await check(settings, Kind.POSTS, POSTS_1)
    confirmed = await confirm(settings, checked, NOW + timedelta(minutes=5))
    assert confirmed.state == "confirmed"
    assert confirmed.record.confirmed_by == "HR system"
    assert confirmed.record.confirmed_at == NOW + timedelta(minutes=5)
    assert (await operations.held_facts()).posts == tuple(
        Post(
            ref=f"{checked.record.id}#{row}",
            post=f"P-{row - 1}",
            team="Harbour",
            area="North",
            role=Role.CASE_HOLDER,
            fte=1_000_000,
            opened=date(2020, 4, 1),
            closed=None,
        )
        for row in (2, 3)
    )
    [stamp] = await operations.inputs()
    assert (stamp.id, stamp.kind, stamp.edition, stamp.sha256, stamp.confirmed_order) == (
        checked.record.id,
        Kind.POSTS,
        "1",
        checked.sha256,
        1,
    )


async def test_taking_in_is_checking_and_confirming_at_once(settings):
    outcome = await take_in(settings, Kind.POSTS, POSTS_1)
    assert outcome.state == "confirmed"
    assert outcome.record.confirmed_order == 1
    assert (await stored())["post"] == 2
    assert [entry.action for entry in await audit.entries()] == [
        "return.confirmed",
        "return.checked",
    ]


async def test_the_bytes_are_kept_and_the_numbers_in_them_cannot_be_read(settings, database):
    content = employments(1, 2) + b"\n" * 3
    outcome = await take_in(settings, Kind.EMPLOYMENTS, content, filename="May.csv")
    [(sealed,)] = await fetch(QueryString("SELECT sealed FROM received_chunk"))
    for secret in (b"SW100001", b"registration_number", b"Harbour"):
        assert secret in content
        assert secret not in bytes(sealed)
    if database.is_sqlite:
        await database.engine.run_ddl("PRAGMA wal_checkpoint(TRUNCATE)")
        everything = await asyncio.to_thread(
            Path(database.url.removeprefix("sqlite:///")).read_bytes
        )
        assert b"SW100001" not in everything
        assert b"P-1" in everything
    record, file = await operations.original(
        outcome.record.id, actor=HR, now=NOW, settings=settings
    )
    with file:
        assert file.read() == content
    assert (record.filename, record.size) == ("May.csv", len(content))
    [newest, *_] = await audit.entries()
    assert (newest.action, newest.actor) == ("return.file-read", "HR system")


async def test_a_file_of_several_chunks_comes_back_whole(settings):
    rows = [{"post": f"P-{n}", "team": "T" * 150} for n in range(15_000)]
    content = a_file(Kind.POSTS, *rows)
    outcome = await take_in(settings, Kind.POSTS, content)
    assert (await stored())["received_chunk"] == 3
    _, file = await operations.original(outcome.record.id, actor=HR, now=NOW, settings=settings)
    with file:
        assert file.read() == content
    assert await operations.replay(await operations.inputs(), settings) == (
        await operations.held_facts()
    )


async def test_a_number_held_with_other_leading_zeros_is_warned_of_and_taken_in(settings):
    """Compared by key alone: the number that is held is known to nobody."""
    row = {"registration_number": "SW77"}
    first = await take_in(settings, Kind.EMPLOYMENTS, a_file(Kind.EMPLOYMENTS, row))
    assert first.findings == []
    agency = a_file(Kind.AGENCY, {"registration_number": "SW0077"}, {"registration_number": "SW7"})
    outcome = await take_in(settings, Kind.AGENCY, agency)
    [found] = [each for each in outcome.findings if each["code"] == "REGISTRATION_SIMILAR_HELD"]
    assert (found["row"], "77" in str(found)) == (2, False)
    assert (outcome.state, outcome.rows_accepted) == ("confirmed", 2)
    await undo(outcome)
    await undo(first)
    again = await check(settings, Kind.AGENCY, agency, keep=False)
    assert "REGISTRATION_SIMILAR_HELD" not in [each["code"] for each in again.findings]


async def test_a_later_return_changes_what_it_names_and_nothing_else(settings):
    await take_in(settings, Kind.POSTS, POSTS_1)
    later = await take_in(settings, Kind.POSTS, POSTS_2)
    assert {
        name: count for name, count in later.changes["posts"].items() if name != "examples"
    } == {"new": 1, "changed": 1, "ended": 0, "unchanged": 0, "missing": 1}
    facts = await operations.held_facts()
    assert {post.post: post.fte for post in facts.posts} == {
        "P-1": 500_000,
        "P-2": 1_000_000,
        "P-3": 1_000_000,
    }
    assert [post.post for post in facts.posts] == ["P-2", "P-1", "P-3"]


class TestTheSameFileAgain:
    async def test_a_check_recognises_it_and_stores_nothing(self, settings):
        first = await take_in(settings, Kind.POSTS, POSTS_1)
        before = await stored()
        again = await check(settings, Kind.POSTS, POSTS_1, filename="other name.csv")
        assert again.duplicate_of == first.record.id
        assert again.filename == "other name.csv"
        counts = {k: v for k, v in again.changes["posts"].items() if k != "examples"}
        assert counts == {"new": 0, "changed": 0, "ended": 0, "unchanged": 2, "missing": 0}
        assert await stored() == before

    async def test_taking_it_in_again_changes_nothing(self, settings):
        first = await take_in(settings, Kind.POSTS, POSTS_1)
        before, facts = await stored(), await operations.held_facts()
        again = await take_in(settings, Kind.POSTS, POSTS_1)
        assert (again.duplicate_of, again.state) == (first.record.id, "confirmed")
        assert await stored() == before
        assert await operations.held_facts() == facts

    @pytest.mark.parametrize(
        "others",
        [
            [a_file(Kind.POSTS, {"post": "P-3"})],
            [a_file(Kind.POSTS, {"post": "P-3", "fte": fte}) for fte in ("1", "0.5")],
            [a_file(Kind.POSTS, {"fte": "0.5"}), a_file(Kind.POSTS, {})],
        ],
        ids=["new rows", "rows of others replaced", "replaced and put right"],
    )
    async def test_it_is_recognised_behind_later_returns_too(self, settings, others):
        first = await take_in(settings, Kind.POSTS, POSTS_1)
        for content in others:
            await take_in(settings, Kind.POSTS, content)
        before, facts = await stored(), await operations.held_facts()
        checked = await check(settings, Kind.POSTS, POSTS_1)
        again = await take_in(settings, Kind.POSTS, POSTS_1)
        assert checked.duplicate_of == again.duplicate_of == first.record.id
        assert again.changes["posts"]["unchanged"] == 2
        assert await stored() == before
        assert await operations.held_facts() == facts

    async def test_what_a_later_return_made_wrong_the_earlier_file_puts_right(self, settings):
        """The later return cannot be undone once an edition was published from it."""
        first = await take_in(settings, Kind.POSTS, POSTS_1)
        wrong = await take_in(settings, Kind.POSTS, POSTS_2)
        checked = await check(settings, Kind.POSTS, POSTS_1, keep=False)
        assert (checked.state, checked.duplicate_of) == ("checked", None)
        again = await take_in(settings, Kind.POSTS, POSTS_1)
        assert (again.state, again.duplicate_of) == ("confirmed", None)
        for outcome in (checked, again):
            counts = {k: v for k, v in outcome.changes["posts"].items() if k != "examples"}
            assert counts == {"new": 0, "changed": 1, "ended": 0, "unchanged": 1, "missing": 1}
            [example] = outcome.changes["posts"]["examples"]["changed"]
            assert (example["was"], example["now"]) == ({"fte": "0.5"}, {"fte": "1"})
        facts = await operations.held_facts()
        assert {post.post: post.fte for post in facts.posts} == {
            "P-1": 1_000_000,
            "P-2": 1_000_000,
            "P-3": 1_000_000,
        }
        stamps = await operations.inputs()
        assert [stamp.id for stamp in stamps] == [each.record.id for each in (first, wrong, again)]
        assert await operations.replay(stamps, settings) == facts
        once_more = await take_in(settings, Kind.POSTS, POSTS_1)
        assert once_more.duplicate_of == again.record.id
        assert await operations.inputs() == stamps

    async def test_the_wrong_file_can_come_back_and_go_again(self, settings):
        await take_in(settings, Kind.POSTS, POSTS_1)
        await take_in(settings, Kind.POSTS, POSTS_2)
        wrong = await operations.held_facts()
        right = await take_in(settings, Kind.POSTS, POSTS_1)
        [_, second, _] = await operations.inputs()
        with pytest.raises(DependedOn):
            await operations.undo(second.id, actor=HR, now=NOW)
        await undo(right)
        assert await operations.held_facts() == wrong
        assert (await check(settings, Kind.POSTS, POSTS_2)).duplicate_of == second.id
        checked = await check(settings, Kind.POSTS, POSTS_1)
        assert (await confirm(settings, checked)).changes["posts"]["changed"] == 1

    async def test_a_later_census_does_not_speak_of_rows_of_hr(self, settings):
        first = await take_in(settings, Kind.EMPLOYMENTS, employments(1, 2))
        census = a_census(2022, a_census_worker(1))
        await take_in(settings, Kind.CENSUS, census, filename="c.xml")
        await take_in(
            settings, Kind.CENSUS, a_census(2022, a_census_worker(1, cases="3")), filename="c.xml"
        )
        again = await take_in(settings, Kind.EMPLOYMENTS, employments(1, 2))
        assert again.duplicate_of == first.record.id
        back = await take_in(settings, Kind.CENSUS, census, filename="c.xml")
        assert (back.duplicate_of, back.changes["caseloads"]["changed"]) == (None, 1)

    async def test_as_another_kind_or_read_otherwise_it_is_another_return(self, settings):
        await take_in(settings, Kind.POSTS, POSTS_1)
        other = await check(settings, Kind.AGENCY, POSTS_1)
        assert (other.duplicate_of, other.state) == (None, "refused")
        otherwise = await check(
            settings, Kind.POSTS, POSTS_1, options=Options(accept_good_rows=True)
        )
        assert otherwise.duplicate_of is None
        assert otherwise.changes["posts"]["unchanged"] == 2

    async def test_once_undone_it_is_new_again(self, settings):
        await undo(await take_in(settings, Kind.POSTS, POSTS_1))
        again = await take_in(settings, Kind.POSTS, POSTS_1)
        assert (again.duplicate_of, again.state) == (None, "confirmed")
        assert again.record.confirmed_order == 2
        assert len((await operations.held_facts()).posts) == 2

    async def test_checked_twice_it_is_confirmed_once(self, settings):
        one, two = (
            await check(settings, Kind.POSTS, POSTS_1),
            await check(settings, Kind.POSTS, POSTS_1),
        )
        await confirm(settings, one)
        with pytest.raises(StaleCheck):
            await confirm(settings, two)


class TestRefusedReturns:
    FAULTY = a_file(Kind.POSTS, {}, {"post": "P-2", "fte": "1.5"}, {"post": "P-3"})

    async def test_one_refused_row_refuses_the_return(self, settings):
        outcome = await check(settings, Kind.POSTS, self.FAULTY)
        assert (outcome.state, outcome.rows_read, outcome.rows_accepted) == ("refused", 3, 2)
        assert [(each["code"], each["row"]) for each in outcome.findings] == [("FTE_ABOVE_ONE", 3)]
        assert outcome.changes == {}
        with pytest.raises(RefusedReturn) as refused:
            await confirm(settings, outcome)
        assert refused.value.status == 422
        assert refused.value.extra["findings"] == 1
        assert (await operations.held_facts()).posts == ()

    async def test_taken_in_it_is_kept_as_refused(self, settings):
        outcome = await take_in(settings, Kind.POSTS, self.FAULTY)
        assert outcome.state == "refused"
        assert await stored() == {"received_file": 1, "received_chunk": 1, "workforce_return": 1}

    async def test_good_rows_alone_when_asked_for(self, settings):
        outcome = await take_in(
            settings, Kind.POSTS, self.FAULTY, options=Options(accept_good_rows=True)
        )
        assert (outcome.state, outcome.rows_accepted) == ("confirmed", 2)
        assert [post.post for post in (await operations.held_facts()).posts] == ["P-1", "P-3"]
        assert "FTE_ABOVE_ONE" in {each["code"] for each in outcome.findings}
        assert await operations.replay(await operations.inputs(), settings) == (
            await operations.held_facts()
        )

    async def test_no_good_row_is_refused_all_the_same(self, settings):
        outcome = await check(
            settings,
            Kind.POSTS,
            a_file(Kind.POSTS, {"fte": "1.5"}),
            options=Options(accept_good_rows=True),
        )
        assert outcome.state == "refused"

    @pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04 not a zip"])
    async def test_what_is_no_return_at_all_is_unreadable(self, settings, content):
        outcome = await check(settings, Kind.POSTS, content)
        assert (outcome.state, outcome.unreadable) == ("refused", True)
        assert (await operations.one(outcome.record.id)).unreadable

    async def test_two_rows_of_one_census_worker_cannot_both_be_held(self, settings):
        """Whatever a reader lets pass: the second row with a key is refused, not lost."""
        twice = a_census(2022, a_census_worker(1), a_census_worker(1, cases="3"))
        outcome = await check(settings, Kind.CENSUS, twice)
        assert outcome.state == "refused"


class TestFindings:
    CONTENT = a_census(2022, a_census_worker(1).replace("SW100001", "Q-1234/X"))

    async def test_the_answer_shows_the_number_and_the_store_does_not(self, settings):
        outcome = await check(settings, Kind.CENSUS, self.CONTENT)
        answered = [each["value"] for each in outcome.findings if each["column"] == "SWENo"]
        assert answered == ["Q-1234/X"]
        kept = await operations.one(outcome.record.id)
        assert "Q-1234/X" not in str(kept.findings)
        assert [each["code"] for each in kept.findings] == [
            each["code"] for each in outcome.findings
        ]
        [(text,)] = await fetch(QueryString("SELECT findings FROM workforce_return"))
        assert "Q-1234/X" not in text

    async def test_many_leavers_are_a_warning_and_no_refusal(self, settings):
        await take_in(settings, Kind.EMPLOYMENTS, employments(*range(1, 10)))
        outcome = await check(settings, Kind.EMPLOYMENTS, employments(1, **LEFT))
        assert outcome.state == "checked"
        assert [each["code"] for each in outcome.findings] == ["MANY_LEAVERS", "OPEN_NOT_SENT"]
        assert outcome.changes["employments"]["ended"] == 1
        assert outcome.changes["employments"]["missing"] == 8

    async def test_a_file_that_simply_drops_people_is_told_so(self, settings):
        """HR's classic error: who is not in the file has not left."""
        await take_in(settings, Kind.EMPLOYMENTS, employments(*range(1, 7)))
        outcome = await take_in(settings, Kind.EMPLOYMENTS, employments(1, fte="0.5"))
        [found] = outcome.findings
        assert (found["code"], found["severity"]) == ("OPEN_NOT_SENT", "warn")
        assert found["message"].startswith("5 of the 6 employments held as open")
        assert (found["row"], found["value"]) == (None, None)
        assert (outcome.state, outcome.changes["employments"]["missing"]) == ("confirmed", 5)
        assert len((await operations.held_facts()).employments) == 6


class TestCensus:
    async def test_people_lost_sight_of_since_the_last_census_are_named(self, settings):
        await take_in(
            settings, Kind.CENSUS, a_census(2022, *(a_census_worker(n) for n in (1, 2, 3)))
        )
        outcome = await take_in(
            settings,
            Kind.CENSUS,
            a_census(2023, a_census_worker(1), a_census_worker(2, left="2023-06-30")),
        )
        assert outcome.state == "confirmed"
        found = [each for each in outcome.findings if "CONTINUITY" in each["code"]]
        assert [each["value"] for each in found] == [identify(number(3), settings.identity_key)]

    async def test_agency_workers_no_longer_listed_are_ended_and_undone(self, settings):
        one, two = (
            a_census_worker(who).replace("<AgencyWorker>0", "<AgencyWorker>1") for who in (1, 2)
        )
        await take_in(settings, Kind.CENSUS, a_census(2022, one, two))
        before = await operations.held_facts()
        later = await take_in(settings, Kind.CENSUS, a_census(2023, one))
        held = await operations.held_facts()
        assert sorted(str(each.ended) for each in held.agency) == ["2023-09-30", "None"]
        assert await operations.replay(await operations.inputs(), settings) == held
        await operations.undo(later.record.id, actor=HR, now=NOW)
        assert await operations.held_facts() == before

    async def test_a_leaver_keeps_the_fte_held_before(self, settings):
        await take_in(settings, Kind.CENSUS, a_census(2022, a_census_worker(1)))
        outcome = await take_in(
            settings, Kind.CENSUS, a_census(2023, a_census_worker(1, left="2023-06-30"))
        )
        assert "LEAVER_FTE_KEPT" in {each["code"] for each in outcome.findings}
        [spell] = (await operations.held_facts()).employments
        assert (spell.fte, spell.ended) == (600_000, date(2023, 6, 30))
        assert await operations.replay(await operations.inputs(), settings) == (
            await operations.held_facts()
        )

    async def test_hr_returns_take_the_place_of_the_census(self, settings):
        await take_in(settings, Kind.CENSUS, a_census(2022, a_census_worker(1), a_census_worker(2)))
        facts = await operations.held_facts()
        assert (len(facts.employments), len(facts.caseloads)) == (2, 2)
        hr = await take_in(settings, Kind.EMPLOYMENTS, employments(1))
        facts = await operations.held_facts()
        assert [spell.ref for spell in facts.employments] == [f"{hr.record.id}#2"]
        assert len(facts.caseloads) == 2
        await undo(hr)
        assert len((await operations.held_facts()).employments) == 2


class TestStaleChecks:
    async def test_a_check_does_not_outlive_another_confirm(self, settings):
        stale = await check(settings, Kind.POSTS, POSTS_1)
        await take_in(settings, Kind.POSTS, POSTS_2)
        before = await stored()
        with pytest.raises(StaleCheck) as refused:
            await confirm(settings, stale)
        assert refused.value.status == 409
        assert "Send the file again" in refused.value.advice
        assert await stored() == before

    async def test_nor_an_undo(self, settings):
        other = await take_in(settings, Kind.POSTS, POSTS_2)
        stale = await check(settings, Kind.POSTS, POSTS_1)
        await undo(other)
        with pytest.raises(StaleCheck):
            await confirm(settings, stale)

    async def test_nor_a_confirm_that_has_been_undone(self, settings):
        """The state is the same again, but nobody has to think about whether it is."""
        stale = await check(settings, Kind.POSTS, POSTS_1)
        await undo(await take_in(settings, Kind.POSTS, POSTS_2))
        with pytest.raises(StaleCheck):
            await confirm(settings, stale)

    async def test_another_check_does_no_harm(self, settings):
        mine = await check(settings, Kind.POSTS, POSTS_1)
        await check(settings, Kind.POSTS, POSTS_2)
        assert (await confirm(settings, mine)).state == "confirmed"


MANY_TURNS = 10
"""Turns of the event loop while a file is taken in: with a blocked loop there are two."""


class TestAtOnce:
    async def test_two_confirms_of_one_check_apply_it_once(self, settings):
        checked = await check(settings, Kind.POSTS, POSTS_1)
        results = await asyncio.gather(
            *(confirm(settings, checked) for _ in range(4)), return_exceptions=True
        )
        won = [each for each in results if isinstance(each, operations.Outcome)]
        lost = [each for each in results if not isinstance(each, operations.Outcome)]
        assert len(won) == 1
        assert {type(each) for each in lost} == {AlreadyConfirmed}
        assert (await stored())["post"] == 2

    async def test_of_two_checks_confirmed_at_once_one_has_to_be_checked_again(self, settings):
        checks = [await check(settings, Kind.POSTS, content) for content in (POSTS_1, POSTS_2)]
        results = await asyncio.gather(
            *(confirm(settings, each) for each in checks), return_exceptions=True
        )
        assert sorted(type(each).__name__ for each in results) == ["Outcome", "StaleCheck"]

    async def test_one_file_taken_in_several_times_at_once_is_taken_in_once(self, settings):
        outcomes = await asyncio.gather(*(take_in(settings, Kind.POSTS, POSTS_1) for _ in range(4)))
        [first] = [each for each in outcomes if each.duplicate_of is None]
        assert [each.duplicate_of for each in outcomes].count(first.record.id) == 3
        assert [stamp.id for stamp in await operations.inputs()] == [first.record.id]
        assert (await stored())["workforce_return"] == 1

    async def test_an_earlier_file_sent_several_times_at_once_is_put_back_once(self, settings):
        for content in (POSTS_1, POSTS_2):
            await take_in(settings, Kind.POSTS, content)
        outcomes = await asyncio.gather(*(take_in(settings, Kind.POSTS, POSTS_1) for _ in range(3)))
        [back] = [each for each in outcomes if each.duplicate_of is None]
        assert [each.duplicate_of for each in outcomes].count(back.record.id) == 2
        stamps = await operations.inputs()
        assert (len(stamps), stamps[-1].id) == (3, back.record.id)
        assert await operations.replay(stamps, settings) == await operations.held_facts()

    async def test_two_files_taken_in_at_once_are_both_taken_in(self, settings):
        """The slower one is compared again with what the faster one left."""
        await asyncio.gather(
            *(take_in(settings, Kind.POSTS, content) for content in (POSTS_1, POSTS_2))
        )
        orders = [stamp.confirmed_order for stamp in await operations.inputs()]
        assert orders == [1, 2]
        assert await operations.replay(await operations.inputs(), settings) == (
            await operations.held_facts()
        )

    async def test_confirm_and_undo_at_once_leave_a_state_that_replays(self, settings):
        first = await take_in(settings, Kind.POSTS, POSTS_1)
        second = await check(settings, Kind.POSTS, POSTS_2)
        await asyncio.gather(confirm(settings, second), undo(first), return_exceptions=True)
        assert await operations.replay(await operations.inputs(), settings) == (
            await operations.held_facts()
        )

    async def test_others_are_served_while_a_file_is_read_and_stored(self, settings):
        """The event loop goes round all the time, in reading, comparing and storing alike."""
        content = a_file(Kind.POSTS, *({"post": f"P-{n}"} for n in range(40_000)))
        rounds: list[float] = []

        async def go_round():
            while True:
                rounds.append(time.perf_counter())
                await asyncio.sleep(0.005)

        going = asyncio.ensure_future(go_round())
        await take_in(settings, Kind.POSTS, content)
        going.cancel()
        assert len(rounds) > MANY_TURNS, f"others had only {len(rounds)} turns"

    async def test_a_check_nobody_waits_for_stops_and_leaves_nothing(self, settings):
        content = a_file(Kind.POSTS, *({"post": f"P-{n}"} for n in range(50_000)))
        progress = Progress()
        task = asyncio.ensure_future(check(settings, Kind.POSTS, content, progress=progress))
        while progress.phase is not Phase.READING:  # noqa: ASYNC110 -- another thread says so
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert progress.rows < 50_000
        assert await stored() == {}


class TestUndo:
    async def test_what_was_there_before_is_there_again(self, settings):
        await take_in(settings, Kind.POSTS, POSTS_1)
        before = await operations.held_facts()
        undone = await undo(await take_in(settings, Kind.POSTS, POSTS_2))
        assert (undone.state, undone.record.undone_by) == ("undone", "HR system")
        assert await operations.held_facts() == before
        assert len(await operations.inputs()) == 1
        [entry, *_] = await audit.entries()
        assert (entry.action, entry.before["in_force"], entry.after["in_force"]) == (
            "return.undone",
            {"posts": 3},
            {"posts": 2},
        )

    async def test_a_return_that_a_later_one_rests_on_stays(self, settings):
        first = await take_in(settings, Kind.POSTS, POSTS_1)
        later = await take_in(settings, Kind.POSTS, POSTS_2)
        before = await stored()
        with pytest.raises(DependedOn) as refused:
            await undo(first)
        assert refused.value.status == 409
        assert refused.value.extra["returns"] == [{"id": str(later.record.id), "kind": "posts"}]
        assert str(later.record.id) in refused.value.detail
        assert await stored() == before
        await undo(later)
        assert (await undo(first)).state == "undone"
        assert (await operations.held_facts()).posts == ()

    async def test_rows_found_unchanged_are_rested_on_too(self, settings):
        """Without the first return, the second would have brought that row itself."""
        first = await take_in(settings, Kind.POSTS, POSTS_1)
        await take_in(settings, Kind.POSTS, a_file(Kind.POSTS, {}))
        with pytest.raises(DependedOn):
            await undo(first)

    async def test_a_return_nothing_rests_on_goes_from_the_middle(self, settings):
        first = await take_in(settings, Kind.POSTS, POSTS_1)
        await take_in(settings, Kind.POSTS, a_file(Kind.POSTS, {"post": "P-9"}))
        await undo(first)
        assert [post.post for post in (await operations.held_facts()).posts] == ["P-9"]
        assert await operations.replay(await operations.inputs(), settings) == (
            await operations.held_facts()
        )

    async def test_a_return_behind_a_published_edition_stays(self, settings):
        first = await take_in(settings, Kind.POSTS, POSTS_1)
        await publish_something_from(first.record.number)
        with pytest.raises(DependedOn) as refused:
            await undo(first)
        assert refused.value.extra["editions"] == [{"period": "2026-09-30", "version": 1}]
        assert "the scorecard to 2026-09-30, version 1" in refused.value.detail

    async def test_only_once_and_only_what_is_in_force(self, settings):
        checked = await check(settings, Kind.POSTS, POSTS_1)
        with pytest.raises(NotConfirmed):
            await undo(checked)
        await confirm(settings, checked)
        await undo(checked)
        with pytest.raises(AlreadyUndone):
            await undo(checked)
        with pytest.raises(AlreadyUndone):
            await confirm(settings, checked)
        with pytest.raises(NoSuchReturn):
            await operations.undo(uuid4(), actor=HR, now=NOW)

    async def test_a_confirmed_return_is_not_confirmed_again(self, settings):
        confirmed = await take_in(settings, Kind.POSTS, POSTS_1)
        with pytest.raises(AlreadyConfirmed):
            await confirm(settings, confirmed)


async def publish_something_from(returned: int) -> None:
    edition = uuid4()
    async with unit_of_work():
        await Edition.insert(
            Edition(
                {
                    Edition.id: edition,
                    Edition.period_end: date(2026, 9, 30),
                    Edition.version: 1,
                    Edition.content: b"{}",
                    Edition.content_sha256: "0" * 64,
                    Edition.public_content: b"{}",
                    Edition.published_at: NOW,
                    Edition.published_by: "PSW",
                }
            )
        )
        await EditionInput.insert(
            EditionInput(
                {
                    EditionInput.edition: edition,
                    EditionInput.came_with: returned,
                    EditionInput.ordinal: 0,
                }
            )
        )


class TestTheKey:
    def other(self, settings: Settings) -> Settings:
        return Settings(database_url=settings.database_url, identity_key=b"x" * 40)

    async def test_another_key_is_noticed_before_anything_is_compared(self, settings):
        first = await take_in(settings, Kind.EMPLOYMENTS, employments(1))
        checked = await check(settings, Kind.EMPLOYMENTS, employments(2))
        before = await stored()
        wrong = self.other(settings)
        for attempt in (
            check(wrong, Kind.EMPLOYMENTS, employments(1, 2)),
            take_in(wrong, Kind.EMPLOYMENTS, employments(1, 2)),
            confirm(wrong, checked),
            operations.replay(await operations.inputs(), wrong),
            operations.original(first.record.id, actor=HR, now=NOW, settings=wrong),
        ):
            with pytest.raises(KeyDoesNotFit):
                await attempt
        assert await stored() == before
        assert (await confirm(settings, checked)).state == "confirmed"

    async def test_without_a_key_nothing_is_read(self, settings):
        keyless = Settings(database_url=settings.database_url)
        with pytest.raises(SettingsError, match="SCORECARD_IDENTITY_KEY is not set"):
            await check(keyless, Kind.POSTS, POSTS_1)

    async def test_numbers_are_not_kept_unless_asked_for(self, settings):
        await take_in(settings, Kind.EMPLOYMENTS, employments(1))
        assert "registration_number" not in await stored()

    async def test_kept_numbers_are_sealed_and_go_when_the_return_is_undone(self, settings):
        keeper = Settings(
            database_url=settings.database_url,
            identity_key=settings.identity_key,
            keep_registration_numbers=True,
        )
        first = await take_in(keeper, Kind.EMPLOYMENTS, employments(1, 2))
        second = await take_in(keeper, Kind.AGENCY, a_file(
            Kind.AGENCY, {"registration_number": number(2)}, {"registration_number": number(3)}
        ))  # fmt: skip
        assert (await stored())["registration_number"] == 3
        worker = identify(number(3), settings.identity_key)
        sealed = await store.sealed_number(worker)
        assert number(3).encode() not in sealed
        assert Seal(settings.identity_key).open_number(sealed, worker=worker) == number(3)
        await undo(second)
        assert await store.sealed_number(worker) is None
        assert (await stored())["registration_number"] == 2
        await undo(first)
        assert "registration_number" not in await stored()


class TestReplay:
    async def test_stamps_of_another_file_do_not_pass(self, settings):
        await take_in(settings, Kind.POSTS, POSTS_1)
        [stamp] = await operations.inputs()
        other = operations.ReturnStamp(stamp.id, stamp.kind, stamp.edition, "f" * 64, 1)
        with pytest.raises(CannotReplay, match="has the hash"):
            await operations.replay([other], settings)
        gone = operations.ReturnStamp(uuid4(), stamp.kind, stamp.edition, stamp.sha256, 1)
        with pytest.raises(CannotReplay, match="is not in the store"):
            await operations.replay([gone], settings)

    async def test_tables_of_facts_are_not_looked_at(self, settings):
        await take_in(settings, Kind.POSTS, POSTS_1)
        facts = await operations.held_facts()
        async with unit_of_work():
            for kind in FACT_KINDS:
                await execute(QueryString(f'DELETE FROM "{NAMES[kind.name]}"'))
        assert (await operations.held_facts()).posts == ()
        assert await operations.replay(await operations.inputs(), settings) == facts

    async def test_bytes_that_were_changed_are_noticed(self, settings):
        outcome = await take_in(settings, Kind.POSTS, POSTS_1)
        record = outcome.record._replace(sha256="f" * 64)
        with pytest.raises(KeptFileAltered):
            await keeping.reopened(record, Seal(settings.identity_key))

    async def test_a_check_that_reads_differently_is_not_confirmed(self, settings):
        """As after an upgrade of the program between check and confirm."""
        checked = await check(settings, Kind.POSTS, POSTS_1)
        async with unit_of_work():
            await execute(QueryString("UPDATE workforce_return SET rows_accepted = 1"))
        with pytest.raises(ReadsDifferently):
            await confirm(settings, checked)
        assert (await operations.held_facts()).posts == ()


async def test_the_environment_gives_the_key_when_no_settings_are_handed_over(
    settings, monkeypatch
):
    await take_in(settings, Kind.POSTS, POSTS_1)
    monkeypatch.setenv("SCORECARD_IDENTITY_KEY", settings.identity_key.decode())
    assert await operations.replay(await operations.inputs()) == await operations.held_facts()


async def test_the_trail_says_who_checked_and_confirmed_what(settings):
    checked = await check(settings, Kind.POSTS, POSTS_1)
    other = Actor(name="Another", scopes=frozenset({Scope.HR}))
    await operations.confirm(checked.record.id, actor=other, now=NOW, settings=settings)
    confirmed, received = await audit.entries()
    assert (received.action, received.actor, received.subject_id) == (
        "return.checked",
        "HR system",
        str(checked.record.id),
    )
    assert received.after == {
        "kind": "posts",
        "state": "checked",
        "sha256": checked.sha256,
        "rows_read": 2,
        "rows_accepted": 2,
    }
    assert (confirmed.action, confirmed.actor) == ("return.confirmed", "Another")
    assert confirmed.before == {"state": "checked", "in_force": {"posts": 0}}
    assert confirmed.after == {
        "state": "confirmed",
        "in_force": {"posts": 2},
        "changes": {"posts": {"new": 2, "changed": 0, "ended": 0, "unchanged": 0, "missing": 0}},
    }


async def test_progress_goes_through_its_phases(settings):
    class Watched(Progress):
        def __init__(self):
            super().__init__()
            self.seen = [Phase.RECEIVED]

        def __setattr__(self, name, value):
            super().__setattr__(name, value)
            if name == "phase" and hasattr(self, "seen") and self.seen[-1] is not value:
                self.seen.append(value)

    progress = Watched()
    await take_in(settings, Kind.POSTS, POSTS_1, progress=progress)
    assert progress.seen == [
        Phase.RECEIVED,
        Phase.READING,
        Phase.COMPARING,
        Phase.STORING,
        Phase.DONE,
    ]
    assert progress.rows == 2


async def test_returns_are_listed_newest_first_and_by_page(settings):
    made = [
        await take_in(settings, Kind.POSTS, POSTS_1),
        await take_in(settings, Kind.AGENCY, a_file(Kind.AGENCY, {})),
        await check(settings, Kind.POSTS, POSTS_2),
    ]
    ids = [each.record.id for each in made]

    async def listed(**asked):
        return [each.record.id for each in await operations.listing(**{"limit": 10, **asked})]

    assert await listed() == ids[::-1]
    assert await listed(limit=2) == ids[:0:-1]
    assert await listed(before=ids[1]) == [ids[0]]
    assert await listed(kind=Kind.POSTS) == [ids[2], ids[0]]
    assert await listed(state="checked") == [ids[2]]
    assert await listed(kind=Kind.POSTS, state="confirmed") == [ids[0]]
    with pytest.raises(NoSuchReturn):
        await listed(before=uuid4())

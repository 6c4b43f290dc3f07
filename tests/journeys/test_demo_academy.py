"""The demo's academy: what it holds, that it is the same every time, and how it is looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import httpx
import pytest
from icalendar import Calendar

from academy.programme import Audience
from service import clock
from service.access.actor import Scope
from service.cohorts import operations as cohorts
from service.demo.academy import FACILITATOR, LAST_YEAR, NEXT_YEAR, THIS_YEAR, starters
from service.demo.academy_steps import cohort_id, member_id
from service.demo.operations import load
from service.enrolments import commitments, mop_up
from service.enrolments import operations as enrolments
from service.feeds.store import Kind
from service.storage.database import Database, open_database
from service.workforce.holdings import held_facts
from tests.journeys.conftest import NOW, Demo
from tests.lifespan import laid_out, running


@pytest.fixture
async def opened(demo: Demo) -> AsyncIterator[Database]:
    async with await open_database(demo.settings) as database:
        yield database


@pytest.fixture
async def visitor(demo: Demo) -> AsyncIterator[httpx.AsyncClient]:
    async with running(laid_out(demo.settings)) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


def path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


async def test_three_cohorts_in_three_states(opened):
    found = {each.record.key: each.record for each in await cohorts.listing()}
    assert {key: (each.state, each.released_version) for key, each in found.items()} == {
        LAST_YEAR.key: ("closed", 1),
        THIS_YEAR.key: ("running", 3),
        NEXT_YEAR.key: ("draft", 0),
    }


async def test_members_of_every_audience_and_of_a_mop_up_run(opened):
    members = await enrolments.members_of(cohort_id(THIS_YEAR))
    assert Counter((each.audience, each.run) for each in members) == {
        (Audience.NEWLY_QUALIFIED, "home"): 8,
        (Audience.NEWLY_QUALIFIED, "mop-up-november"): 3,
        (Audience.EXPERIENCED, "home"): 4,
        (Audience.MANAGERS, "home"): 3,
    }
    assert {each.name.split()[-1] for each in members} == {"Demo"}


async def test_members_are_workers_of_the_returns_so_that_who_stays_can_be_counted(opened):
    facts = await held_facts()
    by_worker = {}
    for employment in facts.employments:
        by_worker.setdefault(employment.worker, []).append(employment)
    stayed = {}
    for plan in (LAST_YEAR, THIS_YEAR):
        members = await enrolments.members_of(cohort_id(plan))
        assert {each.worker for each in members} <= set(by_worker)
        fresh = [each for each in members if each.audience is Audience.NEWLY_QUALIFIED]
        left = [
            each
            for each in fresh
            if all(
                spell.ended and spell.ended <= date(2026, 9, 30) for spell in by_worker[each.worker]
            )
        ]
        stayed[plan.title] = (len(fresh), len(fresh) - len(left))
    assert stayed == {"Autumn 2025": (8, 6), "Autumn 2026": (11, 11)}


async def test_a_released_change_moves_one_session_another_room_and_cancels_one(opened):
    record = await cohorts.one_release(cohort_id(THIS_YEAR), 3)
    assert {each.after.item: each.kinds for each in record.changes} == {
        "pre-proceedings": ("moved", "other room"),
        "role-of-lscb": ("other room",),
        "homeless-protocol": ("cancelled",),
    }
    told = await enrolments.digest_of(cohort_id(THIS_YEAR), 3)
    assert len(told.lines) == 11
    assert all(line.revision.changes for _, line in told.lines)


async def test_registers_needs_and_commitments(opened):
    register = await enrolments.register_of(cohort_id(THIS_YEAR))
    assert Counter(register.states.values())["absent"] == 1
    assert Counter(register.states.values())["part"] == 1
    assert Counter(register.states.values())["attended"] > 30
    needs = await mop_up.open_needs(date(2026, 11, 30))
    assert "risk-sensible-3" in {each.item for each in needs.demands}
    fresh = [s for s in starters(THIS_YEAR) if s.audience is Audience.NEWLY_QUALIFIED]
    standing = await commitments.of_member(member_id(THIS_YEAR, fresh[5]))
    assert [each.kind.value for each in standing.commitments] == ["leave"]
    assert standing.minutes_lost > 0


async def test_one_feed_of_each_kind_that_a_calendar_can_read(demo, visitor):
    names = {}
    for kind, link in demo.loaded.feeds.items():
        answer = await visitor.get(path(link.address))
        assert answer.status_code == 200
        calendar = Calendar.from_ical(answer.content)
        assert len(calendar.walk("VEVENT")) >= 3, kind
        names[kind] = str(calendar["NAME"]).replace("\\,", ",")
    assert names == {
        Kind.MEMBER: "Social work academy: Autumn 2026",
        Kind.COHORT: "Social work academy: Autumn 2026",
        Kind.FACILITATOR: f"Social work academy: {FACILITATOR}",
        Kind.ROOM: "Social work academy: Townley Hall, Townley Hall (demo)",
        Kind.TEAM: "Social work academy: Family Help North (demo)",
        Kind.SCORECARD: "Scorecards: Demoshire County Council (invented)",
    }


async def test_the_pages_open_without_a_key_and_the_lead_s_signed_in(demo, visitor, monkeypatch):
    for kind, link in demo.loaded.feeds.items():
        if kind is Kind.SCORECARD:
            assert link.page is None
            continue
        answer = await visitor.get(path(link.page or ""))
        assert answer.status_code == 200
        others = [each.name for each in starters(THIS_YEAR)]
        assert [name for name in others if name in answer.text] == []
    assert (await visitor.get("/academy")).status_code == 303
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert (await visitor.post(path(demo.loaded.sign_in[Scope.ACADEMY]))).status_code == 303
    assert "Autumn 2026" in (await visitor.get("/academy")).text


async def test_another_load_gives_the_same_addresses_and_the_same_bytes(demo, sqlite_demo):
    assert demo.loaded.feeds == sqlite_demo.loaded.feeds
    bodies = []
    for one in (demo, sqlite_demo):
        async with running(laid_out(one.settings)) as app:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                link = one.loaded.feeds[Kind.COHORT]
                bodies.append((await client.get(path(link.address))).content)
    assert bodies[0] == bodies[1]


async def test_an_address_that_was_changed_on_its_page_is_put_back_by_the_next_run(
    own_demo, sqlite_demo
):
    settings, loaded = own_demo, sqlite_demo.loaded
    page = path(loaded.feeds[Kind.MEMBER].page or "")
    async with running(laid_out(settings)) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await client.post(f"{page}/new-address")).status_code == 303
            assert (await client.get(page)).status_code == 404
    again = await load(settings, now=datetime(2026, 11, 30, tzinfo=UTC), tell=pytest.fail)
    assert again.steps_taken == 1
    assert again.feeds == loaded.feeds
    async with running(laid_out(settings)) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await client.get(page)).status_code == 200


def test_everybody_in_the_academy_is_plainly_invented():
    for plan in (LAST_YEAR, THIS_YEAR):
        for each in starters(plan):
            assert re.fullmatch(r"[A-Z][a-z]+ Demo", each.name)
            assert each.number.startswith("ZZ")
            assert each.team.endswith("(demo)")
    names = [each.name for plan in (LAST_YEAR, THIS_YEAR) for each in starters(plan)]
    assert len(set(names)) == len(names)

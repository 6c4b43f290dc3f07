"""The moderation panel over HTTP: a day set ahead, told in the year, the pack and private calendars."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import httpx
import pytest

from service import clock
from service.feeds.owners import Owner
from service.feeds.store import Kind
from service.settings import Settings
from tests.api.feed_owners import issue
from tests.api.test_feeds_of_asye import fetched, of_the_year
from tests.small_academy import Headers, Office
from tests.small_asye import START, PutClock, Reader, at_nine, office_of_a_year

KeyFor = Callable[..., Awaitable[Headers]]
NOT_SET = {"asked": True, "planned_for": None, "met_on": None}


@pytest.fixture(autouse=True)
def put_clock(monkeypatch: pytest.MonkeyPatch) -> PutClock:
    def put(day: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: at_nine(day))

    put("2026-04-20")
    return put


@pytest.fixture
async def lead(
    request: pytest.FixtureRequest,
    client: httpx.AsyncClient,
    key_for: KeyFor,
    settings: Settings,
    put_clock: PutClock,
) -> Office:
    return await office_of_a_year(request.fixturenames, client, key_for, settings)


@pytest.fixture
async def member(lead: Office) -> str:
    found: str = lead.laid[0]
    return found


@pytest.fixture
async def office(lead: Office) -> Reader:
    return Reader(lead.client, lead.headers, lead.laid[1])


def codes(year: dict[str, Any]) -> list[str]:
    return [each["code"] for each in year["findings"] if each["code"].startswith("PANEL")]


async def set_ahead(office: Reader, day: str, status: int = 201) -> dict[str, Any]:
    found: dict[str, Any] = await office.record("reviews", status, milestone="panel", held_on=day)
    return found


async def taken_out(lead: Office, office: Reader) -> dict[str, Any]:
    [entry] = await office.entries("review")
    address = f"/asye-years/{office.year}/entries/{entry['id']}"
    found: dict[str, Any] = (
        await lead.ask("DELETE", address, 200, if_match=await office.tag())
    ).json()
    return found


async def in_pack(lead: Office, office: Reader) -> list[str]:
    pack = (await lead.ask("GET", f"/asye-years/{office.year}/evidence-pack")).json()
    [reviews] = [each for each in pack["sections"] if each["key"] == "reviews"]
    return [each["happened"] for each in reviews["lines"] if "panel" in each["what"]]


async def test_a_panel_is_planned_changed_and_has_met_once_its_day_is_there(
    lead: Office, office: Reader, put_clock: PutClock
) -> None:
    year = await office.read()
    assert (year["panel"], codes(year)) == (NOT_SET, ["PANEL_TO_BE_SET"])
    assert await in_pack(lead, office) == []

    year = await set_ahead(office, "2026-12-10")
    assert year["panel"] == NOT_SET | {"planned_for": "2026-12-10"}
    assert codes(year) == ["PANEL_BEFORE_FINAL"]
    # One panel: another day is set once the first is taken out.
    assert "already" in (await set_ahead(office, "2027-01-20", 409))["type"]
    assert (await taken_out(lead, office))["panel"] == NOT_SET
    assert codes(await set_ahead(office, "2027-01-20")) == []
    assert await in_pack(lead, office) == ["planned for 20 January 2027"]

    put_clock("2027-01-20")
    assert (await office.read())["panel"] == NOT_SET | {"met_on": "2027-01-20"}
    assert await in_pack(lead, office) == ["met on 20 January 2027"]


async def test_a_preset_says_whether_it_names_a_panel(lead: Office) -> None:
    presets = (await lead.ask("GET", "/asye/presets")).json()["presets"]
    assert [each["key"] for each in presets if each["panel"]] == ["newham"]


async def test_only_the_panel_is_set_ahead_and_on_a_day_that_a_calendar_has(
    office: Reader,
) -> None:
    ahead = await office.record("reviews", 422, milestone="final", held_on="2026-12-14")
    assert ahead["errors"] == [{"pointer": "/day", "detail": "must not be in the future"}]
    for day, detail in (
        ("2026-01-11", "must not be before the start, 2026-01-12"),
        ("9999-12-31", "must be before the year 9999"),
    ):
        assert (await set_ahead(office, day, 422))["errors"] == [
            {"pointer": "/day", "detail": detail}
        ]
    assert await office.entries("review") == []


async def end(lead: Office, office: Reader, status: int, on: str, state: str) -> dict[str, Any]:
    body = {"on": on, "state": state}
    address = f"/asye-years/{office.year}/end"
    found: dict[str, Any] = (
        await lead.ask("POST", address, status, body, if_match=await office.tag())
    ).json()
    return found


async def test_a_year_is_completed_once_its_panel_has_met_even_after_its_last_day(
    lead: Office, office: Reader, put_clock: PutClock
) -> None:
    await set_ahead(office, "2027-01-20")
    put_clock("2027-01-13")
    [error] = (await end(lead, office, 422, "2027-01-12", "completed"))["errors"]
    assert error["pointer"] == "/state"
    assert "planned for 2027-01-20" in error["detail"]
    put_clock("2027-01-20")
    [error] = (await end(lead, office, 422, "2027-01-12", "left"))["errors"]
    assert error == {
        "pointer": "/on",
        "detail": "must not be before 2027-01-20, when the panel met",
    }
    done = await end(lead, office, 200, "2027-01-12", "completed")
    assert (done["state"], done["panel"]["met_on"]) == ("completed", "2027-01-20")


async def test_the_person_and_the_supervisor_see_the_day_and_no_other_calendar_does(
    client: httpx.AsyncClient, lead: Office, member: str, office: Reader, put_clock: PutClock
) -> None:
    await office.record("supervisors", first=START, name="Sue Supervisor")
    cohort = (await lead.ask("GET", "/cohorts")).json()["cohorts"][0]["id"]
    feeds = [
        await issue(clock.now(), owner)
        for owner in (
            Owner(Kind.MEMBER, member), Owner(Kind.FACILITATOR, "Sue Supervisor"),
            Owner(Kind.COHORT, cohort), Owner(Kind.TEAM, "Harbour"),
        )
    ]  # fmt: skip
    tags = [(await fetched(client, feed)).headers["etag"] for feed in feeds]
    put_clock("2026-04-21")
    await set_ahead(office, "2027-01-20")

    async def panels() -> list[list[tuple[str, date, str, str]]]:
        return [
            [
                (str(e["SUMMARY"]), e.decoded("DTSTART"), str(e["TRANSP"]), str(e["STATUS"]))
                for e in of_the_year((await fetched(client, feed)).content)
                if "panel" in str(e["SUMMARY"])
            ]
            for feed in feeds
        ]

    changed = [(await fetched(client, f, t)).status_code for f, t in zip(feeds, tags, strict=True)]
    assert changed[:2] == [200, 200]
    day = date(2027, 1, 20)
    assert await panels() == [
        [("Moderation panel", day, "TRANSPARENT", "CONFIRMED")],
        [("Moderation panel: Nell Newly", day, "TRANSPARENT", "CONFIRMED")],
        [],
        [],
    ]
    for feed in feeds[2:]:
        assert b"panel" not in (await fetched(client, feed)).content.lower()

    await end(lead, office, 200, "2026-04-21", "left")
    assert [each[0][3] for each in (await panels())[:2]] == ["CANCELLED", "CANCELLED"]
    year = await office.read()
    assert year["panel"] == NOT_SET
    assert await in_pack(lead, office) == []
    # Back after the day: it has not met, and another is to be set.
    put_clock("2027-02-01")
    body = {"on": "2027-02-01"}
    await lead.ask(
        "POST", f"/asye-years/{office.year}/return", 200, body, if_match=await office.tag()
    )
    assert codes(await office.read()) == ["PANEL_TO_BE_SET", "PANEL_BEFORE_FINAL", "PANEL_IN_PAUSE"]
    await taken_out(lead, office)
    # It was told as cancelled while it was ahead, and stays that.
    told = [[status for *_, status in each] for each in await panels()]
    assert told == [["CANCELLED"], ["CANCELLED"], [], []]

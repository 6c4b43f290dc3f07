"""Week by week, newly qualified members count while the ASYE year recorded for them runs (G8)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from service import clock
from service.access.actor import Scope
from tests.small_academy import Headers, Office
from tests.small_asye import NUMBER, START, PutClock, Reader, at_nine, begun, enrolled

KeyFor = Callable[..., Awaitable[Headers]]
SIGNATORIES = ("newly-qualified", "assessor", "manager", "co-ordinator")


@pytest.fixture(autouse=True)
def put_clock(monkeypatch: pytest.MonkeyPatch) -> PutClock:
    def put(day: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: at_nine(day))

    put("2026-04-20")
    return put


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    return Office(client, await key_for(Scope.ACADEMY))


async def counted(lead: Office) -> list[str]:
    """``2026-01-12..2027-01-11 1``: runs of Mondays whose weeks count somebody, and how many."""
    answer = await lead.ask("GET", "/academy/weeks?first=2025-06-02&last=2028-06-05")
    runs: list[tuple[str, str, int]] = []
    before = 0
    for week in answer.json()["weeks"]:
        now = week["newly_qualified_in_asye"]
        if now and now == before:
            runs[-1] = (runs[-1][0], week["monday"], now)
        elif now:
            runs.append((week["monday"], week["monday"], now))
        before = now
    return [f"{first}..{last} {number}" for first, last, number in runs]


async def ended(office: Reader, on: str, state: str) -> None:
    body = {"on": on, "state": state}
    address = f"/asye-years/{office.year}/end"
    await office.office.ask("POST", address, 200, body, if_match=await office.tag())


async def removed(lead: Office, member: str) -> None:
    tag = (await lead.ask("GET", f"/members/{member}")).headers["etag"]
    await lead.ask("DELETE", f"/members/{member}", 204, if_match=tag)


async def reader(lead: Office, member: str, **terms: Any) -> Reader:
    return Reader(lead.client, lead.headers, await begun(lead, member, **terms))


# Who begins on Monday 12 January 2026 counts to the planned end of their year, that day included.
@pytest.mark.parametrize(
    ("terms", "weeks"),
    [
        ({}, ["2026-01-12..2027-01-11 1"]),
        ({"start": "2026-01-18"}, ["2026-01-12..2027-01-18 1"]),
        ({"fte": "0.8"}, ["2026-01-12..2027-01-11 1"]),
        ({"fte": "0.8", "scale_part_time": True}, ["2026-01-12..2027-04-12 1"]),
        ({"needs_registration": True}, []),
        (
            {"needs_registration": True, "registered_on": "2026-03-02"},
            ["2026-03-02..2027-03-01 1"],
        ),
    ],
    ids=["a year", "from a Sunday", "part time", "scaled", "not registered", "registered later"],
)
@pytest.mark.parametrize("own", [{}, {"asye_start": "2025-09-01"}], ids=["no day", "another day"])
async def test_a_recorded_year_counts_by_its_terms_whatever_the_member_says(
    lead: Office, terms: dict[str, Any], weeks: list[str], own: dict[str, str]
) -> None:
    await begun(lead, await enrolled(lead, **own), **terms)
    assert await counted(lead) == weeks


async def test_a_preset_of_two_years_counts_for_two(lead: Office) -> None:
    known = (await lead.ask("GET", "/asye/presets")).json()["presets"]
    [two] = [each["key"] for each in known if each["months"] == 24]
    await begun(lead, await enrolled(lead), preset=two)
    assert await counted(lead) == ["2026-01-12..2028-01-10 1"]


async def test_a_pause_lengthens_it_once_all_four_have_signed(lead: Office) -> None:
    office = await reader(lead, await enrolled(lead))
    await office.record("pauses", first="2026-05-04", last="2026-07-12", reason="bereavement")
    [pause] = await office.entries("pause")
    assert await counted(lead) == ["2026-01-12..2027-01-11 1"]
    for who in SIGNATORIES:
        await office.record(f"pauses/{pause['id']}/signatures", signatory=who)
    assert (await office.read())["ends"] == "2027-03-23"
    assert await counted(lead) == ["2026-01-12..2027-03-22 1"]


@pytest.mark.parametrize(
    ("state", "weeks"),
    [
        ("completed", ["2026-01-12..2026-04-13 1"]),
        ("left", ["2026-01-12..2026-04-13 1"]),
        ("withdrawn", []),
    ],
)
async def test_an_ended_year_counts_to_its_end_and_a_withdrawn_one_not_at_all(
    lead: Office, state: str, weeks: list[str]
) -> None:
    office = await reader(lead, await enrolled(lead, asye_start=START))
    await ended(office, "2026-04-19", state)
    assert await counted(lead) == weeks


async def test_a_year_that_ended_before_its_clock_began_never_ran(lead: Office) -> None:
    terms = {"needs_registration": True, "registered_on": "2026-04-18"}
    office = await reader(lead, await enrolled(lead), **terms)
    await ended(office, "2026-04-16", "left")
    assert await counted(lead) == []


async def test_the_weeks_away_do_not_count_and_come_after_the_return(
    lead: Office, put_clock: PutClock
) -> None:
    office = await reader(lead, await enrolled(lead))
    await ended(office, "2026-04-19", "left")
    put_clock("2026-06-01")
    address = f"/asye-years/{office.year}/return"
    await lead.ask("POST", address, 200, {"on": "2026-06-01"}, if_match=await office.tag())
    assert (await office.read())["ends"] == "2027-02-23"
    assert await counted(lead) == ["2026-01-12..2026-04-13 1", "2026-06-01..2027-02-22 1"]


async def test_who_begins_again_counts_in_both_years(lead: Office) -> None:
    member = await enrolled(lead)
    office = await reader(lead, member)
    await ended(office, "2026-02-08", "left")
    await begun(lead, member, start="2026-03-02")
    assert await counted(lead) == ["2026-01-12..2026-02-02 1", "2026-03-02..2027-03-01 1"]


async def test_without_a_recorded_year_the_members_own_day_and_the_setting_count(
    lead: Office,
) -> None:
    await begun(lead, await enrolled(lead))
    await enrolled(lead, "Una Unrecorded", asye_start="2026-07-06")
    await enrolled(lead, "Nobody Yet")
    old = await enrolled(lead, "Olive Old", audience="experienced", asye_start=START)
    await begun(lead, old)
    assert await counted(lead) == [
        "2026-01-12..2026-06-29 1",
        "2026-07-06..2027-01-11 2",
        "2027-01-18..2027-07-05 1",
    ]


async def test_who_is_enrolled_again_is_one_person_with_one_year(lead: Office) -> None:
    """Their year stays recorded under the first membership, which is removed only then."""
    first = await enrolled(lead, registration_number=NUMBER, asye_start=START)
    await begun(lead, first)
    second = await lead.cohort("summer", "2026-06-01")
    await lead.release(second)
    again = {
        "name": "Nell Newly",
        "audience": "newly-qualified",
        "registration_number": NUMBER,
        "asye_start": "2025-09-01",
    }
    await lead.ask("POST", f"/cohorts/{second}/members", 201, {"members": [again]})
    assert await counted(lead) == ["2026-01-12..2027-01-11 1"]
    await removed(lead, first)
    assert await counted(lead) == ["2026-01-12..2027-01-11 1"]


async def test_who_was_removed_is_no_member_and_does_not_count(lead: Office) -> None:
    member = await enrolled(lead)
    await begun(lead, member)
    await removed(lead, member)
    assert await counted(lead) == []

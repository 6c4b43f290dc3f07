"""ASYE years in private calendars: the person's and the supervisor's, and in no other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import httpx
import icalendar
import pytest

from service import clock
from service.access.actor import Scope
from service.feeds.owners import Owner
from service.feeds.store import Kind
from tests.api.feed_owners import Issued, issue
from tests.api.test_feeds_of_plans import body
from tests.small_academy import Headers, Office
from tests.small_asye import START, TERMS, Reader, at_nine, begun, enrolled

KeyFor = Callable[..., Awaitable[Headers]]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at_nine("2026-01-13"))


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    return Office(client, await key_for(Scope.ACADEMY))


def of_the_year(feed: bytes) -> list[Any]:
    return [
        event
        for event in icalendar.Calendar.from_ical(feed).walk("VEVENT")
        if "asye" in str(event.get("CATEGORIES", icalendar.vCategory([])).to_ical())
    ]


async def test_the_person_and_the_supervisor_see_the_year_and_no_other_feed_does(
    client: httpx.AsyncClient, lead: Office
) -> None:
    member = await enrolled(lead)
    other = await enrolled(lead, "Olive Other")
    cohort = (await lead.ask("GET", "/cohorts")).json()["cohorts"][0]["id"]
    office = Reader(client, lead.headers, await begun(lead, member))
    await office.record("supervisors", first=START, name="Sue Supervisor")
    await office.record("supervisors", first="2026-02-09", name="Tom Supervisor")
    own = await issue(clock.now(), Owner(Kind.MEMBER, member))
    sue = await issue(clock.now(), Owner(Kind.FACILITATOR, "Sue Supervisor"))
    tom = await issue(clock.now(), Owner(Kind.FACILITATOR, "Tom Supervisor"))

    shown = of_the_year(await body(client, own))
    told = {str(event["SUMMARY"]) for event in shown}
    assert told == {
        "3 month review due", "6 month review due", "Final review due", "End of the ASYE year due",
        "Supervision due", "Caseload cap from today: 5", "Caseload cap from today: 10",
        "Caseload cap from today: 14", "Caseload cap from today: 15",
    }  # fmt: skip
    review = next(event for event in shown if str(event["SUMMARY"]) == "3 month review due")
    # A whole day with an exclusive end, which leaves the person free.
    assert (review.decoded("DTSTART"), review.decoded("DTEND")) == (date(2026, 4, 13), date(2026, 4, 14))  # fmt: skip
    assert str(review["TRANSP"]) == "TRANSPARENT"

    hers = of_the_year(await body(client, sue))
    # She had all of the year until Tom was recorded: what is his from then on is cancelled for her.
    taken = [event for event in hers if event["STATUS"] == "CANCELLED"]
    hers = [event for event in hers if event["STATUS"] == "CONFIRMED"]
    assert min(event.decoded("DTSTART") for event in taken) == date(2026, 2, 9)
    assert {str(event["SUMMARY"]) for event in hers} == {
        "Supervision due: Nell Newly", "Caseload cap from today: 5: Nell Newly",
    }  # fmt: skip
    assert max(event.decoded("DTSTART") for event in hers) == date(2026, 2, 2)
    his = of_the_year(await body(client, tom))
    assert min(event.decoded("DTSTART") for event in his) == date(2026, 2, 9)
    assert {event["STATUS"] for event in his} == {"CONFIRMED"}
    assert {str(event["UID"]) for event in his} == {str(event["UID"]) for event in taken}

    for owner in (
        Owner(Kind.COHORT, cohort), Owner(Kind.MEMBER, other), Owner(Kind.TEAM, "Harbour"),
        Owner(Kind.FACILITATOR, "Ada Lead"),
    ):  # fmt: skip
        feed = await body(client, await issue(clock.now(), owner))
        assert of_the_year(feed) == []
        for leak in (b"Supervis", b"Nell", b"cap from", b"asye"):
            assert leak not in feed


def sequence_in(event: bytes) -> int:
    return int(icalendar.Event.from_ical(event)["SEQUENCE"])


async def fetched(client: httpx.AsyncClient, feed: Issued, etag: str | None = None) -> httpx.Response:  # fmt: skip
    return await client.get(feed.path, headers={"if-none-match": etag} if etag else {})


async def test_a_change_of_the_clock_shows_at_the_next_fetch_and_what_is_recorded_changes_nothing(
    client: httpx.AsyncClient, lead: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = await enrolled(lead)
    office = Reader(client, lead.headers, await begun(lead, member))
    await office.record("supervisors", first=START, name="Sue Supervisor")
    feeds = [
        await issue(clock.now(), Owner(Kind.MEMBER, member)),
        await issue(clock.now(), Owner(Kind.FACILITATOR, "Sue Supervisor")),
    ]
    first = [await fetched(client, feed) for feed in feeds]
    tags = [each.headers["etag"] for each in first]
    monkeypatch.setattr(clock, "now", lambda: at_nine("2026-01-13").replace(hour=10))
    await office.record("protected-time", on="2026-01-13", planned=222)
    assert [(await fetched(client, f, t)).status_code for f, t in zip(feeds, tags, strict=True)] == [304, 304]  # fmt: skip
    pause = {"first": "2026-02-02", "last": "2026-02-08", "reason": "paternity"}
    asked = await office.record("pauses", **pause)
    entry = next(each["id"] for each in asked["entries"] if each["kind"] == "pause")
    for who in ("newly-qualified", "assessor", "manager", "co-ordinator"):
        await office.record(f"pauses/{entry}/signatures", signatory=who)
    for feed, was in zip(feeds, first, strict=True):
        answer = await fetched(client, feed, was.headers["etag"])
        assert answer.status_code == 200
        events = of_the_year(answer.content)
        days = [e.decoded("DTSTART") for e in events if str(e["SUMMARY"]).startswith("Supervision")]
        assert date(2026, 2, 2) not in days
        assert date(2026, 2, 9) in days
        # What lay before the pause is not told again; what moved is, once.
        earlier = {str(e["UID"]): e.to_ical() for e in of_the_year(was.content)}
        before = [e for e in events if e.decoded("DTSTART") < date(2026, 2, 2)]
        assert before
        assert all(earlier[str(e["UID"])] == e.to_ical() for e in before)
        moved = [e for e in events if e not in before]
        assert {int(e["SEQUENCE"]) - sequence_in(earlier[str(e["UID"])]) for e in moved} == {1}
        assert b"paternity" not in answer.content

    # Who leaves: what is still ahead is told as cancelled.
    left = {"on": "2026-01-13", "state": "left"}
    await lead.ask("POST", f"/asye-years/{office.year}/end", 200, left, if_match=await office.tag())
    ahead = of_the_year((await fetched(client, feeds[0])).content)
    assert {str(e["STATUS"]) for e in ahead if e.decoded("DTSTART") > date(2026, 1, 13)} == {"CANCELLED"}  # fmt: skip

    # Back under another membership: on in the new calendar from where the old ones were.
    again = await enrolled(lead, "Nell Newly", run="home")
    monkeypatch.setattr(clock, "now", lambda: at_nine("2026-03-02"))
    before = [await of(client, feed) for feed in feeds]
    back = {"on": "2026-03-02", "member": again}
    await lead.ask("POST", f"/asye-years/{office.year}/return", 200, back, if_match=await office.tag())  # fmt: skip
    own, hers = [await of(client, feed) for feed in feeds]
    anew = await of(client, await issue(clock.now(), Owner(Kind.MEMBER, again)))
    due = [uid for uid, e in anew.items() if e.decoded("DTSTART") >= date(2026, 3, 2)]
    assert due
    for uid in due:
        assert (str(anew[uid]["STATUS"]), anew[uid].decoded("LAST-MODIFIED")) == ("CONFIRMED", clock.now())  # fmt: skip
        if uid in before[0]:
            assert str(own[uid]["STATUS"]) == "CANCELLED"
            assert int(anew[uid]["SEQUENCE"]) > int(before[0][uid]["SEQUENCE"])
    for uid, e in hers.items():
        if e.decoded("DTSTART") >= date(2026, 3, 2) and uid in before[1]:
            assert str(e["STATUS"]) == "CONFIRMED"
            assert int(e["SEQUENCE"]) > int(before[1][uid]["SEQUENCE"])


async def test_a_new_list_of_bank_holidays_moves_what_is_due(
    client: httpx.AsyncClient, lead: Office
) -> None:
    member = await enrolled(lead)
    await begun(lead, member)
    own = await issue(clock.now(), Owner(Kind.MEMBER, member))
    before = await fetched(client, own)
    body_ = {"first": "2026-04-13", "last": "2026-04-13", "reason": "Council closed"}
    await lead.ask("POST", "/closures", 201, body_)
    after = await fetched(client, own, before.headers["etag"])
    assert after.status_code == 200
    [review] = [e for e in of_the_year(after.content) if str(e["SUMMARY"]) == "3 month review due"]
    assert review.decoded("DTSTART") == date(2026, 4, 14)
    # Days of which nothing falls move nothing, and calendars are not even looked at again.
    far = {"first": "2026-04-18", "last": "2026-04-19", "reason": "A weekend"}
    await lead.ask("POST", "/closures", 201, far)
    assert (await fetched(client, own, after.headers["etag"])).status_code == 304
    entry = (await lead.ask("GET", "/closures")).json()["closures"][0]["id"]
    await lead.ask("DELETE", f"/closures/{entry}", 204)
    again = of_the_year((await fetched(client, own)).content)
    [review] = [e for e in again if str(e["SUMMARY"]) == "3 month review due"]
    assert (review.decoded("DTSTART"), int(review["SEQUENCE"])) == (date(2026, 4, 13), 2)


async def test_a_supervisor_nobody_knows_has_no_feed(
    client: httpx.AsyncClient, lead: Office
) -> None:
    answer = await lead.ask("POST", "/feeds", 404, {"kind": "facilitator", "subject": "Nobody"})
    assert "supervises" in answer.json()["detail"]


def stamps(feed: bytes) -> dict[str, tuple[int, Any]]:
    return {
        str(e["UID"]): (int(e["SEQUENCE"]), e.decoded("LAST-MODIFIED")) for e in of_the_year(feed)
    }


async def test_what_moves_or_is_named_otherwise_has_a_later_stamp_and_a_higher_sequence(
    client: httpx.AsyncClient, lead: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for a client that only compares stamps, or that asks with If-Modified-Since alone."""
    member = await enrolled(lead)
    cohort = (await lead.ask("GET", "/cohorts")).json()["cohorts"][0]["id"]
    office = Reader(client, lead.headers, await begun(lead, member))
    await office.record("supervisors", first=START, name="Sue Supervisor")
    own = await issue(clock.now(), Owner(Kind.MEMBER, member))
    sue = await issue(clock.now(), Owner(Kind.FACILITATOR, "Sue Supervisor"))
    closure = {"first": "2026-04-13", "last": "2026-04-13", "reason": "Council closed"}
    known = (await lead.ask("GET", f"/members/{member}")).json()
    renamed = {**{key: known[key] for key in ("audience", "team", "manager")}, "name": "Nell New"}

    async def close() -> None:
        await lead.ask("POST", "/closures", 201, closure)

    async def rename() -> None:
        tag = (await lead.ask("GET", f"/members/{member}")).headers["etag"]
        await lead.ask("PUT", f"/members/{member}", 200, renamed, if_match=tag)

    async def retitle() -> None:
        tag = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).headers["etag"]
        title = {"title": "Another title"}
        await lead.ask("PUT", f"/cohorts/{cohort}/title", 200, title, if_match=tag)

    async def move_team() -> None:
        other = {**renamed, "team": "Moorland"}
        tag = (await lead.ask("GET", f"/members/{member}")).headers["etag"]
        await lead.ask("PUT", f"/members/{member}", 200, other, if_match=tag)

    for hour, change, feeds, of_all in (
        (10, close, [own, sue], False), (11, rename, [sue], True), (12, retitle, [own], False),
    ):  # fmt: skip
        before = [await fetched(client, feed) for feed in feeds]
        at = at_nine("2026-01-13").replace(hour=hour)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        await change()
        for feed, was in zip(feeds, before, strict=True):
            since = {"if-modified-since": was.headers["last-modified"]}
            answer = await client.get(feed.path, headers=since)
            assert (answer.status_code, answer.content == was.content) == (200, False)
            earlier = stamps(was.content)
            for event in of_the_year(answer.content):
                sequence, stamp = earlier[str(event["UID"])]
                again = int(event["SEQUENCE"]) - sequence
                assert event.decoded("LAST-MODIFIED") == (at if again else stamp)
                moved = change is close and event.decoded("DTSTART") == date(2026, 4, 14)
                assert again == (of_all or moved)
    # Whatever else is changed of the member is nothing to whom the supervisor's calendar shows.
    before = await fetched(client, sue)
    await move_team()
    assert (await fetched(client, sue, before.headers["etag"])).status_code == 304


async def test_terms_that_no_calendar_shows_change_no_calendar(
    client: httpx.AsyncClient, lead: Office
) -> None:
    member = await enrolled(lead)
    office = Reader(client, lead.headers, await begun(lead, member))
    own = await issue(clock.now(), Owner(Kind.MEMBER, member))
    before = await fetched(client, own)
    year = f"/asye-years/{office.year}"
    for terms, same in (({"assessor": "Ann Assessor"}, True), ({"full": "30"}, False)):
        body_ = TERMS | {"assessor": "Ann Assessor"} | terms
        await lead.ask("PUT", year, 200, body_, if_match=await office.tag())
        assert ((await fetched(client, own)).content == before.content) is same


# --- nothing leaves in silence -----------------------------------------------------------------


async def test_whatever_takes_a_day_out_of_a_calendar_it_is_told_as_cancelled(
    client: httpx.AsyncClient, lead: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One change after another, as the table has them, with every feed read before and after each."""
    member = await enrolled(lead)
    office = Reader(client, lead.headers, await begun(lead, member))
    await office.record("supervisors", first=START, name="Sue Supervisor")
    await office.record("reviews", milestone="panel", held_on="2026-12-10")
    sue, tom = "Sue Supervisor", "Tom Supervisor"
    held = {"role": "Practice educator", "name": tom, "first": START}
    await lead.ask("POST", "/role-holders", 201, held)
    feeds = {
        "own": await issue(clock.now(), Owner(Kind.MEMBER, member)),
        "sue": await issue(clock.now(), Owner(Kind.FACILITATOR, sue)),
        "tom": await issue(clock.now(), Owner(Kind.FACILITATOR, tom)),
    }

    async def terms(**changes: Any) -> None:
        body_ = TERMS | changes
        await lead.ask("PUT", f"/asye-years/{office.year}", 200, body_, if_match=await office.tag())

    async def taken_out(kind: str) -> None:
        entry = (await office.entries(kind))[-1]["id"]
        address = f"/asye-years/{office.year}/entries/{entry}"
        await lead.ask("DELETE", address, 200, if_match=await office.tag())

    async def removed() -> None:
        tag = (await lead.ask("GET", f"/members/{member}")).headers["etag"]
        await lead.ask("DELETE", f"/members/{member}", 204, if_match=tag)

    first_days = {"needs_registration": True, "registered_on": START}
    points = {"preset": "wirral", "unit": "points", "full": None, "ceiling": None}
    seen = []
    turned: dict[str, list[str]]
    for hour, (what, change, *_) in enumerate(
        table := (
            # what, how, in whose calendars something is cancelled, and is there again
            ("another supervisor", lambda: office.record("supervisors", first="2026-02-09", name=tom), "sue", ""),
            ("the one before again", lambda: taken_out("supervisor"), "tom", "sue"),
            ("another preset", lambda: terms(**points), "own sue", ""),
            ("the preset it was", terms, "own sue", "own sue"),
            ("part time, and longer", lambda: terms(fte="0.8", scale_part_time=True), "", ""),
            ("full time, and shorter", terms, "own sue", ""),
            ("no panel", lambda: taken_out("review"), "own sue", ""),
            ("a registration awaited", lambda: terms(needs_registration=True), "own sue", ""),
            ("and there", lambda: terms(**first_days), "", "own sue"),
            ("the member removed", removed, "own sue", ""),
        ),
        start=10,
    ):  # fmt: skip
        before = {name: await of(client, feed) for name, feed in feeds.items()}
        at = at_nine("2026-01-13").replace(hour=hour)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        await change()
        after = {name: await of(client, feed) for name, feed in feeds.items()}
        turned = {"CONFIRMED": [], "CANCELLED": []}
        for name in feeds:
            statuses = set()
            for uid, was in before[name].items():
                if uid not in after[name]:
                    assert was.decoded("DTSTART") < date(2026, 1, 13), (what, name)
                    continue  # over already: it stays what it was
                now = after[name][uid]
                if now != was:
                    assert int(now["SEQUENCE"]) > int(was["SEQUENCE"]), (what, name)
                    assert now.decoded("LAST-MODIFIED") == at, (what, name)
                if now["STATUS"] != was["STATUS"]:
                    statuses.add(str(now["STATUS"]))
            for status in statuses:
                turned[status].append(name)
        seen.append((what, " ".join(turned["CANCELLED"]), " ".join(turned["CONFIRMED"])))
    assert seen == [(what, cancelled, back) for what, _, cancelled, back in table]
    # What was over when the member was removed stays as it was.
    ends = {(e.decoded("DTSTART") < date(2026, 1, 13), str(e["STATUS"])) for e in after["own"].values()}  # fmt: skip
    assert ends == {(True, "CONFIRMED"), (False, "CANCELLED")}


async def of(client: httpx.AsyncClient, feed: Issued) -> dict[str, Any]:
    """The days of ASYE years in a feed, by UID."""
    return {str(event["UID"]): event for event in of_the_year(await body(client, feed))}

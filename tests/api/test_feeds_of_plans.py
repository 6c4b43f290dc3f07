"""Feeds of cohorts, facilitators, rooms and the scorecard: what each shows, and what it must not."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID

import httpx
import icalendar
import pytest

from service import clock
from service.access import audit
from service.access.actor import Scope
from service.feeds import operations, store
from service.feeds.owners import Owner
from service.feeds.store import Kind
from service.problems import Unprocessable
from service.settings import Settings
from service.storage.transaction import unit_of_work
from tests.api.conftest import NOW
from tests.api.feed_owners import LEAD, Issued, issue
from tests.feed_check import faults, parts
from tests.small_academy import Headers, Office, laid_office
from tests.small_academy import released as released_cohort
from tests.storage.samples import insert

KeyFor = Callable[..., Awaitable[Headers]]
HALF_TERM = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def before_it_begins(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock stands still before the cohort's first day; call it to put it elsewhere."""

    def put(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    put(HALF_TERM)
    return put


@pytest.fixture
async def lead(
    request: pytest.FixtureRequest,
    client: httpx.AsyncClient,
    key_for: KeyFor,
    settings: Settings,
) -> Office:
    if "spring" in request.fixturenames:
        return await laid_office(client, key_for, settings, "a released cohort", released_cohort)
    return Office(client, await key_for(Scope.ACADEMY))


@pytest.fixture
async def spring(lead: Office) -> str:
    found: str = lead.laid
    return found


async def body(client: httpx.AsyncClient, feed: Issued) -> bytes:
    answer = await client.get(feed.path)
    assert (answer.status_code, faults(answer.content)) == (200, [])
    return answer.content


def events(feed: bytes) -> dict[str, dict[str, Any]]:
    """What a calendar shows, by title without the word Cancelled."""
    found = {}
    for event in icalendar.Calendar.from_ical(feed).walk("VEVENT"):
        title = str(event["SUMMARY"])
        assert title not in found
        found[title.removeprefix("Cancelled: ")] = {
            "uid": str(event["UID"]),
            "day": f"{event.decoded('DTSTART'):%Y-%m-%d}",
            "status": str(event["STATUS"]),
            "sequence": int(event["SEQUENCE"]),
            "location": str(event.get("LOCATION", "")),
            "description": str(event.get("DESCRIPTION", "")),
            "changed_at": event.decoded("LAST-MODIFIED"),
        }
    return found


def titles(feed: bytes, *, cancelled: bool = False) -> list[str]:
    status = "CANCELLED" if cancelled else "CONFIRMED"
    return sorted(t for t, event in events(feed).items() if event["status"] == status)


ALL = ["Assessment", "Reflection", "Welcome"]


# The cohort's feed


async def test_a_cohorts_feed_has_its_sessions_and_no_names(client, lead, spring) -> None:
    other = await lead.cohort("autumn", "2027-09-06")
    await lead.release(other)
    feed = await body(client, await issue(NOW, Owner(Kind.COHORT, spring)))
    assert titles(feed) == ALL
    sessions = await lead.sessions(spring)
    assert {event["uid"] for event in events(feed).values()} == {
        each["session"]["uid"] for each in sessions.values()
    }
    text = feed.decode()
    for leak in ("Ada", "Dee", "Director", "Facilitators", "Presenters", "Autumn", "autumn"):
        assert leak not in text
    assert "X-WR-CALNAME:Social work academy: Spring\r\n" in text


async def test_a_draft_is_in_no_feed_until_it_is_released(client, lead, spring) -> None:
    feed = await issue(NOW, Owner(Kind.COHORT, spring))
    before = await body(client, feed)
    await lead.change(spring, "welcome", title="Hidden until released", day="2027-01-13")
    assert await body(client, feed) == before
    await lead.release(spring)
    assert "Hidden until released" in titles(await body(client, feed))


async def test_a_cohort_without_a_release_has_an_empty_feed(client, lead) -> None:
    cohort = await lead.cohort()
    feed = await body(client, await issue(NOW, Owner(Kind.COHORT, cohort)))
    assert events(feed) == {}


async def test_a_moved_session_is_one_event_at_its_new_time(
    client, lead, spring, before_it_begins
) -> None:
    issued = await issue(NOW, Owner(Kind.COHORT, spring))
    first = await client.get(issued.path)
    later = HALF_TERM + timedelta(days=1)
    before_it_begins(later)
    await lead.change(spring, "assessment", day="2027-01-14")
    await lead.release(spring)
    second = await client.get(
        issued.path,
        headers={
            "if-none-match": first.headers["etag"],
            "if-modified-since": first.headers["last-modified"],
        },
    )
    assert (second.status_code, faults(second.content)) == (200, [])
    was, now = events(first.content), events(second.content)
    assert sorted(was) == sorted(now) == ALL
    moved = now["Assessment"]
    assert (moved["day"], moved["sequence"], moved["changed_at"]) == ("2027-01-14", 1, later)
    assert moved["uid"] == was["Assessment"]["uid"]
    assert parsedate_to_datetime(second.headers["last-modified"]) == later
    before_parts, after_parts = parts(first.content), parts(second.content)
    assert (before_parts[0], before_parts[2]) == (after_parts[0], after_parts[2])
    changed = [uid for uid in before_parts[1] if before_parts[1][uid] != after_parts[1][uid]]
    assert changed == [moved["uid"]]


async def test_only_the_feeds_that_a_release_touches_change(
    client, lead, spring, before_it_begins
) -> None:
    autumn = await lead.cohort("autumn", "2027-09-06")
    await lead.release(autumn)
    feeds = {
        name: await issue(NOW, owner)
        for name, owner in {
            "spring": Owner(Kind.COHORT, spring),
            "autumn": Owner(Kind.COHORT, autumn),
            "Ada": Owner(Kind.FACILITATOR, "Ada Lead"),
            "Dee": Owner(Kind.FACILITATOR, "Dee Director"),
        }.items()
    }
    before = {name: await client.get(feed.path) for name, feed in feeds.items()}
    before_it_begins(HALF_TERM + timedelta(days=1))
    await lead.change(spring, "assessment", room="Room A", site="town-hall")
    await lead.release(spring)
    statuses = {}
    for name, feed in feeds.items():
        answer = await client.get(
            feed.path, headers={"if-none-match": before[name].headers["etag"]}
        )
        statuses[name] = answer.status_code
    assert statuses == {"spring": 200, "autumn": 304, "Ada": 200, "Dee": 304}


async def test_feeds_that_a_release_cannot_touch_are_not_even_looked_at(
    client, lead, spring, monkeypatch
) -> None:
    autumn = await lead.cohort("autumn", "2027-09-06")
    await lead.release(autumn)
    feeds = [
        await issue(NOW, Owner(Kind.COHORT, autumn)),
        await issue(NOW, Owner(Kind.SCORECARD, "council")),
    ]
    for feed in feeds:
        await body(client, feed)
    looked = []
    in_force, all_in_force = store.in_force, store.all_in_force

    async def one(secret_hash: str) -> Any:
        looked.append(secret_hash)
        return await in_force(secret_hash)

    async def every(cohort: UUID) -> Any:
        looked.append(cohort)
        return await all_in_force(cohort)

    monkeypatch.setattr(store, "in_force", one)
    monkeypatch.setattr(store, "all_in_force", every)
    await lead.change(spring, "assessment", room="Room A", site="town-hall")
    await lead.release(spring)
    for feed in feeds:
        await body(client, feed)
    assert looked == []
    await lead.change(autumn, "assessment", room="Room A", site="town-hall")
    await lead.release(autumn)
    for feed in feeds:
        await body(client, feed)
    assert looked == [UUID(autumn)]


async def test_the_same_release_twice_changes_nothing(client, lead, spring) -> None:
    feed = await issue(NOW, Owner(Kind.COHORT, spring))
    before = await client.get(feed.path)
    await lead.release(spring, status=200)
    after = await client.get(feed.path)
    assert (after.content, after.headers) == (before.content, before.headers)


async def test_a_cancelled_session_is_told_for_ninety_days_after_its_day(
    client, lead, spring, before_it_begins
) -> None:
    issued = await issue(NOW, Owner(Kind.COHORT, spring))
    await lead.change(spring, "assessment", cancelled=True)
    await lead.release(spring)
    feed = await body(client, issued)
    assert titles(feed, cancelled=True) == ["Assessment"]
    assert events(feed)["Assessment"]["sequence"] == 1
    told = {}
    for day in (date(2027, 4, 12), date(2027, 4, 13)):
        before_it_begins(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        await touched()
        answer = await client.get(issued.path)
        told[day] = titles(answer.content, cancelled=True)
        modified = parsedate_to_datetime(answer.headers["last-modified"])
    assert told == {date(2027, 4, 12): ["Assessment"], date(2027, 4, 13): []}
    # Who only asks whether it was modified since hears of it, too: midnight in British Summer Time.
    assert modified == datetime(2027, 4, 12, 23, 0, tzinfo=UTC)


async def touched() -> None:
    """Change something that has nothing to do with it, so that feeds are looked at again."""
    async with unit_of_work():
        await audit.record(
            LEAD,
            "test.touched",
            subject_kind="test",
            subject_id="1",
            before=None,
            after=None,
            now=NOW,
        )


async def test_an_alarm_rings_only_in_the_feed_that_asked_for_it(client, spring) -> None:
    with_alarm = await issue(NOW, Owner(Kind.COHORT, spring), alarm=30)
    without = await issue(NOW, Owner(Kind.FACILITATOR, "Ada Lead"))
    rings = [
        re.findall(rb"TRIGGER:(\S+)", await body(client, feed)) for feed in (with_alarm, without)
    ]
    assert rings == [[b"-PT30M"] * 3, []]


# The facilitator's feed


async def test_a_facilitators_feed_has_what_they_lead_in_any_cohort(client, lead, spring) -> None:
    autumn = await lead.cohort("autumn", "2027-09-06")
    await lead.change(autumn, "welcome", title="Autumn welcome")
    await lead.change(autumn, "assessment", title="Autumn assessment")
    await lead.change(autumn, "reflection", title="Autumn reflection")
    await lead.release(autumn)
    ada = await body(client, await issue(NOW, Owner(Kind.FACILITATOR, "Ada Lead")))
    dee = await body(client, await issue(NOW, Owner(Kind.FACILITATOR, "Dee Director")))
    assert titles(ada) == sorted([*ALL, *(f"Autumn {each.lower()}" for each in ALL)])
    assert titles(dee) == ["Autumn welcome", "Welcome"]
    assert "Presenters: Dee Director" in events(dee)["Welcome"]["description"]


async def test_who_no_longer_leads_a_session_sees_it_cancelled_as_they_knew_it(
    client, lead, spring, before_it_begins
) -> None:
    issued = await issue(NOW, Owner(Kind.FACILITATOR, "Dee Director"))
    before = events(await body(client, issued))["Welcome"]
    before_it_begins(HALF_TERM + timedelta(days=1))
    link = "https://meet.example/secret-room"
    draft = (await lead.ask("GET", f"/cohorts/{spring}/draft")).json()["draft"]
    draft["runs"][0] |= {"links": {"welcome": link}}
    await lead.ask("PUT", f"/cohorts/{spring}/draft", 200, draft, if_match=await lead.tag(spring))
    await lead.change(
        spring, "welcome", presenters=["Lead"], day="2027-01-15", title="Welcome without Dee"
    )
    await lead.release(spring)
    feed = await body(client, issued)
    [(title, after)] = events(feed).items()
    assert (title, after["day"], after["status"]) == ("Welcome", before["day"], "CANCELLED")
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)
    assert after["description"] == ""
    assert link not in feed.decode()
    # And back again: once more, and later than all that was told before.
    await lead.change(spring, "welcome", presenters=["Director"], day="2027-01-15")
    await lead.release(spring)
    [(_, again)] = events(await body(client, issued)).items()
    assert (again["status"], again["sequence"], again["uid"]) == ("CONFIRMED", 2, before["uid"])


async def test_what_is_over_is_not_cancelled_for_who_led_it(
    client, lead, spring, before_it_begins
) -> None:
    issued = await issue(NOW, Owner(Kind.FACILITATOR, "Dee Director"))
    before_it_begins(datetime(2027, 1, 12, 9, 0, tzinfo=UTC))
    await lead.change(spring, "welcome", presenters=["Lead"])
    await lead.release(spring)
    assert events(await body(client, issued)) == {}


# The room's feed


async def room(lead: Office, name: str, site: str = "town-hall", **more: Any) -> str:
    found = {each["key"] for each in (await lead.ask("GET", "/sites")).json()["sites"]}
    if site not in found:
        await lead.ask(
            "PUT", f"/sites/{site}", 201, {"name": site.title(), "address": "2 High Street"}
        )
    answer = await lead.ask("POST", "/rooms", 201, {"site": site, "name": name, **more})
    found_id: str = answer.json()["room"]["id"]
    return found_id


async def test_a_rooms_feed_has_what_it_is_needed_for_and_no_names(client, lead, spring) -> None:
    first = await room(lead, "Room A")
    elsewhere = await room(lead, "Room A", "library")
    feed = await body(client, await issue(NOW, Owner(Kind.ROOM, first)))
    other = await body(client, await issue(NOW, Owner(Kind.ROOM, elsewhere)))
    assert titles(feed) == ["Reflection", "Welcome"]
    assert titles(other) == []
    assert "Ada" not in feed.decode()
    assert "Dee" not in feed.decode()


async def test_a_room_is_known_by_its_other_names_too_and_a_new_one_is_a_later_date(
    client, lead, spring, before_it_begins
) -> None:
    hall = await room(lead, "The Hall", aliases=["ROOM B"])
    issued = await issue(NOW, Owner(Kind.ROOM, hall))
    was = await client.get(issued.path)
    assert titles(was.content) == ["Assessment"]
    renamed_at = HALF_TERM + timedelta(hours=1)
    before_it_begins(renamed_at)
    renamed = {"name": "Great Hall", "aliases": ["Room B"]}
    await lead.ask("PUT", f"/rooms/{hall}", 200, renamed)
    since = {"if-modified-since": was.headers["last-modified"]}
    now = await client.get(issued.path, headers=since)
    assert (now.status_code, parsedate_to_datetime(now.headers["last-modified"])) == (200, renamed_at)  # fmt: skip
    assert b"Great Hall" in now.content
    assert titles(now.content) == ["Assessment"]


async def test_a_room_that_is_no_longer_needed_is_told_so(client, lead, spring) -> None:
    issued = await issue(NOW, Owner(Kind.ROOM, await room(lead, "Room B")))
    assert titles(await body(client, issued)) == ["Assessment"]
    await lead.change(spring, "assessment", room="Room A", site="town-hall")
    await lead.release(spring)
    feed = await body(client, issued)
    assert (titles(feed), titles(feed, cancelled=True)) == ([], ["Assessment"])


async def test_whatever_a_room_is_called_nothing_leaves_its_calendar_in_silence(
    client, lead, spring, before_it_begins
) -> None:
    """One change of rooms an hour, with the event as the calendar of the first room has it then."""
    known = await room(lead, "Room B")
    issued = await issue(NOW, Owner(Kind.ROOM, known))
    other = await room(lead, "Side room")
    here, there = f"/rooms/{known}", f"/rooms/{other}"
    seen = []
    for hour, (method, path, asked) in enumerate((
        ("PUT", here, {"name": "Hall"}),  # what was planned in Room B is in the Hall
        ("PUT", there, {"name": "room b"}),  # unless another room is called so
        ("PUT", there, {"name": "Side room"}),  # where it stays: that one was called so last
        ("PUT", here, {"name": "Hall", "aliases": ["Room B"]}),
        ("PUT", here, {"name": "Hall"}),  # it is not called so any more
        ("PUT", here, {"name": "Room B"}),
        ("DELETE", here, None),
    ), 1):  # fmt: skip
        before_it_begins(HALF_TERM + timedelta(hours=hour))
        await lead.ask(method, path, 204 if asked is None else 200, asked)
        feed = await body(client, issued)
        event = events(feed)["Assessment"]
        seen.append((event["status"], event["sequence"], event["changed_at"] == clock.now()))
    assert seen == [
        ("CONFIRMED", 0, False), ("CANCELLED", 1, True), ("CANCELLED", 1, False),
        ("CONFIRMED", 2, True), ("CANCELLED", 3, True), ("CONFIRMED", 4, True),
        ("CANCELLED", 5, True),
    ]  # fmt: skip
    feed = await client.get(issued.path)
    assert b"The room is not known any more." in feed.content


# The scorecard's timetable


async def test_the_timetable_tells_what_is_due_and_what_was_published(
    client, lead, database
) -> None:
    issued = await issue(NOW, Owner(Kind.SCORECARD, "council"))
    before = events(await body(client, issued))
    assert list(before) == sorted(before, key=lambda title: before[title]["uid"])
    due = before["Scorecard due: half-year to 30 September 2026"]
    assert (due["day"], due["sequence"]) == ("2026-10-01", 0)
    await publish(database, 1, datetime(2026, 12, 1, 23, 30, tzinfo=UTC), None)
    await touched()
    published = events(await body(client, issued))[
        "Scorecard published: half-year to 30 September 2026"
    ]
    assert (published["uid"], published["day"], published["sequence"]) == (
        due["uid"],
        "2026-12-01",
        1,
    )
    await publish(database, 2, datetime(2027, 7, 1, 23, 30, tzinfo=UTC), "A leaver was late.")
    await touched()
    corrected = events(await body(client, issued))[
        "Scorecard published: half-year to 30 September 2026"
    ]
    assert (corrected["day"], corrected["sequence"], corrected["description"]) == (
        "2026-12-01",
        2,
        "Corrected on 2 July 2027 (version 2).",  # in England the day had begun
    )
    text = (await body(client, issued)).decode()
    assert "A leaver" not in text
    assert "Welcome" not in text


async def publish(database: Any, version: int, at: datetime, reason: str | None) -> None:
    row = {
        "id": UUID(int=version),
        "period_end": date(2026, 9, 30),
        "version": version,
        "content": b"{}",
        "content_sha256": "b" * 64,
        "public_content": b"{}",
        "published_at": at,
        "published_by": "PSW",
        "reason": reason,
    }
    await database.engine.run_ddl(insert("edition", row, sqlite=database.is_sqlite))


# Who may have which feed


OWNERS = ("cohort", "facilitator", "room", "scorecard")


async def owners(lead: Office, spring: str) -> dict[str, Owner]:
    return {
        "cohort": Owner(Kind.COHORT, spring),
        "facilitator": Owner(Kind.FACILITATOR, "Ada Lead"),
        "room": Owner(Kind.ROOM, await room(lead, "Room A")),
        "scorecard": Owner(Kind.SCORECARD, "council"),
    }


def asked_for(owner: Owner) -> dict[str, str]:
    return {"kind": owner.kind.value, "subject": owner.subject}


@pytest.mark.parametrize(
    ("asker", "allowed"),
    [
        ((Scope.ACADEMY, None), set(OWNERS)),
        ((Scope.PSW, None), {"scorecard"}),
        ((Scope.FACILITATOR, "Ada Lead"), {"facilitator"}),
        ((Scope.FACILITATOR, "Dee Director"), set()),
        ((Scope.FACILITATOR, "council"), set()),
        ((Scope.MANAGER, "Ada Lead"), set()),
        ((Scope.STARTER, str(UUID(int=1))), set()),
    ],
)
async def test_who_may_make_read_change_and_end_which_feed(
    key_for, lead, spring, asker, allowed
) -> None:
    client = lead.client
    scope, subject = asker
    key = await key_for(scope, subject=subject)
    for name, owner in (await owners(lead, spring)).items():
        made = await client.post("/api/v1/feeds", json=asked_for(owner), headers=key)
        assert made.status_code == (201 if name in allowed else 403), name
        if name in allowed:
            await operations.revoke(UUID(made.json()["feed"]["id"]), NOW, LEAD)
        feed = await issue(NOW, owner)
        address = f"/api/v1/feeds/{feed.id}"
        asked = [
            await client.get(address, headers=key),
            await client.patch(address, json={"alarm_minutes": 15}, headers=key),
            await client.post(f"{address}/reissue", headers=key),
            await client.delete(address, headers=key),
        ]
        wanted = [200] * 4 if name in allowed else [404] * 4
        assert [each.status_code for each in asked] == wanted, name
        unknown = await client.get(f"/api/v1/feeds/{UUID(int=1)}", headers=key)
        if name not in allowed:
            said = asked[0].json()["detail"].replace(str(feed.id), str(UUID(int=1)))
            assert said == unknown.json()["detail"]
    listed = (await client.get("/api/v1/feeds", headers=key)).json()["feeds"]
    assert {each["kind"] for each in listed} == allowed


@pytest.mark.parametrize("scope", [Scope.HR, Scope.READ])
async def test_other_keys_have_nothing_to_do_with_feeds(client, key_for, scope) -> None:
    key = await key_for(scope)
    for method, address in (
        ("GET", "/api/v1/feeds"),
        ("POST", "/api/v1/feeds"),
        ("DELETE", f"/api/v1/feeds/{UUID(int=1)}"),
    ):
        sent = {"kind": "scorecard"} if method == "POST" else None
        answer = await client.request(method, address, json=sent, headers=key)
        assert answer.status_code == 403


async def test_a_facilitator_makes_their_own_without_saying_who(client, spring, key_for) -> None:
    key = await key_for(Scope.FACILITATOR, subject="Dee Director")
    made = await client.post("/api/v1/feeds", json={}, headers=key)
    assert made.status_code == 201
    assert made.json()["feed"]["subject"] == made.json()["feed"]["owner"] == "Dee Director"
    assert made.headers["location"] == f"/api/v1/feeds/{made.json()['feed']['id']}"
    path = made.json()["address"].removeprefix("http://127.0.0.1:8000")
    assert titles((await client.get(path)).content) == ["Welcome"]
    assert made.json()["subscribe"] == made.json()["address"].replace("http://", "webcal://")


async def test_an_owner_has_one_feed_in_force(client, lead, spring) -> None:
    first = await lead.ask("POST", "/feeds", 201, {"kind": "cohort", "subject": spring})
    again = await lead.ask("POST", "/feeds", 409, {"kind": "cohort", "subject": spring})
    assert again.json()["feed"] == first.json()["feed"]["id"]
    await lead.ask("DELETE", f"/feeds/{first.json()['feed']['id']}")
    second = await lead.ask("POST", "/feeds", 201, {"kind": "cohort", "subject": spring})
    assert second.json()["feed"]["id"] != first.json()["feed"]["id"]
    listed = (await lead.ask("GET", f"/feeds?cohort={spring}")).json()["feeds"]
    in_force = {each["id"]: each["revoked_at"] is None for each in listed}
    assert in_force == {
        first.json()["feed"]["id"]: False,
        second.json()["feed"]["id"]: True,
    }
    assert {each["owner"] for each in listed} == {"Spring"}


async def test_a_revoked_feed_cannot_be_used_again(lead, spring) -> None:
    feed = await issue(NOW, Owner(Kind.COHORT, spring))
    await lead.ask("DELETE", f"/feeds/{feed.id}")
    await lead.ask("DELETE", f"/feeds/{feed.id}")
    await lead.ask("POST", f"/feeds/{feed.id}/reissue", 409)
    await lead.ask("PATCH", f"/feeds/{feed.id}", 409, {"alarm_minutes": None})


async def test_every_write_is_in_the_audit_trail(client, lead, spring, key_for) -> None:
    feed = await issue(NOW, Owner(Kind.COHORT, spring))
    await lead.ask("PATCH", f"/feeds/{feed.id}", 200, {"alarm_minutes": 30})
    await lead.ask("PATCH", f"/feeds/{feed.id}", 200, {"alarm_minutes": 30})  # no change
    reissued = await lead.ask("POST", f"/feeds/{feed.id}/reissue")
    await lead.ask("DELETE", f"/feeds/{feed.id}")
    trail = (await client.get("/api/v1/audit", headers=await key_for(Scope.PSW))).json()["entries"]
    mine = [each for each in reversed(trail) if each["subject_kind"] == "feed"]
    assert [(each["action"], each["after"]["alarm_minutes"]) for each in mine] == [
        ("feed.issued", None),
        ("feed.changed", 30),
        ("feed.reissued", 30),
        ("feed.revoked", 30),
    ]
    secret = reissued.json()["address"].split("/")[-2]
    assert secret not in str(trail)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 422),
        ({"kind": "cohort"}, 422),
        ({"subject": "Ada Lead"}, 422),
        ({"kind": "person", "subject": "Ada Lead"}, 422),
        ({"kind": "cohort", "subject": "spring"}, 422),
        ({"kind": "cohort", "subject": str(UUID(int=1))}, 404),
        ({"kind": "cohort", "subject": str(UUID(int=1)).upper().replace("0", "A")}, 422),
        ({"kind": "room", "subject": str(UUID(int=1))}, 404),
        ({"kind": "facilitator", "subject": "Nobody"}, 404),
        ({"kind": "facilitator", "subject": ""}, 422),
        ({"kind": "facilitator", "subject": "x" * 201}, 422),
        ({"kind": "scorecard", "subject": "another"}, 422),
        ({"kind": "scorecard", "alarm_minutes": -1}, 422),
        ({"kind": "scorecard", "alarm_minutes": 40_321}, 422),
        ({"kind": "scorecard", "alarm_minutes": "soon"}, 422),
        ({"kind": "scorecard", "secret": "chosen"}, 422),
        ({"kind": "scorecard"}, 201),
        ({"kind": "scorecard", "alarm_minutes": 0}, 201),
        ({"kind": "scorecard", "subject": "council", "alarm_minutes": 40_320}, 201),
    ],
)
async def test_what_is_asked_for_is_checked(lead, spring, asked, status) -> None:
    await lead.ask("POST", "/feeds", status, asked)


async def test_an_alarm_out_of_range_is_refused_by_the_operation_itself(spring) -> None:
    feed = await issue(NOW, Owner(Kind.COHORT, spring))
    for minutes in (-1, 40_321):
        with pytest.raises(Unprocessable):
            await operations.set_alarm(feed.id, minutes, NOW, LEAD)


async def test_titles_that_calendars_choke_on(client, lead, spring) -> None:
    title = "Emoji 😀, semicolon; backslash \\ and “quotes”"
    await lead.change(spring, "welcome", title=title)
    await lead.release(spring)
    feed = await body(client, await issue(NOW, Owner(Kind.COHORT, spring)))
    assert title in titles(feed)

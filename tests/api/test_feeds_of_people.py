"""Private feeds of members and of a manager's team: their own, all of it, and nobody else's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID

import httpx
import icalendar
import pytest

from academy.programme import Audience
from service import clock
from service.access.actor import Scope
from service.enrolments import operations as enrolments
from service.enrolments.operations import Joining, Wish
from service.feeds.owners import Owner
from service.feeds.store import Kind
from service.settings import Settings
from service.storage.transaction import unit_of_work
from tests.api.conftest import NOW
from tests.api.feed_owners import LEAD, Issued, issue
from tests.api.test_feeds_of_plans import HALF_TERM, body, events, titles
from tests.feed_check import parts
from tests.small_academy import MONDAY, Headers, Office, small

KeyFor = Callable[..., Awaitable[Headers]]

PROGRAMME = small(
    tasks=[
        {
            "key": "gdpr",
            "title": "Data protection",
            "due_block": "induction",
            "due_day": 1,
            "audience": "all",
        },
        {
            "key": "portfolio",
            "title": "Portfolio",
            "due_block": "induction",
            "due_day": 1,
            "audience": "newly-qualified",
        },
    ]
)


PROGRAMME["blocks"][0]["items"][1]["capacity"] = 1


@pytest.fixture(autouse=True)
def put_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def put(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    put(HALF_TERM)
    return put


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    return Office(client, await key_for(Scope.ACADEMY))


@pytest.fixture
async def spring(lead: Office) -> str:
    """A released cohort whose assessment is taken by two groups, and a mop-up run of its induction."""
    await lead.staffed()
    await lead.ask("POST", "/programmes", 201, PROGRAMME)
    asked = {"key": "spring", "title": "Spring", "programme": "small", "anchor": MONDAY}
    cohort: str = (await lead.ask("POST", "/cohorts", 201, asked)).json()["id"]
    draft = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    draft["runs"][0]["groups"] = [
        {"item": "assessment", "number": 1, "day": "2027-01-12"},
        {"item": "assessment", "number": 2, "day": "2027-01-19"},
    ]
    draft["runs"].append(
        {
            "key": "mop-up",
            "title": "Mop-up run",
            "anchor": "2027-02-01",
            "blocks": ["induction"],
            "items": ["welcome"],
            "sessions": {"welcome": {"reason": "x", "title": "Welcome, mop-up"}},
        }
    )
    await lead.ask("PUT", f"/cohorts/{cohort}/draft", 200, draft, if_match=await lead.tag(cohort))
    await lead.release(cohort)
    return cohort


Enrol = Callable[..., Awaitable[str]]


@pytest.fixture
def member(settings: Settings) -> Enrol:
    """Enrol somebody; their id."""

    async def enrol(cohort: str, name: str, **changes: Any) -> str:
        wished = {"run": "home", "audience": Audience.NEWLY_QUALIFIED, "team": "Harbour"}
        wish = Wish(name=name, **{**wished, **changes})
        [record] = await enrolments.enrol(
            UUID(cohort), [Joining(wish)], LEAD, clock.now(), settings
        )
        return str(record.id)

    return enrol


async def changed(member_id: str, **changes: Any) -> None:
    record = await enrolments.one(UUID(member_id))
    wish = Wish(**{name: getattr(record, name) for name in Wish.__slots__})
    await enrolments.change(record.id, record.revision, replace(wish, **changes), LEAD, clock.now())


def vevents(feed: bytes) -> list[icalendar.Event]:
    """With titles as they stand: the same one may be cancelled in one cohort and ahead in another."""
    return list(icalendar.Calendar.from_ical(feed).walk("VEVENT"))


async def groups_of(client: httpx.AsyncClient, feeds: dict[str, Issued]) -> dict[int, str]:
    """Who is in which group of the assessment, as their feeds say."""
    found = {}
    for name, feed in feeds.items():
        for title in titles(await body(client, feed)):
            if title.startswith("Assessment (group "):
                found[int(title[18])] = name
    return found


async def feed_of(member_id: str) -> Issued:
    return await issue(NOW, Owner(Kind.MEMBER, member_id))


async def uids(lead: Office, cohort: str) -> dict[str, str]:
    return {name: each["session"]["uid"] for name, each in (await lead.sessions(cohort)).items()}


# A member's feed


async def test_a_starter_sees_their_own_sessions_and_deadlines(client, spring, member) -> None:
    ann, bob = await member(spring, "Ann Starter"), await member(spring, "Bob Starter")
    feeds = {"ann": await feed_of(ann), "bob": await feed_of(bob)}
    groups = await groups_of(client, feeds)
    assert (sorted(groups), sorted(groups.values())) == ([1, 2], ["ann", "bob"])
    for number, name in groups.items():
        feed = await body(client, feeds[name])
        assert titles(feed) == [
            f"Assessment (group {number})",
            "Due: Data protection",
            "Due: Portfolio",
            "Reflection",
            "Welcome",
        ]
        text = feed.decode()
        for leak in ("Ann", "Bob", "Harbour", "mop-up", ann, bob, "starter", "Starter"):
            assert leak not in text
        assert f"group {3 - number}" not in text
        assert "Facilitators: Ada Lead" in text.replace("\r\n ", "")


async def test_who_is_experienced_sees_no_review_and_no_portfolio(client, spring, member) -> None:
    one = await member(spring, "Eve", audience=Audience.EXPERIENCED)
    feed = await body(client, await feed_of(one))
    assert titles(feed) == ["Assessment (group 1)", "Due: Data protection", "Welcome"]


async def test_who_joins_a_mop_up_run_sees_its_induction_and_the_cohorts_reviews(
    client, spring, member
) -> None:
    one = await member(spring, "Mop", run="mop-up")
    assert [t for t in titles(await body(client, await feed_of(one))) if "Due" not in t] == [
        "Reflection",
        "Welcome, mop-up",
    ]


async def test_what_somebody_has_completed_is_not_in_their_feed(client, spring, member) -> None:
    one = await member(spring, "Cat", completed=("welcome",))
    assert titles(await body(client, await feed_of(one))) == [
        "Assessment (group 1)",
        "Due: Data protection",
        "Due: Portfolio",
        "Reflection",
    ]


async def test_a_change_of_one_member_shows_at_the_next_fetch_and_leaves_others_alone(
    client, spring, member, put_clock
) -> None:
    ann, bob = await member(spring, "Ann"), await member(spring, "Bob")
    feeds = [await feed_of(each) for each in (ann, bob)]
    before = [await client.get(each.path) for each in feeds]
    later = HALF_TERM + timedelta(hours=1)
    put_clock(later)
    await changed(ann, completed=("welcome",))
    after = [
        await client.get(each.path, headers={"if-none-match": was.headers["etag"]})
        for each, was in zip(feeds, before, strict=True)
    ]
    assert [each.status_code for each in after] == [200, 304]
    assert titles(after[0].content, cancelled=True) == ["Welcome"]
    # Who only asks whether it was modified since hears of it, too.
    assert parsedate_to_datetime(after[0].headers["last-modified"]) == later


async def test_a_released_change_is_in_every_feed_it_concerns(
    client, lead, spring, member, put_clock
) -> None:
    feeds = {name: await feed_of(await member(spring, name)) for name in ("ann", "bob")}
    groups = await groups_of(client, feeds)
    before = {name: await client.get(feed.path) for name, feed in feeds.items()}
    put_clock(HALF_TERM + timedelta(days=1))
    await lead.ask(
        "PUT",
        f"/cohorts/{spring}/draft/runs/home/sessions/assessment?group=2",
        200,
        {"reason": "as asked", "day": "2027-01-20"},
        if_match=await lead.tag(spring),
    )
    await lead.release(spring)
    after = {
        name: await client.get(feed.path, headers={"if-none-match": before[name].headers["etag"]})
        for name, feed in feeds.items()
    }
    assert [after[groups[number]].status_code for number in (1, 2)] == [304, 200]
    content = after[groups[2]].content
    moved = events(content)["Assessment (group 2)"]
    assert (moved["day"], moved["sequence"]) == ("2027-01-20", 1)
    assert sorted(events(content)) == sorted(events(before[groups[2]].content))


async def test_a_session_cancelled_for_all_is_told_to_those_who_would_have_come(
    client, lead, spring, member
) -> None:
    ann = await member(spring, "Ann")
    eve = await member(spring, "Eve", audience=Audience.EXPERIENCED)
    feeds = [await feed_of(each) for each in (ann, eve)]
    for each in feeds:
        await body(client, each)
    await lead.change(spring, "reflection", cancelled=True)
    await lead.release(spring)
    assert [titles(await body(client, each), cancelled=True) for each in feeds] == [
        ["Reflection"],
        [],
    ]


# Taken from a member while it goes on for others


async def test_another_group_cancels_one_session_and_adds_the_other(
    client, spring, member, put_clock
) -> None:
    members = {name: await member(spring, name) for name in ("ann", "bob")}
    feeds = {name: await feed_of(each) for name, each in members.items()}
    groups = await groups_of(client, feeds)
    first, second = members[groups[1]], members[groups[2]]
    feed = feeds[groups[2]]
    before = events(await body(client, feed))["Assessment (group 2)"]
    moved_at = HALF_TERM + timedelta(days=1)
    put_clock(moved_at)
    await changed(first, completed=("assessment",))  # one group is enough
    now = await body(client, feed)
    assert titles(now, cancelled=True) == ["Assessment (group 2)"]
    assert "Assessment (group 1)" in titles(now)
    gone = events(now)["Assessment (group 2)"]
    assert (gone["uid"], gone["sequence"], gone["description"], gone["changed_at"]) == (
        before["uid"],
        1,
        "",
        moved_at,
    )
    # Back in group 2, by way of not coming at all: it goes on counting.
    put_clock(HALF_TERM + timedelta(days=2))
    await changed(second, completed=("assessment",))
    await changed(first, completed=())
    await changed(second, completed=())
    back = events(await body(client, feed))["Assessment (group 2)"]
    assert (back["status"], back["sequence"]) == ("CONFIRMED", 2)


async def test_a_removed_member_is_told_that_nothing_is_theirs_any_more(
    client, spring, member, put_clock
) -> None:
    ann = await member(spring, "Ann")
    feed = await feed_of(ann)
    await body(client, feed)
    put_clock(datetime(2027, 1, 13, 9, 0, tzinfo=UTC))
    await enrolments.remove(UUID(ann), 1, LEAD, clock.now())
    now = await body(client, feed)
    # Welcome and the assessment of 12 January are over, and stay what they were.
    assert (titles(now), titles(now, cancelled=True)) == ([], ["Reflection"])


async def test_what_was_due_of_a_removed_member_is_told_as_cancelled_too(
    client, spring, member, put_clock
) -> None:
    ann = await member(spring, "Ann")
    feed = await feed_of(ann)
    before = events(await body(client, feed))
    put_clock(datetime(2027, 1, 10, 9, 0, tzinfo=UTC))
    await enrolments.remove(UUID(ann), 1, LEAD, clock.now())
    now = events(await body(client, feed))
    due = {name: event for name, event in now.items() if name.startswith("Due: ")}
    assert sorted(due) == ["Due: Data protection", "Due: Portfolio"]
    for name, event in due.items():
        assert event["status"] == "CANCELLED"
        assert event["uid"] == before[name]["uid"]
        assert event["sequence"] == before[name]["sequence"] + 1
    assert {event["status"] for event in now.values()} == {"CANCELLED"}


def due(feed: bytes) -> dict[str, tuple[str, str, int]]:
    """Of each deadline by title: UID, status and SEQUENCE."""
    found = {}
    for name, event in events(feed).items():
        if "Due: " in name:
            found[name] = (event["uid"], event["status"], event["sequence"])
    return found


async def test_a_task_that_is_completed_is_told_as_cancelled_and_comes_back_when_it_is_not(
    client, spring, member
) -> None:
    ann = await member(spring, "Ann")
    feed = await feed_of(ann)
    before = due(await body(client, feed))
    assert sorted(before) == ["Due: Data protection", "Due: Portfolio"]
    uid, _, sequence = before["Due: Data protection"]
    await changed(ann, completed=("gdpr",))
    now = due(await body(client, feed))
    assert now == before | {"Due: Data protection": (uid, "CANCELLED", sequence + 1)}
    await changed(ann, completed=())
    again = due(await body(client, feed))
    assert again == before | {"Due: Data protection": (uid, "CONFIRMED", sequence + 2)}


async def test_deadlines_of_the_cohort_that_somebody_leaves_are_told_as_cancelled(
    client, lead, spring, member
) -> None:
    autumn = await lead.cohort("autumn", "2027-09-06")
    await lead.release(autumn)
    ann = await member(spring, "Ann")
    feed = await feed_of(ann)
    before = {uid for uid, _, _ in due(await body(client, feed)).values()}
    await enrolments.transfer(
        UUID(ann), 1, cohort_id=UUID(autumn), run="home", actor=LEAD, now=clock.now()
    )
    now = {(event["SUMMARY"], str(event["UID"])) for event in vevents(await body(client, feed))}
    told = {uid for title, uid in now if title.startswith("Cancelled: Due: ")}
    assert told == before
    theirs = sorted(title for title, _ in now if title.startswith("Due: "))
    assert theirs == ["Due: Data protection", "Due: Portfolio"]


async def test_a_removed_member_gets_no_new_feed(lead, spring, member) -> None:
    ann = await member(spring, "Ann")
    await enrolments.remove(UUID(ann), 1, LEAD, clock.now())
    await lead.ask("POST", "/feeds", 404, {"kind": "member", "subject": ann})


async def test_a_mop_up_session_of_another_cohort_is_in_the_feed_of_who_catches_up_there(
    client, lead, spring, member
) -> None:
    autumn = await lead.cohort("autumn", "2027-09-06")
    await lead.change(autumn, "welcome", title="Autumn welcome")
    await lead.release(autumn)
    elsewhere = (await uids(lead, autumn))["home/welcome"]
    ann = await member(spring, "Ann")
    async with unit_of_work():
        await enrolments.set_catch_up(UUID(ann), [elsewhere], LEAD, clock.now())
    feed = await feed_of(ann)
    found = titles(await body(client, feed))
    assert [t for t in found if "elcome" in t] == ["Autumn welcome"]
    # And a release there is a change here.
    await lead.change(autumn, "welcome", title="Autumn welcome", day="2027-09-08")
    await lead.release(autumn)
    assert events(await body(client, feed))["Autumn welcome"]["day"] == "2027-09-08"


async def test_who_is_transferred_takes_their_feed_along(client, lead, spring, member) -> None:
    autumn = await lead.cohort("autumn", "2027-09-06")
    for item in ("welcome", "assessment", "reflection"):
        await lead.change(autumn, item, title=f"Autumn {item}")
    await lead.release(autumn)
    ann, bob = await member(spring, "Ann"), await member(spring, "Bob")
    feed = await feed_of(ann)
    await body(client, feed)
    await enrolments.transfer(
        UUID(ann), 1, cohort_id=UUID(autumn), run="home", actor=LEAD, now=clock.now()
    )
    assert sorted(str(event["SUMMARY"]) for event in vevents(await body(client, feed))) == [
        "Autumn assessment",
        "Autumn reflection",
        "Autumn welcome",
        "Cancelled: Assessment (group 1)",
        "Cancelled: Due: Data protection",
        "Cancelled: Due: Portfolio",
        "Cancelled: Reflection",
        "Cancelled: Welcome",
        "Due: Data protection",
        "Due: Portfolio",
    ]
    await lead.change(autumn, "welcome", title="Autumn welcome", day="2027-09-08")
    await lead.release(autumn)
    [welcome] = [e for e in vevents(await body(client, feed)) if e["SUMMARY"] == "Autumn welcome"]
    assert f"{welcome.decoded('DTSTART'):%Y-%m-%d}" == "2027-09-08"
    assert "Autumn" not in (await body(client, await feed_of(bob))).decode()


# The whole programme (AC18)


async def test_another_site_for_one_day_changes_that_days_events_and_no_other_byte(
    client, lead, member, put_clock
) -> None:
    cohort = await lead.cohort(programme="lancashire", anchor=MONDAY)
    await lead.release(cohort)
    starter = await member(cohort, "Ann", cleared=True)
    feed = await feed_of(starter)
    before = await body(client, feed)
    day = "2027-01-15"  # day 5
    sessions = [each["session"] for each in (await lead.sessions(cohort)).values()]
    in_burnley = [e for e in sessions if (e["day"], e["site"]) == (day, "townley-hall")]
    assert len(in_burnley) > 1
    draft = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    draft["runs"][0]["sessions"] = {
        each["item"]: {"reason": "closer", "site": "county-hall", "room": "Savoy Suite"}
        for each in in_burnley
    }
    await lead.ask("PUT", f"/cohorts/{cohort}/draft", 200, draft, if_match=await lead.tag(cohort))
    moved_at = HALF_TERM + timedelta(days=1)
    put_clock(moved_at)
    await lead.release(cohort)
    after = await body(client, feed)
    was, now = parts(before), parts(after)
    assert (was[0], was[1].keys(), was[2]) == (now[0], now[1].keys(), now[2])
    changed_uids = {uid for uid in was[1] if was[1][uid] != now[1][uid]}
    told_again = {uid for uid, event in now[1].items() if b"SEQUENCE:1\r\n" in event}
    assert told_again == changed_uids
    assert all(b"SEQUENCE:0\r\n" in now[1][uid] for uid in now[1].keys() - changed_uids)
    moved = {each["uid"] for each in in_burnley}
    assert moved <= changed_uids
    # What else changed is what is due that day: a deadline stands and falls with its sessions.
    for uid in changed_uids - moved:
        assert b"SUMMARY:Due: " in now[1][uid]
        assert b"DTSTART;VALUE=DATE:20270115\r\n" in now[1][uid]
    await lead.release(cohort, status=200)
    assert await body(client, feed) == after


# The feed of a manager's team


async def test_a_teams_feed_has_what_anybody_of_it_attends_and_no_names(
    client, lead, spring, member
) -> None:
    autumn = await lead.cohort("autumn", "2027-09-06")
    await lead.change(autumn, "welcome", title="Autumn welcome")
    await lead.release(autumn)
    known = {"audience": Audience.EXPERIENCED, "completed": ("assessment",)}
    await member(spring, "Ann Harbour-Smith", **known)
    await member(autumn, "Bob Other", **known)
    await member(spring, "Cat Moor", team="Moorland")
    harbour = await issue(NOW, Owner(Kind.TEAM, "Harbour"))
    moorland = await issue(NOW, Owner(Kind.TEAM, "Moorland"))
    feed = await body(client, harbour)
    assert titles(feed) == ["Autumn welcome", "Welcome"]
    assert [t for t in titles(await body(client, moorland)) if "group" not in t] == [
        "Reflection",
        "Welcome",
    ]
    for leak in ("Ann", "Bob", "Smith", "Moorland", "Cat", "Due"):
        assert leak not in feed.decode()


async def test_in_a_teams_feed_a_session_is_gone_when_the_last_one_leaves_it_or_the_team(
    client, spring, member, put_clock
) -> None:
    ann, bob = await member(spring, "Ann"), await member(spring, "Bob")
    feed = await issue(NOW, Owner(Kind.TEAM, "Harbour"))
    seen = []
    for hour, (who, change) in enumerate((
        (ann, {"completed": ("welcome",)}), (bob, {"completed": ("welcome",)}), (bob, {"completed": ()}),
        (ann, {"team": "Moorland"}), (bob, {"team": None}), (bob, {"team": "Harbour"}),
    )):  # fmt: skip
        at = HALF_TERM + timedelta(hours=hour)
        put_clock(at)
        await changed(who, **change)
        shown = events(await body(client, feed))
        assert set(shown) >= {"Assessment (group 1)", "Reflection", "Welcome"}
        event = shown["Welcome"]
        seen.append((event["status"], event["sequence"], event["changed_at"] == at))
    assert seen == [
        ("CONFIRMED", 1, True), ("CANCELLED", 2, True), ("CONFIRMED", 3, True),
        ("CONFIRMED", 4, True), ("CANCELLED", 5, True), ("CONFIRMED", 6, True),
    ]  # fmt: skip
    # What was over when the last one left is not cancelled afterwards; Ann's group was ahead when she did.
    put_clock(datetime(2027, 1, 13, 9, 0, tzinfo=UTC))
    await changed(bob, team="Moorland")
    gone = titles(await body(client, feed), cancelled=True)
    assert gone == ["Assessment (group 1)", "Assessment (group 2)", "Reflection"]


async def test_breaks_are_in_a_members_feed_and_not_in_the_teams(client, lead, member) -> None:
    await lead.staffed()
    programme = small(key="lunching")
    lunch = {"key": "lunch", "title": "Lunch", "kind": "lunch", "day": 1}
    programme["blocks"][0]["items"].append({**lunch, "start": "12:00", "end": "13:00"})
    await lead.ask("POST", "/programmes", 201, programme)
    cohort = await lead.cohort(programme="lunching")
    await lead.release(cohort)
    ann = await member(cohort, "Ann")
    team = await issue(NOW, Owner(Kind.TEAM, "Harbour"))
    assert "Lunch" in titles(await body(client, await feed_of(ann)))
    assert "Lunch" not in titles(await body(client, team))
    await changed(ann, team="Moorland")  # and what never was in it is not cancelled there
    assert "Lunch" not in events(await body(client, team))
    await changed(ann, team="Harbour")
    await enrolments.remove(
        UUID(ann), (await enrolments.one(UUID(ann))).revision, LEAD, clock.now()
    )
    assert {"Lunch", "Welcome"} & set(events(await body(client, team))) == {"Welcome"}


# Whose key may have which


async def test_a_starter_has_their_own_feed_and_no_other(client, spring, member, key_for) -> None:
    ann, bob = await member(spring, "Ann"), await member(spring, "Bob")
    key = await key_for(Scope.STARTER, subject=ann)
    mine = await client.post("/api/v1/feeds", json={"alarm_minutes": 15}, headers=key)
    assert (mine.status_code, mine.json()["feed"]["subject"]) == (201, ann)
    assert mine.json()["feed"]["owner"] == "Ann"
    for asked in ({"kind": "member", "subject": bob}, {"kind": "cohort", "subject": spring}):
        assert (await client.post("/api/v1/feeds", json=asked, headers=key)).status_code == 403
    theirs = await feed_of(bob)
    for method, place in (("GET", ""), ("DELETE", ""), ("POST", "/reissue")):
        answer = await client.request(method, f"/api/v1/feeds/{theirs.id}{place}", headers=key)
        assert answer.status_code == 404
    listed = (await client.get("/api/v1/feeds", headers=key)).json()["feeds"]
    assert [each["id"] for each in listed] == [mine.json()["feed"]["id"]]
    listed = await client.get(f"/api/v1/feeds?subject={bob}", headers=key)
    assert listed.json()["feeds"] == []


async def test_a_manager_has_the_feed_of_their_team_and_no_other(
    client, spring, member, key_for
) -> None:
    await member(spring, "Ann")
    await member(spring, "Cat", team="Moorland")
    key = await key_for(Scope.MANAGER, subject="Harbour")
    mine = await client.post("/api/v1/feeds", json={}, headers=key)
    assert (mine.status_code, mine.json()["feed"]["subject"]) == (201, "Harbour")
    for subject in ("Moorland", "harbour"):
        asked = {"kind": "team", "subject": subject}
        assert (await client.post("/api/v1/feeds", json=asked, headers=key)).status_code == 403


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"kind": "member", "subject": str(UUID(int=1))}, 404),
        ({"kind": "member", "subject": "Ann"}, 422),
        ({"kind": "team", "subject": "Nowhere"}, 404),
    ],
)
async def test_an_owner_who_is_not_there(lead, spring, asked, status) -> None:
    await lead.ask("POST", "/feeds", status, asked)


async def test_the_lead_sees_whose_feeds_of_a_cohort_are_dead(app, client, lead, member) -> None:
    cohort = await lead.cohort()
    ann, bob = await member(cohort, "Ann"), await member(cohort, "Bob")
    feeds = {"Ann": await feed_of(ann), "Bob": await feed_of(bob)}
    await client.get(feeds["Ann"].path, headers={"user-agent": "iOS/17"})
    await app.state.database.settled()
    listed = (await lead.ask("GET", f"/feeds?cohort={cohort}")).json()["feeds"]
    assert {(each["owner"], each["quiet"]) for each in listed} == {("Ann", False), ("Bob", True)}

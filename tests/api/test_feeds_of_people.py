"""Private feeds of members and of a manager's team: their own, all of it, and nobody else's."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from service import clock
from service.access import audit
from service.access.actor import Scope
from service.feeds import address, operations, store
from service.feeds.owners import Owner
from service.feeds.store import Kind
from service.storage.tables.enrolments import GroupPlace, MemberCalendar, MemberRow
from service.storage.transaction import unit_of_work
from tests.api.conftest import NOW
from tests.api.feed_owners import LEAD, Issued, issue
from tests.api.test_feeds_of_plans import HALF_TERM, body, events, titles
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


async def member(cohort: str, name: str, **changes: Any) -> str:
    """Enrol somebody; their id."""
    found = uuid4()
    row = {
        "id": found,
        "cohort": UUID(cohort),
        "run": "home",
        "display_name": name,
        "audience": "newly-qualified",
        "team": "Harbour",
        "cleared": True,
        "joined_at": NOW,
        "changed_at": NOW,
        **changes,
    }
    async with unit_of_work():
        await MemberRow.insert(MemberRow(**row))
        await written("member.added", str(found))
    return str(found)


async def written(action: str, subject: str) -> None:
    await audit.record(
        LEAD, action, subject_kind="member", subject_id=subject, before=None, after=None, now=NOW
    )


async def changed(member_id: str, at: datetime = HALF_TERM, **values: Any) -> None:
    async with unit_of_work():
        await MemberRow.update({**values, "changed_at": at}).where(MemberRow.id == UUID(member_id))
        await written("member.changed", member_id)


async def placed(cohort: str, member_id: str, number: int) -> None:
    async with unit_of_work():
        await GroupPlace.delete().where(GroupPlace.member == UUID(member_id))
        await GroupPlace.insert(
            GroupPlace(
                cohort=UUID(cohort), item="assessment", member=UUID(member_id), number=number
            )
        )
        await written("group.changed", member_id)


async def told(member_id: str, plain: list[str], **marked: Any) -> None:
    """What the member's calendar has been told of, as enrolments write it."""
    async with unit_of_work():
        await MemberCalendar.delete().where(MemberCalendar.member == UUID(member_id))
        await MemberCalendar.insert(
            MemberCalendar(
                member=UUID(member_id), told=json.dumps({"plain": plain, "marked": marked})
            )
        )
        await written("calendar.told", member_id)


async def feed_of(member_id: str) -> Issued:
    return await issue(NOW, Owner(Kind.MEMBER, member_id))


async def uids(lead: Office, cohort: str) -> dict[str, str]:
    return {name: each["session"]["uid"] for name, each in (await lead.sessions(cohort)).items()}


# A member's feed


async def test_a_starter_sees_their_own_sessions_and_deadlines(client, spring) -> None:
    ann, bob = await member(spring, "Ann Starter"), await member(spring, "Bob Starter")
    await placed(spring, ann, 1)
    await placed(spring, bob, 2)
    feeds = {name: await body(client, await feed_of(one)) for name, one in (("a", ann), ("b", bob))}
    assert titles(feeds["a"]) == [
        "Assessment (group 1)",
        "Due: Data protection",
        "Due: Portfolio",
        "Reflection",
        "Welcome",
    ]
    assert titles(feeds["b"]) == [t.replace("group 1", "group 2") for t in titles(feeds["a"])]
    for text in (each.decode() for each in feeds.values()):
        for leak in ("Ann", "Bob", "Harbour", "mop-up", ann, bob, "starter", "Starter"):
            assert leak not in text
        assert "Facilitators: Ada Lead" in text.replace("\r\n ", "")


async def test_who_is_experienced_sees_no_review_and_no_portfolio(client, spring) -> None:
    one = await member(spring, "Eve", audience="experienced")
    feed = await body(client, await feed_of(one))
    assert titles(feed) == ["Due: Data protection", "Welcome"]
    await placed(spring, one, 1)
    feed = await client.get((await reissued(one)).path)
    assert titles(feed.content) == ["Assessment (group 1)", "Due: Data protection", "Welcome"]


async def reissued(member_id: str) -> Issued:
    record = await store.of_owner(Kind.MEMBER, member_id)
    assert record is not None
    issued = await operations.reissue(record.id, NOW, LEAD)
    return Issued(record.id, issued.secret, address.path_of(issued.secret))


async def test_who_joins_a_mop_up_run_sees_its_induction_and_the_cohorts_reviews(
    client, spring
) -> None:
    one = await member(spring, "Mop", run="mop-up")
    assert [t for t in titles(await body(client, await feed_of(one))) if "Due" not in t] == [
        "Reflection",
        "Welcome, mop-up",
    ]


async def test_what_somebody_has_completed_is_not_in_their_feed(client, spring) -> None:
    one = await member(spring, "Cat", completed='["welcome","gdpr"]')
    await placed(spring, one, 2)
    assert titles(await body(client, await feed_of(one))) == [
        "Assessment (group 2)",
        "Due: Portfolio",
        "Reflection",
    ]


async def test_a_change_of_one_member_shows_at_the_next_fetch_and_leaves_others_alone(
    client, spring
) -> None:
    ann, bob = await member(spring, "Ann"), await member(spring, "Bob")
    feeds = [await feed_of(each) for each in (ann, bob)]
    before = [await client.get(each.path) for each in feeds]
    await changed(ann, completed='["welcome"]')
    after = [
        await client.get(each.path, headers={"if-none-match": was.headers["etag"]})
        for each, was in zip(feeds, before, strict=True)
    ]
    assert [each.status_code for each in after] == [200, 304]
    assert "Welcome" not in titles(after[0].content)
    # Who only asks whether it was modified since hears of it, too.
    assert parsedate_to_datetime(after[0].headers["last-modified"]) == HALF_TERM


async def test_a_released_change_is_in_every_feed_it_concerns(
    client, lead, spring, put_clock
) -> None:
    ann, bob = await member(spring, "Ann"), await member(spring, "Bob")
    await placed(spring, ann, 1)
    await placed(spring, bob, 2)
    feeds = [await feed_of(each) for each in (ann, bob)]
    before = [await client.get(each.path) for each in feeds]
    put_clock(HALF_TERM + timedelta(days=1))
    await lead.ask(
        "PUT",
        f"/cohorts/{spring}/draft/runs/home/sessions/assessment?group=2",
        200,
        {"reason": "as asked", "day": "2027-01-20"},
        if_match=await lead.tag(spring),
    )
    await lead.release(spring)
    after = [
        await client.get(each.path, headers={"if-none-match": was.headers["etag"]})
        for each, was in zip(feeds, before, strict=True)
    ]
    assert [each.status_code for each in after] == [304, 200]
    moved = events(after[1].content)["Assessment (group 2)"]
    assert (moved["day"], moved["sequence"]) == ("2027-01-20", 1)
    assert sorted(events(after[1].content)) == sorted(events(before[1].content))


async def test_a_session_cancelled_for_all_is_told_to_those_who_would_have_come(
    client, lead, spring
) -> None:
    ann, eve = await member(spring, "Ann"), await member(spring, "Eve", audience="experienced")
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


async def test_another_group_cancels_one_session_and_adds_the_other(client, lead, spring) -> None:
    ann = await member(spring, "Ann")
    known = await uids(lead, spring)
    await placed(spring, ann, 1)
    await told(ann, [known["home/assessment/1"], known["home/welcome"]])
    feed = await feed_of(ann)
    assert titles(await body(client, feed), cancelled=True) == []
    await placed(spring, ann, 2)
    now = await body(client, feed)
    assert titles(now, cancelled=True) == ["Assessment (group 1)"]
    gone = events(now)["Assessment (group 1)"]
    assert (gone["uid"], gone["sequence"], gone["description"]) == (
        known["home/assessment/1"],
        1,
        "",
    )
    assert "Assessment (group 2)" in titles(now)
    # Written down by enrolments, it stays so; and given back it goes on counting.
    later = HALF_TERM + timedelta(hours=1)
    at = later.isoformat()
    await told(
        ann,
        [known["home/assessment/2"]],
        **{known["home/assessment/1"]: {"bumps": 1, "withdrawn": True, "at": at}},
    )
    gone = events(await body(client, feed))["Assessment (group 1)"]
    assert (gone["sequence"], gone["changed_at"]) == (1, later)
    await placed(spring, ann, 1)
    back = events(await body(client, feed))["Assessment (group 1)"]
    assert (back["status"], back["sequence"]) == ("CONFIRMED", 2)
    await told(ann, [], **{known["home/assessment/1"]: {"bumps": 2, "withdrawn": False, "at": at}})
    back = events(await body(client, feed))["Assessment (group 1)"]
    assert (back["status"], back["sequence"]) == ("CONFIRMED", 2)


async def test_a_removed_member_is_told_that_nothing_is_theirs_any_more(
    client, lead, spring, put_clock
) -> None:
    ann = await member(spring, "Ann")
    known = await uids(lead, spring)
    await told(ann, [known["home/welcome"], known["home/reflection"], str(uuid4())])
    feed = await feed_of(ann)
    await body(client, feed)
    left = datetime(2027, 1, 13, 9, 0, tzinfo=UTC)
    put_clock(left)
    await changed(ann, left, removed_at=left)
    now = await body(client, feed)
    assert (titles(now), titles(now, cancelled=True)) == ([], ["Reflection"])  # Welcome is over


async def test_a_removed_member_gets_no_new_feed(lead, spring) -> None:
    ann = await member(spring, "Ann")
    await changed(ann, removed_at=HALF_TERM)
    await lead.ask("POST", "/feeds", 404, {"kind": "member", "subject": ann})


async def test_a_mop_up_session_of_another_cohort_is_in_the_feed_of_who_catches_up_there(
    client, lead, spring
) -> None:
    autumn = await lead.cohort("autumn", "2027-09-06")
    await lead.change(autumn, "welcome", title="Autumn welcome")
    await lead.release(autumn)
    elsewhere = (await uids(lead, autumn))["home/welcome"]
    ann = await member(spring, "Ann", catch_up=json.dumps([elsewhere]))
    feed = await feed_of(ann)
    found = titles(await body(client, feed))
    assert [t for t in found if "elcome" in t] == ["Autumn welcome"]
    # And a release there is a change here.
    await lead.change(autumn, "welcome", title="Autumn welcome", day="2027-09-08")
    await lead.release(autumn)
    assert events(await body(client, feed))["Autumn welcome"]["day"] == "2027-09-08"


async def test_who_is_transferred_takes_their_feed_along(client, lead, spring) -> None:
    autumn = await lead.cohort("autumn", "2027-09-06")
    for item in ("welcome", "assessment", "reflection"):
        await lead.change(autumn, item, title=f"Autumn {item}")
    await lead.release(autumn)
    ann, bob = await member(spring, "Ann"), await member(spring, "Bob")
    known = await uids(lead, spring)
    await told(ann, [known["home/welcome"], known["home/reflection"]])
    feed = await feed_of(ann)
    await body(client, feed)
    await changed(ann, cohort=UUID(autumn))
    now = await body(client, feed)
    theirs = ["Autumn assessment", "Autumn reflection", "Autumn welcome"]
    assert [t for t in titles(now) if "Due" not in t] == theirs
    assert titles(now, cancelled=True) == ["Reflection", "Welcome"]
    await lead.change(autumn, "welcome", title="Autumn welcome", day="2027-09-08")
    await lead.release(autumn)
    assert events(await body(client, feed))["Autumn welcome"]["day"] == "2027-09-08"
    assert "Autumn" not in (await body(client, await feed_of(bob))).decode()


# The feed of a manager's team


async def test_a_teams_feed_has_what_anybody_of_it_attends_and_no_names(
    client, lead, spring
) -> None:
    autumn = await lead.cohort("autumn", "2027-09-06")
    await lead.change(autumn, "welcome", title="Autumn welcome")
    await lead.release(autumn)
    await member(spring, "Ann Harbour-Smith", audience="experienced")
    await member(autumn, "Bob Other", audience="experienced", completed='["assessment"]')
    await member(spring, "Cat Moor", team="Moorland")
    harbour = await issue(NOW, Owner(Kind.TEAM, "Harbour"))
    moorland = await issue(NOW, Owner(Kind.TEAM, "Moorland"))
    feed = await body(client, harbour)
    assert titles(feed) == ["Autumn welcome", "Welcome"]
    assert titles(await body(client, moorland)) == ["Reflection", "Welcome"]
    for leak in ("Ann", "Bob", "Smith", "Moorland", "Cat", "Due"):
        assert leak not in feed.decode()


async def test_in_a_teams_feed_a_session_is_gone_when_the_last_one_leaves_it(
    client, lead, spring
) -> None:
    known = (await uids(lead, spring))["home/welcome"]
    ann, bob = await member(spring, "Ann"), await member(spring, "Bob")
    for each in (ann, bob):
        await told(each, [known])
    feed = await issue(NOW, Owner(Kind.TEAM, "Harbour"))
    seen = []
    for leaving in (ann, bob):
        await changed(leaving, completed='["welcome"]')
        event = events(await body(client, feed))["Welcome"]
        seen.append((event["status"], event["sequence"]))
    assert seen == [("CONFIRMED", 1), ("CANCELLED", 1)]


async def test_breaks_are_in_a_members_feed_and_not_in_the_teams(client, lead, key_for) -> None:
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


# Whose key may have which


async def test_a_starter_has_their_own_feed_and_no_other(client, spring, key_for) -> None:
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


async def test_a_manager_has_the_feed_of_their_team_and_no_other(client, spring, key_for) -> None:
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


async def test_the_lead_sees_whose_feeds_of_a_cohort_are_dead(app, client, lead, spring) -> None:
    ann, bob = await member(spring, "Ann"), await member(spring, "Bob")
    feeds = {"Ann": await feed_of(ann), "Bob": await feed_of(bob)}
    await client.get(feeds["Ann"].path, headers={"user-agent": "iOS/17"})
    await app.state.database.settled()
    listed = (await lead.ask("GET", f"/feeds?cohort={spring}")).json()["feeds"]
    assert {(each["owner"], each["quiet"]) for each in listed} == {("Ann", False), ("Bob", True)}

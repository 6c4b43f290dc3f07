"""Pages by private link: a member's own, a cohort's timetable, what is ahead of staff and rooms."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import httpx
import pytest

from service import clock
from service.access.actor import Scope
from service.feeds import address
from service.storage.tables.access import AuditEntry
from tests.small_academy import Headers, Office, small

KeyFor = Callable[..., Awaitable[Headers]]
Page = dict[str, str]

AUTUMN = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
NOTHING = "There is nothing at this address."
PROGRAMME = small(
    tasks=[
        {
            "key": "gdpr",
            "title": "Data protection",
            "due_block": "induction",
            "due_day": 2,
            "audience": "all",
        }
    ]
)
HTML = {"accept": "text/html"}


@pytest.fixture(autouse=True)
def put_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def put(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    put(AUTUMN)
    return put


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    return Office(client, await key_for(Scope.ACADEMY))


async def planned(lead: Office) -> str:
    """A cohort from Monday 11 January 2027, not released."""
    await lead.staffed()
    await lead.client.post("/api/v1/programmes", json=PROGRAMME, headers=lead.headers)
    return await lead.cohort()


async def enrolled(lead: Office, cohort: str, *names: str, **wish: Any) -> list[str]:
    members = [
        {"name": name, "audience": "newly-qualified", "run": "home", "team": "East", **wish}
        for name in names
    ]
    answer = await lead.ask("POST", f"/cohorts/{cohort}/members", 201, {"members": members})
    return [each["id"] for each in answer.json()["members"]]


async def feed_of(lead: Office, kind: str, subject: str) -> dict[str, Any]:
    answer = await lead.ask("POST", "/feeds", 201, {"kind": kind, "subject": subject})
    found: dict[str, Any] = answer.json()
    return found


def path(page: str) -> str:
    return page.partition("://")[2].partition("/")[1] + page.partition("://")[2].partition("/")[2]


def words(answer: httpx.Response) -> str:
    """The main part of a page as its reader has it, white space made one."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    seen = re.sub(r'<span class="app-leaf" aria-hidden="true">.*?</span></span>', "", main)
    text = re.sub(r"<[^>]+>", " ", "<main" + seen)
    return " ".join(unescape(text).split())


async def opened(lead: Office, page: str, status: int = 200, **headers: str) -> httpx.Response:
    """As a browser opens it: without a key."""
    lead.client.cookies.clear()
    answer = await lead.client.get(path(page), headers={**HTML, **headers})
    assert answer.status_code == status
    return answer


# --- a member's own page -------------------------------------------------------------------------


@pytest.fixture
async def alder(lead: Office) -> dict[str, Any]:
    """Cohort, member, feed and page of a starter whose plan has been released."""
    cohort = await planned(lead)
    await lead.release(cohort)
    alder, _ = await enrolled(lead, cohort, "Alder Demo", "Birch Other")
    return {"cohort": cohort, "member": alder, **await feed_of(lead, "member", alder)}


async def test_a_starter_sees_what_is_next_and_everything_that_is_theirs(lead, alder):
    text = words(await opened(lead, alder["page"]))
    assert "Spring My academy Next, in 6 weeks" in text
    assert "Induction, day 1 Monday 11 January 2027, 9am to 11am Room A, 1 High Street" in text
    assert "Know the service" in text
    assert "Presenters: Dee Director" in text
    assert "Induction, day 2 Tuesday 12 January 2027, 9:30am to 11:30am" in text
    assert "To complete by the end of this day: Data protection" in text
    assert "3 month review Monday 12 April 2027" in text
    assert "Nothing of yours has changed since Monday 16 November 2026." in text
    assert "Birch Other" not in text


async def test_the_page_shows_how_to_subscribe_in_every_way(lead, alder):
    text = (await opened(lead, alder["page"])).text
    https, webcal = alder["address"], alder["subscribe"]
    escaped = webcal.replace(":", "%3A").replace("/", "%2F")
    assert f'href="{webcal}"' in text
    assert f'href="https://calendar.google.com/calendar/r?cid={escaped}"' in text
    outlook = https.replace(":", "%3A").replace("/", "%2F")
    assert f'href="https://outlook.office.com/calendar/0/addfromweb?url={outlook}&amp;name=' in text
    assert f'value="{https}"' in text
    assert f'href="{path(alder["page"])}/academy.ics"' in text
    assert "will not update" in text
    assert alder["page"] in unescape(text)
    assert "<svg" in text


async def test_the_page_is_private_and_says_so_to_everything_on_the_way(lead, alder):
    answer = await opened(lead, alder["page"])
    wanted = ("cache-control", "x-robots-tag", "referrer-policy")
    assert [answer.headers[name] for name in wanted] == [
        "private, no-cache", "noindex, nofollow", "no-referrer",
    ]  # fmt: skip
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    cookie = answer.headers["set-cookie"]
    assert f"Path={path(alder['page'])}" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert (await lead.client.head(path(alder["page"]))).status_code == 200


async def test_the_address_of_the_feed_does_not_lead_to_the_page(lead, alder):
    feed_secret = alder["address"].split("/")[-2]
    page_secret = alder["page"].split("/")[-1]
    assert address.secret_behind(page_secret) == feed_secret
    assert NOTHING in (await opened(lead, f"http://x/my-academy/{feed_secret}", 404)).text
    assert (await lead.client.get(f"/feeds/{page_secret}/academy.ics")).status_code == 404


async def test_a_wrong_secret_leads_nowhere(client):
    for secret in ("x" * 43, "\N{LATIN SMALL LETTER E WITH ACUTE}", "%00", "%2E%2E", "x" * 5000):
        for before in ("/my-academy/", "/timetable/"):
            for after in ("", "/academy.ics", "/new-address", "/address-changed"):
                answer = await client.get(f"{before}{secret}{after}")
                assert (answer.status_code, answer.json()["detail"]) == (404, NOTHING)
            assert (await client.post(f"{before}{secret}/new-address")).status_code == 404


async def test_a_secret_opens_only_the_page_of_its_kind(lead, alder):
    secret = alder["page"].split("/")[-1]
    await opened(lead, f"http://x/timetable/{secret}", 404)
    cohort = await feed_of(lead, "cohort", alder["cohort"])
    await opened(lead, f"http://x/my-academy/{cohort['page'].split('/')[-1]}", 404)
    scorecard = (await lead.ask("POST", "/feeds", 201, {"kind": "scorecard"})).json()
    assert scorecard["page"] is None


async def test_a_revoked_page_is_gone(lead, alder):
    await lead.ask("DELETE", f"/feeds/{alder['feed']['id']}")
    await opened(lead, alder["page"], 404)


async def test_the_file_is_the_feed_and_not_a_subscription(lead, alder):
    file = await lead.client.get(path(alder["page"]) + "/academy.ics")
    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert file.headers["content-disposition"] == 'attachment; filename="academy.ics"'
    feed = (await lead.ask("GET", f"/feeds/{alder['feed']['id']}")).json()
    assert (feed["fetches"], feed["last_fetched_at"]) == (0, None)
    assert (await lead.client.get(path(alder["address"]))).content == file.content


async def test_before_a_plan_is_released_the_page_says_that_it_will_come(lead):
    cohort = await planned(lead)
    [alder] = await enrolled(lead, cohort, "Alder Demo")
    page = (await feed_of(lead, "member", alder))["page"]
    text = words(await opened(lead, page))
    assert "Your dates are not set yet." in text
    assert "Add your academy to your calendar" in text
    assert "Your dates Induction" not in text
    await lead.release(cohort)
    text = words(await opened(lead, page))
    assert "Next, in 6 weeks" in text
    # the first plan is no change of anything
    assert "What changed" not in text


async def test_whoever_is_removed_or_has_finished_is_told_so(lead, alder, put_clock):
    put_clock(datetime(2027, 4, 12, 12, 0, tzinfo=UTC))
    text = words(await opened(lead, alder["page"]))
    assert "All your academy days are over." in text
    assert "3 days that are over" in text
    put_clock(AUTUMN)
    etag = (await lead.ask("GET", f"/members/{alder['member']}")).headers["etag"]
    await lead.ask("DELETE", f"/members/{alder['member']}", 204, if_match=etag)
    text = words(await opened(lead, alder["page"]))
    assert "You are no longer a member of this cohort." in text
    assert "Still to be arranged" not in text


async def test_today_is_next_until_its_last_session_ends(lead, alder, put_clock):
    for hour, minute, near in (
        (8, 0, "Next, today Induction, day 1"),
        (10, 59, "Next, today Induction, day 1"),
        (11, 0, "Next, tomorrow Induction, day 2"),
    ):
        put_clock(datetime(2027, 1, 11, hour, minute, tzinfo=UTC))
        assert near in words(await opened(lead, alder["page"]))


async def test_times_are_those_of_a_clock_in_england(lead, alder, put_clock):
    """10:00 to 12:00 on 12 April is British Summer Time: it ends at 11:00 UTC."""
    put_clock(datetime(2027, 4, 12, 10, 59, tzinfo=UTC))
    assert "Next, today 3 month review Monday 12 April 2027, 10am to midday" in words(
        await opened(lead, alder["page"])
    )
    put_clock(datetime(2027, 4, 12, 11, 0, tzinfo=UTC))
    assert "Next," not in words(await opened(lead, alder["page"]))


async def test_what_no_session_serves_yet_is_named_with_the_reason(lead, alder):
    await lead.change(alder["cohort"], "reflection", cancelled=True)
    await lead.release(alder["cohort"])
    text = words(await opened(lead, alder["page"]))
    assert "Still to be arranged" in text
    assert "Reflection . The session is cancelled." in text


# --- what changed --------------------------------------------------------------------------------


async def test_every_kind_of_change_is_told_with_before_and_after(lead, alder, put_clock):
    put_clock(AUTUMN + timedelta(days=1))
    await lead.change(alder["cohort"], "welcome", site="town-hall", room="Room B")
    await lead.change(alder["cohort"], "assessment", day="2027-01-14", start="13:00", end="15:00")
    await lead.change(alder["cohort"], "reflection", cancelled=True)
    assert "What changed" not in words(await opened(lead, alder["page"]))  # a draft is nobody's
    await lead.release(alder["cohort"])
    text = words(await opened(lead, alder["page"]))
    changes = text.partition("What changed since Tuesday 17 November 2026 ")[2]
    assert changes.startswith(
        "Other room Welcome Was: Room A Now: Monday 11 January 2027, 9am to 11am: Room B "
        "Moved Assessment Was: Tuesday 12 January 2027, 9:30am to 11:30am "
        "Now: Thursday 14 January 2027, 1pm to 3pm "
        "Cancelled Reflection It was to be on Monday 12 April 2027, 10am to midday "
    )


async def test_changes_are_told_since_the_last_visit(lead, alder, put_clock):
    client, where = lead.client, path(alder["page"])

    async def look(at: datetime) -> str:
        put_clock(at)
        return words(await client.get(where, headers=HTML))

    client.cookies.clear()
    await look(AUTUMN)
    put_clock(AUTUMN + timedelta(days=1))
    await lead.change(alder["cohort"], "welcome", start="09:30")
    await lead.release(alder["cohort"])
    second = AUTUMN + timedelta(days=2)
    told = "What changed since your last visit on Monday 30 November 2026 Moved Welcome"
    assert told in await look(second)
    # looking again within half an hour is the same visit
    assert told in await look(second + timedelta(minutes=29))
    later = await look(second + timedelta(hours=2))
    assert "Nothing of yours has changed since your last visit on Wednesday 2 December" in later


async def test_a_cookie_that_cannot_be_is_no_visit(lead, alder):
    for cookie in ("", "x", "1-", "-1", "5-4", "1-99999999999", "0-1-2", "9" * 400, "\xb2-\xb3"):
        sent = f"academy-visit={cookie}".encode("latin-1")
        answer = await lead.client.get(
            path(alder["page"]), headers=[(b"accept", b"text/html"), (b"cookie", sent)]
        )
        assert "Nothing of yours has changed since Monday 16 November 2026." in words(answer)


# --- another address -----------------------------------------------------------------------------


async def test_a_new_address_ends_the_old_ones_at_once(lead, alder):
    here = path(alder["page"])
    asked = await opened(lead, alder["page"] + "/new-address")
    assert f'<form method="post" action="{here}/new-address">' in asked.text
    assert (
        await lead.client.get(path(alder["address"]))
    ).status_code == 200  # asking changes nothing

    done = await lead.client.post(f"{here}/new-address")
    assert (done.status_code, done.headers["cache-control"]) == (303, "no-store")
    there = done.headers["location"]
    assert re.fullmatch(r"/my-academy/[\w-]{43}/address-changed", there)
    for old in (here, path(alder["address"]), f"{here}/address-changed"):
        assert (await lead.client.get(old)).status_code == 404
    text = words(await opened(lead, f"http://x{there}"))
    assert "You have a new address" in text
    fresh = there.removesuffix("/address-changed")
    assert fresh in text
    assert "Next, in 6 weeks" in words(await opened(lead, f"http://x{fresh}"))
    assert (await lead.client.post(f"{here}/new-address")).status_code == 404

    entries = await AuditEntry.select(AuditEntry.actor, AuditEntry.subject_id).where(
        AuditEntry.action == "feed.reissued"
    )
    assert entries == [{"actor": "private link", "subject_id": alder["feed"]["id"]}]
    trail = str(await AuditEntry.select())
    assert fresh.split("/")[-1] not in trail
    assert here.split("/")[-1] not in trail


async def test_shared_addresses_are_the_lead_s_to_renew(lead, alder):
    cohort = await feed_of(lead, "cohort", alder["cohort"])
    page = await opened(lead, cohort["page"])
    assert "new-address" not in page.text
    assert "the academy lead can give it a new one" in page.text
    for method in ("GET", "POST"):
        answer = await lead.client.request(method, path(cohort["page"]) + "/new-address")
        assert answer.status_code == 404
    await opened(lead, cohort["page"])  # still there


# --- timetables ----------------------------------------------------------------------------------


async def test_a_cohort_s_timetable_has_roles_and_rooms_and_no_names(lead, alder):
    await lead.change(alder["cohort"], "assessment", presenters=["Mx Typed Name"])
    await lead.release(alder["cohort"])
    page = (await feed_of(lead, "cohort", alder["cohort"]))["page"]
    text = words(await opened(lead, page))
    assert (
        "A small programme Spring: timetable Version 2, released 30 November 2026. 3 days." in text
    )
    assert "Day 1: Monday 11 January 2027 1 High Street Facilitated by Lead" in text
    assert "9am to 11am Welcome Room A Director" in text
    assert "9:30am to 11:30am Assessment Room B To be confirmed" in text
    assert "10am to midday Reflection Newly qualified only Room A Lead" in text
    for name in ("Ada Lead", "Dee Director", "Mx Typed Name", "Alder Demo", "Birch Other"):
        assert name not in text


async def test_a_timetable_says_what_is_cancelled_and_what_is_not_released(lead, alder):
    page = (await feed_of(lead, "cohort", alder["cohort"]))["page"]
    await lead.change(alder["cohort"], "assessment", cancelled=True)
    assert "Cancelled" not in words(await opened(lead, page))
    await lead.release(alder["cohort"])
    assert "Cancelled Assessment" in words(await opened(lead, page))
    empty = await lead.cohort("summer", "2027-06-07")
    page = (await feed_of(lead, "cohort", empty))["page"]
    assert "The dates are not set yet." in words(await opened(lead, page))


async def test_staff_rooms_and_teams_see_what_is_ahead(lead, alder, put_clock):
    site = {"name": "Town Hall", "address": "1 High Street"}
    await lead.ask("PUT", "/sites/town-hall", 201, site)
    room = await lead.ask("POST", "/rooms", 201, {"site": "town-hall", "name": "Room B"})
    subjects = {
        "facilitator": "Dee Director",
        "room": room.json().get("id") or room.json()["room"]["id"],
        "team": "East",
    }
    put_clock(datetime(2027, 1, 11, 8, 0, tzinfo=UTC))
    seen = {}
    for kind, subject in subjects.items():
        page = (await feed_of(lead, kind, subject))["page"]
        assert path(page).startswith("/timetable/")
        seen[kind] = words(await opened(lead, page))
    assert "Dee Director" in seen["facilitator"]
    assert "Monday 11 January 2027 today" in seen["facilitator"]
    assert "9am to 11am Welcome" in seen["facilitator"]
    assert "Assessment" not in seen["facilitator"]
    assert "Room B, Town Hall" in seen["room"]
    assert "9:30am to 11:30am Assessment" in seen["room"]
    assert "Welcome" not in seen["room"]
    for title in ("Welcome", "Assessment", "Reflection"):
        assert title in seen["team"]
    assert all("Alder" not in text and "Birch" not in text for text in seen.values())
    put_clock(datetime(2027, 6, 1, 8, 0, tzinfo=UTC))
    page = (await lead.ask("POST", "/feeds", 201, {"kind": "facilitator", "subject": "Ada Lead"})).json()["page"]  # fmt: skip
    assert "Nothing is ahead." in words(await opened(lead, page))

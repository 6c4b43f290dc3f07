"""A feed over HTTP: what calendars ask, and what nobody may learn by asking."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
import statistics
import time
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest
from litestar import Litestar

from service import clock
from service.access import operations as access
from service.access.actor import Scope
from service.app import create_app
from service.feeds import fetches, operations, store
from service.feeds.timetable import BY_RULE
from service.settings import Settings
from service.storage.tables.access import AuditEntry
from service.storage.tables.feeds import FeedRow
from tests.api.conftest import NOW
from tests.api.feed_owners import LEAD, TIMETABLE, Issued, issue
from tests.feed_check import faults
from tests.for_each import for_each
from tests.lifespan import running

PLAIN = {"accept-encoding": "identity"}
GZIP = {"accept-encoding": "gzip"}


@pytest.fixture
async def feed(app: Litestar) -> Issued:
    return await issue(NOW)


async def fetch(client: httpx.AsyncClient, feed: Issued, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.get(feed.path, headers=PLAIN | named)


# The answer


async def test_a_feed_is_what_calendars_need(client, feed) -> None:
    answer = await fetch(client, feed)
    assert answer.status_code == 200
    assert faults(answer.content) == []
    assert answer.headers.get_list("content-type") == ["text/calendar; charset=utf-8"]
    named = {
        name: answer.headers.get(name)
        for name in (
            *("cache-control", "content-disposition", "content-length", "vary", "x-robots-tag"),
            *("x-content-type-options", "referrer-policy", "set-cookie", "content-encoding"),
        )
    }
    assert named == {
        "cache-control": "private, no-cache",
        "content-disposition": 'attachment; filename="academy.ics"',
        "content-length": str(len(answer.content)),
        "vary": "Accept-Encoding",
        "x-robots-tag": "noindex, nofollow",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "set-cookie": None,
        "content-encoding": None,
    }
    assert re.fullmatch(r'"[0-9a-f]{32}"', answer.headers["etag"])


async def test_nothing_changes_between_two_fetches(client, feed) -> None:
    """The first is put together by the route, the second goes past the framework."""
    first, second = await fetch(client, feed), await fetch(client, feed)
    assert (second.content, second.headers) == (first.content, first.headers)


async def test_another_process_gives_the_same_bytes_and_headers(client, feed, settings) -> None:
    here = await fetch(client, feed)
    async with another(settings) as other:
        there = await fetch(other, feed)
    assert (there.content, there.headers) == (here.content, here.headers)


async def test_compressed_it_is_another_representation(client, feed) -> None:
    plain = await fetch(client, feed)
    packed = await client.get(feed.path, headers=GZIP)
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content  # httpx has unpacked it
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert packed.headers["last-modified"] == plain.headers["last-modified"]


async def test_the_compressed_bytes_are_the_same_for_everybody(app, feed) -> None:
    raw = []
    for _ in range(2):
        sent: list[dict[str, Any]] = []
        await app(scope_of(feed, (b"accept-encoding", b"gzip, br")), _nothing, into(sent))
        raw.append(sent[1]["body"])
    assert raw[0] == raw[1]
    assert gzip.decompress(raw[0]).startswith(b"BEGIN:VCALENDAR\r\n")


@for_each(
    "accept",
    ["*/*", "text/calendar", "text/html", "application/json;q=0", "image/png", "garbage;;"],
)
async def test_odd_accept_headers_get_the_calendar(client, feed, accept) -> None:
    answer = await fetch(client, feed, accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (
        200,
        "text/calendar; charset=utf-8",
    )


# Conditional requests


@for_each(
    ("written", "status"),
    [
        ("{}", 304),
        ("W/{}", 304),
        ('"other", {}', 304),
        ('"other",W/{} , "third"', 304),
        ("*", 304),
        ('"other"', 200),
        ("W/", 200),
        ("{}x", 304),
        ("x", 200),
        ("", 200),
    ],
)
@for_each("form", [PLAIN, GZIP])
async def test_if_none_match(client, feed, written, status, form) -> None:
    full = await client.get(feed.path, headers=form)
    asked = form | {"if-none-match": written.replace("{}", full.headers["etag"])}
    answer = await client.get(feed.path, headers=asked)
    assert answer.status_code == status


async def test_not_modified_has_its_headers_and_no_body(client, feed) -> None:
    full = await fetch(client, feed)
    answer = await fetch(client, feed, if_none_match=full.headers["etag"])
    assert (answer.status_code, answer.content) == (304, b"")
    assert "content-type" not in answer.headers
    assert "content-length" not in answer.headers
    kept = ("etag", "last-modified", "cache-control", "vary", "x-robots-tag")
    assert [answer.headers[name] for name in kept] == [full.headers[name] for name in kept]


async def test_the_tag_of_the_other_form_is_no_match(client, feed) -> None:
    plain = await fetch(client, feed)
    answer = await client.get(feed.path, headers=GZIP | {"if-none-match": plain.headers["etag"]})
    assert answer.status_code == 200


async def test_if_none_match_in_two_lines(client, feed) -> None:
    full = await fetch(client, feed)
    answer = await client.get(
        feed.path,
        headers=[
            *PLAIN.items(),
            ("if-none-match", '"other"'),
            ("if-none-match", full.headers["etag"]),
        ],
    )
    assert answer.status_code == 304


async def test_if_modified_since_counts_only_without_if_none_match(client, feed) -> None:
    full = await fetch(client, feed)
    at = full.headers["last-modified"]
    before = "Sat, 01 Nov 2025 00:00:00 GMT"
    statuses = [
        (await fetch(client, feed, **headers)).status_code
        for headers in (
            {"if_modified_since": at},
            {"if_modified_since": before},
            {"if_modified_since": "yesterday"},
            {"if_modified_since": at, "if_none_match": '"other"'},
            {"if_modified_since": before, "if_none_match": full.headers["etag"]},
        )
    ]
    assert statuses == [304, 200, 200, 200, 304]


async def test_last_modified_is_the_last_change_of_anything_in_it(client, feed) -> None:
    at = parsedate_to_datetime((await fetch(client, feed)).headers["last-modified"])
    assert at == NOW  # when the address was made: the half-years have not changed since
    assert BY_RULE < NOW


# Other methods and addresses


async def test_head_answers_as_get_does_without_a_body(client, feed) -> None:
    for form in (PLAIN, GZIP):
        full = await client.get(feed.path, headers=form)
        bare = await client.head(feed.path, headers=form)
        assert (bare.status_code, bare.headers, bare.content) == (200, full.headers, b"")
        same = await client.head(feed.path, headers=form | {"if-none-match": full.headers["etag"]})
        assert (same.status_code, same.content) == (304, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND", "REPORT"])
async def test_other_methods_are_refused_alike_for_every_secret(client, feed, method) -> None:
    right = await client.request(method, feed.path)
    wrong = await client.request(method, path_with("x"))
    assert (right.status_code, right.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert (wrong.content, wrong.headers) == (right.content, right.headers)


async def test_options_names_the_methods_alike_for_every_secret(client, feed) -> None:
    right, wrong = await client.options(feed.path), await client.options(path_with("x"))
    assert (right.status_code, right.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert (wrong.status_code, wrong.headers, wrong.content) == (204, right.headers, right.content)


async def test_a_query_is_refused_alike_for_every_secret(client, feed) -> None:
    right, wrong = await client.get(f"{feed.path}?a=1"), await client.get(f"{path_with('x')}?a=1")
    assert (right.status_code, right.content) == (400, wrong.content)


# Secrets


async def test_only_the_hash_of_the_secret_is_kept(feed) -> None:
    [row] = await FeedRow.select()
    assert row["secret_hash"] == hashlib.sha256(feed.secret.encode()).hexdigest()
    kept = " ".join(str(value) for value in row.values())
    trail = " ".join(str(row) for row in await AuditEntry.select())
    assert feed.secret not in kept + trail
    assert str(feed.id) in trail


async def test_secrets_differ_and_carry_256_random_bits(app) -> None:
    made = [operations.address.make() for _ in range(50)]
    assert len({each.secret for each in made}) == 50
    assert {len(each.secret) for each in made} == {43}
    assert "".join(each.secret for each in made).strip("-_").isascii()


async def test_no_repr_shows_a_secret(app) -> None:
    issued = await operations.issue(TIMETABLE, None, NOW, LEAD)
    fresh = operations.address.make()
    assert issued.secret not in repr(issued)
    assert fresh.secret not in repr(fresh)


def wrong_secrets(feed: Issued, revoked: str, replaced: str) -> dict[str, str]:
    other = "A" if feed.secret[0] != "A" else "B"
    return {
        "unknown": "x" * 43,
        "nearly right": other + feed.secret[1:],
        "shorter": feed.secret[:-1],
        "longer": feed.secret + "x",
        "other case": feed.secret.swapcase(),
        "its hash": hashlib.sha256(feed.secret.encode()).hexdigest(),
        "its id": str(feed.id),
        "revoked": revoked,
        "reissued since": replaced,
        "very long": "x" * 20_000,
        "not ASCII": "é" * 43,
        "space": "%20",
        "NUL": "%00",
        "percent": "%25",
        "SQL": "'%20OR%201=1--",
    }


async def two_dead(feed: Issued) -> tuple[str, str]:
    """A secret that was revoked and one that was replaced."""
    await operations.revoke(feed.id, NOW, LEAD)
    second = await issue(NOW)
    await operations.reissue(second.id, NOW, LEAD)
    await operations.revoke(second.id, NOW, LEAD)
    return feed.secret, second.secret


async def test_every_wrong_secret_is_answered_as_any_address_that_leads_nowhere(
    client, feed
) -> None:
    dead = await two_dead(feed)
    living = await issue(NOW)
    assert (await fetch(client, living)).status_code == 200
    for accept in ("*/*", "text/calendar", "text/html"):
        nowhere = await client.get("/nowhere", headers={"accept": accept})
        assert nowhere.status_code == 404
        for name, secret in wrong_secrets(living, *dead).items():
            answer = await client.get(path_with(secret), headers={"accept": accept})
            same = (answer.status_code, alike(answer), answer.headers)
            assert same == (404, alike(nowhere), nowhere.headers), name
            bare = await client.head(path_with(secret), headers={"accept": accept})
            assert (bare.status_code, bare.headers, bare.content) == (404, nowhere.headers, b"")


def alike(answer: httpx.Response) -> str:
    """Without the reference, of which no two are the same."""
    return re.sub(r'(class="app-reference">)[0-9A-Za-z-]+<', r"\1<", answer.text)


async def test_wrong_secrets_take_the_same_time(client, feed) -> None:
    """The median of each kind, in turns, so that whatever else runs here falls on all alike."""
    dead = await two_dead(feed)
    wrong = wrong_secrets(await issue(NOW), *dead)
    took: dict[str, list[float]] = {
        name: [] for name in ("unknown", "nearly right", "revoked", "reissued since", "shorter")
    }
    for _ in range(60):
        for name, times in took.items():
            began = time.perf_counter()
            await client.get(path_with(wrong[name]))
            times.append(time.perf_counter() - began)
    medians = [statistics.median(times) for times in took.values()]
    assert max(medians) < 1.6 * min(medians), took


async def test_a_conditional_request_with_a_wrong_secret_is_404(client, feed) -> None:
    full = await fetch(client, feed)
    for header in ({"if-none-match": "*"}, {"if-none-match": full.headers["etag"]}):
        assert (await client.get(path_with("x"), headers=header)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/feeds/{}", "/feeds/{}/", "/feeds/{}/other.ics", "/feeds/{}/academy.ICS", "/feeds"]
)
async def test_there_is_nothing_beside_the_feed(client, feed, path) -> None:
    answer = await client.get(path.replace("{}", feed.secret))
    assert (answer.status_code, answer.json()["title"]) == (404, "Not found")


# Revoked and reissued, here and in another process


def another(settings: Settings) -> Any:
    """The same service in another process, as far as it can be told from outside."""
    return _Another(settings)


class _Another:
    def __init__(self, settings: Settings) -> None:
        self.running = running(create_app(settings))

    async def __aenter__(self) -> httpx.AsyncClient:
        app = await self.running.__aenter__()
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://test")
        return self.client

    async def __aexit__(self, *error: object) -> None:
        await self.client.aclose()
        await self.running.__aexit__(*error)


async def test_a_revoked_address_is_dead_at_once_in_every_process(client, feed, settings) -> None:
    async with another(settings) as other:
        both = (client, other)
        for _ in range(2):
            assert [(await fetch(each, feed)).status_code for each in both] == [200, 200]
        await operations.revoke(feed.id, NOW, LEAD)
        assert [(await fetch(each, feed)).status_code for each in both] == [404, 404]


async def test_a_reissued_feed_has_one_address(client, feed, settings) -> None:
    async with another(settings) as other:
        both = (client, other)
        before = [await fetch(each, feed) for each in both]
        issued = await operations.reissue(feed.id, NOW, LEAD)
        fresh = Issued(feed.id, issued.secret, operations.address.path_of(issued.secret))
        assert [(await fetch(each, feed)).status_code for each in both] == [404, 404]
        after = [await fetch(each, fresh) for each in both]
        assert [each.content for each in after] == [each.content for each in before]


async def test_a_feed_that_is_unchanged_keeps_its_bytes_whatever_else_is_changed(
    client, feed
) -> None:
    before = await fetch(client, feed)
    await issue_and_revoke_another()
    after = await fetch(client, feed)
    assert (after.content, after.headers) == (before.content, before.headers)


async def issue_and_revoke_another() -> None:
    created = await access.create("a key", [Scope.READ], NOW, LEAD)
    await access.revoke(created.record.id, NOW, LEAD)


async def test_one_look_serves_all_who_ask_at_once(app, client, feed, monkeypatch) -> None:
    looks = []
    in_force = store.in_force

    async def counted(secret_hash: str) -> Any:
        looks.append(secret_hash)
        await asyncio.sleep(0.02)
        return await in_force(secret_hash)

    monkeypatch.setattr(store, "in_force", counted)
    answers = await asyncio.gather(*(fetch(client, feed) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(looks) == 1
    await asyncio.gather(*(fetch(client, feed) for _ in range(20)))
    assert len(looks) == 1


async def test_a_request_that_came_after_a_revocation_does_not_join_a_look_from_before(
    client, feed, monkeypatch
) -> None:
    in_force, begun, may_end = store.in_force, asyncio.Event(), asyncio.Event()

    async def slow(secret_hash: str) -> Any:
        found = await in_force(secret_hash)
        if not begun.is_set():
            begun.set()
            await may_end.wait()
        return found

    monkeypatch.setattr(store, "in_force", slow)
    early = asyncio.create_task(fetch(client, feed))
    await begun.wait()
    await operations.revoke(feed.id, NOW, LEAD)
    assert (await fetch(client, feed)).status_code == 404
    may_end.set()
    assert (await early).status_code == 200  # it came before
    assert (await fetch(client, feed)).status_code == 404


async def test_an_impatient_client_does_not_spoil_the_look_of_others(
    client, feed, monkeypatch
) -> None:
    in_force, may_end = store.in_force, asyncio.Event()

    async def slow(secret_hash: str) -> Any:
        await may_end.wait()
        return await in_force(secret_hash)

    monkeypatch.setattr(store, "in_force", slow)
    impatient = asyncio.create_task(fetch(client, feed))
    patient = asyncio.create_task(fetch(client, feed))
    await asyncio.sleep(0.05)
    impatient.cancel()
    may_end.set()
    assert (await patient).status_code == 200
    with pytest.raises(asyncio.CancelledError):
        await impatient


async def test_while_the_database_is_away_a_feed_is_refused_as_everything_is(
    app, client, feed, monkeypatch
) -> None:
    """Whether an address has been revoked cannot be known then."""
    assert (await fetch(client, feed)).status_code == 200

    async def away(*_: Any) -> Any:
        raise ConnectionResetError(104, "gone")

    mark = app.state.feeds._mark
    monkeypatch.setattr(mark, "at_once", lambda: None)
    with monkeypatch.context() as broken:
        broken.setattr(mark._source, "read", away)
        answer = await fetch(client, feed)
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/storage-unavailable")
    assert (await fetch(client, feed)).status_code == 200


# An alarm, and a new day


async def test_an_alarm_makes_it_another_version_with_a_later_date(client, feed) -> None:
    before = await fetch(client, feed)
    later = NOW + timedelta(hours=1)
    await operations.set_alarm(feed.id, 30, later, LEAD)
    after = await fetch(client, feed, if_modified_since=before.headers["last-modified"])
    assert after.status_code == 200
    assert parsedate_to_datetime(after.headers["last-modified"]) == later


async def test_a_feed_is_looked_at_again_when_the_day_ends(client, feed, monkeypatch) -> None:
    """Half-years come into sight with the days, though nobody has changed anything."""
    before = await fetch(client, feed)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=200))
    assert (await fetch(client, feed)).content == before.content  # the day has not ended here
    loop = asyncio.get_running_loop()
    ticking = loop.time
    monkeypatch.setattr(loop, "time", lambda: ticking() + 25 * 3600)
    after = await fetch(client, feed)
    sights = [b"half-year to 31 March 2029" in each.content for each in (before, after)]
    assert sights == [False, True]
    assert parsedate_to_datetime(after.headers["last-modified"]) > parsedate_to_datetime(
        before.headers["last-modified"]
    )


# Last fetches


async def noted(feed: Issued, app: Litestar) -> tuple[Any, ...]:
    await app.state.database.settled()
    record = await store.by_id(feed.id)
    assert record is not None
    return record.last_fetched_at, record.last_client, record.fetches


async def test_the_last_fetch_is_noted_with_its_client(app, client, feed, monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert await noted(feed, app) == (None, None, 0)
    await fetch(client, feed, user_agent="iOS/17.0 (21A328) dataaccessd/1.0")
    assert await noted(feed, app) == (NOW, "iOS/17.0 (21A328) dataaccessd/1.0", 1)


async def test_fetches_are_written_once_a_minute_and_none_is_lost(
    app, client, feed, monkeypatch
) -> None:
    loop = asyncio.get_running_loop()
    began, real = loop.time(), loop.time
    seen = []
    for second in (0, 1, 59, 61, 62, 125):
        monkeypatch.setattr(clock, "now", lambda at=NOW + timedelta(seconds=second): at)
        monkeypatch.setattr(loop, "time", lambda s=second: began + s + (real() - began) / 1e6)
        await fetch(client, feed)
        monkeypatch.setattr(loop, "time", real)
        at, _, fetches = await noted(feed, app)
        seen.append((int((at - NOW).total_seconds()), fetches))
    assert seen == [(0, 1), (0, 1), (0, 1), (61, 4), (61, 4), (125, 6)]


async def test_unchanged_answers_count_and_refused_ones_do_not(app, client, feed) -> None:
    await fetch(client, feed, if_none_match="*")
    assert (await noted(feed, app))[2] == 1
    await client.post(feed.path)
    await client.options(feed.path)
    await client.get(f"{feed.path}?a=1")
    await client.get(path_with("x"))
    assert (await noted(feed, app))[2] == 1


async def test_a_note_is_no_change(client, app, feed, monkeypatch) -> None:
    """Otherwise every fetch would make every feed be looked at again."""
    looks = []
    in_force = store.in_force

    async def counted(secret_hash: str) -> Any:
        looks.append(secret_hash)
        return await in_force(secret_hash)

    monkeypatch.setattr(store, "in_force", counted)
    for _ in range(3):
        await fetch(client, feed)
        await app.state.database.settled()
    assert len(looks) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"Mozilla/5.0\t (x)  y", "Mozilla/5.0 (x) y"),
        (b"a" * 500, "a" * 200),
        (b"\x1b[31mred\xff", "[31mredÿ"),
        (b"", None),
        (b" \t ", None),
    ],
)
def test_what_a_client_calls_itself_is_cut_to_size(sent, kept) -> None:
    assert fetches.client_of([(b"accept", b"*/*"), (b"user-agent", sent)]) == kept


def test_a_client_that_does_not_say() -> None:
    assert fetches.client_of([(b"accept", b"*/*")]) is None


@pytest.mark.parametrize(
    ("fetched_days_ago", "changed_days_ago", "quiet"),
    [(None, 3, False), (None, 4, True), (3, 100, False), (4, 100, True), (100, 2, False)],
)
def test_a_feed_is_quiet_after_three_days(fetched_days_ago, changed_days_ago, quiet) -> None:
    fetched = None if fetched_days_ago is None else NOW - timedelta(days=fetched_days_ago)
    assert fetches.is_quiet(fetched, NOW - timedelta(days=changed_days_ago), NOW) is quiet


# Pieces


def path_with(secret: str) -> str:
    return f"/feeds/{secret}/academy.ics"


def scope_of(feed: Issued, *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": feed.path,
        "raw_path": feed.path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": list(headers),
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
        "state": {},
    }


async def _nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


def into(sent: list[dict[str, Any]]) -> Any:
    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    return send

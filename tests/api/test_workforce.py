"""Returns over HTTP: send, look, confirm, undo, and ask what is held."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from uuid import uuid4

import pytest

from service.access.actor import Scope
from service.settings import Settings
from service.storage.database import all_tables
from service.workforce.progress import BOARD, Phase
from service.workforce.records import Kind
from tests.unit.workforce.files import (
    LEFT,
    a_census,
    a_census_worker,
    a_file,
    employments,
    number,
)

RETURNS = "/api/v1/workforce/returns"
POSTS = a_file(Kind.POSTS, {}, {"post": "P-2", "team": "Hill", "role": "senior-practitioner"})
CSV = {"content-type": "text/csv"}
XML = {"content-type": "application/xml"}


@pytest.fixture
async def hr(key_for):
    return await key_for(Scope.HR)


@pytest.fixture
async def psw(key_for):
    return await key_for(Scope.PSW)


@pytest.fixture
def send(client, hr):
    """``await send(kind, content, **query)``: the answer to a check."""

    async def check(kind, content, headers=CSV, **query):
        return await client.post(
            f"{RETURNS}/{kind}", content=content, params=query, headers={**hr, **headers}
        )

    return check


@pytest.fixture
def take_in(client, hr, send):
    """``await take_in(kind, content)``: the confirmed return."""

    async def both(kind, content, headers=CSV, **query):
        checked = (await send(kind, content, headers, **query)).json()
        answer = await client.post(f"{RETURNS}/{checked['id']}/confirm", headers=hr)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return both


@pytest.fixture
def tables(app):
    """``await tables()``: how many rows each table has."""

    async def counts():
        return {table._meta.tablename: await table.count() for table in all_tables()}

    return counts


def problem(answer) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_a_check_tells_what_confirming_would_change(client, send):
    answer = await send("posts", POSTS, filename="C:\\HR\\posts 2026.csv")
    assert answer.status_code == 201
    checked = answer.json()
    assert answer.headers["location"] == f"{RETURNS}/{checked['id']}"
    assert list(checked) == [
        "id", "kind", "edition", "as_at", "filename", "sha256", "size", "options", "state",
        "unreadable", "rows_read", "rows_accepted", "finding_counts", "findings", "changes",
        "duplicate_of", "checked", "confirmed", "undone",
    ]  # fmt: skip
    assert (checked["state"], checked["rows_read"], checked["rows_accepted"]) == ("checked", 2, 2)
    assert (checked["filename"], checked["size"]) == ("posts 2026.csv", len(POSTS))
    assert checked["options"] == {
        "sheet": None,
        "accept_good_rows": False,
        "reference_date": None,
    }
    assert checked["finding_counts"] == {"reject": 0, "warn": 0, "info": 0}
    assert checked["changes"]["posts"]["new"] == 2
    assert checked["changes"]["posts"]["examples"]["new"][0] == {
        "row": 2,
        "key": {"post": "P-1", "opened": "2020-04-01"},
    }
    assert checked["checked"]["by"] == "a test key"
    assert (checked["confirmed"], checked["undone"], checked["duplicate_of"]) == (None, None, None)


async def test_a_check_that_keeps_nothing_stores_nothing_at_all(client, hr, send, tables):
    """| keep  | answer           | rows of any table afterwards |
    | false | id null, no place | as before the request        |"""
    held = await tables()
    answer = await send("posts", POSTS, filename="posts.csv", keep="false")
    assert answer.status_code == 200
    assert "location" not in answer.headers
    told = answer.json()
    assert (told["id"], told["confirmed"], told["undone"]) == (None, None, None)
    assert told["checked"]["by"] == "a test key"
    assert told["state"] == "checked"
    assert told["changes"]["posts"]["new"] == 2
    assert await tables() == held
    kept = (await send("posts", POSTS, filename="posts.csv")).json()
    assert kept == told | {"id": kept["id"], "checked": kept["checked"]}
    assert await tables() != held


async def test_a_refused_check_that_keeps_nothing_tells_why(send, tables):
    held = await tables()
    answer = await send("posts", b"post,team\n1,Hill\n", keep="false")
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["state"]) == (None, "refused")
    assert answer.json()["findings"]
    assert await tables() == held


async def test_confirm_and_undo_say_how_the_return_stands(client, hr, send):
    checked = (await send("posts", POSTS)).json()
    path = f"{RETURNS}/{checked['id']}"
    confirmed = await client.post(f"{path}/confirm", headers=hr)
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    assert confirmed.json()["confirmed"]["by"] == "a test key"
    assert confirmed.json()["changes"] == checked["changes"]
    undone = await client.post(f"{path}/undo", headers=hr)
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert undone.json()["undone"]["by"] == "a test key"
    assert (await client.get(path, headers=hr)).json() == undone.json()


async def test_the_same_file_again_is_answered_with_the_return_in_force(send, take_in):
    first = await take_in("posts", POSTS)
    again = await send("posts", POSTS)
    assert again.status_code == 200
    assert (again.json()["id"], again.json()["duplicate_of"]) == (first["id"], first["id"])
    assert again.json()["changes"]["posts"]["new"] == 0


async def test_an_earlier_file_is_put_back(send, take_in):
    right, wrong = (a_file(Kind.CASELOADS, {"cases": cases}) for cases in ("12", "21"))
    first = await take_in("caseloads", right)
    await take_in("caseloads", wrong)
    checked = await send("caseloads", right)
    assert (checked.status_code, checked.json()["duplicate_of"]) == (201, None)
    assert checked.json()["changes"]["caseloads"]["changed"] == 1
    back = await take_in("caseloads", right)
    assert (back["state"], back["id"] == first["id"]) == ("confirmed", False)
    again = await send("caseloads", right)
    assert (again.status_code, again.json()["duplicate_of"]) == (200, back["id"])


async def test_findings_are_in_the_answer_and_as_a_file(client, hr, send):
    content = a_file(Kind.POSTS, {"fte": "1.5"}, {"post": "P-2", "team": "=2+5+cmd|' /C calc'!A0"})
    checked = (await send("posts", content)).json()
    assert checked["state"] == "refused"
    [refused] = [each for each in checked["findings"] if each["column"] == "fte"]
    assert list(refused) == [
        "row", "line", "column", "code", "severity", "value", "message", "hint",
    ]  # fmt: skip
    assert (refused["row"], refused["column"], refused["value"]) == (2, "fte", "1.5")
    answer = await client.get(f"{RETURNS}/{checked['id']}/findings.csv", headers=hr)
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith("attachment; ")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == [each["code"] for each in checked["findings"]]
    assert [row["message"] for row in rows] == [each["message"] for each in checked["findings"]]
    assert [row["value"] for row in rows if row["column"] == "team"] == ["'=2+5+cmd|' /C calc'!A0"]
    no = await client.post(f"{RETURNS}/{checked['id']}/confirm", headers=hr)
    assert problem(no) == (422, "refused-return")
    assert no.json()["findings"] == 2


async def test_good_rows_alone(take_in):
    content = a_file(Kind.POSTS, {"fte": "1.5"}, {"post": "P-2"})
    confirmed = await take_in("posts", content, accept_good_rows="true")
    assert (confirmed["rows_read"], confirmed["rows_accepted"]) == (2, 1)


async def test_a_census_goes_in(client, psw, take_in):
    confirmed = await take_in("census", a_census(2022, a_census_worker(1), a_census_worker(2)), XML)
    assert (confirmed["edition"], confirmed["as_at"]) == ("2022", "2022-09-30")
    assert {kind: told["new"] for kind, told in confirmed["changes"].items()} == {
        "employments": 2,
        "agency": 0,
        "absence_totals": 2,
        "caseloads": 2,
        "reported": 1,
    }
    held = (await client.get("/api/v1/workforce/employments", headers=psw)).json()
    assert len(held["employments"]) == 2
    assert number(1) not in json.dumps(held)


async def test_a_census_without_its_date_takes_the_senders(take_in):
    content = a_census(2022, a_census_worker(1)).replace(
        b"<ReferenceDate>2022-09-30</ReferenceDate>", b""
    ).replace(b"<Year>2022</Year>", b"")  # fmt: skip
    confirmed = await take_in("census", content, XML, reference_date="2022-09-30")
    assert confirmed["as_at"] == "2022-09-30"
    assert confirmed["options"]["reference_date"] == "2022-09-30"


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"", CSV),
        (b"PK\x03\x04 a ZIP that says it is CSV", CSV),
        (b"<a/>", XML),
        (b"\x00" * 9, CSV),
    ],
)
async def test_what_cannot_be_read_is_a_refused_return_and_not_a_fault(send, content, headers):
    kind = "census" if headers is XML else "posts"
    answer = await send(kind, content, headers)
    assert answer.status_code == 201
    assert (answer.json()["state"], answer.json()["unreadable"]) == ("refused", True)
    assert answer.json()["findings"][0]["hint"]


class TestRefusals:
    async def test_a_kind_that_does_not_exist(self, send):
        answer = await send("post", POSTS)
        assert problem(answer) == (404, "not-found")
        assert "posts" in answer.json()["kinds"]

    async def test_a_body_of_another_type(self, client, hr):
        answer = await client.post(
            f"{RETURNS}/posts", json={}, headers={**hr, "content-type": "application/json"}
        )
        assert problem(answer) == (415, "unsupported-media-type")

    async def test_a_return_that_does_not_exist(self, client, hr):
        for method, what in [
            ("GET", ""),
            ("POST", "/confirm"),
            ("POST", "/undo"),
            ("GET", "/findings.csv"),
            ("GET", "/file"),
            ("GET", "/progress"),
        ]:
            answer = await client.request(method, f"{RETURNS}/{uuid4()}{what}", headers=hr)
            assert problem(answer) == (404, "no-such-return"), what

    async def test_confirmed_twice_stale_undone(self, client, hr, send, take_in):
        first = await take_in("posts", POSTS)
        again = await client.post(f"{RETURNS}/{first['id']}/confirm", headers=hr)
        assert problem(again) == (409, "already-confirmed")
        stale = (await send("agency", a_file(Kind.AGENCY, {}))).json()
        await take_in("posts", a_file(Kind.POSTS, {"fte": "0.5"}))
        answer = await client.post(f"{RETURNS}/{stale['id']}/confirm", headers=hr)
        assert problem(answer) == (409, "stale-check")
        undo = await client.post(f"{RETURNS}/{first['id']}/undo", headers=hr)
        assert problem(undo) == (409, "depended-on")
        assert len(undo.json()["returns"]) == 1
        not_yet = await client.post(f"{RETURNS}/{stale['id']}/undo", headers=hr)
        assert problem(not_yet) == (409, "not-confirmed")

    @pytest.mark.parametrize(
        "query", ["sheets=A", "sheet=A&sheet=B", "accept_good_rows=perhaps", "reference=12"]
    )
    async def test_a_query_that_is_not_understood(self, client, hr, query):
        answer = await client.post(f"{RETURNS}/posts?{query}", content=POSTS, headers={**hr, **CSV})
        assert answer.status_code == 400
        assert (await client.get(RETURNS, headers=hr)).json()["returns"] == []


async def test_too_large_is_refused_while_it_comes_and_nothing_is_kept(settings, key_for, client):
    """The limit of the settings, with and without an announced length."""
    import httpx  # noqa: PLC0415 -- a second application only here

    from tests.lifespan import laid_out, running  # noqa: PLC0415 -- see above

    headers = {**await key_for(Scope.HR), **CSV}
    small = Settings(
        database_url=settings.database_url,
        identity_key=settings.identity_key,
        max_upload_bytes=1000,
    )

    async def stream():
        for _ in range(20):
            yield b"x" * 100

    async with running(laid_out(small)) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as other:
            for content in (b"x" * 1001, stream()):
                answer = await other.post(f"{RETURNS}/posts", content=content, headers=headers)
                assert problem(answer) == (413, "too-large")
                assert answer.json()["limit_bytes"] == 1000
            listed = await other.get(RETURNS, headers=headers)
            assert listed.json()["returns"] == []


class TestWhoMay:
    async def test_only_hr_changes_anything(self, client, key_for, send):
        checked = (await send("posts", POSTS)).json()["id"]
        writes = [
            ("POST", f"{RETURNS}/posts"),
            ("POST", f"{RETURNS}/{checked}/confirm"),
            ("POST", f"{RETURNS}/{checked}/undo"),
            ("GET", f"{RETURNS}/{checked}/file"),
        ]
        for scope in (Scope.PSW, Scope.ACADEMY, Scope.READ):
            headers = {**await key_for(scope), **CSV}
            for method, path in writes:
                answer = await client.request(method, path, headers=headers, content=POSTS)
                assert problem(answer) == (403, "forbidden"), path
        for method, path in writes:
            answer = await client.request(method, path, content=POSTS, headers=CSV)
            assert problem(answer) == (401, "unauthorised"), path

    async def test_hr_and_the_psw_read(self, client, key_for, take_in):
        made = (await take_in("posts", POSTS))["id"]
        reads = [
            RETURNS,
            f"{RETURNS}/{made}",
            f"{RETURNS}/{made}/findings.csv",
            f"{RETURNS}/{made}/progress",
            *(
                f"/api/v1/workforce/{kind}{suffix}"
                for kind in ("posts", "employments", "agency", "absences", "caseloads")
                for suffix in ("", ".csv")
            ),
        ]
        allowed = {Scope.HR: 200, Scope.PSW: 200, Scope.ACADEMY: 403, Scope.READ: 403}
        for scope, status in allowed.items():
            headers = await key_for(scope)
            for path in reads:
                assert (await client.get(path, headers=headers)).status_code == status, path
        for path in reads:
            assert (await client.get(path)).status_code == 401, path


class TestTheFile:
    async def test_the_bytes_come_back_as_received(self, client, hr, key_for, send):
        checked = (await send("posts", POSTS, filename='Müller "posts".csv')).json()
        path = f"{RETURNS}/{checked['id']}/file"
        answer = await client.get(path, headers=hr)
        assert answer.content == POSTS
        assert answer.headers["content-length"] == str(len(POSTS))
        assert answer.headers["etag"] == f'"{checked["sha256"]}"'
        assert answer.headers["content-disposition"] == (
            'attachment; filename="M_ller _posts_.csv"; '
            "filename*=UTF-8''M%C3%BCller%20%22posts%22.csv"
        )
        held = await client.get(path, headers={**hr, "if-none-match": answer.headers["etag"]})
        assert (held.status_code, held.content) == (304, b"")
        psw = await key_for(Scope.PSW)
        trail = (await client.get("/api/v1/audit", headers=psw)).json()["entries"]
        taken = [each for each in trail if each["action"] == "return.file-read"]
        assert [(each["actor"], each["subject_id"]) for each in taken] == [
            ("a test key", checked["id"])
        ]

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("a\r\nset-cookie: x.csv", "aset-cookie: x.csv"),
            ("   ", "posts.csv"),
            ("", "posts.csv"),
        ],
    )
    async def test_a_name_is_only_a_name(self, client, hr, send, given, kept):
        checked = (await send("posts", POSTS, filename=given)).json()
        assert checked["filename"] == kept
        answer = await client.get(f"{RETURNS}/{checked['id']}/file", headers=hr)
        assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)

    async def test_without_a_name_the_type_gives_one(self, send):
        answer = await send("census", a_census(2022, a_census_worker(1)), XML)
        assert answer.json()["filename"] == "census.xml"


class TestProgress:
    async def test_it_can_be_watched_while_the_upload_runs(self, client, hr, send):
        content = a_file(Kind.POSTS, *({"post": f"P-{n}"} for n in range(60_000)))
        reference = str(uuid4())
        sending = asyncio.ensure_future(send("posts", content, reference=reference))
        seen = []
        while not sending.done():
            answer = await client.get(f"{RETURNS}/{reference}/progress", headers=hr)
            if answer.status_code == 200:
                seen.append((answer.json()["phase"], answer.json()["rows"]))
            await asyncio.sleep(0)
        checked = sending.result().json()
        assert "reading" in {phase for phase, _ in seen}
        assert {phase for phase, _ in seen} <= {each.value for each in Phase}
        for name in (reference, checked["id"]):
            answer = await client.get(f"{RETURNS}/{name}/progress", headers=hr)
            assert answer.json() == {"phase": "done", "rows": 60_000}

    async def test_a_reference_in_use_is_refused(self, send):
        reference = str(uuid4())
        running = BOARD.begin(reference)
        assert problem(await send("posts", POSTS, reference=reference)) == (
            409,
            "reference-in-use",
        )
        running.at(Phase.DONE)
        assert (await send("posts", POSTS, reference=reference)).status_code == 201

    async def test_an_upload_that_is_refused_has_failed(self, client, hr, settings):
        reference = str(uuid4())
        answer = await client.post(
            f"{RETURNS}/posts?reference={reference}",
            content=POSTS,
            headers={**hr, **CSV, "content-length": str(settings.max_upload_bytes + 1)},
        )
        assert problem(answer) == (413, "too-large")
        told = await client.get(f"{RETURNS}/{reference}/progress", headers=hr)
        assert told.json() == {"phase": "failed", "rows": 0}

    async def test_a_return_of_another_process_is_done(self, client, hr, send, monkeypatch):
        checked = (await send("posts", POSTS)).json()
        monkeypatch.setattr(BOARD, "_entries", type(BOARD._entries)())
        answer = await client.get(f"{RETURNS}/{checked['id']}/progress", headers=hr)
        assert answer.json() == {"phase": "done", "rows": 2}


class TestList:
    async def test_by_page_and_filter(self, client, hr, send, take_in):
        made = [
            (await take_in("posts", POSTS))["id"],
            (await take_in("agency", a_file(Kind.AGENCY, {})))["id"],
            (await send("posts", a_file(Kind.POSTS, {"fte": "2"}))).json()["id"],
        ]

        async def listed(query=""):
            answer = (await client.get(f"{RETURNS}?{query}", headers=hr)).json()
            return [each["id"] for each in answer["returns"]], answer["next"]

        assert await listed() == (made[::-1], None)
        page, following = await listed("limit=2")
        assert page == made[:0:-1]
        assert following == f"{RETURNS}?limit=2&before={made[1]}"
        assert await listed(following.partition("?")[2]) == ([made[0]], None)
        assert await listed("kind=posts&limit=1") == (
            [made[2]],
            f"{RETURNS}?kind=posts&limit=1&before={made[2]}",
        )
        assert await listed("state=refused") == ([made[2]], None)

    async def test_a_summary_has_counts_and_no_rows(self, client, hr, take_in):
        made = await take_in("posts", POSTS)
        [summary] = (await client.get(RETURNS, headers=hr)).json()["returns"]
        assert summary["changes"] == {
            "posts": {"new": 2, "changed": 0, "ended": 0, "unchanged": 0, "missing": 0}
        }
        assert {name: summary[name] for name in ("id", "state", "checked", "confirmed")} == {
            name: made[name] for name in ("id", "state", "checked", "confirmed")
        }
        assert "findings" not in summary

    @pytest.mark.parametrize("query", ["limit=0", "limit=201", "state=lost", "kind=post", "x=1"])
    async def test_a_wrong_filter_is_refused(self, client, hr, query):
        answer = await client.get(f"{RETURNS}?{query}", headers=hr)
        assert answer.status_code == 400


async def test_one_return_is_answered_from_the_clients_copy(client, hr, send):
    checked = (await send("posts", POSTS)).json()
    path = f"{RETURNS}/{checked['id']}"
    first = await client.get(path, headers=hr)
    again = await client.get(path, headers={**hr, "if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await client.post(f"{path}/confirm", headers=hr)
    after = await client.get(path, headers={**hr, "if-none-match": first.headers["etag"]})
    assert (after.status_code, after.json()["state"]) == (200, "confirmed")


class TestWhatIsHeld:
    async def test_posts(self, client, psw, take_in):
        made = await take_in("posts", POSTS)
        answer = await client.get("/api/v1/workforce/posts", headers=psw)
        assert answer.json() == {
            "posts": [
                {
                    "ref": f"{made['id']}#2",
                    "post": "P-1",
                    "team": "Harbour",
                    "area": "North",
                    "role": "case-holder",
                    "fte": "1",
                    "opened": "2020-04-01",
                    "closed": None,
                },
                {
                    "ref": f"{made['id']}#3",
                    "post": "P-2",
                    "team": "Hill",
                    "area": "North",
                    "role": "senior-practitioner",
                    "fte": "1",
                    "opened": "2020-04-01",
                    "closed": None,
                },
            ],
            "next": None,
        }

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("team=Hill", ["P-2"]),
            ("role=case-holder", ["P-1"]),
            ("team=Hill&role=case-holder", []),
            ("area=North", ["P-1", "P-2"]),
            ("as_at=2020-03-31", []),
            ("as_at=2020-04-01", ["P-1", "P-2"]),
            ("source=census", []),
            ("source=hr&team=Harbour", ["P-1"]),
        ],
    )
    async def test_filters_of_posts(self, client, psw, take_in, query, found):
        await take_in("posts", POSTS)
        answer = await client.get(f"/api/v1/workforce/posts?{query}", headers=psw)
        assert [each["post"] for each in answer.json()["posts"]] == found

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("in_post_on=2026-06-29", ["P-1", "P-2", "P-3"]),
            ("in_post_on=2026-06-30", ["P-1", "P-3"]),
            ("in_post_on=2026-07-01", ["P-1"]),
            ("as_at=2026-06-30", ["P-1", "P-2", "P-3"]),
            ("as_at=2026-07-01", ["P-1"]),
            ("in_post_on=2024-09-01", []),
            ("contract=permanent&post=P-2", ["P-2"]),
        ],
    )
    async def test_in_post_as_the_measures_count(self, client, psw, take_in, query, found):
        """A leaver is not in post on the last day, somebody who moves is."""
        content = a_file(
            Kind.EMPLOYMENTS,
            {"registration_number": number(1), "post": "P-1"},
            {"registration_number": number(2), "post": "P-2", **LEFT},
            {
                "registration_number": number(3), "post": "P-3",
                "ended": "2026-06-30", "end_type": "moved",
            },
        )  # fmt: skip
        await take_in("employments", content)
        answer = await client.get(f"/api/v1/workforce/employments?{query}", headers=psw)
        assert [each["post"] for each in answer.json()["employments"]] == found

    async def test_the_other_kinds(self, client, psw, take_in):
        await take_in("agency", a_file(Kind.AGENCY, {"ended": "2026-03-31"}))
        await take_in("absences", a_file(Kind.ABSENCES, {}))
        await take_in("caseloads", a_file(Kind.CASELOADS, {}, {"snapshot_date": "2026-03-31"}))

        async def asked(path):
            answer = (await client.get(f"/api/v1/workforce/{path}", headers=psw)).json()
            [rows] = [value for name, value in answer.items() if name != "next"]
            return rows

        [agency] = await asked("agency?in_post_on=2026-03-30")
        assert (agency["fte"], agency["covers_vacancy"]) == ("1", True)
        assert await asked("agency?in_post_on=2026-03-31") == []
        assert len(await asked("agency?as_at=2026-03-31")) == 1
        [absence] = await asked("absences?as_at=2026-02-06&kind=SIC")
        assert (absence["days_lost"], absence["kind"]) == ("4.5", "SIC")
        assert await asked("absences?as_at=2026-02-07") == []
        [caseload] = await asked("caseloads?as_at=2026-09-30")
        assert (caseload["cases"], caseload["fte"], caseload["agency"]) == (17, None, False)
        assert await asked("caseloads?team=Hill") == []
        assert len(await asked(f"caseloads?worker={caseload['worker']}")) == 2

    async def test_what_was_replaced_or_undone_is_not_shown(self, client, hr, psw, take_in):
        await take_in("posts", POSTS)
        later = await take_in("posts", a_file(Kind.POSTS, {"fte": "0.5"}))

        async def fte():
            answer = await client.get("/api/v1/workforce/posts?team=Harbour", headers=psw)
            return [each["fte"] for each in answer.json()["posts"]]

        assert await fte() == ["0.5"]
        await client.post(f"{RETURNS}/{later['id']}/undo", headers=hr)
        assert await fte() == ["1"]

    async def test_pages_follow_one_another(self, client, psw, take_in):
        await take_in("posts", a_file(Kind.POSTS, *({"post": f"P-{n}"} for n in range(7))))
        path, seen = "/api/v1/workforce/posts?limit=3&team=Harbour", []
        while path:
            answer = (await client.get(path, headers=psw)).json()
            seen.append([each["post"] for each in answer["posts"]])
            path = answer["next"]
            assert path is None or not path.rpartition("after=")[2].isdigit()
        assert seen == [["P-0", "P-1", "P-2"], ["P-3", "P-4", "P-5"], ["P-6"]]

    async def test_an_exact_page_has_no_next(self, client, psw, take_in):
        await take_in("posts", POSTS)
        answer = await client.get("/api/v1/workforce/posts?limit=2", headers=psw)
        assert answer.json()["next"] is None

    async def test_as_csv(self, client, psw, take_in):
        content = a_file(Kind.POSTS, {"team": "Ops = all"}, {"post": "%44", "team": "Hill"})
        made = await take_in("posts", content)
        answer = await client.get("/api/v1/workforce/posts.csv", headers=psw)
        assert answer.headers["content-type"].startswith("text/csv")
        assert answer.headers["content-disposition"] == 'attachment; filename="posts.csv"'
        assert answer.content.decode("utf-8-sig") == (
            "ref,post,team,area,role,fte,opened,closed\r\n"
            f"{made['id']}#2,P-1,Ops = all,North,case-holder,1,2020-04-01,\r\n"
            f"{made['id']}#3,'%44,Hill,North,case-holder,1,2020-04-01,\r\n"
        )
        only = await client.get("/api/v1/workforce/posts.csv?team=Hill", headers=psw)
        assert only.content.count(b"\r\n") == 2

    async def test_the_clients_copy_is_good_until_something_is_confirmed(
        self, client, psw, take_in
    ):
        await take_in("posts", POSTS)
        for path in ("/api/v1/workforce/posts?team=Hill", "/api/v1/workforce/posts.csv"):
            first = await client.get(path, headers=psw)
            copy = {**psw, "if-none-match": first.headers["etag"]}
            assert (await client.get(path, headers=copy)).status_code == 304
            assert (
                await client.get("/api/v1/workforce/posts?team=Harbour", headers=copy)
            ).status_code == 200
            await take_in("posts", a_file(Kind.POSTS, {"post": f"{path[-4:]}-new"}))
            assert (await client.get(path, headers=copy)).status_code == 200

    async def test_census_rows_are_shown_until_hr_rows_come(self, client, psw, take_in):
        await take_in("census", a_census(2022, a_census_worker(1), a_census_worker(2)), XML)

        async def shown(query=""):
            answer = await client.get(f"/api/v1/workforce/employments?{query}", headers=psw)
            return len(answer.json()["employments"])

        assert await shown() == 2
        await take_in("employments", employments(1))
        assert await shown() == 1
        assert await shown("source=census") == 2

    @pytest.mark.parametrize(
        "query",
        [
            "teams=Hill",
            "role=boss",
            "as_at=30/09/2026",
            "limit=0",
            "worker=SW100001",
            "after=x",
            "after=3",
        ],
    )
    async def test_a_wrong_question_is_refused(self, client, psw, query):
        answer = await client.get(f"/api/v1/workforce/employments?{query}", headers=psw)
        assert answer.status_code == 400

    async def test_head_is_answered(self, client, psw):
        for path in ("/api/v1/workforce/posts", "/api/v1/workforce/posts.csv", RETURNS):
            answer = await client.head(path, headers=psw)
            assert (answer.status_code, answer.content) == (200, b"")


class TestTemplates:
    @pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CENSUS])
    async def test_one_for_each_kind_that_is_read_as_that_kind(self, client, psw, send, kind):
        for ending, media_type in (
            ("csv", "text/csv"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ):
            path = f"/api/v1/workforce/templates/{kind}.{ending}"
            answer = await client.get(path, headers=psw)
            assert answer.status_code == 200
            assert answer.headers["content-type"].partition(";")[0] == media_type
            disposition = f'attachment; filename="{kind}.{ending}"'
            assert answer.headers["content-disposition"] == disposition
            sent = await send(kind, answer.content, {"content-type": media_type})
            assert "WRONG_KIND" not in {each["code"] for each in sent.json()["findings"]}
            assert sent.json()["rows_read"] == 0
            copy = {**psw, "if-none-match": answer.headers["etag"]}
            assert (await client.get(path, headers=copy)).status_code == 304

    @pytest.mark.parametrize(
        "name", ["census.csv", "posts", "posts.ods", "boss.csv", "posts.csv.x"]
    )
    async def test_no_other(self, client, psw, name):
        answer = await client.get(f"/api/v1/workforce/templates/{name}", headers=psw)
        assert problem(answer) == (404, "not-found")
        assert "caseloads.xlsx" in answer.json()["detail"]

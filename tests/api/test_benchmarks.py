"""Comparator files over HTTP and on the command line, and one authority beside its comparators."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from service import cli
from service.access.actor import Scope
from service.benchmarks.schemas import Benchmarks
from service.storage.database import Database
from tests.unit.benchmarks.files import indicators, model, row, whole

Headers = dict[str, str]
KeyFor = Callable[..., Awaitable[Headers]]
VINTAGES = "/api/v1/benchmarks/vintages"
SHOW = "/api/v1/benchmarks"


@pytest.fixture
async def psw(key_for: KeyFor) -> Headers:
    return await key_for(Scope.PSW) | {"content-type": "text/csv"}


async def sent(
    client: httpx.AsyncClient, psw: Headers, content: bytes, **query: str
) -> httpx.Response:
    return await client.post(VINTAGES, content=content, headers=psw, params=query)


async def test_a_file_is_taken_in_once_and_kept_as_it_was(client: httpx.AsyncClient, psw: Headers):
    known = {
        "filename": "csww.csv",
        "release": "19 March 2026",
        "version": "1.0",
        "retrieved_at": "2026-03-20T10:00:00Z",
    }
    first = await sent(client, psw, indicators(), **known)
    assert (first.status_code, first.json()["already"]) == (201, False)
    vintage = first.json()["vintage"]
    assert {name: vintage[name] for name in known} == known
    assert (vintage["kind"], vintage["details"], vintage["findings"]) == (
        "indicators",
        {"years": [2025]},
        [],
    )
    again = await sent(client, psw, indicators(), filename="other.csv")
    assert (again.status_code, again.json()) == (200, {"already": True, "vintage": vintage})
    address = first.headers["location"]
    assert (await client.get(address, headers=psw)).json() == vintage
    file = await client.get(f"{address}/file", headers=psw)
    assert file.content == indicators()
    etag = {"if-none-match": file.headers["etag"]}
    for path in (address, f"{address}/file"):
        assert (await client.get(path, headers=psw | etag)).status_code == 304
    trail = (await client.get("/api/v1/audit", headers=psw)).json()["entries"]
    assert [each["action"] for each in trail if each["subject_kind"] == "benchmark"] == [
        "benchmark.imported"
    ]


async def test_the_same_file_twice_at_once_is_stored_once(client: httpx.AsyncClient, psw: Headers):
    answers = await asyncio.gather(*(sent(client, psw, indicators()) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [200, 200, 200, 201]
    assert len((await client.get(VINTAGES, headers=psw)).json()["vintages"]) == 1


async def test_a_file_with_faults_is_refused_whole_with_its_findings(
    client: httpx.AsyncClient, psw: Headers
):
    bad = indicators([whole("National"), row("888", cases="many")])
    answer = await sent(client, psw, bad)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, "/problems/comparator-file-refused")
    [finding] = problem["findings"]
    assert (finding["row"], finding["column"], finding["code"], finding["value"]) == (
        3,
        "cases",
        "NEITHER_NUMBER_NOR_SYMBOL",
        "many",
    )
    ahead = (await sent(client, psw, indicators([row("888", 2031)]))).json()
    assert [each["code"] for each in ahead["findings"]] == ["YEAR_AHEAD"]
    assert (await client.get(VINTAGES, headers=psw)).json() == {"vintages": [], "next": None}


async def test_a_revised_release_is_another_vintage_and_the_first_stays(
    client: httpx.AsyncClient, psw: Headers
):
    first = (await sent(client, psw, indicators(), release="2025")).json()["vintage"]
    revised = indicators([whole("National"), row("888", turnover_rate_fte="10.4")])
    second = (await sent(client, psw, revised, release="2025 revised")).json()["vintage"]
    older = indicators([row("888", 2022)])
    third = (await sent(client, psw, older, release="2022")).json()["vintage"]
    page = (await client.get(VINTAGES, headers=psw, params={"limit": 2})).json()
    assert [each["id"] for each in page["vintages"]] == [third["id"], second["id"]]
    rest = (await client.get(page["next"], headers=psw)).json()
    assert ([each["id"] for each in rest["vintages"]], rest["next"]) == ([first["id"]], None)
    shown = await client.get(SHOW, headers=psw, params={"authority": "888", "year": 2025})
    assert shown.json()["indicators"]["turnover_rate_fte"]["value"] == "10.4"
    assert shown.json()["vintages"]["indicators"]["release"] == "2025 revised"
    shown = await client.get(SHOW, headers=psw, params={"authority": "888", "year": 2022})
    assert shown.json()["vintages"]["indicators"]["id"] == third["id"]


async def test_an_authority_beside_england_its_region_and_its_neighbours(
    client: httpx.AsyncClient, psw: Headers
):
    await sent(client, psw, indicators())
    asked = {"authority": "888", "year": "2025"}
    alone = (await client.get(SHOW, headers=psw, params=asked)).json()
    assert alone["indicators"]["turnover_rate_fte"]["neighbours_median"] is None
    assert alone["notes"] == ["No model of statistical neighbours has been imported."]
    await sent(client, psw, model())
    shown = (await client.get(SHOW, headers=psw, params=asked)).json()
    assert shown["authority"] == {
        "code": "888",
        "new_code": "E10000017",
        "name": "Lancashire",
        "region_code": "E12000002",
        "region": "North West",
        "returned_with": [],
    }
    assert (shown["as_at"], shown["notes"]) == ("2025-09-30", [])
    found = shown["indicators"]["turnover_rate_fte"]
    assert (found["value"], found["england"]["value"], found["region"]["value"]) == (
        "9.9",
        "11.8",
        "12.2",
    )
    # Bury 10, Dudley 13.5, the joint return 28; Wakefield low; 318 counted already; five not there
    median = found["neighbours_median"]
    assert (median["value"], median["used"], median["of"]) == ("13.5", 3, 10)
    assert [(each["code"], each["symbol"]) for each in median["left_out"]] == [
        ("384", "low"),
        ("318", None),
        ("383", None),
        ("841", None),
        ("808", None),
        ("891", None),
        ("929", None),
    ]


@pytest.mark.parametrize(
    ("code", "own", "others"),
    [
        ("314", "314", ["318"]),
        ("E09000027", "318", ["314"]),
        ("314/318", "314 / 318", []),
    ],
)
async def test_a_joint_return_says_who_made_it(
    client: httpx.AsyncClient, psw: Headers, code: str, own: str, others: list[str]
):
    await sent(client, psw, indicators())
    shown = (await client.get(SHOW, headers=psw, params={"authority": code, "year": "2025"})).json()
    assert (shown["authority"]["code"], shown["authority"]["returned_with"]) == (own, others)
    assert shown["indicators"]["turnover_rate_fte"]["value"] == "28"
    assert "one joint return (314 / 318)" in shown["notes"][0]


@pytest.mark.parametrize(
    ("query", "status", "slug"),
    [
        ({"authority": "909", "year": "2025"}, 404, "no-published-figures"),
        ({"authority": "888", "year": "1999"}, 404, "no-published-figures"),
        ({"authority": "888"}, 400, "invalid-parameter"),
        ({"authority": "", "year": "2025"}, 400, "invalid-parameter"),
        ({"authority": "888", "year": "25"}, 400, "invalid-parameter"),
        ({"authority": "888", "year": "2025", "colour": "red"}, 400, "unknown-parameter"),
    ],
)
async def test_what_cannot_be_shown(
    client: httpx.AsyncClient, psw: Headers, query: dict[str, str], status: int, slug: str
):
    await sent(client, psw, indicators())
    answer = await client.get(SHOW, headers=psw, params=query)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}")


async def test_before_anything_was_imported(client: httpx.AsyncClient, psw: Headers):
    answer = await client.get(SHOW, headers=psw, params={"authority": "888", "year": "2025"})
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-national-table")
    nowhere = f"{VINTAGES}/6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0060"
    for path in (nowhere, f"{nowhere}/file"):
        missing = await client.get(path, headers=psw)
        assert (missing.status_code, missing.json()["type"]) == (404, "/problems/no-such-vintage")


@pytest.mark.parametrize(
    "query",
    [
        {"retrieved_at": "2999-01-01T00:00:00Z"},
        {"retrieved_at": "2026-01-01T00:00:00"},
        {"retrieved_at": "yesterday"},
    ],
)
async def test_a_file_is_not_retrieved_in_the_future(
    client: httpx.AsyncClient, psw: Headers, query: dict[str, str]
):
    answer = await sent(client, psw, indicators(), **query)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/invalid-parameter")


async def test_who_may_do_what(client: httpx.AsyncClient, key_for: KeyFor):
    csv = {"content-type": "text/csv"}
    for scope in (Scope.HR, Scope.READ, Scope.ACADEMY):
        key = await key_for(scope)
        refused = await client.post(VINTAGES, content=indicators(), headers=key | csv)
        assert refused.status_code == 403
        assert (await client.get(VINTAGES, headers=key)).status_code == 200
    assert (await client.get(VINTAGES)).status_code == 401
    member = await key_for(Scope.STARTER)
    assert (await client.get(VINTAGES, headers=member)).status_code == 403
    psw = await key_for(Scope.PSW)
    other = await client.post(VINTAGES, content=b"{}", headers=psw | {"content-type": "image/png"})
    assert other.status_code == 415
    unknown = await client.get(
        f"{VINTAGES}?before=6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0060", headers=psw
    )
    assert unknown.status_code == 400


# --- the command line --------------------------------------------------------------------------

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setenv("DATABASE_URL", database.url)

    def command(*words: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["benchmarks", *words])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes], str]:
    def write(name: str, content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return write


def test_import_list_and_show_on_the_command_line(run: Run, file: Callable[[str, bytes], str]):
    assert run("list")[1] == "Nothing to compare with has been imported.\n"
    table = file("csww.csv", indicators())
    code, out, _ = run("import", table, "--release", "19 March 2026", "--version", "1.0")
    assert (code, out.partition(":")[0]) == (0, "Taken in")
    assert "19 March 2026, version 1.0" in out
    code, out, _ = run("import", table, "--format", "json")
    again = json.loads(out)
    assert (code, again["imported"], again["already"], again["kind"]) == (
        0,
        False,
        True,
        "indicators",
    )
    assert json.loads(run("import", file("sn.csv", model()), "--format", "json")[1])["imported"]
    listed = json.loads(run("list", "--format", "json")[1])["vintages"]
    assert [each["kind"] for each in listed] == ["neighbours", "indicators"]
    code, out, _ = run("show", "--authority", "888", "--year", "2025", "--format", "json")
    shown = json.loads(out)
    assert code == 0
    assert shown["indicators"]["turnover_rate_fte"]["neighbours_median"]["value"] == "13.5"
    assert set(shown) == set(Benchmarks.__struct_fields__)
    code, out, _ = run("show", "--authority", "888", "--year", "2025")
    assert (
        "Turnover rate (FTE): 9.9\n  England 11.8; North West 12.2; median of neighbours 13.5 (3 of 10)"
        in out
    )
    assert out.splitlines()[-1].startswith("Source: Department for Education,")


def test_a_file_with_faults_ends_with_1_and_says_where(run: Run, file: Callable[[str, bytes], str]):
    bad = file("bad.csv", indicators([row("888", cases="many")]))
    code, out, _ = run("import", bad)
    assert code == 1
    assert "Row 2, cases “many”: The cell is neither a number nor" in out
    document = json.loads(run("import", bad, "--format", "json")[1])
    assert (document["imported"], document["vintage"]) == (False, None)
    assert [each["code"] for each in document["findings"]] == ["NEITHER_NUMBER_NOR_SYMBOL"]
    assert run("list")[1].startswith("Nothing")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "--authority", "888", "--year", "2025"), "No indicators file has been imported"),
        (("show", "--authority", "888", "--year", "25"), "'25' is not a year"),
        (("import", "/nowhere/at/all.csv"), "No such file"),
        (("import", "x.csv", "--retrieved-at", "then"), "'then' is not a moment"),
        (("import", "x.csv", "--retrieved-at", "2999-01-01"), "is in the future"),
        (("fetch",), "SCORECARD_STATISTICS_API"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run: Run, words: tuple[str, ...], said: str):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_no_council_is_named(run: Run):
    assert run("councils")[:2] == (0, "SCORECARD_OTHER_COUNCILS names no council.\n")


def test_the_document_is_the_one_that_is_described(run: Run, file: Callable[[str, bytes], str]):
    run("import", file("csww.csv", indicators()))
    run("import", file("sn.csv", model()))
    document: Any = json.loads(
        run("show", "--authority", "314", "--year", "2025", "--format", "json")[1]
    )
    assert msgspec.convert(document, Benchmarks).authority.returned_with == ["318"]

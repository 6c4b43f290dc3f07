"""Fetching from Explore Education Statistics: a real server in a process of its own.

The stub's answers, and what it was asked, are held against the API's published description.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_schema_validator import OAS30Validator

from service import clock
from service.benchmarks import polite, showing, statistics, vintages
from service.benchmarks.refusals import (
    ComparatorFileRefused,
    StatisticsSwitchedOff,
    StatisticsUnreachable,
)
from service.benchmarks.statistics import PINNED
from service.settings import Settings
from service.storage.database import Database
from tests.small_council import NOW, PSW
from tests.unit.benchmarks.files import indicators

STUB = Path(__file__).with_name("stub.py")
NAME = Path("shared") / "data" / "ees-openapi-v1.json"
PLACES = [folder / NAME for folder in Path(__file__).parents]
DESCRIPTION = next((path for path in PLACES if path.exists()), None)
ROWS = indicators().decode().splitlines()
Json = dict[str, Any]


@dataclass
class Server:
    address: str
    paused: list[int] = field(default_factory=list)

    async def pause(self, seconds: int) -> None:
        self.paused.append(seconds)

    def asked(self) -> list[Json]:
        found: list[Json] = httpx.get(f"{self.address}/_asked", trust_env=False).json()["asked"]
        return found

    def paths(self) -> list[str]:
        return [re.sub(r"[0-9a-f-]{36}", "*", each["path"]) for each in self.asked()]


StartServer = Callable[..., Server]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[StartServer]:
    running: list[subprocess.Popen[str]] = []

    def started(*faults: Any, rows: list[str] = ROWS, **more: Any) -> Server:
        plan = tmp_path / f"plan{len(running)}.json"
        plan.write_text(json.dumps({"rows": rows, "faults": list(faults), **more}))
        process = subprocess.Popen(
            [sys.executable, str(STUB), str(plan)], stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        assert process.stdout is not None
        return Server(f"http://127.0.0.1:{int(process.stdout.readline())}")

    yield started
    for process in running:
        process.terminate()
        process.wait(10)
        assert process.stdout is not None
        process.stdout.close()


async def fetch(settings: Settings, server: Server, **how: Any) -> vintages.Taken:
    wanted = replace(settings, statistics_api=server.address)
    return await statistics.fetch(wanted, PSW, NOW, pause=server.pause, **how)


async def test_the_indicators_are_found_by_their_columns_and_kept_with_their_version(
    start: StartServer, settings: Settings
):
    server = start()
    taken = await fetch(settings, server)
    vintage = taken.vintage
    assert (vintage.kind, vintage.findings, vintage.details) == (
        "indicators",
        [],
        {"years": [2025]},
    )
    assert (vintage.title, vintage.release, vintage.version, vintage.retrieved_at) == (
        "CSWW indicators by local authority",
        "Reporting year 2025, published 2026-03-19",
        "1.2",
        NOW,
    )
    assert vintage.source.startswith(f"{server.address}/v1/data-sets/")
    shown = await showing.shown("888", 2025)
    found = shown["indicators"]["turnover_rate_fte"]
    assert (found["value"], found["england"]["value"], found["region"]["value"]) == (
        "9.9",
        "11.8",
        "12.2",
    )
    assert (await showing.shown("384", 2025))["indicators"]["turnover_rate_fte"]["symbol"] == "low"
    assert (await showing.shown("318", 2025))["authority"]["code"] == "318"


async def test_what_was_asked(start: StartServer, settings: Settings):
    server = start()
    await fetch(settings, server)
    assert server.paths() == [
        "/v1/publications",
        "/v1/publications/*/data-sets",
        "/v1/data-sets/*/meta",
        "/v1/publications/*/data-sets",
        "/v1/publications",
        "/v1/publications/*/data-sets",
        "/v1/data-sets/*/meta",
        "/v1/publications/*/data-sets",
        "/v1/data-sets/*/meta",
        f"/v1/data-sets/*/versions/{PINNED}",
        "/v1/data-sets/*/meta",
        "/v1/data-sets/*/query",
        "/v1/data-sets/*/query",
        "/v1/data-sets/*/query",
    ]
    metas = [each["query"] for each in server.asked() if each["path"].endswith("/meta")]
    assert metas[0] == {"dataSetVersion": [PINNED]}
    assert metas[-1] == {"dataSetVersion": ["1.2"]}
    queries = [each for each in server.asked() if each["method"] == "POST"]
    assert [each["body"]["page"] for each in queries] == [1, 2, 3]
    assert {str(each["query"]) for each in queries} == {"{'dataSetVersion': ['1.2']}"}
    assert len(queries[0]["body"]["indicators"]) == 22


async def test_twice_the_same_is_recognised(start: StartServer, settings: Settings):
    server = start()
    first = await fetch(settings, server)
    again = await fetch(settings, server)
    assert (first.already, again.already, again.vintage.id) == (False, True, first.vintage.id)


async def test_the_data_sets_own_csv_is_kept_as_it_was_unpacked(
    start: StartServer, settings: Settings
):
    taken = await fetch(settings, start(), as_csv=True)
    assert await vintages.content(taken.vintage.id) == "\n".join(ROWS).encode()
    assert taken.vintage.source.endswith("/csv")
    assert (await showing.shown("888", 2025))["indicators"]["turnover_rate_fte"]["value"] == "9.9"


async def test_both_ways_in_give_the_same_figures(start: StartServer, settings: Settings):
    read = [
        vintages.read_file(
            await vintages.content((await fetch(settings, start(), as_csv=how)).vintage.id)
        ).table
        for how in (False, True)
    ]
    assert read[0] is not None
    assert read[1] is not None
    for code in ("888", "351", "332", "384", "314"):
        assert read[0].required(code, 2025).cells == read[1].required(code, 2025).cells


@pytest.mark.parametrize(
    ("faults", "paused"),
    [
        ([[429, {"retry-after": "7"}]], [7]),
        ([[429, {}], [429, {}]], [1, 2]),
        ([[504, {}], None, [503, {"retry-after": "soon"}]], [1, 1]),
        (["cut"], [1]),
        ([[429, {"retry-after": "0"}]], [1]),
    ],
)
async def test_a_server_that_is_busy_is_asked_again_when_it_says(
    start: StartServer, settings: Settings, faults: list[Any], paused: list[int]
):
    server = start(*faults)
    taken = await fetch(settings, server)
    assert (taken.already, server.paused) == (False, paused)


async def test_retry_after_may_be_a_date(start: StartServer, settings: Settings):
    at = format_datetime(clock.now() + timedelta(seconds=90), usegmt=True)
    server = start([429, {"retry-after": at}])
    await fetch(settings, server)
    [waited] = server.paused
    assert 60 <= waited <= 90


async def test_a_server_that_does_not_answer_in_time_is_asked_again(
    start: StartServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(polite, "TIMEOUT", httpx.Timeout(1))
    server = start("hang")
    await fetch(settings, server)
    assert server.paused == [1]


@pytest.mark.parametrize(
    ("faults", "paused", "said"),
    [
        ([[429, {}]] * 5, [1, 2, 4, 8], "answered 429"),
        ([[504, {}]] * 5, [1, 2, 4, 8], "answered 504"),
        ([[429, {"retry-after": "3600"}]], [], "wants to be asked again in 3600 seconds"),
        ([[500, {}]], [], "answered 500 (Slow down)"),
        ([[403, {}]], [], "answered 403"),
        ([[301, {"location": "http://127.0.0.1:1/"}]], [], "answered 301"),
        (["no-json"], [], "did not answer with JSON"),
        (["cut"] * 5, [1, 2, 4, 8], "did not answer (RemoteProtocolError)"),
    ],
)
async def test_what_cannot_be_fetched_is_told_and_nothing_is_stored(
    start: StartServer, settings: Settings, faults: list[Any], paused: list[int], said: str
):
    server = start(*faults)
    with pytest.raises(StatisticsUnreachable, match=re.escape(said)):
        await fetch(settings, server)
    assert server.paused == paused
    assert await vintages.listing() == []


async def test_a_version_that_was_withdrawn_is_not_taken(start: StartServer, settings: Settings):
    with pytest.raises(StatisticsUnreachable, match=r"Version 1\.2 of .* has been withdrawn"):
        await fetch(settings, start(status="Withdrawn"))


async def test_no_data_set_has_the_columns(start: StartServer, settings: Settings):
    rows = [ROWS[0].replace("_fte", "_wte").replace("headcount", "heads").replace("cases", "work"), *ROWS[1:]]  # fmt: skip
    with pytest.raises(StatisticsUnreachable, match=r"No data set at .* has the indicators"):
        await fetch(settings, start(rows=rows))


async def test_what_is_fetched_is_read_by_the_same_rules_as_a_file(
    start: StartServer, settings: Settings
):
    twice = [*ROWS, ROWS[-1]]
    with pytest.raises(ComparatorFileRefused) as refused:
        await fetch(settings, start(rows=twice))
    assert [each["code"] for each in refused.value.extra["findings"]] == ["ROW_TWICE"]


async def test_nothing_is_fetched_unless_it_is_switched_on(database: Database, settings: Settings):
    with pytest.raises(StatisticsSwitchedOff, match="SCORECARD_STATISTICS_API"):
        await statistics.fetch(settings, PSW, NOW)


async def test_nobody_is_there(database: Database, settings: Settings):
    server = Server("http://127.0.0.1:1")
    with pytest.raises(StatisticsUnreachable, match="did not answer"):
        await fetch(settings, server)
    assert server.paused == [1, 2, 4, 8]


# --- the description ---------------------------------------------------------------------------


def description() -> Json:
    if DESCRIPTION is None:
        pytest.skip(f"THE API'S DESCRIPTION IS NOT HERE ({NAME}): the stub was NOT held against it")
    found: Json = json.loads(DESCRIPTION.read_text())
    schemas = found["components"]["schemas"]
    for name, schema in schemas.items():
        if len(schema.get("allOf", [])) > 1:
            schemas[name] = together(schema["allOf"], schemas)
    return found


def together(parts: list[Json], schemas: Json) -> Json:
    """What the description means by ``allOf`` of two closed objects, which nothing can satisfy."""
    read = [schemas[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in parts]
    return {
        "type": "object",
        "required": [name for each in read for name in each.get("required", ())],
        "properties": {
            name: one for each in read for name, one in each.get("properties", {}).items()
        },
        "additionalProperties": False,
    }


def faults_of(instance: Any, schema: Json, whole: Json) -> list[str]:
    checked = {**schema, "components": whole["components"]}
    return [each.message for each in OAS30Validator(checked).iter_errors(instance)]


async def test_the_stub_answers_as_the_api_is_described(start: StartServer, settings: Settings):
    whole = description()
    server = start()
    await fetch(settings, server)
    seen = set()
    async with httpx.AsyncClient(base_url=server.address, trust_env=False) as client:
        for asked in server.asked():
            path = re.sub(
                r"/publications/[0-9a-f-]{36}", "/publications/{publicationId}", asked["path"]
            )
            path = re.sub(r"/data-sets/[0-9a-f-]{36}", "/data-sets/{dataSetId}", path)
            path = re.sub(r"/versions/.*", "/versions/{dataSetVersion}", path)
            operation = whole["paths"][path][asked["method"].lower()]
            known = {each["name"] for each in operation["parameters"]}
            assert set(asked["query"]) <= known, path
            for parameter in operation["parameters"]:
                for text in asked["query"].get(parameter["name"], []):
                    value = int(text) if parameter["schema"].get("type") == "integer" else text
                    assert faults_of(value, parameter["schema"], whole) == []
            if asked["body"]:
                schema = operation["requestBody"]["content"]["application/json"]["schema"]
                assert faults_of(asked["body"], schema, whole) == []
            answer = await client.request(
                asked["method"], asked["path"], params=asked["query"], json=asked["body"] or None
            )
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            assert faults_of(answer.json(), schema, whole) == [], path
            seen.add(path)
    assert len(seen) == 5


async def test_the_check_against_the_description_can_fail():
    whole = description()
    schema = {"$ref": "#/components/schemas/PagingViewModel"}
    assert faults_of({"page": "one"}, schema, whole) != []

"""Programmes over HTTP, and printed timetables on their way to become one."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import Workbook

from service.access.actor import Scope
from tests.small_academy import Headers, Office, small

KeyFor = Callable[..., Awaitable[Headers]]
DATA = Path(__file__).parents[2].parent / "shared" / "data"
NAMED = {"key": "printed", "title": "As printed", "effective_from": "2017-09-01"}

COLUMNS = (
    "block,audience,date_as_printed,day_label,time_as_printed,content,facilitators,presenters,"
    "room,learning_outcomes"
)
PRINTED = """
week1;all;11/01/2027;DAY 1;9:00am - 11:00am;Welcome;Lead 1 and Lead 2;Director;\
Arthur Suite, County Hall;Know the service
week1;all;11/01/2027;DAY 1;12 noon - 1:00pm;Lunch;;;;
week1;all;12/01/2027;DAY 2;9.30-11pm;Assessment (maximum 16);Lead 1;AP 1;\
IT Suite, County Hall;Know the service | Assess
review;newly-qualified;12/04/2027;DAY 3;10:00am - 12:00pm;Reflection;Lead 1;Lead 1;\
Arthur Suite, County Hall;Reflect
"""
TIMETABLE = COLUMNS.replace(",", "\t") + PRINTED.replace(";", "\t").replace("\n", "\r\n")


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    return Office(client, await key_for(Scope.ACADEMY))


async def sent(
    lead: Office,
    content: bytes | str,
    status: int = 201,
    *,
    address: str = "/programme-imports",
    media_type: str = "text/csv",
    method: str = "POST",
) -> dict[str, Any]:
    answer = await lead.client.request(
        method,
        f"/api/v1{address}",
        content=content,
        headers={**lead.headers, "content-type": media_type},
    )
    assert (answer.status_code, answer.text if answer.status_code != status else "") == (status, "")
    found: dict[str, Any] = answer.json()
    return found


# --- programmes --------------------------------------------------------------------------------


async def test_a_stored_version_never_changes(lead: Office):
    first = (await lead.ask("POST", "/programmes", 201, small())).json()["programme"]
    again = (await lead.ask("POST", "/programmes", 200, small())).json()["programme"]
    assert again == first
    refused = await lead.ask("POST", "/programmes", 409, small(title="Other"))
    assert refused.json()["type"] == "/problems/version-taken"
    await lead.ask("POST", "/programmes", 201, small(title="Other", version=2))
    found = (await lead.ask("GET", "/programmes/small")).json()
    assert (found["programme"]["version"], found["document"]) == (
        2,
        small(title="Other", version=2),
    )
    old = (await lead.ask("GET", "/programmes/small?version=1")).json()
    assert (old["programme"]["title"], old["programme"]["extent"]) == (
        "A small programme",
        "3 days over 3 months",
    )


async def test_a_cohort_follows_the_version_in_force_on_its_first_day(lead: Office):
    """The scheme changes in September 2027: who starts before it does follows the old programme."""
    await lead.ask("POST", "/programmes", 201, small(effective_to="2027-08-31"))
    newer = {"version": 2, "effective_from": "2027-09-01", "effective_to": "2027-12-31"}
    await lead.ask("POST", "/programmes", 201, small(**newer))
    seen = []
    for key, anchor, version in (
        ("before", "2027-08-30", None), ("after", "2027-09-06", None),
        ("early", "2027-08-30", 2), ("late", "2028-01-10", None),
    ):  # fmt: skip
        body = {"key": key, "title": key, "programme": "small", "anchor": anchor}
        body |= {"version": version} if version else {}
        cohort = (await lead.ask("POST", "/cohorts", 201, body)).json()
        codes = [each["code"] for each in (await lead.plan(cohort["id"]))["findings"]]
        seen.append((cohort["programme_version"], "PROGRAMME_NOT_IN_FORCE" in codes))
    assert seen == [(1, False), (2, False), (2, True), (2, True)]


async def test_a_shipped_version_is_not_replaced(lead: Office):
    shipped = (await lead.ask("GET", "/programmes/lancashire")).json()["document"]
    refused = await lead.ask("POST", "/programmes", 409, {**shipped, "title": "Ours"})
    assert refused.json()["type"] == "/problems/version-taken"
    kept = (await lead.ask("POST", "/programmes", 200, shipped)).json()["programme"]
    assert kept["created_by"] == "a test key"
    await lead.ask("POST", "/programmes", 201, {**shipped, "title": "Ours", "version": 2})


def with_item(**changes: Any) -> dict[str, Any]:
    document = small()
    document["blocks"][0]["items"][0] |= changes
    return document


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (with_item(capacity=0), "must be a whole number from 1"),
        (with_item(prerequisites=["assessment", "reflection"]), "circle"),
        (with_item(prerequisites=["nothing"]), "it is unknown"),
        (with_item(start="11:00", end="09:00"), "not after it starts"),
        (with_item(start="25:00"), "a time of day"),
        (with_item(title="Bell \x07"), "without control characters"),
        (with_item(capacity=1.5), "must be a whole number"),
        (small(version=True), "must be a whole number"),
        (small(effective_to="2027-02-29"), "must be a date"),
        (small(blocks=[]), "no block"),
        (small(surprise=1), "unknown field"),
        ({}, "must be a text"),
    ],
)
async def test_a_programme_that_breaks_its_rules_is_refused(
    lead: Office, document: dict[str, Any], words: str
):
    if "reflection" in str(document.get("blocks", [{}])[:1]):
        document["blocks"][1]["items"][0]["prerequisites"] = ["welcome"]
    answer = await lead.ask("POST", "/programmes", 422, document)
    assert answer.json()["type"] == "/problems/programme-invalid"
    assert words in answer.json()["detail"]
    keys = [each["key"] for each in (await lead.ask("GET", "/programmes")).json()["programmes"]]
    assert keys == ["lancashire"]


@pytest.mark.parametrize("key", ["a/b", "Ä", "x" * 101, "two words"])
async def test_a_key_that_is_no_part_of_an_address_is_refused(lead: Office, key: str):
    answer = await lead.ask("POST", "/programmes", 422, small(key=key))
    assert answer.json()["errors"][0]["pointer"] == "/key"


async def test_a_key_of_an_item_is_not_endless(lead: Office):
    answer = await lead.ask("POST", "/programmes", 422, with_item(key="k" * 101))
    assert answer.json()["type"] == "/problems/unprocessable"


async def test_a_programme_that_is_not_there(lead: Office):
    for address in ("/programmes/nothing", "/programmes/lancashire?version=99"):
        answer = await lead.ask("GET", address, 404)
        assert answer.json()["type"] == "/problems/no-such-programme"


# --- a printed timetable -----------------------------------------------------------------------


async def test_a_timetable_is_checked_settled_and_confirmed(lead: Office):
    found = await sent(lead, TIMETABLE)
    timetable = f"/programme-imports/{found['timetable']['id']}"
    assert found["reading"]["rows"] == 4
    assert [(each["row"], each["code"], each["suggestion"]) for each in found["standing"]] == [
        (4, "TIME_IMPLAUSIBLE", "09:30-11:00")
    ]
    refused = await lead.ask("POST", f"{timetable}/confirm", 422, NAMED)
    assert [each["row"] for each in refused.json()["findings"]] == [4]

    settled = {
        "corrections": [
            {"row": 2, "column": "content", "text": "Welcome to all", "reason": "as agreed"}
        ],
        "accepted": [{"row": 4, "code": "TIME_IMPLAUSIBLE"}],
    }
    found = (await lead.ask("PUT", f"{timetable}/settled", 200, settled)).json()
    assert found["standing"] == []
    assert found["corrections"] == [{**settled["corrections"][0], "printed": "Welcome"}]

    done = (await lead.ask("POST", f"{timetable}/confirm", 200, NAMED)).json()
    assert (done["timetable"]["state"], done["programme"]["version"]) == ("confirmed", 1)
    assert done["programme"]["extent"] == "3 days over 3 months"
    document = (await lead.ask("GET", "/programmes/printed")).json()["document"]
    assert [(block["key"], block["offset_weeks"]) for block in document["blocks"]] == [
        ("week1", 0),
        ("review", 13),
    ]
    welcome, lunch, assessment = document["blocks"][0]["items"]
    assert (welcome["title"], welcome["facilitators"], welcome["rooms"], welcome["site"]) == (
        "Welcome to all",
        ["Lead 1", "Lead 2"],
        ["Arthur Suite, County Hall"],
        "county-hall",
    )
    assert (lunch["kind"], lunch["day"], lunch["start"], lunch["end"]) == (
        "lunch",
        1,
        "12:00",
        "13:00",
    )
    assert (assessment["day"], assessment["end"], assessment["capacity"]) == (2, "11:00", 16)
    for again in (
        lead.ask("POST", f"{timetable}/confirm", 409, NAMED),
        lead.ask("PUT", f"{timetable}/settled", 409, settled),
    ):
        assert (await again).json()["type"] == "/problems/import-confirmed"
    cohort = await lead.cohort(programme="printed", anchor="2027-02-01")
    assert [s["day"] for s in (await lead.plan(cohort))["sessions"]] == [
        "2027-02-01",
        "2027-02-01",
        "2027-02-02",
        "2027-05-04",
    ]


async def test_the_file_is_kept_as_it_came(lead: Office):
    content = TIMETABLE.encode("utf-8-sig")
    found = await sent(lead, content, address="/programme-imports?filename=..%2Fprinted%20漢.tsv")
    timetable = found["timetable"]
    assert (timetable["filename"], timetable["size"], timetable["checked_by"]) == (
        "printed 漢.tsv",
        len(content),
        "a test key",
    )
    answer = await lead.ask("GET", f"/programme-imports/{timetable['id']}/file")
    assert answer.content == content
    listed = (await lead.ask("GET", "/programme-imports")).json()["imports"]
    assert listed == [timetable]
    read = (await lead.ask("GET", f"/programme-imports/{timetable['id']}")).json()
    assert read == found


async def test_csv_and_workbooks_are_read_alike(lead: Office):
    expected = (await sent(lead, TIMETABLE))["reading"]
    book = Workbook()
    for line in TIMETABLE.splitlines():
        book.active.append(line.split("\t"))
    buffer = io.BytesIO()
    book.save(buffer)
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert (await sent(lead, buffer.getvalue(), media_type=xlsx))["reading"] == expected
    quoted = "\n".join(
        ",".join(f'"{cell}"' for cell in line.split("\t")) for line in TIMETABLE.splitlines()
    )
    assert (await sent(lead, quoted))["reading"] == expected


@pytest.mark.parametrize(
    "content", ["", "nothing\tof\tuse\n1\t2\t3\n", b"PK\x03\x04 broken", b"\0"]
)
async def test_a_file_that_is_no_timetable_is_refused_and_not_kept(
    lead: Office, content: str | bytes
):
    refused = await sent(lead, content, 422)
    assert refused["type"] == "/problems/file-not-a-timetable"
    assert (await lead.ask("GET", "/programme-imports")).json() == {"imports": []}


async def test_other_media_types_are_refused(lead: Office):
    assert (await sent(lead, "{}", 415, media_type="application/json"))["status"] == 415


@pytest.mark.parametrize(
    "settled",
    [
        {"corrections": [{"row": 99, "column": "content", "text": "x", "reason": "x"}]},
        {"corrections": [{"row": 2, "column": "weather", "text": "x", "reason": "x"}]},
        {"accepted": [{"row": 2, "code": "TIME_IMPLAUSIBLE"}]},
        {"accepted": [{"row": 4, "code": "NOTHING"}]},
        {"corrections": [{"row": 2, "column": "content", "text": "x", "reason": " "}]},
    ],
)
async def test_what_cannot_be_settled_is_refused(lead: Office, settled: dict[str, Any]):
    found = await sent(lead, TIMETABLE)
    address = f"/programme-imports/{found['timetable']['id']}"
    await lead.ask("PUT", f"{address}/settled", 422, settled)
    assert (await lead.ask("GET", address)).json() == found


async def test_a_lead_completes_the_document_by_hand(lead: Office):
    found = await sent(lead, TIMETABLE)
    address = f"/programme-imports/{found['timetable']['id']}"
    asked = "key=printed&title=As+printed&effective_from=2017-09-01"
    document = (await lead.ask("GET", f"{address}/document?{asked}")).json()
    document["blocks"][0]["items"][2]["end"] = "11:00"
    other = {**NAMED, "key": "other", "document": document}
    await lead.ask("POST", f"{address}/confirm", 422, other)
    done = await lead.ask("POST", f"{address}/confirm", 200, {**NAMED, "document": document})
    assert done.json()["programme"]["key"] == "printed"
    assert (await lead.ask("GET", "/programmes/printed")).json()["document"] == document

    # Another timetable under the same key is its next version; a version that is there stays.
    again = f"/programme-imports/{(await sent(lead, TIMETABLE))['timetable']['id']}"
    other = {**document, "title": "Quite another"}
    taken = await lead.ask("POST", f"{again}/confirm", 409, {**NAMED, "document": other})
    assert taken.json()["type"] == "/problems/version-taken"
    assert (await lead.ask("GET", "/programmes/printed")).json()["document"] == document
    following = (await lead.ask("GET", f"{again}/document?{asked}")).json()
    assert following["version"] == 2
    following["blocks"][0]["items"][2]["end"] = "11:15"
    done = await lead.ask("POST", f"{again}/confirm", 200, {**NAMED, "document": following})
    assert (done.json()["programme"]["key"], done.json()["programme"]["version"]) == ("printed", 2)
    assert (await lead.ask("GET", "/programmes/printed?version=1")).json()["document"] == document


async def test_a_timetable_that_is_not_there(lead: Office):
    nowhere = "/programme-imports/6f8c1a52-0d7e-4a5b-9a58-3a4f6a1cffff"
    await lead.ask("GET", nowhere, 404)
    await lead.ask("PUT", f"{nowhere}/settled", 404, {})
    await lead.ask("POST", f"{nowhere}/confirm", 404, NAMED)


@pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there")
async def test_the_printed_lancashire_programme_becomes_a_programme(lead: Office):
    """Journey (a) of the issue, up to the stored programme."""
    content = (DATA / "lancashire-cohort1.tsv").read_bytes()
    found = await sent(lead, content, address="/programme-imports?stated_days=15")
    address = f"/programme-imports/{found['timetable']['id']}"
    blocks = (DATA / "cohorts.tsv").read_bytes()
    found = await sent(lead, blocks, 200, address=f"{address}/blocks", method="PUT")
    reading = found["reading"]
    assert (reading["rows"], reading["sessions"], reading["lunches"], reading["days"]) == (
        74,
        64,
        10,
        16,
    )
    why = {"reason": "as the programme lead says"}
    settled = {
        "corrections": [
            {"row": 14, "column": "time_as_printed", "text": "3.30pm-5pm", **why},
            {"row": 24, "column": "time_as_printed", "text": "3.30pm-5pm", **why},
            {"row": 30, "column": "room", "text": "Townley Hall", **why},
            {"row": 49, "column": "time_as_printed", "text": "12 noon-1pm", **why},
            {"row": 48, "column": "time_as_printed", "text": "11.15am-12 noon", **why},
            {"row": 61, "column": "time_as_printed", "text": "12.15-1", **why},
            {"row": 7, "column": "room", "text": "IT Suite, The Exchange, County Hall", **why},
        ],
        "accepted": [
            {"row": each["row"], "code": each["code"]}
            for each in found["standing"]
            if each["suggestion"] or each["row"] == 6
        ],
    }
    found = (await lead.ask("PUT", f"{address}/settled", 200, settled)).json()
    assert found["standing"] == []
    await lead.ask("POST", f"{address}/confirm", 200, NAMED)
    body = {"key": "c1", "title": "C1", "programme": "printed", "anchor": "2027-01-11"}
    cohort = (await lead.ask("POST", "/cohorts", 201, body)).json()["id"]
    plan = await lead.plan(cohort)
    assert sum(len(block["dates"]) for block in plan["runs"][0]["blocks"]) == 16
    assert len(plan["sessions"]) == 74

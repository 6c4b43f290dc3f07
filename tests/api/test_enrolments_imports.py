"""Starters and members from a file over HTTP: checked row by row, then confirmed, all or none."""

from __future__ import annotations

import io
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from openpyxl import Workbook

from service import cli, clock
from service.access.actor import OF_KEYS, Scope
from service.storage.database import Database
from service.storage.tables.access import AuditEntry
from service.storage.tables.enrolments import MemberRow, PeopleImport, StarterRow
from service.workforce.identity import identify
from tests.conftest import IDENTITY_KEY
from tests.small_academy import Headers, Office

KeyFor = Callable[..., Awaitable[Headers]]
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = "registration_number,name,start,newly_qualified,team"


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    return Office(client, await key_for(Scope.ACADEMY))


async def send(
    lead: Office, content: str | bytes, address: str = "/starter-imports", status: int = 201,
    media_type: str = CSV,
) -> dict[str, Any]:  # fmt: skip
    answer = await lead.client.post(
        f"/api/v1{address}",
        content=content if isinstance(content, bytes) else content.encode(),
        headers={**lead.headers, "content-type": media_type},
    )
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def confirm(lead: Office, checked: dict[str, Any], status: int = 200) -> dict[str, Any]:
    address = f"/people-imports/{checked['id']}/confirm"
    found: dict[str, Any] = (await lead.ask("POST", address, status)).json()
    return found


def said(checked: dict[str, Any]) -> list[tuple[int | None, str | None, str]]:
    return [(each["row"], each["column"], each["code"]) for each in checked["findings"]]


async def test_starters_are_checked_and_confirmed_and_the_number_is_nowhere(lead):
    file = (
        "Name;Registration Number;Start;Newly qualified;Team;FTE;Working days;Completed;"
        "Registered on;Clearance requested on;Route\r\n"
        "Nell Newly;SW 900123;11/01/2027;yes;North;0.6;Mon-Wed;lcs; 2026-09-01;20/10/2026;Step Up\r\n"
        "Zoë Ö'Dowd;SW900124;2027-01-18;no;South;;;;;;\r\n"
    ).replace("lcs", "")
    checked = await send(lead, file.encode("cp1252"))
    assert (checked["state"], checked["rows_read"], checked["rows_accepted"]) == ("checked", 2, 2)
    assert await StarterRow.count() == 0
    done = await confirm(lead, checked)
    assert (done["state"], done["confirmed_by"]) == ("confirmed", "a test key")
    one, other = (await lead.ask("GET", "/starters")).json()["starters"]
    assert (one["name"], one["start"], one["newly_qualified"], one["team"], one["fte"]) == (
        "Nell Newly", "2027-01-11", True, "North", "0.6",
    )  # fmt: skip
    assert (one["weekdays"], one["registered_on"], one["route"]) == (
        [0, 1, 2], "2026-09-01", "Step Up",
    )  # fmt: skip
    assert (one["clearance_requested_on"], one["expected_clearance"]) == (
        "2026-10-20", "2026-11-09",
    )  # fmt: skip
    assert (other["name"], other["weekdays"], other["fte"]) == ("Zoë Ö'Dowd", [0, 1, 2, 3, 4], "1")
    rows = await StarterRow.select()
    assert {row["worker"] for row in rows} == {
        identify("SW900123", IDENTITY_KEY), identify("SW900124", IDENTITY_KEY),
    }  # fmt: skip
    [kept] = await PeopleImport.select()
    assert kept["people"] == "[]"
    trail = [str(each) for each in await AuditEntry.select()]
    assert "900123" not in " ".join([str(checked), str(kept), *map(str, rows), *trail])
    assert not [each for each in trail if "Nell" in each or rows[0]["worker"] in each]
    # the same file again: everybody is known
    again = await send(lead, file.encode("cp1252"))
    assert again["state"] == "refused"
    assert [each for each in said(again) if each[2] == "STARTER_HELD"] == [
        (2, "registration_number", "STARTER_HELD"), (3, "registration_number", "STARTER_HELD"),
    ]  # fmt: skip


async def test_a_workbook_reads_the_same(lead):
    book = Workbook()
    sheet = book.active
    sheet.append(HEAD.split(","))
    sheet.append(["SW1", "Nell Newly", date(2027, 1, 11), "yes", "North"])
    content = io.BytesIO()
    book.save(content)
    checked = await send(lead, content.getvalue(), media_type=XLSX)
    assert (checked["state"], said(checked)) == ("checked", [])
    await confirm(lead, checked)
    [one] = (await lead.ask("GET", "/starters")).json()["starters"]
    assert (one["name"], one["start"]) == ("Nell Newly", "2027-01-11")


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("SW1,,2027-01-11,yes,North", "name", "CELL_EMPTY"),
        ("SW1,A,11/13/2027x,yes,North", "start", "DATE_FORM"),
        ("SW1,A,30/02/2027,yes,North", "start", "DATE_IMPOSSIBLE"),
        ("SW1,A,2027-01-11,maybe,North", "newly_qualified", "CHOICE_UNKNOWN"),
        ("12345,A,2027-01-11,yes,North", "registration_number", "REGISTRATION_FORM"),
        ("SW1,=A1,2027-01-11,yes,North", "name", "CELL_FORMULA"),
        ("SW1,@A,2027-01-11,yes,North", "name", "CELL_FORMULA"),
    ],
)
async def test_what_is_wrong_is_said_by_row_and_column(lead, row, column, code):
    checked = await send(lead, f"{HEAD}\r\nSW2,Fine,2027-01-11,yes,North\r\n{row}\r\n")
    assert (checked["state"], checked["rows_read"], checked["rows_accepted"]) == ("refused", 2, 1)
    assert said(checked) == [(3, column, code)]
    assert all(each["message"] and each["hint"] for each in checked["findings"])
    assert (await confirm(lead, checked, 409))["type"].endswith("people-import-settled")
    assert await StarterRow.count() == 0


EXTRA = (
    f"{HEAD},working_days,completed,qualified_on,registered_on,clearance_requested_on,cleared_on"
)


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ("3 days,,,,,", "working_days", "WORKING_DAYS_FORM"),
        ("Fri-Mon,,,,,", "working_days", "WORKING_DAYS_FORM"),
        (",no-such-item,,,,", "completed", "ITEM_UNKNOWN"),
        (",,2027-02-01,,,", "qualified_on", "STARTS_BEFORE_QUALIFYING"),
        (",,,2027-10-01,,", "registered_on", "DAY_TO_COME"),
        (",,,,2027-10-01,", "clearance_requested_on", "DAY_TO_COME"),
        (",,,,2026-10-02,2026-10-01", "cleared_on", "CLEARED_BEFORE_REQUEST"),
    ],
)
async def test_what_a_row_says_of_a_starter_has_to_be_possible(lead, cells, column, code):
    checked = await send(lead, f"{EXTRA}\r\nSW1,A,2027-01-11,yes,North,{cells}\r\n")
    assert said(checked) == [(2, column, code)]
    assert checked["state"] == ("checked" if code == "STARTS_BEFORE_QUALIFYING" else "refused")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("Mon Tue", [0, 1]), ("monday, tues & weds", [0, 1, 2]), ("Mon and Fri", [0, 4]),
        ("Wed - Fri", [2, 3, 4]), ("THU/FRI", [3, 4]), ("Thurs.;Sat", [3, 5]),
    ],
)  # fmt: skip
async def test_working_days_as_people_write_them(lead, days, expected):
    checked = await send(lead, f'{EXTRA}\r\nSW1,A,2027-01-11,yes,North,"{days}",,,,,\r\n')
    assert said(checked) == []
    await confirm(lead, checked)
    [found] = (await lead.ask("GET", "/starters")).json()["starters"]
    assert found["weekdays"] == expected


async def test_good_rows_are_taken_without_the_others_only_when_that_is_asked_for(lead):
    file = f"{HEAD}\r\nSW1,A,2027-01-11,yes,North\r\nSW2,B,soon,yes,North\r\n"
    checked = await send(lead, file, "/starter-imports?accept_good_rows=true")
    assert (checked["state"], checked["rows_read"], checked["rows_accepted"]) == ("checked", 2, 1)
    assert said(checked) == [(None, None, "ROWS_LEFT_OUT"), (3, "start", "DATE_FORM")]
    await confirm(lead, checked)
    assert [row["display_name"] for row in await StarterRow.select()] == ["A"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"a,b\r\n1,2\r\n", "HEADER_MISSING"),
        (b"name,start\r\nA,2027-01-11\r\n", "COLUMN_MISSING"),
        (f"{HEAD}\r\n".encode(), "NO_ROWS"),
        (b"%PDF-1.7 nothing", "NOT_A_TABLE"),
        (b"PK\x03\x04 nothing", "WORKBOOK_DAMAGED"),
    ],
)
async def test_a_file_that_is_no_such_table_is_refused_in_words(lead, content, code):
    checked = await send(lead, content)
    assert checked["state"] == "refused"
    assert code in [each["code"] for each in checked["findings"]]


async def test_one_worker_stands_in_one_row_and_five_hundred_rows_are_the_most(lead):
    twice = f"{HEAD}\r\nSW1,A,2027-01-11,yes,N\r\nSW1,B,2027-01-18,yes,N\r\n"
    assert said(await send(lead, twice)) == [
        (2, "registration_number", "WORKER_TWICE"), (3, "registration_number", "WORKER_TWICE"),
    ]  # fmt: skip
    rows = "\r\n".join(f"SW{n},P{n},2027-01-11,yes,N" for n in range(1, 502))
    checked = await send(lead, f"{HEAD}\r\n{rows}\r\n")
    assert (checked["state"], checked["rows_accepted"]) == ("refused", 0)
    assert said(checked)[0] == (None, None, "TOO_MANY_PEOPLE")


async def test_somebody_registered_between_check_and_confirm_refuses_all_of_it(lead):
    file = f"{HEAD}\r\nSW1,A,2027-01-11,yes,N\r\nSW2,B,2027-01-11,yes,N\r\n"
    checked = await send(lead, file)
    body = {"name": "A", "start": "2027-01-11", "newly_qualified": True}
    one = {"starters": [{**body, "registration_number": "SW2"}]}
    await lead.ask("POST", "/starters", 201, one)
    assert (await confirm(lead, checked, 409))["type"].endswith("starter-known")
    assert await StarterRow.count() == 1
    assert (await lead.ask("GET", f"/people-imports/{checked['id']}")).json()["state"] == "checked"


async def test_a_file_is_confirmed_once(lead):
    checked = await send(lead, f"{HEAD}\r\nSW1,A,2027-01-11,yes,N\r\n")
    await confirm(lead, checked)
    assert (await confirm(lead, checked, 409))["state"] == "confirmed"
    assert await StarterRow.count() == 1


async def test_members_are_enrolled_from_a_file(lead):
    await lead.staffed()
    cohort = await lead.cohort()
    await lead.release(cohort)
    head = "registration_number,name,audience,run,team,manager,completed,cleared,working_days"
    file = (
        f"{head}\r\nSW1,Nell Newly,Newly qualified,,North,Max,assessment,yes,Mon-Thu\r\n"
        "SW2,Ezra Old,experienced,home,South,,,,\r\n"
    )
    address = f"/cohorts/{cohort}/member-imports"
    checked = await send(lead, file, address)
    assert (checked["state"], checked["kind"], checked["cohort"]) == ("checked", "members", cohort)
    assert said(checked) == []
    await confirm(lead, checked)
    old, new = (await lead.ask("GET", f"/cohorts/{cohort}/members")).json()["members"]
    assert (new["name"], new["audience"], new["completed"], new["cleared"], new["weekdays"]) == (
        "Nell Newly", "newly-qualified", ["assessment"], True, [0, 1, 2, 3],
    )  # fmt: skip
    assert (old["audience"], old["cleared"], old["identified"]) == ("experienced", False, True)
    wrong = f"{head}\r\nSW1,Nell,managers,spring,North,,nothing,,\r\n"
    refused = await send(lead, wrong, address)
    assert said(refused) == [
        (2, "registration_number", "MEMBER_HELD"),
        (2, "run", "RUN_UNKNOWN"),
        (2, "completed", "ITEM_UNKNOWN"),
    ]
    assert await MemberRow.count() == 2


@pytest.mark.parametrize("name", ["starters.csv", "members.csv"])
async def test_a_template_is_read_back_and_only_has_no_rows(lead, name):
    answer = await lead.ask("GET", f"/people-templates/{name}")
    await lead.staffed()
    cohort = await lead.cohort()
    address = "/starter-imports" if name == "starters.csv" else f"/cohorts/{cohort}/member-imports"
    assert said(await send(lead, answer.content, address)) == [(None, None, "NO_ROWS")]
    await lead.ask("GET", "/people-templates/x.csv", 404)


async def test_what_is_sent_as_something_else_or_to_nobody(lead):
    await send(lead, "{}", status=415, media_type="application/json")
    nobody = "00000000-0000-0000-0000-000000000000"
    await send(lead, f"{HEAD}\r\n", f"/cohorts/{nobody}/member-imports", 404)
    await lead.ask("GET", f"/people-imports/{nobody}", 404)
    await lead.ask("POST", f"/people-imports/{nobody}/confirm", 404)


@pytest.mark.parametrize(
    "route",
    [
        ("POST", "/starter-imports"),
        ("POST", "/cohorts/00000000-0000-0000-0000-000000000000/member-imports"),
        ("GET", "/people-imports/00000000-0000-0000-0000-000000000000"),
        ("POST", "/people-imports/00000000-0000-0000-0000-000000000000/confirm"),
        ("GET", "/people-templates/starters.csv"),
    ],
    ids=" ".join,
)
async def test_files_of_people_are_for_the_academy_alone(key_for, client, route):
    passed = set()
    for scope in OF_KEYS:
        answer = await client.request(
            route[0], f"/api/v1{route[1]}", headers={**await key_for(scope), "content-type": CSV}
        )
        if answer.status_code not in {401, 403}:
            passed.add(scope.value)
    assert passed == {"academy"}


# --- what nobody confirms ------------------------------------------------------------------------

CHECKED_AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LATER = f"{HEAD}\nSW1,Nell Newly,2027-01-11,yes,North\n"
FAULTY = f"{HEAD}\nSW2,Odd Person,Thora Told,yes,North\n"


@pytest.fixture
def put_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def put(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    put(CHECKED_AT)
    return put


async def test_what_nobody_confirms_is_deleted_after_a_fortnight(lead, put_clock):
    checked, refused = await send(lead, LATER), await send(lead, FAULTY)
    assert refused["findings"][0]["value"] == "Thora Told"
    put_clock(CHECKED_AT + timedelta(days=14))
    kept = (await lead.ask("GET", f"/people-imports/{checked['id']}")).json()
    assert (kept["state"], kept["rows_accepted"]) == ("checked", 1)
    put_clock(CHECKED_AT + timedelta(days=14, seconds=1))
    gone = (await lead.ask("GET", f"/people-imports/{checked['id']}")).json()
    assert (gone["state"], gone["rows_accepted"], said(gone)) == (
        "refused", 0, [(None, None, "CHECK_EXPIRED")],
    )  # fmt: skip
    rows = await PeopleImport.select()
    assert {row["people"] for row in rows} == {"[]"}
    assert not [row for row in rows if "Thora" in str(row) or "Nell" in str(row)]
    actions = [each["action"] for each in await AuditEntry.select()]
    assert actions.count("people-import.expired") == 2
    problem = await confirm(lead, checked, 409)
    assert problem["type"].endswith("people-import-settled")
    assert await StarterRow.count() == 0


async def test_a_file_is_confirmed_too_late_although_nobody_looked_in_between(lead, put_clock):
    checked = await send(lead, LATER)
    put_clock(CHECKED_AT + timedelta(days=15))
    await confirm(lead, checked, 409)
    assert (await StarterRow.count(), (await PeopleImport.select())[0]["people"]) == (0, "[]")


async def test_another_file_deletes_what_is_too_old_and_leaves_what_was_confirmed(lead, put_clock):
    done = await confirm(lead, await send(lead, LATER))
    old = await send(lead, LATER.replace("SW1", "SW3").replace("Nell", "Rita"))
    put_clock(CHECKED_AT + timedelta(days=20))
    await send(lead, FAULTY)
    rows = {str(row["id"]): row for row in await PeopleImport.select()}
    assert (rows[old["id"]]["people"], rows[done["id"]]["state"]) == ("[]", "confirmed")


def test_the_operator_deletes_what_nobody_confirmed(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("SCORECARD_PEOPLE_CHECK_DAYS", "30")
    assert cli.main(["people-checks", "expire", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"expired": 0, "days": 30}
    assert cli.main(["people-checks", "expire"]) == 0
    assert capsys.readouterr().out == (
        "0 files of people not confirmed for 30 days: what was read is deleted.\n"
    )

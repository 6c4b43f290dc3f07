"""Exit interviews over HTTP: offered, answered, imported; everything odd is told and nothing lost."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import xlsxwriter

from service import clock
from service.access.actor import OF_KEYS, Scope
from service.storage.database import Database
from service.storage.tables.surveys import CommentRow, ExitInterviewRow, InterviewImport
from service.surveys.records import exit_interviews
from service.workforce.identity import identify
from tests.conftest import IDENTITY_KEY
from tests.exit_desk import Desk, Headers, desk
from tests.for_each import for_each

KeyFor = Callable[..., Awaitable[Headers]]
FORM = {"content-type": "application/x-www-form-urlencoded"}
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
async def hr(client: httpx.AsyncClient, key_for: KeyFor) -> Desk:
    return await desk(client, key_for, Scope.HR)


@pytest.fixture
async def coder(client: httpx.AsyncClient, key_for: KeyFor) -> Desk:
    return await desk(client, key_for, Scope.CODER)


async def employments(hr: Desk, number: str, ended: str) -> None:
    """A confirmed return in which one worker left."""
    content = (
        "registration_number,team,area,role,contract,fte,started,start_type,start_origin,ended,end_type,"
        "destination,reason,qualified_on\n"
        f"{number},Harbour,North,case-holder,permanent,1,2020-01-06,new,1,{ended},left,1,1,2015-07-01\n"
    )
    checked = await hr.send("/workforce/returns/employments", content.encode(), 201)
    await hr.ask("POST", f"/workforce/returns/{checked.json()['id']}/confirm")


# --- the leaver ----------------------------------------------------------------------------------


async def test_the_interview_is_linked_to_the_leaver_without_keeping_the_number(hr):
    await employments(hr, "SW900123", "2026-09-30")
    found = {}
    for number, day in (
        ("sw 900123", "2026-09-30"),
        ("SW900123", "2026-08-31"),
        ("SW999999", "2026-09-30"),
    ):
        body = {"registration_number": number, "leaving_date": day}
        answer = await hr.ask("POST", "/exit-interviews", 201, body)
        assert "90012" not in answer.text
        found[answer.json()["leaver"]] = answer.json()["advice"]
    assert list(found) == ["found", "other-day", "not-found"]
    assert found["found"] is None
    assert "No HR return says that this worker left" in found["not-found"]
    workers = {row["worker"] for row in await ExitInterviewRow.select()}
    assert identify("SW900123", IDENTITY_KEY) in workers


async def test_the_half_year_is_that_of_the_leaving_date(hr):
    interview = await hr.offer("SW1", "2026-09-30")
    later = await hr.offer("SW2", "2026-10-01", offered_on="2026-09-01")
    first = (await hr.ask("GET", "/exit-interviews?half_year=2026-09-30")).json()["interviews"]
    assert [(each["id"], each["half_year"]) for each in first] == [(interview, "2026-09-30")]
    second = (await hr.ask("GET", "/exit-interviews?half_year=2027-03-31")).json()["interviews"]
    assert [each["id"] for each in second] == [later]
    await hr.ask("GET", "/exit-interviews?half_year=2026-08-31", 404)
    await hr.ask("GET", "/exit-interviews?halfyear=2026-09-30", 400)


async def test_one_leaver_has_one_interview(hr):
    interview = await hr.offer()
    body = {"registration_number": "sw123456", "leaving_date": "2026-09-30"}
    problem = (await hr.ask("POST", "/exit-interviews", 409, body)).json()
    assert (problem["type"], problem["interview"]) == ("/problems/interview-exists", interview)
    tag = await hr.tag(f"/exit-interviews/{interview}")
    await hr.ask("DELETE", f"/exit-interviews/{interview}", 204, if_match=tag)
    assert await hr.offer() != interview
    assert (await hr.ask("GET", f"/exit-interviews/{interview}")).json()["withdrawn"] is True


async def test_a_change_is_made_on_what_was_read(hr):
    interview = await hr.offer()
    path = f"/exit-interviews/{interview}"
    first = await hr.tag(path)
    body = {"leaving_date": "2026-08-31", "destination": "3", "reason": "1"}
    changed = await hr.ask("PUT", path, 200, body, if_match=first)
    assert (changed.json()["destination"], changed.json()["reason"]) == ("3", "1")
    assert changed.json()["leaving_date"] == "2026-08-31"
    await hr.ask("PUT", path, 412, body, if_match=first)
    await hr.ask("PUT", path, 428, body)
    same = await hr.ask("PUT", path, 200, body, if_match=changed.headers["etag"])
    assert same.headers["etag"] == changed.headers["etag"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"leaving_date": "2030-01-01"}, "/leaving_date"),
        ({"leaving_date": "1999-12-31"}, "/leaving_date"),
        ({"offered_on": "2099-01-01"}, "/offered_on"),
        ({"done_on": "2026-09-01"}, "/done_on"),
        ({"destination": "12"}, "/destination"),
        ({"reason": "workload"}, "/reason"),
        ({"status": "maybe"}, "/status"),
        ({"registration_number": "900123"}, "/registration_number"),
        ({"name": "Priya"}, "/name"),
    ],
)
async def test_what_cannot_be_is_refused_by_name(hr, wrong, pointer):
    body = {"registration_number": "SW1", "leaving_date": "2026-09-30"} | wrong
    problem = (await hr.ask("POST", "/exit-interviews", 422, body)).json()
    assert [each["pointer"] for each in problem["errors"]] == [pointer]
    assert await ExitInterviewRow.count() == 0


# --- answers -------------------------------------------------------------------------------------


async def test_answers_are_kept_sealed_and_word_for_word(hr, coder, database: Database):
    words = "Too many cases.\n  <script>alert(1)</script> – “niemals” 😀"
    comment = await hr.comment(words)
    assert (await coder.ask("GET", f"/comments/{comment}")).json()["text"] == words
    [row] = await CommentRow.select()
    assert b"cases" not in bytes(row["sealed"])
    everything = ""
    for table in ("comment", "exit_interview", "audit_entry", "coding"):
        everything += str(
            [dict(r) for r in await database.engine.run_ddl(f'SELECT * FROM "{table}"')]
        )
    assert "Too many" not in everything


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("  \n", "is empty: leave the question out"),
        ("x" * 20_001, "has 20,001 characters; 20,000 can be kept"),
        ("bell \u0007", "has a character that cannot be seen: type it again"),
    ],
)
async def test_an_answer_that_cannot_be_kept_is_refused_by_place(hr, text, detail):
    interview = await hr.offer()
    body = {"answers": [{"question": "why", "text": "Pay."}, {"question": "stay", "text": text}]}
    problem = (await hr.ask("POST", f"/exit-interviews/{interview}/answers", 422, body)).json()
    assert problem["errors"] == [{"pointer": "/answers/1/text", "detail": detail}]
    assert await CommentRow.count() == 0


async def test_twenty_thousand_characters_are_kept(hr, coder):
    words = ("The caseload was too high. " * 800)[:20_000]
    comment = await hr.comment(words)
    assert (await coder.ask("GET", f"/comments/{comment}")).json()["text"] == words
    found = (await coder.ask("POST", f"/comments/{comment}/suggestions")).json()
    assert [each["theme"] for each in found["suggestions"]] == ["CAS"]


async def test_what_stands_out_in_an_answer_is_told_and_the_answer_kept(hr):
    interview = await hr.offer()
    answered = await hr.answer(
        interview,
        "👍",
        "<b>Pay</b>",
        "było za dużo pracy i nikt nigdy mnie nie słuchał",
        "The child, Jaxon, was moved three times and nobody told me.",
    )
    remarks = {}
    for each in answered["remarks"]:
        remarks.setdefault(each["answer"], []).append(each["code"])
    assert remarks == {
        0: ["NO_WORDS"],
        1: ["MARKUP"],
        2: ["OTHER_LANGUAGE"],
        3: ["PERSONAL_DATA", "CHILD_NAMED"],
    }
    assert len(answered["interview"]["answers"]) == 4


async def test_a_child_s_name_is_taken_out_for_good(hr, coder, client, key_for):
    psw = await desk(client, key_for, Scope.PSW)
    text = "Jaxon, the child, was moved three times, as the one with red hair."
    comment = await hr.comment(text, quotable=True)
    path = f"/comments/{comment}"
    await coder.ask("POST", f"{path}/quotations", 201, {"start": 0, "end": 20})
    span = [text.index("red hair"), text.index("red hair") + 8]
    tag = await coder.tag(path)
    await coder.ask("POST", f"{path}/strike", 422, {"spans": [[5, 5000]]}, if_match=tag)
    struck = await coder.ask("POST", f"{path}/strike", 200, {"spans": [span]}, if_match=tag)
    without = "[name], the child, was moved three times, as the one with [removed]."
    assert (struck.json()["text"], struck.json()["struck"]) == (without, True)
    [quotation] = (await psw.ask("GET", "/quotations")).json()["quotations"]
    assert quotation["state"] == "withdrawn"
    assert "Jaxon" not in (await psw.ask("GET", "/audit?limit=200")).text


async def test_the_same_answer_twice_is_refused(hr):
    interview = await hr.offer()
    await hr.answer(interview, "The pay.")
    body = {"answers": [{"question": "why", "text": "The pay. "}]}
    problem = (await hr.ask("POST", f"/exit-interviews/{interview}/answers", 409, body)).json()
    assert problem["type"] == "/problems/answer-repeated"
    body["answers"][0]["question"] = "stay"
    await hr.ask("POST", f"/exit-interviews/{interview}/answers", 201, body)
    assert await CommentRow.count() == 2


async def test_an_interview_with_answers_stays_done(hr):
    interview = await hr.offer()
    await hr.answer(interview, "The pay.")
    path = f"/exit-interviews/{interview}"
    tag = await hr.tag(path)
    body = {"leaving_date": "2026-09-30", "status": "declined"}
    await hr.ask("PUT", path, 409, body, if_match=tag)
    await hr.ask("DELETE", path, 409, if_match=tag)
    moved = {"leaving_date": "2026-03-31", "status": "done"}
    await hr.ask("PUT", path, 200, moved, if_match=tag)
    comments = (await hr.ask("GET", "/comments?half_year=2026-03-31")).json()["comments"]
    assert [each["said_on"] for each in comments] == ["2026-03-31"]


async def test_questions_are_those_of_the_questionnaire_in_force(hr, client, key_for):
    psw = await desk(client, key_for, Scope.PSW)
    interview = await hr.offer()
    unknown = {"answers": [{"question": "pay", "text": "Low."}]}
    await hr.ask("POST", f"/exit-interviews/{interview}/answers", 422, unknown)
    document = {
        "key": "exit",
        "edition": 2,
        "title": "Exit",
        "questions": [{"id": "pay", "kind": "why", "text": "Was it the pay?"}],
    }
    await psw.ask("POST", "/question-sets", 201, {"kind": "exit", "document": document})
    await hr.ask("POST", f"/exit-interviews/{interview}/answers", 201, unknown)
    [comment] = (await hr.ask("GET", f"/comments?interview={interview}")).json()["comments"]
    assert (comment["question_kind"], comment["question"]) == ("why", "Was it the pay?")
    for wrong in ({"edition": 2}, {"edition": 4}, {"edition": 3, "key": "other"}):
        body = {"kind": "exit", "document": document | wrong}
        await psw.ask("POST", "/question-sets", 422, body)


# --- private links -------------------------------------------------------------------------------


async def link(hr: Desk, interview: str, **body: Any) -> str:
    made = await hr.ask("POST", f"/exit-interviews/{interview}/link", 201, body)
    return urlsplit(made.json()["address"]).path


async def test_only_the_hash_of_a_link_is_kept_and_another_ends_it(hr, client, database: Database):
    interview = await hr.offer()
    first = await link(hr, interview)
    second = await link(hr, interview)
    rows = str(await ExitInterviewRow.select()) + str(
        [dict(row) for row in await database.engine.run_ddl("SELECT * FROM audit_entry")]
    )
    assert first.rpartition("/")[2] not in rows
    assert second.rpartition("/")[2] not in rows
    assert (await client.get(first)).status_code == 404
    assert (await client.get(second)).status_code == 200


async def test_a_link_that_was_revoked_or_is_past_its_day_takes_nothing(
    hr, client, monkeypatch: pytest.MonkeyPatch
):
    interview = await hr.offer()
    page = await link(hr, interview, days=7)
    await hr.ask("DELETE", f"/exit-interviews/{interview}/link", 204)
    other = await hr.offer("SW2")
    late = await link(hr, other, days=7)
    there = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: there)
    for address in (page, late):
        assert (await client.get(address)).status_code == 410
        sent = await client.post(address, data={"answer-why": "Pay."}, headers=FORM)
        assert (await client.get(sent.headers["location"])).status_code == 410
    assert await CommentRow.count() == 0


async def test_what_is_sent_twice_is_stored_once(hr, client):
    page = await link(hr, await hr.offer())
    form = {"answer-why": "Pay.", "answer-other": ""}
    for _ in range(2):
        assert (await client.post(page, data=form, headers=FORM)).status_code == 303
    assert await CommentRow.count() == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Answer at least one question"),
        ({"answer-why": " ", "follow-up": "yes"}, "Answer at least one question"),
        ({"answer-why": "x" * 20_001}, "20,001 characters; 20,000 can be kept"),
        ({"answer-why": "a\x07b"}, "a character that cannot be seen"),
    ],
)
async def test_a_form_that_cannot_be_taken_says_what_to_do_and_keeps_what_was_typed(
    hr, client, form, words
):
    page = await link(hr, await hr.offer())
    sent = await client.post(page, data=form | {"answer-good": form.get("x", "")}, headers=FORM)
    assert sent.status_code == 422
    assert words in sent.text
    assert 'href="#answer-why"' in sent.text
    assert form.get("answer-why", "")[:100] in sent.text
    assert await CommentRow.count() == 0
    assert (await client.get(page)).status_code == 200


async def test_markup_in_an_answer_is_text_on_the_page(hr, client):
    page = await link(hr, await hr.offer())
    words = "</textarea><script>alert(1)</script>" + "x" * 20_000
    sent = await client.post(page, data={"answer-why": words}, headers=FORM)
    assert sent.status_code == 422
    assert "<script>" not in sent.text
    assert "&lt;script&gt;" in sent.text


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"answer-why=%ff", FORM, 400),
        (b"answer-why=a", {"content-type": "application/json"}, 415),
        (b"&".join(b"a%d=1" % n for n in range(501)), FORM, 400),
        (b"answer-why=" + b"x" * (4 * 1024 * 1024), FORM, 413),
    ],
)
async def test_an_odd_form_is_refused(hr, client, content, headers, status):
    page = await link(hr, await hr.offer())
    answer = await client.post(page, content=content, headers=headers)
    assert answer.status_code == status
    assert await CommentRow.count() == 0


# --- files ---------------------------------------------------------------------------------------

HEADER = "registration_number,leaving_date,status,offered_on,destination,reason,why,good,quotable\n"


async def check(hr: Desk, rows: str, header: str = HEADER) -> dict[str, Any]:
    return (await hr.send("/exit-interview-imports", (header + rows).encode(), 201)).json()


async def test_a_file_is_checked_then_confirmed(hr, coder):
    await employments(hr, "SW900123", "2026-09-30")
    found = await check(
        hr,
        'SW900123,30/09/2026,done,01/09/2026,agency,1,"Too many cases, no time",The team,yes\n'
        "SW900124,2026-09-15,declined,,,,,,\n",
    )
    assert (found["rows_read"], found["rows_accepted"], found["state"]) == (2, 2, "checked")
    assert [(f["code"], f["row"]) for f in found["findings"]] == [
        ("DATE_DAY_FIRST", 2),
        ("LEAVER_NOT_FOUND", 3),
    ]
    assert await ExitInterviewRow.count() == 0
    confirmed = await hr.ask("POST", f"/exit-interview-imports/{found['id']}/confirm")
    assert confirmed.json()["state"] == "confirmed"
    [declined, done] = (await hr.ask("GET", "/exit-interviews")).json()["interviews"]
    assert (declined["status"], done["status"], done["destination"]) == ("declined", "done", "3")
    comments = (await coder.ask("GET", "/comments")).json()["comments"]
    assert {(c["question_kind"], c["text"], c["quotable"]) for c in comments} == {
        ("why", "Too many cases, no time", True),
        ("good", "The team", True),
    }
    await hr.ask("POST", f"/exit-interview-imports/{found['id']}/confirm", 409)
    again = await check(hr, "SW900123,30/09/2026,offered,,,,,,\n")
    assert [f["code"] for f in again["findings"]] == ["INTERVIEW_HELD"]
    [kept] = await InterviewImport.select().where(InterviewImport.state == "confirmed")
    assert b"SW900123" not in bytes(kept["sealed"])


#  rows                                                     (row, column, code) of what is found
FILES = [
    ("SW1,30/09/2026,done,,,,,,\n",                         [(2, None, "NO_ANSWERS")]),
    ("SW1,30/09/2026,offered,,,,Pay,,\n",                   [(2, "status", "ANSWER_NOT_DONE")]),
    ("SW1,31/09/2026,offered,,,,,,\n",                      [(2, "leaving_date", "DATE_IMPOSSIBLE")]),
    ("SW1,30/09/26,offered,,,,,,\n",                        [(2, "leaving_date", "DATE_TWO_DIGIT_YEAR")]),
    (",30/09/2026,offered,,,,,,\n",                         [(2, "registration_number", "CELL_EMPTY")]),
    ("123,30/09/2026,offered,,,,,,\n",                      [(2, "registration_number", "REGISTRATION_FORM")]),
    ("SW1,30/09/2026,perhaps,,,,,,\n",                      [(2, "status", "CHOICE_UNKNOWN")]),
    ("SW1,30/09/2026,done,,heaven,,Pay,,\n",                [(2, "destination", "CHOICE_UNKNOWN")]),
    ("SW1,30/09/2026,offered,30/09/2099,,,,,\n",            [(2, "offered_on", "DATE_TOO_LATE")]),
    ("SW1,30/09/2026,done,,,,👍,,\n",                       [(2, "why", "NO_WORDS")]),
    ("SW1,30/09/2026,done,,,,<i>Pay</i>,,\n",               [(2, "why", "MARKUP")]),
    (f"SW1,30/09/2026,done,,,,{'x' * 20_001},,\n",          [(2, "why", "ANSWER_REFUSED")]),
    ("SW1,30/09/2026,offered,,,,,,\nSW1,30/09/2026,offered,,,,,,\n", [(3, None, "INTERVIEW_TWICE")]),
    ("SW1,30/09/2026,done,,,,Pay,,\nSW2,30/09/2026,done,,,,Pay,,\n", [(3, "why", "ANSWER_TWICE")]),
    ("SW1,30/09/2026,done,,,,Pay, and hours,,\n",           [(2, None, "CELLS_WRONG")]),
    ("",                                                    [(None, None, "NO_ROWS")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), FILES, ids=[each[1][0][2] for each in FILES])
async def test_every_fault_of_a_file_is_a_finding(hr, rows, expected):
    found = await check(hr, rows)
    told = [(f["row"], f["column"], f["code"]) for f in found["findings"]]
    assert [each for each in told if each[2] != "LEAVER_NOT_FOUND"] == expected
    assert all(f["hint"] and f["message"] for f in found["findings"])
    refused = any(f["severity"] == "reject" for f in found["findings"])
    status = 422 if refused else 200
    await hr.ask("POST", f"/exit-interview-imports/{found['id']}/confirm", status)
    assert (await ExitInterviewRow.count() == 0) is refused


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"", ["FILE_EMPTY"]),
        (b"%PDF-1.7", ["NOT_A_TABLE"]),
        (b"PK\x03\x04 not a zip", ["WORKBOOK_DAMAGED"]),
        (b"name,date\nPriya,30/09/2026\n", ["COLUMN_MISSING"] * 3 + ["COLUMN_UNKNOWN"] * 2),
        (HEADER.replace("status", "Status of it").encode(), ["COLUMN_MISSING", "COLUMN_UNKNOWN"]),
        (HEADER.replace("good", "why").encode() + b"SW1\n", ["COLUMN_DUPLICATE"]),
    ],
)
async def test_a_file_that_is_no_table_of_interviews_is_refused(hr, content, codes):
    found = (await hr.send("/exit-interview-imports", content, 201)).json()
    told = [f["code"] for f in found["findings"]]
    assert sorted(told) == codes
    assert "reject" in {f["severity"] for f in found["findings"]}
    await hr.ask("POST", f"/exit-interview-imports/{found['id']}/confirm", 422)


async def test_a_workbook_with_dates_and_semicolons_in_a_text_are_read(hr):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Registration number", "Leaving date", "Status", "Why"])
        sheet.write_string(1, 0, "SW1")
        as_day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(1, 1, datetime(2026, 9, 30), as_day)  # noqa: DTZ001 -- of a sheet
        sheet.write_row(1, 2, ["Done", "Pay; hours, and\nthe commute"])
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    found = (await hr.send("/exit-interview-imports", out.getvalue(), 201, xlsx)).json()
    told = [f["code"] for f in found["findings"]]
    assert (told, found["rows_accepted"]) == (["LEAVER_NOT_FOUND"], 1)
    semicolons = "Registration number;Leaving date;Status\nSW2;30/09/2026;done\n".encode("cp1252")
    found = (await hr.send("/exit-interview-imports", semicolons, 201)).json()
    assert found["rows_accepted"] == 1


async def test_a_file_without_a_reason_to_trust_it_is_not_taken(hr):
    await hr.send("/exit-interview-imports", b"<xml/>", 415, "application/xml")
    await hr.send("/exit-interview-imports", b"x" * (8 * 1024 * 1024 + 1), 413)
    await hr.ask("GET", f"/exit-interview-imports/{NOBODY}", 404)


# --- for the scorecard ---------------------------------------------------------------------------


async def test_the_scorecard_is_given_confirmed_themes_without_names_or_words(hr, coder, settings):
    offered = await hr.offer("SW1")
    declined = await hr.offer("SW2", status="declined")
    done = await hr.comment("Too many cases; the team was lovely.", "SW3")
    partly = await hr.offer("SW4")
    answered = await hr.answer(partly, "The pay.", "The hours.")
    nothing = await hr.comment("Goodbye.", "SW5")
    await coder.code(done, "CAS", "TEA praised", "PAY mentioned")
    await coder.code(answered["interview"]["answers"][0]["comment"], "PAY")
    await coder.code(nothing)
    found = {each.ref: each for each in await exit_interviews()}
    by_number = {each.worker: each for each in found.values()}
    told = [
        (one.status.value, one.codable, one.reasons, one.praised)
        for number in ("SW1", "SW2", "SW3", "SW4", "SW5")
        for one in [by_number[identify(number, IDENTITY_KEY)]]
    ]
    assert told == [
        ("offered", None, (), ()),
        ("declined", None, (), ()),
        ("done", True, ("CAS",), ("TEA",)),
        ("done", None, (), ()),      # one answer is not coded yet
        ("done", False, (), ()),     # read by a person, and no theme in it
    ]  # fmt: skip
    assert {offered, declined} <= set(found)


async def test_the_draft_of_the_scorecard_counts_confirmed_reasons_of_leavers(hr, coder):
    """Of two leavers in the returns one was interviewed; an interview of a stranger counts not."""
    content = (
        "registration_number,team,area,role,contract,fte,started,start_type,start_origin,ended,"
        "end_type,destination,reason,qualified_on\n"
    )
    for number in ("SW1", "SW2"):
        content += (
            f"{number},Harbour,North,case-holder,permanent,1,2020-01-06,new,1,2026-09-15,left,1,1,"
            "2015-07-01\n"
        )
    checked = await hr.send("/workforce/returns/employments", content.encode(), 201)
    await hr.ask("POST", f"/workforce/returns/{checked.json()['id']}/confirm")
    comment = await hr.comment("Too many cases; the team was lovely.", "SW1", "2026-09-15")
    await coder.code(await hr.comment("The pay.", "SW9", "2026-09-15"), "PAY")
    suggested = await coder.ask("POST", f"/comments/{comment}/suggestions")
    assert suggested.json()["suggestions"]
    assert await reasons_in_draft(hr) == {}
    await coder.code(comment, "CAS", "TEA praised")
    assert await reasons_in_draft(hr) == {"CAS": ("1", "1")}


async def reasons_in_draft(hr: Desk) -> dict[str, tuple[str, str]]:
    """Theme -> (leavers who gave it as a reason, interviews coded), of those given at all.

    Before any interview is coded all of them are x, unavailable.
    """
    draft = (await hr.ask("GET", "/scorecards/2026-09-30/draft")).json()
    figures = [each for each in draft["figures"] if each["measure"] == "exit-reasons"]
    assert figures
    return {
        each["category"]: (str(each["numerator"]), str(each["denominator"]))
        for each in figures
        if str(each["numerator"]) not in {"x", "0"}
    }


# --- who may ---------------------------------------------------------------------------------------

ADDRESSES = [
    ("GET", "/exit-interviews", {"hr", "psw", "coder"}),
    ("POST", "/exit-interviews", {"hr"}),
    ("GET", "/exit-interviews/{id}", {"hr", "psw", "coder"}),
    ("PUT", "/exit-interviews/{id}", {"hr"}),
    ("DELETE", "/exit-interviews/{id}", {"hr"}),
    ("POST", "/exit-interviews/{id}/link", {"hr"}),
    ("DELETE", "/exit-interviews/{id}/link", {"hr"}),
    ("POST", "/exit-interviews/{id}/answers", {"hr"}),
    ("POST", "/exit-interview-imports", {"hr"}),
    ("GET", "/exit-interview-imports", {"hr"}),
    ("GET", "/comments", {"hr", "psw", "coder"}),
    ("POST", "/comments/{id}/suggestions", {"coder"}),
    ("PUT", "/comments/{id}/coding", {"coder"}),
    ("PUT", "/comments/{id}/second-coding", {"coder"}),
    ("PUT", "/comments/{id}/adjudication", {"psw", "coder"}),
    ("POST", "/comments/{id}/strike", {"coder"}),
    ("PUT", "/comments/{id}/consent", {"hr", "psw"}),
    ("GET", "/second-coding", {"coder"}),
    ("GET", "/coding-agreement", {"psw", "coder"}),
    ("GET", "/follow-ups", {"hr", "psw"}),
    ("GET", "/quotations", {"psw", "coder"}),
    ("PUT", "/quotations/{id}/state", {"psw"}),
    ("GET", "/codebooks", {"hr", "psw", "coder"}),
    ("POST", "/codebooks", {"psw"}),
    ("POST", "/question-sets", {"psw"}),
    ("GET", "/surveys", {"hr", "psw"}),
    ("POST", "/surveys", {"hr", "psw"}),
    ("GET", "/surveys/{id}/results", {"hr", "psw"}),
    ("POST", "/review-day-comments", {"academy"}),
]


@for_each("route", ADDRESSES)
async def test_every_address_is_for_its_scopes_alone(client, key_for, route):
    method, address, allowed = route
    place = "/api/v1" + address.format(id=NOBODY)
    body = {} if method in {"POST", "PUT"} else None
    passed = set()
    for scope in OF_KEYS:
        answer = await client.request(method, place, json=body, headers=await key_for(scope))
        if answer.status_code not in {401, 403}:
            passed.add(scope.value)
    assert passed == allowed
    assert (await client.request(method, place, json=body)).status_code == 401

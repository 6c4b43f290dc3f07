"""Staff surveys over HTTP: anonymous, closed before they are read, brought from elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from service.access.actor import Scope
from service.storage.database import Database
from service.storage.tables.surveys import CommentRow, SurveyResponse, SurveyRow, SurveyToken
from service.surveys.records import survey_results
from tests.exit_desk import Desk, Headers, desk

KeyFor = Callable[..., Awaitable[Headers]]
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def psw(client: httpx.AsyncClient, key_for: KeyFor) -> Desk:
    return await desk(client, key_for, Scope.PSW)


async def health_check(psw: Desk) -> str:
    found = (await psw.ask("GET", "/question-sets?kind=survey")).json()["question_sets"]
    return found[-1]["id"]


async def made(psw: Desk, **more: Any) -> str:
    body = {
        "question_set": await health_check(psw),
        "title": "Health check",
        "first_day": "2026-01-01",
        "last_day": "2099-12-31",
        "minimum_group": 5,
    }
    return (await psw.ask("POST", "/surveys", 201, body | more)).json()["id"]


async def links(psw: Desk, survey: str, count: int, group: str | None = None) -> list[str]:
    body = {"count": count} | ({"group": group} if group else {})
    answer = await psw.ask("POST", f"/surveys/{survey}/links", 201, body)
    return [urlsplit(each).path for each in answer.json()["addresses"]]


async def test_nothing_that_is_kept_leads_from_a_response_to_its_link(
    psw, client, database: Database
):
    survey = await made(psw)
    [used, unused] = await links(psw, survey, 2)
    before = (await psw.ask("GET", "/audit?limit=200")).json()
    form = {"s-workload-1": "agree", "answer-good": "My team.", "quote-good": "yes"}
    assert (await client.post(used, data=form, headers=FORM)).status_code == 303
    [response] = await SurveyResponse.select()
    assert set(response) == {"id", "survey", "group_name", "answers"}
    [comment] = await CommentRow.select()
    assert (str(comment["survey"]), comment["interview"], comment["quotable"]) == (
        survey, None, True,
    )  # fmt: skip
    assert await SurveyToken.count() == 1  # the used one is gone
    assert (await psw.ask("GET", "/audit?limit=200")).json() == before  # no time of a response
    told = (await psw.ask("GET", f"/surveys/{survey}")).json()
    assert (told["invited"], told["responses"], told["unused_links"]) == (2, 1, 1)
    rows = str([dict(r) for r in await database.engine.run_ddl("SELECT * FROM survey_token")])
    assert unused.rpartition("/")[2] not in rows


async def test_what_was_said_is_not_there_before_the_survey_is_closed_and_enough_answered(
    psw, client, key_for
):
    coder = await desk(client, key_for, Scope.CODER)
    #        answered  comments when open, and when closed
    for number, expected in ((4, (0, 0)), (5, (0, 5))):
        survey = await made(psw)
        for page in await links(psw, survey, number):
            form = {"answer-good": "My team.", "quote-good": "yes"}
            assert (await client.post(page, data=form, headers=FORM)).status_code == 303
        seen = [len(await said(psw, survey))]
        kept = [each["id"] for each in await CommentRow.select() if str(each["survey"]) == survey]
        assert len(kept) == number
        for method, rest in (("GET", ""), ("POST", "/suggestions")):
            await coder.ask(method, f"/comments/{kept[0]}{rest}", 404)
        await psw.ask("POST", f"/surveys/{survey}/close", 200, if_match='"survey-1"')
        seen.append(len(await said(psw, survey)))
        assert (tuple(seen), len(await said(coder, survey))) == (expected, expected[1])
        status = 200 if expected[1] else 404
        await coder.ask("GET", f"/comments/{kept[0]}", status)
    counts = f"/theme-counts?source=survey&half_year={await half_year(coder)}"
    assert (await coder.ask("GET", counts)).json()["comments"] == 5


async def said(who: Desk, survey: str) -> list[dict[str, Any]]:
    found = (await who.ask("GET", "/comments?source=survey")).json()["comments"]
    return [each for each in found if each["survey"] == survey]


async def half_year(who: Desk) -> str:
    """The one to which what was said in a survey that was closed today belongs."""
    [day, *_] = {each["said_on"] for each in (await who.ask("GET", "/comments")).json()["comments"]}
    told = date.fromisoformat(day)
    ends = (date(told.year, 3, 31), date(told.year, 9, 30), date(told.year + 1, 3, 31))
    return min(end for end in ends if end >= told).isoformat()


async def test_rows_of_a_closed_survey_are_not_in_the_order_in_which_they_came(
    psw, client, database: Database
):
    survey = await made(psw)
    for page in await links(psw, survey, 12):
        form = {"s-workload-1": "agree", "answer-good": "My team."}
        assert (await client.post(page, data=form, headers=FORM)).status_code == 303
    came = {table: await as_kept(database, table) for table in ("survey_response", "comment")}
    await psw.ask("POST", f"/surveys/{survey}/close", 200, if_match='"survey-1"')
    for table, before in came.items():
        after = await as_kept(database, table)
        assert len(after) == 12
        assert set(after) == set(before)
        assert after != before
        # PostgreSQL also fills places that became free on earlier pages.
        assert after == sorted(after) or not database.is_sqlite


async def as_kept(database: Database, table: str) -> list[str]:
    """The ids in the order in which the database keeps the rows."""
    order = "rowid" if database.is_sqlite else "ctid"
    rows = await database.engine.run_ddl(f"SELECT id FROM {table} ORDER BY {order}")
    return [str(each["id"]) for each in rows]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Answer at least one statement or question"),
        ({"s-workload-1": "maybe"}, "choose one of the answers"),
        ({"answer-good": "x" * 20_001}, "20,000 can be kept"),
    ],
)
async def test_a_response_that_cannot_be_taken_keeps_what_was_given(psw, client, form, words):
    [page] = await links(psw, await made(psw), 1)
    sent = await client.post(
        page, data=form | {"s-wellbeing-1": (form and "agree") or ""}, headers=FORM
    )
    assert (sent.status_code, words in sent.text) == (422, True)
    assert ('value="agree" checked' in sent.text) is bool(form)
    assert await SurveyResponse.count() == 0
    assert (await client.get(page)).status_code == 200


async def test_a_survey_takes_answers_on_its_days_only(psw, client):
    for days in (("2020-01-01", "2020-01-31"), ("2099-01-01", "2099-01-31")):
        survey = await made(psw, first_day=days[0], last_day=days[1])
        [page] = await links(psw, survey, 1)
        assert (await client.get(page)).status_code == 410
        sent = await client.post(page, data={"s-workload-1": "agree"}, headers=FORM)
        assert sent.status_code == 410
    assert await SurveyResponse.count() == 0


async def test_a_closed_survey_stays_closed(psw):
    survey = await made(psw)
    await psw.ask("POST", f"/surveys/{survey}/close", 412, if_match='"survey-7"')
    closed = await psw.ask("POST", f"/surveys/{survey}/close", 200, if_match='"survey-1"')
    assert (closed.json()["state"], closed.json()["unused_links"]) == ("closed", 0)
    await psw.ask("POST", f"/surveys/{survey}/close", 200, if_match=closed.headers["etag"])
    await psw.ask("POST", f"/surveys/{survey}/links", 409, {"count": 1})
    told = (await psw.ask("GET", f"/surveys/{survey}/results")).json()["groups"]
    assert [(g["shown"], g["responses"], g["rate"]) for g in told] == [(False, 0, None)]
    assert told[0]["standards"] is None


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"last_day": "2025-12-31"}, "/last_day"),
        ({"minimum_group": 4}, "/minimum_group"),
        ({"title": " "}, "/title"),
    ],
)
async def test_a_survey_that_cannot_be_is_refused(psw, wrong, pointer):
    body = {
        "question_set": await health_check(psw),
        "title": "Check",
        "first_day": "2026-01-01",
        "last_day": "2026-01-31",
    }
    problem = (await psw.ask("POST", "/surveys", 422, body | wrong)).json()
    assert [each["pointer"] for each in problem["errors"]] == [pointer]
    [asked] = (await psw.ask("GET", "/question-sets?kind=exit")).json()["question_sets"]
    await psw.ask("POST", "/surveys", 422, body | {"question_set": asked["id"]})
    nobody = "00000000-0000-0000-0000-000000000000"
    await psw.ask("POST", "/surveys", 404, body | {"question_set": nobody})
    assert await SurveyRow.count() == 0


async def test_a_revised_set_is_a_new_edition(psw):
    [first] = (await psw.ask("GET", "/question-sets?kind=survey")).json()["question_sets"]
    survey = await made(psw)
    document = first["document"] | {"edition": 2}
    document["statements"] = document["statements"][:1]
    body = {"kind": "survey", "document": document}
    added = (await psw.ask("POST", "/question-sets", 201, body)).json()
    other = await made(psw, question_set=added["id"])
    told = [(await psw.ask("GET", f"/surveys/{each}")).json() for each in (survey, other)]
    assert [(each["key"], each["edition"]) for each in told] == [
        ("health-check", 1),
        ("health-check", 2),
    ]
    again = await psw.ask("POST", "/question-sets", 422, body)
    assert "The next edition of health-check is 3" in again.text


# --- run elsewhere ---------------------------------------------------------------------------------


def address(question_set: str, *, confirm: bool = False, **more: Any) -> str:
    values = {
        "question_set": question_set,
        "title": "Run elsewhere",
        "first_day": "2026-03-01",
        "last_day": "2026-03-20",
        "minimum_group": 5,
        "confirm": str(confirm).lower(),
    }
    return "/survey-imports?" + urlencode(values | more, doseq=True)


ROWS = (
    "group,workload_1,workload_3,good\n"
    + "North,Strongly agree,1,The team\n" * 5
    + "South,disagree,5,\n" * 4
)


async def test_a_survey_run_elsewhere_is_checked_then_stored_closed(psw):
    asked = await health_check(psw)
    invited = {"invited": ["North=8", "South=9"]}
    checked = await psw.send(address(asked, **invited), ROWS.encode())
    body = checked.json()
    assert (body["rows_read"], body["responses"], body["comments"], body["survey"]) == (
        9,
        9,
        5,
        None,
    )
    assert await SurveyRow.count() == 0
    stored = (await psw.send(address(asked, confirm=True, **invited), ROWS.encode())).json()
    survey = stored["survey"]["id"]
    told = (await psw.ask("GET", f"/surveys/{survey}/results")).json()["groups"]
    assert [(g["group"], g["responses"], g["invited"], g["shown"]) for g in told] == [
        (None, 9, 17, True),
        ("North", 5, 8, False),  # it would give South away
        ("South", 4, 9, False),
    ]
    [safe] = [each for each in told[0]["standards"] if each["number"] == 3]
    assert (safe["favourable"], safe["answered"], safe["percent"]) == (10, 18, "55.6")
    results = {one.team: one for one in await survey_results()}
    assert {team: (one.responses, len(one.statements)) for team, one in results.items()} == {
        None: (9, 16), "North": (5, 0), "South": (4, 0),
    }  # fmt: skip
    load = next(one for one in results[None].statements if one.statement == "workload-1")
    assert (load.standard, load.agree, load.neutral, load.disagree) == (3, 5, 0, 4)


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("workload_1\nmaybe\n", ["SURVEY_ANSWER"]),
        ("group,workload_1\nNorth,\n", ["SURVEY_EMPTY"]),
        ("Q1,Q2\n1,2\n", ["COLUMN_UNKNOWN", "COLUMN_UNKNOWN", "SURVEY_NO_STATEMENT"]),
        (f"group,workload_1\n{'x' * 201},agree\n", ["SURVEY_GROUP"]),
        (f"workload_1,good\nagree,{'x' * 20_001}\n", ["ANSWER_REFUSED"]),
        ("workload_1\n" + "agree\n" * 3, ["SURVEY_MORE_THAN_INVITED"]),
        (
            "group,workload_1\n" + "North,agree\nSouth,agree\nWest,agree\n",
            ["SURVEY_MORE_THAN_INVITED"],
        ),
        ("workload_1\n", ["NO_ROWS"]),
    ],
)
async def test_a_file_of_responses_with_faults_is_not_stored(psw, rows, codes):
    path = address(await health_check(psw), confirm=True, invited=["2"])
    problem = (await psw.send(path, rows.encode(), 422)).json()
    told = [each["code"] for each in problem["findings"]]
    assert told == [code for code in codes if code != "COLUMN_UNKNOWN"]
    checked = (await psw.send(path.replace("confirm=true", "confirm=false"), rows.encode())).json()
    assert [each["code"] for each in checked["findings"]] == codes
    assert await SurveyRow.count() == 0


async def test_how_many_were_invited_is_said_of_every_group_or_of_none(psw):
    for invited, codes in (
        (["North=8"], ["SURVEY_INVITED_MISSING"]),
        (["North=8", "South=3"], ["SURVEY_MORE_THAN_INVITED"]),
        (["North=8", "South=9", "West=4"], []),
        (["9"], []),
        ([], []),
    ):
        path = address(await health_check(psw), invited=invited)
        told = (await psw.send(path, ROWS.encode())).json()["findings"]
        assert [each["code"] for each in told] == codes


@pytest.mark.parametrize("invited", [["many"], ["North=-1"], ["3", "4"], ["North=" + "9" * 9]])
async def test_how_many_were_invited_has_to_be_readable(psw, invited):
    path = address(await health_check(psw), invited=invited)
    await psw.send(path, ROWS.encode(), 400)

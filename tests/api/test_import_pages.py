"""HR's import in a browser: findings to act on, a difference to confirm, a receipt to undo."""

from __future__ import annotations

import asyncio
import html
import re
from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import Workbook

from service.access.actor import Scope
from service.workforce.pages import background
from service.workforce.progress import BOARD, Phase
from service.workforce.records import Kind
from tests.unit.workforce.files import LEFT, a_file, employments, number

IMPORT = "/data/import"
RETURNS = f"{IMPORT}/returns"
GOOD = a_file(Kind.POSTS, {}, {"post": "P-2", "team": "Hill"})
FAULTY = a_file(Kind.POSTS, {}, {"post": "P-2", "role": "captain"}, {"post": "P-3", "fte": "much"})


@pytest.fixture
async def hr(sign_in_as):
    return await sign_in_as(Scope.HR, name="Hal Demo")


def words(answer) -> str:
    """What the page says, without its markup and with single spaces."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


async def send(office, kind, content, filename="posts.csv") -> str:
    """The address of the page of the check."""
    answer = await office.post(f"{IMPORT}/{kind}", files={"file": (filename, content, "text/csv")})
    assert answer.status_code == 303, words(answer)
    return answer.headers["location"]


async def decide(office, page, do, status=303, **fields):
    answer = await office.post(page, {"do": do, **fields})
    assert answer.status_code == status, words(answer)
    return answer


async def take_in(office, kind, content, filename="posts.csv") -> str:
    page = await send(office, kind, content, filename)
    await decide(office, page, "confirm")
    return page


async def test_a_faulty_file_is_mended_row_by_row_and_the_good_rows_go_in_first(hr):
    """| sent            | the page says                                   | next       |
    | 3 rows, 2 faulty | 3 rows read, 1 ready, nothing saved; what to do | good rows  |
    | the good row     | 1 new post                                      | confirm    |
    | both mended      | 2 new posts, 1 as held                          | confirm    |"""
    page = await send(hr, "posts", FAULTY)
    faulty = await hr.get(page)
    assert faulty.status_code == 200
    said = words(faulty)
    assert "2 rows cannot be imported" in said
    assert "3 rows read. 1 is ready. Nothing has been saved yet." in said
    assert "<title>Error: 2 rows cannot be imported" in faulty.text
    assert 'href="#refused-1"' in faulty.text
    assert 'id="refused-1"' in faulty.text
    assert "captain" in said
    assert 'value="confirm"' not in faulty.text
    listed = (await hr.get(f"{page}/findings.csv")).text
    assert listed.splitlines()[1].startswith("3,3,role,")
    good = (await decide(hr, page, "good-rows")).headers["location"]
    assert good != page
    said = words(await hr.get(good))
    assert "3 rows read. 1 is ready; 2 are left out. Nothing has been saved yet." in said
    answer = await decide(hr, good, "confirm")
    assert answer.headers["location"] == good
    receipt = words(await hr.get(good))
    assert "Import complete" in receipt
    assert "by Hal Demo" in receipt
    mended = a_file(Kind.POSTS, {}, {"post": "P-2"}, {"post": "P-3", "fte": "0.5"})
    second = await send(hr, "posts", mended)
    assert "Posts 2 0 0 1 0" in words(await hr.get(second))
    await decide(hr, second, "confirm")
    assert "3 rows: one for each post" in words(await hr.get("/data/posts"))


async def test_an_import_is_undone_unless_something_later_rests_on_it(hr):
    first = await take_in(hr, "posts", GOOD)
    second = await take_in(
        hr, "posts", a_file(Kind.POSTS, {"fte": "0.5"}, {"post": "P-2", "team": "Hill"})
    )
    assert (await hr.get(f"{first}/undo")).status_code == 200
    refused = await hr.post(f"{first}/undo")
    assert refused.status_code == 409
    assert f'href="{second}"' in refused.text
    assert "The later import of posts" in words(refused)
    for page in (second, first):
        assert (await hr.post(f"{page}/undo")).headers["location"] == page
        assert "This import was undone" in words(await hr.get(page))
    again = await hr.post(f"{first}/undo")  # sent twice: it is undone, and says so
    assert again.headers["location"] == first
    assert (await hr.get(f"{first}/undo")).headers["location"] == first
    assert "Nothing is held yet" in words(await hr.get("/data/posts"))


async def test_a_file_sent_twice_is_recognised_and_one_confirmed_twice_is_seen(hr):
    page = await take_in(hr, "posts", GOOD)
    assert await send(hr, "posts", GOOD) == f"{page}?again=yes"
    assert "imported already" in words(await hr.get(f"{page}?again=yes"))
    assert (await decide(hr, page, "confirm")).headers["location"] == page


async def test_whoever_was_overtaken_checks_the_same_file_again(hr):
    page = await send(hr, "posts", GOOD)
    await take_in(hr, "posts", a_file(Kind.POSTS, {"post": "P-9"}))
    assert "the differences above are no longer right" in words(await hr.get(page))
    refused = await decide(hr, page, "confirm", 409)
    assert "Nothing was changed." in words(refused)
    fresh = (await decide(hr, page, "again")).headers["location"]
    assert "Posts 2 0 0 0 1" in words(await hr.get(fresh))


async def test_the_wrong_kind_and_the_wrong_sheet_are_put_right_without_sending_again(hr):
    page = await send(hr, "absences", GOOD)
    assert "The file holds something else" in words(await hr.get(page))
    as_posts = (await decide(hr, page, "kind", kind="posts")).headers["location"]
    assert "2 rows read. 2 are ready." in words(await hr.get(as_posts))
    await decide(hr, page, "kind", 422, kind="nonsense")
    book = Workbook()
    book.active.title = "Cover"
    sheet = book.create_sheet("Data")
    for line in GOOD.decode("utf-8-sig").splitlines():
        sheet.append(line.split(","))
    content = BytesIO()
    book.save(content)
    page = await send(hr, "posts", content.getvalue(), "posts.xlsx")
    assert "This file cannot be read" in words(await hr.get(page))
    await decide(hr, page, "sheet", 422, sheet="")
    right = (await decide(hr, page, "sheet", sheet="Data")).headers["location"]
    assert "2 rows read. 2 are ready." in words(await hr.get(right))


async def test_what_is_no_file_of_the_kind_is_said_in_words(hr, app, settings):
    """| sent            | the page says                        |
    | nothing           | Choose the file to import            |
    | an empty file     | This file cannot be read             |
    | more than allowed | larger than, and the form is back    |
    | an unknown kind   | not found                            |"""
    nothing = await hr.post(f"{IMPORT}/posts")
    assert nothing.status_code == 422
    assert "Choose the file to import" in words(nothing)
    empty = await hr.get(await send(hr, "posts", b""))
    assert "This file cannot be read" in words(empty)
    assert "The file is empty." in words(empty)
    app.state.settings = replace(settings, max_upload_bytes=1000)
    for size in (1_001, 200_000):  # in the file alone, and in the whole of what was sent
        answer = await hr.post(f"{IMPORT}/posts", files={"file": ("p.csv", b"x" * size)})
        assert answer.headers["location"] == f"{IMPORT}/posts?too-large=yes"
    large = await hr.get(f"{IMPORT}/posts?too-large=yes")
    assert "The file is larger than 1000 bytes." in words(large)
    assert (await hr.get(f"{IMPORT}/people")).status_code == 404
    day = await hr.post(
        f"{IMPORT}/census", {"reference_date": "soon"}, files={"file": ("c.xml", b"x")}
    )
    assert day.status_code == 422
    assert 'value="soon"' in day.text
    assert (await hr.get(f"{IMPORT}/templates/posts.xlsx")).content.startswith(b"PK")
    assert (await hr.get(f"{IMPORT}/templates/census.xml")).status_code == 404


async def test_many_leavers_are_warned_of_and_no_number_of_a_worker_is_on_a_page(hr):
    await take_in(hr, "employments", employments(*range(10)), "people.csv")
    half = a_file(
        Kind.EMPLOYMENTS,
        *(
            {"registration_number": number(who), "post": f"P-{who}", **(LEFT if who < 5 else {})}
            for who in range(10)
        ),
    )
    page = await send(hr, "employments", half, "people.csv")
    answer = await hr.get(page)
    assert "more than 10 %" in words(answer)
    assert number(3) not in answer.text


async def test_a_long_check_is_waited_for_on_a_page_that_survives_a_reload(hr, monkeypatch):
    monkeypatch.setattr(background, "PATIENCE_SECONDS", 0)
    page = await send(hr, "posts", GOOD)
    running = [*background._running]
    waiting = await hr.get(page)
    assert "Your file is being worked on" in words(waiting)
    assert waiting.headers["refresh"] == "4"
    assert "refresh" not in (await hr.get(f"{page}?still=yes")).headers or not running
    await asyncio.gather(*running)
    assert "Check what will change" in words(await hr.get(page))


async def test_what_failed_while_nobody_waited_says_why(hr):
    known, gone = str(uuid4()), str(uuid4())
    progress = BOARD.begin(known)
    progress.failed("There is no room.")
    answer = await hr.get(f"{RETURNS}/{known}")
    assert answer.status_code == 409
    assert "There is no room. Nothing was saved." in words(answer)
    elsewhere = BOARD.begin(str(uuid4()))
    BOARD.also_as(gone, elsewhere)
    elsewhere.leads_to = f"{RETURNS}/{known}"
    elsewhere.at(Phase.DONE)
    assert (await hr.get(f"{RETURNS}/{gone}")).headers["location"] == f"{RETURNS}/{known}"
    assert (await hr.get(f"{RETURNS}/{uuid4()}")).status_code == 404


async def test_who_reads_but_does_not_import_sees_no_button(hr, sign_in_as):
    page = await send(hr, "posts", GOOD)
    psw = await sign_in_as(Scope.PSW)
    shown = await psw.get(page)
    assert shown.status_code == 200
    assert "<form" not in shown.text.partition("<main")[2]
    assert (await psw.post(page, {"do": "confirm"})).status_code == 403


async def test_the_received_files_are_listed_with_filters_in_the_address(hr):
    assert "No file has been sent yet" in words(await hr.get(RETURNS))
    await take_in(hr, "posts", GOOD, "<b>posts.csv")
    await send(hr, "posts", FAULTY, "faulty.csv")
    everything = await hr.get(f"{RETURNS}?kind=&state=")
    assert "&lt;b&gt;posts.csv" in everything.text
    assert "faulty.csv" in everything.text
    refused = words(await hr.get(f"{RETURNS}?state=refused"))
    assert "faulty.csv" in refused
    assert "posts.csv" not in refused
    assert "No file is like that" in words(await hr.get(f"{RETURNS}?kind=king"))
    assert "faulty.csv" in words(await hr.get(IMPORT))


async def test_lists_filter_sort_and_export_what_is_shown(hr):
    await take_in(
        hr,
        "posts",
        a_file(
            Kind.POSTS,
            {"post": "P-1", "team": "%Harbour"},
            {"post": "P-2", "team": "Hill", "fte": "0.5"},
            {"post": "P-3", "team": "Hill", "opened": "2026-10-05"},
            {"post": "P-4", "team": "Hill", "closed": "2026-01-05"},
        ),
    )
    shown = await hr.get("/data/posts?on=2026-11-22&team=Hill&sort=fte")
    assert re.findall(r'data-label="Post">([^<]+)', shown.text) == ["P-2", "P-3"]
    assert 'aria-sort="ascending"' in shown.text
    turned = await hr.get("/data/posts?on=2026-11-22&team=Hill&sort=-fte")
    assert re.findall(r'data-label="Post">([^<]+)', turned.text) == ["P-3", "P-2"]
    earlier = await hr.get("/data/posts?on=2026-09-30")
    assert re.findall(r'data-label="Post">([^<]+)', earlier.text) == ["P-1", "P-2"]
    none = words(await hr.get("/data/posts?on=2020-01-01&team=Hill"))
    assert "Nothing fits all of these filters. Remove one:" in none
    assert "Without “Open on: 1 January 2020” : 2 rows" in none
    exported = await hr.get("/data/posts.csv?on=2026-11-22&sort=-fte")
    lines = exported.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "post,team,area,role,fte,opened,closed,ref"
    assert lines[1].startswith("P-1,'%Harbour,North,case-holder,1,2020-04-01,,")
    assert exported.headers["cache-control"] == "no-store"
    for path in ("/data/posts?on=soon", "/data/posts?role=king"):
        assert (await hr.get(path)).status_code == 422
    assert (await hr.get("/data/posts.csv?on=soon")).status_code == 400
    assert (await hr.get("/data/posts?colour=red")).status_code == 400


async def test_leavers_are_those_who_left_in_the_days_that_are_asked_for(hr):
    rows = [{}, {"registration_number": number(2), **LEFT}]
    await take_in(hr, "employments", a_file(Kind.EMPLOYMENTS, *rows), "people.csv")
    assert "1 row: one for each person who left" in words(await hr.get("/data/leavers"))
    inside = await hr.get("/data/leavers?from=2026-06-30&to=2026-06-30")
    assert re.findall(r'data-label="Left on">([^<]+)', inside.text) == ["30 June 2026"]
    assert "Nothing fits" in words(await hr.get("/data/leavers?from=2026-07-01"))
    people = words(await hr.get("/data/people?on=2026-09-30"))
    assert people.count("Harbour") >= 1
    assert "1 row: one for each person and post" in people
    assert "1 row" in words(await hr.get("/data/people?contract=permanent&area=North"))
    assert "Nothing is held yet" in words(await hr.get("/data/agency"))

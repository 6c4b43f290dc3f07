"""Programmes in a browser: versions, and a printed timetable settled row by row and stored."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from tests.api.test_academy_pages import planned, put_clock, words
from tests.api.test_cohort_programmes import TIMETABLE
from tests.api.test_planning_pages import api, day, lead, seen

__all__ = ["api", "lead", "put_clock"]

PATH = "/academy/programmes"
SEEN = re.compile(r'name="seen" value="([^"]*)"')


def file(text: str) -> dict[str, Any]:
    return {"files": {"file": ("timetable.tsv", text.encode(), "text/tab-separated-values")}}


async def held(lead, path: str) -> dict[str, str]:
    found = SEEN.search((await lead.get(path)).text)
    assert found is not None
    return {"seen": found[1]}


async def test_the_list_has_versions_with_their_dates_and_who_follows_them(lead, api):
    await planned(api)
    text = await seen(lead, PATH)
    assert "A small programme Version 1 From Tuesday 1 September 2026 3 Spring" in text
    assert "Lancashire social work academy programme Version 1" in text
    assert "Came with the service" in text
    assert "None yet." in text


async def test_a_printed_timetable_is_settled_and_becomes_a_programme(lead, api):
    assert "Choose the timetable to send" in words(await lead.post(f"{PATH}/import"))
    unread = await lead.post(f"{PATH}/import", **file("nothing\nhere\n"))
    assert unread.status_code == 422
    answer = await lead.post(f"{PATH}/import", **file(TIMETABLE))
    page = answer.headers["location"]
    text = await seen(lead, page)
    assert "4 rows: 3 sessions and 1 lunches on 3 days." in text
    (standing,) = re.findall(r"(\d+) things? to settle", text)
    assert int(standing) >= 1
    assert "Make it a programme" not in text
    shown = (await lead.get(page)).text
    ticks = [unescape(each) for each in re.findall(r'name="accept" value="([^"]+)"', shown)]
    assert ticks
    older = await held(lead, page)
    done = await lead.post(page, {**older, "accept": ticks[0]})
    assert done.status_code == 303
    meanwhile = await lead.post(page, {**older, "accept": ticks[0]})
    assert meanwhile.status_code == 409
    assert "Somebody else settled rows" in words(meanwhile)
    row = f"{page}/rows/4"
    cells = {
        name: unescape(value)
        for name, value in re.findall(
            r'name="(\w+)" type="text"[^>]*value="([^"]*)"', (await lead.get(row)).text
        )
    }
    assert cells["time_as_printed"] == "9.30-11pm"
    fixed = {
        **cells,
        **await held(lead, row),
        "time_as_printed": "9:30am - 11:00am",
        "content": "Assessment (maximum 16)",
        "learning_outcomes": "Know the service | Assess",
    }
    assert "Write why" in words(await lead.post(row, fixed))
    assert (await lead.post(row, {**fixed, "reason": "Misprint"})).status_code == 303
    text = await seen(lead, page)
    assert "time as printed: 9.30-11pm is 9:30am - 11:00am Misprint" in text
    for _ in range(10):
        shown = (await lead.get(page)).text
        ticks = [unescape(each) for each in re.findall(r'name="accept" value="([^"]+)"', shown)]
        if not ticks:
            break
        await lead.post(page, {**await held(lead, page), "accept": ticks})
    text = await seen(lead, page)
    assert "Make it a programme" in text, text
    named = {"do": "confirm", "title": "Our programme", **day("effective_from", "2027-09-01")}
    wrong = {**named, **await held(lead, page), "effective_from-day": "31"}
    assert "In force from is not a real date" in words(await lead.post(page, wrong))
    done = await lead.post(page, {**named, **await held(lead, page)})
    assert done.headers["location"] == PATH, words(done)
    text = await seen(lead, PATH)
    assert "Our programme Version 1 From Wednesday 1 September 2027" in text
    assert "became a programme" in text
    assert "It became Our programme, version 1." in await seen(lead, page)
    assert (await lead.get(f"{page}/rows/99")).status_code == 404

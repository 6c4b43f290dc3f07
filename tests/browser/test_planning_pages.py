"""The lead plans and a starter follows, in a browser: every page at both sizes, and one journey."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page

from service.demo.academy import NEXT_YEAR, THIS_YEAR, starters
from service.demo.academy_steps import cohort_id, member_id
from tests.browser.conftest import NARROW, Demo, OpenPage, _served, cookies_of
from tests.browser.test_academy_pages import faultless
from tests.browser.test_scorecard_pages import SIZES
from tests.calendar_clients import Subscriber

pytestmark = pytest.mark.browser

COHORT = f"/academy/cohorts/{cohort_id(THIS_YEAR)}"
DRAFT = f"/academy/cohorts/{cohort_id(NEXT_YEAR)}"
LEAD_PAGES = [
    "/academy/cohorts/new",
    f"{DRAFT}/runs/home",
    f"{DRAFT}/runs/new",
    f"{DRAFT}/runs/home/parts/review-3m",
    f"{DRAFT}/warnings/DAY_NO_BREAK",
    f"{DRAFT}/release",
    f"{COHORT}/releases/3",
    f"{COHORT}/state",
    f"{COHORT}/members",
    f"{COHORT}/members/new",
    f"{COHORT}/members/import",
    f"{COHORT}/groups",
    f"/academy/members/{member_id(THIS_YEAR, starters(THIS_YEAR)[0])}",
    f"/academy/members/{member_id(THIS_YEAR, starters(THIS_YEAR)[5])}/commitments",
    "/academy/waiting",
    "/academy/mop-up",
    "/academy/weeks",
    "/academy/starters/import",
    "/academy/programmes",
    "/academy/programmes/import",
]


@pytest.mark.parametrize("size", SIZES)
async def test_pages_of_planning_are_accessible_and_fit(demo: Demo, open_page: OpenPage, size):
    async with open_page(demo.address + LEAD_PAGES[0], size, role="academy", refused=422) as page:
        for path in LEAD_PAGES:
            await page.goto(demo.address + path)
            await faultless(page)
        await page.goto(f"{demo.address}{DRAFT}/runs/home/parts/review-3m")
        await (
            page.get_by_role("link", name="Welcome back")
            .or_(page.locator("#sessions ~ ul a").first)
            .first.click()
        )
        await faultless(page)
        await page.goto(f"{demo.address}/academy/cohorts/new")
        await fill_date(page, "First day", date(2026, 12, 21))
        await page.get_by_role("button", name="Show the dates").click()
        assert await page.get_by_role("alert").is_visible()
        await faultless(page)
        await page.get_by_label("Name").fill("Winter 2026")
        await page.get_by_role("button", name="Show the dates").click()
        assert await page.get_by_text("Nothing is stored yet.").is_visible()
        await faultless(page)


@pytest.mark.parametrize("size", SIZES)
async def test_pages_of_a_starter_are_accessible_and_fit(demo: Demo, open_page: OpenPage, size):
    async with open_page(f"{demo.address}/my-academy", size, role="starter") as page:
        await faultless(page)
        await page.get_by_role("link", name="Your tasks, reviews and evidence").first.click()
        await faultless(page)


# --- the starter's journey ------------------------------------------------------------------------


@pytest.fixture
async def council_of_its_own(
    demo: Demo, browser: Browser, sessions: dict[Any, Any], tmp_path: Path
) -> AsyncIterator[str]:
    """The demo council as it is now, served a second time: what is released here is seen here only.

    Who has signed in at the demo is signed in here: a cookie knows no port.
    """
    for role in ("academy", "starter"):
        await cookies_of(role, demo.address, demo.told, browser, sessions)
    with (
        sqlite3.connect(f"file:{demo.database}?mode=ro", uri=True) as held,
        sqlite3.connect(tmp_path / "council.sqlite") as copy,
    ):
        held.backup(copy)
    with _served(["migrate"], tmp_path) as (address, _):
        yield address


async def fill_date(page: Page, label: str, on: date) -> None:
    group = page.get_by_role("group", name=label)
    for part, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        await group.get_by_label(part).fill(str(number))


async def test_a_starter_subscribes_and_a_day_that_the_lead_moves_is_in_the_calendar_once(
    demo: Demo, council_of_its_own: str, open_page: OpenPage, tmp_path: Path
):
    """Without scripts: the starter on a phone, the lead at a desk, and vdirsyncer with khal."""
    council = council_of_its_own
    link = council + urlsplit(demo.told["pages"]["my_academy"]).path
    async with open_page(link, NARROW, scripts=False) as page:
        address = await page.get_by_label("Or copy your private calendar address").input_value()
    starter = Subscriber(tmp_path / "starter", address)
    starter.subscribe()
    was, now = date(2027, 9, 13), date(2027, 9, 20)
    before = starter.calendar(was, was)
    assert before
    assert starter.calendar(now, now) == []
    async with open_page(f"{council}/my-academy", NARROW, scripts=False, role="starter") as page:
        assert await page.get_by_text("Monday 13 September 2027").first.is_visible()

    async with open_page(f"{council}/academy", scripts=False, role="academy") as page:
        await page.get_by_role("link", name="Autumn 2026").click()
        await page.get_by_role("link", name="Change 12 month review, Home run").click()
        await fill_date(page, "New first day", now)
        await page.get_by_label("Why is it moved?").fill("The hall is taken")
        await page.get_by_role("button", name="Move it").click()
        await page.get_by_role("link", name="Release: what moves, and who is told").click()
        while await page.get_by_role("link", name="Answer for").count():
            await page.get_by_role("link", name="Answer for").first.click()
            await page.get_by_label("Why will it do?").fill("Looked at: it will do")
            await page.get_by_role("button", name="Answer for it").click()
            await page.get_by_role("link", name="Release: what moves, and who is told").click()
        assert await page.get_by_text("Was: Monday 13 September 2027").first.is_visible()
        assert await page.get_by_role("row", name="Alder Demo").count() == 1
        await page.get_by_label("Why does the plan change?").fill("The hall is taken")
        await page.get_by_role("button", name="Release version 4").click()
        assert await page.get_by_text("Version 4 is released.").is_visible()

    async with open_page(f"{council}/my-academy", NARROW, scripts=False, role="starter") as page:
        moved = page.locator(".app-change", has_text="Was: Monday 13 September 2027")
        assert await moved.count()
        assert await moved.filter(has_text="Now: Monday 20 September 2027").count() == (
            await moved.count()
        )
        assert await page.locator("#dates ~ ol").get_by_text("13 September 2027").count() == 0
    starter.sync()
    assert starter.calendar(was, was) == []
    after = starter.calendar(now, now)
    assert [each.title for each in after] == [each.title for each in before]
    assert {each.status for each in after} == {"CONFIRMED"}

"""The pages of the academy in a browser: on a phone, by keyboard, printed, without scripts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Page

from service.demo.academy import NEXT_YEAR, THIS_YEAR
from service.demo.academy_steps import cohort_id
from tests.browser.conftest import NARROW, WIDE, Demo, OpenPage
from tests.browser.test_scorecard_pages import (
    SIZES,
    faults_elsewhere,
    violations,
    wider_than_the_window,
)
from tests.calendar_clients import Shown, Subscriber

pytestmark = pytest.mark.browser

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COHORT = f"/academy/cohorts/{cohort_id(THIS_YEAR)}"
DRAFT = f"/academy/cohorts/{cohort_id(NEXT_YEAR)}"
LEAD_PAGES = [
    "/academy",
    COHORT,
    f"{COHORT}/timetable",
    f"{COHORT}/registers",
    f"{COHORT}/registers/2026-12-14",
    DRAFT,
    f"{DRAFT}/timetable",
    f"{DRAFT}/registers",
    "/academy/subscriptions",
]


def private_pages(demo: Demo) -> list[str]:
    mine, cohort = demo.told["pages"]["my_academy"], demo.told["pages"]["timetable"]
    return [mine, f"{mine}/new-address", f"{mine}/address-changed", cohort]


async def faultless(page: Page) -> None:
    assert await violations(page) == []
    assert await wider_than_the_window(page) == []
    assert await page.evaluate(OVERFLOW) == 0
    assert await page.locator("h1").count() == 1
    assert await page.locator("script, [style]").count() == 0
    if page.viewport_size == {"width": WIDE[0], "height": WIDE[1]}:
        assert await faults_elsewhere(page) == []


@pytest.mark.parametrize("size", SIZES)
async def test_private_pages_are_accessible_and_fit(demo, open_page, size):
    for address in private_pages(demo):
        async with open_page(address, size) as page:
            await faultless(page)
            for each in await page.locator("details").all():
                await each.evaluate("each => each.open = true")
            await faultless(page)


@pytest.mark.parametrize("size", SIZES)
async def test_pages_of_the_lead_are_accessible_and_fit(demo, open_page, size):
    async with open_page(demo.address + LEAD_PAGES[0], size, role="academy") as page:
        for path in LEAD_PAGES:
            await page.goto(demo.address + path)
            await faultless(page)


async def test_without_scripts_a_starter_reads_and_gets_another_address(demo, open_page):
    """Not sent: the address is everybody's in these tests."""
    mine = demo.told["pages"]["my_academy"]
    async with open_page(mine, NARROW, scripts=False) as page:
        assert await page.get_by_role("heading", level=1).inner_text() == "My academy"
        await page.get_by_text("How soon a change shows").click()
        assert await page.get_by_text("Google: every 12 to 24 hours").is_visible()
        await page.get_by_role("link", name="Get a new address").click()
        assert await page.get_by_role("heading", level=1).inner_text() == "Get a new address"
        assert await page.get_by_text("The old addresses stop working at once").is_visible()
        button = page.get_by_role("button", name="Get a new address")
        form = button.locator("xpath=ancestor::form")
        assert await form.get_attribute("method") == "post"
        await page.get_by_role("link", name="Keep the address I have").click()
        assert page.url == mine


async def test_without_scripts_a_lead_prints(demo, open_page):
    async with open_page(f"{demo.address}/academy", scripts=False, role="academy") as page:
        await page.get_by_role("link", name="Autumn 2026").click()
        await page.get_by_role("link", name="Registers to print").click()
        await page.get_by_role("link", name="Monday 14 December 2026").click()
        assert await page.get_by_role("row", name="Alder Demo").count() == 6


async def test_by_keyboard_the_address_is_selected_whole_and_details_open(demo, open_page):
    async with open_page(demo.told["pages"]["my_academy"]) as page:
        await page.keyboard.press("Tab")
        assert await page.locator(":focus").inner_text() == "Skip to main content"
        for _ in range(60):
            await page.keyboard.press("Tab")
            if await page.locator(":focus").get_attribute("id") == "address":
                break
        selected = await page.evaluate("document.getSelection().toString()")
        assert selected == demo.told["feeds"]["member"]
        box = await page.locator(":focus").bounding_box()
        assert box is not None
        assert box["y"] >= 0
        summary = page.locator("summary", has_text="Step by step")
        await summary.focus()
        await page.keyboard.press("Enter")
        assert await page.get_by_text("Add Subscribed Calendar").is_visible()


async def test_the_first_thing_on_a_phone_is_what_is_next_and_one_big_button(demo, open_page):
    async with open_page(demo.told["pages"]["my_academy"], NARROW) as page:
        card = await page.locator(".app-next").bounding_box()
        assert card is not None
        assert card["y"] < NARROW[1] / 2
        button = page.get_by_role("button", name="Add to phone or Apple calendar")
        assert (await button.get_attribute("href") or "").startswith("webcal://127.0.0.1:")
        box = await button.bounding_box()
        assert box is not None
        assert box["height"] >= 44


async def test_the_code_is_large_enough_for_a_camera_and_has_its_white_border(demo, open_page):
    async with open_page(demo.told["pages"]["my_academy"]) as page:
        code = page.get_by_role("img", name="QR code")
        box = await code.bounding_box()
        assert box is not None
        assert box["width"] >= 180
        view = await code.locator("svg").get_attribute("viewBox")
        modules = int((view or "").split()[2])
        assert (modules - 8 - 17) % 4 == 0  # a whole version of the code and four modules around
        link = page.locator(".app-code a")
        assert await link.inner_text() == demo.told["pages"]["my_academy"]


async def test_printed_the_dates_stay_and_the_furniture_goes(demo, open_page):
    async with open_page(demo.told["pages"]["my_academy"]) as page:
        await page.emulate_media(media="print")
        for gone in (".govuk-service-navigation", ".app-subscribe", ".app-next", ".app-over"):
            assert not await page.locator(gone).first.is_visible()
        session = page.locator(".app-days .app-slot__name", has_text="Pre-proceedings")
        assert await session.is_visible()
        assert await page.get_by_text("Monday 14 December 2026, 9am to 4:30pm").last.is_visible()
        assert len(await page.pdf(format="A4")) > 10_000


async def test_a_printed_timetable_keeps_each_day_on_one_sheet(demo, open_page):
    async with open_page(demo.told["pages"]["timetable"]) as page:
        await page.emulate_media(media="print")
        assert not await page.locator(".app-subscribe").is_visible()
        sheets = page.locator(".app-sheet")
        assert await sheets.count() == 27
        inside = "each => getComputedStyle(each).breakInside"
        assert {await each.evaluate(inside) for each in await sheets.all()} == {"avoid"}
        heights = [
            (await each.bounding_box() or {"height": 9e9})["height"] for each in await sheets.all()
        ]
        assert max(heights) < 1000  # of 1,010 pixels that an A4 sheet has within its margins
        assert len(await page.pdf(format="A4")) > 10_000


async def test_a_printed_register_has_names_and_no_furniture(demo, open_page):
    register = f"{demo.address}{COHORT}/registers/2026-12-14"
    async with open_page(register, role="academy") as page:
        await page.emulate_media(media="print")
        assert not await page.locator(".app-office").is_visible()
        registers = page.locator(".app-register")
        assert await registers.count() == 6
        before = "each => getComputedStyle(each).breakBefore"
        assert await registers.nth(1).evaluate(before) == "page"
        assert await page.get_by_text("Alder Demo").first.is_visible()


async def test_forced_colours_keep_borders_and_the_code(demo, open_page):
    async with open_page(demo.told["pages"]["my_academy"], NARROW) as page:
        await page.emulate_media(forced_colors="active")
        assert await violations(page) == []
        border = "each => getComputedStyle(each).borderTopWidth"
        assert await page.locator(".app-leaf").first.evaluate(border) == "1px"
        adjust = "each => getComputedStyle(each).forcedColorAdjust"
        assert await page.locator(".app-code svg").evaluate(adjust) == "none"


async def test_the_address_on_the_page_brings_a_moved_session_into_a_real_calendar(
    demo: Demo, open_page: OpenPage, tmp_path: Path
):
    """vdirsyncer fetches what the page gives to copy, khal shows it: once, at its new time."""
    async with open_page(demo.told["pages"]["my_academy"], NARROW, scripts=False) as page:
        address = await page.get_by_label("Or copy your private calendar address").input_value()
        told = " ".join((await page.locator("main").inner_text()).split())
    assert "Pre-proceedings and the role of legal" in told
    starter = Subscriber(tmp_path / "starter", address)
    assert starter.subscribe().copied > 40
    review = starter.calendar(date(2026, 12, 14), date(2026, 12, 16))
    moved = [each for each in review if "Pre-proceedings" in each.title]
    assert moved == [
        Shown(
            "Pre-proceedings and the role of legal",
            "2026-12-16 13:00",
            "2026-12-16 14:30",
            "CONFIRMED",
            "Assembly Room, County Hall (demo), Demoshire",
        )
    ]
    gone = [each for each in review if "Homeless" in each.title]
    assert [(each.title[:10], each.status) for each in gone] == [("Cancelled:", "CANCELLED")]

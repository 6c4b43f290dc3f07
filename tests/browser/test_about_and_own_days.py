"""Pages about the service, a manager's team and a facilitator's days, in a browser."""

from __future__ import annotations

import httpx
import pytest

from tests.browser.conftest import NARROW, Demo, OpenPage
from tests.browser.test_academy_pages import faultless
from tests.browser.test_scorecard_pages import SIZES

pytestmark = pytest.mark.browser

ABOUT = ["/accessibility", "/privacy", "/cookies", "/status", "/api/docs", "/api/docs/follow-ups"]


@pytest.mark.parametrize("size", SIZES)
async def test_pages_about_the_service_are_accessible_and_fit(
    demo: Demo, open_page: OpenPage, size
):
    # The description is derived when it is first asked for, which a busy computer takes long for.
    async with httpx.AsyncClient(timeout=120, trust_env=False) as client:
        (await client.get(f"{demo.address}/api/docs")).raise_for_status()
    async with open_page(demo.address + ABOUT[0], size) as page:
        for path in ABOUT:
            await page.goto(demo.address + path)
            await faultless(page)


@pytest.mark.parametrize("size", SIZES)
async def test_an_error_page_is_accessible_and_names_its_reference(
    demo: Demo, open_page: OpenPage, size
):
    async with open_page(f"{demo.address}/nowhere", size, status=404) as page:
        await faultless(page)
        assert len(await page.locator(".app-reference").inner_text()) == 12


@pytest.mark.parametrize("size", SIZES)
async def test_team_and_days_are_accessible_and_fit(demo: Demo, open_page: OpenPage, size):
    async with open_page(f"{demo.address}/team?weeks=52", size, role="manager") as page:
        await faultless(page)
    async with open_page(f"{demo.address}/my-days", size, role="facilitator") as page:
        await faultless(page)
        await page.locator('a[href^="/my-days/"]').first.click()
        await faultless(page)


async def test_without_scripts_and_by_keyboard_cover_is_confirmed_and_a_register_taken(
    demo: Demo, open_page: OpenPage
):
    async with open_page(
        f"{demo.address}/team?weeks=52", NARROW, role="manager", scripts=False
    ) as page:
        await page.get_by_role("checkbox").first.focus()
        await page.keyboard.press("Space")
        await page.get_by_role("button", name="Confirm cover").focus()
        await page.keyboard.press("Enter")
        await page.get_by_text("Cover is confirmed for 1 session.").wait_for()
    async with open_page(
        f"{demo.address}/my-days", NARROW, role="facilitator", scripts=False
    ) as page:
        await page.locator('a[href^="/my-days/"]').first.focus()
        await page.keyboard.press("Enter")
        await page.get_by_role("radio", name="Absent", exact=True).first.focus()
        await page.keyboard.press("Space")
        await page.get_by_role("button", name="everybody else attended").focus()
        await page.keyboard.press("Enter")
        await page.get_by_text("marked.", exact=False).first.wait_for()
        assert "marked=" in page.url

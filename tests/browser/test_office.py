"""Signing in and the start page, as each of the people does it in a browser."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Demo, OpenPage
from tests.browser.test_academy_pages import faultless
from tests.browser.test_scorecard_pages import SIZES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", SIZES)
async def test_pages_of_signing_in_are_accessible_and_fit(demo: Demo, open_page: OpenPage, size):
    """The demo's link of the administrator is looked at only, and so stays good."""
    link = demo.told["sign_in"]["admin"]
    for address, status in (
        (link, 200),
        (f"{demo.address}/sign-in", 200),
        (f"{demo.address}/sign-in/spent", 404),
        (f"{demo.address}/signed-out", 200),
    ):
        async with open_page(address, size, status=status) as page:
            await faultless(page)


@pytest.mark.parametrize("size", SIZES)
async def test_the_start_page_shows_what_each_may_do(demo: Demo, open_page: OpenPage, size):
    for role, there in (("academy", "Cohorts"), ("auditor", "Your role")):
        async with open_page(f"{demo.address}/office", size, role=role) as page:
            await faultless(page)
            assert await page.get_by_role("heading", name=there).count() == 1
    async with open_page(f"{demo.address}/academy", size, role="auditor", status=403) as page:
        await faultless(page)


async def test_without_scripts_and_by_keyboard_somebody_signs_in_and_out(
    demo: Demo, open_page: OpenPage
):
    """From the page that was wanted back to it, then out; the session is worth nothing afterwards."""
    async with open_page(demo.told["sign_in"]["hr"], scripts=False) as page:
        await page.get_by_role("button", name="Sign in").focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"{demo.address}/office")
        assert await page.get_by_text("Signed in as Wagtail Demo").count() == 1
        held = await page.context.cookies()
        await page.get_by_role("button", name="Sign out").click()
        await page.wait_for_url(f"{demo.address}/signed-out")
        await page.context.add_cookies(held)
        await page.goto(f"{demo.address}/office")
        assert page.url == f"{demo.address}/sign-in?to=/office"

"""The audit trail and the accounts in a browser: each page once at both sizes."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Demo, OpenPage
from tests.browser.test_academy_pages import faultless
from tests.browser.test_scorecard_pages import SIZES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", SIZES)
async def test_the_audit_trail_is_accessible_and_fits(demo: Demo, open_page: OpenPage, size):
    async with open_page(f"{demo.address}/audit", size, role="auditor") as page:
        for each in await page.locator("details").all():
            await each.evaluate("each => each.open = true")
        await faultless(page)
    faulty = f"{demo.address}/audit?who=Nobody&from=yesterday"
    async with open_page(faulty, size, role="auditor", status=422) as page:
        await faultless(page)


@pytest.mark.parametrize("size", SIZES)
async def test_the_accounts_are_accessible_and_fit(demo: Demo, open_page: OpenPage, size):
    async with open_page(f"{demo.address}/accounts", size, role="admin") as page:
        await faultless(page)
        await page.goto(f"{demo.address}/accounts/new")
        await faultless(page)
        await page.goto(f"{demo.address}/accounts")
        await page.locator("tbody th a").first.press("Enter")
        await page.get_by_role("button", name="Make a new link").press("Enter")
        await page.get_by_label("The link to copy").wait_for()
        await faultless(page)

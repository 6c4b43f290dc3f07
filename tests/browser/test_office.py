"""Signing in and the start page, as each of the people does it in a browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.browser.conftest import ROOT, Demo, OpenPage
from tests.browser.test_academy_pages import faultless
from tests.browser.test_scorecard_pages import SIZES

pytestmark = pytest.mark.browser


@pytest.fixture
def links(demo: Demo) -> dict[str, str]:
    """Fresh links: other tests may have used up those of the first load."""
    told = subprocess.run(
        [sys.executable, "-m", "service", "demo", "--format", "json"],
        cwd=ROOT,
        env={
            **{name: text for name, text in os.environ.items() if "SCORECARD" not in name},
            "DATABASE_URL": f"sqlite:///{demo.database}",
            "SCORECARD_DEMO": "yes",
            "SCORECARD_PUBLIC_URL": demo.address,
        },
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, str] = json.loads(told.stdout)["sign_in"]
    return found


@pytest.mark.parametrize("size", SIZES)
async def test_pages_of_signing_in_are_accessible_and_fit(
    demo: Demo, links: dict[str, str], open_page: OpenPage, size
):
    link = links["admin"]
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
    demo: Demo, links: dict[str, str], open_page: OpenPage
):
    """From the page that was wanted back to it, then out; the session is worth nothing afterwards."""
    async with open_page(links["hr"], scripts=False) as page:
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

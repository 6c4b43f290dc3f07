"""The principal social worker in a browser: every page at two widths, and the whole way without scripts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from service.publication.shelf import LOOK_AGAIN_AFTER
from tests.browser.conftest import NARROW, WIDE, Demo, OpenPage, _served
from tests.browser.test_scorecard_pages import (
    faults_elsewhere,
    violations,
    wider_than_the_window,
)

pytestmark = pytest.mark.browser

DONE, NEVER = "/prepare/2026-09-30", "/prepare/2025-09-30"
"""A half-year of the demo that is published, and one that never was."""
PAGES = (
    "/prepare",
    "/prepare/targets",
    "/prepare/targets/new",
    NEVER,
    f"{NEVER}/data",
    f"{NEVER}/numbers",
    f"{NEVER}/numbers/turnover-fte",
    f"{NEVER}/numbers/turnover-fte/rows",
    f"{NEVER}/words",
    f"{NEVER}/words/headline",
    f"{NEVER}/words/comments/turnover-fte",
    f"{NEVER}/words/actions/new",
    f"{NEVER}/words/events/new",
    f"{NEVER}/words/quotations",
    f"{NEVER}/protection",
    f"{NEVER}/preview",
    f"{NEVER}/people",
    f"{NEVER}/people/new",
    f"{NEVER}/release",
    f"{NEVER}/publish",
    f"{NEVER}/seen",
    f"{DONE}/correct",
    f"{DONE}/v1/withdraw",
    f"{DONE}/v1/published",
)


async def test_every_page_of_preparing_is_accessible_at_both_sizes(
    council: str, open_page: OpenPage
):
    """Each page is computed once, and looked at in both sizes."""
    async with open_page(f"{council}{PAGES[0]}", WIDE, role="psw") as page:
        for path in PAGES:
            await page.goto(council + path)
            for width, height in (WIDE, NARROW):
                await page.set_viewport_size({"width": width, "height": height})
                assert await violations(page) == [], (path, width)
                assert await wider_than_the_window(page) == [], (path, width)
                if (width, height) == WIDE:
                    assert await faults_elsewhere(page) == [], path


A_SECOND = 1000 * LOOK_AGAIN_AFTER + 100
"""Milliseconds after which every process of the server knows of a new version."""


@pytest.fixture(scope="module")
def office(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A copy of the demo council, to be changed, with links of its own to sign in."""
    folder = tmp_path_factory.mktemp("office")
    loaded = demo.database
    with (
        closing(sqlite3.connect(loaded)) as held,
        closing(sqlite3.connect(folder / "council.sqlite")) as copy,
    ):
        held.backup(copy)
    with _served(["demo", "--format", "json"], folder) as (address, told):
        yield Demo(address, json.loads(told), folder / "council.sqlite")


async def test_without_scripts_she_checks_comments_previews_publishes_and_corrects(
    office: Demo, open_page: OpenPage
):
    async with open_page(office.told["sign_in"]["psw"], scripts=False, refused=422) as page:

        async def follow(name: str) -> None:
            async with page.expect_navigation():
                await page.get_by_role("link", name=name).first.click()

        async def press(name: str) -> None:
            """By keyboard, as every button can be."""
            await page.get_by_role("button", name=name).focus()
            async with page.expect_navigation():
                await page.keyboard.press("Enter")

        async def heading() -> str:
            return await page.get_by_role("heading", level=1).inner_text()

        await press("Sign in")
        await follow("Prepare a scorecard")
        await page.get_by_text("Earlier half-years that were never published").click()
        await follow("Half-year to 30 September 2025")

        await follow("Check the numbers")
        turnover = page.get_by_role("row", name="Turnover, twelve months (FTE")
        async with page.expect_navigation():
            await turnover.get_by_role("link").click()
        await follow("Rows")
        assert "rows of the files that were sent add up to" in await page.inner_text("main")
        await page.goto(f"{office.address}{NEVER}/numbers")
        await press("Mark the numbers as checked")
        assert "Ticked by" in await page.inner_text("main")

        await follow("Write the words")
        await follow("Turnover, twelve months (FTE, DfE definition)")
        await page.get_by_label("Why is the figure as it is?").fill(
            "Two teams were short of people."
        )
        await press("Save")
        await follow("Write the headline")
        await page.get_by_label("What should everybody know").fill("One. Two. Three.")
        await press("Save")
        assert await page.get_by_role("link", name="Headline has 3 sentences").is_visible()
        await page.get_by_label("What should everybody know").fill("More people left than came.")
        await press("Save")
        await follow("Half-year to 30 September 2025")

        await follow("Look at the preview")
        assert "More people left than came." in await page.inner_text("main")
        await press("Mark the preview as looked at")
        await follow("Publish")
        await page.get_by_label("Type the last day").fill("30 September 2025")
        await press("Publish the scorecard")
        assert await heading() == "Published"
        await page.wait_for_timeout(A_SECOND)
        await follow("See the public page")
        assert "Two teams were short of people." in await page.inner_text("main")

        await page.goto(f"{office.address}{NEVER}/words/headline")
        await page.get_by_label("What should everybody know").fill("As many people left as came.")
        await press("Save")
        await page.goto(f"{office.address}{NEVER}")
        await follow("Publish a correction")
        assert "What is written beside the figures was changed" in await page.inner_text("main")
        await page.get_by_label("What was wrong?").fill(
            "The headline said more than the figures do."
        )
        await page.get_by_label("Type the last day").fill("30/9/2025")
        await press("Publish version 2")
        assert "version 2" in await page.inner_text("main")
        await page.wait_for_timeout(A_SECOND)
        await follow("See the public page")
        assert "The headline said more than the figures do." in await page.inner_text("main")

"""HR's and coders' pages in a browser: each once at both sizes, and HR's journey without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.workforce.records import Kind
from tests.browser.conftest import NARROW, WIDE, Demo, OpenPage
from tests.browser.test_academy_pages import faultless
from tests.browser.test_scorecard_pages import SIZES
from tests.unit.workforce.files import a_file

pytestmark = pytest.mark.browser

HR_PAGES = [
    "/data/import",
    "/data/import/posts",
    "/data/import/returns",
    "/data/people",
    "/data/people?team=Nowhere",
    "/data/posts?sort=-fte",
    "/data/leavers?from=2026-04-01&to=2026-09-30",
    "/exit-interviews",
    "/exit-interviews/new",
    "/follow-ups",
    "/staff-surveys",
    "/staff-surveys/new",
]


def first_cells(file: Path) -> list[str]:
    return [line.partition(",")[0] for line in file.read_text("utf-8-sig").splitlines()]


@pytest.mark.parametrize("size", SIZES)
async def test_pages_of_hr_are_accessible_and_fit(demo: Demo, open_page: OpenPage, size):
    async with open_page(demo.address + HR_PAGES[0], size, role="hr") as page:
        for path in HR_PAGES:
            await page.goto(demo.address + path)
            await faultless(page)
        for path in (
            "/data/import/returns?state=refused",
            "/exit-interviews?status=done",
            "/staff-surveys",
            "/data/import/returns?state=confirmed",
        ):
            await page.goto(demo.address + path)
            await page.locator("tbody th a").first.click()
            await page.wait_for_load_state()
            for each in await page.locator("details").all():
                await each.evaluate("each => each.open = true")
            await faultless(page)
        await page.get_by_role("link", name="Undo this import").click()
        await page.wait_for_load_state()
        await faultless(page)
        await page.goto(f"{demo.address}/exit-interviews?status=offered")
        await page.locator("tbody th a").first.click()
        for link in ("Change dates or how it stands", "Enter what they said"):
            await page.get_by_role("link", name=link).click()
            await page.wait_for_load_state()
            await faultless(page)
            await page.go_back()


@pytest.mark.parametrize("size", SIZES)
async def test_pages_of_coders_are_accessible_and_fit(demo: Demo, open_page: OpenPage, size):
    async with open_page(f"{demo.address}/coding", size, role="coder") as page:
        await faultless(page)
        await page.locator("tbody th a").first.click()
        await page.wait_for_load_state()
        await faultless(page)
        await page.goto(f"{demo.address}/quotations")
        await faultless(page)


async def test_hr_mends_a_faulty_file_by_keyboard_and_without_scripts(
    demo: Demo, open_page: OpenPage, tmp_path: Path
):
    """A faulty file, its findings, the mended one, the difference, the receipt, the export, undo."""
    faulty, mended = tmp_path / "faulty.csv", tmp_path / "mended.csv"
    row = {"post": "NEW-1", "team": "Harbour test team", "opened": "2026-11-02"}
    faulty.write_bytes(a_file(Kind.POSTS, {**row, "role": "captain"}))
    mended.write_bytes(a_file(Kind.POSTS, row))
    start = f"{demo.address}/data/import/posts"
    async with open_page(start, NARROW, role="hr", scripts=False) as page:
        await page.get_by_label("Choose the file").set_input_files(faulty)
        await page.get_by_role("button", name="Send and check").press("Enter")
        await page.wait_for_url("**/data/import/returns/*")
        heading = page.get_by_role("heading", level=1)
        assert await heading.inner_text() == "1 row cannot be imported"
        await page.get_by_role("alert").get_by_role("link").first.press("Enter")
        assert page.url.endswith("#refused-1")
        refused = page.url
        await page.get_by_label("Choose the file").set_input_files(mended)
        await page.get_by_role("button", name="Send and check").press("Enter")
        await page.wait_for_url(lambda url: url.partition("#")[0] != refused.partition("#")[0])
        assert await heading.inner_text() == "Check what will change"
        await page.get_by_role("button", name="Confirm the import").press("Enter")
        await page.get_by_role("heading", name="Import complete").wait_for()
        receipt = page.url
        await page.goto(f"{demo.address}/data/posts?team=Harbour+test+team")
        assert await page.get_by_text("1 row: one for each post").is_visible()
        async with page.expect_download() as coming:
            await page.get_by_role("link", name="Export this view (CSV)").press("Enter")
        assert first_cells(await (await coming.value).path()) == ["post", "NEW-1"]
        await page.goto(receipt)
        await page.get_by_role("link", name="Undo this import").press("Enter")
        await page.get_by_role("button", name="Undo the import").press("Enter")
        await page.get_by_role("heading", name="This import was undone").wait_for()


async def test_a_link_is_shown_once_and_can_be_copied(demo: Demo, open_page: OpenPage):
    async with open_page(f"{demo.address}/exit-interviews?status=offered", WIDE, role="hr") as page:
        await page.locator("tbody th a").first.click()
        await page.get_by_role("button", name="Make a").click()
        await page.get_by_label("The link to copy").wait_for()
        await faultless(page)
        address = await page.get_by_label("The link to copy").input_value()
        assert address.startswith(f"{demo.address}/exit-interview/")
        await page.goto(page.url)
        assert address not in await page.content()

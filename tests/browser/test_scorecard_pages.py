"""The public pages in a browser: accessible, at 320 pixels, without scripts, by keyboard, printed."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.browser.conftest import NARROW, WIDE, OpenPage

pytestmark = pytest.mark.browser

PAGES = [
    "/scorecards",
    "/scorecards/2026-09-30",
    "/scorecards/2026-03-31",
    "/scorecards/2026-03-31/v1",
    "/scorecards/2026-09-30/measures/turnover-fte",
    "/scorecards/2026-09-30/measures/caseload-highest",
    "/revisions",
    "/methodology",
    "/problems",
    "/problems/already-published",
]
SIZES = [NARROW, WIDE]
AXE = {
    # What passes is told with one element each: all of them took longer than the checks.
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}


async def violations(page: Page) -> list[tuple[str, str]]:
    found = await Axe().run(page, options=AXE)
    assert found.response["passes"]
    return [
        (each["id"], node["html"])
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


async def wider_than_the_window(page: Page) -> list[str]:
    """Elements that stick out on the right, other than in a region that scrolls.

    The head of a table is out of sight where its rows are shown as cards.
    """
    return await page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(each => !each.closest('.app-scroll, .govuk-visually-hidden, .govuk-skip-link'))
            .filter(each => innerWidth > 640 || !each.closest('.app-stack thead'))
            .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
            .filter(each => getComputedStyle(each).position !== 'absolute')
            .map(each => each.outerHTML.slice(0, 120))"""
    )


async def faults_elsewhere(page: Page) -> list[str]:
    """What is wrong with letters of twice the size, in forced colours, and on paper.

    Whether the page is enlarged or the browser's letters are, a line has half as many of them:
    every width at which a page changes is in em.
    """
    await page.set_viewport_size({"width": WIDE[0] // 2, "height": WIDE[1] // 2})
    found = [f"letters of 200 %: {each}" for each in await wider_than_the_window(page)]
    await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    await page.emulate_media(forced_colors="active")
    found += await page.evaluate(
        """() => [...document.querySelectorAll('main button, main input, main select, main textarea')]
            .filter(each => each.checkVisibility() && each.type !== 'hidden' && each.type !== 'file')
            .filter(each => !each.matches('.govuk-radios__input, .govuk-checkboxes__input'))
            .filter(each => parseFloat(getComputedStyle(each).borderTopWidth) === 0)
            .map(each => 'no border in forced colours: ' + each.outerHTML.slice(0, 120))"""
    )
    await page.emulate_media(forced_colors="none", media="print")
    for furniture in (".govuk-service-navigation", ".govuk-skip-link", ".govuk-breadcrumbs"):
        for each in await page.locator(furniture).all():
            if await each.is_visible():
                found.append(f"printed: {furniture}")
    if not await page.locator("h1").first.is_visible():
        found.append("printed without its heading")
    await page.emulate_media(media="screen")
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
async def test_a_public_page_is_accessible_and_fits(
    council: str, open_page: OpenPage, path: str, size: tuple[int, int]
):
    async with open_page(council + path, size) as page:
        assert await violations(page) == []
        assert await wider_than_the_window(page) == []
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(overflow) == 0
        assert await page.locator("h1").count() == 1
        if size == WIDE:
            assert await faults_elsewhere(page) == []


@pytest.mark.parametrize("size", SIZES)
async def test_a_council_that_has_published_nothing(
    new_council: str, open_page: OpenPage, size: tuple[int, int]
):
    async with open_page(f"{new_council}/scorecards", size) as page:
        assert await violations(page) == []
        text = await page.locator("main").inner_text()
        assert "No scorecard has been published yet." in text
        assert "The first is for the half-year to" in text
        assert await page.locator("table").count() == 0


@pytest.mark.parametrize("size", SIZES)
async def test_a_scorecard_that_is_not_there_is_a_page_with_words(
    council: str, open_page: OpenPage, size: tuple[int, int]
):
    async with open_page(f"{council}/scorecards/2020-03-31", size, status=404) as page:
        assert await violations(page) == []
        text = await page.locator("main").inner_text()
        assert "No scorecard has been published for the half-year to 31 March 2020." in text


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_is_lost_without_scripts(council: str, open_page: OpenPage, path: str):
    async with open_page(council + path) as page:
        with_scripts = await page.locator("body").inner_text()
        assert await page.locator("script").count() == 0
    async with open_page(council + path, scripts=False) as page:
        assert await page.locator("body").inner_text() == with_scripts


@pytest.mark.parametrize("path", PAGES)
async def test_the_first_key_press_reaches_the_skip_link(
    council: str, open_page: OpenPage, path: str
):
    async with open_page(council + path) as page:
        await page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert await focused.inner_text() == "Skip to main content"
        box = await focused.bounding_box()
        assert box is not None
        assert box["width"] > 100
        await page.keyboard.press("Enter")
        await page.wait_for_url("**#main-content", wait_until="commit")


async def test_a_reader_gets_from_the_start_page_to_a_figure_and_its_definition(
    council: str, open_page: OpenPage
):
    async with open_page(f"{council}/", scripts=False) as page:
        assert page.url == f"{council}/scorecards"
        await page.get_by_role("link", name="Half-year to 30 September 2026").first.click()
        assert page.url == f"{council}/scorecards/2026-09-30"
        await page.get_by_role("link", name="Vacancy rate (FTE)").first.click()
        assert page.url.endswith("#vacancy-rate-fte")
        row = page.locator("tr#vacancy-rate-fte")
        assert await row.locator(".app-figures__number").inner_text() == "14.8%"
        await row.get_by_role("link").click()
        assert page.url == f"{council}/scorecards/2026-09-30/measures/vacancy-rate-fte"
        assert await page.locator("h1").inner_text() == "Vacancy rate (FTE)"
        await page.get_by_role("link", name="The definition as it is today").click()
        assert page.url == f"{council}/methodology#vacancy-rate-fte"
        heading = page.locator("h3#vacancy-rate-fte")
        assert await heading.inner_text() == "Vacancy rate (FTE)"


async def test_every_link_within_the_pages_leads_somewhere(council: str, open_page: OpenPage):
    wanted: set[tuple[str, str]] = set()
    anchors: dict[str, set[str]] = {}
    for path in PAGES:
        async with open_page(council + path) as page:
            anchors[path] = set(
                await page.eval_on_selector_all("[id]", "all => all.map(each => each.id)")
            )
            for address in await page.eval_on_selector_all(
                "a", "all => all.map(each => each.href)"
            ):
                assert address.startswith(council)
                target, _, fragment = address.removeprefix(council).partition("#")
                wanted.add((target, fragment))
            if path == PAGES[-1]:
                for target in sorted({target for target, _ in wanted}):
                    answer = await page.request.get(council + target)
                    assert (target, answer.status) == (target, 200)
    inside = {(target, fragment) for target, fragment in wanted if fragment}
    assert len(inside) > 60
    assert {each for each in inside if each[1] not in anchors[each[0]]} == set()


@pytest.mark.parametrize(("size", "shown"), [(NARROW, "narrow"), (WIDE, "wide")])
async def test_a_chart_is_shown_in_the_size_that_can_be_read(
    council: str, open_page: OpenPage, size: tuple[int, int], shown: str
):
    async with open_page(f"{council}/scorecards/2026-09-30", size) as page:
        charts = page.locator(".app-chart")
        assert await charts.count() >= 6
        for chart in await charts.all():
            for name in ("narrow", "wide"):
                assert await chart.locator(f".chart-{name}").is_visible() is (name == shown)
            drawn = chart.locator(f".chart-{shown}")
            words = await drawn.locator("text").first.bounding_box()
            assert words is not None
            assert words["height"] >= 12
            assert await drawn.get_attribute("role") == "img"


async def test_the_numbers_of_a_chart_open_by_keyboard_and_are_open_in_print(
    council: str, open_page: OpenPage
):
    async with open_page(f"{council}/scorecards/2026-09-30") as page:
        numbers = page.locator(".app-chart details").first
        table = numbers.locator("table")
        assert not await table.is_visible()
        await numbers.locator("summary").focus()
        await page.keyboard.press("Enter")
        assert await table.is_visible()
        await page.keyboard.press("Enter")
        await page.emulate_media(media="print")
        assert await table.is_visible()
        assert not await numbers.locator("summary").is_visible()


async def test_charts_take_the_colours_of_the_system_where_it_has_its_own(
    council: str, open_page: OpenPage
):
    colour = "each => getComputedStyle(each).stroke"
    async with open_page(f"{council}/scorecards/2026-09-30") as page:
        line = page.locator(".chart-wide .line-0").first
        assert await line.evaluate(colour) == "rgb(18, 67, 109)"
        await page.emulate_media(forced_colors="active", color_scheme="dark")
        assert await line.evaluate(colour) != "rgb(18, 67, 109)"


async def test_the_correction_says_what_moved_and_why(council: str, open_page: OpenPage):
    async with open_page(f"{council}/scorecards/2026-03-31") as page:
        text = await page.locator("main").inner_text()
        assert "Corrected 24 June 2026:" in text
        section = page.locator("section[aria-labelledby=corrections]")
        moved = await section.locator("table").first.inner_text()
        assert "Social workers in post (headcount)" in moved
        assert "Some leavers were reported after the earlier version" in moved
        await page.get_by_role("link", name="Version 1", exact=True).click()
        assert page.url == f"{council}/scorecards/2026-03-31/v1"
        banner = await page.locator(".app-banner").first.inner_text()
        assert "This is version 1, which has been corrected since." in banner
        await page.get_by_role("link", name="the half-year to 30 September 2026").click()
        assert page.url == f"{council}/scorecards/2026-09-30"
        assert "earlier half-year" not in await page.locator("main").inner_text()


async def test_cards_and_rows_of_a_narrow_screen_read_in_order(council: str, open_page: OpenPage):
    async with open_page(f"{council}/scorecards/2026-09-30", NARROW) as page:
        boxes = [await each.bounding_box() for each in await page.locator(".app-card").all()]
        assert len(boxes) == 6
        assert {round(box["x"]) for box in boxes if box} == {15}
        tops = [box["y"] for box in boxes if box]
        assert tops == sorted(tops)
        label = "getComputedStyle(each, '::before').content"
        cell = page.locator("tr#turnover-fte td").first
        assert await cell.evaluate(f"each => {label}") == '"Value"'


@pytest.mark.parametrize("path", PAGES)
async def test_a_printed_page_has_the_figures_and_no_furniture(
    council: str, open_page: OpenPage, path: str
):
    async with open_page(council + path) as page:
        await page.emulate_media(media="print")
        for furniture in (".govuk-service-navigation", ".govuk-skip-link", ".app-not-printed"):
            for each in await page.locator(furniture).all():
                assert not await each.is_visible()
        assert await page.locator("h1").is_visible()
        assert len(await page.screenshot(full_page=True)) > 10_000
        assert len(await page.pdf(format="A4")) > 10_000


async def test_the_page_stands_in_forced_colours_and_at_four_times_the_size(
    council: str, open_page: OpenPage
):
    """1280 pixels at 400 % are 320 pixels; forced colours keep borders and text."""
    async with open_page(f"{council}/scorecards/2026-09-30", NARROW) as page:
        await page.emulate_media(forced_colors="active")
        assert await violations(page) == []
        border = await page.locator(".app-card").first.evaluate(
            "each => getComputedStyle(each).borderTopWidth"
        )
        assert border == "5px"

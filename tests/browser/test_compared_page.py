"""A scorecard with targets and comparators, set up over HTTP alone, in a browser at two widths."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from tests.browser.conftest import NARROW, ROOT, WIDE, OpenPage, _wait_for
from tests.browser.test_scorecard_pages import violations, wider_than_the_window
from tests.small_council import FIRST_RETURNS
from tests.unit.benchmarks.files import indicators, model

pytestmark = pytest.mark.browser

COMMAND = [sys.executable, "-m", "service"]
TARGETS = {"vacancy-rate-fte": "12", "turnover-fte": "25", "agency-rate-fte": "19"}

WHY = "Figures of one team pointed to a single person. We are sorry for that."
WRITTEN = (
    (
        "PUT",
        "2026-09-30/commentary/headline",
        {"words": "Vacancies rose to a third of posts. <b>Turnover</b> met its target."},
    ),
    (
        "PUT",
        "2026-09-30/commentary/comments/vacancy-rate-fte",
        {
            "words": "Two posts in Moorland are advertised for the third time.\nAgency workers cover both.",
            "owner": "Head of service, Moorland",
        },
    ),
    (
        "POST",
        "2026-09-30/commentary/actions",
        {
            "words": "Offer a retention payment to qualified workers in Moorland",
            "owner": "Director of children’s services",
            "due": "2027-01-31",
            "measure": "vacancy-rate-fte",
        },
    ),
    (
        "POST",
        "2026-09-30/commentary/actions",
        {
            "words": "Move the advert to the regional portal",
            "owner": "HR",
            "due": "2026-10-15",
            "state": "closed",
            "outcome": "On the portal since 12 October",
        },
    ),
    (
        "POST",
        "2026-09-30/commentary/events",
        {"on": "2026-05-01", "words": "Retention payment starts"},
    ),
    (
        "POST",
        "2026-09-30/release/people",
        {"name": "Ada Example", "role": "Lead member", "reason": "To answer questions on the day"},
    ),
    ("PUT", "2027-03-31/release", {"release_at": "2027-05-20"}),
)


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a council whose scorecard has a target met, one within tolerance, one missed."""
    folder = tmp_path_factory.mktemp("compared")
    environment = {
        **{name: text for name, text in os.environ.items() if "SCORECARD" not in name},
        "DATABASE_URL": f"sqlite:///{folder / 'council.sqlite'}",
        "SCORECARD_COUNCIL_NAME": "Testshire",
        "SCORECARD_IDENTITY_KEY": "for the browser test only, 32 bytes or more",
        "SCORECARD_AUTHORITY_CODE": "888",
        "SCORECARD_COMPARE_WITH": "351,384",
    }
    subprocess.run(
        [*COMMAND, "migrate"], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    issue = [*COMMAND, "keys", "issue", "--name", "test", "--scope", "psw", "--scope", "hr"]
    made = subprocess.run(
        [*issue, "--format", "json"], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    serve = [*COMMAND, "serve", "--port", str(port)]
    with subprocess.Popen(serve, cwd=ROOT, env=environment) as process:
        try:
            _wait_for(f"{address}/readyz", process)
            prepared(address, json.loads(made.stdout)["key"])
            yield address
        finally:
            process.terminate()
            process.wait(30)


def prepared(address: str, key: str) -> None:
    csv = {"content-type": "text/csv"}
    with httpx.Client(
        base_url=f"{address}/api/v1",
        headers={"authorization": f"Bearer {key}"},
        trust_env=False,
        timeout=120,
    ) as http:
        for each in FIRST_RETURNS:
            sent = http.post(f"/workforce/returns/{each.kind}", content=each.text, headers=csv)
            http.post(f"/workforce/returns/{sent.json()['id']}/confirm").raise_for_status()
        for content in (indicators(), model()):
            http.post("/benchmarks/vintages", content=content, headers=csv).raise_for_status()
        for measure, value in TARGETS.items():
            target = {
                "measure": measure,
                "value": value,
                "tolerance": "1",
                "decided_on": "2026-04-01",
                "in_force_from": "2026-04-01",
                "source": "Workforce strategy 2026 to 2029, Cabinet, 1 April 2026",
            }
            http.post("/targets", json=target).raise_for_status()
        for method, path, body in WRITTEN:
            http.request(method, f"/scorecards/{path}", json=body).raise_for_status()
        http.post("/scorecards/2026-09-30/publish").raise_for_status()
        early = {"accept_missing_returns": "Nothing was counted before April."}
        http.post("/scorecards/2026-03-31/publish", json=early).raise_for_status()
        gone = http.post("/scorecards/2026-03-31/v1/withdrawal", json={"reason": WHY})
        gone.raise_for_status()


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_status_and_the_comparators_can_be_read_by_everybody(
    council: str, open_page: OpenPage, size: tuple[int, int]
):
    """Of the demo: it has people enough to be told of in public."""
    async with open_page(f"{council}/scorecards/2026-09-30", size) as page:
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(overflow) == 0
        cards = await page.locator(".app-card .app-target").all_inner_texts()
        assert cards == ["▲ Target missed", "● Target met", "▲ Target missed", "● Target met"]
        row = await page.locator("#turnover-fte").inner_text()
        for words in ("Target met", "England 11.8%", "North West 12.2%", "median 13.25%"):
            assert words in row
        sources = await page.locator("section[aria-labelledby=comparisons]").inner_text()
        assert "Recruitment and retention strategy" in sources
        assert "year to 30 September 2025" in sources


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_page_with_targets_and_figures_kept_back_is_accessible_and_fits(
    compared: str, open_page: OpenPage, size: tuple[int, int]
):
    async with open_page(f"{compared}/scorecards/2026-09-30", size) as page:
        assert await violations(page) == []
        assert await wider_than_the_window(page) == []
        cards = await page.locator(".app-card .app-target").all_inner_texts()
        assert "No status: the figure has no number" in cards


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_people_wrote_can_be_read_by_everybody(
    compared: str, open_page: OpenPage, size: tuple[int, int]
):
    async with open_page(f"{compared}/scorecards/2026-09-30", size) as page:
        assert await violations(page) == []
        assert await wider_than_the_window(page) == []
        assert "<b>Turnover</b> met its target." in await page.locator("main").inner_text()
        comment = await page.locator(".app-comment").inner_text()
        assert "Agency workers cover both." in comment
        assert "Head of service, Moorland" in comment
        actions = page.locator("section[aria-labelledby=actions] tbody tr")
        assert await actions.count() == 2
        about = await page.locator("section[aria-labelledby=about]").inner_text()
        assert "Ada Example, Lead member: To answer questions on the day" in about
        if kept := os.environ.get("KEEP_PICTURES"):
            await page.screenshot(path=f"{kept}/words-{size[0]}.png", full_page=True)
        assert (
            "will be published at 9:30am on 20 May 2027" in await page.locator("main").inner_text()
        )


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_notice_of_a_withdrawn_scorecard_says_why_and_what_to_do(
    compared: str, open_page: OpenPage, size: tuple[int, int]
):
    notice = f"{compared}/scorecards/2026-03-31"
    async with open_page(notice, size, scripts=False, status=410) as page:
        said = await page.locator("main").inner_text()
        assert "This scorecard has been withdrawn" in said
        assert WHY in said
        assert "No other version stands in its place yet." in said
        if kept := os.environ.get("KEEP_PICTURES"):
            await page.screenshot(path=f"{kept}/notice-{size[0]}.png", full_page=True)
    for address in (notice, f"{compared}/scorecards", f"{compared}/revisions"):
        status = 410 if address == notice else 200
        async with open_page(address, size, status=status) as page:
            assert await violations(page) == []
            assert await wider_than_the_window(page) == []
            assert WHY in await page.locator("main").inner_text()
            if kept := os.environ.get("KEEP_PICTURES"):
                name = address.rpartition("/")[2]
                await page.screenshot(path=f"{kept}/{name}-{size[0]}.png", full_page=True)


async def test_printed_and_without_colour_the_words_are_still_there(
    compared: str, open_page: OpenPage
):
    async with open_page(f"{compared}/scorecards/2026-09-30", scripts=False) as page:
        await page.emulate_media(media="print", forced_colors="active")
        assert await page.get_by_text("Target missed").first.is_visible()
        assert await page.get_by_text("Targets and who decided them").is_visible()

"""The evidence pack as a page: accessible, at 320 pixels, in print; made by a real year of an app."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Page

from service import clock
from service.access import operations as access
from service.access.actor import Scope, command_line
from service.settings import Settings
from tests.browser.conftest import NARROW, WIDE, OpenPage
from tests.browser.test_scorecard_pages import violations, wider_than_the_window
from tests.lifespan import laid_out, running
from tests.small_academy import Office
from tests.small_asye import NUMBER, START, Reader, at_nine, begun, caseload, enrolled

pytestmark = pytest.mark.browser


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with running(laid_out(settings)) as app:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as opened:
            yield opened


@pytest.fixture(autouse=True)
def in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at_nine("2026-04-20"))


async def pack(client: httpx.AsyncClient, *, full: bool) -> str:
    async def key(scope: Scope) -> dict[str, str]:
        issued = await access.issue("a key", [scope], clock.now(), command_line("test"))
        return {"authorization": f"Bearer {issued}"}

    lead = Office(client, await key(Scope.ACADEMY))
    member = await enrolled(lead, "Nell Newly (invented)", registration_number=NUMBER)
    office = Reader(client, lead.headers, await begun(lead, member, assessor="Ada Assessor"))
    if full:
        await office.record("supervisors", first=START, name="Sue Supervisor")
        await office.record("supervision", on="2026-01-19", minutes=90)
        await office.record("protected-time", on="2026-01-19", planned=222, taken=100, lost=122, cause="duty")  # fmt: skip
        await office.record("fte-changes", on="2026-08-03", fte="0.8")
        await office.record("reviews", milestone="review-3m", held_on="2026-04-13")
        await caseload(client, await key(Scope.HR), "2026-04-17", 12)
        await office.record("acknowledgements", actions=["reallocate"], until="2026-05-01")
    answer = await client.get(f"/api/v1/asye-years/{office.year}/evidence-pack.html", headers=lead.headers)  # fmt: skip
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    return answer.text


async def show(page: Page, html: str) -> None:
    await page.set_content(html, wait_until="networkidle")


@pytest.mark.parametrize(("size", "full"), [(NARROW, True), (WIDE, True), (WIDE, False)])
async def test_the_pack_is_accessible_and_fits(
    client: httpx.AsyncClient,
    new_council: str,
    open_page: OpenPage,
    size: tuple[int, int],
    full: bool,
) -> None:
    html = await pack(client, full=full)
    async with open_page(f"{new_council}/problems", size) as page:
        await show(page, html)
        assert await page.locator("h1").inner_text() == "ASYE evidence pack: Nell Newly (invented)"
        assert await violations(page) == []
        assert await wider_than_the_window(page) == []
        if folder := os.environ.get("SCREENS"):
            await page.screenshot(path=f"{folder}/pack-{size[0]}-{full}.png", full_page=True)

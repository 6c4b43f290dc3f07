"""The pages behind private links in a browser: accessible, on a phone, without scripts, by keyboard."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page

from tests.browser.conftest import NARROW, ROOT, WIDE, OpenPage, _served
from tests.browser.test_scorecard_pages import violations, wider_than_the_window

pytestmark = pytest.mark.browser
SIZES = [NARROW, WIDE]
NUMBERS = count(100)


@pytest.fixture(scope="session")
def exit_council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Address of a council of its own, and the headers of its exit desk."""
    folder = tmp_path_factory.mktemp("exit-council")
    with _served(["migrate"], folder) as (address, _):
        command = [sys.executable, "-m", "service", "keys", "issue", "--name", "Exit desk"]
        made = subprocess.run(
            [*command, "--scope", "hr", "--scope", "psw", "--format", "json"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'council.sqlite'}"},
            check=True,
            capture_output=True,
            text=True,
        )
        yield address, {"authorization": f"Bearer {json.loads(made.stdout)['key']}"}


async def asked(address: str, key: dict[str, str], path: str, body: Any) -> Any:
    async with httpx.AsyncClient(trust_env=False, headers=key) as client:
        answer = await client.post(f"{address}/api/v1{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()


@pytest.fixture
async def exit_page(exit_council: tuple[str, dict[str, str]]) -> str:
    new_council, desk_key = exit_council
    number = f"SW{next(NUMBERS)}"
    body = {"registration_number": number, "leaving_date": "2026-09-30"}
    interview = await asked(new_council, desk_key, "/exit-interviews", body)
    link = await asked(new_council, desk_key, f"/exit-interviews/{interview['id']}/link", {})
    return new_council + "/exit-interview/" + link["address"].rpartition("/")[2]


@pytest.fixture
async def survey_page(exit_council: tuple[str, dict[str, str]]) -> str:
    new_council, desk_key = exit_council
    async with httpx.AsyncClient(trust_env=False, headers=desk_key) as client:
        sets = (await client.get(f"{new_council}/api/v1/question-sets?kind=survey")).json()
    body = {
        "question_set": sets["question_sets"][0]["id"],
        "title": "Social work health check",
        "first_day": "2026-01-01",
        "last_day": "2099-12-31",
    }
    survey = await asked(new_council, desk_key, "/surveys", body)
    made = await asked(new_council, desk_key, f"/surveys/{survey['id']}/links", {"count": 1})
    return new_council + "/survey/" + made["addresses"][0].rpartition("/")[2]


async def good(page: Page) -> None:
    assert await violations(page) == []
    assert await wider_than_the_window(page) == []
    assert await page.locator("h1").count() == 1


@pytest.mark.parametrize("size", SIZES)
async def test_a_leaver_answers_without_scripts_and_by_keyboard(
    exit_page: str, open_page: OpenPage, size: tuple[int, int]
):
    async with open_page(exit_page, size) as page:
        await good(page)
    async with open_page(exit_page, size, scripts=False) as page:
        await page.get_by_label("What are your reasons for leaving?", exact=True).focus()
        await page.keyboard.type("Too many cases.")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Space")
        await page.get_by_role("button", name="Send my answers").focus()
        await page.keyboard.press("Enter")
        await page.get_by_role("heading", name="Thank you: we have your answers").wait_for()
    async with open_page(exit_page, size) as page:
        await good(page)


@pytest.mark.parametrize("size", SIZES)
async def test_a_faulty_form_says_what_to_do(
    exit_page: str, browser: Browser, size: tuple[int, int]
):
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = await context.new_page()
    await page.goto(exit_page)
    async with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        await page.get_by_role("button", name="Send my answers").click()
    assert (await sent.value).status == 422
    await page.get_by_role("link", name="Answer at least one question").click()
    assert await page.evaluate("document.activeElement.id") == "answer-why"
    await good(page)
    assert (await page.title()).startswith("Error: ")
    await context.close()


@pytest.mark.parametrize("size", SIZES)
async def test_a_survey_is_answered(survey_page: str, open_page: OpenPage, size: tuple[int, int]):
    async with open_page(survey_page, size) as page:
        await good(page)
        await page.locator("#s-workload-1").check()
        await page.get_by_role("button", name="Send my answers").click()
        await page.get_by_role("heading", name="Thank you: we have your answers").wait_for()
        await good(page)
    async with open_page(survey_page, size, status=404) as page:
        await good(page)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/exit-interview/nothing", "/survey/nothing"])
async def test_a_link_that_leads_nowhere(
    exit_council: tuple[str, dict[str, str]],
    open_page: OpenPage,
    path: str,
    size: tuple[int, int],
):
    async with open_page(exit_council[0] + path, size, status=404) as page:
        await good(page)

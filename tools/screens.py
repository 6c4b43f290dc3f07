"""Photograph the demo's pages into docs/screens/: `make screens`. Looked at by a person afterwards."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, async_playwright

from service.demo.academy import NEXT_YEAR, THIS_YEAR
from service.demo.academy_steps import cohort_id

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screens"
COHORT = f"/academy/cohorts/{cohort_id(THIS_YEAR)}"
DRAFT = f"/academy/cohorts/{cohort_id(NEXT_YEAR)}"
PAGES = {
    "scorecard": "/scorecards/2026-09-30",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "personal-data": "/privacy/register",
    "measure": "/scorecards/2026-09-30/measures/caseload-median",
    "status": "/status",
    "api-reference": "/api/docs",
    "error": "/nowhere",
    "academy": "/academy",
    "subscriptions": "/academy/subscriptions",
    "new-cohort": "/academy/cohorts/new",
    "cohort": DRAFT,
    "move-a-part": f"{DRAFT}/runs/home/parts/review-3m",
    "release": f"{DRAFT}/release",
    "released": f"{COHORT}/releases/3",
    "members": f"{COHORT}/members",
    "add-a-member": f"{COHORT}/members/new",
    "groups": f"{COHORT}/groups",
    "waiting": "/academy/waiting",
    "what-was-missed": "/academy/mop-up",
    "weeks": "/academy/weeks",
    "programmes": "/academy/programmes",
}
"""By the name of the picture. The private pages are added with the addresses that the demo prints."""
PAGES_BY_ROLE = {
    "hr": {
        "import": "/data/import",
        "import-file": "/data/import/posts",
        "received-files": "/data/import/returns",
        "people": "/data/people",
        "leavers": "/data/leavers",
        "exit-interviews": "/exit-interviews",
        "staff-surveys": "/staff-surveys",
    },
    "coder": {"coding": "/coding"},
    "auditor": {"audit": "/audit"},
    "admin": {"accounts": "/accounts", "one-person": "/accounts/person"},
    "psw": {
        "quotations": "/quotations",
        "half-years": "/prepare",
        "task-list": "/prepare/2026-09-30",
        "data-in": "/prepare/2026-09-30/data",
        "check-numbers": "/prepare/2026-09-30/numbers",
        "check-measure": "/prepare/2026-09-30/numbers/turnover-fte",
        "rows-behind": "/prepare/2026-09-30/numbers/turnover-fte/rows",
        "words": "/prepare/2026-09-30/words",
        "comment": "/prepare/2026-09-30/words/comments/vacancy-rate-fte",
        "confidential": "/prepare/2026-09-30/protection",
        "preview": "/prepare/2026-09-30/preview",
        "pre-release-access": "/prepare/2026-09-30/people",
        "publish": "/prepare/2025-09-30/publish",
        "correct": "/prepare/2026-09-30/correct",
        "withdraw": "/prepare/2026-09-30/v1/withdraw",
        "targets": "/prepare/targets",
        "target": "/prepare/targets/new",
    },
    "manager": {"team": "/team?weeks=52"},
    "facilitator": {"my-days": "/my-days"},
    "starter": {"my-academy-signed-in": "/my-academy", "my-tasks": "/my-tasks"},
}
"""Of other people who sign in."""
WIDTHS = (320, 1280)
HEIGHT = 1600
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def service(*command: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "service", *command], cwd=ROOT, env=env)


def demo(env: dict[str, str]) -> dict[str, Any]:
    """Load the demo; what the command says."""
    command = [sys.executable, "-m", "service", "demo", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


async def sign_in(context: BrowserContext, address: str, link: str) -> None:
    page = await context.new_page()
    await page.goto(link)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{address}/office")
    await page.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_until_ready(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/readyz"):  # noqa: S310 -- our own server on loopback
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not become ready")


async def photograph_each(context: BrowserContext, pages: dict[str, str]) -> None:
    for name, there in pages.items():
        for width in WIDTHS:
            page = await context.new_page()
            await page.set_viewport_size({"width": width, "height": HEIGHT})
            await page.goto(there)
            await page.screenshot(path=FOLDER / f"{name}-{width}.png")
            await page.close()


async def photograph(address: str, told: dict[str, Any]) -> None:
    private = {"my-academy": told["pages"]["my_academy"], "timetable": told["pages"]["timetable"]}
    pages = {name: address + path for name, path in PAGES.items()} | private
    browser_path = json.loads((ROOT / ".venv" / "tools.json").read_text())["browser"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        context = await browser.new_context()
        await sign_in(context, address, told["sign_in"]["academy"])
        await photograph_each(context, pages)
        for role, paths in PAGES_BY_ROLE.items():
            context = await browser.new_context()
            await sign_in(context, address, told["sign_in"][role])
            await photograph_each(context, {name: address + path for name, path in paths.items()})
        await browser.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        env = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite",
            "SCORECARD_DEMO": "1",
            "SCORECARD_PUBLIC_URL": address,
        }
        told = demo(env)
        server = service("serve", "--port", str(port), env=env)
        try:
            wait_until_ready(address)
            asyncio.run(photograph(address, told))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()

"""A real browser on a real server, both on this computer only.

The server is a process of its own with a council's data and three editions in it
(``serve_council.py``). A page fails its test on any console error, page error, or request that
leaves 127.0.0.1. Playwright's own pytest plug-in is not used: it breaks asynchronous tests that run
after it, so the fixtures here speak its asynchronous interface.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NARROW, WIDE = (320, 800), (1280, 900)
TOOLS = Path(__file__).parents[2] / ".venv" / "tools.json"


def browser_binary() -> str | None:
    """CHROMIUM, a browser on the path, or the one that `make setup` fetched."""
    if given := os.environ.get("CHROMIUM"):
        return given
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    if TOOLS.exists():
        return json.loads(TOOLS.read_text()).get("browser") or None
    return None


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server whose council has published; stopped at the end of the session."""
    yield from _served("published", tmp_path_factory.mktemp("council"))


@pytest.fixture(scope="session")
def new_council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server whose council has published nothing yet."""
    yield from _served("empty", tmp_path_factory.mktemp("new-council"))


def _served(state: str, folder: Path) -> Iterator[str]:
    script = Path(__file__).with_name("serve_council.py")
    root = script.parents[2]
    with subprocess.Popen(
        [sys.executable, str(script), state, str(folder)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().strip()
            if not address.startswith("http://127.0.0.1:"):
                raise RuntimeError(f"the server did not start: {address!r}")
            yield address
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    binary = browser_binary()
    if binary is None:
        pytest.skip(
            "NO BROWSER: run make setup, install Chromium, or name one in CHROMIUM. "
            "The pages are NOT tested without it."
        )
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=binary, args=ARGUMENTS)
        yield launched
        await launched.close()


OpenPage = Callable[..., AbstractAsyncContextManager[Page]]


@pytest.fixture
def open_page(browser: Browser) -> OpenPage:
    """``async with open_page(address, size, scripts=True) as page``: strict about everything."""

    @asynccontextmanager
    async def opened(
        address: str, size: tuple[int, int] = WIDE, *, scripts: bool = True, status: int = 200
    ) -> AsyncIterator[Page]:
        context = await browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts
        )
        page = await context.new_page()
        faults: list[str] = []

        def console(message: ConsoleMessage) -> None:
            expected = status >= 400 and f"status of {status}" in message.text
            if message.type in {"error", "warning"} and not expected:
                faults.append(f"console: {message.text}")

        def requested(request: Request) -> None:
            found = urlsplit(request.url)
            if found.scheme not in {"data", "blob"} and found.hostname != "127.0.0.1":
                faults.append(f"request to {request.url}")

        page.on("console", console)
        page.on("pageerror", lambda error: faults.append(f"page error: {error}"))
        page.on("request", requested)
        page.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
        try:
            answer = await page.goto(address)
            assert answer is not None
            assert answer.status == status
            yield page
            assert faults == []
        finally:
            await context.close()

    return opened


Check = Callable[[Page], Awaitable[None]]

"""A real browser on a real server, both on this computer only.

The service runs as people run it, in a process of its own. A page fails its test on any console error, page error, or request that
leaves 127.0.0.1. Playwright's own pytest plug-in is not used: it breaks asynchronous tests that run
after it, so the fixtures here speak its asynchronous interface.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
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
READY_WITHIN_SECONDS = 60
ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".venv" / "tools.json"


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


@dataclass(frozen=True)
class Demo:
    """The demo council, served: its ``address``, and what the command said when it was loaded."""

    address: str
    told: dict[str, Any]
    database: Path
    """Its file; not to be written to."""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("council")
    with _served(["demo", "--format", "json"], folder) as served:
        yield Demo(served[0], json.loads(served[1]), folder / "council.sqlite")


@pytest.fixture(scope="session")
def council(demo: Demo) -> str:
    """Address of the demo council: three editions published, one of them a correction."""
    return demo.address


@pytest.fixture(scope="session")
def new_council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a council that has published nothing yet."""
    with _served(["migrate"], tmp_path_factory.mktemp("new-council")) as served:
        yield served[0]


@contextmanager
def _served(prepare: list[str], folder: Path) -> Iterator[tuple[str, str]]:
    """The service as people run it: one command to prepare the database, another to serve.

    Yields the address, and what the first command said.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **{name: text for name, text in os.environ.items() if "SCORECARD" not in name},
        "DATABASE_URL": f"sqlite:///{folder / 'council.sqlite'}",
        "SCORECARD_COUNCIL_NAME": "Exampleshire Council",
        "SCORECARD_DEMO": "yes",
        "SCORECARD_PUBLIC_URL": address,
    }
    command = [sys.executable, "-m", "service"]
    prepared = subprocess.run(
        [*command, *prepare], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    with subprocess.Popen(
        [*command, "serve", "--port", str(port)], cwd=ROOT, env=environment
    ) as it:
        try:
            _wait_for(f"{address}/readyz", it)
            yield address, prepared.stdout
        finally:
            it.terminate()
            it.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(READY_WITHIN_SECONDS * 10):
        if server.poll() is not None:
            break
        try:
            if httpx.get(address, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not become ready")


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


@pytest.fixture(scope="session")
def sessions() -> dict[tuple[str, str], Any]:
    """Cookies of who has signed in already, by address of the server and role."""
    return {}


async def cookies_of(
    role: str, address: str, told: dict[str, Any], browser: Browser, held: dict[Any, Any]
) -> Any:
    """Sign in with the demo's link for this role, as a person does, once for all tests."""
    if (address, role) not in held:
        context = await browser.new_context(java_script_enabled=False)
        page = await context.new_page()
        await page.goto(told["sign_in"][role])
        await page.get_by_role("button", name="Sign in").click()
        await page.wait_for_url(f"{address}/office")
        held[address, role] = await context.storage_state()
        await context.close()
    return held[address, role]


@pytest.fixture
def open_page(
    browser: Browser, sessions: dict[tuple[str, str], Any], request: pytest.FixtureRequest
) -> OpenPage:
    """``async with open_page(address, size, scripts=True) as page``: strict about everything.

    ``role``: signed in at the demo council as this role. Do not sign out: all tests share it.
    ``status`` of the first answer; ``refused``: that of a form which is sent later and refused.
    """

    @asynccontextmanager
    async def opened(
        address: str,
        size: tuple[int, int] = WIDE,
        *,
        scripts: bool = True,
        role: str | None = None,
        status: int = 200,
        refused: int | None = None,
    ) -> AsyncIterator[Page]:
        held = None
        if role is not None:
            council: Demo = request.getfixturevalue("demo")
            held = await cookies_of(role, council.address, council.told, browser, sessions)
        context = await browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            storage_state=held,
        )
        page = await context.new_page()
        faults: list[str] = []

        def console(message: ConsoleMessage) -> None:
            refusals = [each for each in (status, refused) if each is not None and each >= 400]
            expected = any(f"status of {each}" in message.text for each in refusals)
            if message.type in {"error", "warning"} and not expected:
                faults.append(f"console: {message.text}")

        def requested(request: Request) -> None:
            found = urlsplit(request.url)
            if found.scheme not in {"data", "blob"} and found.hostname != "127.0.0.1":
                faults.append(f"request to {request.url}")

        def failed(request: Request) -> None:
            # Who goes on to the next page breaks off what the one before still loads.
            if request.failure != "net::ERR_ABORTED":
                faults.append(f"failed: {request.url}")

        page.on("console", console)
        page.on("pageerror", lambda error: faults.append(f"page error: {error}"))
        page.on("request", requested)
        page.on("requestfailed", failed)
        try:
            answer = await page.goto(address)
            assert answer is not None
            assert answer.status == status
            yield page
            assert faults == []
        finally:
            await context.close()

    return opened

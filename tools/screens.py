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

from playwright.async_api import async_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screens"
PAGES = {"scorecard": "/scorecards/2026-09-30"}
WIDTHS = (320, 1280)
HEIGHT = 1600
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def service(*command: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "service", *command], cwd=ROOT, env=env)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_until_ready(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{address}/readyz"):  # noqa: S310 -- our own server on loopback
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not become ready")


async def photograph(address: str) -> None:
    browser_path = json.loads((ROOT / ".venv" / "tools.json").read_text())["browser"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        for name, path in PAGES.items():
            for width in WIDTHS:
                page = await browser.new_page(viewport={"width": width, "height": HEIGHT})
                await page.goto(address + path)
                await page.screenshot(path=FOLDER / f"{name}-{width}.png")
                await page.close()
        await browser.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite",
            "SCORECARD_DEMO": "1",
        }
        if service("demo", env=env).wait():
            raise SystemExit("the demo could not be loaded")
        port = free_port()
        server = service("serve", "--port", str(port), env=env)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_ready(address)
            asyncio.run(photograph(address))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()

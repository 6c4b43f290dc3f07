"""Run everything `make test` promises: lint, types, contracts, the pure cores under coverage, and the rest.

The parts share nothing (each starts a PostgreSQL of its own). One more than there are cores runs at a
time: each waits now and then, for a server that starts or a page that loads. What each says goes to a file under var/tests, to be watched, and is printed when it ends.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOLD = ROOT / "var" / "tests"
ROWS_AND_FIGURES = "tests/golden/test_figures_hold_together.py"
CORE = ["tests/spec", "tests/unit", ROWS_AND_FIGURES]
"""What reaches every line and branch of the pure cores: the rest runs faster unwatched."""
WIDE = [
    "tests/architecture",
    "tests/docs",
    "tests/property",
    "tests/golden",
    f"--ignore={ROWS_AND_FIGURES}",
]
COVERAGE = [
    "--cov=scorecard",
    "--cov=academy",
    "--cov-branch",
    "--cov-report=term:skip-covered",
    "--cov-fail-under=100",
]
CHECKS = ["make", "-s", "lint", "types", "contracts"]
API = ["tests/api"]
BROWSER = ["tests/browser"]


def rest() -> list[str]:
    """Every other folder with tests: a new one is never forgotten."""
    folders = {str(path.parent.relative_to(ROOT)) for path in ROOT.glob("tests/*/test_*.py")}
    return sorted(folders - {*CORE, *WIDE, *API, *BROWSER})


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def tests(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", "-q", "--durations=40", *arguments]


def run(name: str, command: list[str]) -> tuple[str, int, float]:
    began = time.monotonic()
    with (TOLD / name).open("wb") as told:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"CI_RUN": "1"},
            stdout=told,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return name, done.returncode, time.monotonic() - began


def main() -> int:
    TOLD.mkdir(parents=True, exist_ok=True)
    # What fails soonest, then the longest first.
    parts = {
        "checks": CHECKS,
        "rest": tests(rest()),
        "api": tests(API),
        "browser": tests(BROWSER),
        "wide": tests(WIDE),
        "core": tests([*COVERAGE, *CORE]),
    }
    codes = []
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as pool:
        running = [pool.submit(run, name, command) for name, command in parts.items()]
        say(f"Running in {len(parts)} parts; watch them in {TOLD}")
        for ended in as_completed(running):
            name, code, seconds = ended.result()
            codes.append(code)
            say(f"\n== {name}, {seconds:.0f} s, exit {code}")
            say((TOLD / name).read_text("utf-8", errors="replace"))
    return max(codes)


if __name__ == "__main__":
    raise SystemExit(main())

"""Run the whole test suite the way `make test` promises: pure cores under coverage, then the rest.

Two processes at once on machines with two or more cores would save little: the databases and the
browser are the slow part and share one disk, so the order here is simply quickest failure first.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORE = [
    "tests/architecture",
    "tests/docs",
    "tests/spec",
    "tests/unit",
    "tests/property",
    "tests/golden",
]
SHELL = ["tests/storage", "tests/api", "tests/journeys", "tests/browser"]


def pytest(*arguments: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(
        command, cwd=ROOT, check=False, env=os.environ | {"CI_RUN": "1"}
    ).returncode


def main() -> int:
    coverage = [
        "--cov=scorecard",
        "--cov=academy",
        "--cov-branch",
        "--cov-report=term:skip-covered",
    ]
    core = pytest(*coverage, "--cov-fail-under=100", *CORE)
    shell = pytest(*SHELL)
    return core or shell


if __name__ == "__main__":
    raise SystemExit(main())

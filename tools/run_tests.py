"""Run the whole test suite the way `make test` promises: pure cores under coverage, and the rest.

The two parts share nothing (each starts a PostgreSQL of its own), so with two cores they run at the
same time; the second part's output is shown when the first has ended. With one core they follow
one another.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
CORE = [
    "tests/architecture",
    "tests/docs",
    "tests/spec",
    "tests/unit",
    "tests/property",
    "tests/golden",
]
COVERAGE = [
    "--cov=scorecard",
    "--cov=academy",
    "--cov-branch",
    "--cov-report=term:skip-covered",
    "--cov-fail-under=100",
]


def shell() -> list[str]:
    """Every other folder with tests: a new one is never forgotten."""
    folders = {str(path.parent.relative_to(ROOT)) for path in ROOT.glob("tests/*/test_*.py")}
    return sorted(folders - set(CORE))


def start(arguments: Sequence[str], output: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    environment = os.environ | {"CI_RUN": "1"}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
    )


def main() -> int:
    core, rest = [*COVERAGE, *CORE], shell()
    if (os.cpu_count() or 1) < 2:
        return max(start(core).wait(), start(rest).wait())
    with tempfile.TemporaryFile() as told:
        beside = start(rest, told)
        first = start(core).wait()
        sys.stdout.write("\nThe databases, the API, the journeys and the browser:\n")
        sys.stdout.flush()
        shown = 0
        while True:
            ended = beside.poll() is not None
            told.seek(shown)
            piece = told.read()
            shown += len(piece)
            sys.stdout.buffer.write(piece)
            sys.stdout.flush()
            if ended:
                return first or beside.returncode
            try:
                beside.wait(1)
            except subprocess.TimeoutExpired:
                continue


if __name__ == "__main__":
    raise SystemExit(main())

"""``python3 -m service`` with a Python that has none of the dependencies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_python_without_the_dependencies_is_told_what_to_do() -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-m", "service", "migrate"],  # -S: no installed packages
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "This Python does not have asyncpg, which the service needs: "
        "run make setup and use .venv/bin/python -m service.\n"
    )

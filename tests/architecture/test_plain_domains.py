"""The domains import the standard library and nothing else (import-linter only knows deny-lists)."""

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
ALLOWED = {"scorecard": {"numpy"}, "academy": {"icalendar", "ortools"}}


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_a_domain_imports_only_what_it_may(package: str) -> None:
    graph = grimp.build_graph(package, include_external_packages=True)
    external = {
        name.partition(".")[0]
        for name in graph.modules
        if name.partition(".")[0] != package and graph.find_modules_that_directly_import(name)
    }
    assert external - set(sys.stdlib_module_names) <= ALLOWED[package]


def test_numpy_stays_in_the_ledger() -> None:
    """ADR 0014: the rules themselves, and everything that is published, know Python integers only."""
    graph = grimp.build_graph("scorecard", include_external_packages=True)
    users = graph.find_modules_that_directly_import("numpy")
    assert {name for name in users if not name.startswith("scorecard.ledger")} == {
        "scorecard.columns"
    }


def test_numpy_makes_no_floats() -> None:
    """No float type, no true division and none of the functions that divide or weigh."""
    import ast  # noqa: PLC0415 -- only these tests read code

    refused = {
        "float64",
        "float32",
        "mean",
        "average",
        "divide",
        "true_divide",
        "linspace",
        "weights",
    }
    faults = []
    for path in sorted((ROOT / "scorecard" / "ledger").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            divided = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
            name = getattr(node, "attr", getattr(node, "arg", ""))
            if divided or name in refused:
                faults.append(f"{path.name}:{node.lineno}")
    assert faults == []


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_no_binary_float_in_a_domain(package: str) -> None:
    """Anything published is an integer or a decimal: the word float and float literals do not occur."""
    import ast  # noqa: PLC0415 -- only this test reads code

    faults = []
    for path in sorted((ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_text())
        refused = {
            id(argument)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "isinstance"
            for argument in call.args
        }
        for node in ast.walk(tree):
            if id(node) in refused:
                continue
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            name = isinstance(node, ast.Name) and node.id == "float"
            if literal or name:
                faults.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert faults == []


def test_import_contracts_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_clock_is_banned_everywhere_but_in_its_room(tmp_path: Path) -> None:
    ruff = Path(sys.executable).parent / "ruff"
    code = "import datetime\n\nTODAY = datetime.date.today()\n"
    for room, expected in (
        ("scorecard/x.py", True),
        ("service/x.py", True),
        ("service/clock.py", False),
    ):
        done = subprocess.run(
            [ruff, "check", "--select", "TID251", "--stdin-filename", room, "-"],
            cwd=ROOT,
            input=code,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ("TID251" in done.stdout) is expected, room


def test_every_silenced_rule_has_a_reason() -> None:
    faults = []
    for folder in ("scorecard", "academy", "service", "tests", "tools", "benchmarks", "migrations"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path == Path(__file__):
                continue
            for number, line in enumerate(path.read_text().splitlines(), 1):
                for mark in ("# noqa", "# type: ignore", "# pragma: no cover"):
                    if mark in line and " -- " not in line.partition(mark)[2]:
                        faults.append(f"{path.relative_to(ROOT)}:{number}")
    assert faults == []


def test_no_module_is_a_helper_dump() -> None:
    banned = {"utils", "util", "helpers", "common", "misc", "lib", "core", "kit"}
    faults = [
        str(path.relative_to(ROOT))
        for folder in ("scorecard", "academy", "service")
        for path in (ROOT / folder).rglob("*.py")
        if path.stem in banned or path.parent.name in banned
    ]
    assert faults == []

"""The documents keep the promises the house makes about them."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ADRS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_readme_is_at_most_120_lines() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 120


@pytest.mark.parametrize("path", ADRS, ids=lambda p: p.stem)
def test_a_decision_is_short_dated_and_quotable(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 60
    assert re.search(r"^Date: \d{4}-\d{2}-\d{2}\. Status: \w+", text, re.MULTILINE)
    assert re.search(r"\*\*Decision\.\*\* \*\S", text)


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in ADRS]
    assert len(numbers) == len(set(numbers))


def test_every_dependency_is_justified() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    page = (ROOT / "docs" / "dependencies.md").read_text()
    declared = project["dependencies"] + [
        line for extra in project["optional-dependencies"].values() for line in extra
    ]
    names = [re.split(r"[><=;\[ ]", line)[0] for line in declared]
    short = {
        "pytest-asyncio": "asyncio",
        "pytest-cov": "cov",
        "pytest-randomly": "randomly",
        "pytest-socket": "socket",
        "lxml-stubs": "lxml",
    }
    missing = [name for name in names if short.get(name, name) not in page]
    assert missing == []


def test_every_setting_is_documented() -> None:
    source = (ROOT / "service" / "settings.py").read_text()
    names = set(re.findall(r'"((?:SCORECARD_|DATABASE_URL)[A-Z_]*)"', source))
    pages = "".join(path.read_text() for path in (ROOT / "docs" / "operate").glob("*.md"))
    assert {name for name in names if name not in pages} == set()


def test_links_between_documents_resolve() -> None:
    broken = []
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text()):
            if (
                "://" not in target
                and not target.startswith("/")
                and not (page.parent / target).exists()
            ):
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []


@pytest.mark.parametrize("name", ["README.md", "GLOSSARY.md", "docs/dependencies.md"])
def test_a_merge_has_left_no_sentence_twice(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text().splitlines() if len(line) > 60]
    assert {line for line in lines if lines.count(line) > 1} == set()

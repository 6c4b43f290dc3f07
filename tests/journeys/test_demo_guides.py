"""The guides for HR and the principal social worker, followed to the letter on the demo's files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from service import cli
from service.demo.faults import SLIPS

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ python -m service (.*)$", re.MULTILINE)


def commands(name: str) -> list[tuple[str, str]]:
    """(arguments, documented output) of every command of a guide, in order."""
    found: list[tuple[str, str]] = []
    for block in BLOCK.findall((GUIDE / name).read_text()):
        parts = COMMAND.split(block)
        assert parts[0] == ""
        found += list(zip(parts[1::2], parts[2::2], strict=True))
    return found


def pattern(documented: str) -> re.Pattern[str]:
    """Documented output as a pattern: "…" stands for anything, a line of its own for any lines."""
    lines = [
        r"(?:.*\n)*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
        for line in documented.strip("\n").splitlines()
    ]
    return re.compile("".join(lines))


def test_the_guides_say_what_the_program_says(tmp_path, monkeypatch, capsys):
    for name in ("SCORECARD_DEMO", "SCORECARD_COUNCIL_NAME"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SCORECARD_IDENTITY_KEY", "0123456789abcdef0123456789abcdef")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'guide.sqlite'}")
    monkeypatch.chdir(tmp_path)
    steps = commands("hr.md") + commands("psw.md")
    assert len(steps) == 17
    for arguments, documented in steps:
        cli.main(shlex.split(arguments))
        told = capsys.readouterr()
        said = told.out + told.err
        assert pattern(documented).fullmatch(said), f"{arguments}\n{said}"


@pytest.mark.parametrize("said", ["one\ntwo\nthree\n", "one\nthree\n"])
def test_a_guide_that_leaves_lines_out_still_counts(said):
    assert pattern("one\n…\nthr…\n").fullmatch(said)
    assert not pattern("one\nthr…\n").fullmatch("one\ntwo\nthree\n")


def test_the_demo_guide_names_every_slip_of_the_refused_return():
    text = (GUIDE / "demo.md").read_text()
    for slip in SLIPS:
        assert slip.typed in text

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
COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)
PROGRAM = "python -m service "
NEEDED = ("DATABASE_URL", "SCORECARD_DEMO", "SCORECARD_IDENTITY_KEY")


def commands(name: str) -> list[tuple[str, str]]:
    """(command, documented output) of every command of a guide, in order."""
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


@pytest.mark.parametrize("guide", ["hr.md", "psw.md"])
def test_a_guide_starts_with_what_a_new_terminal_needs(guide):
    text = (GUIDE / guide).read_text()
    before = text[: text.index(PROGRAM)]
    assert "\n## Before you start\n" in before
    for needed in ("make setup", 'export PATH="$PWD/.venv/bin:$PATH"', "SCORECARD_IDENTITY_KEY"):
        assert needed in before
    assert commands(guide)[0] == (
        "export DATABASE_URL=sqlite:///guide.sqlite SCORECARD_DEMO=1",
        "\n",
    )


def test_the_guides_say_what_the_program_says(tmp_path, monkeypatch, capsys):
    for name in ("SCORECARD_COUNCIL_NAME", *NEEDED):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    ran = 0
    for guide in ("hr.md", "psw.md"):
        for name in NEEDED:  # each guide begins in a new terminal
            monkeypatch.delenv(name, raising=False)
        for command, documented in commands(guide):
            if command.startswith("export "):
                for pair in shlex.split(command)[1:]:
                    monkeypatch.setenv(*pair.split("=", 1))
                continue
            assert command.startswith(PROGRAM)
            cli.main(shlex.split(command.removeprefix(PROGRAM)))
            told = capsys.readouterr()
            said = told.out + told.err
            assert pattern(documented).fullmatch(said), f"{command}\n{said}"
            ran += 1
    assert ran == 17


@pytest.mark.parametrize("said", ["one\ntwo\nthree\n", "one\nthree\n"])
def test_a_guide_that_leaves_lines_out_still_counts(said):
    assert pattern("one\n…\nthr…\n").fullmatch(said)
    assert not pattern("one\nthr…\n").fullmatch("one\ntwo\nthree\n")


def test_the_demo_guide_names_every_slip_of_the_refused_return():
    text = (GUIDE / "demo.md").read_text()
    for slip in SLIPS:
        assert slip.typed in text

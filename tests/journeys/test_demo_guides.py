"""The guides, followed to the letter: commands of the program, and requests as curl would send them."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import shutil
from pathlib import Path
from string import Template

import httpx
import pytest

from service import cli
from service.demo.faults import SLIPS
from tests.journeys.conftest import Demo, demo_settings
from tests.lifespan import laid_out, running

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
    assert ran == 20


@pytest.mark.parametrize("said", ["one\ntwo\nthree\n", "one\nthree\n"])
def test_a_guide_that_leaves_lines_out_still_counts(said):
    assert pattern("one\n…\nthr…\n").fullmatch(said)
    assert not pattern("one\nthr…\n").fullmatch("one\ntwo\nthree\n")


def test_the_demo_guide_names_every_slip_of_the_refused_return():
    text = (GUIDE / "demo.md").read_text()
    for slip in SLIPS:
        assert slip.typed in text


# --- guides over the API --------------------------------------------------------------------


async def curl(arguments: list[str], url: str) -> str:
    """What curl would send with ``-X``, ``-H`` and ``--json``, answered by the service itself."""
    method, headers, body, address = None, {}, None, ""
    rest = iter(arguments)
    for each in rest:
        if each == "-X":
            method = next(rest)
        elif each == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif each == "--json":
            body = next(rest)
            headers |= {"content-type": "application/json", "accept": "application/json"}
        elif each != "-s":
            address = each
    async with running(laid_out(demo_settings(url))) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport) as client:
            answer = await client.request(
                method or ("POST" if body else "GET"), address, headers=headers, content=body
            )
    return answer.text + "\n"


STEPS = {"academy-lead.md": 10, "exit-desk.md": 5}


@pytest.mark.parametrize("guide", STEPS)
def test_a_guide_over_the_api_says_what_the_service_says(
    guide, sqlite_demo: Demo, tmp_path, monkeypatch, capsys
):
    for name in ("SCORECARD_COUNCIL_NAME", "SCORECARD_PUBLIC_URL", *NEEDED):
        monkeypatch.delenv(name, raising=False)
    loaded = Path(sqlite_demo.settings.database_url.removeprefix("sqlite:///"))
    (tmp_path / "var").mkdir()
    for part in loaded.parent.glob(f"{loaded.name}*"):
        shutil.copy(part, tmp_path / "var" / part.name.replace(loaded.name, "demo.sqlite"))
    monkeypatch.chdir(tmp_path)
    known: dict[str, str] = {}
    said = ""
    ran = 0
    for command, documented in commands(guide):
        if command == "export KEY=swk_…":
            known["KEY"] = said.splitlines()[0]
            continue
        if command == "export INTERVIEW=…":
            known["INTERVIEW"] = json.loads(said)["id"]
            continue
        if command.startswith("export "):
            for pair in shlex.split(command)[1:]:
                name, value = pair.split("=", 1)
                known[name] = value
                monkeypatch.setenv(name, value)
            continue
        if command.startswith("curl "):
            words = shlex.split(Template(command).substitute(known))[1:]
            said = asyncio.run(curl(words, known["DATABASE_URL"]))
        else:
            assert command.startswith(PROGRAM)
            cli.main(shlex.split(command.removeprefix(PROGRAM)))
            told = capsys.readouterr()
            said = told.out + told.err
        assert pattern(documented).fullmatch(said), f"{command}\n{said}"
        ran += 1
    assert ran == STEPS[guide]


def test_the_starters_guide_names_what_is_on_the_page():
    text = (GUIDE / "starter.md").read_text()
    templates = Path(__file__).parents[2] / "service" / "templates" / "academy"
    pages = "".join(each.read_text() for each in templates.glob("*.html"))
    pages = pages.replace("{{ whose }}", "your academy")  # the heading is shared with other pages
    named = re.findall(r"\*\*([^*]+)\*\*", text)
    assert len(named) > 10
    own = {"your own page", "on your phone", "A change for today or tomorrow may come too late"}
    assert [each for each in named if each not in own and each not in pages] == []

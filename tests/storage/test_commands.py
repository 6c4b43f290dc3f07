"""``python -m service migrate``, as an operator and as a script meet it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from service.storage import commands
from service.storage.history import history

NAMES = [migration.name for migration in history("sqlite")]


def migrate_command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    arguments = parser.parse_args(["migrate", *words])
    return int(arguments.run(arguments))


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/x.sqlite"
    monkeypatch.setenv("DATABASE_URL", f"{url}?pool_size=2")
    return url


def test_in_words(address: str, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    assert migrate_command("--check") == 1
    assert capsys.readouterr().out == (
        f"{address} is not at the newest schema; still to apply: {', '.join(NAMES)}\n"
    )
    assert not (tmp_path / "x.sqlite").exists()
    assert migrate_command() == 0
    assert capsys.readouterr().out == (
        "".join(f"applied {name}\n" for name in NAMES)
        + f"{address} is at the newest schema ({NAMES[-1]})\n"
    )
    assert migrate_command("--check") == 0
    assert capsys.readouterr().out == f"{address} is at the newest schema ({NAMES[-1]})\n"


def test_as_json(address: str, capsys: pytest.CaptureFixture[str]):
    assert migrate_command("--check", "--format", "json") == 1
    assert json.loads(capsys.readouterr().out) == {
        "database": address,
        "applied": [],
        "applied_now": [],
        "pending": NAMES,
    }
    assert migrate_command("--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "database": address,
        "applied": NAMES,
        "applied_now": NAMES,
        "pending": [],
    }


def test_what_cannot_be_done_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:s3cr3t@127.0.0.1:1/scorecard")
    assert migrate_command() == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("DATABASE_URL: postgresql://app@127.0.0.1:1/scorecard cannot be")
    assert "s3cr3t" not in said.err
    assert said.err.count("\n") == 1

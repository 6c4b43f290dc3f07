"""The register of personal data has every column there is, once, and a rule for each that is personal."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from service.personal.groups import groups, held
from service.personal.register import Whose, register
from service.personal.rules import WORDS, days_of, how_long
from service.setting_values import SettingsError
from service.settings import KEEP_DAYS, Settings, load
from service.storage.database import all_tables

ROOT = Path(__file__).parents[3]


def test_every_column_of_every_table_is_decided_on_once() -> None:
    """A new column fails here until somebody has written what it holds, of whom and how long."""
    columns = sorted(
        (table._meta.tablename, column._meta.name)
        for table in all_tables()
        for column in table._meta.columns
    )
    assert sorted((line.table, name) for line in register() for name in line.columns) == columns


def test_what_is_personal_is_somebody_s_and_is_kept_by_a_rule() -> None:
    for line in register():
        assert line.what, line
        assert (line.whose is None) is (line.kept is None), line
        assert line.kept is None or line.kept in WORDS, line
    assert {group.whose for group in groups(Settings())} == set(Whose)
    assert all(each.lines and each.how_long for each in held(Settings()))


@pytest.mark.parametrize("name", ["worker", "display_name", "email", "manager", "created_by", "by"])
def test_what_names_or_stands_for_a_person_is_personal(name: str) -> None:
    assert not [line for line in register() if name in line.columns and line.whose is None]


def test_every_rule_has_days_or_says_what_else_ends_it() -> None:
    settings = load({"SCORECARD_KEEP_DAYS": "commitments=30 exit-words=730"})
    assert set(KEEP_DAYS) < set(WORDS)
    assert {rule for rule, words in WORDS.items() if "{days}" in words} == set(KEEP_DAYS)
    assert (days_of("commitments", settings), days_of("with-the-records", settings)) == (30, None)
    assert (
        how_long("commitments", settings)
        == "Leave and other commitments: 30 days after they ended."
    )
    assert "2 years after" in how_long("exit-words", settings)
    assert "Attempts to sign in: 1 day." in how_long("attempts", settings)


@pytest.mark.parametrize("text", ["commitments", "commitments=0", "commitments=x", "names=3"])
def test_a_wrong_rule_is_refused_by_name(text: str) -> None:
    with pytest.raises(SettingsError, match="SCORECARD_KEEP_DAYS has"):
        load({"SCORECARD_KEEP_DAYS": text})


def test_the_committed_document_is_the_present_one() -> None:
    path = ROOT / "tools" / "personal_data.py"
    spec = importlib.util.spec_from_file_location("personal_data", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.TARGET.read_text("utf-8") == made.text(), (
        "run: .venv/bin/python tools/personal_data.py"
    )

"""The history is one line of files that never change once released."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.storage.history import FOLDER, HistoryError, history, standing

FINGERPRINTS = Path(__file__).with_name("fingerprints.json")

EMPTY = "def forwards(db):\n    return []\n"


def test_no_migration_has_changed_since_it_was_released():
    """A new migration adds a line to fingerprints.json; a line that is there never changes.

    If this fails for an old migration, restore it: databases out there have run it as it was. (The
    words it is written in, service/storage/ddl.py, are part of it.)
    """
    found = {
        migration.name: {"sqlite": migration.fingerprint, "postgres": other.fingerprint}
        for migration, other in zip(history("sqlite"), history("postgres"), strict=True)
    }
    assert found == json.loads(FINGERPRINTS.read_text())


def test_there_is_something_to_upgrade_from():
    assert len(history("sqlite")) >= 2


@pytest.mark.parametrize(
    "names",
    [
        ["m0002_b.py"],
        ["m0001_a.py", "m0003_c.py"],
        ["m0001_a.py", "m0001_b.py"],
        ["m0001_a.py", "second.py"],
        ["0001_a.py"],
        ["m0001_A.py"],
    ],
)
def test_gaps_doubles_and_strange_names_are_refused(tmp_path: Path, names: list[str]):
    for name in names:
        (tmp_path / name).write_text(EMPTY)
    with pytest.raises(HistoryError, match="without gaps"):
        history("sqlite", tmp_path)


def test_a_folder_without_migrations_is_refused(tmp_path: Path):
    with pytest.raises(HistoryError, match="no migrations"):
        history("sqlite", tmp_path)


def test_another_package_called_migrations_is_not_mistaken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "migrations").mkdir()
    ours = history("sqlite")
    for path in FOLDER.glob("m*.py"):
        (tmp_path / "migrations" / path.name).write_text(EMPTY)
    monkeypatch.syspath_prepend(tmp_path)
    assert history("sqlite") == ours


def test_a_missing_step_is_noticed():
    migrations = history("sqlite")
    second = migrations[1]
    with pytest.raises(HistoryError, match="out of order"):
        standing(migrations, [(second.name, second.fingerprint)])

"""The one forward-only history of the schema: files in ``migrations/``, in the order of names.

Each file has ``forwards(db: Ddl) -> list[str]``: statements, the same rules on both databases. A
migration is never edited once it has been applied anywhere; what is wrong is put right by the next.
"""

import hashlib
import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path

from service.storage.ddl import Ddl, DialectName

FOLDER = Path(__file__).resolve().parents[2] / "migrations"

_NAME = re.compile(r"m(\d{4})_[a-z0-9_]+")


class HistoryError(RuntimeError):
    """Files and database do not tell the same story; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Migration:
    name: str
    statements: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the statements: shows that an applied migration was edited since."""
        return hashlib.sha256("\x00".join(self.statements).encode()).hexdigest()


def history(dialect: DialectName, folder: Path = FOLDER) -> tuple[Migration, ...]:
    """Load every migration in order; raises HistoryError for gaps, doubles and strange files."""
    migrations: list[Migration] = []
    for path in sorted(folder.glob("*.py")):
        if path.name == "__init__.py":
            continue
        match = _NAME.fullmatch(path.stem)
        if match is None or int(match[1]) != len(migrations) + 1:
            raise HistoryError(
                f"{path.name}: migrations are named m0001_words.py, m0002_words.py ... without gaps"
            )
        migrations.append(Migration(path.stem, _statements(path, dialect)))
    if not migrations:
        raise HistoryError(f"There are no migrations in {folder}")
    return tuple(migrations)


def _statements(path: Path, dialect: DialectName) -> tuple[str, ...]:
    # By path, never by module name: another installed package may be called "migrations" too.
    spec = importlib.util.spec_from_file_location(f"scorecard_migration_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise HistoryError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return tuple(module.forwards(Ddl(dialect)))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a database stands in the history."""

    applied: tuple[str, ...]
    pending: tuple[str, ...]

    @property
    def at_head(self) -> bool:
        return not self.pending


def standing(migrations: tuple[Migration, ...], applied: list[tuple[str, str]]) -> Standing:
    """Compare (name, fingerprint) pairs of the database with the files; raises HistoryError."""
    known = {migration.name: migration.fingerprint for migration in migrations}
    for name, fingerprint in applied:
        if name not in known:
            raise HistoryError(
                f"The database has been migrated by a newer version of this program ({name}): "
                "run that version, or restore the backup made before the upgrade"
            )
        if known[name] != fingerprint:
            raise HistoryError(
                f"{name} was edited after it had been applied to this database: restore the file "
                "and write what you need as the next migration"
            )
    names = [migration.name for migration in migrations]
    done = [name for name, _ in applied]
    if done != names[: len(done)]:
        raise HistoryError(f"Migrations were applied out of order: {', '.join(done)}")
    return Standing(tuple(done), tuple(names[len(done) :]))

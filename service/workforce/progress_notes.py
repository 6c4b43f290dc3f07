"""Progress told between the processes of one machine: one small file for each running import.

A note is beside the work, never part of it: one that cannot be written is left out. It holds a
phase, a number of rows, the process that works on it and what came of it; nothing personal.
"""

import json
import os
import stat
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

KEPT_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Note:
    """What a process said last of an import. ``alive``: whether that process still runs."""

    phase: str
    rows: int
    alive: bool
    leads_to: str = ""
    because: str = ""


def folder() -> Path | None:
    """The folder of this user's notes, made when missing; None where it cannot be trusted."""
    where = Path(tempfile.gettempdir()) / f"scorecard-progress-{os.getuid()}"
    try:
        where.mkdir(mode=0o700, exist_ok=True)
        about = where.lstat()
    except OSError:
        return None
    ours = stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid()
    return where if ours and not about.st_mode & 0o077 else None


def write(reference: str, phase: str, rows: int, *, leads_to: str = "", because: str = "") -> None:
    """Say how far the import is. ``reference`` is a UUID, or there is no note."""
    path = _path(reference)
    if path is None:
        return
    draft = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        draft.write_text(
            json.dumps(
                {
                    "phase": phase,
                    "rows": rows,
                    "process": os.getpid(),
                    "leads_to": leads_to,
                    "because": because,
                }
            )
        )
        draft.replace(path)


def read(reference: str) -> Note | None:
    """The newest note of the import, by whichever process; None without one of the last hour."""
    path = _path(reference)
    if path is None:
        return None
    try:
        if time.time() - path.stat().st_mtime > KEPT_SECONDS:  # noqa: TID251 -- the age of a file
            return None
        said = json.loads(path.read_text())
        return Note(
            str(said["phase"]),
            int(said["rows"]),
            _runs(int(said["process"])),
            str(said.get("leads_to", "")),
            str(said.get("because", "")),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def clear_old() -> None:
    """Remove the notes of imports that ended long ago."""
    where = folder()
    if where is None:
        return
    oldest = time.time() - KEPT_SECONDS  # noqa: TID251 -- the age of a file
    with suppress(OSError):
        for path in where.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


def _path(reference: str) -> Path | None:
    try:
        name = str(UUID(reference))
    except ValueError:
        return None
    where = folder()
    return None if where is None else where / name


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

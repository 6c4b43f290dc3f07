"""``python -m service serve``."""

import argparse
import asyncio
import socket
import sys

from service import settings
from service.command import Subcommands
from service.setting_values import SettingsError
from service.settings import Settings
from service.storage.database import open_database

FACTORY = "service.app:create_app_of_worker"
SECONDS_TO_FINISH = 20
"""What requests in flight get at a stop before their process is ended."""


def register(commands: Subcommands) -> None:
    """Add ``serve``."""
    serve = commands.add_parser(
        "serve",
        help="answer over HTTP until stopped",
        description=(
            "Answer over HTTP until stopped with Ctrl-C or SIGTERM; requests in flight are "
            "finished. Refuses to start on a database that is not at the newest schema."
        ),
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=_port, default=8000, help="port to listen on")
    serve.add_argument("--workers", type=_workers, default=1, help="number of processes")
    serve.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    asyncio.run(require_ready(settings.load()))
    require_free(arguments.host, arguments.port)
    # Only this command needs the server.
    from granian.constants import Interfaces  # noqa: PLC0415 -- see above
    from granian.http import HTTP1Settings  # noqa: PLC0415 -- see above
    from granian.log import LogLevels  # noqa: PLC0415 -- see above
    from granian.server import Server  # noqa: PLC0415 -- see above

    shown = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    print(f"Serving on http://{shown}:{arguments.port} (stop with Ctrl-C)", file=sys.stderr)
    Server(
        FACTORY,
        factory=True,
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.ASGI,
        workers=arguments.workers,
        websockets=False,
        log_level=LogLevels.warning,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        workers_kill_timeout=SECONDS_TO_FINISH,
    ).serve()
    return 0


async def require_ready(wanted: Settings) -> None:
    """Raise SettingsError with what the operator has to do before the service can start."""
    if wanted.identity_key is None and not wanted.debug_demo:
        raise SettingsError(
            "SCORECARD_IDENTITY_KEY is not set. Workers are known by a keyed hash of their "
            "registration number, so the service does not start without it. Make a key with: "
            'python -c "import secrets; print(secrets.token_hex(32))" '
            "(only the invented demo council, SCORECARD_DEMO=1, does without)"
        )
    async with await open_database(wanted) as database:
        await database.require_migrated()


def require_free(host: str, port: int) -> None:
    """Raise SettingsError when the address cannot be had.

    The server itself would share a taken port with whoever has it (SO_REUSEPORT), and each
    would answer every other request.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        raise SettingsError(f"Cannot listen on {host}, port {port}: {error.strerror}") from error


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port: write a number from 1 to 65535")


def _workers(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 64:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 64")

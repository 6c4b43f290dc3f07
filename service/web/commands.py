"""``python -m service serve``."""

import argparse
import asyncio
import sys

from service import settings
from service.command import Subcommands
from service.settings import Settings, SettingsError
from service.storage.database import open_database

FACTORY = "service.app:create_app"


def register(commands: Subcommands) -> None:
    serve = commands.add_parser("serve", help="answer over HTTP until stopped")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=_port, default=8000, help="port to listen on")
    serve.add_argument("--workers", type=_workers, default=1, help="number of processes")
    serve.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    asyncio.run(require_ready(settings.load()))
    import uvicorn  # noqa: PLC0415 -- only this command needs the server

    print(f"Serving on http://{arguments.host}:{arguments.port}", file=sys.stderr)
    uvicorn.run(
        FACTORY,
        factory=True,
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        access_log=False,
        server_header=False,
        log_level="warning",
    )
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


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port: write a number from 1 to 65535")


def _workers(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 64:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 64")

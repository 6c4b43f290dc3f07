"""``python -m service serve``."""

import argparse

from service.command import Subcommands

FACTORY = "service.app:create_app"


def register(commands: Subcommands) -> None:
    serve = commands.add_parser("serve", help="answer over HTTP until stopped")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=_port, default=8000, help="port to listen on (0: any free)")
    serve.add_argument("--workers", type=_workers, default=1, help="number of processes")
    serve.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    import uvicorn  # noqa: PLC0415 -- only this command needs the server

    uvicorn.run(
        FACTORY,
        factory=True,
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        access_log=False,
        server_header=False,
    )
    return 0


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port: write a number up to 65535")


def _workers(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 64:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 64")

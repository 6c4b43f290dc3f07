"""``python -m service``: the commands of every capability under one name.

Exit codes: 0 done, 1 refused by what was found in the data, 2 it could not be carried out (one
sentence on standard error says why), 130 interrupted, 141 nobody reads the output any more. People
never see a traceback, unless they ask for one with SCORECARD_TRACEBACK=1.
"""

import argparse
import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

import asyncpg

from service.access import commands as access
from service.asye import commands as asye
from service.benchmarks import commands as benchmarks
from service.cohorts import commands as cohorts
from service.command import Run, print_json
from service.demo import commands as demo
from service.demo.recognition import switch_on_for_demo
from service.enrolments import commands as enrolments
from service.problems import InternalError, Problem, from_domain
from service.publication import commands as publication
from service.publication.deliveries import commands as deliveries
from service.settings import SettingsError
from service.storage import commands as storage
from service.storage.faults import meaning_of
from service.surveys import commands as surveys
from service.web import commands as web
from service.workforce import commands as workforce

CAPABILITIES = (
    storage,
    access,
    workforce,
    publication,
    deliveries,
    benchmarks,
    cohorts,
    enrolments,
    asye,
    surveys,
    demo,
    web,
)
"""In the order in which --help lists their commands."""

NEEDS_THE_KEY = frozenset({"serve", "import", "returns", "scorecard", "edition", "deliveries"})
"""Commands that a demo database leads to the demo's key and name, when nothing else is set."""

CANNOT = 2
INTERRUPTED = 128 + signal.SIGINT
NOBODY_READS = 128 + signal.SIGPIPE


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence; the usage is behind --help. Takes no abbreviations."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **settings})

    def error(self, message: str) -> NoReturn:
        self.exit(CANNOT, f"{self.prog}: {message} (see {self.prog} --help)\n")


def parser() -> argparse.ArgumentParser:
    """Build the whole command line."""
    top = Parser(
        prog="python -m service",
        description="Social work recruitment and retention scorecard.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for capability in CAPABILITIES:
        capability.register(commands)
    openapi = commands.add_parser("openapi", help="print the description of the HTTP API")
    openapi.set_defaults(run=_openapi)
    return top


def _openapi(_: argparse.Namespace) -> int:
    from service.app import openapi_document  # noqa: PLC0415 -- other commands start without the app

    print_json(openapi_document())
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = parser().parse_args(argv)
    run: Run = arguments.run
    try:
        if arguments.command in NEEDS_THE_KEY and switch_on_for_demo(os.environ):
            print("The database holds the invented demo council.", file=sys.stderr)
        code = run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # As in `| head`. Python flushes standard output once more at exit: give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except Exception as error:  # noqa: BLE001 -- whatever it is, a person gets a sentence
        if os.environ.get("SCORECARD_TRACEBACK"):
            traceback.print_exception(error)
        print(sentence(error), file=sys.stderr)
        return CANNOT
    return code


def sentence(error: Exception) -> str:
    """What went wrong, for the person at the terminal."""
    if isinstance(error, SettingsError):
        return str(error)
    if _lacks_tables(error):
        return "The database has not been brought up to date: run python -m service migrate"
    problem = error if isinstance(error, Problem) else meaning_of(error) or from_domain(error)
    if isinstance(problem, Problem) and problem.slug != InternalError.slug:
        return problem.detail
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return (
        f"Something went wrong that is a fault of this program ({type(error).__name__}). Run the "
        "command again with SCORECARD_TRACEBACK=1 and send what it prints to whoever looks after it."
    )


def _lacks_tables(error: Exception) -> bool:
    """Whether the database was asked for what only a migrated one has."""
    if isinstance(error, asyncpg.UndefinedTableError | asyncpg.UndefinedColumnError):
        return True
    return isinstance(error, sqlite3.OperationalError) and "no such " in str(error)

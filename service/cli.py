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
from importlib import import_module
from typing import Any, NoReturn

import asyncpg

from service.command import Run, print_json
from service.problems import InternalError, Problem, from_domain
from service.setting_values import SettingsError
from service.storage.faults import meaning_of

COMMANDS = {
    "migrate": "service.storage.commands",
    "keys": "service.access.commands",
    "access": "service.access.people.commands",
    "import": "service.workforce.commands",
    "returns": "service.workforce.commands",
    "scorecard": "service.publication.commands",
    "edition": "service.publication.commands",
    "deliveries": "service.publication.deliveries.commands",
    "benchmarks": "service.benchmarks.commands",
    "holidays": "service.asye.holiday_commands",
    "programme": "service.cohorts.commands",
    "cohort": "service.cohorts.commands",
    "people-checks": "service.enrolments.commands",
    "asye": "service.asye.commands",
    "themes": "service.surveys.commands",
    "retention": "service.personal.commands",
    "person": "service.personal.commands",
    "demo": "service.demo.commands",
    "serve": "service.web.commands",
}
"""In the order in which --help lists them, with the module that registers each.

Only the module of the command that is asked for is imported: all of them take seconds.
"""

NEEDS_THE_KEY = frozenset(
    {
        "serve",
        "access",
        "import",
        "returns",
        "scorecard",
        "edition",
        "deliveries",
        "retention",
        "person",
    }
)
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


def parser(asked: str | None = None) -> argparse.ArgumentParser:
    """The command line: of the module of the command ``asked``, or whole where there is no such."""
    top = Parser(
        prog="python -m service",
        description="Social work recruitment and retention scorecard.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    modules = [COMMANDS[asked]] if asked in COMMANDS else dict.fromkeys(COMMANDS.values())
    for module in modules:
        import_module(module).register(commands)
    openapi = commands.add_parser("openapi", help="print the description of the HTTP API")
    openapi.set_defaults(run=_openapi)
    return top


def _openapi(_: argparse.Namespace) -> int:
    from service.app import openapi_document  # noqa: PLC0415 -- other commands start without the app

    print_json(openapi_document())
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = sys.argv[1:] if argv is None else argv
    arguments = parser(given[0] if given else None).parse_args(given)
    run: Run = arguments.run
    try:
        if arguments.command in NEEDS_THE_KEY and _is_demo():
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


def _is_demo() -> bool:
    from service.demo.recognition import switch_on_for_demo  # noqa: PLC0415 -- a second of imports

    return switch_on_for_demo(os.environ)


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

"""``python -m service``: the commands of every capability under one name.

Exit codes: 0 done, 1 refused by what was found in the data, 2 it could not be carried out (one
sentence on standard error says why), 130 interrupted. People never see a traceback.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from service.command import Run
from service.problems import Problem
from service.settings import SettingsError
from service.web.log import LOG

CAPABILITIES = (
    "service.storage.commands",
    "service.access.commands",
    "service.workforce.commands",
    "service.scorecards.commands",
    "service.publication.commands",
    "service.demo.commands",
    "service.web.commands",
)

CANNOT = 2
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="python -m service",
        description="Social work recruitment and retention scorecard.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in CAPABILITIES:
        if find_spec(name) is not None:
            import_module(name).register(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = parser().parse_args(argv)
    run: Run = arguments.run
    try:
        code = run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough, as in `| head`. Python flushes standard output
        # once more at exit; give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CANNOT
    except (SettingsError, Problem) as error:
        print(f"{error}", file=sys.stderr)
        return CANNOT
    return code

"""What a capability's ``commands.py`` needs to take part in ``python -m service``.

Each ``service/<capability>/commands.py`` has ``register(commands: Subcommands) -> None``, which adds
its parsers and sets ``run`` on each: a function from the parsed arguments to the exit code.
"""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

Subcommands = Any
"""``argparse._SubParsersAction``: private in the standard library, so not named here."""

Run = Callable[[argparse.Namespace], int]


def add_format(parser: argparse.ArgumentParser) -> None:
    """Every command prints for people by default and one JSON document with --format json."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def print_json(document: object) -> None:
    """One JSON document on standard output, keys as given, UTF-8."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def day(text: str) -> date:
    """YYYY-MM-DD and nothing else: the short and the week forms of ISO 8601 are typing mistakes."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date: write it as YYYY-MM-DD"
        ) from None


def span(text: str) -> tuple[date, date]:
    first, dots, last = text.partition("..")
    begin = day(first)
    end = day(last) if dots else begin
    if end < begin:
        raise argparse.ArgumentTypeError(f"{text!r} ends before it begins")
    return begin, end

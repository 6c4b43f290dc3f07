"""``python -m service import`` and ``python -m service returns``."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from service import clock, settings
from service.access.commands import operator
from service.command import Subcommands, add_format, print_json
from service.problems import TooLarge
from service.settings import Settings
from service.storage.database import open_database
from service.workforce import operations, telling
from service.workforce.findings import Finding
from service.workforce.identity import identity_key
from service.workforce.outcome import Outcome
from service.workforce.progress import Phase, Progress
from service.workforce.reading import Options
from service.workforce.receiving import Received, opened, spooled, too_large_finding
from service.workforce.records import Kind
from service.workforce.rendering import finding_document
from service.workforce.schemas import document
from service.workforce.store import REFUSED
from service.workforce.tabular.columns import EDITION

ACCEPTED, REFUSED_BY_FINDINGS, UNREADABLE = 0, 1, 2

T = TypeVar("T")

LISTED = 50
"""Returns shown by ``returns list``."""


def register(commands: Subcommands) -> None:
    take_in = commands.add_parser(
        "import",
        help="take a workforce return in",
        description=(
            "Check a workforce return and take it in, all of it or nothing. Exit code 0: accepted, "
            "1: refused by what was found in it, 2: it cannot be read."
        ),
    )
    take_in.add_argument("kind", metavar="KIND", type=_kind, help=", ".join(Kind))
    take_in.add_argument("file", metavar="FILE", type=Path, help="XML, CSV or Excel")
    take_in.add_argument("--check", action="store_true", help="only look: nothing is saved")
    take_in.add_argument("--sheet", metavar="NAME", help="which sheet of a workbook")
    take_in.add_argument(
        "--accept-good-rows", action="store_true", help="leave out refused rows and take the rest"
    )
    take_in.add_argument(
        "--reference-date",
        metavar="DATE",
        type=_day,
        help="of a census that does not state its own, as 2026-09-30",
    )
    take_in.add_argument(
        "--progress", action="store_true", help="show progress even when not on a terminal"
    )
    add_format(take_in)
    take_in.set_defaults(run=_import)

    returns = commands.add_parser("returns", help="list, show and undo workforce returns")
    actions = returns.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help=f"the {LISTED} latest returns")
    add_format(listing)
    listing.set_defaults(run=_list)
    for name, run, words in (
        ("show", _show, "how a return stands, with its findings"),
        ("confirm", _confirm, "apply a return that was checked over HTTP"),
        ("undo", _undo, "take a return back, while nothing later depends on it"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("id", metavar="ID", type=_return_id)
        add_format(action)
        action.set_defaults(run=run)


def _import(arguments: argparse.Namespace) -> int:
    wanted = settings.load()
    identity_key(wanted)  # before the file is touched: without a key nothing can be read
    progress = Progress()
    shown = arguments.progress or sys.stderr.isatty()
    with_progress = _showing(progress) if shown else None
    outcome = asyncio.run(_taken_in(arguments, wanted, progress, with_progress))
    if isinstance(outcome, Finding):
        return _not_a_file(arguments, outcome)
    if arguments.format == "json":
        print_json(document(outcome))
    else:
        for line in telling.told(outcome, checked_only=arguments.check):
            print(line)
    if outcome.unreadable:
        return UNREADABLE
    return REFUSED_BY_FINDINGS if outcome.state == REFUSED else ACCEPTED


async def _taken_in(
    arguments: argparse.Namespace,
    wanted: Settings,
    progress: Progress,
    show: Callable[[], Awaitable[None]] | None,
) -> Outcome | Finding:
    received = _received(arguments.file, wanted.max_upload_bytes)
    if isinstance(received, Finding):
        return received
    showing = None if show is None else asyncio.ensure_future(show())
    try:
        async with await open_database(wanted) as database:
            await database.require_migrated()
            how: dict[str, Any] = {
                "filename": arguments.file.name,
                "options": Options(
                    sheet=arguments.sheet or None,
                    accept_good_rows=arguments.accept_good_rows,
                    reference_date=arguments.reference_date,
                ),
                "actor": operator(),
                "now": clock.now(),
                "settings": wanted,
                "progress": progress,
            }
            if arguments.check:
                return await operations.check(arguments.kind, received, keep=False, **how)
            return await operations.take_in(arguments.kind, received, **how)
    finally:
        received.file.close()
        if showing is not None:
            showing.cancel()
            with suppress(asyncio.CancelledError):
                await showing


def _received(path: Path, max_bytes: int) -> Received | Finding:
    """The file in a copy that nobody changes while it is read."""
    source = opened(path, max_bytes)
    if isinstance(source, Finding):
        return source
    with source:
        try:
            return spooled(source, max_bytes)
        except TooLarge:
            return too_large_finding(max_bytes)


def _not_a_file(arguments: argparse.Namespace, finding: Finding) -> int:
    if arguments.format == "json":
        print_json(
            {
                "kind": arguments.kind.value,
                "edition": "" if arguments.kind is Kind.CENSUS else EDITION,
                "rows_read": 0,
                "rows_accepted": 0,
                "findings": [finding_document(finding)],
                "changes": {},
                "state": REFUSED,
                "return": None,
                "duplicate_of": None,
            }
        )
    else:
        print(f"{finding.message} {finding.hint} ({finding.code})")
    return UNREADABLE


def _showing(progress: Progress) -> Callable[[], Awaitable[None]]:
    """Tell on standard error how far it has come: on a terminal in one line, elsewhere by line."""
    terminal = sys.stderr.isatty()

    async def show() -> None:
        said = ""
        try:
            while True:
                words = f"{progress.phase.value}: {progress.rows:,} rows"
                if words != said:
                    said = words
                    sys.stderr.write(f"\r{words:<40}" if terminal else f"{words}\n")
                    sys.stderr.flush()
                await asyncio.sleep(0.1 if terminal else 0.5)
        finally:
            if terminal:
                sys.stderr.write("\r" + " " * 40 + "\r")
            elif progress.phase is Phase.DONE:
                sys.stderr.write(f"{progress.phase.value}: {progress.rows:,} rows\n")
            sys.stderr.flush()

    return show


def _list(arguments: argparse.Namespace) -> int:
    outcomes = _with_database(lambda _: operations.listing(limit=LISTED))
    if arguments.format == "json":
        print_json({"returns": [document(outcome) for outcome in outcomes]})
    else:
        for line in telling.listed(outcomes):
            print(line)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    return _tell(arguments, _with_database(lambda _: operations.one(arguments.id)))


def _confirm(arguments: argparse.Namespace) -> int:
    outcome = _with_database(
        lambda wanted: operations.confirm(
            arguments.id, actor=operator(), now=clock.now(), settings=wanted
        )
    )
    return _tell(arguments, outcome)


def _undo(arguments: argparse.Namespace) -> int:
    outcome = _with_database(
        lambda _: operations.undo(arguments.id, actor=operator(), now=clock.now())
    )
    return _tell(arguments, outcome)


def _tell(arguments: argparse.Namespace, outcome: Outcome) -> int:
    if arguments.format == "json":
        print_json(document(outcome))
    else:
        for line in telling.stands(outcome):
            print(line)
    return 0


def _with_database(work: Callable[[Settings], Awaitable[T]]) -> T:
    wanted = settings.load()

    async def run() -> T:
        async with await open_database(wanted) as database:
            await database.require_migrated()
            return await work(wanted)

    return asyncio.run(run())


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a kind of return. The kinds are: {', '.join(Kind)}."
        ) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date: write it as 2026-09-30"
        ) from None


def _return_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not the id of a return") from None

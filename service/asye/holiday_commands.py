"""``python -m service holidays``: the bank holidays in force, and a newer list when asked for."""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from service import clock, settings
from service.access.commands import operator
from service.asye import working_days
from service.cohorts import calendar
from service.cohorts.calendar import GOV_UK, Holidays
from service.cohorts.schemas.calendar import holidays_as_json
from service.command import Subcommands, add_format, print_json
from service.storage.database import open_database

MOST_BYTES = 1024 * 1024


def register(commands: Subcommands) -> None:
    holidays = commands.add_parser("holidays", help="Bank holidays that plans know")
    actions = holidays.add_subparsers(dest="action", required=True, metavar="ACTION")
    show = actions.add_parser("show", help="Show the list in force")
    add_format(show)
    show.set_defaults(run=run_show)
    refresh = actions.add_parser("refresh", help="Store a newer list, as GOV.UK publishes it")
    source = refresh.add_mutually_exclusive_group()
    source.add_argument("--from", dest="file", type=Path, metavar="FILE", help="A saved list")
    source.add_argument(
        "--url", default=GOV_UK, metavar="URL", help="Where to fetch it (GOV.UK by default)"
    )
    add_format(refresh)
    refresh.set_defaults(run=run_refresh)


def run_show(arguments: argparse.Namespace) -> int:
    async def work() -> Holidays:
        async with await open_database(settings.load()):
            return await calendar.holidays()

    _tell(asyncio.run(work()), arguments.format, "")
    return 0


def run_refresh(arguments: argparse.Namespace) -> int:
    """Exit 0 when the list is in force, stored now or before; 2 when it cannot be."""
    file: Path | None = arguments.file

    async def work() -> tuple[Holidays, bool]:
        document = await calendar.fetched(arguments.url) if file is None else _saved(file)
        source = arguments.url if file is None else file.name
        async with await open_database(settings.load()):
            return await working_days.refresh(document, source, operator(), clock.now())

    held, fresh = asyncio.run(work())
    _tell(held, arguments.format, "Stored: " if fresh else "In force already: ")
    return 0


def _saved(file: Path) -> Any:
    """Anything else than JSON is no list of bank holidays, and is refused as such."""
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    try:
        return json.loads(content[:MOST_BYTES])
    except ValueError:
        return None


def _tell(held: Holidays, form: str, done: str) -> None:
    if form == "json":
        print_json(msgspec.to_builtins(holidays_as_json(held)))
        return
    sys.stdout.write(
        f"{done}{len(held.days)} bank holidays, known to {held.known_until.isoformat()} "
        f"({held.source}).\n"
    )

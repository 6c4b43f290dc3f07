"""``python -m service migrate``: bring the database to the newest schema."""

import argparse
import asyncio
import os
import sys

from service import clock, settings
from service.command import Subcommands, add_format, print_json
from service.setting_values import SettingsError
from service.storage.engine import without_password
from service.storage.history import HistoryError, Standing
from service.storage.migrate import migrate, state_of


def register(commands: Subcommands) -> None:
    parser = commands.add_parser(
        "migrate",
        help="bring the database to the newest schema",
        description=(
            "Bring the database named by DATABASE_URL to the newest schema. Make a backup first. "
            "Several runs at once wait for one another. Exit code 0: done, 1: not at the newest "
            "schema (--check), 2: impossible."
        ),
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 unless at the newest schema"
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    try:
        url = settings.load(os.environ).database_url
        fresh: list[str] = []
        if arguments.check:
            found = asyncio.run(state_of(url))
        else:
            found = asyncio.run(migrate(url, clock.now(), tell=fresh.append))
    except (HistoryError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.format == "json":
        print_json(
            {
                "database": without_password(url),
                "applied": list(found.applied),
                "applied_now": fresh,
                "pending": list(found.pending),
            }
        )
    else:
        _tell(found, fresh, without_password(url))
    return 0 if found.at_head else 1


def _tell(found: Standing, fresh: list[str], place: str) -> None:
    for name in fresh:
        print(f"applied {name}")
    if found.at_head:
        print(f"{place} is at the newest schema ({found.applied[-1]})")
    else:
        print(f"{place} is not at the newest schema; still to apply: {', '.join(found.pending)}")

"""``python -m service people-checks``: files of people that nobody confirmed are not kept for good."""

import argparse
import asyncio
import sys

from service import clock, settings
from service.command import Subcommands, add_format, print_json
from service.enrolments import people_imports
from service.storage.database import open_database


def register(commands: Subcommands) -> None:
    checks = commands.add_parser(
        "people-checks", help="Files of starters and members that were checked and not confirmed"
    )
    actions = checks.add_subparsers(dest="action", required=True, metavar="ACTION")
    expire = actions.add_parser(
        "expire", help="Delete what was read of those that nobody confirmed in time"
    )
    add_format(expire)
    expire.set_defaults(run=run_expire)


def run_expire(arguments: argparse.Namespace) -> int:
    """Exit 0, whether there was something to delete or not."""
    loaded = settings.load()

    async def work() -> int:
        async with await open_database(loaded):
            return await people_imports.expire(clock.now(), loaded)

    count = asyncio.run(work())
    if arguments.format == "json":
        print_json({"expired": count, "days": loaded.people_check_days})
    else:
        files = "file" if count == 1 else "files"
        sys.stdout.write(
            f"{count} {files} of people not confirmed for {loaded.people_check_days} days: what was "
            "read is deleted.\n"
        )
    return 0

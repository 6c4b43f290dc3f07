"""``python -m service retention`` and ``person``: how long personal data is kept, and one person's."""

import argparse
import asyncio
import sys
from dataclasses import asdict

from service import clock, settings
from service.access.commands import operator
from service.command import Subcommands, add_format, print_json
from service.personal import people, retention
from service.personal.people import Named
from service.storage.database import open_database


def register(commands: Subcommands) -> None:
    """Add ``retention`` and ``person``."""
    keeping = commands.add_parser("retention", help="delete personal data that is over its time")
    run = keeping.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "run", help="all rules at once, each into the audit trail; for a nightly job"
    )
    run.add_argument("--dry-run", action="store_true", help="count, and change nothing")
    add_format(run)
    run.set_defaults(run=_run)

    person = commands.add_parser("person", help="what is held of one person, and their erasure")
    actions = person.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, words, act in (
        ("export", "print everything held of them, as one JSON document", _export),
        ("erase", "take their identity away and leave the numbers; cannot be undone", _erase),
    ):
        action = actions.add_parser(name, help=words)
        who = action.add_mutually_exclusive_group(required=True)
        who.add_argument("--member", help="id of a member of the academy or of a starter")
        who.add_argument("--number", help="registration number")
        who.add_argument("--email", help="address of an account")
        add_format(action)
        action.set_defaults(run=act)


def _run(arguments: argparse.Namespace) -> int:
    loaded = settings.load()

    async def work() -> list[retention.Done]:
        async with await open_database(loaded):
            return await retention.run(clock.now(), operator(), loaded, dry_run=arguments.dry_run)

    done = asyncio.run(work())
    if arguments.format == "json":
        rules = [asdict(each) | {"before": each.before.isoformat()} for each in done]
        print_json({"dry_run": arguments.dry_run, "rules": rules})
        return 0
    verb = "would go" if arguments.dry_run else "gone"
    for each in done:
        sys.stdout.write(f"{each.found:>8} {verb}  {each.rule}\n")
    return 0


def _named(arguments: argparse.Namespace) -> Named:
    return Named(member=arguments.member, number=arguments.number, email=arguments.email)


def _export(arguments: argparse.Namespace) -> int:
    loaded = settings.load()

    async def work() -> dict[str, object]:
        async with await open_database(loaded):
            return await people.export(_named(arguments), clock.now(), operator(), loaded)

    print_json(asyncio.run(work()))
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    loaded = settings.load()

    async def work() -> dict[str, object]:
        async with await open_database(loaded):
            return await people.erase(_named(arguments), clock.now(), operator(), loaded)

    done = asyncio.run(work())
    if arguments.format == "json":
        print_json(done)
        return 0
    sys.stdout.write(f"Erased under the reference {done['reference']}.\n")
    for each in people.STAYS:
        sys.stdout.write(f"Stays: {each['what']}: {each['why']}\n")
    return 0

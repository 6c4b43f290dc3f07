"""``python -m service keys issue|list|revoke``."""

import argparse
import asyncio
import getpass
from typing import Any
from uuid import UUID

import msgspec

from service import clock, settings
from service.access import operations
from service.access.actor import Actor, Scope, command_line
from service.access.operations import IssuedKey
from service.access.schemas import FreshKey, Keys, key_as_json
from service.access.store import KeyRecord
from service.command import Subcommands, add_format, print_json
from service.storage.database import open_database


def register(commands: Subcommands) -> None:
    keys = commands.add_parser("keys", help="issue, list and revoke API keys")
    actions = keys.add_subparsers(dest="action", required=True, metavar="ACTION")

    issue = actions.add_parser("issue", help="make a key; it is shown this once")
    issue.add_argument("--name", required=True, help="who or what uses the key")
    issue.add_argument(
        "--scope",
        required=True,
        action="append",
        choices=[scope.value for scope in Scope],
        help="what it may do; repeat for more than one",
    )
    issue.add_argument(
        "--subject",
        help="whose it is: with starter a member's id, with manager a team, with facilitator a name",
    )
    add_format(issue)
    issue.set_defaults(run=_issue)

    listing = actions.add_parser("list", help="all keys, revoked ones too")
    add_format(listing)
    listing.set_defaults(run=_list)

    revoke = actions.add_parser("revoke", help="end a key at once")
    revoke.add_argument("id", metavar="ID", type=_key_id)
    add_format(revoke)
    revoke.set_defaults(run=_revoke)


def _issue(arguments: argparse.Namespace) -> int:
    scopes = [Scope(name) for name in arguments.scope]

    async def work() -> IssuedKey:
        async with await open_database(settings.load()):
            return await operations.create(
                arguments.name, scopes, clock.now(), operator(), subject=arguments.subject
            )

    issued = asyncio.run(work())
    if arguments.format == "json":
        print_json(_plain(FreshKey(key=issued.plaintext, details=key_as_json(issued.record))))
    else:
        print(issued.plaintext)
        print(f"Key {issued.record.id} for {issued.record.name}. It is not shown again.")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    async def work() -> list[KeyRecord]:
        async with await open_database(settings.load()):
            return await operations.listing()

    records = asyncio.run(work())
    if arguments.format == "json":
        print_json(_plain(Keys([key_as_json(record) for record in records])))
        return 0
    for record in records:
        state = f"revoked {record.revoked_at:%d %b %Y}" if record.revoked_at else "in force"
        used = f"{record.last_used_at:%d %b %Y %H:%M} UTC" if record.last_used_at else "never"
        print(
            f"{record.id}  {record.name}  {' '.join(sorted(record.scopes))}"
            f"{f' of {record.subject}' if record.subject else ''}  {state}  used: {used}"
        )
    if not records:
        print("No key has been issued.")
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    async def work() -> KeyRecord:
        async with await open_database(settings.load()):
            return await operations.revoke(arguments.id, clock.now(), operator())

    record = asyncio.run(work())
    if arguments.format == "json":
        print_json(_plain(key_as_json(record)))
    else:
        print(f"Key {record.id} for {record.name} is revoked.")
    return 0


def operator() -> Actor:
    """The person at this terminal, by the name of their account."""
    try:
        return command_line(getpass.getuser())
    except (OSError, KeyError):  # no such account, as in a bare container
        return command_line("unknown")


def _key_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not the id of a key") from None


def _plain(document: msgspec.Struct) -> Any:
    return msgspec.to_builtins(document)

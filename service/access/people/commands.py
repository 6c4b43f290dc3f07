"""``python -m service access invite|link|list|disable|enable``: who may sign in.

The first administrator is made here; whoever can run these commands may do everything.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from service import clock
from service import settings as settings_module
from service.access import accounts
from service.access.account_store import Account, Roles
from service.access.actor import PERSONAL, Actor, Scope
from service.access.commands import operator
from service.access.letters import link_address
from service.access.people.as_json import Invited, People, person_as_json
from service.command import Subcommands, add_format, print_json
from service.settings import Settings
from service.storage.database import open_database


def register(commands: Subcommands) -> None:
    access = commands.add_parser("access", help="say who may sign in, and as what")
    actions = access.add_subparsers(dest="action", required=True, metavar="ACTION")

    invite = actions.add_parser(
        "invite", help="let somebody sign in; prints their first link, this once"
    )
    invite.add_argument("--email", required=True, help="where their links go, and who they are")
    invite.add_argument("--name", required=True, help="as the audit trail names them")
    invite.add_argument(
        "--role",
        required=True,
        action="append",
        choices=[scope.value for scope in Scope],
        help="what they may do; repeat for more than one",
    )
    invite.add_argument(
        "--subject",
        help="whose own they see: with starter a member's id, with manager a team, with facilitator a name",
    )
    add_format(invite)
    invite.set_defaults(run=_invite)

    link = actions.add_parser(
        "link", help="print another link to sign in, for somebody with an account"
    )
    link.add_argument("--email", required=True)
    add_format(link)
    link.set_defaults(run=_link)

    listing = actions.add_parser("list", help="everybody who may sign in, and who no longer may")
    add_format(listing)
    listing.set_defaults(run=_list)

    for name, words in (
        ("disable", "let somebody sign in no more, and sign them out at once"),
        ("enable", "let somebody sign in again"),
    ):
        switch = actions.add_parser(name, help=words)
        switch.add_argument("--email", required=True)
        add_format(switch)
        switch.set_defaults(run=_switch)


def _invite(arguments: argparse.Namespace) -> int:
    roles = _roles([Scope(name) for name in arguments.role], arguments.subject)

    async def work(now: datetime, by: Actor, settings: Settings) -> tuple[Account, str]:
        account = await accounts.create(arguments.name, arguments.email, roles, now, by)
        lasts = _lasts(settings)
        return account, await accounts.invitation(account, now, lasts, handed_out_by=by)

    return _tell_link(arguments, work)


def _link(arguments: argparse.Namespace) -> int:
    async def work(now: datetime, by: Actor, settings: Settings) -> tuple[Account, str]:
        account = await accounts.with_address(arguments.email)
        lasts = _lasts(settings)
        return account, await accounts.invitation(account, now, lasts, handed_out_by=by)

    return _tell_link(arguments, work)


def _tell_link(
    arguments: argparse.Namespace,
    work: Callable[[datetime, Actor, Settings], Awaitable[tuple[Account, str]]],
) -> int:
    now = clock.now()
    settings = settings_module.load()
    account, secret = _carried_out(settings, lambda: work(now, operator(), settings))
    invited = Invited(
        address=link_address(settings, secret),
        expires_at=now + _lasts(settings),
        account=person_as_json(account),
    )
    if arguments.format == "json":
        print_json(msgspec.to_builtins(invited))
    else:
        print(invited.address)
        print(
            f"Signs in {account.name} once, within {settings.invitation_hours} hours. "
            "It is not shown again: send it to them, and to nobody else."
        )
    return 0


def _list(arguments: argparse.Namespace) -> int:
    found = _carried_out(settings_module.load(), accounts.listing)
    if arguments.format == "json":
        print_json(msgspec.to_builtins(People([person_as_json(each) for each in found])))
        return 0
    for each in found:
        roles = ", ".join(
            role + (f" of {subject}" if subject else "")
            for role, subject in sorted(each.roles.items())
        )
        state = f"disabled {each.disabled_at:%d %b %Y}" if each.disabled_at else "may sign in"
        seen = f"{each.signed_in_at:%d %b %Y %H:%M} UTC" if each.signed_in_at else "never"
        print(f"{each.email}  {each.name}  {roles}  {state}  signed in: {seen}")
    if not found:
        print("Nobody can sign in yet. Make the first administrator: access invite --role admin")
    return 0


def _switch(arguments: argparse.Namespace) -> int:
    change = accounts.disable if arguments.action == "disable" else accounts.enable

    async def work() -> Account:
        account = await accounts.with_address(arguments.email)
        return await change(account.id, clock.now(), operator())

    account = _carried_out(settings_module.load(), work)
    if arguments.format == "json":
        print_json(msgspec.to_builtins(person_as_json(account)))
    else:
        print(
            f"{account.name} ({account.email}) "
            + ("can no longer sign in." if account.disabled_at else "may sign in.")
        )
    return 0


def _roles(scopes: list[Scope], subject: str | None) -> Roles:
    """The subject goes with the personal role, or with the only one, which then refuses it."""
    personal = [scope for scope in scopes if scope in PERSONAL] or scopes[:1]
    return {scope: subject if scope in personal else None for scope in scopes}


def _lasts(settings: Settings) -> timedelta:
    return timedelta(hours=settings.invitation_hours)


T = TypeVar("T")


def _carried_out(settings: Settings, work: Callable[[], Awaitable[T]]) -> T:
    async def opened() -> T:
        async with await open_database(settings):
            return await work()

    return asyncio.run(opened())

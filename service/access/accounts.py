"""Who may sign in: invite, list, give roles, disable. Every change ends the sessions it concerns."""

import re
import uuid
from datetime import datetime, timedelta

from service import problems
from service.access import account_store as store
from service.access import audit
from service.access.account_store import Account, Link, Roles
from service.access.actor import PERSONAL, Actor, Scope
from service.access.naming import name_of, subject_of
from service.access.one_time import fresh_secret, hash_of
from service.access.refusals import AddressTaken, NoSuchAccount
from service.storage.transaction import unit_of_work

LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
"""As a browser's e-mail field takes it, with a dot in the domain."""


def address_of(text: str) -> str | None:
    """An e-mail address as it is kept, lower case; None for what is none."""
    address = text.strip().lower()
    good = len(address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(address) is not None
    return address if good else None


async def create(name: str, email: str, roles: Roles, now: datetime, by: Actor) -> Account:
    """Somebody new who may sign in. Raises Unprocessable and AddressTaken."""
    address = address_of(email)
    if address is None:
        raise problems.Unprocessable(
            "Write an e-mail address as in jo@council.example.",
            errors=[{"pointer": "/email", "detail": "an e-mail address"}],
        )
    account = Account(
        id=uuid.uuid4(),
        name=name_of(name, "an account", "write whose it is"),
        email=address,
        roles=_checked(roles),
        created_at=now,
        created_by=by.name,
    )
    async with unit_of_work():
        if await store.account_by_email(address) is not None:
            raise AddressTaken(f"{address} has an account already. Nothing was changed.")
        await store.add_account(account)
        await _record(by, "account.created", account, before=None, after=_state(account), now=now)
    return account


async def invitation(
    account: Account,
    now: datetime,
    lasts: timedelta,
    *,
    leads_to: str | None = None,
    handed_out_by: Actor | None = None,
) -> str:
    """The secret of a new one-time link to ``leads_to``; nobody can read it again.

    Who hands it out to somebody else is named in the audit trail.
    """
    secret = fresh_secret()
    async with unit_of_work():
        await store.delete_links_before(now - timedelta(days=1))
        await store.add_link(Link(account.id, leads_to, now, now + lasts, None), hash_of(secret))
        if handed_out_by is not None:
            until: dict[str, object] = {"expires_at": (now + lasts).isoformat()}
            await _record(
                handed_out_by, "account.link-made", account, before=None, after=until, now=now
            )
    return secret


async def listing() -> list[Account]:
    """Everybody by name, disabled accounts too."""
    return await store.all_accounts()


async def with_address(email: str) -> Account:
    """Whose address it is. Raises NoSuchAccount."""
    found = await store.account_by_email(email.strip().lower())
    if found is None:
        raise NoSuchAccount("Nobody with this e-mail address has an account.")
    return found


async def with_id(account_id: uuid.UUID) -> Account:
    """The account with this id. Raises NoSuchAccount."""
    return await _known(account_id)


OTHER_ROLES = (
    "Somebody else changed the roles in the meantime. They stand at the top now, "
    "and what you chose below. Save again to replace them."
)


async def set_roles(
    account_id: uuid.UUID, roles: Roles, now: datetime, by: Actor, *, seen: Roles | None = None
) -> Account:
    """Give somebody other roles; whoever is signed in has to sign in again.

    Raises NoSuchAccount, Unprocessable, and Conflict when nobody would look after accounts, or the
    roles are no longer those that were ``seen``.
    """
    roles = _checked(roles)
    async with unit_of_work():
        before = await _known(account_id)
        if seen is not None and before.roles != seen:
            raise problems.Conflict(OTHER_ROLES)
        if before.roles == roles:
            return before
        if Scope.ADMIN not in roles:
            await require_another_administrator(before)
        await store.replace_roles(account_id, roles)
        await store.delete_sessions_of(account_id)
        await store.delete_links_of(account_id)
        after = await _known(account_id)
        await _record(
            by, "account.roles-changed", after, before=_state(before), after=_state(after), now=now
        )
    return after


async def disable(account_id: uuid.UUID, now: datetime, by: Actor) -> Account:
    """Let somebody sign in no more, and end their sessions at once. Again changes nothing.

    Raises NoSuchAccount, and Conflict when nobody would look after accounts.
    """
    return await _switch(account_id, now, by, disabled=True)


async def enable(account_id: uuid.UUID, now: datetime, by: Actor) -> Account:
    """Let somebody sign in again. Raises NoSuchAccount."""
    return await _switch(account_id, now, by, disabled=False)


async def _switch(account_id: uuid.UUID, now: datetime, by: Actor, *, disabled: bool) -> Account:
    async with unit_of_work():
        before = await _known(account_id)
        if (before.disabled_at is not None) == disabled:
            return before
        if disabled:
            await require_another_administrator(before)
        await store.set_disabled(account_id, now if disabled else None)
        await store.delete_sessions_of(account_id)
        await store.delete_links_of(account_id)
        after = await _known(account_id)
        action = "account.disabled" if disabled else "account.enabled"
        await _record(by, action, after, before=_state(before), after=_state(after), now=now)
    return after


async def require_another_administrator(account: Account) -> None:
    """Raise Conflict when nobody would look after accounts without this one."""
    if Scope.ADMIN not in account.roles or account.disabled_at is not None:
        return
    others = [
        each
        for each in await store.all_accounts()
        if Scope.ADMIN in each.roles and each.disabled_at is None and each.id != account.id
    ]
    if not others:
        raise problems.Conflict(
            f"{account.name} is the only administrator of accounts. Give the role to somebody else first."
        )


async def _known(account_id: uuid.UUID) -> Account:
    found = await store.account_by_id(account_id)
    if found is None:
        raise NoSuchAccount(f"There is no account {account_id}.")
    return found


def _checked(roles: Roles) -> Roles:
    if not roles:
        raise problems.Unprocessable(
            "An account needs at least one role: " + ", ".join(sorted(Scope)) + ".",
            errors=[{"pointer": "/roles", "detail": "at least one"}],
        )
    checked: Roles = {}
    for scope, subject in sorted(roles.items()):
        if scope in PERSONAL:
            checked[scope] = subject_of(scope, subject, "The role")
        elif subject:
            raise problems.Unprocessable(
                f"The role {scope} has no subject: only facilitator, manager and starter have one.",
                errors=[{"pointer": "/subject", "detail": "not with this role"}],
            )
        else:
            checked[scope] = None
    return checked


def _state(account: Account) -> dict[str, object]:
    """What the trail keeps of an account: no address, which is personal and can be changed."""
    return {
        "name": account.name,
        "roles": {scope.value: subject for scope, subject in sorted(account.roles.items())},
        "disabled": account.disabled_at is not None,
    }


async def _record(
    by: Actor,
    action: str,
    account: Account,
    *,
    before: dict[str, object] | None,
    after: dict[str, object],
    now: datetime,
) -> None:
    await audit.record(
        by,
        action,
        subject_kind="account",
        subject_id=str(account.id),
        before=before,
        after=after,
        now=now,
    )

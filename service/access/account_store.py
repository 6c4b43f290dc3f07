"""Rows of accounts, their roles, one-time links and sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from service.access.actor import Scope
from service.storage.tables.accounts import (
    AccountRole,
    AccountRow,
    AttemptCount,
    SignInLink,
    SignInSession,
)

Roles = dict[Scope, str | None]
"""What somebody may do; with a personal scope whose own they see."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, unless ``disabled_at`` says since when they may not."""

    id: UUID
    name: str
    email: str
    roles: Roles
    created_at: datetime
    created_by: str
    disabled_at: datetime | None = None
    signed_in_at: datetime | None = None
    issuer: str | None = None
    issuer_subject: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link. ``leads_to``: the page that was asked for."""

    account: UUID
    leads_to: str | None
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    id: int
    account: UUID
    opened_at: datetime
    seen_at: datetime


# --- accounts ------------------------------------------------------------------------------------


async def add_account(account: Account) -> None:
    await AccountRow.insert(
        AccountRow(
            {
                AccountRow.id: account.id,
                AccountRow.name: account.name,
                AccountRow.email: account.email,
                AccountRow.created_at: account.created_at,
                AccountRow.created_by: account.created_by,
            }
        )
    )
    await _add_roles(account.id, account.roles)


async def replace_roles(account: UUID, roles: Roles) -> None:
    await AccountRole.delete().where(AccountRole.account == account)
    await _add_roles(account, roles)


async def _add_roles(account: UUID, roles: Roles) -> None:
    rows = [
        AccountRole(
            {
                AccountRole.account: account,
                AccountRole.scope: scope.value,
                AccountRole.subject: subject,
            }
        )
        for scope, subject in sorted(roles.items())
    ]
    await AccountRole.insert(*rows)


async def account_by_id(account: UUID) -> Account | None:
    return await _one(AccountRow.id == account)


async def account_by_email(email: str) -> Account | None:
    return await _one(AccountRow.email == email)


async def account_of_issuer(issuer: str, subject: str) -> Account | None:
    return await _one((AccountRow.issuer == issuer) & (AccountRow.issuer_subject == subject))


async def all_accounts() -> list[Account]:
    """By name, disabled ones too."""
    rows = await AccountRow.select().order_by(AccountRow.name).order_by(AccountRow.email)
    roles: dict[UUID, Roles] = {}
    for each in await AccountRole.select():
        roles.setdefault(each["account"], {})[Scope(each["scope"])] = each["subject"]
    return [_account(row, roles.get(row["id"], {})) for row in rows]


async def set_disabled(account: UUID, at: datetime | None) -> None:
    await AccountRow.update({AccountRow.disabled_at: at}).where(AccountRow.id == account)


async def set_signed_in(account: UUID, at: datetime) -> None:
    await AccountRow.update({AccountRow.signed_in_at: at}).where(AccountRow.id == account)


async def bind_to_issuer(account: UUID, issuer: str, subject: str) -> None:
    await AccountRow.update({AccountRow.issuer: issuer, AccountRow.issuer_subject: subject}).where(
        AccountRow.id == account
    )


async def _one(condition: Any) -> Account | None:
    row = await AccountRow.select().where(condition).first()
    if row is None:
        return None
    roles = await AccountRole.select().where(AccountRole.account == row["id"])
    return _account(row, {Scope(each["scope"]): each["subject"] for each in roles})


def _account(row: dict[str, Any], roles: Roles) -> Account:
    return Account(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        roles=roles,
        created_at=row["created_at"],
        created_by=row["created_by"],
        disabled_at=row["disabled_at"],
        signed_in_at=row["signed_in_at"],
        issuer=row["issuer"],
        issuer_subject=row["issuer_subject"],
    )


# --- one-time links ------------------------------------------------------------------------------


async def add_link(link: Link, secret_hash: str) -> None:
    await SignInLink.insert(
        SignInLink(
            {
                SignInLink.account: link.account,
                SignInLink.secret_hash: secret_hash,
                SignInLink.leads_to: link.leads_to,
                SignInLink.made_at: link.made_at,
                SignInLink.expires_at: link.expires_at,
            }
        )
    )


async def link_by_hash(secret_hash: str) -> Link | None:
    row = await SignInLink.select().where(SignInLink.secret_hash == secret_hash).first()
    if row is None:
        return None
    return Link(row["account"], row["leads_to"], row["made_at"], row["expires_at"], row["used_at"])


async def set_used(secret_hash: str, at: datetime) -> None:
    await SignInLink.update({SignInLink.used_at: at}).where(SignInLink.secret_hash == secret_hash)


async def delete_links_of(account: UUID) -> None:
    await SignInLink.delete().where(SignInLink.account == account)


async def delete_links_before(expired: datetime) -> None:
    await SignInLink.delete().where(SignInLink.expires_at < expired)


# --- sessions ------------------------------------------------------------------------------------


async def add_session(account: UUID, secret_hash: str, now: datetime) -> None:
    await SignInSession.insert(
        SignInSession(
            {
                SignInSession.account: account,
                SignInSession.secret_hash: secret_hash,
                SignInSession.opened_at: now,
                SignInSession.seen_at: now,
            }
        )
    )


async def session_by_hash(secret_hash: str) -> Session | None:
    row = await SignInSession.select().where(SignInSession.secret_hash == secret_hash).first()
    return Session(row["id"], row["account"], row["opened_at"], row["seen_at"]) if row else None


async def set_seen(session: int, at: datetime) -> None:
    await SignInSession.update({SignInSession.seen_at: at}).where(SignInSession.id == session)


async def delete_session(session: int) -> None:
    await SignInSession.delete().where(SignInSession.id == session)


async def delete_sessions_of(account: UUID) -> None:
    await SignInSession.delete().where(SignInSession.account == account)


async def delete_sessions_before(opened: datetime, seen: datetime) -> None:
    """Those that are over: opened before the one moment, or last seen before the other."""
    await SignInSession.delete().where(
        (SignInSession.opened_at < opened) | (SignInSession.seen_at < seen)
    )


# --- counters ------------------------------------------------------------------------------------


async def attempts(what: str, who_hash: str) -> tuple[datetime, int] | None:
    """When the window began, and how often since."""
    row = await AttemptCount.select().where(_counted(what, who_hash)).first()
    return (row["window_began"], row["attempts"]) if row else None


async def set_attempts(what: str, who_hash: str, began: datetime, count: int) -> None:
    values: dict[Column | str, Any] = {
        AttemptCount.window_began: began,
        AttemptCount.attempts: count,
    }
    if await AttemptCount.exists().where(_counted(what, who_hash)):
        await AttemptCount.update(values).where(_counted(what, who_hash))
        return
    await AttemptCount.insert(
        AttemptCount(what=what, who_hash=who_hash, window_began=began, attempts=count)
    )


async def delete_attempts_before(began: datetime) -> None:
    await AttemptCount.delete().where(AttemptCount.window_began < began)


def _counted(what: str, who_hash: str) -> Any:
    return (AttemptCount.what == what) & (AttemptCount.who_hash == who_hash)

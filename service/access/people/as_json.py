"""Accounts as JSON, as the command line prints them."""

from datetime import datetime
from uuid import UUID

import msgspec

from service.access.account_store import Account
from service.access.actor import Scope


class Role(msgspec.Struct, frozen=True):
    """``subject`` as in a key: for the personal roles only."""

    role: Scope
    subject: str | None


class Person(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    email: str
    roles: list[Role]
    created_at: datetime
    created_by: str
    disabled_at: datetime | None
    signed_in_at: datetime | None


class Invited(msgspec.Struct, frozen=True):
    """``address`` signs in once, until ``expires_at``; it is shown this once."""

    address: str
    expires_at: datetime
    account: Person


class People(msgspec.Struct, frozen=True):
    accounts: list[Person]


def person_as_json(account: Account) -> Person:
    return Person(
        id=account.id,
        name=account.name,
        email=account.email,
        roles=[Role(role, subject) for role, subject in sorted(account.roles.items())],
        created_at=account.created_at,
        created_by=account.created_by,
        disabled_at=account.disabled_at,
        signed_in_at=account.signed_in_at,
    )

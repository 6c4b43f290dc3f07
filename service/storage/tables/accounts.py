"""People who sign in, their one-time links and sessions, and counters of attempts.

A link and a session are known by SHA-256 of their secret only.
"""

from piccolo.columns import UUID, BigSerial, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table


class AccountRow(Table, tablename="account"):
    id: UUID = UUID(primary_key=True, default=None)
    name: Varchar = Varchar(length=200)
    email: Varchar = Varchar(length=254, unique=True)
    """Lower case."""
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)
    disabled_at: Timestamptz = Timestamptz(null=True, default=None)
    signed_in_at: Timestamptz = Timestamptz(null=True, default=None)
    issuer: Varchar = Varchar(length=500, null=True, default=None)
    """Who vouches for them, once they have signed in through a provider, and as whom there."""
    issuer_subject: Varchar = Varchar(length=255, null=True, default=None)


class AccountRole(Table, tablename="account_role"):
    """``subject`` as in an API key: for a personal scope only."""

    id: BigSerial = BigSerial(primary_key=True)
    account: ForeignKey[AccountRow] = ForeignKey(
        AccountRow, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict
    )
    scope: Varchar = Varchar(length=20)
    subject: Varchar = Varchar(length=200, null=True, default=None)


class SignInLink(Table, tablename="sign_in_link"):
    id: BigSerial = BigSerial(primary_key=True)
    account: ForeignKey[AccountRow] = ForeignKey(
        AccountRow, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, index=True
    )
    secret_hash: Varchar = Varchar(length=64, unique=True)
    leads_to: Varchar = Varchar(length=1000, null=True, default=None)
    """The page of ours that was asked for."""
    made_at: Timestamptz = Timestamptz(default=None)
    expires_at: Timestamptz = Timestamptz(default=None)
    used_at: Timestamptz = Timestamptz(null=True, default=None)


class SignInSession(Table, tablename="sign_in_session"):
    """Gone with the sign-out, when it is over, and when its account changes."""

    id: BigSerial = BigSerial(primary_key=True)
    account: ForeignKey[AccountRow] = ForeignKey(
        AccountRow, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, index=True
    )
    secret_hash: Varchar = Varchar(length=64, unique=True)
    opened_at: Timestamptz = Timestamptz(default=None)
    seen_at: Timestamptz = Timestamptz(default=None)


class AttemptCount(Table, tablename="attempt_count"):
    """How often somebody tried something in a window of time; gone soon after it."""

    id: BigSerial = BigSerial(primary_key=True)
    what: Varchar = Varchar(length=40)
    who_hash: Varchar = Varchar(length=64)
    window_began: Timestamptz = Timestamptz(default=None)
    attempts: Integer = Integer(default=1)

"""Signing in and out: a one-time link opens a session, and only the session's secret names it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service.access import account_store as store
from service.access import audit
from service.access.account_store import Account, Session
from service.access.actor import Actor
from service.access.one_time import SHAPE, fresh_secret, hash_of
from service.access.provider import NotVouched, Vouched
from service.problems import Problem
from service.settings import Settings
from service.storage.beside import beside
from service.storage.problems import NoDatabase
from service.storage.transaction import unit_of_work
from service.web.log import LOG

SEEN_EVERY = timedelta(minutes=1)
_writing: set[int] = set()


@dataclass(frozen=True, slots=True)
class Opened:
    """A session at the moment when its secret is handed out, and the page that was wanted."""

    account: Account
    secret: str
    leads_to: str | None

    def __repr__(self) -> str:
        return f"Opened(account={self.account!r})"


async def whose_link(secret: str, now: datetime) -> Account | None:
    """Whom a one-time link would sign in; None when it is unknown, used, late or of nobody."""
    if SHAPE.fullmatch(secret) is None:
        return None
    link = await store.link_by_hash(hash_of(secret))
    if link is None or link.used_at is not None or now >= link.expires_at:
        return None
    account = await store.account_by_id(link.account)
    return account if account is not None and account.disabled_at is None else None


async def open_with_link(
    secret: str, now: datetime, settings: Settings, *, instead_of: str = ""
) -> Opened | None:
    """Use a one-time link up and open a session; None when it cannot be used.

    The session whose secret is ``instead_of`` ends: nobody goes on with one from before.
    """
    if await whose_link(secret, now) is None:
        return None  # what is no link takes no turn to write
    async with unit_of_work():
        account = await whose_link(secret, now)
        if account is None:
            return None
        link = await store.link_by_hash(hash_of(secret))
        await store.set_used(hash_of(secret), now)
        opened = await _open(account, now, settings, instead_of, "link")
        return Opened(account, opened, link.leads_to if link else None)


async def open_for(
    account: Account, now: datetime, settings: Settings, how: str, *, instead_of: str = ""
) -> str:
    """Open a session for somebody who has shown who they are otherwise; its secret."""
    async with unit_of_work():
        return await _open(account, now, settings, instead_of, how)


async def account_vouched_for(who: Vouched, now: datetime) -> Account:
    """The account of whom a provider vouches for; bound to the provider's name for them at first.

    Raises NotVouched for somebody who has none, may not sign in, or is bound to another there: an
    e-mail address may pass from one person to the next, the provider's name for somebody does not.
    """
    async with unit_of_work():
        account = await store.account_of_issuer(who.issuer, who.subject)
        if account is None and who.email is not None:
            account = await store.account_by_email(who.email.strip().lower())
            if account is not None and account.issuer is not None:
                raise NotVouched("the account is bound to somebody else at the provider")
            if account is not None and account.disabled_at is None:
                await store.bind_to_issuer(account.id, who.issuer, who.subject)
                await _record(account, "account.bound", now, after={"issuer": who.issuer})
        if account is None or account.disabled_at is not None:
            raise NotVouched("nobody who may sign in has this verified address")
        return account


async def _open(
    account: Account, now: datetime, settings: Settings, instead_of: str, how: str
) -> str:
    await store.delete_sessions_before(
        now - timedelta(hours=settings.session_hours),
        now - timedelta(minutes=settings.session_idle_minutes),
    )
    if instead_of and (former := await store.session_by_hash(hash_of(instead_of))):
        await store.delete_session(former.id)
    secret = fresh_secret()
    await store.add_session(account.id, hash_of(secret), now)
    await store.set_signed_in(account.id, now)
    await _record(account, "account.signed-in", now, after={"how": how})
    return secret


async def found(secret: str, now: datetime, settings: Settings) -> tuple[Session, Account] | None:
    """The session that is open under this secret, and whose; None when there is none."""
    if SHAPE.fullmatch(secret) is None:
        return None
    session = await store.session_by_hash(hash_of(secret))
    if session is None or _is_over(session, now, settings):
        return None
    account = await store.account_by_id(session.account)
    if account is None or account.disabled_at is not None:
        return None
    _note_seen(session, now)
    return session, account


async def close(secret: str, now: datetime) -> None:
    """Sign out: the session is gone from the server. Nothing happens when there is none."""
    async with unit_of_work():
        session = await store.session_by_hash(hash_of(secret))
        if session is None:
            return
        account = await store.account_by_id(session.account)
        await store.delete_session(session.id)
        if account is not None:
            await _record(account, "account.signed-out", now)


def _is_over(session: Session, now: datetime, settings: Settings) -> bool:
    return now >= session.opened_at + timedelta(
        hours=settings.session_hours
    ) or now >= session.seen_at + timedelta(minutes=settings.session_idle_minutes)


def _note_seen(session: Session, now: datetime) -> None:
    """Beside the request, which must not wait for a turn to write; once a minute at most."""
    if session.id not in _writing and now - session.seen_at >= SEEN_EVERY:
        _writing.add(session.id)
        beside(_write_seen(session.id, now))


async def _write_seen(session: int, now: datetime) -> None:
    try:
        async with unit_of_work():
            await store.set_seen(session, now)
    except (Problem, NoDatabase) as error:
        # Busy, gone, or closed in the meantime: the request itself has had its answer.
        LOG.warning("use of a session not recorded", detail=str(error))
    finally:
        _writing.discard(session)


async def _record(
    account: Account, action: str, now: datetime, *, after: dict[str, str] | None = None
) -> None:
    await audit.record(
        Actor(account.name, frozenset(account.roles), account_id=account.id),
        action,
        subject_kind="account",
        subject_id=str(account.id),
        before=None,
        after=after,
        now=now,
    )

"""The letter with a one-time link: to whom it may concern, and without a word more than it needs."""

import asyncio
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from uuid import uuid4

from service import mail
from service.access import account_store as store
from service.access import accounts
from service.access.account_store import Account
from service.mail import NotTaken
from service.problems import Problem
from service.settings import Settings
from service.storage.problems import NoDatabase
from service.web.log import LOG


def link_address(settings: Settings, secret: str) -> str:
    """Where a one-time link leads."""
    return f"{settings.public_url}/sign-in/{secret}"


async def send_link(address: str, leads_to: str, settings: Settings, now: datetime) -> None:
    """Send a link to the account with this address, if there is one and it may sign in.

    Answers for its own errors: nobody waits for it. The log names no address.
    """
    try:
        account = await store.account_by_email(address)
        if account is None or account.disabled_at is not None:
            return
        lasts = timedelta(minutes=settings.sign_in_link_minutes)
        secret = await accounts.invitation(account, now, lasts, leads_to=leads_to)
        words = f"within {settings.sign_in_link_minutes} minutes"
        message = letter(account, link_address(settings, secret), words, settings, now)
        await asyncio.to_thread(mail.send, message, uuid4(), settings.mail_server)
    except NotTaken as reason:
        LOG.error("a link to sign in could not be sent", detail=str(reason))
    except (Problem, NoDatabase) as error:
        LOG.error("a link to sign in could not be made", detail=str(error))


def letter(
    account: Account, link: str, within: str, settings: Settings, now: datetime
) -> EmailMessage:
    """``within``: "within 15 minutes". The link stands alone on its line, for any mail program."""
    message = EmailMessage()
    message["Subject"] = "Your link to sign in"
    council = " ".join(settings.council_name.split())
    message["From"] = Address(council, addr_spec=settings.mail_from)
    message["To"] = Address(addr_spec=account.email)
    message["Date"] = now
    message["Message-ID"] = f"<{uuid4()}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"Open this link and press the button to sign in to the social work workforce service of {council}:\n"
        f"\n{link}\n\n"
        f"It works once, {within}. Do not pass it on: it signs in whoever has it.\n\n"
        "If you did not ask for it, do nothing. Somebody may have typed your address by mistake.\n"
    )
    return message

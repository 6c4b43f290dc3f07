"""Mail by SMTP, or into a folder where there is no server (the demo)."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from service.setting_values import LOOPBACK

SECONDS = 15.0
FOLDER = "folder:"


class NotTaken(Exception):  # noqa: N818 -- an outcome, not an error of ours
    """Whoever was to receive it did not take it; the sentence goes into a log."""


def send(message: EmailMessage, identifier: UUID, server: str, seconds: float = SECONDS) -> str:
    """Hand the message over; returns how. Blocks: call it in a thread. Raises NotTaken.

    ``smtp://`` goes over to TLS, and to this computer only may stay without; ``smtps://`` begins
    with it. The certificate must be good.
    """
    if server.startswith(FOLDER):
        return _into_folder(message, identifier, Path(server.removeprefix(FOLDER)))
    parts = urlsplit(server)
    host = parts.hostname or ""
    try:
        with _connected(parts.scheme, host, parts.port, seconds) as connection:
            if parts.username:
                connection.login(unquote(parts.username), unquote(parts.password or ""))
            connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        code = getattr(error, "smtp_code", None)
        raise NotTaken(
            f"mail server answered {code}"
            if code
            else f"mail server could not be used ({type(error).__name__})"
        ) from None
    return "taken by the mail server"


def _connected(scheme: str, host: str, port: int | None, seconds: float) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(
            host, port or 465, timeout=seconds, context=ssl.create_default_context()
        )
    connection = smtplib.SMTP(host, port or 587, timeout=seconds)
    try:
        connection.ehlo()
        if host not in LOOPBACK or connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
    except BaseException:
        connection.close()
        raise
    return connection


def _into_folder(message: EmailMessage, identifier: UUID, folder: Path) -> str:
    """A file named by the delivery: once more writes the same file."""
    path = folder / f"{identifier}.eml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(message.as_bytes())
    except OSError as error:
        raise NotTaken(f"{folder}: {error.strerror}") from None
    return f"written to {path}"

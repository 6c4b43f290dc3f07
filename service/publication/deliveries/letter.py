"""What is said of an edition: one JSON document for programs, one short letter for people."""

import json
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from service.publication.addresses import Form, api_address, page_address
from service.publication.deliveries.outbox import Due, Event
from service.publication.edition import instant
from service.publication.store import EditionEntry
from service.publication.view import in_england
from service.publication.wording import day
from service.settings import Settings

_HAPPENED = {
    Event.PUBLISHED: "has been published",
    Event.CORRECTED: "has been corrected",
    Event.WITHDRAWN: "has been withdrawn",
}


def as_json(due: Due, entry: EditionEntry, settings: Settings) -> bytes:
    """The body of a webhook: docs/scorecards/news.md. The same each time it is sent."""
    end, version = entry.period_end, entry.version
    document: dict[str, Any] = {
        "type": f"scorecard.{due.event}",
        "timestamp": instant(due.created_at),
        "data": {
            "council": settings.council_name,
            "edition": str(entry.id),
            "period": end.isoformat(),
            "version": version,
            "published_at": instant(entry.public_from),
            "reason": _reason(due, entry),
            "content_sha256": entry.content_sha256,
            "page": settings.public_url + page_address(end, version),
            "json": settings.public_url + api_address(end, version),
            "pdf": settings.public_url + api_address(end, version, Form.PDF),
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def as_mail(due: Due, entry: EditionEntry, settings: Settings) -> EmailMessage:
    """The letter to one mail box. Its Message-ID is that of the delivery, whenever it is sent."""
    message = EmailMessage()
    subject = f"The scorecard to {day(entry.period_end)} {_HAPPENED[due.event]}"
    message["Subject"] = subject
    message["From"] = Address(_words(settings.council_name), addr_spec=settings.mail_from)
    message["To"] = Address(addr_spec=due.target)
    message["Date"] = due.created_at
    message["Message-ID"] = f"<{due.id}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    address = settings.public_url + page_address(entry.period_end, entry.version)
    pdf = settings.public_url + api_address(entry.period_end, entry.version, Form.PDF)
    which = (
        f"Social worker recruitment and retention scorecard of {settings.council_name}, "
        f"version {entry.version}, {day(in_england(entry.public_from))}."
    )
    lines = [
        f"{subject}.",
        "",
        which,
    ]
    if reason := _reason(due, entry):
        lines += ["", f"Why: {reason}"]
    if due.event is Event.WITHDRAWN:
        lines += ["", f"Its files can no longer be fetched. The notice: {address}"]
    else:
        lines += ["", f"Read it: {address}", f"As PDF: {pdf}"]
    lines += ["", f"Content hash (SHA-256): {entry.content_sha256}"]
    if settings.contact:
        lines += ["", f"Questions: {settings.contact}"]
    message.set_content("\n".join(lines) + "\n")
    return message


def _reason(due: Due, entry: EditionEntry) -> str | None:
    """The public reason of what happened."""
    if due.event is Event.WITHDRAWN and entry.withdrawal is not None:
        return entry.withdrawal.reason
    return entry.reason if due.event is Event.CORRECTED else None


def _words(text: str) -> str:
    """A name on one line."""
    return " ".join(text.split())

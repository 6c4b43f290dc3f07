"""Editions over HTTP. Output fields have no defaults, so that clients can rely on every one."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.publication.addresses import Form, api_address, page_address
from service.publication.store import EditionEntry


class EditionJson(msgspec.Struct, frozen=True):
    """One published version."""

    edition: UUID
    period: date
    version: int
    latest: bool
    """Whether no later version of the same half-year has been published."""
    published_at: datetime
    reason: str | None
    """Public reason of a correction; null for version 1."""
    content_sha256: str
    json: str
    csv: str
    page: str


class Due(msgspec.Struct, frozen=True):
    """The half-year to be published next."""

    period: date
    publishable_from: date


class Editions(msgspec.Struct, frozen=True):
    """All editions, newest half-year first and newest version first within it."""

    editions: list[EditionJson]
    next_due: Due


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said when a half-year is published. The body may be left out."""

    accept_missing_returns: str | None = None
    """Why it is published without returns that headline figures rest on, for everybody to read."""


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the figures published before were wrong, for everybody to read."""

    reason: str
    accept_missing_returns: str | None = None
    """As for a publication."""


def edition_as_json(entry: EditionEntry, *, latest: bool) -> EditionJson:
    end, version = entry.period_end, entry.version
    return EditionJson(
        edition=entry.id,
        period=end,
        version=version,
        latest=latest,
        published_at=entry.published_at,
        reason=entry.reason,
        content_sha256=entry.content_sha256,
        json=api_address(end, version),
        csv=api_address(end, version, form=Form.CSV),
        page=page_address(end, version),
    )

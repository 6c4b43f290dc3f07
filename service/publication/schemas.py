"""Editions over HTTP. Output fields have no defaults, so that clients can rely on every one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from scorecard.disclosure import DECISION, closed_figures, shown_figures
from service.publication.addresses import Form, api_address, page_address
from service.publication.documents import CellShape, PolicyShape, UnprotectedShape
from service.publication.store import EditionEntry


class WithdrawnJson(msgspec.Struct, frozen=True):
    """The notice of a version that was withdrawn."""

    at: datetime
    reason: str


class EditionJson(msgspec.Struct, frozen=True):
    """One published version."""

    edition: UUID
    period: date
    version: int
    latest: bool
    """Whether no later version of the same half-year has been published."""
    published_at: datetime
    public_from: datetime
    """From then on anyone can read it; until then it is listed for hr and psw keys only."""
    reason: str | None
    """Public reason of a correction; null for version 1."""
    withdrawn: WithdrawnJson | None
    """Its files are gone: they answer 410 with this reason."""
    content_sha256: str
    json: str
    csv: str
    page: str


class Due(msgspec.Struct, frozen=True):
    """The half-year to be published next."""

    period: date
    publishable_from: date
    release_at: datetime | None
    """The moment announced for it; null while there is none."""
    late: bool
    """That moment has passed and nothing was published."""


class Editions(msgspec.Struct, frozen=True):
    """All editions, newest half-year first and newest version first within it."""

    editions: list[EditionJson]
    next_due: Due


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said when a half-year is published. The body may be left out."""

    accept_missing_returns: str | None = None
    """Why it is published without returns that headline figures rest on, for everybody to read."""
    release_at: str | None = None
    """When it becomes public: ``2026-11-26`` (09:30 in England), ``2026-11-26T09:30`` (as clocks in
    England show it), with an offset, or ``now``. Left out: as planned; at once without a plan."""


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the figures published before were wrong, for everybody to read."""

    reason: str
    accept_missing_returns: str | None = None
    """As for a publication."""
    release_at: str | None = None
    """As for a publication; left out: at once."""


class WithdrawalBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a version is withdrawn, for everybody to read."""

    reason: str


class ProtectedFigure(msgspec.Struct, frozen=True):
    """A figure that the public sees as c."""

    measure: str
    dimension: str
    group: str
    category: str
    kind: str
    """``primary``: it tells of few people; ``secondary``: few people could be worked out with it."""
    because: str
    """A reason of docs/scorecards/disclosure.md."""


class Protection(msgspec.Struct, frozen=True):
    """What of an edition, or of a draft as it stands, is protected and why."""

    edition: UUID | None
    period: date
    version: int | None
    policy: PolicyShape
    shown: int
    """Figures that the public sees with a number, or with a symbol other than c."""
    protected: list[ProtectedFigure]
    cells: list[CellShape]
    """The counts behind them: which number of people of which group, at which date."""
    unprotected: list[UnprotectedShape]


def protection_as_json(document: Mapping[str, Any]) -> Protection:
    """From a whole document that holds its decision."""
    decision = document[DECISION]
    closed = closed_figures(document)
    return msgspec.convert(
        {
            "edition": document["edition"],
            "period": document["period"]["end"],
            "version": document["version"],
            "policy": decision["policy"],
            "shown": shown_figures(document) - len(closed),
            "protected": closed,
            "cells": decision["closed"],
            "unprotected": decision["unprotected"],
        },
        Protection,
    )


def edition_as_json(entry: EditionEntry, *, latest: bool) -> EditionJson:
    end, version = entry.period_end, entry.version
    return EditionJson(
        edition=entry.id,
        period=end,
        version=version,
        latest=latest,
        published_at=entry.published_at,
        public_from=entry.public_from,
        reason=entry.reason,
        withdrawn=None
        if entry.withdrawal is None
        else WithdrawnJson(entry.withdrawal.at, entry.withdrawal.reason),
        content_sha256=entry.content_sha256,
        json=api_address(end, version),
        csv=api_address(end, version, form=Form.CSV),
        page=page_address(end, version),
    )

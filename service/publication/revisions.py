"""The page of corrections: what was put right in which version, when and why, over all half-years."""

from dataclasses import dataclass

import msgspec

from service.publication.addresses import page_address
from service.publication.shelf import Listing, Shelf
from service.publication.store import EditionEntry
from service.publication.view import Move, in_england, moves_of
from service.publication.wording import day
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Revision:
    """One correction. ``moves`` are figures of the whole council whose published value moved."""

    id: str
    period: str
    version: int
    published: str
    reason: str
    address: str
    earlier_address: str
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class RevisionsPage:
    council: str
    contact: str
    revisions: tuple[Revision, ...]
    first_versions: int
    """How many half-years have been published at all."""


async def revisions_page(shelf: Shelf, listing: Listing, settings: Settings) -> RevisionsPage:
    """Everything the template says, the latest correction first."""
    corrected = sorted(
        (each for each in listing.entries if each.version > 1),
        key=lambda each: each.published_at,
        reverse=True,
    )
    return RevisionsPage(
        council=settings.council_name,
        contact=settings.contact,
        revisions=tuple([await _revision(shelf, each) for each in corrected]),
        first_versions=len(listing.latest_of_each()),
    )


async def _revision(shelf: Shelf, entry: EditionEntry) -> Revision:
    document = msgspec.json.decode((await shelf.edition(entry.id)).public_content)
    return Revision(
        id=f"{entry.period_end.isoformat()}-v{entry.version}",
        period=f"Half-year to {day(entry.period_end)}",
        version=entry.version,
        published=day(in_england(entry.published_at)),
        reason=entry.reason or "",
        address=page_address(entry.period_end, entry.version),
        earlier_address=page_address(entry.period_end, entry.version - 1),
        moves=tuple(each for each in moves_of(document) if each.before != each.after),
    )

"""The page of corrections and withdrawals: what was put right in which version, when and why, over all half-years."""

from dataclasses import dataclass

import msgspec

from service.publication.addresses import page_address
from service.publication.corrected import Move, moves_of
from service.publication.shelf import Listing, Shelf
from service.publication.store import EditionEntry
from service.publication.view import in_england
from service.publication.wording import day
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Revision:
    """One correction or withdrawal. ``moves`` are figures of the whole council whose published value moved."""

    id: str
    period: str
    version: int
    published: str
    """The day on which it was published or withdrawn."""
    withdrawn: bool
    reason: str
    address: str
    earlier_version: int | None
    """The version that was corrected; None of a withdrawal."""
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
        (
            each
            for each in listing.entries
            if each.withdrawal is not None
            or any(other.version < each.version for other in listing.of_period(each.period_end))
        ),
        key=lambda each: each.changed_at,
        reverse=True,
    )
    return RevisionsPage(
        council=settings.council_name,
        contact=settings.contact,
        revisions=tuple([await _revision(shelf, each) for each in corrected]),
        first_versions=len(listing.latest_of_each()),
    )


async def _revision(shelf: Shelf, entry: EditionEntry) -> Revision:
    if entry.withdrawal is not None:
        return Revision(
            id=f"{entry.period_end.isoformat()}-v{entry.version}",
            period=f"Half-year to {day(entry.period_end)}",
            version=entry.version,
            published=day(in_england(entry.withdrawal.at)),
            withdrawn=True,
            reason=entry.withdrawal.reason,
            address=page_address(entry.period_end, entry.version),
            earlier_version=None,
            earlier_address="",
            moves=(),
        )
    document = msgspec.json.decode((await shelf.edition(entry.id)).public_content)
    return Revision(
        id=f"{entry.period_end.isoformat()}-v{entry.version}",
        period=f"Half-year to {day(entry.period_end)}",
        version=entry.version,
        published=day(in_england(entry.public_from)),
        withdrawn=False,
        reason=entry.reason or "",
        address=page_address(entry.period_end, entry.version),
        earlier_version=(since := document["changes"]["since"]["version"]),
        earlier_address=page_address(entry.period_end, since),
        moves=tuple(each for each in moves_of(document) if each.before != each.after),
    )

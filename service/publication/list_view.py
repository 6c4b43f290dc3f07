"""The list of scorecards, and the notice in the place of a withdrawn one, as the pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.publication.addresses import Form, api_address, page_address
from service.publication.due import NextRelease
from service.publication.shelf import Listing
from service.publication.store import EditionEntry
from service.publication.view import VersionLine, in_england, versions_of
from service.publication.wording import day
from service.publication.words_view import next_in_words
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class ListedPeriod:
    """One half-year in the list of scorecards: its latest version, and how many there are."""

    period: str
    published: str
    version: int
    corrected: bool
    withdrawn: str
    """Day on which its latest version was withdrawn; empty where it stands."""
    reason: str
    """Why it was withdrawn."""
    address: str
    pdf_address: str
    csv_address: str
    json_address: str
    earlier: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    council: str
    latest: ListedPeriod | None
    periods: tuple[ListedPeriod, ...]
    next_words: str


def list_page(council: str, listing: Listing, due: NextRelease) -> ListPage:
    """Everything the list of scorecards says."""
    periods = tuple(_listed(each, listing) for each in listing.latest_of_each())
    return ListPage(
        council=council,
        latest=next((each for each in periods if not each.withdrawn), None),
        periods=periods,
        next_words=next_in_words(due),
    )


def _listed(entry: EditionEntry, listing: Listing) -> ListedPeriod:
    versions = versions_of(listing.of_period(entry.period_end), entry)
    return ListedPeriod(
        period=f"Half-year to {day(entry.period_end)}",
        published=day(in_england(entry.public_from)),
        version=entry.version,
        corrected=versions[-1].version < entry.version,
        withdrawn=day(in_england(entry.withdrawal.at)) if entry.withdrawal else "",
        reason=entry.withdrawal.reason if entry.withdrawal else "",
        address=page_address(entry.period_end),
        pdf_address=api_address(entry.period_end, form=Form.PDF),
        csv_address=api_address(entry.period_end, form=Form.CSV),
        json_address=api_address(entry.period_end),
        earlier=tuple(each for each in versions if not each.this_one),
    )


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    council: str
    end: str
    version: int
    withdrawn: str
    reason: str
    versions: tuple[VersionLine, ...]
    standing: VersionLine | None
    """The version to read in its place: a later one that stands; None where there is none."""
    contact: str
    content_sha256: str


def withdrawn_page(
    entry: EditionEntry, versions: Sequence[EditionEntry], settings: Settings
) -> WithdrawnPage:
    """The notice of a version; ``versions`` are all that the public may know of, newest first."""
    assert entry.withdrawal is not None
    lines = versions_of(versions, entry)
    newest = lines[0]
    return WithdrawnPage(
        council=settings.council_name,
        end=day(entry.period_end),
        version=entry.version,
        withdrawn=day(in_england(entry.withdrawal.at)),
        reason=entry.withdrawal.reason,
        versions=lines,
        standing=None if newest.withdrawn else newest,
        contact=settings.contact,
        content_sha256=entry.content_sha256,
    )

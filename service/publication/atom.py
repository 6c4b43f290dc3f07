"""The Atom feed of editions (RFC 4287): one entry for each version, the latest news first.

A version that is withdrawn keeps its entry, which then says so.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from service.publication.addresses import page_address
from service.publication.edition import instant
from service.publication.store import EditionEntry
from service.publication.wording import day
from service.settings import Settings

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
ADDRESS = "/scorecards.atom"
MOST = 50
_UNWRITABLE = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""What a feed without entries was updated: any fixed instant, so that its bytes do not change."""


def as_atom(entries: Sequence[EditionEntry], settings: Settings) -> bytes:
    """The feed of these versions, the latest change first; the same bytes for the same versions."""
    latest = sorted(entries, key=lambda each: (each.changed_at, each.version), reverse=True)[:MOST]
    updated = latest[0].changed_at if latest else BEGINNING
    council = _text(settings.council_name)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
        f"<title>Social worker scorecards of {council}</title>",
        f"<id>{_text(settings.public_url)}{ADDRESS}</id>",
        f'<link rel="self" type="application/atom+xml" href={_address(settings, ADDRESS)}/>',
        f'<link rel="alternate" type="text/html" href={_address(settings, "/scorecards")}/>',
        f"<updated>{instant(updated)}</updated>",
        f"<author><name>{council}</name></author>",
        *(_entry(each, settings, corrects=_corrects(each, entries)) for each in latest),
        "</feed>\n",
    ]
    return "".join(parts).encode()


def _corrects(entry: EditionEntry, entries: Sequence[EditionEntry]) -> bool:
    """Whether an earlier version of the half-year was public."""
    return any(
        each.period_end == entry.period_end and each.version < entry.version for each in entries
    )


def _entry(entry: EditionEntry, settings: Settings, *, corrects: bool) -> str:
    happened = f"corrected: version {entry.version}" if corrects else "published"
    summary = entry.reason or f"The figures of the half-year to {day(entry.period_end)}."
    if entry.withdrawal is not None:
        happened, summary = f"withdrawn: version {entry.version}", entry.withdrawal.reason
    first, last = instant(min(entry.public_from, entry.changed_at)), instant(entry.changed_at)
    page = _address(settings, page_address(entry.period_end, entry.version))
    return (
        f"<entry><title>Scorecard to {day(entry.period_end)} {happened}</title>"
        f"<id>urn:uuid:{entry.id}</id>"
        f'<link rel="alternate" type="text/html" href={page}/>'
        f"<published>{first}</published><updated>{last}</updated>"
        f'<summary type="text">{_text(summary)} Content hash (SHA-256): {entry.content_sha256}.</summary>'
        "</entry>"
    )


def _text(words: str) -> str:
    return escape(words.translate(_UNWRITABLE))


def _address(settings: Settings, path: str) -> str:
    return quoteattr(settings.public_url + path)

"""The half-years of a council as those see them who prepare scorecards: done, in hand, next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scorecard.periods import half_year_ending
from service import clock
from service.publication.addresses import page_address
from service.publication.due import ONE_DAY, Plan, next_due
from service.publication.office.addresses import half_year
from service.publication.release_moment import in_england
from service.publication.store import EditionEntry
from service.publication.wording import day
from service.settings import Settings

EARLIER = 4
"""So many half-years before the latest are offered when they were never published."""


@dataclass(frozen=True, slots=True)
class InHand:
    """A half-year that is not published. ``state`` in a word or two, ``words`` what comes of it."""

    title: str
    address: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Published:
    """A half-year with a version. ``page`` is empty while nobody outside can read it."""

    title: str
    address: str
    state: str
    words: str
    page: str


@dataclass(frozen=True, slots=True)
class HalfYearsPage:
    next: InHand
    others: tuple[InHand, ...]
    """Begun, and not the next one due."""
    published: tuple[Published, ...]
    never: tuple[InHand, ...]
    """Earlier ones that were never published."""


def half_years_page(
    entries: Sequence[EditionEntry],
    begun: Iterable[date],
    plans: Iterable[Plan],
    now: datetime,
    settings: Settings,
) -> HalfYearsPage:
    """``entries`` newest first; ``begun``: half-years for which something was written or planned."""
    latest: dict[date, EditionEntry] = {}
    for each in entries:
        if not each.cancelled:
            latest.setdefault(each.period_end, each)
    due = next_due(entries, now, settings).end
    planned = {each.period_end: each.release_at for each in plans if each.release_at}
    in_hand = sorted({each for each in begun if each not in latest} - {due}, reverse=True)
    never = [
        end
        for end in _before(max(latest, default=due), settings, EARLIER)
        if end not in latest and end not in in_hand and end != due
    ]
    return HalfYearsPage(
        next=_in_hand(due, planned, now),
        others=tuple(_in_hand(each, planned, now) for each in in_hand),
        published=tuple(_published(each, now) for each in latest.values()),
        never=tuple(_in_hand(each, planned, now) for each in never),
    )


def _in_hand(end: date, planned: Mapping[date, datetime], now: datetime) -> InHand:
    over = end < now.astimezone(clock.LONDON).date()
    words = (
        "It is over and can be published."
        if over
        else f"It can be published from {day(end + ONE_DAY)}."
    )
    moment = planned.get(end)
    if moment is not None:
        late = ", which has passed" if moment <= now else ""
        words += f" Release is announced for {in_england(moment)}{late}."
    return InHand(
        f"Half-year to {day(end)}", half_year(end), "To prepare" if over else "Not over yet", words
    )


def _published(entry: EditionEntry, now: datetime) -> Published:
    moment = in_england(entry.public_from)
    if entry.withdrawal is not None:
        state, words = "Withdrawn", f"Version {entry.version} was withdrawn."
    elif not entry.is_public(now):
        state, words = "Waits", f"Version {entry.version} becomes public at {moment}."
    else:
        state, words = "Published", f"Version {entry.version}, public since {moment}."
    return Published(
        f"Half-year to {day(entry.period_end)}",
        half_year(entry.period_end),
        state,
        words,
        page_address(entry.period_end) if entry.is_public(now) else "",
    )


def _before(end: date, settings: Settings, count: int) -> Iterator[date]:
    for _ in range(count):
        end = half_year_ending(end, settings.half_year_ends).opening
        yield end

"""Whether the service works, in words that give nothing away."""

from dataclasses import dataclass
from datetime import date, datetime

from service import clock
from service.cohorts.calendar import Holidays, holidays
from service.problems import Problem
from service.publication.shelf import Listing, Shelf
from service.storage.database import Database
from service.web.english import date_words, moment_words


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    good: bool
    words: str


@dataclass(frozen=True, slots=True)
class Status:
    """``at``: when it was looked at, by the clock in England."""

    lines: tuple[Line, ...]
    at: str

    @property
    def good(self) -> bool:
        return all(line.good for line in self.lines)


async def status(database: Database, shelf: Shelf, now: datetime) -> Status:
    """Ask the database; what cannot be asked without it is left out."""
    try:
        await database.ping()
        migrated = await database.is_migrated()
    except Problem:
        return seen(None, None, None, now)
    if not migrated:
        return seen(False, None, None, now)
    return seen(True, await shelf.listing(), await holidays(), now)


def seen(
    migrated: bool | None, listing: Listing | None, held: Holidays | None, now: datetime
) -> Status:
    """``migrated`` None: the database does not answer; False: it is of another version."""
    lines = [_database(migrated)]
    if listing is not None:
        lines.append(_publication(listing))
    if held is not None:
        lines.append(_holidays(held, now.astimezone(clock.LONDON).date()))
    return Status(tuple(lines), moment_words(now))


def _database(migrated: bool | None) -> Line:
    words = {
        True: "The database answers",
        False: "The database is being brought up to date",
        None: "The database does not answer",
    }[migrated]
    return Line("Records", migrated is True, words)


def _publication(listing: Listing) -> Line:
    latest = max((each.public_from for each in listing.entries), default=None)
    words = f"Last one published on {date_words(latest)}" if latest else "None published yet"
    return Line("Scorecards", True, words)


def _holidays(held: Holidays, today: date) -> Line:
    known = f"Known until {date_words_of(held.known_until)}"
    if held.stored_at is None:
        words = f"{known}. The list that came with the service is in force"
    else:
        words = f"{known}. Last refreshed on {date_words(held.stored_at)}"
    return Line("Bank holidays", held.known_until >= today, words)


def date_words_of(day: date) -> str:
    """``14 December 2026``."""
    return f"{day.day} {day:%B %Y}"

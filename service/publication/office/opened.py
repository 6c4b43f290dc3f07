"""Who opens which half-year: read from the address, and written down before the draft is shown."""

from datetime import date, datetime

from scorecard.periods import half_year_ending
from service import clock
from service.access.actor import Actor, Scope
from service.access.visitors import Visitor, opens_to
from service.publication import store
from service.publication.preparation.words import Writer
from service.publication.store import EditionEntry
from service.scorecards import view_log
from service.scorecards.periods import period_end
from service.settings import Settings

PSW = [opens_to(Scope.PSW)]
"""Who writes, publishes, corrects and withdraws."""
PREPARING = [opens_to(Scope.PSW, Scope.HR)]
"""Who looks, ticks and signs."""


def named(period: str, settings: Settings) -> date:
    """The half-year of the address. Raises NotFound, NotAHalfYearEnd (scorecard.errors)."""
    end = period_end(period)
    half_year_ending(end, settings.half_year_ends)
    return end


async def looked_at(period: str, actor: Actor, settings: Settings) -> date:
    """As ``named``; that somebody looks at the draft is written down before it is shown."""
    end = named(period, settings)
    await view_log.note(end, actor, clock.now())
    return end


def writer(end: date, visitor: Visitor, settings: Settings) -> Writer:
    return Writer(end, visitor.actor, clock.now(), settings)


async def latest_version(end: date) -> EditionEntry | None:
    """The newest version that was not withdrawn before it was public; None where there is none."""
    return next((each for each in await store.versions_of(end) if not each.cancelled), None)


def is_public(entry: EditionEntry | None, now: datetime) -> bool:
    return entry is not None and entry.is_public(now)

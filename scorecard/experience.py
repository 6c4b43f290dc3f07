"""Experience bands: newly qualified first, then by whole years since first qualified.

A social worker is newly qualified until the assessed and supported year (ASYE) ends, or for the
year after qualifying where no ASYE is recorded. A person passes from band to band while in post, so
a band has moves in and out like any other group.
"""

from bisect import bisect_right
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from scorecard.definition import NOT_STATED
from scorecard.parameters import Parameters
from scorecard.workforce import Employment

_Dates = tuple[date | None, date | None, date | None]


class Timeline(NamedTuple):
    """``bands[i]`` holds from ``changes[i - 1]`` (that day included) until before ``changes[i]``."""

    changes: tuple[date, ...]
    bands: tuple[int, ...]
    """Positions in ``Bands.codes``."""


class Bands:
    """The bands of one set of parameters, and each worker's way through them."""

    def __init__(self, parameters: Parameters) -> None:
        self.codes: tuple[str, ...] = (*parameters.band_codes(), NOT_STATED)
        self._parameters = parameters
        self._years = [
            band.under_years for band in parameters.experience_bands if band.under_years is not None
        ]
        self._timelines: dict[_Dates, Timeline] = {}
        self._by_qualifying: dict[date | None, Timeline] = {}
        """Those of people without any record of an ASYE: most, and looked up fastest."""

    def timeline(self, spell: Employment) -> Timeline:
        if spell.asye_started is None and spell.asye_ended is None:
            known = self._by_qualifying.get(spell.qualified_on)
            if known is None:
                known = self._timeline((spell.qualified_on, None, None))
                self._by_qualifying[spell.qualified_on] = known
            return known
        dates = (spell.qualified_on, spell.asye_started, spell.asye_ended)
        known = self._timelines.get(dates)
        if known is None:
            known = self._timelines[dates] = self._timeline(dates)
        return known

    def number_on(self, spell: Employment, day: date) -> int:
        """Return the position in ``codes`` of the band on ``day``."""
        changes, bands = self.timeline(spell)
        return bands[bisect_right(changes, day)]

    def band_on(self, spell: Employment, day: date) -> str:
        return self.codes[self.number_on(spell, day)]

    def _timeline(self, dates: _Dates) -> Timeline:
        qualified, asye_started, asye_ended = dates
        since = qualified or asye_started
        if since is None:
            return Timeline((), (len(self.codes) - 1,))
        until = self._newly_qualified_until(since, asye_started, asye_ended)
        changes: list[date] = []
        bands = [0]
        for position, end in enumerate(self._ends(since), start=1):
            if end > until:
                bands.append(position)
                changes.append(until)
                until = end
        return Timeline(tuple(changes), tuple(bands))

    def _ends(self, since: date) -> list[date]:
        """Return the day on which each band after the newly qualified one is over."""
        try:
            ends = [since.replace(year=since.year + years) for years in self._years]
        except ValueError:  # 29 February has no anniversary in most years
            ends = [months_after(since, 12 * years) for years in self._years]
        return [*ends, date.max]

    def _newly_qualified_until(
        self, since: date, asye_started: date | None, asye_ended: date | None
    ) -> date:
        if asye_ended is not None:
            return asye_ended + timedelta(days=1)
        if asye_started is not None:
            return months_after(asye_started, self._parameters.asye_longest_months)
        return months_after(since, self._parameters.newly_qualified_months)


@lru_cache(maxsize=8)
def bands_of(parameters: Parameters) -> Bands:
    """Return the bands of these parameters; the ways through them are remembered between calls."""
    return Bands(parameters)


def months_after(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        return date(year, month + 1, monthrange(year, month + 1)[1])

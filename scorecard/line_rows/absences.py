"""Rows behind the days lost to sickness."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from scorecard.careers import Careers
from scorecard.days_lost import days_lost_until, last_day, mark
from scorecard.experience import bands_of
from scorecard.ledger.absences import sickness
from scorecard.line_rows.row import LineRow, group_names, on
from scorecard.lines import DAYS_SCALE, Line
from scorecard.parameters import Parameters
from scorecard.windows import Window
from scorecard.workforce import Absence, AbsenceTotal, Employment, Workforce

Source = Callable[[], Iterator[LineRow]]


def absence_rows(facts: Workforce, window: Window, parameters: Parameters) -> dict[Line, Source]:
    """Return what yields the rows of days lost."""
    return {Line.DAYS_LOST_12: partial(_days_lost, facts, window, parameters)}


def _days_lost(facts: Workforce, window: Window, parameters: Parameters) -> Iterator[LineRow]:
    careers = Careers(
        facts.employments,
        {one.worker for one in facts.absences} | {one.worker for one in facts.absence_totals},
    )
    bands = bands_of(parameters)
    if not facts.holds("absences"):
        for total in facts.absence_totals:
            if total.year_end == window.end:
                words = f"days lost in the twelve months to {on(window.end)}"
                if spell := careers.at(total.worker, total.year_end):
                    band = bands.band_on(spell, total.year_end)
                    yield _row(total, spell, band, total.days_lost, words)
        return
    for absence in sickness(facts):
        if absence.first_day > window.end:
            continue
        if last_day(absence) <= window.year_opening.toordinal():
            continue
        before, by_then = days_lost_until(absence, (mark(window.year_opening), mark(window.end)))
        words = f"absent from {on(absence.first_day)}"
        if spell := careers.at(absence.worker, absence.first_day):
            band = bands.band_on(spell, absence.first_day)
            yield _row(absence, spell, band, by_then - before, words)


def _row(
    fact: Absence | AbsenceTotal, spell: Employment, band: str, days: int, words: str
) -> LineRow:
    groups = group_names(
        team=spell.team, area=spell.area, role=spell.role, contract=spell.contract, band=band
    )
    return LineRow(fact.ref, fact.worker, Decimal(days) / DAYS_SCALE, words, groups)

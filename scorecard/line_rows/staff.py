"""Rows behind the staff lines, read from the definitions spell by spell and person by person.

This is deliberately another way of counting than the ledger's: stocks by asking every spell whether
it is in force on the day, heads by every person's stays. Tests hold the two together.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from scorecard.definition import NOT_STATED, Dimension
from scorecard.experience import bands_of
from scorecard.ledger.leavers import first_leaving, is_return
from scorecard.line_rows.row import LineRow, group_names, in_fte, on
from scorecard.lines import Line
from scorecard.parameters import Parameters
from scorecard.presence import Flow, Stay, is_in_post, is_wrong, stays, way_in, way_out
from scorecard.regularity import by_worker
from scorecard.windows import Window
from scorecard.workforce import Employment, Workforce

Source = Callable[[], Iterator[LineRow]]
_ONE = Decimal(1)


def staff_rows(facts: Workforce, window: Window, parameters: Parameters) -> dict[Line, Source]:
    """Return what yields the rows of each staff line."""
    reader = _Staff(facts, parameters)
    half, year = (window.opening, window.end), (window.year_opening, window.end)
    return {
        Line.IN_POST_FTE: partial(reader.fte_at, window.end),
        Line.OPENING_FTE: partial(reader.fte_at, window.opening),
        Line.IN_POST_HEADS: partial(reader.heads_at, window.end),
        Line.OPENING_HEADS: partial(reader.heads_at, window.opening),
        Line.YEAR_OPENING_HEADS: partial(reader.heads_at, window.year_opening),
        Line.STARTERS_FTE_6: partial(reader.fte_in, Flow.STARTED, *half),
        Line.STARTERS_FTE_12: partial(reader.fte_in, Flow.STARTED, *year),
        Line.STARTERS_HEADS_6: partial(reader.heads_in, Flow.STARTED, *half),
        Line.STARTERS_HEADS_12: partial(reader.heads_in, Flow.STARTED, *year),
        Line.LEAVERS_FTE_6: partial(reader.fte_out, Flow.LEFT, *half),
        Line.LEAVERS_FTE_12: partial(reader.fte_out, Flow.LEFT, *year),
        Line.LEAVERS_HEADS_6: partial(reader.heads_out, Flow.LEFT, *half),
        Line.LEAVERS_HEADS_12: partial(reader.heads_out, Flow.LEFT, *year),
        Line.MOVES_FTE_6: partial(reader.fte_moves, *half),
        Line.MOVES_HEADS_6: partial(reader.head_moves, *half),
        Line.RETURNERS_HEADS_6: partial(reader.returners, *half),
        Line.LEAVERS_BY_DESTINATION_12: partial(reader.leavers_by, "destination", *year),
        Line.LEAVERS_BY_REASON_12: partial(reader.leavers_by, "reason", *year),
        Line.BAND_HEADS: partial(reader.banded, window.end, parameters.band_codes()),
        Line.BANDED_HEADS: partial(reader.in_bands, window.end, parameters.band_codes()),
        Line.NEWLY_QUALIFIED_HEADS: partial(
            reader.in_bands, window.end, parameters.band_codes()[:1]
        ),
        Line.UNDER_TWO_YEARS_HEADS: partial(reader.in_bands, window.end, parameters.early_bands()),
    }


class _Staff:
    def __init__(self, facts: Workforce, parameters: Parameters) -> None:
        self._facts = facts
        self._bands = bands_of(parameters)
        self._spells = [one for one in facts.employments if not is_wrong(one)]
        self._stays = [
            stay for theirs in by_worker(self._spells).values() for stay in stays(theirs)
        ]

    # stocks ------------------------------------------------------------------------------------
    def fte_at(self, day: date) -> Iterator[LineRow]:
        for spell in self._spells:
            if spell.fte is not None and is_in_post(spell, day):
                yield self._row(
                    spell, in_fte(spell.fte), f"in post on {on(day)}", self._band(spell, day)
                )

    def heads_at(self, day: date) -> Iterator[LineRow]:
        for stay in self._stays:
            if stay.entry <= day and (stay.exit is None or day < stay.exit):
                spell = stay.spell
                yield self._row(spell, _ONE, f"in post on {on(day)}", self._band(spell, day))

    def in_bands(self, day: date, codes: tuple[str, ...]) -> Iterator[LineRow]:
        for row in self.heads_at(day):
            if row.groups[Dimension.EXPERIENCE] in codes:
                yield row

    def banded(self, day: date, codes: tuple[str, ...]) -> Iterator[LineRow]:
        for row in self.in_bands(day, codes):
            yield LineRow(
                row.ref, row.worker, row.amount, row.words, row.groups,
                row.groups[Dimension.EXPERIENCE],
            )  # fmt: skip

    # flows in FTE ------------------------------------------------------------------------------
    def fte_in(self, way: Flow, opening: date, end: date) -> Iterator[LineRow]:
        for spell in self._spells:
            if spell.fte is not None and way_in(spell) is way and opening < spell.started <= end:
                words = f"{_CAME[way]} {on(spell.started)}"
                yield self._row(spell, in_fte(spell.fte), words, self._band(spell, spell.started))

    def fte_out(self, way: Flow, opening: date, end: date) -> Iterator[LineRow]:
        for spell in self._spells:
            gone = spell.exit
            if (
                spell.fte is not None
                and gone is not None
                and way_out(spell) is way
                and opening < gone <= end
            ):
                words = f"{_WENT[way]} {on(gone)}"
                yield self._row(
                    spell, in_fte(spell.fte), words, self._band_left(spell, spell.started, gone)
                )

    def fte_moves(self, opening: date, end: date) -> Iterator[LineRow]:
        yield from self.fte_in(Flow.MOVED_IN, opening, end)
        yield from map(_negative, self.fte_out(Flow.MOVED_OUT, opening, end))
        for spell in self._spells:
            if spell.fte is not None:
                yield from self._band_moves(
                    spell, in_fte(spell.fte), (spell.started, spell.exit), opening, end
                )

    # flows in heads ----------------------------------------------------------------------------
    def heads_in(self, way: Flow, opening: date, end: date) -> Iterator[LineRow]:
        for stay in self._stays:
            if stay.way_in is way and opening < stay.entry <= end:
                words = f"{_CAME[way]} {on(stay.entry)}"
                yield self._row(stay.spell, _ONE, words, self._band(stay.spell, stay.entry))

    def heads_out(self, way: Flow, opening: date, end: date) -> Iterator[LineRow]:
        for stay in self._left(way, opening, end):
            yield self._leaver(stay, way)

    def head_moves(self, opening: date, end: date) -> Iterator[LineRow]:
        yield from self.heads_in(Flow.MOVED_IN, opening, end)
        yield from map(_negative, self.heads_out(Flow.MOVED_OUT, opening, end))
        for stay in self._stays:
            yield from self._band_moves(stay.spell, _ONE, (stay.entry, stay.exit), opening, end)

    def leavers_by(self, what: str, opening: date, end: date) -> Iterator[LineRow]:
        for stay in self._left(Flow.LEFT, opening, end):
            row = self._leaver(stay, Flow.LEFT)
            yield LineRow(
                row.ref, row.worker, row.amount, row.words, row.groups,
                str(getattr(stay.spell, what) or NOT_STATED),
            )  # fmt: skip

    def returners(self, opening: date, end: date) -> Iterator[LineRow]:
        starters = [
            stay.spell.worker
            for stay in self._stays
            if stay.way_in is Flow.STARTED and opening < stay.entry <= end
        ]
        left = first_leaving(self._facts.employments, set(starters))
        for stay in self._stays:
            if (
                stay.way_in is Flow.STARTED
                and opening < stay.entry <= end
                and is_return(left, stay.spell)
            ):
                words = f"came back {on(stay.entry)}, had left {on(left[stay.spell.worker])}"
                yield self._row(stay.spell, _ONE, words, self._band(stay.spell, stay.entry))

    # bands -------------------------------------------------------------------------------------
    def _band_moves(
        self,
        spell: Employment,
        amount: Decimal,
        days: tuple[date, date | None],
        opening: date,
        end: date,
    ) -> Iterator[LineRow]:
        """Passing from band to band within ``days`` in post: a move between groups of experience."""
        line = self._bands.timeline(spell)
        entry, gone = days
        for step, day in enumerate(line.changes):
            if opening < day <= end and entry < day and (gone is None or day < gone):
                for band, sign, words in (
                    (line.bands[step], -amount, "passed out of the band"),
                    (line.bands[step + 1], amount, "passed into the band"),
                ):
                    yield LineRow(
                        spell.ref,
                        spell.worker,
                        sign,
                        f"{words} {on(day)}",
                        {Dimension.EXPERIENCE: self._bands.codes[band]},
                    )

    def _band(self, spell: Employment, day: date) -> str:
        return self._bands.band_on(spell, day)

    def _band_left(self, spell: Employment, entry: date, gone: date) -> str:
        """Return the band on the last day in post, or on the day of a spell without a day."""
        if gone == entry:
            return self._bands.band_on(spell, entry)
        return self._bands.band_on(spell, gone - timedelta(days=1))

    # rows --------------------------------------------------------------------------------------
    def _left(self, way: Flow, opening: date, end: date) -> Iterator[Stay]:
        for stay in self._stays:
            if stay.exit is not None and stay.way_out is way and opening < stay.exit <= end:
                yield stay

    def _leaver(self, stay: Stay, way: Flow) -> LineRow:
        assert stay.exit is not None
        words = f"{_WENT[way]} {on(stay.exit)}"
        return self._row(
            stay.spell, _ONE, words, self._band_left(stay.spell, stay.entry, stay.exit)
        )

    @staticmethod
    def _row(spell: Employment, amount: Decimal, words: str, band: str) -> LineRow:
        return LineRow(
            spell.ref,
            spell.worker,
            amount,
            words,
            group_names(
                team=spell.team,
                area=spell.area,
                role=spell.role,
                contract=spell.contract,
                band=band,
            ),
        )


_CAME = {Flow.STARTED: "started", Flow.MOVED_IN: "moved in"}
_WENT = {Flow.LEFT: "left", Flow.MOVED_OUT: "moved out"}


def _negative(row: LineRow) -> LineRow:
    return LineRow(row.ref, row.worker, -row.amount, row.words, row.groups, row.category)

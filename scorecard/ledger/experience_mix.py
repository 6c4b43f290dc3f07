"""Heads by experience band within every other breakdown."""

from collections.abc import Sequence
from itertools import compress
from operator import add

from scorecard.definition import NOT_STATED, WHOLE, Dimension
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import at, collect, running_stock, width_of
from scorecard.ledger.staff import Staff
from scorecard.lines import EXPERIENCE_NOT_STATED, Line
from scorecard.parameters import NEWLY_QUALIFIED, Parameters
from scorecard.windows import Calendar


def experience_mix(staff: Staff, board: Board, parameters: Parameters) -> dict[Line, Account]:
    """Return heads in each band, within the groups of every other breakdown."""
    codes = board.bands.codes
    width = width_of(board.calendar) * len(codes)
    tables = _band_flows(staff, board)
    by_band: Cells = {
        dimension: _stocks_by_band(board.roll_up(tables, dimension, width), codes, board.calendar)
        for dimension in Dimension
        if dimension is not Dimension.EXPERIENCE
    }
    known = codes[:-1]
    lines = {
        Line.BANDED_HEADS: known,
        Line.NEWLY_QUALIFIED_HEADS: (NEWLY_QUALIFIED,),
        Line.UNDER_TWO_YEARS_HEADS: parameters.early_bands(),
    }
    accounts = {
        Line.BAND_HEADS: Account(
            1,
            {one: {code: cells[code] for code in known} for one, cells in by_band.items()},
            {one: {code: cells[code] for code in known} for one, cells in by_band.items()},
        )
    }
    for line, chosen in lines.items():
        cells = {
            one: {WHOLE: _added([bands[code] for code in chosen])} for one, bands in by_band.items()
        }
        accounts[line] = Account(1, cells, cells)
    for account in accounts.values():
        account.exclusions.append(
            (EXPERIENCE_NOT_STATED, {one: bands[NOT_STATED] for one, bands in by_band.items()})
        )
    return accounts


def _added(columns: Sequence[list[int]]) -> list[int]:
    total = columns[0]
    for column in columns[1:]:
        total = list(map(add, total, column))
    return list(total)


def _band_flows(staff: Staff, board: Board) -> Tables:
    """Net flows of heads by group, band and bucket: ``(group x bands + band) x width + bucket``."""
    bands, width = len(board.bands.codes), width_of(board.calendar)
    tables = Tables(
        [0] * (len(board.places) * bands * width),
        [0] * (len(board.contracts) * bands * width),
        [],
    )
    for batch in staff.batches:
        come = [
            band * width + way % width
            for band, way in zip(batch.bands_in, batch.ways_in, strict=True)
        ]
        went = [
            band * width + way % width
            for band, way in compress(zip(batch.bands_out, batch.ways_out, strict=True), batch.gone)
        ]
        less = [-count for count in compress(batch.counts, batch.gone)]
        for cells, numbers in ((tables.places, batch.places), (tables.contracts, batch.contracts)):
            offsets = [number * bands * width for number in numbers]
            collect(cells, map(add, offsets, come), batch.counts)
            collect(cells, map(add, compress(offsets, batch.gone), went), less)
            for row, bucket, origin, target in batch.band_moves:
                count = batch.counts[row]
                cells[offsets[row] + origin * width + bucket] -= count
                cells[offsets[row] + target * width + bucket] += count
    return tables


def _stocks_by_band(
    flows: list[int], codes: Sequence[str], calendar: Calendar
) -> dict[str, list[int]]:
    """Return each band's heads at each window's end, group by group."""
    every = at(running_stock(flows, calendar), calendar.ends, width_of(calendar))
    windows = len(calendar.windows)
    result: dict[str, list[int]] = {code: [] for code in codes}
    for start in range(0, len(every), windows * len(codes)):
        for band, code in enumerate(codes):
            result[code] += every[start + band * windows : start + (band + 1) * windows]
    return result

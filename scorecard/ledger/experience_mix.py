"""Heads by experience band within every other breakdown."""

from collections.abc import Sequence

import numpy as np

from scorecard.definition import ALL_DIMENSIONS, NOT_STATED, WHOLE, Dimension
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import at_windows
from scorecard.ledger.integers import Whole, count_up
from scorecard.ledger.staff import Staff
from scorecard.lines import EXPERIENCE_NOT_STATED, Line
from scorecard.parameters import NEWLY_QUALIFIED, Parameters
from scorecard.windows import Calendar


def experience_mix(staff: Staff, board: Board, parameters: Parameters) -> dict[Line, Account]:
    """Return heads in each band, within the groups of every other breakdown."""
    codes = board.bands.codes
    tables = _band_flows(staff, board)
    by_band: Cells = {
        dimension: _stocks_by_band(board.roll_up(tables, dimension), codes, board.calendar)
        for dimension in ALL_DIMENSIONS
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


def _added(columns: Sequence[Whole]) -> Whole:
    total: Whole = np.sum(columns, axis=0, dtype=np.int64)
    return total


def _band_flows(staff: Staff, board: Board) -> Tables:
    """Net flows of heads: by place and by contract, one row of cells ``band x size + bucket``."""
    size, bands = board.calendar.size, len(board.bands.codes)
    places, contracts, _ = board.sizes()
    tables = Tables(*(np.zeros((n, bands * size), np.int64) for n in (places, contracts, 0)))
    for batch in staff.batches:
        moves = batch.band_moves
        rows = (np.flatnonzero(batch.heads), batch.gone[batch.heads[batch.gone]], moves.rows)
        moving = batch.heads[moves.rows]
        come = (batch.bands_in * size + batch.buckets_in)[rows[0]]
        went = (batch.bands_out * size + batch.buckets_out)[rows[1]]
        left = (moves.origins * size + moves.buckets)[moving]
        entered = (moves.targets * size + moves.buckets)[moving]
        for table, numbers in (
            (tables.places, batch.places),
            (tables.contracts, batch.contracts),
        ):
            first, second, third = (numbers[one] * (bands * size) for one in rows)
            third = third[moving]
            flat = table.reshape(-1)
            flat += count_up(np.concatenate((first + come, third + entered)), flat.size)
            flat -= count_up(np.concatenate((second + went, third + left)), flat.size)
    return tables


def _stocks_by_band(flows: Whole, codes: Sequence[str], calendar: Calendar) -> dict[str, Whole]:
    """Return each band's heads at each window's end, group by group."""
    running = np.cumsum(flows.reshape(len(flows), len(codes), calendar.size), axis=-1)
    return {code: at_windows(running[:, band], calendar.ends) for band, code in enumerate(codes)}

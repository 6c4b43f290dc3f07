"""Heads by experience band within every other breakdown."""

from collections.abc import Callable, Sequence
from itertools import accumulate

from scorecard.definition import NOT_STATED, WHOLE, Dimension
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import picker
from scorecard.ledger.spells import Batch
from scorecard.ledger.staff import Staff
from scorecard.lines import EXPERIENCE_NOT_STATED, Line
from scorecard.parameters import NEWLY_QUALIFIED, Parameters
from scorecard.windows import Calendar


def experience_mix(staff: Staff, board: Board, parameters: Parameters) -> dict[Line, Account]:
    """Return heads in each band, within the groups of every other breakdown."""
    codes = board.bands.codes
    width = board.calendar.size * len(codes)
    tables = Tables(
        _band_stock(staff, len(board.places), lambda one: one.places),
        _band_stock(staff, len(board.contracts), lambda one: one.contracts),
        [],
    )
    by_band: Cells = {
        dimension: _stocks_by_band(
            board.roll_up(tables, dimension, width), board.size(dimension), codes, board.calendar
        )
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
            one: {WHOLE: [sum(parts) for parts in zip(*(bands[c] for c in chosen), strict=True)]}
            for one, bands in by_band.items()
        }
        accounts[line] = Account(1, cells, cells)
    for account in accounts.values():
        account.exclusions.append(
            (EXPERIENCE_NOT_STATED, {one: bands[NOT_STATED] for one, bands in by_band.items()})
        )
    return accounts


def _band_stock(staff: Staff, size: int, numbers: Callable[[Batch], list[int]]) -> list[int]:
    """Net heads by group, band and bucket: ``(group x bands + band) x buckets + bucket``."""
    board = staff.reader.board
    buckets, bands = board.calendar.size, len(board.bands.codes)
    cells = [0] * (size * bands * buckets)
    never = staff.reader.never
    for batch in staff.heads:
        own = numbers(batch)
        for way, band, number in zip(batch.ways_in, batch.bands_in, own, strict=True):
            cells[(number * bands + band) * buckets + way % buckets] += 1
        for way, band, number in zip(batch.ways_out, batch.bands_out, own, strict=True):
            if way != never:
                cells[(number * bands + band) * buckets + way % buckets] -= 1
        for move in batch.band_moves:
            start = own[move.row] * bands
            cells[(start + move.origin) * buckets + move.bucket] -= 1
            cells[(start + move.target) * buckets + move.bucket] += 1
    return cells


def _stocks_by_band(
    flows: list[int], size: int, codes: Sequence[str], calendar: Calendar
) -> dict[str, list[int]]:
    buckets = calendar.size
    at_end = picker(calendar.ends)
    result: dict[str, list[int]] = {code: [] for code in codes}
    for group in range(size):
        for band, code in enumerate(codes):
            start = (group * len(codes) + band) * buckets
            result[code] += at_end(list(accumulate(flows[start : start + buckets])))
    return result

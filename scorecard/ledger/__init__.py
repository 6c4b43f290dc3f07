"""The ledger: every line, for every breakdown and group, at every window, in one pass.

Stocks are running sums of flows. Each row of the facts is looked at once: it comes in and goes out
in a bucket between two boundary dates, and everything at every window is sums over buckets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scorecard.definition import ALL_DIMENSIONS, Dimension, Symbol
from scorecard.experience import bands_of
from scorecard.ledger.absences import absences
from scorecard.ledger.account import Account
from scorecard.ledger.agency import agency
from scorecard.ledger.board import Board
from scorecard.ledger.casework import casework
from scorecard.ledger.experience_mix import experience_mix
from scorecard.ledger.leavers import leavers_and_returners
from scorecard.ledger.posts import establishment
from scorecard.ledger.staff import staff
from scorecard.lines import Line
from scorecard.parameters import Parameters
from scorecard.windows import Calendar, Window
from scorecard.workforce import Workforce


@dataclass(frozen=True, slots=True)
class Ledger:
    """Accounts of all lines; cells are flat: group by group, window by window."""

    windows: tuple[Window, ...]
    names: dict[Dimension, list[str]]
    accounts: dict[Line, Account]


def keep(facts: Workforce, windows: Sequence[Window], parameters: Parameters) -> Ledger:
    """Compute every line for all windows. Raises IdentityBroken should stock and flow disagree."""
    calendar = Calendar(windows)
    board = Board(calendar, bands_of(parameters))
    read = staff(facts.employments, board)
    accounts = dict(read.accounts)
    accounts |= experience_mix(read, board, parameters)
    accounts |= leavers_and_returners(read, board, facts.employments)
    if not facts.holds("employments"):
        for account in accounts.values():
            account.symbols = dict.fromkeys(range(len(windows)), Symbol.UNAVAILABLE)
    accounts |= establishment(facts, read, board)
    accounts |= agency(facts, board)
    accounts |= casework(facts, read, board, parameters)
    accounts |= absences(facts, read, board, parameters)
    lengths = {one: board.size(one) * len(windows) for one in ALL_DIMENSIONS}
    for account in accounts.values():
        account.fill_up(lengths)
    return Ledger(calendar.windows, {one: board.names(one) for one in ALL_DIMENSIONS}, accounts)

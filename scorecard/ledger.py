"""The ledger: every line, for every breakdown and group, at every window, in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass

from scorecard.account import Account, Cells
from scorecard.definition import Dimension
from scorecard.groups import Groups
from scorecard.lines import Line
from scorecard.parameters import Parameters
from scorecard.staffing import staffing
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
    groups = Groups()
    accounts = staffing(facts.employments, calendar, groups, parameters)
    for account in accounts.values():
        _fill_up(account, groups, len(calendar.windows))
    return Ledger(calendar.windows, {one: groups.names(one) for one in Dimension}, accounts)


def _fill_up(account: Account, groups: Groups, windows: int) -> None:
    """Give groups that were met later their empty cells, so that all columns line up."""
    every: list[Cells] = [account.cells]
    if account.rows is not account.cells:
        every.append(account.rows)
    for cells in every:
        for dimension, by_category in cells.items():
            length = groups.size(dimension) * windows
            for flat in by_category.values():
                flat.extend([0] * (length - len(flat)))
    for _, excluded in account.exclusions:
        for dimension, flat in excluded.items():
            flat.extend([0] * (groups.size(dimension) * windows - len(flat)))

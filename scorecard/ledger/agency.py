"""Agency workers: FTE, heads, and FTE covering vacancies. Never de-duplicated (DfE)."""

from collections.abc import Sequence

from scorecard.definition import WHOLE, Dimension, Symbol
from scorecard.ledger.account import Account
from scorecard.ledger.board import Board
from scorecard.ledger.integers import FAR, Mask, Whole, mask, whole
from scorecard.ledger.reading import Columns, columns
from scorecard.ledger.stocks import Standing, as_cells, standing, stocks
from scorecard.lines import FTE_SCALE, ExclusionRule, Line, fte_not_stated
from scorecard.workforce import AgencyAssignment, ReportedTotals, Workforce

COVER_NOT_STATED = ExclusionRule(
    "agency-cover-not-stated",
    "Agency workers of whom it is not stated whether they cover a vacancy",
)


def is_wrong_assignment(one: AgencyAssignment) -> bool:
    """Whether the assignment ends before it starts: it cannot be counted at all."""
    return one.ended is not None and one.ended < one.started


def reported_on(facts: Workforce) -> dict[object, ReportedTotals]:
    """Return the census's council totals by their date (the last one where a date is repeated)."""
    return {one.as_at: one for one in sorted(facts.reported, key=lambda total: total.ref)}


def agency(facts: Workforce, board: Board) -> dict[Line, Account]:
    """Return the agency accounts.

    Cover of vacancies comes from the assignments where any of those in force says so; where none
    does, from the census's total for exactly that date, for the council only; never from both.
    """
    first, last = board.calendar.first, board.calendar.last
    rows = [
        one
        for one in facts.agency
        if one.started <= last
        and (one.ended is None or one.ended >= first)
        and not is_wrong_assignment(one)
    ]
    first_days, days_gone, *where, amounts, answers = columns(rows, _read)
    there = standing(board, first_days, days_gone, *where)
    stated, ftes = mask([one is not None for one in amounts]), whole([one or 0 for one in amounts])
    people, fte, with_fte, without = stocks(board, there, stated | ~stated, ftes, stated, ~stated)
    heads = as_cells(people)
    accounts = {
        Line.AGENCY_HEADS: Account(1, heads, heads),
        Line.AGENCY_FTE: Account(
            FTE_SCALE,
            as_cells(fte),
            as_cells(with_fte),
            [(fte_not_stated("agency", "Agency workers"), without)],
        ),
        Line.AGENCY_COVERING_FTE: _covering(facts, board, there, answers, (ftes, stated)),
    }
    if not facts.holds("agency"):
        for line in (Line.AGENCY_HEADS, Line.AGENCY_FTE):
            accounts[line].symbols = dict.fromkeys(
                range(len(board.calendar.windows)), Symbol.UNAVAILABLE
            )
    return accounts


def _read(rows: Sequence[AgencyAssignment]) -> Columns:
    return (
        [one.started for one in rows],
        [one.ended or FAR for one in rows],
        [one.team for one in rows],
        [one.area for one in rows],
        [one.role for one in rows],
        [one.fte for one in rows],
        [one.covers_vacancy for one in rows],
    )


def _covering(
    facts: Workforce,
    board: Board,
    there: Standing,
    answers: list[bool | None],
    amounts: tuple[Whole, Mask],
) -> Account:
    ftes, stated = amounts
    covers = mask([bool(one) for one in answers])
    answered = mask([one is not None for one in answers])
    saying, silent, fte, with_fte, without = stocks(
        board, there, answered, ~answered, ftes * covers, covers & stated, covers & ~stated
    )
    said = saying[Dimension.COUNCIL]
    account = Account(
        FTE_SCALE,
        as_cells(fte),
        as_cells(with_fte),
        [
            (COVER_NOT_STATED, silent),
            (
                fte_not_stated("covering-agency", "Agency workers who cover a vacancy"),
                without,
            ),
        ],
    )
    reported = reported_on(facts)
    for window, dates in enumerate(board.calendar.windows):
        if said[window]:
            continue
        if facts.holds("agency") and not silent[Dimension.COUNCIL][window]:
            continue
        total = reported.get(dates.end)
        if total is None:
            account.symbols[window] = Symbol.UNAVAILABLE
            continue
        account.council_only.add(window)
        account.basis[window] = f"agency cover as reported in the census for {dates.end:%-d %B %Y}"
        account.cells[Dimension.COUNCIL][WHOLE][window] = total.agency_covering_fte
        account.rows[Dimension.COUNCIL][WHOLE][window] = 1
        silent[Dimension.COUNCIL][window] = 0
    return account

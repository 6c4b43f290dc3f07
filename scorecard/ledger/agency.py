"""Agency workers: FTE, heads, and FTE covering vacancies. Never de-duplicated (DfE)."""

from scorecard.definition import WHOLE, Dimension, Symbol
from scorecard.ledger.account import Account
from scorecard.ledger.board import Board
from scorecard.ledger.flows import HEAD, MISSING, ROW, fte, heads, missing, with_fte
from scorecard.ledger.stocks import Standing, as_cells, standing, stock
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
    there = standing(board, ((r.started, r.ended, r.team, r.area, r.role) for r in rows))
    packed = stock(board, there, [HEAD + (MISSING if r.fte is None else r.fte + ROW) for r in rows])
    people = as_cells(packed, heads)
    accounts = {
        Line.AGENCY_HEADS: Account(1, people, people),
        Line.AGENCY_FTE: Account(
            FTE_SCALE,
            as_cells(packed, fte),
            as_cells(packed, with_fte),
            [
                (
                    fte_not_stated("agency", "Agency workers"),
                    {one: missing(flat) for one, flat in packed.items()},
                )
            ],
        ),
        Line.AGENCY_COVERING_FTE: _covering(facts, board, rows, there),
    }
    if not facts.holds("agency"):
        for line in (Line.AGENCY_HEADS, Line.AGENCY_FTE):
            accounts[line].symbols = dict.fromkeys(
                range(len(board.calendar.windows)), Symbol.UNAVAILABLE
            )
    return accounts


def _covering(
    facts: Workforce, board: Board, rows: list[AgencyAssignment], there: Standing
) -> Account:
    covering = stock(
        board,
        there,
        [
            0 if not r.covers_vacancy else HEAD + (MISSING if r.fte is None else r.fte + ROW)
            for r in rows
        ],
    )
    answers = stock(board, there, [ROW if r.covers_vacancy is not None else HEAD for r in rows])
    stated = with_fte(answers[Dimension.COUNCIL])
    silent = {one: heads(flat) for one, flat in answers.items()}
    account = Account(
        FTE_SCALE,
        as_cells(covering, fte),
        as_cells(covering, with_fte),
        [
            (COVER_NOT_STATED, silent),
            (
                fte_not_stated("covering-agency", "Agency workers who cover a vacancy"),
                {one: missing(flat) for one, flat in covering.items()},
            ),
        ],
    )
    reported = reported_on(facts)
    for window, dates in enumerate(board.calendar.windows):
        if stated[window]:
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

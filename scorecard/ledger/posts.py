"""Established posts, and vacancies: post by post, what is not filled.

A vacancy is the part of an open post's FTE that no staff on the post fill. A post that is filled
beyond its FTE has no vacancy, and the surplus fills no other post.
"""

from collections.abc import Sequence

import numpy as np

from scorecard.definition import PLACE_AND_ROLE, WHOLE, Dimension, Symbol
from scorecard.ledger.account import Account
from scorecard.ledger.agency import reported_on
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.integers import FAR, Whole, sum_up, sums_by, whole
from scorecard.ledger.people import Known
from scorecard.ledger.reading import Columns, columns
from scorecard.ledger.spells import Batch
from scorecard.ledger.staff import Staff
from scorecard.ledger.stocks import (
    Flats,
    Standing,
    as_cells,
    standing,
    standing_of,
    stocks,
)
from scorecard.lines import FTE_SCALE, ExclusionRule, Line
from scorecard.posts import in_sequence
from scorecard.workforce import Post, Workforce

NO_KNOWN_POST = ExclusionRule(
    "staff-without-known-post", "Staff on no post of the establishment: they fill no vacancy"
)
HOLDER_FTE_NOT_STATED = ExclusionRule(
    "post-holder-fte-not-stated",
    "Staff on a post whose FTE is not stated: their post counts as vacant",
)


def establishment(facts: Workforce, staff: Staff, board: Board) -> dict[Line, Account]:
    """Return posts, their FTE, and vacancies.

    Without any establishment posts, vacancies are the census's total for exactly the window's end,
    for the council only; posts and census are never mixed.
    """
    if not facts.holds("posts"):
        return _without_posts(facts, board)
    first, last = board.calendar.first, board.calendar.last
    posts = [
        one
        for one in in_sequence(facts.posts)
        if one.opened <= last and (one.closed is None or one.closed >= first)
    ]
    opened, closed, *where, names, amounts = columns(posts, _read)
    there = standing(board, opened, closed, *where)
    ftes = whole(amounts)
    every = dict.fromkeys([post.post for post in facts.posts])
    numbers = Known({name: number for number, name in enumerate(every)})
    count, fte = map(as_cells, stocks(board, there, np.ones_like(ftes), ftes))
    holds = whole(list(map(numbers.__getitem__, staff.batch.posts)))
    held = _held(board, staff.batch, holds, len(numbers))
    vacant = _vacant(board, there, ftes, held[whole(list(map(numbers.__getitem__, names)))])
    vacancies = Account(
        FTE_SCALE,
        as_cells(_added_up(board, there, vacant)),
        as_cells(_added_up(board, there, (vacant > 0).astype(np.int64))),
        _exclusions(board, staff.batch, holds),
    )
    vacancies.basis = dict.fromkeys(range(len(board.calendar.windows)), "establishment posts")
    return {
        Line.ESTABLISHMENT_POSTS: Account(1, count, count),
        Line.ESTABLISHMENT_FTE: Account(FTE_SCALE, fte, count),
        Line.VACANCIES_FTE: vacancies,
    }


def _without_posts(facts: Workforce, board: Board) -> dict[Line, Account]:
    windows = board.calendar.windows
    unavailable = dict.fromkeys(range(len(windows)), Symbol.UNAVAILABLE)
    lines = (Line.ESTABLISHMENT_POSTS, Line.ESTABLISHMENT_FTE)
    accounts = {line: Account(1, {}, {}, symbols=dict(unavailable)) for line in lines}
    totals = [reported_on(facts).get(one.end) for one in windows]
    council = {WHOLE: whole([0 if one is None else one.vacancies_fte for one in totals])}
    rows = {WHOLE: whole([int(one is not None) for one in totals])}
    vacancies = Account(FTE_SCALE, {Dimension.COUNCIL: council}, {Dimension.COUNCIL: rows})
    for window, total in enumerate(totals):
        if total is None:
            vacancies.symbols[window] = Symbol.UNAVAILABLE
        else:
            vacancies.basis[window] = (
                f"vacancies as reported in the census for {total.as_at:%-d %B %Y}"
            )
    return accounts | {Line.VACANCIES_FTE: vacancies}


def _read(posts: Sequence[Post]) -> Columns:
    return (
        [one.opened for one in posts],
        [one.closed or FAR for one in posts],
        [one.team for one in posts],
        [one.area for one in posts],
        [one.role for one in posts],
        [one.post for one in posts],
        [one.fte for one in posts],
    )


def _vacant(board: Board, there: Standing, ftes: Whole, held: Whole) -> Whole:
    """Return the vacant FTE of each post (a row) at each window's end."""
    ends = np.array(board.calendar.ends)
    is_open = (there.come[:, None] <= ends) & (ends < there.gone[:, None])
    vacant: Whole = np.maximum(ftes[:, None] - held, 0) * is_open
    return vacant


def _held(board: Board, holders: Batch, holds: Whole, posts: int) -> Whole:
    """Return the FTE of the staff on each known post at each window's end."""
    size, calendar = board.calendar.size, board.calendar
    come, go = np.flatnonzero(holds >= 0), holders.gone[holds[holders.gone] >= 0]
    positions = np.concatenate(
        (holds[come] * size + holders.buckets_in[come], holds[go] * size + holders.buckets_out[go])
    )
    changes = np.concatenate((holders.ftes[come], -holders.ftes[go]))
    net = sum_up(positions, changes, posts * size).reshape(posts, size)
    running: Whole = np.cumsum(net, axis=-1)[:, calendar.ends]
    return running


def _added_up(board: Board, there: Standing, by_post: Whole) -> Flats:
    """Add up what posts have, by place and role."""
    places, contracts, _ = board.sizes()
    tables = Tables(
        sums_by(there.places, by_post, places),
        sums_by(there.roles, by_post, contracts),
        by_post[:0],
    )
    return {one: board.roll_up(tables, one).ravel() for one in PLACE_AND_ROLE}


def _exclusions(board: Board, batch: Batch, holds: Whole) -> list[tuple[ExclusionRule, Flats]]:
    """Count staff on no post that was ever there, and staff on a post without an FTE."""
    known = holds >= 0
    rules = ((NO_KNOWN_POST, ~known), (HOLDER_FTE_NOT_STATED, known & ~batch.stated))
    return [
        (rule, stocks(board, standing_of(batch, chosen), chosen[chosen])[0])
        for rule, chosen in rules
    ]

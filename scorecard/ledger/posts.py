"""Established posts, and vacancies: post by post, what is not filled.

A vacancy is the part of an open post's FTE that no staff on the post fill. A post that is filled
beyond its FTE has no vacancy, and the surplus fills no other post.
"""

from scorecard.definition import WHOLE, Dimension, Symbol
from scorecard.ledger.account import Account
from scorecard.ledger.agency import reported_on
from scorecard.ledger.board import Board
from scorecard.ledger.flows import HEAD, fte, heads, width_of
from scorecard.ledger.spells import Batch
from scorecard.ledger.staff import Staff
from scorecard.ledger.stocks import Standing, as_cells, at_ends, standing, standing_of, stock
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
    there = standing(board, ((p.opened, p.closed, p.team, p.area, p.role) for p in posts))
    packed = stock(board, there, [p.fte + HEAD for p in posts])
    count, amounts = as_cells(packed, heads), as_cells(packed, fte)
    names = dict.fromkeys(post.post for post in facts.posts)
    numbers: dict[str | None, int] = {name: number for number, name in enumerate(names)}
    vacant = _vacancies(board, posts, there, numbers, staff.batch)
    vacancies = Account(
        FTE_SCALE,
        as_cells(vacant, fte),
        as_cells(vacant, heads),
        _exclusions(board, staff.batch, numbers),
    )
    vacancies.basis = dict.fromkeys(range(len(board.calendar.windows)), "establishment posts")
    return {
        Line.ESTABLISHMENT_POSTS: Account(1, count, count),
        Line.ESTABLISHMENT_FTE: Account(FTE_SCALE, amounts, count),
        Line.VACANCIES_FTE: vacancies,
    }


def _without_posts(facts: Workforce, board: Board) -> dict[Line, Account]:
    windows = board.calendar.windows
    unavailable = dict.fromkeys(range(len(windows)), Symbol.UNAVAILABLE)
    lines = (Line.ESTABLISHMENT_POSTS, Line.ESTABLISHMENT_FTE)
    accounts = {line: Account(1, {}, {}, symbols=dict(unavailable)) for line in lines}
    totals = [reported_on(facts).get(one.end) for one in windows]
    council = {WHOLE: [0 if one is None else one.vacancies_fte for one in totals]}
    rows = {WHOLE: [int(one is not None) for one in totals]}
    vacancies = Account(FTE_SCALE, {Dimension.COUNCIL: council}, {Dimension.COUNCIL: rows})
    for window, total in enumerate(totals):
        if total is None:
            vacancies.symbols[window] = Symbol.UNAVAILABLE
        else:
            vacancies.basis[window] = (
                f"vacancies as reported in the census for {total.as_at:%-d %B %Y}"
            )
    return accounts | {Line.VACANCIES_FTE: vacancies}


def _vacancies(
    board: Board,
    posts: list[Post],
    there: Standing,
    numbers: dict[str | None, int],
    holders: Batch,
) -> dict[Dimension, list[int]]:
    """Return packed vacant FTE and posts with a vacancy, at each window's end.

    Post by post: whatever happens to it (it opens, closes, somebody comes or goes) changes its
    vacancy by a difference, which is dropped like any other flow.
    """
    width = width_of(board.calendar)
    tables = board.empty(width)
    places, roles = tables.places, tables.contracts
    happened = _changes(board, numbers, holders)
    for post, opens, closes, place, role in zip(
        posts, there.come, there.gone, there.places, there.roles, strict=True
    ):
        gone = width if closes is None else closes
        changes = [*happened[numbers[post.post]], (opens << _BITS) + _NO_CHANGE]
        if closes is not None:
            changes.append((closes << _BITS) + _NO_CHANGE)
        changes.sort()
        full, held, shown = post.fte, 0, 0
        place *= width  # noqa: PLW2901 -- from a number to where its cells begin
        role *= width  # noqa: PLW2901 -- likewise
        for change in changes:
            bucket = change >> _BITS
            held += (change & _CHANGE) - _NO_CHANGE
            vacant = full - held + HEAD if held < full and opens <= bucket < gone else 0
            if vacant != shown:
                places[place + bucket] += vacant - shown
                roles[role + bucket] += vacant - shown
                shown = vacant
    return at_ends(board, tables)


_BITS = 40
_CHANGE = (1 << _BITS) - 1
_NO_CHANGE = 1 << (_BITS - 1)
"""A change of FTE on a post, above its bucket: ``(bucket << 40) + change + 2**39`` sorts by bucket."""


def _changes(board: Board, numbers: dict[str | None, int], holders: Batch) -> list[list[int]]:
    """Return what happens on each post: who comes and who goes."""
    width = width_of(board.calendar)
    happened: list[list[int]] = [[] for _ in numbers]
    for spell, way_in, way_out, goes in zip(
        holders.spells, holders.ways_in, holders.ways_out, holders.gone, strict=True
    ):
        number, held = numbers.get(spell.post), spell.fte
        if number is not None and held:
            theirs = happened[number]
            theirs.append((way_in % width << _BITS) + _NO_CHANGE + held)
            if goes:
                theirs.append((way_out % width << _BITS) + _NO_CHANGE - held)
    return happened


def _exclusions(
    board: Board, batch: Batch, numbers: dict[str | None, int]
) -> list[tuple[ExclusionRule, dict[Dimension, list[int]]]]:
    width = width_of(board.calendar)
    chosen = {
        NO_KNOWN_POST: [i for i, one in enumerate(batch.spells) if one.post not in numbers],
        HOLDER_FTE_NOT_STATED: [
            i for i, one in enumerate(batch.spells) if one.fte is None and one.post in numbers
        ],
    }
    return [
        (rule, stock(board, standing_of(batch, rows, width), [1] * len(rows)))
        for rule, rows in chosen.items()
    ]

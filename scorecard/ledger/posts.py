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

_CLOSED = -1

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
    count = as_cells({one: heads(flat) for one, flat in packed.items()})
    amounts = as_cells({one: fte(flat) for one, flat in packed.items()})
    names = dict.fromkeys(post.post for post in facts.posts)
    numbers = {name: number for number, name in enumerate(names)}
    vacant = _vacancies(board, posts, there, numbers, staff.batch)
    vacancies = Account(
        FTE_SCALE,
        as_cells({one: fte(flat) for one, flat in vacant.items()}),
        as_cells({one: heads(flat) for one, flat in vacant.items()}),
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
    numbers: dict[str, int],
    holders: Batch,
) -> dict[Dimension, list[int]]:
    """Return packed vacant FTE and posts with a vacancy, at each window's end.

    Whatever happens to a post (it opens, closes, somebody comes or goes) changes its vacancy by a
    difference, which is dropped like any other flow.
    """
    width = width_of(board.calendar)
    tables = board.empty(width)
    place_of = [number * width for number in there.places]
    role_of = [number * width for number in there.roles]
    size = [post.fte for post in posts]
    occupied = [0] * len(numbers)
    current = [_CLOSED] * len(numbers)
    changed, happened = _events(board, posts, there, numbers, holders)

    def add(version: int, bucket: int, value: int) -> None:
        tables.places[place_of[version] + bucket] += value
        tables.contracts[role_of[version] + bucket] += value

    for bucket in range(board.calendar.size):
        for number, version in changed[bucket]:
            before = current[number]
            if before != _CLOSED:
                add(before, bucket, -_vacant(size[before], occupied[number]))
            if version != _CLOSED:
                add(version, bucket, _vacant(size[version], occupied[number]))
            current[number] = version
        for number, change in happened[bucket]:
            held = occupied[number]
            occupied[number] = now = held + change
            version = current[number]
            if version == _CLOSED:
                continue
            full = size[version]
            difference = (full - now + HEAD if full > now else 0) - (
                full - held + HEAD if full > held else 0
            )
            if difference:
                add(version, bucket, difference)
    return at_ends(board, tables)


def _vacant(full: int, held: int) -> int:
    return full - held + HEAD if full > held else 0


_Events = list[list[tuple[int, int]]]
"""By bucket: (number of the post, version that now holds) or (number of the post, change of FTE)."""


def _events(
    board: Board, posts: list[Post], there: Standing, numbers: dict[str, int], holders: Batch
) -> tuple[_Events, _Events]:
    width, size = width_of(board.calendar), board.calendar.size
    changed: _Events = [[] for _ in range(size)]
    for version, (post, come, gone) in enumerate(zip(posts, there.come, there.gone, strict=True)):
        number = numbers[post.post]
        changed[come].append((number, version))
        if gone is not None:
            changed[gone].append((number, _CLOSED))
    happened: _Events = [[] for _ in range(size)]
    for spell, way_in, way_out, goes in zip(
        holders.spells, holders.ways_in, holders.ways_out, holders.gone, strict=True
    ):
        held, post_name = spell.fte, spell.post
        if held and post_name in numbers:
            number = numbers[post_name]
            happened[way_in % width].append((number, held))
            if goes:
                happened[way_out % width].append((number, -held))
    return changed, happened


def _exclusions(
    board: Board, batch: Batch, numbers: dict[str, int]
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

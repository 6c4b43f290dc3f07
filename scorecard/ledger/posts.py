"""Established posts, and vacancies: post by post, what is not filled.

A vacancy is the part of an open post's FTE that no staff on the post fill. A post that is filled
beyond its FTE has no vacancy, and the surplus fills no other post.
"""

from scorecard.definition import PLACE_AND_ROLE, WHOLE, Dimension, Symbol
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.agency import reported_on
from scorecard.ledger.board import Board
from scorecard.ledger.flows import HEAD, fte, heads
from scorecard.ledger.spells import Batch
from scorecard.ledger.staff import Staff
from scorecard.ledger.stocks import Standing, at_ends, standing, stock
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
    count = {one: {WHOLE: heads(packed[one][WHOLE])} for one in PLACE_AND_ROLE}
    amounts = {one: {WHOLE: fte(packed[one][WHOLE])} for one in PLACE_AND_ROLE}
    numbers = {name: number for number, name in enumerate({p.post: None for p in facts.posts})}
    never = staff.reader.never
    vacant = _vacancies(board, posts, there, numbers, staff.batch, never)
    vacancies = Account(
        FTE_SCALE,
        {one: {WHOLE: fte(flat[WHOLE])} for one, flat in vacant.items()},
        {one: {WHOLE: heads(flat[WHOLE])} for one, flat in vacant.items()},
        _exclusions(board, staff.batch, numbers, never),
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


def _vacancies(  # noqa: PLR0917 -- all of one ledger, none with a default
    board: Board,
    posts: list[Post],
    there: Standing,
    numbers: dict[str, int],
    holders: Batch,
    never: int,
) -> Cells:
    """Return packed vacant FTE and posts with a vacancy, at each window's end.

    Bucket by bucket, only posts that something happened to are looked at again.
    """
    size = board.calendar.size
    happened: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    for way_in, way_out, spell in zip(
        holders.ways_in, holders.ways_out, holders.spells, strict=True
    ):
        post, held = spell.post, spell.fte
        if post in numbers and held:
            number = numbers[post]
            happened[way_in % size].append((number, held))
            if way_out != never:
                happened[way_out % size].append((number, -held))
    changed: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    for version, one in enumerate(posts):
        number = numbers[one.post]
        changed[there.come[version]].append((number, version))
        gone = there.gone[version]
        if gone is not None:
            changed[gone].append((number, _CLOSED))
    occupied = [0] * len(numbers)
    current = [_CLOSED] * len(numbers)
    shown: dict[int, tuple[int, int, int]] = {}
    tables = board.empty(size)
    places, roles = tables.places, tables.contracts
    for bucket in range(size):
        touched = set()
        for number, change in happened[bucket]:
            occupied[number] += change
            touched.add(number)
        for number, version in changed[bucket]:
            current[number] = version
            touched.add(number)
        for number in touched:
            version = current[number]
            empty = 0 if version == _CLOSED else posts[version].fte - occupied[number]
            before = shown.pop(number, None)
            if before is not None:
                value, place, role = before
                places[place * size + bucket] -= value
                roles[role * size + bucket] -= value
            if empty > 0:
                value, place, role = empty + HEAD, there.places[version], there.roles[version]
                places[place * size + bucket] += value
                roles[role * size + bucket] += value
                shown[number] = (value, place, role)
    return {one: {WHOLE: at_ends(board, tables, one)} for one in PLACE_AND_ROLE}


def _exclusions(
    board: Board, batch: Batch, numbers: dict[str, int], never: int
) -> list[tuple[ExclusionRule, dict[Dimension, list[int]]]]:
    spells = batch.spells
    size = board.calendar.size
    chosen = {
        NO_KNOWN_POST: [i for i, one in enumerate(spells) if one.post not in numbers],
        HOLDER_FTE_NOT_STATED: [
            i for i, one in enumerate(spells) if one.fte is None and one.post in numbers
        ],
    }
    found = []
    for rule, indexes in chosen.items():
        there = Standing(
            [batch.ways_in[i] % size for i in indexes],
            [None if batch.ways_out[i] == never else batch.ways_out[i] % size for i in indexes],
            [batch.places[i] for i in indexes],
            [batch.contracts[i] for i in indexes],
        )
        cells = stock(board, there, [1] * len(indexes))
        found.append((rule, {one: cells[one][WHOLE] for one in PLACE_AND_ROLE}))
    return found

"""Rows behind posts, vacancies and agency workers."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from scorecard.definition import WHOLE, Dimension
from scorecard.ledger.agency import is_wrong_assignment, reported_on
from scorecard.line_rows.row import LineRow, group_names, in_fte, on
from scorecard.lines import Line
from scorecard.posts import in_sequence
from scorecard.presence import is_in_post
from scorecard.windows import Window
from scorecard.workforce import AgencyAssignment, Post, ReportedTotals, Workforce

Source = Callable[[], Iterator[LineRow]]


def place_rows(facts: Workforce, window: Window) -> dict[Line, Source]:
    """Return what yields the rows of each line of posts and agency workers."""
    return {
        Line.ESTABLISHMENT_FTE: partial(_posts, facts, window, in_fte_of_post=True),
        Line.ESTABLISHMENT_POSTS: partial(_posts, facts, window, in_fte_of_post=False),
        Line.VACANCIES_FTE: partial(_vacancies, facts, window),
        Line.AGENCY_FTE: partial(_agency_fte, facts, window),
        Line.AGENCY_HEADS: partial(_agency_heads, facts, window),
        Line.AGENCY_COVERING_FTE: partial(_covering, facts, window),
    }


def _open_posts(facts: Workforce, window: Window) -> list[Post]:
    return [
        post
        for post in in_sequence(facts.posts)
        if post.opened <= window.end and (post.closed is None or window.end < post.closed)
    ]


def _posts(facts: Workforce, window: Window, *, in_fte_of_post: bool) -> Iterator[LineRow]:
    for post in _open_posts(facts, window):
        amount = in_fte(post.fte) if in_fte_of_post else Decimal(1)
        yield _post_row(post, amount, f"post {post.post}, open on {on(window.end)}")


def _vacancies(facts: Workforce, window: Window) -> Iterator[LineRow]:
    if not facts.holds("posts"):
        total = reported_on(facts).get(window.end)
        if total is not None:
            yield _reported(total, total.vacancies_fte, "vacancies")
        return
    held: dict[str, int] = {}
    for spell in facts.employments:
        if spell.post is not None and is_in_post(spell, window.end):
            held[spell.post] = held.get(spell.post, 0) + (spell.fte or 0)
    for post in _open_posts(facts, window):
        filled = held.get(post.post, 0)
        if filled < post.fte:
            yield _post_row(
                post,
                in_fte(post.fte - filled),
                f"post {post.post}: {in_fte(post.fte)} FTE, of which {in_fte(filled)} filled",
            )


def _post_row(post: Post, amount: Decimal, words: str) -> LineRow:
    groups = group_names(team=post.team, area=post.area, role=post.role)
    return LineRow(post.ref, "", amount, words, groups)


def _in_force(facts: Workforce, window: Window) -> list[AgencyAssignment]:
    return [
        one
        for one in facts.agency
        if not is_wrong_assignment(one)
        and one.started <= window.end
        and (one.ended is None or window.end < one.ended)
    ]


def _agency_fte(facts: Workforce, window: Window) -> Iterator[LineRow]:
    for one in _in_force(facts, window):
        if one.fte is not None:
            yield _agency_row(one, in_fte(one.fte), f"agency worker on {on(window.end)}")


def _agency_heads(facts: Workforce, window: Window) -> Iterator[LineRow]:
    for one in _in_force(facts, window):
        yield _agency_row(one, Decimal(1), f"agency worker on {on(window.end)}")


def _covering(facts: Workforce, window: Window) -> Iterator[LineRow]:
    there = _in_force(facts, window)
    if any(one.covers_vacancy is not None for one in there):
        for one in there:
            if one.covers_vacancy and one.fte is not None:
                yield _agency_row(one, in_fte(one.fte), f"covers a vacancy on {on(window.end)}")
        return
    total = reported_on(facts).get(window.end)
    if total is not None and (there or not facts.holds("agency")):
        yield _reported(total, total.agency_covering_fte, "agency covering vacancies")


def _agency_row(one: AgencyAssignment, amount: Decimal, words: str) -> LineRow:
    groups = group_names(team=one.team, area=one.area, role=one.role)
    return LineRow(one.ref, one.worker, amount, words, groups)


def _reported(total: ReportedTotals, millionths: int, what: str) -> LineRow:
    words = f"{what} as reported in the census for {on(total.as_at)}"
    return LineRow(total.ref, "", in_fte(millionths), words, {Dimension.COUNCIL: WHOLE})

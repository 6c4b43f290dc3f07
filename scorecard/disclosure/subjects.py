"""What the figures of a scorecard count: subjects at dates, and which of them each figure tells.

A figure is public where everything it is made of is. Several figures are made of one subject (FTE,
headcount and every rate of the leavers of a half-year), and one figure of several (leavers of
twelve months: those of this half-year and of the one before), also of other editions.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from scorecard.definition import NOT_STATED, Counts, Dimension, Measure
from scorecard.disclosure.blocks import COUNCIL, Count, Node, Table
from scorecard.lines import Line

Json = Mapping[str, Any]


class Subject(NamedTuple):
    """What is counted, and the date it is counted at or the last day of its half-year."""

    name: str
    at: str


class Told(NamedTuple):
    """A cell that a figure tells."""

    subject: Subject
    node: Node


STAFF, STARTERS, LEAVERS = "staff", "starters", "leavers"
RETURNERS, EARLY = "returners", "early-career"
AGENCY, COVERING, ABSENCE, LIMITS = "agency", "agency-covering", "absence", "caseload-limits"
CASEWORK = "casework"
"""Followed by the unit that cases are counted in: a subject for each."""

END, OPENING, YEAR = "end", "opening", "year_opening"

_STAFF_NOW, _STAFF_THEN = (STAFF, END), (STAFF, OPENING)
_STARTERS, _LEAVERS = (STARTERS, END), (LEAVERS, END)
_MOVES = (_STAFF_NOW, _STAFF_THEN, _STARTERS, _LEAVERS)
_AGENCY, _COVERING = (AGENCY, END), (COVERING, END)
_EARLY = (_STAFF_NOW, (EARLY, END))

TOLD_BY: dict[str, tuple[tuple[str, str], ...]] = {
    Line.ESTABLISHMENT_FTE: (_STAFF_NOW,),
    Line.ESTABLISHMENT_POSTS: (_STAFF_NOW,),
    Line.VACANCIES_FTE: (_STAFF_NOW,),
    Line.IN_POST_FTE: (_STAFF_NOW,),
    Line.IN_POST_HEADS: (_STAFF_NOW,),
    Line.OPENING_FTE: (_STAFF_THEN,),
    Line.OPENING_HEADS: (_STAFF_THEN,),
    Line.YEAR_OPENING_HEADS: ((STAFF, YEAR),),
    Line.STARTERS_FTE_6: (_STARTERS,),
    Line.STARTERS_HEADS_6: (_STARTERS,),
    Line.STARTERS_FTE_12: (_STARTERS, (STARTERS, OPENING)),
    Line.STARTERS_HEADS_12: (_STARTERS, (STARTERS, OPENING)),
    Line.LEAVERS_FTE_6: (_LEAVERS,),
    Line.LEAVERS_HEADS_6: (_LEAVERS,),
    Line.LEAVERS_FTE_12: (_LEAVERS, (LEAVERS, OPENING)),
    Line.LEAVERS_HEADS_12: (_LEAVERS, (LEAVERS, OPENING)),
    Line.MOVES_FTE_6: _MOVES,
    Line.MOVES_HEADS_6: _MOVES,
    Line.RETURNERS_HEADS_6: (_STARTERS, (RETURNERS, END)),
    Line.BANDED_HEADS: _EARLY,
    Line.NEWLY_QUALIFIED_HEADS: _EARLY,
    Line.UNDER_TWO_YEARS_HEADS: _EARLY,
    Line.AGENCY_FTE: (_AGENCY,),
    Line.AGENCY_HEADS: (_AGENCY,),
    Line.AGENCY_COVERING_FTE: (_AGENCY, _COVERING),
    Line.DAYS_LOST_12: ((ABSENCE, END),),
    Line.WORKING_DAYS_12: (),
    Line.LEAVERS_BY_REASON_12: (("leavers-by-reason", END),),
    Line.LEAVERS_BY_DESTINATION_12: (("leavers-by-destination", END),),
    Line.AT_OR_OVER_LIMIT: ((LIMITS, END),),
    Line.OVER_LIMIT: ((LIMITS, END),),
    Line.LIMITED_HOLDERS: ((LIMITS, END),),
}
"""The cells that a line of the ledger tells of its own group. A number of posts says how many people
can be in a team, and posts less vacancies how many are: both go with the staff.
"""

BY_UNIT: frozenset[str] = frozenset(
    {
        Line.CASES,
        Line.CASE_HOLDER_FTE,
        Line.CASE_HOLDERS,
        Line.MEDIAN_CASES_SUM,
        Line.MEDIAN_CASES_COUNT,
        Line.P90_CASES,
        Line.MOST_CASES,
    }
)
BY_CATEGORY: frozenset[str] = frozenset(
    {
        Line.LEAVERS_BY_REASON_12,
        Line.LEAVERS_BY_DESTINATION_12,
        Line.AT_OR_OVER_LIMIT,
        Line.OVER_LIMIT,
        Line.LIMITED_HOLDERS,
    }
)
ROLLING_YEAR = ("leavers-by-reason", "leavers-by-destination")
DIVIDES = {RETURNERS: STARTERS, EARLY: STAFF, COVERING: AGENCY}
"""Subjects that are parts of another one."""
FOLLOWS = {ABSENCE: STAFF, **DIVIDES}
"""Subjects that are closed wherever the other is: a magnitude of few people is about them."""
EARLY_BANDS = ("newly-qualified", "under-2-years", NOT_STATED)
"""Groups of the staff by experience that are, for the council, parts of the early careers."""


def told(measure: Measure, figure: Json, period: Json) -> Iterator[Told]:
    """Yield the cells that a figure of the document would tell."""
    node = (figure["dimension"], figure["group"])
    if measure.id.startswith("net-change-"):
        # A difference of two stocks says nothing beyond them, whatever flows it is computed from.
        for name, at in (_STAFF_NOW, _STAFF_THEN):
            yield Told(Subject(name, period[at]), node)
        return
    for line in measure.inputs:
        yield from _told_by_line(line, measure, figure, node, period)


def _told_by_line(
    line: str, measure: Measure, figure: Json, node: Node, period: Json
) -> Iterator[Told]:
    end = period[END]
    if line in BY_UNIT:
        yield Told(Subject(f"{CASEWORK}:{figure['category']}", end), node)
    elif line == Line.BAND_HEADS:
        yield Told(Subject(STAFF, end), (Dimension.EXPERIENCE.value, figure["category"]))
        yield Told(Subject(STAFF, end), COUNCIL)
        yield Told(Subject(STAFF, end), (Dimension.EXPERIENCE.value, NOT_STATED))
    elif line not in TOLD_BY:
        yield Told(Subject(measure.id, end), _own_place(figure))
    elif not (line == Line.BANDED_HEADS and figure["category"]):
        place = ("category", figure["category"]) if line in BY_CATEGORY else node
        for name, at in TOLD_BY[line]:
            yield Told(Subject(name, period[at]), place)


def _own_place(figure: Json) -> Node:
    if figure["category"]:
        return ("category", figure["category"])
    return figure["dimension"], figure["group"]


def is_known_to(measure: Measure) -> bool:
    """Whether everything the measure is made of is a subject above; a new measure protects itself."""
    return all(
        line in TOLD_BY or line in BY_UNIT or line == Line.BAND_HEADS for line in measure.inputs
    )


class Figures:
    """The figures of a whole document by place."""

    def __init__(self, document: Json) -> None:
        self.period: Json = document["period"]
        self.by_measure: dict[str, dict[tuple[Node, str], Json]] = {}
        for each in document["figures"]:
            place = ((each["dimension"], each["group"]), each["category"])
            self.by_measure.setdefault(each["measure"], {})[place] = each

    def numerators(self, measure: str, category: str = "") -> dict[Node, int]:
        return self._numbers(measure, "numerator", category)

    def denominators(self, measure: str, category: str = "") -> dict[Node, Fraction]:
        return {
            node: exact
            for (node, code), each in self.by_measure.get(measure, {}).items()
            if code == category and (exact := number(each["denominator"])) is not None
        }

    def rows(self, measure: str, category: str = "") -> dict[Node, int]:
        return {
            node: each["n"]
            for (node, code), each in self.by_measure.get(measure, {}).items()
            if code == category
        }

    def units(self, measure: str) -> list[str]:
        return sorted({code for _, code in self.by_measure.get(measure, {}) if code})

    def categories(self, measure: str) -> dict[str, Json]:
        """The parts of the whole council by code."""
        return {
            code: each
            for (node, code), each in self.by_measure.get(measure, {}).items()
            if node == COUNCIL and code
        }

    def _numbers(self, measure: str, name: str, category: str) -> dict[Node, int]:
        return {
            node: int(exact)
            for (node, code), each in self.by_measure.get(measure, {}).items()
            if code == category and (exact := number(each[name])) is not None
        }


def number(text: str | None) -> Fraction | None:
    """The number in a part of a figure; None where it is a symbol or not there."""
    try:
        return None if text is None else Fraction(Decimal(text))
    except InvalidOperation:
        return None


def tables(document: Json, catalogue: Iterable[Measure]) -> dict[Subject, Table]:
    """Count every subject of a whole document at every node; partitions are not drawn yet."""
    figures = Figures(document)
    end, opening, year = (figures.period[at] for at in (END, OPENING, YEAR))
    found: dict[Subject, Table] = {}

    staff = figures.numerators("in-post-headcount")
    found[Subject(STAFF, end)] = _plain(staff, {})
    found[Subject(STAFF, opening)] = _plain(figures.numerators("opening-headcount"), {})
    found[Subject(STAFF, year)] = _plain(
        {
            node: int(2 * mean) - staff.get(node, 0)
            for node, mean in figures.denominators("turnover-average-headcount").items()
        },
        {},
    )
    for name in (STARTERS, LEAVERS):
        now = figures.numerators(f"{name}-headcount")
        rows = figures.rows(f"{name}-fte")
        found[Subject(name, end)] = _plain(now, rows)
        found[Subject(name, opening)] = _plain(
            {
                node: both - now.get(node, 0)
                for node, both in figures.numerators(f"{name}-headcount-12-months").items()
            },
            {
                node: both - rows.get(node, 0)
                for node, both in figures.rows(f"{name}-fte-12-months").items()
            },
        )
    agency = figures.numerators("agency-headcount")
    found[Subject(AGENCY, end)] = _plain(agency, {})
    found[Subject(ABSENCE, end)] = _plain(figures.rows("sickness-days-lost"), {})
    found[Subject(COVERING, end)] = _divided(AGENCY, agency, figures.rows("agency-cover-rate-fte"))
    found[Subject(RETURNERS, end)] = _divided(
        STARTERS,
        figures.numerators("starters-headcount"),
        figures.numerators("returners-share"),
    )
    found[Subject(EARLY, end)] = _divided(
        STAFF,
        staff,
        figures.numerators("newly-qualified-share"),
        figures.numerators("under-two-years-share"),
        {node: int(one) for node, one in figures.denominators("newly-qualified-share").items()},
    )
    for unit in figures.units("average-caseload") or [""]:
        found[Subject(f"{CASEWORK}:{unit}", end)] = _plain(
            figures.rows("average-caseload", unit), {}
        )
    for name in ROLLING_YEAR:
        found[Subject(name, end)] = _by_category(
            {
                code: Count((int(number(each["numerator"]) or 0),))
                for code, each in figures.categories(name).items()
            },
            figures.numerators("leavers-headcount-12-months").get(COUNCIL, 0),
        )
    found[Subject(LIMITS, end)] = _limits(figures)
    for measure in catalogue:
        if not is_known_to(measure) and measure.counts is Counts.PEOPLE:
            found[Subject(measure.id, end)] = _own(figures, measure)
    return {subject: table for subject, table in found.items() if table.counts}


def _plain(numbers: Mapping[Node, int], rows: Mapping[Node, int]) -> Table:
    return Table(
        {
            # Rows count beside the people only where there is nobody: part of a post was given up.
            node: Count((people,), rows.get(node, 0) if people == 0 else 0)
            for node, people in numbers.items()
        }
    )


def _divided(subject: str, whole: Mapping[Node, int], *cuts: Mapping[Node, int]) -> Table:
    """Parts up to each cut, between the cuts, and beyond the last one."""
    counts = {}
    for node, people in whole.items():
        edges = [0, *(cut.get(node, 0) for cut in cuts), people]
        counts[node] = Count(tuple(after - before for before, after in pairwise(edges)))
    return Table(counts, part_of=subject)


def _by_category(counts: Mapping[str, Count], everybody: int) -> Table:
    """Categories below the council, with those in none of them as one more."""
    if not counts:
        return Table({})
    nodes: dict[Node, Count] = {("category", code): count for code, count in counts.items()}
    rest = everybody - sum(count.people for count in nodes.values())
    if rest > 0:
        nodes["category", ""] = Count((rest,))
    return Table({COUNCIL: Count((everybody,)), **nodes}, [(COUNCIL, tuple(nodes))])


def _limits(figures: Figures) -> Table:
    reached = figures.categories("caseload-at-or-over-limit")
    over = figures.categories("caseload-over-limit")
    counts = {}
    for code, each in reached.items():
        holders, reach, above = (
            int(number(part) or 0)
            for part in (
                each["denominator"],
                each["numerator"],
                over[code]["numerator"] if code in over else "0",
            )
        )
        counts[code] = Count((holders - reach, reach - above, above))
    holders = sum(
        figures.rows("average-caseload", unit).get(COUNCIL, 0)
        for unit in figures.units("average-caseload")
    )
    return _by_category(counts, max(holders, sum(each.people for each in counts.values())))


def _own(figures: Figures, measure: Measure) -> Table:
    """A measure nobody has described: its rows, and where it divides people those left over."""
    counts: dict[Node, Count] = {}
    categories: dict[str, Count] = {}
    for (node, code), each in figures.by_measure.get(measure.id, {}).items():
        top, bottom = number(each["numerator"]), number(each["denominator"])
        beside = 0
        if top is not None and bottom is not None and bottom >= top:
            beside = int(bottom - top)
        count = Count((each["n"],), beside)
        if not code:
            counts[node] = count
        elif node == COUNCIL:
            categories[code] = count
    if categories:
        table = _by_category(categories, sum(each.people for each in categories.values()))
        table.counts.update(
            {node: count for node, count in counts.items() if node not in table.counts}
        )
        return table
    return Table(counts)

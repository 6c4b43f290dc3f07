"""A reader with a solver: everything that can be known from all public documents of a council.

Every ledger line in every group at every date is an unknown. What is published gives equations
(numerators and denominators by the published formulas), and so does what everybody knows: groups
add up to the council, teams to their area, parts to the whole; opening + starters - leavers + moves
= closing; twelve months are two half-years; what was in post at the end of one half-year opens the
next. Counts are whole and not negative, parts are not more than wholes, FTE not more than people.

The reader is stronger than any real one where the whole documents help: a number is taken to be the
same in two editions wherever it is (so an unchanged one is recognised after a correction), a
relation is used wherever it holds, and a number shown as c among numbers is taken not to be 0.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from scorecard.columns import Combined
from scorecard.lines import Line
from scorecard.measures import MEASURES

Json = Mapping[str, Any]
Unknown = tuple[str, str, str, str, str, str]
"""Line, dimension, group, category, date, and the true value: the same number is the same unknown."""

TRUTH: dict[Line, tuple[str, str]] = {
    Line.ESTABLISHMENT_FTE: ("establishment-fte", "numerator"),
    Line.ESTABLISHMENT_POSTS: ("establishment-posts", "numerator"),
    Line.VACANCIES_FTE: ("vacancies-fte", "numerator"),
    Line.IN_POST_FTE: ("in-post-fte", "numerator"),
    Line.IN_POST_HEADS: ("in-post-headcount", "numerator"),
    Line.OPENING_FTE: ("opening-fte", "numerator"),
    Line.OPENING_HEADS: ("opening-headcount", "numerator"),
    Line.STARTERS_FTE_6: ("starters-fte", "numerator"),
    Line.STARTERS_HEADS_6: ("starters-headcount", "numerator"),
    Line.STARTERS_FTE_12: ("starters-fte-12-months", "numerator"),
    Line.STARTERS_HEADS_12: ("starters-headcount-12-months", "numerator"),
    Line.LEAVERS_FTE_6: ("leavers-fte", "numerator"),
    Line.LEAVERS_HEADS_6: ("leavers-headcount", "numerator"),
    Line.LEAVERS_FTE_12: ("leavers-fte-12-months", "numerator"),
    Line.LEAVERS_HEADS_12: ("leavers-headcount-12-months", "numerator"),
    Line.MOVES_FTE_6: ("moves-fte", "numerator"),
    Line.MOVES_HEADS_6: ("moves-headcount", "numerator"),
    Line.RETURNERS_HEADS_6: ("returners-share", "numerator"),
    Line.BAND_HEADS: ("experience-mix", "numerator"),
    Line.BANDED_HEADS: ("newly-qualified-share", "denominator"),
    Line.NEWLY_QUALIFIED_HEADS: ("newly-qualified-share", "numerator"),
    Line.UNDER_TWO_YEARS_HEADS: ("under-two-years-share", "numerator"),
    Line.AGENCY_FTE: ("agency-fte", "numerator"),
    Line.AGENCY_HEADS: ("agency-headcount", "numerator"),
    Line.AGENCY_COVERING_FTE: ("agency-cover-rate-fte", "numerator"),
    Line.CASES: ("average-caseload", "numerator"),
    Line.CASE_HOLDER_FTE: ("average-caseload", "denominator"),
    Line.CASE_HOLDERS: ("caseload-highest", "denominator"),
    Line.AT_OR_OVER_LIMIT: ("caseload-at-or-over-limit", "numerator"),
    Line.OVER_LIMIT: ("caseload-over-limit", "numerator"),
    Line.LIMITED_HOLDERS: ("caseload-over-limit", "denominator"),
    Line.DAYS_LOST_12: ("sickness-days-lost", "numerator"),
    Line.LEAVERS_BY_REASON_12: ("leavers-by-reason", "numerator"),
    Line.LEAVERS_BY_DESTINATION_12: ("leavers-by-destination", "numerator"),
}
OPENINGS = {Line.OPENING_FTE: Line.IN_POST_FTE, Line.OPENING_HEADS: Line.IN_POST_HEADS}
YEARS = {
    Line.STARTERS_FTE_12: Line.STARTERS_FTE_6,
    Line.STARTERS_HEADS_12: Line.STARTERS_HEADS_6,
    Line.LEAVERS_FTE_12: Line.LEAVERS_FTE_6,
    Line.LEAVERS_HEADS_12: Line.LEAVERS_HEADS_6,
}
SIGNED = {Line.MOVES_FTE_6, Line.MOVES_HEADS_6}
CASEWORK = {Line.CASES, Line.CASE_HOLDER_FTE, Line.CASE_HOLDERS}
PARTS = {Line.BAND_HEADS, Line.LEAVERS_BY_REASON_12, Line.LEAVERS_BY_DESTINATION_12} | {
    Line.AT_OR_OVER_LIMIT, Line.OVER_LIMIT, Line.LIMITED_HOLDERS,
}  # fmt: skip
WHOLE_NUMBERS = {line for line in Line if "heads" in line} | {
    Line.CASE_HOLDERS, Line.AT_OR_OVER_LIMIT, Line.OVER_LIMIT, Line.LIMITED_HOLDERS,
    Line.LEAVERS_BY_REASON_12, Line.LEAVERS_BY_DESTINATION_12,
}  # fmt: skip
NOT_MORE = (
    (Line.RETURNERS_HEADS_6, Line.STARTERS_HEADS_6),
    (Line.NEWLY_QUALIFIED_HEADS, Line.UNDER_TWO_YEARS_HEADS),
    (Line.UNDER_TWO_YEARS_HEADS, Line.BANDED_HEADS),
    (Line.BANDED_HEADS, Line.IN_POST_HEADS),
    (Line.AGENCY_COVERING_FTE, Line.AGENCY_FTE),
    (Line.AT_OR_OVER_LIMIT, Line.LIMITED_HOLDERS),
    (Line.OVER_LIMIT, Line.AT_OR_OVER_LIMIT),
    (Line.IN_POST_FTE, Line.IN_POST_HEADS),
    (Line.STARTERS_FTE_6, Line.STARTERS_HEADS_6),
    (Line.LEAVERS_FTE_6, Line.LEAVERS_HEADS_6),
    (Line.AGENCY_FTE, Line.AGENCY_HEADS),
    (Line.CASE_HOLDER_FTE, Line.CASE_HOLDERS),
)
SUMS_TO = ((Line.BAND_HEADS, Line.BANDED_HEADS), (Line.LEAVERS_BY_REASON_12, Line.LEAVERS_HEADS_12),
           (Line.LEAVERS_BY_DESTINATION_12, Line.LEAVERS_HEADS_12))  # fmt: skip


@dataclass(eq=False)
class Form(Combined):
    """A sum of unknowns times factors, and a constant: what a formula makes of its lines."""

    terms: dict[Unknown, Fraction] = field(default_factory=dict)
    constant: Fraction = Fraction(0)

    def __add__(self, other: "Form") -> "Form":
        terms = defaultdict(Fraction, self.terms)
        for name, factor in other.terms.items():
            terms[name] += factor
        return Form(dict(terms), self.constant + other.constant)

    def times(self, factor: Fraction) -> "Form":
        return Form({n: f * factor for n, f in self.terms.items()}, self.constant * factor)

    def __sub__(self, other: "Form") -> "Form":
        return self + other.times(Fraction(-1))

    def __mul__(self, other: "Form") -> "Form":
        assert not other.terms
        return self.times(other.constant)

    def half(self) -> "Form":
        return self.times(Fraction(1, 2))


def exact(text: str | None) -> Fraction | None:
    try:
        return None if text is None else Fraction(Decimal(text))
    except InvalidOperation:
        return None


@dataclass(frozen=True)
class Target:
    """A number of people below the threshold, and what of it is an unknown."""

    words: str
    form: Form
    truth: int


class Attack:
    """Unknowns, equations and inequalities from pairs of (public, whole) documents."""

    def __init__(self, nesting: Iterable[tuple[str, str]] = ()) -> None:
        self.nesting = set(nesting)
        self.equations: list[Form] = []
        self.not_negative: list[Form] = []
        self.at_least_one: set[Unknown] = set()
        self.truths: dict[Unknown, Fraction] = {}
        self.targets: list[Target] = []
        self.closed: list[Form] = []

    # -- what is published -------------------------------------------------------------------

    def read(self, public: Json, whole: Json, threshold: int) -> None:
        edition = _Edition(self, whole)
        for figure in public["figures"]:
            self._published(edition, figure)
            for side in ("before", "after"):
                if side in figure:
                    raise AssertionError
        for moved in (public["changes"] or {"figures": []})["figures"]:
            if moved["after"] is not None:
                self._published(edition, {**moved, **moved["after"]})
        edition.known_relations(public)
        edition.aim(threshold)

    def _published(self, edition: "_Edition", figure: Json) -> None:
        measure = MEASURES[figure["measure"]]
        if measure.id in {"caseload-median", "caseload-p90", "caseload-highest"}:
            return
        lines = [edition.form(Line(line), figure) for line in measure.inputs]
        if any(line is None for line in lines):
            return
        quotient = measure.formula(*lines)
        for form, text in (
            (quotient.numerator, figure["numerator"]),
            (quotient.denominator, figure["denominator"]),
        ):
            told = exact(text)
            if form is not None and told is not None:
                self.equations.append(form - Form(constant=told))
        if figure["symbol"] == "c" and measure.unit == "people" and len(lines) == 1:
            self.closed += lines

    # -- the solver --------------------------------------------------------------------------

    def solve(self, *, whole_numbers: bool = True) -> "Solved":
        return Solved(self, whole_numbers=whole_numbers)


class _Edition:
    def __init__(self, attack: Attack, whole: Json) -> None:
        self.attack = attack
        self.period = whole["period"]
        self.figures = {
            (f["measure"], f["dimension"], f["group"], f["category"]): f for f in whole["figures"]
        }
        self.groups: dict[str, list[str]] = {}
        for _, dimension, group, _ in self.figures:
            known = self.groups.setdefault(dimension, [])
            if group not in known:
                known.append(group)

    def truth(self, line: Line, dimension: str, group: str, category: str) -> Fraction | None:
        if line is Line.YEAR_OPENING_HEADS:
            mean = self.figures.get(("turnover-average-headcount", dimension, group, ""))
            now = self.truth(Line.IN_POST_HEADS, dimension, group, "")
            if mean is None or now is None:
                return None
            half = exact(mean["denominator"])
            return None if half is None else 2 * half - now
        if line not in TRUTH:
            return None
        measure, side = TRUTH[line]
        figure = self.figures.get((measure, dimension, group, category))
        if figure is None or figure[side] is None:
            return None
        told = exact(figure[side])
        # An amount that is not known (x) is taken for an unknown one like any other.
        return Fraction(0) if told is None else told

    def form(self, line: Line, figure: Json) -> Form | None:
        """The unknowns of a line at the place of a figure; None where it is not a number."""
        dimension, group = figure["dimension"], figure["group"]
        if line is Line.WORKING_DAYS_12:
            fte = self.truth(Line.IN_POST_FTE, dimension, group, "")
            rate = self.figures["sickness-absence-rate", dimension, group, ""]
            days = exact(rate["denominator"])
            return Form(constant=days / fte) if fte and days else None
        category = figure["category"] if line in PARTS | CASEWORK else ""
        return self.cell(line, dimension, group, category)

    def cell(self, line: Line, dimension: str, group: str, category: str = "") -> Form | None:
        at = self.period["end"]
        value = self.truth(line, dimension, group, category)
        if value is None:
            return None
        if line in YEARS:
            now = self.cell(YEARS[line], dimension, group)
            if now is None:
                return None
            half = self._truth_of(now)
            return now + self._unknown(
                YEARS[line], (dimension, group, ""), self.period["opening"], value - half
            )
        if line in OPENINGS:
            return self._unknown(
                OPENINGS[line], (dimension, group, ""), self.period["opening"], value
            )
        if line is Line.YEAR_OPENING_HEADS:
            at, line = self.period["year_opening"], Line.IN_POST_HEADS
        if line is Line.BAND_HEADS and dimension == "council":
            line, dimension, group, category = Line.IN_POST_HEADS, "experience", category, ""
        return self._unknown(line, (dimension, group, category), at, value)

    def _truth_of(self, form: Form) -> Fraction:
        return form.constant + sum(
            (f * self.attack.truths[n] for n, f in form.terms.items()), Fraction(0)
        )

    def _unknown(self, line: Line, place: tuple[str, str, str], at: str, value: Fraction) -> Form:
        name = (line.value, *place, at, str(value))
        self.attack.truths[name] = value
        return Form({name: Fraction(1)})

    # -- what everybody knows -------------------------------------------------------------------

    def known_relations(self, public: Json) -> None:
        lines = [line for line in (*TRUTH, Line.YEAR_OPENING_HEADS) if line not in PARTS]
        shown = {f["dimension"] for f in public["figures"]}
        for line in lines:
            for category in ("child", "family", "case") if line in CASEWORK else ("",):
                self._sums(line, category, shown)
        for dimension in shown:
            for group in self.groups.get(dimension, []):
                self._identity("fte", dimension, group)
                self._identity("heads", dimension, group)
                for less, more in NOT_MORE:
                    for category in ("child", "family", "case") if less in CASEWORK else ("",):
                        self._not_more(less, more, dimension, group, category)
        for part, total in SUMS_TO:
            cells = [self.cell(part, "council", "", code) for code in self._codes(part)]
            self._equal(cells, self.cell(total, "council", ""))
        for code in self._codes(Line.AT_OR_OVER_LIMIT):
            self._not_more(Line.AT_OR_OVER_LIMIT, Line.LIMITED_HOLDERS, "council", "", code)
            self._not_more(Line.OVER_LIMIT, Line.AT_OR_OVER_LIMIT, "council", "", code)
        nq = self.cell(Line.BAND_HEADS, "council", "", "newly-qualified")
        two = self.cell(Line.BAND_HEADS, "council", "", "under-2-years")
        self._equal([nq], self.cell(Line.NEWLY_QUALIFIED_HEADS, "council", ""))
        self._equal([nq, two], self.cell(Line.UNDER_TWO_YEARS_HEADS, "council", ""))
        self._not_compared()
        self._c_is_not_nil(public)

    def _codes(self, line: Line) -> list[str]:
        measure = TRUTH[line][0]
        return [one.code for one in MEASURES[measure].categories]

    def _sums(self, line: Line, category: str, shown: set[str]) -> None:
        council = self.cell(line, "council", "", category)
        for dimension in shown - {"council"}:
            groups = self.groups.get(dimension, [])
            cells = [self.cell(line, dimension, group, category) for group in groups]
            self._equal(cells, council)
        if {"team", "area"} <= shown:
            for area in self.groups.get("area", []):
                teams = [team for team, its in sorted(self.attack.nesting) if its == area]
                cells = [
                    self.cell(line, "team", team, category)
                    for team in teams
                    if team in self.groups.get("team", [])
                ]
                self._equal(cells, self.cell(line, "area", area, category))

    def _equal(self, parts: Sequence[Form | None], whole: Form | None) -> None:
        if whole is None:
            return
        total = Form()
        for part in parts:
            if part is not None:
                total = total + part
        if total.terms and self._truth_of(total) == self._truth_of(whole):
            self.attack.equations.append(total - whole)

    def _identity(self, form: str, dimension: str, group: str) -> None:
        cells = [
            self.cell(Line(name), dimension, group)
            for name in (f"opening-{form}", f"starters-{form}-6", f"leavers-{form}-6",
                         f"moves-{form}-6", f"in-post-{form}")
        ]  # fmt: skip
        opening, starters, leavers, moves, closing = cells
        if opening and starters and leavers and moves and closing:
            self._equal([opening + starters - leavers + moves], closing)

    def _not_more(self, less: Line, more: Line, dimension: str, group: str, category: str) -> None:
        one, other = (self.cell(line, dimension, group, category) for line in (less, more))
        if one is not None and other is not None:
            gap = other - one
            if self._truth_of(gap) >= 0:
                self.attack.not_negative.append(gap)

    def _not_compared(self) -> None:
        """Workers holding cases, and those of them that a limit was compared with."""
        holders = Form()
        for unit in ("child", "family", "case"):
            cell = self.cell(Line.CASE_HOLDERS, "council", "", unit)
            holders = holders if cell is None else holders + cell
        limited = Form()
        for code in self._codes(Line.OVER_LIMIT):
            cell = self.cell(Line.LIMITED_HOLDERS, "council", "", code)
            limited = limited if cell is None else limited + cell
        gap = holders - limited
        if holders.terms and self._truth_of(gap) >= 0:
            self.attack.not_negative.append(gap)

    def _c_is_not_nil(self, public: Json) -> None:
        """A headcount shown as c is not 0 where others of its kind, and their whole, are shown."""
        area_of = dict(self.attack.nesting)
        shown = {
            (f["measure"], f["dimension"], f["group"]): f["symbol"] != "c"
            for f in public["figures"]
            if not f["category"]
        }
        for line in ("in-post-headcount", "starters-headcount", "leavers-headcount"):
            siblings: dict[tuple[str, str], list[str]] = {}
            for measure, dimension, group in shown:
                if measure == line and dimension != "council":
                    parent = area_of.get(group, "") if dimension == "team" else ""
                    siblings.setdefault((dimension, parent), []).append(group)
            for (dimension, parent), groups in siblings.items():
                whole = (
                    (line, "area", parent)
                    if parent in self.groups.get("area", [])
                    else (line, "council", "")
                )
                if not shown.get(whole, False):
                    continue
                if any(shown[line, dimension, group] for group in groups):
                    for group in groups:
                        if not shown[line, dimension, group]:
                            truth_line = next(k for k, v in TRUTH.items() if v[0] == line)
                            cell = self.cell(truth_line, dimension, group)
                            if cell is not None and self._truth_of(cell) >= 1:
                                self.attack.at_least_one.update(cell.terms)

    # -- what must not be found ---------------------------------------------------------------

    def aim(self, threshold: int) -> None:
        for line in WHOLE_NUMBERS - SIGNED - set(YEARS) - set(OPENINGS):
            for dimension, groups in self.groups.items():
                for group in groups:
                    codes: Iterable[str] = ("",)
                    if line in CASEWORK:
                        codes = ("child", "family", "case")
                    elif line in PARTS:
                        codes = self._codes(line) if dimension == "council" else ()
                    for code in codes:
                        self._target(self.cell(line, dimension, group, code), threshold)
        for _, less, more in (
            ("not returners", Line.RETURNERS_HEADS_6, Line.STARTERS_HEADS_6),
            ("rest", Line.UNDER_TWO_YEARS_HEADS, Line.BANDED_HEADS),
            ("under two", Line.NEWLY_QUALIFIED_HEADS, Line.UNDER_TWO_YEARS_HEADS),
            ("not stated", Line.BANDED_HEADS, Line.IN_POST_HEADS),
        ):
            for dimension, groups in self.groups.items():
                for group in groups:
                    one, other = (self.cell(line, dimension, group) for line in (less, more))
                    if one is not None and other is not None:
                        self._target(other - one, threshold)
        for line, half_line in YEARS.items():
            for dimension, groups in self.groups.items():
                for group in groups:
                    year = self.cell(line, dimension, group)
                    half = self.cell(half_line, dimension, group)
                    if "heads" in line and year is not None and half is not None:
                        self._target(year - half, threshold)

    def _target(self, form: Form | None, threshold: int) -> None:
        if form is not None and 1 <= (truth := self._truth_of(form)) < threshold:
            kept = Form({name: factor for name, factor in form.terms.items() if factor})
            names = " and ".join("/".join(name[:5]) for name in kept.terms)
            self.attack.targets.append(Target(names, kept, int(truth)))


class Solved:
    """The polyhedron of all worlds that agree with what is known; bounds of a form in it."""

    def __init__(self, attack: Attack, *, whole_numbers: bool) -> None:
        self.attack = attack
        self.whole_numbers = whole_numbers
        self.known: dict[Unknown, Fraction] = {}
        self._propagate()
        self._split()

    def _propagate(self) -> None:
        """Everything that follows by putting numbers in, one equation after the other."""
        equations = [dict(form.terms) for form in self.attack.equations]
        constants = [form.constant for form in self.attack.equations]
        used: dict[Unknown, list[int]] = defaultdict(list)
        for index, terms in enumerate(equations):
            for name in list(terms):
                if not terms[name]:
                    del terms[name]
                else:
                    used[name].append(index)
        waiting = [index for index, terms in enumerate(equations) if len(terms) == 1]
        while waiting:
            index = waiting.pop()
            terms = equations[index]
            if len(terms) != 1:
                continue
            [(name, factor)] = terms.items()
            value = -constants[index] / factor
            assert value == self.attack.truths[name], (name, value)
            self.known[name] = value
            for other in used[name]:
                if name in equations[other]:
                    constants[other] += equations[other].pop(name) * value
                    if len(equations[other]) == 1:
                        waiting.append(other)
        for terms, constant in zip(equations, constants, strict=True):
            assert terms or constant == 0
        self.rows = [
            (terms, constant) for terms, constant in zip(equations, constants, strict=True) if terms
        ]
        self.gaps = []
        for form in self.attack.not_negative:
            constant = form.constant
            terms = {}
            for name, factor in form.terms.items():
                if name in self.known:
                    constant += factor * self.known[name]
                elif factor:
                    terms[name] = factor
            if terms:
                self.gaps.append((terms, constant))

    def _split(self) -> None:
        """Unknowns that no chain of equations joins are solved apart."""
        root: dict[Unknown, Unknown] = {}

        def find(name: Unknown) -> Unknown:
            root.setdefault(name, name)
            while root[name] != name:
                root[name] = root[root[name]]
                name = root[name]
            return name

        for terms, _ in (*self.rows, *self.gaps):
            first, *others = terms
            for other in others:
                root[find(other)] = find(first)
        self.part_of = find
        self.parts: dict[Unknown, _Part] = {}
        for terms, constant in self.rows:
            part = self.parts.setdefault(find(next(iter(terms))), _Part())
            part.add(terms, constant, equal=True)
        for terms, constant in self.gaps:
            part = self.parts.setdefault(find(next(iter(terms))), _Part())
            part.add(terms, constant, equal=False)

    def spans(self, forms: Sequence[Form], enough: float) -> list[tuple[float, float]]:
        """Smallest and largest value of each form, or any two that are ``enough`` apart."""
        pieces: dict[Unknown, list[tuple[int, dict[Unknown, Fraction]]]] = {}
        found = [[0.0, 0.0] for _ in forms]
        for index, form in enumerate(forms):
            constant = form.constant
            apart: dict[Unknown, dict[Unknown, Fraction]] = {}
            for name, factor in form.terms.items():
                if name in self.known:
                    constant += factor * self.known[name]
                else:
                    apart.setdefault(self.part_of(name), {})[name] = factor
            found[index] = [float(constant), float(constant)]
            for root, terms in apart.items():
                if root in self.parts:
                    pieces.setdefault(root, []).append((index, terms))
                else:
                    found[index][1] += FAR
        for root, its in pieces.items():
            part = self.parts[root]
            spans = part.spans([terms for _, terms in its], self.attack, enough, self.whole_numbers)
            for (index, _), (low, high) in zip(its, spans, strict=True):
                found[index][0] += low
                found[index][1] += high
        return [(low, high) for low, high in found]


FAR = 1_000.0
"""No council has so many children's social workers of one kind: bounds every unknown."""


class _Part:
    def __init__(self) -> None:
        self.names: dict[Unknown, int] = {}
        self.entries: list[tuple[dict[int, float], float, bool]] = []

    def add(self, terms: Mapping[Unknown, Fraction], constant: Fraction, *, equal: bool) -> None:
        row = {
            self.names.setdefault(name, len(self.names)): float(factor)
            for name, factor in terms.items()
        }
        self.entries.append((row, -float(constant), equal))

    def spans(
        self,
        forms: Sequence[Mapping[Unknown, Fraction]],
        attack: Attack,
        enough: float,
        whole_numbers: bool,
    ) -> list[tuple[float, float]]:
        """Each world found is a witness for every form, so most forms need no search of their own."""
        constraints, limits, integrality = self._prepare(attack, whole_numbers=whole_numbers)
        aims = np.zeros((len(forms), len(self.names)))
        for row, terms in zip(aims, forms, strict=True):
            for name, factor in terms.items():
                row[self.names[name]] = float(factor)
        low, high = np.full(len(forms), np.inf), np.full(len(forms), -np.inf)

        def look(objective: Any) -> None:
            done = milp(objective, constraints=constraints, bounds=limits, integrality=integrality)
            assert done.status == 0, done.message
            values = aims @ done.x
            np.minimum(low, values, out=low)
            np.maximum(high, values, out=high)

        def open_ones() -> Any:
            return np.flatnonzero(~(high - low >= enough - 1e-6))

        random = np.random.default_rng(1)
        for _ in range(6):
            tight = open_ones()
            if len(tight):
                weights = random.choice([-1.0, 1.0], len(tight))
                look(weights @ aims[tight])
                look(-weights @ aims[tight])
        for index in open_ones():
            if high[index] - low[index] < enough - 1e-6:
                look(-aims[index])
                look(aims[index])
        return list(zip(low.tolist(), high.tolist(), strict=True))

    def _prepare(self, attack: Attack, *, whole_numbers: bool) -> tuple[Any, Any, Any]:
        rows, columns, factors, lower, upper = [], [], [], [], []
        for index, (row, value, equal) in enumerate(self.entries):
            for column, factor in row.items():
                rows.append(index)
                columns.append(column)
                factors.append(factor)
            lower.append(value - 1e-9 if equal else value)
            upper.append(value + 1e-9 if equal else np.inf)
        matrix = csr_matrix((factors, (rows, columns)), shape=(len(self.entries), len(self.names)))
        signed = {line.value for line in SIGNED}
        whole = {line.value for line in WHOLE_NUMBERS}
        least = [
            -FAR if name[0] in signed else 1.0 if name in attack.at_least_one else 0.0
            for name in self.names
        ]
        integrality = [int(whole_numbers and name[0] in whole) for name in self.names]
        return (
            LinearConstraint(matrix, lower, upper),
            Bounds(np.array(least), FAR),
            np.array(integrality),
        )


def findings(attack: Attack, threshold: int, *, whole_numbers: bool = True) -> Iterator[str]:
    """Every small number whose possible values span less than the threshold, in words."""
    solved = attack.solve(whole_numbers=whole_numbers)
    targets = list({frozenset(each.form.terms.items()): each for each in attack.targets}.values())
    spans = solved.spans([each.form for each in targets], threshold)
    for target, (low, high) in zip(targets, spans, strict=True):
        if high - low < threshold - 1e-6:
            yield f"{target.words} = {target.truth}: between {low:g} and {high:g}"


def recovered(attack: Attack) -> Iterator[str]:
    """Every number of people shown as c that can be one number only; a 0 would hide nobody."""
    solved = attack.solve(whole_numbers=False)
    forms = list({frozenset(form.terms.items()): form for form in attack.closed}.values())
    for form, (low, high) in zip(forms, solved.spans(forms, 0.01), strict=True):
        people = sum((f * attack.truths[name] for name, f in form.terms.items()), Fraction(0))
        if high - low < 0.01 - 1e-6 and people:
            yield " and ".join("/".join(name) for name in form.terms)

"""Exit interviews counted: how many leavers, and what they said as people confirmed it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise

from scorecard.definition import Symbol, Trend
from scorecard.exact_test import fisher
from scorecard.parameters import Parameters
from scorecard.periods import HalfYear, months_before
from scorecard.record_lines import NOT_A_LEAVER, NOT_CODED, THEME_GONE, RecordLine
from scorecard.records import ExitInterview, ExitTheme, InterviewStatus, RecordKind, Records
from scorecard.rounding import half_up
from scorecard.tally import COUNCIL, Tally
from scorecard.themes.codebook import shipped_codebook

OFFERED, DECLINED, DONE, CODABLE = "offered", "declined", "done", "codable"
BETWEEN = "+"
"""Between the codes of two reasons given together."""
HALF_YEARS = 4

_FURTHEST = (InterviewStatus.OFFERED, InterviewStatus.DECLINED, InterviewStatus.DONE)
Codes = Callable[[ExitInterview], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Leavers:
    """Leavers of the returns: how many in six and twelve months, and who left in 24."""

    six: Fraction | Symbol
    twelve: Fraction | Symbol
    workers: frozenset[str] | None
    """None where no employments were sent: then nobody can be looked up."""


def shipped_themes() -> tuple[ExitTheme, ...]:
    """Return the themes of the shipped codebook."""
    return tuple(
        ExitTheme(theme.code, theme.name, theme.follow_up) for theme in shipped_codebook().themes
    )


def exit_tallies(
    records: Records, leavers: Leavers, period: HalfYear, parameters: Parameters
) -> dict[RecordLine, Tally]:
    """Count interviews by LEAVING date; ``records`` as the half-year sees them."""
    if not records.holds(RecordKind.EXIT_INTERVIEWS):
        return {line: Tally(Symbol.UNAVAILABLE) for line in _LINES}
    every = _once(records.exit_interviews)
    linked = [one for one in every if _is_leaver(one, leavers)]
    six = _Window(period.opening, period.end, leavers.six, linked)
    twelve = _Window(period.year_opening, period.end, leavers.twelve, linked)
    strangers = [one for one in every if not _is_leaver(one, leavers)]
    found = _responses(six, [one for one in strangers if six.has(one)])
    few = len(six.done) < parameters.interviews_needed
    window = twelve if few else six
    themes = _Themes(records.exit_themes or shipped_themes(), _basis(window, few, parameters))
    coded = themes.tally(window, lambda _: ("",), categories=False)
    found |= {
        RecordLine.REASONS: themes.tally(window, themes.reasons),
        RecordLine.PRAISED: themes.tally(window, themes.praised),
        RecordLine.REASONS_TOGETHER: themes.tally(window, themes.together),
        RecordLine.INTERVIEWS_CODED: coded,
    }
    _leave_out(coded, [one for one in strangers if window.has(one)])
    before = months_before(window.opening, 12 if few else 6)
    earlier = _Window(before, window.opening, Symbol.UNAVAILABLE, linked)
    halves = [
        _Window(months_before(period.end, 6 * (k + 1)), months_before(period.end, 6 * k), 0, linked)
        for k in reversed(range(HALF_YEARS))
    ]
    for line, codes in ((RecordLine.REASONS, themes.reasons), (RecordLine.PRAISED, themes.praised)):
        for theme in themes.themes:
            found[line].trends[theme.ref] = _trend(
                [_share(each, codes, theme.ref) for each in (earlier, window)],
                [_share(each, codes, theme.ref) for each in halves],
                parameters,
            )
    return found


_LINES = (
    RecordLine.INTERVIEWS,
    RecordLine.INTERVIEWS_OFFERED,
    RecordLine.INTERVIEWS_DONE,
    RecordLine.LEAVERS,
    RecordLine.REASONS,
    RecordLine.PRAISED,
    RecordLine.REASONS_TOGETHER,
    RecordLine.INTERVIEWS_CODED,
)


class _Window:
    """The interviews of people who left after ``opening`` and up to ``end``."""

    def __init__(
        self,
        opening: date,
        end: date,
        leavers: Fraction | Symbol | int,
        interviews: Iterable[ExitInterview],
    ) -> None:
        self.opening, self.end, self.leavers = opening, end, leavers
        self.offered = [one for one in interviews if self.has(one)]
        self.done = [one for one in self.offered if one.status is InterviewStatus.DONE]
        self.coded = [one for one in self.done if one.codable is not None]

    def has(self, one: ExitInterview) -> bool:
        return self.opening < one.left_on <= self.end


def _once(interviews: Iterable[ExitInterview]) -> list[ExitInterview]:
    """Each leaving counts once: of two records of it, the one that came further."""
    found: dict[object, ExitInterview] = {}
    for one in sorted(interviews, key=lambda each: (_FURTHEST.index(each.status), each.ref)):
        found[one.ref if one.worker is None else (one.worker, one.left_on)] = one
    return sorted(found.values(), key=lambda each: each.ref)


def _is_leaver(one: ExitInterview, leavers: Leavers) -> bool:
    return leavers.workers is None or one.worker in leavers.workers


def _responses(window: _Window, strangers: Sequence[ExitInterview]) -> dict[RecordLine, Tally]:
    by_status = Tally(categories=True)
    offered, done, leavers = Tally(), Tally(), _leavers(window.leavers)
    for one in window.offered:
        by_status.add([COUNCIL], category=OFFERED)
        offered.add([COUNCIL])
        if one.status is InterviewStatus.DECLINED:
            by_status.add([COUNCIL], category=DECLINED)
        if one.status is InterviewStatus.DONE:
            by_status.add([COUNCIL], category=DONE)
            done.add([COUNCIL])
            if one.codable:
                by_status.add([COUNCIL], category=CODABLE)
    for tally in (by_status, offered, done):
        _leave_out(tally, strangers)
    return {
        RecordLine.INTERVIEWS: by_status,
        RecordLine.INTERVIEWS_OFFERED: offered,
        RecordLine.INTERVIEWS_DONE: done,
        RecordLine.LEAVERS: leavers,
    }


def _leavers(count: Fraction | Symbol | int) -> Tally:
    if isinstance(count, Symbol):
        return Tally(count)
    tally = Tally()
    tally.add([COUNCIL], int(count), rows=int(count))
    return tally


def _leave_out(tally: Tally, strangers: Sequence[ExitInterview]) -> None:
    if strangers:
        tally.leave_out([COUNCIL], NOT_A_LEAVER, len(strangers))


def _basis(window: _Window, few: bool, parameters: Parameters) -> str:
    """Return the window and its response: no percentage of themes goes without."""
    codable = sum(bool(one.codable) for one in window.done)
    which = (
        f"People who left in the twelve months (fewer than {parameters.interviews_needed} were "
        "interviewed of those who left in the six)"
        if few
        else "People who left in the six months"
    )
    done, leavers = len(window.done), window.leavers
    if isinstance(leavers, Symbol) or not leavers:
        response = f"{done} interviewed, leavers not known"
    else:
        rate = half_up(Fraction(done * 100) / leavers, 1)
        response = f"{done} of {int(leavers)} leavers interviewed ({rate}%)"
    return f"{which}: {response}, {codable} with an answer that could be coded"


class _Themes:
    """The codebook in force, and codings counted under it."""

    def __init__(self, themes: Sequence[ExitTheme], basis: str) -> None:
        self.themes = themes
        self._basis = basis
        self._order = {theme.ref: place for place, theme in enumerate(themes)}
        self._today = {old: theme.ref for theme in themes for old in theme.before}
        self._today |= {theme.ref: theme.ref for theme in themes}

    def reasons(self, one: ExitInterview) -> list[str]:
        return self._counted(one.reasons)

    def praised(self, one: ExitInterview) -> list[str]:
        return self._counted(one.praised)

    def together(self, one: ExitInterview) -> list[str]:
        return [BETWEEN.join(pair) for pair in combinations(self.reasons(one), 2)]

    def _counted(self, codes: Iterable[str]) -> list[str]:
        today = {self._today[code] for code in codes if code in self._today}
        return sorted(today, key=self._order.__getitem__)

    def _gone(self, one: ExitInterview) -> bool:
        return not {*one.reasons, *one.praised} <= set(self._today)

    def tally(self, window: _Window, codes: Codes, *, categories: bool = True) -> Tally:
        """Count interviews, never mentions: each theme once for each leaver."""
        tally = Tally(categories=categories, basis=self._basis)
        for one in window.coded:
            tally.counted.add(COUNCIL)
            for code in codes(one):
                tally.add([COUNCIL], category=code)
            if self._gone(one):
                tally.leave_out([COUNCIL], THEME_GONE)
        if waiting := len(window.done) - len(window.coded):
            tally.leave_out([COUNCIL], NOT_CODED, waiting)
        return tally


def _share(window: _Window, codes: Codes, theme: str) -> tuple[int, int]:
    return sum(theme in codes(one) for one in window.coded), len(window.coded)


def _trend(
    two: Sequence[tuple[int, int]], four: Sequence[tuple[int, int]], parameters: Parameters
) -> Trend:
    """Say up or down where an exact test or four half-years in one direction allow it."""
    (was, of), (now, out_of) = two
    if of and out_of and fisher(now, out_of, was, of) < parameters.trend_chance:
        return Trend.UP if Fraction(now, out_of) > Fraction(was, of) else Trend.DOWN
    if all(total >= parameters.trend_interviews for _, total in four):
        shares = [Fraction(count, total) for count, total in four]
        steps = [later - earlier for earlier, later in pairwise(shares)]
        if all(step > 0 for step in steps):
            return Trend.UP
        if all(step < 0 for step in steps):
            return Trend.DOWN
    return Trend.NOT_SHOWN

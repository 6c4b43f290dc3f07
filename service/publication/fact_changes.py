"""What changed between the facts of two editions of one period, each change under its cause.

A cause is what a reader of a correction wants to hear: a leaver was reported late, working hours
were put right. It is found by comparing the two sets of facts, never typed. One row that changed in
two ways gives two changes, so that each cause can be tried out on the figures by itself
(:func:`with_changes`).
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from scorecard.periods import HalfYear
from scorecard.workforce import (
    Absence,
    AbsenceKind,
    AbsenceTotal,
    AgencyAssignment,
    Caseload,
    Employment,
    EndType,
    Post,
    ReportedTotals,
    StartType,
    Workforce,
)

Fact = Post | Employment | AgencyAssignment | Absence | AbsenceTotal | Caseload | ReportedTotals
Key = Hashable

NAMES = tuple(each.name for each in fields(Workforce) if each.name not in {"received", "records"})
"""The fact kinds of a workforce, by attribute: posts, employments ..."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """One row added, taken away, or changed in the fields that belong to one cause."""

    cause: str
    kind: str
    """The attribute of Workforce that holds the fact."""
    key: Key
    before: Fact | None
    after: Fact | None
    changed: tuple[str, ...] = ()
    """Fields that take their value from ``after``; empty for a row added or taken away."""

    @property
    def ref(self) -> str:
        """The line of a return that brought the change, or the line that is no longer in force."""
        fact = self.after or self.before
        assert fact is not None
        return fact.ref

    @property
    def subject(self) -> Hashable:
        """What is counted when this cause is put into words: a person, a post, a counting day."""
        fact = self.after or self.before
        if isinstance(fact, Caseload) and self.cause == "new-caseload-snapshot":
            return fact.taken_on
        return getattr(fact, "worker", self.key)


def fact_changes(before: Workforce, after: Workforce, period: HalfYear) -> tuple[FactChange, ...]:
    """All changes that could move a figure of ``period``, in a stable order.

    What lies wholly after the period, or ended before its rolling year began, moves nothing and is
    left out; an end date after the period is an end not yet come.
    """
    changes: list[FactChange] = []
    for name in NAMES:
        rule = _RULES[name]
        old = {rule.key(fact): fact for fact in _as_seen(getattr(before, name), rule, period)}
        new = {rule.key(fact): fact for fact in _as_seen(getattr(after, name), rule, period)}
        for key in sorted({*old, *new}, key=repr):
            was, now = old.get(key), new.get(key)
            if was is None or now is None:
                fact = now if was is None else was
                assert fact is not None
                cause = rule.added(fact, period, old) if was is None else rule.removed
                changes.append(FactChange(cause, name, key, was, now))
            else:
                changes += _field_changes(rule, name, key, was, now)
    return tuple(_restated(changes))


def _restated(changes: Sequence[FactChange]) -> Iterable[FactChange]:
    """A worker's spell taken away and another added is one spell put right, not two events."""
    taken_away = {_person(each) for each in changes if each.after is None} - {None}
    added = {_person(each) for each in changes if each.before is None} - {None}
    for change in changes:
        if _person(change) in taken_away & added and not change.changed:
            cause = "corrected-spell" if change.kind == "employments" else "corrected-agency"
            yield replace(change, cause=cause)
        else:
            yield change


def _person(change: FactChange) -> tuple[str, str] | None:
    fact = change.after or change.before
    if isinstance(fact, Employment | AgencyAssignment):
        return change.kind, fact.worker
    return None


def with_changes(before: Workforce, changes: Iterable[FactChange], period: HalfYear) -> Workforce:
    """``before`` with only these changes made to it."""
    by_kind: dict[str, dict[Key, list[FactChange]]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, {}).setdefault(change.key, []).append(change)
    values: dict[str, Any] = {
        name: _changed(_RULES[name], getattr(before, name), by_key, period)
        for name, by_key in by_kind.items()
    }
    return replace(before, **values)


def _changed(
    rule: "_Rule", facts: Sequence[Any], by_key: dict[Key, list[FactChange]], period: HalfYear
) -> tuple[Any, ...]:
    kept: list[Any] = []
    for fact in facts:
        seen = rule.seen(fact, period)
        changes = [] if seen is None else by_key.get(rule.key(seen), [])
        if not changes:
            kept.append(fact)
            continue
        values: dict[str, Any] = {}
        for change in changes:
            values |= {name: getattr(change.after, name) for name in change.changed}
        if all(change.after is not None for change in changes):
            kept.append(replace(fact, **values))
    kept += [
        change.after for changes in by_key.values() for change in changes if change.before is None
    ]
    return tuple(kept)


def _as_seen(facts: Iterable[Any], rule: "_Rule", period: HalfYear) -> list[Any]:
    return [seen for fact in facts if (seen := rule.seen(fact, period)) is not None]


def _field_changes(rule: "_Rule", name: str, key: Key, was: Any, now: Any) -> list[FactChange]:
    found = []
    for names, cause in rule.fields:
        if any(getattr(was, each) != getattr(now, each) for each in names):
            code = cause if isinstance(cause, str) else cause(was, now)
            found.append(FactChange(code, name, key, was, now, names))
    return found


# --- what each kind of fact means for a period -------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rule:
    key: Callable[[Any], Key]
    seen: Callable[[Any, HalfYear], Any]
    """The fact as far as the period can see it; None where it cannot."""
    added: Callable[[Any, HalfYear, Collection[Key]], str]
    removed: str
    fields: tuple[tuple[tuple[str, ...], str | Callable[[Any, Any], str]], ...]


def _employment_seen(fact: Employment, period: HalfYear) -> Employment | None:
    if fact.started > period.end:
        return None
    if fact.ended is None:
        return fact
    if fact.ended < period.year_opening:
        return None
    if fact.ended > period.end:
        return replace(fact, ended=None, end_type=None, destination=None, reason=None)
    return fact


def _employment_added(fact: Employment, period: HalfYear, _held: Collection[Key]) -> str:
    if fact.start_type is StartType.MOVED:
        return "late-move"
    if fact.started > period.year_opening:
        return "late-starter"
    return "added-employment"


def _end_changed(was: Employment, now: Employment) -> str:
    if was.ended is None:
        return "late-leaver" if now.end_type is EndType.LEFT else "late-move"
    if now.ended is None:
        return "withdrawn-leaver" if was.end_type is EndType.LEFT else "withdrawn-move"
    if (was.ended, was.end_type) != (now.ended, now.end_type):
        return "corrected-leaving"
    return "corrected-leaving-reason"


def _post_seen(fact: Post, period: HalfYear) -> Post | None:
    if fact.opened > period.end or (fact.closed and fact.closed < period.year_opening):
        return None
    if fact.closed is not None and fact.closed > period.end:
        return replace(fact, closed=None)
    return fact


def _closed_changed(was: Post, now: Post) -> str:
    if was.closed is None:
        return "closed-post"
    return "reopened-post" if now.closed is None else "corrected-post"


def _agency_seen(fact: AgencyAssignment, period: HalfYear) -> AgencyAssignment | None:
    if fact.started > period.end or (fact.ended and fact.ended < period.year_opening):
        return None
    if fact.ended is not None and fact.ended > period.end:
        return replace(fact, ended=None)
    return fact


def _agency_end_changed(was: AgencyAssignment, _now: AgencyAssignment) -> str:
    return "late-agency-end" if was.ended is None else "corrected-agency"


def _absence_seen(fact: Absence, period: HalfYear) -> Absence | None:
    if fact.kind is not AbsenceKind.SICKNESS:
        return None  # no figure counts other absence
    over = fact.last_day is not None and fact.last_day < period.year_opening
    return None if fact.first_day > period.end or over else fact


def _within(day: date, period: HalfYear) -> bool:
    return period.year_opening <= day <= period.end


def _caseload_added(fact: Caseload, _period: HalfYear, held: Collection[Any]) -> str:
    days = {taken_on for _, taken_on, _ in held}
    return "added-caseload" if fact.taken_on in days else "new-caseload-snapshot"


_PLACE = (("team", "area"), "corrected-team")
_ROLE = (("role",), "corrected-role")
_FTE = (("fte",), "corrected-fte")

_RULES: dict[str, _Rule] = {
    "posts": _Rule(
        key=lambda fact: (fact.post, fact.opened),
        seen=_post_seen,
        added=lambda *_: "added-post",
        removed="removed-post",
        fields=(
            _PLACE,
            _ROLE,
            (("fte",), "corrected-post"),
            (("closed",), _closed_changed),
        ),
    ),
    "employments": _Rule(
        key=lambda fact: (fact.worker, fact.started, fact.post or ""),
        seen=_employment_seen,
        added=_employment_added,
        removed="removed-employment",
        fields=(
            _PLACE,
            _ROLE,
            _FTE,
            (("contract",), "corrected-contract"),
            (("start_type", "start_origin"), "corrected-start"),
            (("ended", "end_type", "destination", "reason"), _end_changed),
            (("qualified_on", "asye_started", "asye_ended"), "corrected-experience"),
        ),
    ),
    "agency": _Rule(
        key=lambda fact: (fact.worker, fact.started, fact.team),
        seen=_agency_seen,
        added=lambda *_: "late-agency",
        removed="removed-agency",
        fields=(
            (("area",), "corrected-team"),
            _ROLE,
            (("fte",), "corrected-agency"),
            (("covers_vacancy",), "corrected-agency"),
            (("ended",), _agency_end_changed),
        ),
    ),
    "absences": _Rule(
        key=lambda fact: (fact.worker, fact.first_day, fact.kind),
        seen=_absence_seen,
        added=lambda *_: "late-absence",
        removed="removed-absence",
        fields=((("last_day", "days_lost"), "corrected-absence"),),
    ),
    "absence_totals": _Rule(
        key=lambda fact: (fact.worker, fact.year_end),
        seen=lambda fact, period: fact if _within(fact.year_end, period) else None,
        added=lambda *_: "late-absence",
        removed="removed-absence",
        fields=((("days_lost",), "corrected-absence"),),
    ),
    "caseloads": _Rule(
        key=lambda fact: (fact.worker, fact.taken_on, fact.team),
        seen=lambda fact, period: fact if _within(fact.taken_on, period) else None,
        added=_caseload_added,
        removed="removed-caseload",
        fields=((("cases", "fte", "unit", "agency"), "corrected-caseload"),),
    ),
    "reported": _Rule(
        key=lambda fact: fact.as_at,
        seen=lambda fact, period: fact if _within(fact.as_at, period) else None,
        added=lambda *_: "new-reported-totals",
        removed="removed-reported-totals",
        fields=(
            (
                ("vacancies_fte", "agency_covering_fte", "agency_headcount"),
                "corrected-reported-totals",
            ),
        ),
    ),
}

"""What moved between two versions of one period, and why: computed from the facts of both.

Each cause is tried out alone: the facts of the earlier version with only, say, the late leavers
added are put through the same computation, and the figures that move are moved by late leavers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scorecard.changes import changes
from scorecard.measures import sickness
from scorecard.parameters import Parameters
from scorecard.periods import HalfYear
from scorecard.scorecard import as_document, build
from scorecard.workforce import Workforce
from service.publication.causes import in_words
from service.publication.fact_changes import FactChange, fact_changes, with_changes
from service.publication.record_changes import record_changes

Json = dict[str, Any]
"""A document of plain JSON values."""
Place = tuple[str, str, str, str]
"""Measure, dimension, group, category: which figure."""


def by_place(document: Mapping[str, Any]) -> dict[Place, Json]:
    """The figures of a document by the place they stand in."""
    return {_place(each): each for each in document["figures"]}


def counterpart(place: Place, before: Mapping[Place, Json]) -> Json | None:
    """The figure that stood in this place before; None where there was none to compare with.

    A measure by unit of cases has one figure without a unit while no cases were sent: that stands
    for every unit, and is itself compared with the unit that most was counted in.
    """
    if place in before:
        return before[place]
    others = [figure for other, figure in before.items() if other[:3] == place[:3]]
    if place[3]:
        others = [figure for figure in others if not figure["category"]]
    return max(others, key=lambda figure: int(figure["n"] or 0), default=None)


def _place(figure: Mapping[str, Any]) -> Place:
    return figure["measure"], figure["dimension"], figure["group"], figure["category"]


def moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Place]:
    """Places whose figure is new, gone or different in any way between two documents."""
    return [_place(each) for each in changes(before, after)]


def what_moved(
    *,
    earlier: Mapping[str, Any],
    earlier_facts: Workforce,
    later: Mapping[str, Any],
    later_facts: Workforce,
    period: HalfYear,
    parameters: Parameters,
) -> Json:
    """``{"causes": [...], "figures": [...]}`` of a correction.

    ``earlier`` and ``later`` are scorecard documents. The document is deterministic: the same
    editions and kept files give the same bytes again. Figures is empty when none moved.
    """
    figures = changes(earlier, later)
    places = [_place(each) for each in figures]
    of_program = _changes_of_program(earlier, later)
    causes: dict[str, list[FactChange]] = {}
    for change in fact_changes(earlier_facts, later_facts, period):
        causes.setdefault(change.cause, []).append(change)

    def document_of(facts: Workforce) -> Json:
        return as_document(build(facts, period, parameters), parameters)

    because: dict[Place, list[str]] = {place: [] for place in places}
    again = document_of(earlier_facts)
    for place in moved(earlier, again):
        if place in because:
            because[place] += _program_causes(of_program, place[0])
    trials = {
        code: with_changes(earlier_facts, its_changes, period)
        for code, its_changes in sorted(causes.items())
    }
    first_returns = sorted(later_facts.received - earlier_facts.received)
    if first_returns:
        trials["first-return"] = replace(earlier_facts, received=later_facts.received)
    of_records = record_changes(earlier_facts.records, later_facts.records)
    trials |= {change.cause: replace(earlier_facts, records=change.tried) for change in of_records}
    for code, facts in trials.items() if places else ():
        for place in moved(again, document_of(facts)):
            if place in because:
                because[place].append(code)
    for place, codes in because.items():
        if not codes:
            # Moved by several causes only together: all that the measure can feel are named.
            felt = {code for code in causes if place[0] in OF_SICKNESS or code not in _OF_ABSENCE}
            codes.extend(sorted(felt) or ["earlier-records"])
    named = {code for found in because.values() for code in found}
    listed = [each for each in of_program if each["code"] in named or each["code"] in _ALWAYS_SAID]
    listed += [_cause(code, causes[code]) for code in sorted(named & set(causes))]
    listed += [_counted(each.cause, each.count) for each in of_records if each.cause in named]
    if "first-return" in named:
        listed.append({**_counted("first-return", len(first_returns)), "kinds": first_returns})
    if "earlier-records" in named:
        listed.append(_counted("earlier-records", 1))
    if findings := _findings_changed(earlier, later):
        listed.append(_counted("changed-findings", findings))
    return {
        "causes": listed,
        "figures": [
            {**figure, "because": because[place]}
            for figure, place in zip(figures, places, strict=True)
        ],
    }


def _cause(code: str, changes: Sequence[FactChange]) -> Json:
    count = len({(change.kind, change.subject) for change in changes})
    return {**_counted(code, count), "rows": sorted({change.ref for change in changes})}


def _counted(code: str, count: int) -> Json:
    return {"code": code, "count": count, "words": in_words(code, count)}


OF_SICKNESS = frozenset(measure.id for measure in sickness.MEASURES)
_OF_ABSENCE = frozenset({"late-absence", "corrected-absence", "removed-absence"})

_ALWAYS_SAID = frozenset(
    {"new-measure", "dropped-measure", "changed-definition", "changed-parameter"}
)
"""Worth saying even where no figure moved by them."""


def _changes_of_program(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> list[Json]:
    """Definitions and parameters that differ, whatever the facts are."""
    old = {each["id"]: each for each in earlier["measures"]}
    new = {each["id"]: each for each in later["measures"]}
    found = {
        "new-measure": [name for name in new if name not in old],
        "dropped-measure": [name for name in old if name not in new],
        "changed-definition": [name for name in new if name in old and new[name] != old[name]],
    }
    listed = [
        {**_counted(code, len(names)), "measures": names} for code, names in found.items() if names
    ]
    if parameters := _differing(earlier["parameters"], later["parameters"]):
        listed.append({**_counted("changed-parameter", len(parameters)), "parameters": parameters})
    listed.append(_counted("changed-computation", 1))
    return listed


def _program_causes(listed: Iterable[Mapping[str, Any]], measure: str) -> list[str]:
    """Why the same facts now give another figure: its definition, a parameter, or the program."""
    codes = [
        each["code"]
        for each in listed
        if measure in each.get("measures", ()) or "parameters" in each
    ]
    return codes or ["changed-computation"]


def _differing(before: Any, after: Any, path: str = "") -> list[str]:
    """Paths (``limits.newly_qualified``) at which two plain values differ."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        names = sorted({*before, *after})
        return [
            found
            for name in names
            for found in _differing(
                before.get(name), after.get(name), f"{path}.{name}" if path else name
            )
        ]
    return [] if before == after else [path]


def _findings_changed(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> int:
    """How many notes on data quality are new, gone or different."""
    old = {each["code"]: each for each in earlier["findings"]}
    new = {each["code"]: each for each in later["findings"]}
    return sum(old.get(code) != new.get(code) for code in {*old, *new})

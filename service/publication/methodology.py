"""The methodology page: every definition of the catalogue, in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scorecard.definition import Polarity
from scorecard.document import measure_document
from scorecard.measures import CATALOGUE
from scorecard.parameters import DEFAULT_PARAMETERS, Parameters
from service.publication.view import anchor
from service.publication.wording import DIMENSIONS, SYMBOLS, day

MANY_PARTS = 40
PAIRS = "each pair of themes that occurs"
"""Of reasons given together: the pairs that could occur would fill the page."""

_POLARITY = {
    Polarity.LOWER_IS_BETTER: "Lower is better.",
    Polarity.HIGHER_IS_BETTER: "Higher is better.",
    Polarity.NEITHER: "Neither higher nor lower is better by itself.",
}


@dataclass(frozen=True, slots=True)
class Definition:
    """One measure: (label, text) in the order of the page."""

    id: str
    title: str
    definition: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Family:
    id: str
    title: str
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A value that somebody decided, with where it comes from."""

    title: str
    values: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class MethodologyPage:
    families: tuple[Family, ...]
    parameters: tuple[Decided, ...]
    symbols: tuple[tuple[str, str], ...]


def methodology_page() -> MethodologyPage:
    families: dict[str, list[Definition]] = {}
    for measure in CATALOGUE:
        facts = facts_of(measure_document(measure))
        families.setdefault(measure.family, []).append(
            Definition(
                measure.id,
                measure.title,
                measure.definition,
                facts,
            )
        )
    return MethodologyPage(
        families=tuple(
            Family(anchor(title), title, tuple(found)) for title, found in families.items()
        ),
        parameters=parameters_in_words(DEFAULT_PARAMETERS),
        symbols=tuple((symbol, sentence) for symbol, (_, sentence) in SYMBOLS.items()),
    )


def facts_of(measure: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(label, text) of one definition as it stands in a document, in the order of the page."""
    divided = measure["denominator"] is not None
    review = date.fromisoformat(measure["next_review"])
    facts = [
        ("How it is worked out", measure["formula"]),
        ("Unit", _unit(measure["unit"], measure["decimal_places"])),
        ("Top of the fraction" if divided else "What is counted", measure["numerator"]),
    ]
    if divided:
        facts.append(("Bottom of the fraction", measure["denominator"]))
    facts += [
        ("Broken down by", ", ".join(DIMENSIONS[each] for each in measure["dimensions"])),
        ("Why it matters", measure["why_it_matters"]),
        ("Which way is good", _POLARITY[Polarity(measure["polarity"])]),
        ("Known limits", measure["known_limits"]),
        ("Source", measure["source"]),
        ("Owner", f"{measure['owner']}. Next review: {day(review)}."),
    ]
    if measure["categories"]:
        words = [each["words"] for each in measure["categories"]]
        facts.insert(4, ("Parts", ", ".join(words) if len(words) <= MANY_PARTS else PAIRS))
    return tuple((label, text[0].upper() + text[1:]) for label, text in facts)


def _unit(unit: str, places: int) -> str:
    rounding = {0: "whole numbers", 1: "1 decimal place"}.get(places, f"{places} decimal places")
    return f"{'per cent' if unit == '%' else unit}, rounded half up to {rounding}"


def parameters_in_words(parameters: Parameters) -> tuple[Decided, ...]:
    """The dated, cited values behind the figures."""
    bands = {"newly-qualified": "Newly qualified"} | {
        each.code: each.words for each in parameters.experience_bands
    }
    limits = [
        Decided(
            f"Most cases a full-time worker should hold, from {day(each.since)}",
            tuple(f"{bands.get(code, code)}: {cases}" for code, cases in each.limits),
            each.source,
        )
        for each in sorted(parameters.caseload_limits, key=lambda each: each.since, reverse=True)
    ]
    return (
        Decided("Experience bands", tuple(bands.values()), parameters.experience_source),
        *limits,
        Decided(
            "Working days in twelve months",
            (
                f"{parameters.working_days}",
                f"{parameters.working_days_leap} where the twelve months hold 29 February",
            ),
            parameters.working_days_source,
        ),
        Decided(
            "Caseloads looked at again",
            (f"More than {parameters.implausible_cases_per_fte} cases per full-time worker",),
            parameters.implausible_source,
        ),
        Decided(
            "Exit interviews",
            (
                f"Fewer than {parameters.interviews_needed} in six months: themes of twelve months",
                f"A trend is said where chance would do it less than once in {1 / parameters.trend_chance}",
                f"A trend over four half-years: {parameters.trend_interviews} interviews in each",
            ),
            parameters.exit_interviews_source,
        ),
    )

"""What the public would see as c, and why: the page on which a person reviews it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scorecard.disclosure import DECISION, closed_figures, shown_figures
from scorecard.targets import place_of
from service.publication.preparation.tasks import Preparation
from service.publication.previewing import Preview
from service.publication.wording import DIMENSIONS, day, title_of, value_in_words

Json = Mapping[str, Any]

REASONS = {
    "small": "So few people that they could be known",
    "protects-another": "With it a small number could be worked out",
    "inside-closed": "Part of something that is kept confidential",
    "goes-with-closed": "Part or another form of a number that is kept confidential",
    "closed-before": "An earlier scorecard kept the same number confidential",
    "overlapping-year": "Its twelve months overlap with others that are public, or will be",
    "few-people-beyond": "A value at a rank with too few people beyond it",
}
"""As docs/scorecards/disclosure.md has them."""
PRIMARY = "primary"


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """A figure that the public would see as c."""

    group: str
    value: str
    primary: bool
    because: str


@dataclass(frozen=True, slots=True)
class ClosedMeasure:
    title: str
    primary: int
    secondary: int
    lines: tuple[ClosedLine, ...]


@dataclass(frozen=True, slots=True)
class ProtectionPage:
    end: str
    threshold: int
    shown: int
    closed: int
    primary: int
    measures: tuple[ClosedMeasure, ...]
    told: tuple[str, ...]
    """Numbers in the words that read like a confidential one."""
    unprotected: tuple[str, ...]
    """Small counts that earlier editions tell already."""


def protection_page(found: Preparation, preview: Preview) -> ProtectionPage:
    whole = preview.whole
    closed = closed_figures(whole)
    figures = {place_of(each): each for each in whole["figures"]}
    measures = {each["id"]: each for each in whole["measures"]}
    by_measure: dict[str, list[ClosedLine]] = {}
    for each in closed:
        figure, measure = figures[place_of(each)], measures[each["measure"]]
        by_measure.setdefault(each["measure"], []).append(
            ClosedLine(
                group=_group(figure, measure),
                value=value_in_words(figure, measure),
                primary=each["kind"] == PRIMARY,
                because=REASONS.get(each["because"] or "", each["because"] or ""),
            )
        )
    primary = sum(each["kind"] == PRIMARY for each in closed)
    return ProtectionPage(
        end=day(found.period_end),
        threshold=whole[DECISION]["policy"]["threshold"],
        shown=shown_figures(whole) - len(closed),
        closed=len(closed),
        primary=primary,
        measures=tuple(
            ClosedMeasure(
                measures[name]["title"],
                sum(each.primary for each in lines),
                sum(not each.primary for each in lines),
                tuple(lines),
            )
            for name, lines in by_measure.items()
        ),
        told=tuple(
            dict.fromkeys(
                f"“{each['number']}” in the {each['where']} reads like the confidential figure of "
                f"{measures[each['measure']]['title']}."
                for each in found.told
            )
        ),
        unprotected=tuple(_unprotected(each) for each in whole[DECISION]["unprotected"]),
    )


def _group(figure: Json, measure: Json) -> str:
    category = title_of(figure, measure).removeprefix(measure["title"]).removeprefix(": ")
    where = (
        "Whole council"
        if not figure["group"]
        else f"{DIMENSIONS[figure['dimension']].capitalize()} {figure['group']}"
    )
    return f"{where}: {category}" if category else where


def _unprotected(each: Json) -> str:
    subject = str(each["subject"]).replace("-", " ").capitalize()
    return f"{subject}, {each['group'] or 'whole council'}, {day(date.fromisoformat(each['at']))}"

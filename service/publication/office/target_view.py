"""Targets and the tables compared with, as their page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scorecard.definition import Polarity
from scorecard.measures import MEASURES
from service.benchmarks.store import TargetRevision, Vintage
from service.publication.release_moment import in_england
from service.publication.wording import day, number


@dataclass(frozen=True, slots=True)
class TargetLine:
    """``words``: at most 12%, tolerance 1; ``force``: from when until when."""

    id: UUID
    title: str
    words: str
    force: str
    source: str
    last: str


@dataclass(frozen=True, slots=True)
class VintageLine:
    title: str
    release: str
    taken: str
    findings: int


def target_lines(revisions: Iterable[TargetRevision]) -> list[TargetLine]:
    return [_target(each) for each in revisions]


def _target(each: TargetRevision) -> TargetLine:
    measure = MEASURES[each.measure]
    least = "at most" if measure.polarity is Polarity.LOWER_IS_BETTER else "at least"
    unit = measure.unit if measure.unit == "%" else f" {measure.unit}"
    tolerance = "" if each.tolerance == "0" else f", tolerance {number(each.tolerance)}"
    words = {one.code: one.words for one in measure.categories}
    where = ", ".join(filter(None, (words.get(each.category, ""), each.group_name)))
    return TargetLine(
        id=each.target,
        title=f"{measure.title}: {where}" if where else measure.title,
        words=f"{least} {number(each.value)}{unit}{tolerance}",
        force=_force(each.first, each.last),
        source=f"{each.source} (decided {day(each.decided_on)})",
        last=f"{each.by}, {in_england(each.at)}",
    )


def _force(first: date, last: date | None) -> str:
    return f"From {day(first)}" if last is None else f"From {day(first)} to {day(last)}"


def vintage_lines(held: Iterable[Vintage]) -> list[VintageLine]:
    return [
        VintageLine(
            each.title,
            each.release,
            f"{each.stored_by}, {in_england(each.stored_at)}",
            len(each.findings),
        )
        for each in held
    ]

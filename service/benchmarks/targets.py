"""Targets that the council sets: dated, cited, revised under a lock, and never lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from scorecard import formulas
from scorecard.canonical import decimal_string
from scorecard.definition import WHOLE, Dimension, Measure
from scorecard.measures import MEASURES
from scorecard.targets import Target, has_direction
from service import clock
from service.access import audit
from service.access.actor import Actor
from service.benchmarks import store
from service.benchmarks.refusals import (
    NoSuchTarget,
    TargetInThePast,
    TargetInvalid,
    TargetOverlaps,
    TargetOvertaken,
)
from service.benchmarks.store import TargetRevision
from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work

Json = dict[str, Any]
STANDING, WITHDRAWN = "standing", "withdrawn"
MOST_PLACES = 6
LARGEST = Decimal(10**9)
SHORTEST_SOURCE = 10
"""Characters: a source is something that somebody else can look up."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants a target to be, as it was sent."""

    measure: str
    dimension: str
    group: str
    category: str
    value: str
    tolerance: str
    decided_on: date
    in_force_from: date
    in_force_until: date | None
    source: str


async def listing() -> list[TargetRevision]:
    """The latest revision of every target that stands, in the order in which they were first set."""
    latest: dict[UUID, TargetRevision] = {}
    for each in await store.revisions():
        latest[each.target] = each
    return [each for each in latest.values() if each.state == STANDING]


async def history(target: UUID) -> list[TargetRevision]:
    """Every revision of a target, oldest first, a withdrawn one's too. Raises NoSuchTarget."""
    found = await store.revisions([target])
    if not found:
        raise NoSuchTarget(f"There is no target with the id {target}.")
    return found


async def one(target: UUID) -> TargetRevision:
    """The target as it stands. Raises NoSuchTarget, for a withdrawn one too."""
    latest = (await history(target))[-1]
    if latest.state != STANDING:
        raise NoSuchTarget(f"The target {target} was withdrawn on {latest.at:%-d %B %Y}.")
    return latest


async def add(
    wish: Wish, actor: Actor, now: datetime, *, target_id: UUID | None = None
) -> TargetRevision:
    """``target_id`` None: a fresh one. Raises TargetInvalid, TargetInThePast, TargetOverlaps."""
    checked = _checked(wish, now)
    revision = _revision(target_id or uuid4(), 1, checked, actor, now)
    async with unit_of_work():
        await _refuse_overlap(revision)
        await _store(revision, None, "target.set", actor, now)
    return revision


async def change(
    target: UUID, if_match: int, wish: Wish, actor: Actor, now: datetime
) -> TargetRevision:
    """The next revision. Raises as ``add``, and NoSuchTarget, TargetOvertaken."""
    checked = _checked(wish, now)
    async with unit_of_work():
        before = await _as_seen(target, if_match)
        revision = _revision(target, before.revision + 1, checked, actor, now)
        await _refuse_overlap(revision)
        await _store(revision, before, "target.changed", actor, now)
    return revision


async def withdraw(target: UUID, if_match: int, actor: Actor, now: datetime) -> None:
    """It is no longer compared with; editions that named it still do."""
    async with unit_of_work():
        before = await _as_seen(target, if_match)
        gone = replace(before, revision=before.revision + 1, state=WITHDRAWN, at=now, by=actor.name)
        await _store(gone, before, "target.withdrawn", actor, now)


async def in_force_on(day: date) -> list[Target]:
    """The targets of a half-year that ends on ``day``."""
    targets = [as_target(each) for each in await listing()]
    return [each for each in targets if each.in_force_on(day)]


async def named(revisions: Iterable[tuple[UUID, int]]) -> list[Target]:
    """Targets by id and revision, as an edition names them; one that is not held is left out."""
    wanted = list(revisions)
    held = {
        (each.target, each.revision): each
        for each in await store.revisions([target for target, _ in wanted])
    }
    return [as_target(held[each]) for each in wanted if each in held]


def as_target(revision: TargetRevision) -> Target:
    return Target(
        id=str(revision.target),
        revision=revision.revision,
        measure=revision.measure,
        dimension=revision.dimension,
        group=revision.group_name,
        category=revision.category,
        value=Decimal(revision.value),
        tolerance=Decimal(revision.tolerance),
        decided_on=revision.decided_on,
        first=revision.first,
        last=revision.last,
        source=revision.source,
    )


async def _as_seen(target: UUID, if_match: int) -> TargetRevision:
    standing = await one(target)
    if standing.revision != if_match:
        raise TargetOvertaken(
            f"The target has been changed since by {standing.by}: it is revision "
            f"{standing.revision} now, at {standing.value} (tolerance {standing.tolerance}).",
            revision=standing.revision,
            standing=for_audit(standing),
        )
    return standing


async def _refuse_overlap(revision: TargetRevision) -> None:
    wanted = as_target(revision)
    for each in await listing():
        if each.target != revision.target and wanted.overlaps(as_target(each)):
            until = "without end" if each.last is None else f"to {each.last:%-d %B %Y}"
            raise TargetOverlaps(
                f"A target of {each.value} for the same figure is in force from "
                f"{each.first:%-d %B %Y} {until}.",
                target=str(each.target),
            )


async def _store(
    revision: TargetRevision,
    before: TargetRevision | None,
    action: str,
    actor: Actor,
    now: datetime,
) -> None:
    try:
        await store.add_revision(revision)
    except ConstraintBroken as broken:
        if broken.rule != "unique":
            raise
        raise TargetOvertaken("The target was changed at the same moment.") from broken
    await audit.record(
        actor,
        action,
        subject_kind="target",
        subject_id=str(revision.target),
        before=None if before is None else for_audit(before),
        after=None if revision.state == WITHDRAWN else for_audit(revision),
        now=now,
    )


def for_audit(revision: TargetRevision) -> Json:
    return {
        "revision": revision.revision,
        "measure": revision.measure,
        "dimension": revision.dimension,
        "group": revision.group_name,
        "category": revision.category,
        "value": revision.value,
        "tolerance": revision.tolerance,
        "decided_on": revision.decided_on.isoformat(),
        "in_force_from": revision.first.isoformat(),
        "in_force_until": None if revision.last is None else revision.last.isoformat(),
        "source": revision.source,
    }


def _revision(target: UUID, number: int, wish: Wish, actor: Actor, now: datetime) -> TargetRevision:
    return TargetRevision(
        target=target,
        revision=number,
        state=STANDING,
        measure=wish.measure,
        dimension=wish.dimension,
        group_name=wish.group,
        category=wish.category,
        value=wish.value,
        tolerance=wish.tolerance,
        decided_on=wish.decided_on,
        first=wish.in_force_from,
        last=wish.in_force_until,
        source=wish.source,
        at=now,
        by=actor.name,
    )


# --- what a target has to be -------------------------------------------------------------------


def _checked(wish: Wish, now: datetime) -> Wish:
    """The wish with its numbers written in full. Raises TargetInvalid and TargetInThePast."""
    errors = [*_of_measure(wish), *_of_numbers(wish), *_of_source(wish)]
    today = now.astimezone(clock.LONDON).date()
    if wish.decided_on > today:
        errors.append(_error("/decided_on", "is in the future: cite a decision that was taken"))
    if wish.in_force_from < wish.decided_on:
        errors.append(
            _error("/in_force_from", "is before decided_on: a target is not set after the result")
        )
    if wish.in_force_until is not None and wish.in_force_until < wish.in_force_from:
        errors.append(_error("/in_force_until", "is before in_force_from"))
    if errors:
        told = "; ".join(f"{each['pointer'][1:]} {each['detail']}" for each in errors)
        raise TargetInvalid(f"The target was not set: {told}.", errors=errors)
    if wish.in_force_until is not None and wish.in_force_until < today:
        raise TargetInThePast(
            f"The target ended on {wish.in_force_until:%-d %B %Y}: no half-year to come can be "
            "compared with it.",
            errors=[_error("/in_force_until", "is in the past")],
        )
    return replace(
        wish,
        value=decimal_string(Decimal(wish.value)),
        tolerance=decimal_string(Decimal(wish.tolerance)),
        source=" ".join(wish.source.split()),
    )


def _of_measure(wish: Wish) -> list[Json]:
    measure = MEASURES.get(wish.measure)
    if measure is None:
        return [_error("/measure", "is not the id of a measure")]
    errors = []
    if not has_direction(measure):
        errors.append(_error("/measure", "has no direction: neither more nor less of it is better"))
    if wish.dimension not in {each.value for each in measure.dimensions}:
        named = ", ".join(measure.dimensions)
        errors.append(_error("/dimension", f"is not one of this measure's: {named}"))
    elif (wish.dimension == Dimension.COUNCIL) != (wish.group == WHOLE):
        errors.append(
            _error("/group", "names the group of a breakdown, and is empty for the whole council")
        )
    codes = [each.code for each in measure.categories] or [WHOLE]
    if wish.category not in codes:
        named = ", ".join(codes) if measure.categories else "this measure has none: leave it empty"
        errors.append(_error("/category", f"is not one of this measure's: {named}"))
    return errors


def _of_numbers(wish: Wish) -> list[Json]:
    measure = MEASURES.get(wish.measure)
    below_0 = measure is not None and measure.formula is formulas.net_change
    errors = [
        _error(pointer, words)
        for pointer, text, may_be_below_0 in (
            ("/value", wish.value, below_0),
            ("/tolerance", wish.tolerance, False),
        )
        if (words := _number_fault(text, may_be_below_0=may_be_below_0))
    ]
    if not errors and measure is not None and _is_share(measure) and Decimal(wish.value) > 100:
        errors.append(_error("/value", "is a share of a whole: at most 100"))
    return errors


def _number_fault(text: str, *, may_be_below_0: bool) -> str:
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MOST_PLACES:
        return f"has more than {MOST_PLACES} decimal places"
    if number < 0 and not may_be_below_0:
        return "is below 0"
    return "is too large" if abs(number) > LARGEST else ""


def _is_share(measure: Measure) -> bool:
    """A percentage that cannot pass 100; turnover can."""
    return measure.unit == "%" and measure.formula not in {
        formulas.turnover_rate,
        formulas.average_turnover_rate,
    }


def _of_source(wish: Wish) -> list[Json]:
    if len("".join(wish.source.split())) < SHORTEST_SOURCE:
        return [_error("/source", "does not say where the decision can be looked up")]
    return []


def _error(pointer: str, detail: str) -> Json:
    return {"pointer": pointer, "detail": detail}


def pairs_of(named_targets: Iterable[Mapping[str, Any]]) -> list[tuple[UUID, int]]:
    """Id and revision of the targets that the document of an edition names."""
    return [(UUID(each["target"]), int(each["revision"])) for each in named_targets]

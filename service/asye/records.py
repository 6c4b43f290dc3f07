"""ASYE years as the scorecard counts them (``scorecard.records``)."""

from datetime import date

from academy.asye.caps import cap_on
from academy.asye.supervision import targets_kept
from scorecard.records import AsyeYear, CapCheck, CapUnit, Pause, ProtectedTime, SupervisionTarget
from service.asye import reading
from service.asye.reading import Held
from service.cohorts import operations as cohorts
from service.storage.transaction import snapshot

HUNDREDTHS = 100
NO_DAY = date.max
"""All that is recorded is given, whatever its date: the scorecard decides by date what it counts."""


async def asye_years() -> list[AsyeYear]:
    """Every year whose clock runs or ran. One that waits for a registration is left out.

    What was due after a year ended is not due. Nobody's name and no reason is among the values.
    """
    async with snapshot():
        titles = {each.record.id: each.record.title for each in await cohorts.listing()}
        held = await reading.everybody(NO_DAY)
    return [
        AsyeYear(
            ref=str(each.record.id),
            worker=each.member.worker,
            cohort=titles.get(each.member.cohort),
            route=each.record.route or each.member.route,
            team=each.member.team,
            started=each.standing.clock.start,
            planned_end=each.standing.plan.ends,
            completed_on=each.record.ended_on if each.year.completed else None,
            ended_on=None if each.year.completed else each.record.ended_on,
            pauses=tuple(Pause(one.first, one.last) for one in each.year.standing_still),
            supervision=_supervision(each),
            protected_time=_protected_time(each),
            caps=_caps(each),
        )
        for each in held
        if each.standing.clock is not None
    ]


def _last(held: Held) -> date:
    return held.record.ended_on or NO_DAY


def _supervision(held: Held) -> tuple[SupervisionTarget, ...]:
    plan = held.standing.plan
    return tuple(
        SupervisionTarget(each.target.due, each.kept)
        for each in targets_kept(plan.bands, plan.supervision, held.year.supervision)
        if each.target.due <= _last(held)
    )


def _protected_time(held: Held) -> tuple[ProtectedTime, ...]:
    """Without days at the academy where the terms do not count them."""
    return tuple(
        ProtectedTime(each.on, each.planned, each.taken if each.taken or each.lost else None)
        for each in sorted(held.year.protected, key=lambda each: each.on)
        if held.year.terms.count_academy or not each.academy
    )


def _caps(held: Held) -> tuple[CapCheck, ...]:
    """Snapshots of days on which a cap was in force; unknown where they count something else."""
    found = []
    for each in sorted(held.year.snapshots, key=lambda each: each.on):
        period = cap_on(each.on, held.standing.plan.caps)
        if period is None or each.on > _last(held):
            continue
        found.append(
            CapCheck(
                each.on,
                None if period.cap is None else period.cap * HUNDREDTHS,
                each.cases * HUNDREDTHS if each.unit is period.unit else None,
                CapUnit(period.unit.value),
            )
        )
    return tuple(found)

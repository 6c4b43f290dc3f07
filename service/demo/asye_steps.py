"""How the ASYE years of the demo are begun, recorded and completed: half-year by half-year."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from academy.asye.agreement import PauseReason, Signatory
from academy.asye.breaches import Action
from academy.asye.panel import PANEL as PANEL_KEY
from service.asye import reading, recording, store, years
from service.asye.recording import New
from service.asye.store import COMPLETED, LEFT, OPEN, EntryKind
from service.demo.academy import LAST_YEAR, THIS_YEAR, CohortPlan
from service.demo.academy_steps import member_id
from service.demo.actors import LEAD, MANAGER
from service.demo.arranging import Arranging, at, once
from service.demo.asye_years import (
    FULL_TIME_WEEK,
    PANEL,
    UNIT,
    Promise,
    completed_on,
    is_well_kept,
    pieces,
    promises,
    protection,
    reviews,
    sessions,
)
from service.demo.months import MARCH_2026, SEPTEMBER_2026
from service.settings import Settings

NEXT_PANEL = date(2027, 9, 16)
PAUSED = 6
"""Which of this year's cohort stands still from November to January."""
_PAUSE_FIRST, _PAUSE_LAST = date(2026, 11, 9), date(2027, 1, 8)
_PLANS = (
    ((Action.NO_NEW_CASES,), 28),
    ((Action.REALLOCATE, Action.EXTRA_SUPERVISION), 21),
    ((Action.CLOSE_OR_STEP_DOWN, Action.NO_NEW_CASES), 35),
)
"""What managers plan about a breach, and in how many days it is to be mended."""


def asye_story() -> tuple[Arranging, ...]:
    """The steps in the order in which they happened."""
    last, this = LAST_YEAR, THIS_YEAR
    return (
        _begun(last, at(2025, 9, 9)),
        _recorded(last, at(2026, 4, 15), MARCH_2026),
        _acknowledged(last, at(2026, 4, 29)),
        _begun(this, at(2026, 9, 22)),
        _recorded(last, at(2026, 9, 24), date(2026, 9, 23)),
        _recorded(this, at(2026, 10, 14), SEPTEMBER_2026),
        _acknowledged(this, at(2026, 10, 28)),
        _recorded(this, at(2026, 11, 13), date(2026, 11, 12), only=is_well_kept),
        _paused(at(2026, 11, 13, 15)),
    )


def year_id(promise: Promise) -> UUID:
    """The same in every database."""
    return uuid5(member_id(promise.cohort, promise.starter), "asye")


# --- begun ---------------------------------------------------------------------------------------


def _begun(cohort: CohortPlan, when: datetime) -> Arranging:
    async def there() -> bool:
        held = await store.entries([year_id(each) for each in promises(cohort)])
        return len(held) == len(promises(cohort))

    async def take(now: datetime, _: Settings) -> None:
        for each in promises(cohort):
            wish = years.Wish(
                preset=each.preset,
                start=each.start,
                fte=each.fte,
                unit=UNIT,
                full=each.full,
                ceiling=each.ceiling,
                contracted_minutes=FULL_TIME_WEEK,
                route=each.route,
                assessor=each.supervisor,
            )
            await once(
                years.begin(member_id(cohort, each.starter), wish, LEAD, now, year_id=year_id(each))
            )
            await once(recording.add(year_id(each), _supervisor(each), LEAD, now))

    words = f"the ASYE years of {cohort.title} begin, each with its own clock"
    return Arranging(words, when, there, take)


def _supervisor(promise: Promise) -> New:
    return _new(promise, EntryKind.SUPERVISOR, promise.start, key=promise.start.isoformat(),
                name=promise.supervisor)  # fmt: skip


# --- recorded ------------------------------------------------------------------------------------


def _recorded(
    cohort: CohortPlan,
    when: datetime,
    until: date,
    *,
    only: Callable[[Promise], bool] = lambda _: True,
) -> Arranging:
    """All that there is to tell up to ``until``; who left or completed by then has ended.

    ``only``: of whom it is told; the managers of the others have not recorded it yet.
    """
    mine = [each for each in promises(cohort) if only(each)]

    async def there() -> bool:
        ids = [year_id(each) for each in mine]
        held = {one.id for known in (await store.entries(ids)).values() for one in known}
        wanted = {new.id for each in mine for new in _entries(each, until)}
        ended = {each.id for each in await store.years() if each.state != OPEN}
        over = {year_id(each) for each in mine if _end(each, until)}
        return wanted <= held and over <= ended

    async def take(now: datetime, _: Settings) -> None:
        ids = [year_id(each) for each in mine]
        held = {one.id for known in (await store.entries(ids)).values() for one in known}
        for each in mine:
            for new in _entries(each, until):
                if new.id not in held:
                    await once(recording.add(year_id(each), new, MANAGER, now))
            if (end := _end(each, until)) is not None:
                record = await years.one(year_id(each))
                state = LEFT if each.left is not None else COMPLETED
                await once(
                    years.end(record.id, record.revision, on=end, state=state, actor=LEAD, now=now)
                )

    words = f"supervision, reviews and protected time of {cohort.title} are recorded"
    return Arranging(f"{words} to {until:%-d %B %Y}", when, there, take)


def _end(promise: Promise, until: date) -> date | None:
    """The last day of a year that is over by ``until``."""
    day = promise.left or completed_on(promise)
    return day if day is not None and day <= until else None


def _entries(promise: Promise, until: date) -> Iterator[New]:
    for session in sessions(promise, until):
        yield _new(promise, EntryKind.SUPERVISION, session.on, minutes=session.minutes,
                   cancelled_by=session.cancelled_by, cause=session.cause)  # fmt: skip
    for time in protection(promise, until):
        yield _new(
            promise, EntryKind.PROTECTED_TIME, time.on, planned=time.planned,
            taken=time.planned - time.lost, lost=time.lost, cause=time.cause, academy=False,
        )  # fmt: skip
    for key, on in reviews(promise, until):
        yield _new(promise, EntryKind.REVIEW, on, key=key)
    for piece, on in pieces(promise, until):
        yield _new(promise, EntryKind.PIECE, on, piece=piece)
    if promise.cohort is THIS_YEAR:
        yield _new(promise, EntryKind.REVIEW, NEXT_PANEL, key=PANEL_KEY)
    elif until >= PANEL and promise.left is None:
        yield _new(promise, EntryKind.REVIEW, PANEL, key=PANEL_KEY)


def _new(
    promise: Promise, kind: EntryKind, day: date, *, key: str | None = None, **value: object
) -> New:
    """An entry whose id is the same in every database, so that it is there once only."""
    name = f"{kind}/{day.isoformat()}/{key or value.get('piece', '')}"
    return New(kind, day, value, key, uuid5(year_id(promise), name))


# --- breaches and a pause --------------------------------------------------------------------------


def _acknowledged(cohort: CohortPlan, when: datetime) -> Arranging:
    """Two of three open breaches have a plan; of the third nobody has spoken yet."""

    async def standing() -> list[UUID]:
        found = await reading.everybody(years.day_of(when))
        mine = {year_id(each) for each in promises(cohort)}
        return [
            held.record.id
            for held in found
            if held.record.id in mine
            and held.record.state == OPEN
            and any(each.open for each in held.standing.caseload.breaches)
        ]

    async def waiting() -> list[tuple[UUID, int]]:
        breached = await standing()
        known = await store.entries(breached, [EntryKind.ACKNOWLEDGEMENT]) if breached else {}
        return [
            (each, place)
            for place, each in enumerate(breached)
            if place % 3 != 2 and each not in known
        ]

    async def there() -> bool:
        return not await waiting()

    async def take(now: datetime, _: Settings) -> None:
        for each, place in await waiting():
            actions, days = _PLANS[place % len(_PLANS)]
            await once(
                recording.acknowledge(
                    each,
                    actions=[action.value for action in actions],
                    until=years.day_of(now) + timedelta(days=days),
                    breach_open=True,
                    actor=MANAGER,
                    now=now,
                )
            )

    words = f"managers say what they do about caseloads over the cap in {cohort.title}"
    return Arranging(words, when, there, take)


def _paused(when: datetime) -> Arranging:
    """One year stands still: all four have signed."""
    promise = promises(THIS_YEAR)[PAUSED]
    new = _new(promise, EntryKind.PAUSE, _PAUSE_FIRST, last=_PAUSE_LAST.isoformat(),
               reason=PauseReason.BEREAVEMENT.value, signed={})  # fmt: skip

    async def signed() -> set[str]:
        known = await store.entries([year_id(promise)], [EntryKind.PAUSE])
        return {who for each in known.get(year_id(promise), ()) for who in each.value["signed"]}

    async def there() -> bool:
        return await signed() == {who.value for who in Signatory}

    async def take(now: datetime, _: Settings) -> None:
        assert new.id is not None
        await once(recording.add(year_id(promise), new, LEAD, now))
        for who in Signatory:
            if who.value not in await signed():
                await once(recording.sign(year_id(promise), new.id, who, LEAD, now))

    return Arranging(f"the ASYE year of {promise.starter.name} is paused", when, there, take)

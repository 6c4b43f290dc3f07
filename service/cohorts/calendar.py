"""Working days: bank holidays of England as data, and the council's closures (G1, G9).

The bundled list is in force until a newer one is stored, which happens only when the operator asks
for it: nothing is fetched by itself.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

from academy.working_days import DIVISION, Closure, WorkingDays, bank_holidays
from scorecard.canonical import canonical_json
from service.access import audit
from service.access.actor import Actor
from service.cohorts.refusals import HolidaysUnreachable, NoSuchClosure
from service.cohorts.shipped import shipped_holidays
from service.cohorts.store import calendar as store
from service.cohorts.store.calendar import HeldClosure, HeldList
from service.problems import Unprocessable
from service.storage.transaction import unit_of_work

GOV_UK = "https://www.gov.uk/bank-holidays.json"
SECONDS = 20
MOST_BYTES = 1024 * 1024
BUNDLED = "bundled with the service"

MOVED = "asye_years"
"""Of how many ASYE years a change moved days, in the trail."""
Follower = Callable[[WorkingDays, WorkingDays, Actor, datetime], Awaitable[int]]
"""Called in the unit of work of a change, with the days before and after it: how many ASYE years it
moved. The layer above plans them."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """``stored_at`` is None for the bundled list."""

    days: dict[date, str]
    known_until: date
    source: str
    stored_at: datetime | None


async def holidays() -> Holidays:
    held = await store.newest_holidays()
    if held is None:
        days, known_until = shipped_holidays()
        return Holidays(days, known_until, BUNDLED, None)
    days, known_until = bank_holidays(json.loads(held.document))
    return Holidays(days, known_until, held.source, held.stored_at)


async def working_days(own: Sequence[Closure] = ()) -> WorkingDays:
    """``own``: closures of one cohort, beside those of the council."""
    held = await holidays()
    council = [Closure(each.first, each.last, each.reason) for each in await store.closures()]
    return WorkingDays(held.days, held.known_until, (*council, *own))


async def fetched(url: str) -> Any:
    """The document at ``url``. Raises HolidaysUnreachable; nothing is fetched unless asked for."""
    content = bytearray()
    try:
        async with (
            httpx.AsyncClient(timeout=SECONDS) as client,
            client.stream("GET", url, headers={"accept": "application/json"}) as answer,
        ):
            answer.raise_for_status()
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise HolidaysUnreachable(f"{url} sent more than {MOST_BYTES} bytes.")
        return json.loads(content)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        raise HolidaysUnreachable(
            f"{url} could not be fetched ({type(fault).__name__}). The list in force stays."
        ) from fault


async def refresh(
    document: Any, source: str, actor: Actor, now: datetime, *, follow: Follower
) -> tuple[Holidays, bool]:
    """Store a list in the GOV.UK format; False when it says what the list in force says.

    Raises BankHolidaysUnreadable (academy.errors), and Unprocessable for a list that ends before
    the one in force: dates that are known must not become unknown.
    """
    days, known_until = bank_holidays(document)
    events = [{"date": day.isoformat(), "title": days[day]} for day in sorted(days)]
    text = canonical_json({DIVISION: {"events": events}}).decode()
    async with unit_of_work():
        standing = await holidays()
        if known_until < standing.known_until:
            raise Unprocessable(
                f"The list ends with {known_until.year}; the one in force knows the bank holidays "
                f"up to {standing.known_until.year}. Nothing was changed."
            )
        if (days, known_until) == (standing.days, standing.known_until):
            return standing, False
        held = HeldList(
            document=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            known_until=known_until,
            source=source,
            stored_at=now,
            stored_by=actor.name,
        )
        before = await working_days()
        await store.add_holidays(held)
        moved = await follow(before, await working_days(), actor, now)
        await audit.record(
            actor,
            "bank-holidays.refreshed",
            subject_kind="bank-holidays",
            subject_id=held.sha256,
            before={"known_until": standing.known_until.isoformat(), "source": standing.source},
            after={"known_until": known_until.isoformat(), "source": source, MOVED: moved},
            now=now,
        )
    return Holidays(days, known_until, source, now), True


# --- closures ----------------------------------------------------------------------------------


async def closures() -> list[HeldClosure]:
    return await store.closures()


async def add_closure(
    first: date, last: date, reason: str, actor: Actor, now: datetime, *, follow: Follower
) -> HeldClosure:
    if last < first:
        raise Unprocessable(
            "The closure ends before it begins.",
            errors=[{"pointer": "/last", "detail": "must not be before first"}],
        )
    closure = HeldClosure(uuid4(), first, last, reason)
    async with unit_of_work():
        before = await working_days()
        await store.add_closure(closure)
        moved = {MOVED: await follow(before, await working_days(), actor, now)}
        await _told(actor, now, "closure.added", closure.id, after=_plain(closure) | moved)
    return closure


async def delete_closure(
    closure_id: UUID, actor: Actor, now: datetime, *, follow: Follower
) -> None:
    """Raises NoSuchClosure."""
    async with unit_of_work():
        closure = await store.closure(closure_id)
        if closure is None:
            raise NoSuchClosure(f"There is no closure {closure_id}.")
        days = await working_days()
        await store.delete_closure(closure_id)
        moved = {MOVED: await follow(days, await working_days(), actor, now)}
        before = _plain(closure)
        await _told(actor, now, "closure.deleted", closure_id, before=before, after=moved)


async def _told(
    actor: Actor,
    now: datetime,
    action: str,
    subject: UUID,
    *,
    before: Any = None,
    after: Any = None,
) -> None:
    await audit.record(
        actor,
        action,
        subject_kind="closure",
        subject_id=str(subject),
        before=before,
        after=after,
        now=now,
    )


def _plain(closure: HeldClosure) -> dict[str, Any]:
    return {
        "first": closure.first.isoformat(),
        "last": closure.last.isoformat(),
        "reason": closure.reason,
    }

"""Who holds which role, from when to when, and how sure that is (R4)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from academy.plan import Holder, Presenting
from service.access import audit
from service.access.actor import Actor
from service.cohorts.refusals import NoSuchHolder
from service.cohorts.store import staff as store
from service.cohorts.store.staff import RoleHolder
from service.problems import Unprocessable
from service.storage.transaction import unit_of_work


async def holders() -> list[RoleHolder]:
    return await store.holders()


def in_plans(held: Iterable[RoleHolder]) -> list[Holder]:
    """As the planner knows them: it names confirmed and proposed ones, and tells of the rest."""
    return [
        Holder(each.role, each.name, each.first, each.last, Presenting(each.state)) for each in held
    ]


async def add(holder: RoleHolder, actor: Actor, now: datetime) -> RoleHolder:
    """``holder.id`` is given here."""
    fresh = replace(holder, id=uuid4())
    _require_order(fresh.first, fresh.last)
    async with unit_of_work():
        await store.add(fresh)
        await _told(actor, now, None, fresh)
    return fresh


async def change(holder: RoleHolder, actor: Actor, now: datetime) -> RoleHolder:
    """Raises NoSuchHolder."""
    _require_order(holder.first, holder.last)
    async with unit_of_work():
        known = await _existing(holder.id)
        if known != holder:
            await store.replace(holder)
            await _told(actor, now, known, holder)
    return holder


async def delete(holder_id: UUID, actor: Actor, now: datetime) -> None:
    """Raises NoSuchHolder."""
    async with unit_of_work():
        known = await _existing(holder_id)
        await store.delete(holder_id)
        await _told(actor, now, known, None)


async def _existing(holder_id: UUID) -> RoleHolder:
    known = await store.holder(holder_id)
    if known is None:
        raise NoSuchHolder(f"There is no role holder {holder_id}.")
    return known


def _require_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise Unprocessable(
            "The last day is before the first.",
            errors=[{"pointer": "/last", "detail": "must not be before first"}],
        )


async def _told(
    actor: Actor, now: datetime, before: RoleHolder | None, after: RoleHolder | None
) -> None:
    done = "added" if before is None else "deleted" if after is None else "changed"
    known = after or before
    assert known is not None
    await audit.record(
        actor,
        f"role-holder.{done}",
        subject_kind="role-holder",
        subject_id=str(known.id),
        before=_plain(before),
        after=_plain(after),
        now=now,
    )


def _plain(holder: RoleHolder | None) -> dict[str, Any] | None:
    if holder is None:
        return None
    return {
        "role": holder.role,
        "name": holder.name,
        "first": holder.first.isoformat(),
        "last": holder.last.isoformat() if holder.last else None,
        "state": holder.state,
    }

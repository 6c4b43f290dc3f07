"""Who holds which role, from when to when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.storage.tables.cohorts import RoleHolderRow


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """``state`` is proposed, confirmed or declined; ``last`` None is open-ended."""

    id: UUID
    role: str
    name: str
    first: date
    last: date | None
    state: str


async def holders() -> list[RoleHolder]:
    """By role and first day."""
    rows = await (
        RoleHolderRow.select()
        .order_by(RoleHolderRow.role)
        .order_by(RoleHolderRow.first)
        .order_by(RoleHolderRow.id)
    )
    return [RoleHolder(**row) for row in rows]


async def holder(holder_id: UUID) -> RoleHolder | None:
    rows = await RoleHolderRow.select().where(RoleHolderRow.id == holder_id)
    return RoleHolder(**rows[0]) if rows else None


async def add(holder: RoleHolder) -> None:
    await RoleHolderRow.insert(
        RoleHolderRow(
            id=holder.id,
            role=holder.role,
            name=holder.name,
            first=holder.first,
            last=holder.last,
            state=holder.state,
        )
    )


async def replace(holder: RoleHolder) -> None:
    await RoleHolderRow.update(
        {
            RoleHolderRow.role: holder.role,
            RoleHolderRow.name: holder.name,
            RoleHolderRow.first: holder.first,
            RoleHolderRow.last: holder.last,
            RoleHolderRow.state: holder.state,
        }
    ).where(RoleHolderRow.id == holder.id)


async def delete(holder_id: UUID) -> None:
    await RoleHolderRow.delete().where(RoleHolderRow.id == holder_id)

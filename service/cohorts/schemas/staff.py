"""Role holders as JSON."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from service.cohorts.store.staff import RoleHolder
from service.web.texts import Line

State = Annotated[str, msgspec.Meta(pattern="^(proposed|confirmed|declined)$")]


class HolderBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who holds a role from ``first`` to ``last``, both included; ``last`` null: open-ended."""

    role: Line
    name: Line
    first: date
    last: date | None = None
    state: State = "confirmed"


class HolderJson(msgspec.Struct, frozen=True):
    id: UUID
    role: str
    name: str
    first: date
    last: date | None
    state: str


class Holders(msgspec.Struct, frozen=True):
    """By role and first day."""

    role_holders: list[HolderJson]


def holder_as_json(holder: RoleHolder) -> HolderJson:
    return HolderJson(
        id=holder.id,
        role=holder.role,
        name=holder.name,
        first=holder.first,
        last=holder.last,
        state=holder.state,
    )


def holder_of(body: HolderBody, holder_id: UUID) -> RoleHolder:
    return RoleHolder(holder_id, body.role, body.name, body.first, body.last, body.state)

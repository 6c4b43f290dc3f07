"""Targets over HTTP: set, changed under If-Match, withdrawn, with their history."""

from datetime import date, datetime
from typing import Annotated, Any, cast
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, HeaderParameter, JSONBody

from service import clock
from service.access.actor import OFFICE, Actor, Scope
from service.access.guards import requires
from service.benchmarks import targets
from service.benchmarks.store import TargetRevision
from service.benchmarks.targets import Wish
from service.web.conditional import conditional, validators
from service.web.revisions import revision_of, revision_tag
from service.web.texts import LINE, Reason

TAG = "Comparators and targets"
PSW_ONLY = [requires(Scope.PSW)]
OFFICES = [requires(*OFFICE)]
THING = "target"

AnyRequest = Request[Any, Any, Any]
IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description="The ETag of the target that you changed"),
]
Number = Annotated[str, msgspec.Meta(pattern=r"^-?[0-9]{1,10}(\.[0-9]{1,12})?$", max_length=30)]
Name = Annotated[str, msgspec.Meta(max_length=200, pattern=f"^$|{LINE}")]


class TargetBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A target as it is decided. Numbers are decimals as text, in the measure's unit.

    In force for half-years that end from ``in_force_from`` to ``in_force_until`` (null: until it is
    changed or withdrawn). A council figure within ``tolerance`` of the target is within tolerance.
    """

    measure: Name
    value: Number
    decided_on: date
    in_force_from: date
    source: Reason
    """The decision that is cited: a paper, its date, its address."""
    dimension: Name = "council"
    group: Name = ""
    category: Name = ""
    tolerance: Number = "0"
    in_force_until: date | None = None


class TargetJson(msgspec.Struct, frozen=True):
    """One revision of a target."""

    id: UUID
    revision: int
    state: str
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
    set_at: datetime
    set_by: str


class Targets(msgspec.Struct, frozen=True):
    """All targets that stand."""

    targets: list[TargetJson]


class TargetHistory(msgspec.Struct, frozen=True):
    """Every revision of one target, oldest first."""

    revisions: list[TargetJson]


@get(
    "/api/v1/targets",
    guards=OFFICES,
    tags=[TAG],
    operation_id="listTargets",
    summary="The council's targets that stand",
)
async def list_targets() -> Targets:
    return Targets([_as_json(each) for each in await targets.listing()])


@post(
    "/api/v1/targets",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="setTarget",
    summary="Set a target for a figure, with the decision it follows from",
)
async def set_target(
    data: JSONBody[TargetBody], actor: NamedDependency[Actor]
) -> Response[TargetJson]:
    return _answer(await targets.add(_wish(data), actor, clock.now()), created=True)


@get(
    "/api/v1/targets/{target_id:uuid}",
    guards=OFFICES,
    tags=[TAG],
    operation_id="readTarget",
    summary="One target; its ETag goes into If-Match of a change",
)
async def read_target(request: AnyRequest, target_id: FromPath[UUID]) -> Response[TargetJson]:
    held = await targets.one(target_id)
    unchanged = conditional(request, revision_tag(THING, held.revision))
    return cast("Response[TargetJson]", unchanged) if unchanged else _answer(held)


@put(
    "/api/v1/targets/{target_id:uuid}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="changeTarget",
    summary="Change a target (If-Match); published editions keep the one they were compared with",
)
async def change_target(
    target_id: FromPath[UUID],
    data: JSONBody[TargetBody],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> Response[TargetJson]:
    """412 target-overtaken has the target as somebody else changed it since."""
    seen = revision_of(if_match, THING)
    return _answer(await targets.change(target_id, seen, _wish(data), actor, clock.now()))


@delete(
    "/api/v1/targets/{target_id:uuid}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="withdrawTarget",
    summary="Withdraw a target (If-Match); its history stays",
)
async def withdraw_target(
    target_id: FromPath[UUID], actor: NamedDependency[Actor], *, if_match: IfMatch = None
) -> None:
    await targets.withdraw(target_id, revision_of(if_match, THING), actor, clock.now())


@get(
    "/api/v1/targets/{target_id:uuid}/history",
    guards=OFFICES,
    tags=[TAG],
    operation_id="readTargetHistory",
    summary="Every revision of a target, and who set it when",
)
async def read_history(target_id: FromPath[UUID]) -> TargetHistory:
    return TargetHistory([_as_json(each) for each in await targets.history(target_id)])


def _answer(held: TargetRevision, *, created: bool = False) -> Response[TargetJson]:
    headers = {
        **validators(revision_tag(THING, held.revision)),
        "location": f"/api/v1/targets/{held.target}",
    }
    return Response(_as_json(held), status_code=201 if created else 200, headers=headers)


def _wish(body: TargetBody) -> Wish:
    return Wish(**{name: getattr(body, name) for name in TargetBody.__struct_fields__})


def _as_json(held: TargetRevision) -> TargetJson:
    return TargetJson(
        id=held.target,
        revision=held.revision,
        state=held.state,
        measure=held.measure,
        dimension=held.dimension,
        group=held.group_name,
        category=held.category,
        value=held.value,
        tolerance=held.tolerance,
        decided_on=held.decided_on,
        in_force_from=held.first,
        in_force_until=held.last,
        source=held.source,
        set_at=held.at,
        set_by=held.by,
    )


ROUTES: list[HTTPRouteHandler] = [
    list_targets,
    set_target,
    read_target,
    change_target,
    withdraw_target,
    read_history,
]

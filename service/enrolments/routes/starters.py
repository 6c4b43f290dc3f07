"""Starters over HTTP: registered, proposed to runs with their wait, placed by a person."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from service import clock
from service.access.actor import Actor
from service.enrolments import placing, starters
from service.enrolments.routes.paging import After, Limit, page
from service.enrolments.routes.who import LEADS, TAG, IfMatchStarter, starter_revision, starter_tag
from service.enrolments.schemas.members import member_as_json
from service.enrolments.schemas.starters import (
    NewStarters,
    Placement,
    PlacementBody,
    Proposals,
    StarterBody,
    StarterJson,
    StarterPage,
    Starters,
    WaitingListJson,
    proposals_as_json,
    said_of,
    starter_as_json,
    starters_as_json,
    starting_of,
    waiting_as_json,
)
from service.enrolments.starters import Known
from service.settings import Settings

STATES = "^(waiting|placed|withdrawn)$"


def _tagged(known: Known) -> Response[StarterJson]:
    tag = starter_tag(known.record.revision)
    return Response(starter_as_json(known), headers={"etag": f'"{tag}"'})


@post(
    "/api/v1/starters",
    guards=LEADS,
    tags=[TAG],
    operation_id="registerStarters",
    summary="Register up to 500 starters: all of them, or none",
)
async def register_starters(
    data: JSONBody[NewStarters],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Starters:
    """A registration number becomes the keyed identity of the workforce returns; it is not kept."""
    starting = [starting_of(each) for each in data.starters]
    return starters_as_json(await starters.register(starting, actor, clock.now(), settings))


@get(
    "/api/v1/starters",
    guards=LEADS,
    tags=[TAG],
    operation_id="listStarters",
    summary="Starters by start and name",
)
async def list_starters(
    settings: NamedDependency[Settings],
    *,
    of_state: Annotated[
        str | None,
        QueryParameter(
            name="state", pattern=STATES, description="waiting, placed or withdrawn; all without"
        ),
    ] = None,
    limit: Limit = 50,
    after: After = None,
) -> StarterPage:
    found, following = page(
        await starters.listing(of_state, settings),
        lambda each: each.record.id,
        limit=limit,
        after=after,
        path="/api/v1/starters",
        state=of_state,
    )
    return StarterPage([starter_as_json(each) for each in found], following)


@get(
    "/api/v1/starters/{starter_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="readStarter",
    summary="One starter",
)
async def read_starter(
    starter_id: FromPath[UUID], settings: NamedDependency[Settings]
) -> Response[StarterJson]:
    return _tagged(await starters.one(starter_id, settings))


@put(
    "/api/v1/starters/{starter_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="changeStarter",
    summary="Put what is known of a starter in the place of what was known (If-Match)",
)
async def change_starter(
    starter_id: FromPath[UUID],
    data: JSONBody[StarterBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatchStarter = None,
) -> Response[StarterJson]:
    """Once they are placed, clearance and the start of the ASYE year reach the member."""
    changed = await starters.change(
        starter_id,
        starter_revision(if_match),
        said_of(data),
        actor=actor,
        now=clock.now(),
        settings=settings,
    )
    return _tagged(changed)


@delete(
    "/api/v1/starters/{starter_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="withdrawStarter",
    summary="Somebody does not start after all and waits no longer (If-Match)",
)
async def withdraw_starter(
    starter_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatchStarter = None,
) -> None:
    await starters.withdraw(starter_id, starter_revision(if_match), actor, clock.now())


@get(
    "/api/v1/academy/proposals",
    guards=LEADS,
    tags=[TAG],
    operation_id="proposePlacements",
    summary="For everybody who waits: the run with the shortest wait that has a place",
)
async def propose_placements(
    settings: NamedDependency[Settings], *, limit: Limit = 50, after: After = None
) -> Proposals:
    """Nothing is stored: a person confirms each with a placement.

    Runs of a draft that cannot be released are shown with what blocks it, and nobody is proposed to
    them.
    """
    found, following = page(
        await placing.proposals(settings),
        lambda each: each.known.record.id,
        limit=limit,
        after=after,
        path="/api/v1/academy/proposals",
    )
    return proposals_as_json(found, await placing.open_runs(), following)


@post(
    "/api/v1/starters/{starter_id:uuid}/placement",
    guards=LEADS,
    tags=[TAG],
    operation_id="placeStarter",
    summary="Confirm the run, proposed or another: the starter becomes a member (If-Match)",
)
async def place_starter(
    starter_id: FromPath[UUID],
    data: JSONBody[PlacementBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatchStarter = None,
) -> Response[Placement]:
    """Who awaits clearance is kept out of contact items until it is there."""
    known, member = await placing.place(
        starter_id,
        starter_revision(if_match),
        cohort_id=data.cohort,
        run=data.run,
        actor=actor,
        now=clock.now(),
        settings=settings,
    )
    return Response(
        Placement(starter_as_json(known), member_as_json(member)),
        status_code=201,
        headers={
            "location": f"/api/v1/members/{member.id}",
            "etag": f'"{starter_tag(known.record.revision)}"',
        },
    )


@get(
    "/api/v1/academy/waiting-list",
    guards=LEADS,
    tags=[TAG],
    operation_id="readWaitingList",
    summary="Who has no run, longest wait first, and whom a further run would take",
)
async def read_waiting_list(
    settings: NamedDependency[Settings],
    *,
    run_starts: Annotated[
        date | None, QueryParameter(description="First day of a run that is thought about")
    ] = None,
    places: Annotated[
        int | None, QueryParameter(ge=1, le=1000, description="Its places; without: no limit")
    ] = None,
    limit: Limit = 50,
    after: After = None,
) -> WaitingListJson:
    found = await placing.list_waiting(clock.today(), settings, further=run_starts, places=places)
    waiting, following = page(
        found.waiting,
        lambda each: each[0].record.id,
        limit=limit,
        after=after,
        path="/api/v1/academy/waiting-list",
        run_starts=run_starts,
        places=places,
    )
    return waiting_as_json(waiting, found.served, following)


ROUTES: list[HTTPRouteHandler] = [
    register_starters,
    list_starters,
    read_starter,
    change_starter,
    withdraw_starter,
    propose_placements,
    place_starter,
    read_waiting_list,
]

"""The draft of a plan over HTTP: whole, or one part at a time. Every change needs If-Match."""

from collections.abc import Callable
from typing import Annotated, Any, cast
from uuid import UUID

from litestar import Request, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from service import clock, problems
from service.access.actor import Actor
from service.cohorts import cohorts
from service.cohorts import draft_edits as edits
from service.cohorts.cohorts import Cohort
from service.cohorts.drafts import Draft, DraftMove, Run, SessionChange, session_name
from service.cohorts.routes.who import LEADS, PLANNERS, TAG, IfMatch, draft_tag, revision_of
from service.cohorts.schemas.cohorts import DraftJson
from service.web.conditional import conditional, validators

AnyRequest = Request[Any, Any, Any]
Group = Annotated[int | None, QueryParameter(ge=1, description="Of an item that has groups")]


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/draft",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="readPlanDraft",
    summary="The draft of a plan; its ETag goes into If-Match of a change",
)
async def read_draft(request: AnyRequest, cohort_id: FromPath[UUID]) -> Response[DraftJson]:
    cohort = await cohorts.one(cohort_id)
    unchanged = conditional(request, draft_tag(cohort.record.draft_revision))
    return cast("Response[DraftJson]", unchanged) if unchanged else _answer(cohort)


@put(
    "/api/v1/cohorts/{cohort_id:uuid}/draft",
    guards=LEADS,
    tags=[TAG],
    operation_id="putPlanDraft",
    summary="Put a whole draft in the place of the one that stands (If-Match)",
)
async def put_draft(
    cohort_id: FromPath[UUID],
    data: JSONBody[Draft],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> Response[DraftJson]:
    """412 draft-overtaken names what somebody else changed since."""
    return await _edited(if_match, cohort_id, lambda _: data, actor)


@put(
    "/api/v1/cohorts/{cohort_id:uuid}/draft/runs/{run:str}",
    guards=LEADS,
    tags=[TAG],
    operation_id="putRun",
    summary="Add a run, or put one in the place of that of the same key (If-Match)",
)
async def put_run(
    cohort_id: FromPath[UUID],
    run: FromPath[str],
    data: JSONBody[Run],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> Response[DraftJson]:
    if data.key != run:
        raise problems.Unprocessable(
            "The address and the body name different runs.",
            errors=[{"pointer": "/key", "detail": "must be the key in the address"}],
        )
    return await _edited(if_match, cohort_id, lambda held: edits.with_run(held.draft, data), actor)


@delete(
    "/api/v1/cohorts/{cohort_id:uuid}/draft/runs/{run:str}",
    guards=LEADS,
    status_code=200,
    tags=[TAG],
    operation_id="deleteRun",
    summary="Take a run out of the draft (If-Match)",
)
async def delete_run(
    cohort_id: FromPath[UUID],
    run: FromPath[str],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> Response[DraftJson]:
    """Its released sessions are cancelled with the next release."""
    return await _edited(
        if_match, cohort_id, lambda held: edits.without_run(held.draft, run), actor
    )


@put(
    "/api/v1/cohorts/{cohort_id:uuid}/draft/runs/{run:str}/moves/{block:str}",
    guards=LEADS,
    tags=[TAG],
    operation_id="moveBlock",
    summary="Put a block of a run elsewhere, with the reason (If-Match)",
)
async def move_block(
    cohort_id: FromPath[UUID],
    run: FromPath[str],
    block: FromPath[str],
    *,
    data: JSONBody[DraftMove],
    actor: NamedDependency[Actor],
    if_match: IfMatch = None,
) -> Response[DraftJson]:
    def moved(held: Cohort) -> Draft:
        return edits.with_move(held.draft, run, block, data)

    return await _edited(if_match, cohort_id, moved, actor)


@delete(
    "/api/v1/cohorts/{cohort_id:uuid}/draft/runs/{run:str}/moves/{block:str}",
    guards=LEADS,
    status_code=200,
    tags=[TAG],
    operation_id="unmoveBlock",
    summary="Put a block back where the anchor has it (If-Match)",
)
async def unmove_block(
    cohort_id: FromPath[UUID],
    run: FromPath[str],
    block: FromPath[str],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> Response[DraftJson]:
    def unmoved(held: Cohort) -> Draft:
        return edits.without_move(held.draft, run, block)

    return await _edited(if_match, cohort_id, unmoved, actor)


@put(
    "/api/v1/cohorts/{cohort_id:uuid}/draft/runs/{run:str}/sessions/{item:str}",
    guards=LEADS,
    tags=[TAG],
    operation_id="changeSession",
    summary="Say what is different from the programme in one session, or cancel it (If-Match)",
)
async def change_session(
    cohort_id: FromPath[UUID],
    run: FromPath[str],
    item: FromPath[str],
    *,
    data: JSONBody[SessionChange],
    actor: NamedDependency[Actor],
    group: Group = None,
    if_match: IfMatch = None,
) -> Response[DraftJson]:
    def changed(held: Cohort) -> Draft:
        return edits.with_session(held.draft, run, session_name(item, group), data)

    return await _edited(if_match, cohort_id, changed, actor)


@delete(
    "/api/v1/cohorts/{cohort_id:uuid}/draft/runs/{run:str}/sessions/{item:str}",
    guards=LEADS,
    status_code=200,
    tags=[TAG],
    operation_id="restoreSession",
    summary="Let a session be as the programme says again (If-Match)",
)
async def restore_session(
    cohort_id: FromPath[UUID],
    run: FromPath[str],
    item: FromPath[str],
    actor: NamedDependency[Actor],
    *,
    group: Group = None,
    if_match: IfMatch = None,
) -> Response[DraftJson]:
    def restored(held: Cohort) -> Draft:
        return edits.without_session(held.draft, run, session_name(item, group))

    return await _edited(if_match, cohort_id, restored, actor)


async def _edited(
    if_match: str | None, cohort_id: UUID, change: Callable[[Cohort], Draft], actor: Actor
) -> Response[DraftJson]:
    revision = revision_of(if_match)
    return _answer(await cohorts.edit(cohort_id, revision, change, actor, clock.now()))


def _answer(cohort: Cohort) -> Response[DraftJson]:
    revision = cohort.record.draft_revision
    return Response(DraftJson(revision, cohort.draft), headers=validators(draft_tag(revision)))


ROUTES: list[HTTPRouteHandler] = [
    read_draft,
    put_draft,
    put_run,
    delete_run,
    move_block,
    unmove_block,
    change_session,
    restore_session,
]

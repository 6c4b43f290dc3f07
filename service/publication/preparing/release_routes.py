"""The release of an edition over HTTP: when, who sees it before, tasks ticked, and the signature."""

from uuid import UUID

from litestar import Response, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from service.access.actor import Actor
from service.problems import PreconditionFailed
from service.publication.answers import shelf_of
from service.publication.preparation import plan, tasks
from service.publication.preparation.parts import parts_of
from service.publication.preparation.plan import Person
from service.publication.preparation.store import PartKind
from service.publication.preparing.routes import (
    BASE,
    HR_OR_PSW,
    KEYED,
    PSW_ONLY,
    TAG,
    AnyRequest,
    IfMatch,
    answer,
    seen_revision,
    writer_of,
)
from service.publication.preparing.schemas import (
    LookedAt,
    PersonBody,
    PersonJson,
    PlanBody,
    PlanJson,
    PreparationJson,
    preparation_as_json,
)
from service.settings import Settings
from service.web.openapi import also_answers


@put(
    BASE + "/release",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="planRelease",
    summary="Announce when the half-year is released; public at once (If-Match when there is a plan)",
)
async def plan_release(
    request: AnyRequest,
    period: FromPath[str],
    data: JSONBody[PlanBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[PlanJson]:
    writer = writer_of(period, actor, settings)
    part = await plan.set_plan(writer, data.release_at, seen_revision(if_match, PartKind.PLAN))
    shelf_of(request.app).forget()
    return answer(part, at="release")


@post(
    BASE + "/release/people",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="addPreReleaseAccess",
    summary="Name somebody who sees the figures before they are public; published with the edition",
)
async def add_person(
    period: FromPath[str],
    data: JSONBody[PersonBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[PersonJson]:
    part = await plan.set_person(writer_of(period, actor, settings), None, _person(data))
    return answer(part, at=f"release/people/{part.key}", created=True)


@put(
    BASE + "/release/people/{person_id:uuid}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="changePreReleaseAccess",
    summary="Change an entry of pre-release access (If-Match)",
)
async def change_person(
    period: FromPath[str],
    person_id: FromPath[UUID],
    data: JSONBody[PersonBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[PersonJson]:
    writer = writer_of(period, actor, settings)
    (await parts_of(writer.period_end)).one(PartKind.PERSON, str(person_id))
    seen = seen_revision(if_match, PartKind.PERSON)
    part = await plan.set_person(writer, person_id, _person(data), seen)
    return answer(part, at=f"release/people/{person_id}")


@put(
    BASE + "/tasks/{task:str}",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="tickTask",
    summary="Say that a task is done for the draft that was looked at",
    opt=also_answers(PreconditionFailed),
)
async def tick_task(
    period: FromPath[str],
    task: FromPath[str],
    data: JSONBody[LookedAt],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[PreparationJson]:
    writer = writer_of(period, actor, settings)
    await tasks.tick(writer, task, data.of)
    found = await tasks.preparation(writer.period_end, writer.now, settings)
    return Response(preparation_as_json(found), headers=KEYED)


@put(
    BASE + "/sign-off",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="signOff",
    summary="Sign off the draft that was looked at, figures and words; somebody else publishes it",
    opt=also_answers(PreconditionFailed),
)
async def sign_off(
    period: FromPath[str],
    data: JSONBody[LookedAt],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[PreparationJson]:
    writer = writer_of(period, actor, settings)
    await tasks.sign_off(writer, data.of)
    found = await tasks.preparation(writer.period_end, writer.now, settings)
    return Response(preparation_as_json(found), headers=KEYED)


def _person(body: PersonBody) -> Person:
    return Person(body.name, body.role, body.reason)


ROUTES: list[HTTPRouteHandler] = [plan_release, add_person, change_person, tick_task, sign_off]

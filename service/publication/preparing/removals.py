"""Taking away, over HTTP, what was written or planned for an edition; its history stays."""

from uuid import UUID

from litestar import delete
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from service.access.actor import Actor
from service.publication.answers import shelf_of
from service.publication.preparation import words
from service.publication.preparation.store import PartKind
from service.publication.preparation.words import Writer
from service.publication.preparing.routes import (
    BASE,
    PSW_ONLY,
    TAG,
    AnyRequest,
    IfMatch,
    seen_revision,
    writer_of,
)
from service.settings import Settings


async def _removed(writer: Writer, kind: PartKind, key: str, if_match: str | None) -> None:
    await words.remove(writer, kind, key, seen_revision(if_match, kind))


@delete(
    BASE + "/commentary/headline",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="removeHeadline",
    summary="Take the headline away (If-Match)",
)
async def remove_headline(
    period: FromPath[str],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> None:
    await _removed(writer_of(period, actor, settings), PartKind.HEADLINE, "", if_match)


@delete(
    BASE + "/commentary/comments/{measure:str}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="removeComment",
    summary="Take the comment on a measure away (If-Match)",
)
async def remove_comment(
    period: FromPath[str],
    measure: FromPath[str],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> None:
    await _removed(writer_of(period, actor, settings), PartKind.COMMENT, measure, if_match)


@delete(
    BASE + "/commentary/actions/{action_id:uuid}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="removeAction",
    summary="Take back an action that no edition tells of (If-Match)",
)
async def remove_action(
    period: FromPath[str],
    action_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> None:
    seen = seen_revision(if_match, PartKind.ACTION)
    await words.remove_action(writer_of(period, actor, settings), action_id, seen)


@delete(
    BASE + "/commentary/events/{event_id:uuid}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="removeEvent",
    summary="Take an event away (If-Match)",
)
async def remove_event(
    period: FromPath[str],
    event_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> None:
    await _removed(writer_of(period, actor, settings), PartKind.EVENT, str(event_id), if_match)


@delete(
    BASE + "/commentary/quotations/{quotation_id:uuid}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="removeQuotation",
    summary="Take a quotation out (If-Match)",
)
async def remove_quotation(
    period: FromPath[str],
    quotation_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> None:
    await _removed(
        writer_of(period, actor, settings), PartKind.QUOTATION, str(quotation_id), if_match
    )


@delete(
    BASE + "/release",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="removeReleasePlan",
    summary="Take the announced moment back; public at once (If-Match)",
)
async def remove_plan(
    request: AnyRequest,
    period: FromPath[str],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> None:
    await _removed(writer_of(period, actor, settings), PartKind.PLAN, "", if_match)
    shelf_of(request.app).forget()


@delete(
    BASE + "/release/people/{person_id:uuid}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="removePreReleaseAccess",
    summary="Take an entry of pre-release access away before it is published (If-Match)",
)
async def remove_person(
    period: FromPath[str],
    person_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> None:
    await _removed(writer_of(period, actor, settings), PartKind.PERSON, str(person_id), if_match)


ROUTES: list[HTTPRouteHandler] = [
    remove_headline,
    remove_comment,
    remove_action,
    remove_event,
    remove_quotation,
    remove_plan,
    remove_person,
]

"""Preparing an edition over HTTP: what is written, planned, ticked and signed before it is published.

Everything that stands has an ETag that counts its revisions. A change names the one it was made on in
If-Match; without the header it says that nothing stood there. Where that is not so the answer is 412
with both texts, and nothing is overwritten.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, HeaderParameter, JSONBody

from scorecard.periods import half_year_ending
from service import clock
from service.access.actor import Actor, Scope
from service.access.guards import requires
from service.publication.preparation import tasks, words
from service.publication.preparation.parts import parts_of
from service.publication.preparation.store import Part, PartKind
from service.publication.preparation.words import Action, Comment, Writer
from service.publication.preparing.schemas import (
    ActionBody,
    ActionJson,
    CommentaryJson,
    CommentBody,
    CommentJson,
    DraftViews,
    EventBody,
    EventJson,
    HeadlineBody,
    HeadlineJson,
    PreparationJson,
    QuotationJson,
    commentary_as_json,
    part_as_json,
    preparation_as_json,
    views_as_json,
)
from service.scorecards import view_log
from service.scorecards.periods import period_end
from service.settings import Settings
from service.web.conditional import validators
from service.web.revisions import revision_of, revision_tag

TAG = "Preparing a scorecard"
PSW_ONLY = [requires(Scope.PSW)]
HR_OR_PSW = [requires(Scope.HR, Scope.PSW)]
BASE = "/api/v1/scorecards/{period:str}"
KEYED = {"cache-control": "private, no-cache", "vary": "Authorization"}

AnyRequest = Request[Any, Any, Any]
IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match", description="The ETag of what you changed; left out: nothing stood there"
    ),
]


def writer_of(period: str, actor: Actor, settings: Settings) -> Writer:
    return Writer(period_end(period), actor, clock.now(), settings)


def seen_revision(if_match: str | None, kind: PartKind) -> int | None:
    return None if if_match is None else revision_of(if_match, kind.value)


def answer(part: Part, *, at: str, created: bool = False) -> Response[Any]:
    headers = {
        **KEYED,
        **validators(revision_tag(part.kind.value, part.revision)),
        "location": f"/api/v1/scorecards/{part.period_end.isoformat()}/{at}",
    }
    return Response(part_as_json(part), status_code=201 if created else 200, headers=headers)


async def _looked_at(period: str, actor: Actor, settings: Settings) -> date:
    """The half-year; that somebody looks at its draft is written down first."""
    end = period_end(period)
    half_year_ending(end, settings.half_year_ends)
    await view_log.note(end, actor, clock.now())
    return end


# --- reading -----------------------------------------------------------------------------------


@get(
    BASE + "/preparation",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="readPreparation",
    summary="The task list of a half-year: what is done, what is not, and what stands in the way",
)
async def read_preparation(
    period: FromPath[str], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> Response[PreparationJson]:
    end = await _looked_at(period, actor, settings)
    found = await tasks.preparation(end, clock.now(), settings)
    return Response(preparation_as_json(found), headers=KEYED)


@get(
    BASE + "/commentary",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="readCommentary",
    summary="What is written for a half-year: headline, comments, actions, events, quotations",
)
async def read_commentary(
    period: FromPath[str], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> Response[CommentaryJson]:
    end = await _looked_at(period, actor, settings)
    return Response(commentary_as_json(await parts_of(end)), headers=KEYED)


@get(
    BASE + "/draft/views",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="readDraftViews",
    summary="Who saw the draft, once for each person and day",
)
async def read_draft_views(
    period: FromPath[str], settings: NamedDependency[Settings]
) -> Response[DraftViews]:
    end = period_end(period)
    half_year_ending(end, settings.half_year_ends)
    return Response(views_as_json(await view_log.seen(end)), headers=KEYED)


# --- words -------------------------------------------------------------------------------------


@put(
    BASE + "/commentary/headline",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="writeHeadline",
    summary="Write the headline: two sentences at most (If-Match when there is one)",
)
async def write_headline(
    period: FromPath[str],
    data: JSONBody[HeadlineBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[HeadlineJson]:
    seen = seen_revision(if_match, PartKind.HEADLINE)
    part = await words.set_headline(writer_of(period, actor, settings), data.words, seen)
    return answer(part, at="commentary/headline")


@put(
    BASE + "/commentary/comments/{measure:str}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="writeComment",
    summary="Write the comment on a measure (If-Match when there is one)",
)
async def write_comment(
    period: FromPath[str],
    measure: FromPath[str],
    data: JSONBody[CommentBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[CommentJson]:
    part = await words.set_comment(
        writer_of(period, actor, settings),
        measure,
        Comment(data.words, data.owner, data.written_on),
        seen_revision(if_match, PartKind.COMMENT),
    )
    return answer(part, at=f"commentary/comments/{measure}")


@post(
    BASE + "/commentary/actions",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="setAction",
    summary="Set an action; it is carried to the next half-year until it is closed",
)
async def set_action(
    period: FromPath[str],
    data: JSONBody[ActionBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[ActionJson]:
    part = await words.add_action(writer_of(period, actor, settings), _action(data))
    return answer(part, at=f"commentary/actions/{part.key}", created=True)


@put(
    BASE + "/commentary/actions/{action_id:uuid}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="changeAction",
    summary="Change or close an action as it stands in this half-year (If-Match)",
)
async def change_action(
    period: FromPath[str],
    action_id: FromPath[UUID],
    data: JSONBody[ActionBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[ActionJson]:
    part = await words.change_action(
        writer_of(period, actor, settings),
        action_id,
        _action(data),
        seen_revision(if_match, PartKind.ACTION),
    )
    return answer(part, at=f"commentary/actions/{action_id}")


@post(
    BASE + "/commentary/events",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="addEvent",
    summary="Add something that happened on a day: it is drawn on the charts",
)
async def add_event(
    period: FromPath[str],
    data: JSONBody[EventBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[EventJson]:
    part = await words.set_event(writer_of(period, actor, settings), None, data.on, data.words)
    return answer(part, at=f"commentary/events/{part.key}", created=True)


@put(
    BASE + "/commentary/events/{event_id:uuid}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="changeEvent",
    summary="Change an event (If-Match)",
)
async def change_event(
    period: FromPath[str],
    event_id: FromPath[UUID],
    data: JSONBody[EventBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[EventJson]:
    writer = writer_of(period, actor, settings)
    (await parts_of(writer.period_end)).one(PartKind.EVENT, str(event_id))
    seen = seen_revision(if_match, PartKind.EVENT)
    part = await words.set_event(writer, event_id, data.on, data.words, seen)
    return answer(part, at=f"commentary/events/{event_id}")


@put(
    BASE + "/commentary/quotations/{quotation_id:uuid}",
    guards=PSW_ONLY,
    tags=[TAG],
    operation_id="addQuotation",
    summary="Take in an approved quotation; its words are frozen when the edition is published",
)
async def add_quotation(
    period: FromPath[str],
    quotation_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[QuotationJson]:
    part = await words.add_quotation(writer_of(period, actor, settings), quotation_id)
    return answer(part, at=f"commentary/quotations/{quotation_id}")


def _action(body: ActionBody) -> Action:
    return Action(body.words, body.owner, body.due, body.measure, body.state, body.outcome)


ROUTES: list[HTTPRouteHandler] = [
    read_preparation,
    read_commentary,
    read_draft_views,
    write_headline,
    write_comment,
    set_action,
    change_action,
    add_event,
    change_event,
    add_quotation,
]

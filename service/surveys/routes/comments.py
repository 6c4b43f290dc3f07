"""Comments over HTTP: reading, consent, taking out, quoting; review-day feedback; follow-ups."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from scorecard.periods import half_year_ending
from scorecard.survey.question_set import Question
from service import clock, problems
from service.access.actor import Actor
from service.settings import Settings
from service.surveys import comments, follow_ups, quotations
from service.surveys.comments import Comment, Progress, Source
from service.surveys.follow_ups import State
from service.surveys.quotations import State as QuotationState
from service.surveys.routes.who import (
    CARERS,
    CODERS,
    DECIDERS,
    FEEDBACK,
    PSW,
    READERS,
    THEMES,
    HalfYearEnd,
    IfMatch,
    revision_of,
    tag,
)
from service.surveys.schemas.comments import (
    CommentJson,
    Comments,
    ConsentBody,
    FollowUpBody,
    FollowUpJson,
    FollowUps,
    QuotationBody,
    QuotationJson,
    Quotations,
    QuotationStateBody,
    ReviewDayBody,
    StrikeBody,
    comment_as_json,
    follow_up_as_json,
    quotation_as_json,
)
from service.surveys.store.codings import FollowUpRecord, QuotationRecord
from service.surveys.who import By

THING, QUOTATION, FOLLOW_UP = "comment", "quotation", "follow-up"
FOLLOW_UPS = "Follow-ups"


def tagged(found: Comment, *, status_code: int = 200) -> Response[CommentJson]:
    headers = tag(THING, found.record.revision)
    if status_code == 201:
        headers["location"] = f"/api/v1/comments/{found.record.id}"
    return Response(comment_as_json(found), status_code=status_code, headers=headers)


@get(
    "/api/v1/comments",
    guards=READERS,
    tags=[THEMES],
    operation_id="listComments",
    summary="Comments: as written for a coder's key, without personal data for others",
)
async def list_comments(
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    source: Annotated[Source | None, QueryParameter(description="Only of this source")] = None,
    half_year: HalfYearEnd = None,
    progress: Annotated[
        Progress | None, QueryParameter(description="Only those that are so far")
    ] = None,
    interview: Annotated[
        UUID | None, QueryParameter(description="Only of this exit interview")
    ] = None,
) -> Comments:
    opening = end = None
    if half_year is not None:
        period = half_year_ending(half_year, settings.half_year_ends)
        opening, end = period.opening, period.end
    found = await comments.listing(
        actor,
        settings,
        source=source,
        opening=opening,
        end=end,
        progress=progress,
        interview=interview,
    )
    return Comments([comment_as_json(each) for each in found])


@get(
    "/api/v1/comments/{comment_id:uuid}",
    guards=READERS,
    tags=[THEMES],
    operation_id="readComment",
    summary="One comment with the codings that the key may see",
)
async def read_comment(
    comment_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[CommentJson]:
    return tagged(await comments.one(comment_id, actor, settings))


@put(
    "/api/v1/comments/{comment_id:uuid}/consent",
    guards=CARERS,
    tags=[THEMES],
    operation_id="setQuotingConsent",
    summary="Note or withdraw the consent to be quoted; quotations go with it (If-Match)",
)
async def set_consent(
    comment_id: FromPath[UUID],
    data: JSONBody[ConsentBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[CommentJson]:
    revision = revision_of(if_match, THING)
    await comments.set_consent(comment_id, revision, actor, clock.now(), quotable=data.quotable)
    return tagged(await comments.one(comment_id, actor, settings))


@post(
    "/api/v1/comments/{comment_id:uuid}/strike",
    guards=CODERS,
    status_code=200,
    tags=[THEMES],
    operation_id="strikePersonalData",
    summary="Take personal data out of the kept text for good (If-Match)",
)
async def strike(
    comment_id: FromPath[UUID],
    data: JSONBody[StrikeBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[CommentJson]:
    """What was found goes, and the spans that are sent. It cannot be undone."""
    revision = revision_of(if_match, THING)
    await comments.strike(comment_id, revision, data.spans, By(actor, clock.now(), settings))
    return tagged(await comments.one(comment_id, actor, settings))


@post(
    "/api/v1/review-day-comments",
    guards=FEEDBACK,
    tags=[THEMES],
    operation_id="addReviewDayComment",
    summary="Feedback of a review day of the academy, with its writer's consent and without a name",
)
async def add_review_day_comment(
    data: JSONBody[ReviewDayBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[CommentJson]:
    if not data.consent:
        raise problems.Unprocessable(
            "Feedback is coded only with its writer's consent.",
            errors=[{"pointer": "/consent", "detail": "must be true"}],
        )
    record, _ = await comments.add_review_day(
        data.day,
        Question("review-day", data.kind, data.question),
        data.text,
        quotable=data.quotable,
        by=By(actor, clock.now(), settings),
    )
    return tagged(await comments.one(record.id, actor, settings), status_code=201)


# --- quotations --------------------------------------------------------------------------------


def _quoted(record: QuotationRecord, *, status_code: int = 200) -> Response[QuotationJson]:
    return Response(
        quotation_as_json(record),
        status_code=status_code,
        headers=tag(QUOTATION, record.revision),
    )


@post(
    "/api/v1/comments/{comment_id:uuid}/quotations",
    guards=CODERS,
    tags=[THEMES],
    operation_id="proposeQuotation",
    summary="Propose words of a comment for quoting: only with consent, personal data taken out",
)
async def propose_quotation(
    comment_id: FromPath[UUID],
    data: JSONBody[QuotationBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[QuotationJson]:
    """Facts that fit one person only identify too: a person reads every quotation."""
    by = By(actor, clock.now(), settings)
    record = await quotations.propose(comment_id, (data.start, data.end), data.spans, by)
    return _quoted(record, status_code=201)


@get(
    "/api/v1/quotations",
    guards=DECIDERS,
    tags=[THEMES],
    operation_id="listQuotations",
    summary="Quotations, oldest first",
)
async def list_quotations(
    *,
    only: Annotated[
        QuotationState | None, QueryParameter(name="state", description="Only in this state")
    ] = None,
) -> Quotations:
    return Quotations([quotation_as_json(each) for each in await quotations.listing(only)])


@put(
    "/api/v1/quotations/{quotation_id:uuid}/state",
    guards=PSW,
    tags=[THEMES],
    operation_id="decideQuotation",
    summary="Approve a quotation, or withdraw it (If-Match)",
)
async def decide_quotation(
    quotation_id: FromPath[UUID],
    data: JSONBody[QuotationStateBody],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> Response[QuotationJson]:
    revision = revision_of(if_match, QUOTATION)
    return _quoted(await quotations.decide(quotation_id, revision, data.state, actor, clock.now()))


# --- follow-ups --------------------------------------------------------------------------------


def _followed(record: FollowUpRecord) -> Response[FollowUpJson]:
    return Response(follow_up_as_json(record), headers=tag(FOLLOW_UP, record.revision))


@get(
    "/api/v1/follow-ups",
    guards=CARERS,
    tags=[FOLLOW_UPS],
    operation_id="listFollowUps",
    summary="Who asked for somebody to talk to about bullying, discrimination or safety, oldest first",
)
async def list_follow_ups(
    *,
    only: Annotated[
        State | None, QueryParameter(name="state", description="Only in this state")
    ] = None,
) -> FollowUps:
    return FollowUps([follow_up_as_json(each) for each in await follow_ups.listing(only)])


@get(
    "/api/v1/follow-ups/{follow_up_id:uuid}",
    guards=CARERS,
    tags=[FOLLOW_UPS],
    operation_id="readFollowUp",
    summary="One follow-up",
)
async def read_follow_up(follow_up_id: FromPath[UUID]) -> Response[FollowUpJson]:
    return _followed(await follow_ups.one(follow_up_id))


@put(
    "/api/v1/follow-ups/{follow_up_id:uuid}",
    guards=CARERS,
    tags=[FOLLOW_UPS],
    operation_id="changeFollowUp",
    summary="Hand a follow-up to a named role, or say how far it is (If-Match)",
)
async def change_follow_up(
    follow_up_id: FromPath[UUID],
    data: JSONBody[FollowUpBody],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> Response[FollowUpJson]:
    record = await follow_ups.change(
        follow_up_id,
        revision_of(if_match, FOLLOW_UP),
        role=data.role,
        state=data.state,
        outcome=data.outcome,
        actor=actor,
        now=clock.now(),
    )
    return _followed(record)


ROUTES: list[HTTPRouteHandler] = [
    list_comments,
    read_comment,
    set_consent,
    strike,
    add_review_day_comment,
    propose_quotation,
    list_quotations,
    decide_quotation,
    list_follow_ups,
    read_follow_up,
    change_follow_up,
]

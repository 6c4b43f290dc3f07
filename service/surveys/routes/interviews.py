"""Exit interviews over HTTP, for the HR desk."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from scorecard.periods import half_year_ending
from service import clock
from service.access.actor import Actor
from service.problems import NotFound
from service.settings import Settings
from service.surveys import interview_answers, interviews, links
from service.surveys.interview_answers import Given
from service.surveys.interviews import Interview, Status
from service.surveys.routes.who import (
    DESK,
    INTERVIEWS,
    READERS,
    HalfYearEnd,
    IfMatch,
    revision_of,
    tag,
)
from service.surveys.schemas.interviews import (
    AnsweredJson,
    AnswersBody,
    FreshLink,
    InterviewBody,
    InterviewJson,
    Interviews,
    LinkBody,
    NewInterview,
    RemarkJson,
    interview_as_json,
    wish_of,
)
from service.surveys.who import By
from service.web.openapi import also_answers

THING = "interview"


def _tagged(
    found: Interview, settings: Settings, *, status_code: int = 200
) -> Response[InterviewJson]:
    headers = tag(THING, found.record.revision)
    if status_code == 201:
        headers["location"] = f"/api/v1/exit-interviews/{found.record.id}"
    body = interview_as_json(found, settings, clock.now())
    return Response(body, status_code=status_code, headers=headers)


@get(
    "/api/v1/exit-interviews",
    guards=READERS,
    tags=[INTERVIEWS],
    operation_id="listExitInterviews",
    summary="Exit interviews by leaving date, without names and without a word of the answers",
    opt=also_answers(NotFound),
)
async def list_interviews(
    settings: NamedDependency[Settings],
    *,
    half_year: HalfYearEnd = None,
    status: Annotated[Status | None, QueryParameter(description="Only with this status")] = None,
) -> Interviews:
    opening = end = None
    if half_year is not None:
        period = half_year_ending(half_year, settings.half_year_ends)
        opening, end = period.opening, period.end
    now = clock.now()
    found = await interviews.listing(opening, end, status)
    return Interviews([interview_as_json(each, settings, now) for each in found])


@post(
    "/api/v1/exit-interviews",
    guards=DESK,
    tags=[INTERVIEWS],
    operation_id="offerExitInterview",
    summary="Note that a leaver was offered an exit interview",
)
async def offer_interview(
    data: JSONBody[NewInterview],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[InterviewJson]:
    """The registration number becomes the keyed identity of the workforce returns; it is not kept.

    ``leaver`` says whether the returns know of the leaver; the interview is kept in any case.
    """
    found = await interviews.offer(
        data.registration_number, wish_of(data), actor, clock.now(), settings
    )
    return _tagged(found, settings, status_code=201)


@get(
    "/api/v1/exit-interviews/{interview_id:uuid}",
    guards=READERS,
    tags=[INTERVIEWS],
    operation_id="readExitInterview",
    summary="One exit interview",
)
async def read_interview(
    interview_id: FromPath[UUID], settings: NamedDependency[Settings]
) -> Response[InterviewJson]:
    return _tagged(await interviews.one(interview_id), settings)


@put(
    "/api/v1/exit-interviews/{interview_id:uuid}",
    guards=DESK,
    tags=[INTERVIEWS],
    operation_id="changeExitInterview",
    summary="Put status, dates, destination and census reason in the place of what was said (If-Match)",
)
async def change_interview(
    interview_id: FromPath[UUID],
    data: JSONBody[InterviewBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[InterviewJson]:
    revision = revision_of(if_match, THING)
    found = await interviews.change(interview_id, revision, wish_of(data), actor, clock.now())
    return _tagged(found, settings)


@delete(
    "/api/v1/exit-interviews/{interview_id:uuid}",
    guards=DESK,
    tags=[INTERVIEWS],
    operation_id="withdrawExitInterview",
    summary="Withdraw an interview that was never offered and has no answers (If-Match)",
)
async def withdraw_interview(
    interview_id: FromPath[UUID], actor: NamedDependency[Actor], *, if_match: IfMatch = None
) -> None:
    await interviews.withdraw(interview_id, revision_of(if_match, THING), actor, clock.now())


@post(
    "/api/v1/exit-interviews/{interview_id:uuid}/link",
    guards=DESK,
    tags=[INTERVIEWS],
    operation_id="issueExitInterviewLink",
    summary="Make a private link for the leaver's own answers; it is shown this once",
)
async def issue_link(
    interview_id: FromPath[UUID],
    data: JSONBody[LinkBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> FreshLink:
    """The link before, if there was one, leads nowhere at once."""
    record, secret = await links.issue(interview_id, data.days, actor, clock.now())
    address = f"{settings.public_url}{links.PATH}{secret}"
    return FreshLink(address, record.id, record.link_expires_at)


@delete(
    "/api/v1/exit-interviews/{interview_id:uuid}/link",
    guards=DESK,
    tags=[INTERVIEWS],
    operation_id="revokeExitInterviewLink",
    summary="End the private link at once",
)
async def revoke_link(interview_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    await links.revoke(interview_id, actor, clock.now())


@post(
    "/api/v1/exit-interviews/{interview_id:uuid}/answers",
    guards=DESK,
    tags=[INTERVIEWS],
    operation_id="enterExitInterviewAnswers",
    summary="Enter what the leaver said; the interview is done then",
)
async def enter_answers(
    interview_id: FromPath[UUID],
    data: JSONBody[AnswersBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[AnsweredJson]:
    """Nothing is repaired or dropped: ``remarks`` say what a person should look at."""
    given = [
        Given(await interview_answers.asked(each.kind, each.question), each.text, each.quotable)
        for each in data.answers
    ]
    by = By(actor, clock.now(), settings)
    found, remarks = await interview_answers.answer(interview_id, given, data.done_on, by)
    body = AnsweredJson(
        interview_as_json(found, settings, by.now),
        [RemarkJson(place, remark) for place, remark in remarks],
    )
    return Response(body, status_code=201, headers=tag(THING, found.record.revision))


ROUTES: list[HTTPRouteHandler] = [
    list_interviews,
    offer_interview,
    read_interview,
    change_interview,
    withdraw_interview,
    issue_link,
    revoke_link,
    enter_answers,
]

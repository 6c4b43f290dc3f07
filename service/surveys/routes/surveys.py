"""Staff surveys over HTTP, for those who run them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from service import clock, problems
from service.access.actor import Actor
from service.settings import Settings
from service.surveys import surveys
from service.surveys.routes.files import AnyRequest, FileInBody, Filename, file_of
from service.surveys.routes.who import CARERS, SURVEYS, IfMatch, revision_of, tag
from service.surveys.schemas.surveys import (
    LEAST_GROUP,
    BroughtJson,
    LinksBody,
    LinksJson,
    ResultsJson,
    SurveyBody,
    SurveyJson,
    Surveys,
    brought_as_json,
    plan_of,
    results_as_json,
    survey_as_json,
)
from service.surveys.surveys import PATH, Plan, Survey
from service.surveys.who import By
from service.web.texts import LINE

THING = "survey"
MOST_INVITED = 1_000_000


def _tagged(found: Survey, *, status_code: int = 200) -> Response[SurveyJson]:
    headers = tag(THING, found.record.revision)
    if status_code == 201:
        headers["location"] = f"/api/v1/surveys/{found.record.id}"
    return Response(survey_as_json(found), status_code=status_code, headers=headers)


@get(
    "/api/v1/surveys",
    guards=CARERS,
    tags=[SURVEYS],
    operation_id="listSurveys",
    summary="Staff surveys, latest first, with how many responded",
)
async def list_surveys() -> Surveys:
    return Surveys([survey_as_json(each) for each in await surveys.listing()])


@post(
    "/api/v1/surveys",
    guards=CARERS,
    tags=[SURVEYS],
    operation_id="makeSurvey",
    summary="Make a survey of a question set, to be answered by private link",
)
async def make_survey(
    data: JSONBody[SurveyBody], actor: NamedDependency[Actor]
) -> Response[SurveyJson]:
    return _tagged(await surveys.make(plan_of(data), actor, clock.now()), status_code=201)


@get(
    "/api/v1/surveys/{survey_id:uuid}",
    guards=CARERS,
    tags=[SURVEYS],
    operation_id="readSurvey",
    summary="One survey, with how many responded and how many links are unused",
)
async def read_survey(survey_id: FromPath[UUID]) -> Response[SurveyJson]:
    return _tagged(await surveys.one(survey_id))


@post(
    "/api/v1/surveys/{survey_id:uuid}/links",
    guards=CARERS,
    tags=[SURVEYS],
    operation_id="issueSurveyLinks",
    summary="Make links, each good for one response; they are shown this once",
)
async def issue_links(
    survey_id: FromPath[UUID],
    data: JSONBody[LinksBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> LinksJson:
    """Nothing here leads from a response to its link: a used link is deleted."""
    secrets = await surveys.links(survey_id, data.group or "", data.count, actor, clock.now())
    addresses = [f"{settings.public_url}{PATH}{secret}" for secret in secrets]
    return LinksJson(survey_id, data.group, addresses)


@post(
    "/api/v1/surveys/{survey_id:uuid}/close",
    guards=CARERS,
    status_code=200,
    tags=[SURVEYS],
    operation_id="closeSurvey",
    summary="Close a survey: no more responses, and its results can be read (If-Match)",
)
async def close_survey(
    survey_id: FromPath[UUID], actor: NamedDependency[Actor], *, if_match: IfMatch = None
) -> Response[SurveyJson]:
    revision = revision_of(if_match, THING)
    return _tagged(await surveys.close(survey_id, revision, actor, clock.now()))


@get(
    "/api/v1/surveys/{survey_id:uuid}/results",
    guards=CARERS,
    tags=[SURVEYS],
    operation_id="readSurveyResults",
    summary="Results by employer standard: responses and rate first, nothing of small groups",
)
async def read_results(survey_id: FromPath[UUID]) -> ResultsJson:
    """409 survey-open before it is closed."""
    return results_as_json(await surveys.results_of(survey_id))


@post(
    "/api/v1/survey-imports",
    guards=CARERS,
    request_max_body_size=None,
    status_code=200,
    tags=[SURVEYS],
    operation_id="bringSurvey",
    operation_class=FileInBody,
    summary="Check the responses of a survey run elsewhere; with confirm=true store it, closed",
)
async def bring_survey(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    question_set: Annotated[UUID, QueryParameter(description="What was asked")],
    title: Annotated[str, QueryParameter(max_length=200, pattern=LINE)],
    first_day: Annotated[date, QueryParameter(description="First day of the survey")],
    last_day: Annotated[date, QueryParameter(description="Last day of the survey")],
    minimum_group: Annotated[
        int,
        QueryParameter(ge=LEAST_GROUP, le=1000, description="Nothing is shown of fewer responses"),
    ] = 10,
    invited: Annotated[
        list[str] | None,
        QueryParameter(
            description="How many were invited: a number, or GROUP=NUMBER, once for each group"
        ),
    ] = None,
    confirm: Annotated[bool, QueryParameter(description="Store it")] = False,
    filename: Filename = None,
) -> BroughtJson:
    """One row a response; columns: group, and the id of each statement and open question.

    422 interview-file-refused lists what stands in the way of storing.
    """
    content, name = await file_of(request, filename)
    plan = Plan(question_set, title, first_day, last_day, minimum_group)
    read, survey = await surveys.bring(
        plan,
        content,
        name,
        _invited(invited or []),
        By(actor, clock.now(), settings),
        confirm=confirm,
    )
    return brought_as_json(read, survey)


def _invited(given: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in given:
        group, _, number = each.rpartition("=")
        name = group.strip()
        if (
            not (number.isascii() and number.isdigit())
            or int(number) > MOST_INVITED
            or name in found
        ):
            raise problems.InvalidParameter(
                "How many were invited is not readable.",
                errors=[
                    {
                        "parameter": "invited",
                        "detail": "must be a number, or GROUP=NUMBER once for each group",
                    }
                ],
            )
        found[name] = int(number)
    return found


ROUTES: list[HTTPRouteHandler] = [
    list_surveys,
    make_survey,
    read_survey,
    issue_links,
    close_survey,
    read_results,
    bring_survey,
]

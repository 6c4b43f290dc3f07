"""Codebooks and question sets over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from service import clock
from service.access.actor import Actor
from service.surveys import codebooks, question_sets
from service.surveys.routes.who import PSW, READERS, SURVEYS, THEMES, IfMatch, revision_of, tag
from service.surveys.schemas.documents import (
    CodebookBody,
    CodebookJson,
    Codebooks,
    QuestionSetBody,
    QuestionSetJson,
    QuestionSets,
    codebook_as_json,
    line_of,
    question_set_as_json,
)

THING = "codebook"


@get(
    "/api/v1/codebooks",
    guards=READERS,
    tags=[THEMES],
    operation_id="listCodebooks",
    summary="Versions of the codebook, newest first: the first is in force",
)
async def list_codebooks() -> Response[Codebooks]:
    found = await codebooks.versions()
    return Response(
        Codebooks([line_of(each) for each in found]), headers=tag(THING, found[0].number)
    )


@get(
    "/api/v1/codebooks/{number:int}",
    guards=READERS,
    tags=[THEMES],
    operation_id="readCodebook",
    summary="One version of the codebook: themes, changes and lexicon",
)
async def read_codebook(number: FromPath[int]) -> Response[CodebookJson]:
    record = await codebooks.version(number)
    return Response(codebook_as_json(record), headers=tag(THING, record.number))


@post(
    "/api/v1/codebooks",
    guards=PSW,
    request_max_body_size=4 * 1024 * 1024,
    tags=[THEMES],
    operation_id="publishCodebook",
    summary="Store the next version of the codebook (If-Match names the one it was made on)",
)
async def publish_codebook(
    data: JSONBody[CodebookBody], actor: NamedDependency[Actor], *, if_match: IfMatch = None
) -> Response[CodebookJson]:
    """409 theme-in-use when a theme that comments are coded with is neither kept nor accounted for."""
    record = await codebooks.publish(
        data.document, data.note, revision_of(if_match, THING), actor, clock.now()
    )
    headers = tag(THING, record.number) | {"location": f"/api/v1/codebooks/{record.number}"}
    return Response(codebook_as_json(record), status_code=201, headers=headers)


@get(
    "/api/v1/question-sets",
    guards=READERS,
    tags=[SURVEYS],
    operation_id="listQuestionSets",
    summary="What leavers and staff are asked: all editions, newest of each key first",
)
async def list_question_sets(
    *,
    kind: Annotated[
        Literal["exit", "survey"] | None, QueryParameter(description="Only of this kind")
    ] = None,
) -> QuestionSets:
    return QuestionSets([question_set_as_json(each) for each in await question_sets.listing(kind)])


@get(
    "/api/v1/question-sets/{set_id:uuid}",
    guards=READERS,
    tags=[SURVEYS],
    operation_id="readQuestionSet",
    summary="One edition of a question set",
)
async def read_question_set(set_id: FromPath[UUID]) -> QuestionSetJson:
    return question_set_as_json(await question_sets.one(set_id))


@post(
    "/api/v1/question-sets",
    guards=PSW,
    tags=[SURVEYS],
    operation_id="addQuestionSet",
    summary="Store a new edition of a question set: a set that was used never changes",
)
async def add_question_set(
    data: JSONBody[QuestionSetBody], actor: NamedDependency[Actor]
) -> Response[QuestionSetJson]:
    record = await question_sets.add(data.kind, data.document, actor, clock.now())
    return Response(
        question_set_as_json(record),
        status_code=201,
        headers={"location": f"/api/v1/question-sets/{record.id}"},
    )


ROUTES: list[HTTPRouteHandler] = [
    list_codebooks,
    read_codebook,
    publish_codebook,
    list_question_sets,
    read_question_set,
    add_question_set,
]

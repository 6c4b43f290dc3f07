"""Programmes over HTTP."""

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from service import clock
from service.access.actor import Actor
from service.cohorts import programmes
from service.cohorts.routes.who import LEADS, READERS, TAG
from service.cohorts.schemas.programmes import (
    ProgrammeJson,
    Programmes,
    entry_as_json,
    programme_as_json,
)


@get(
    "/api/v1/programmes",
    guards=READERS,
    tags=[TAG],
    operation_id="listProgrammes",
    summary="All versions of all programmes",
)
async def list_programmes() -> Programmes:
    return Programmes([entry_as_json(each) for each in await programmes.versions()])


@get(
    "/api/v1/programmes/{key:str}",
    guards=READERS,
    tags=[TAG],
    operation_id="readProgramme",
    summary="One version of a programme with its document, or the newest",
)
async def read_programme(
    key: FromPath[str],
    version: Annotated[
        int | None, QueryParameter(ge=1, description="The newest when left out")
    ] = None,
) -> ProgrammeJson:
    return programme_as_json(await programmes.one(key, version))


@post(
    "/api/v1/programmes",
    guards=LEADS,
    tags=[TAG],
    operation_id="storeProgramme",
    responses={200: ResponseSpec(ProgrammeJson, description="This version is there already")},
    summary="Store a new version of a programme; a stored version never changes",
)
async def store_programme(
    data: JSONBody[dict[str, Any]], actor: NamedDependency[Actor]
) -> Response[ProgrammeJson]:
    """The body is the document itself, as academy/data/programmes/lancashire.json."""
    version, fresh = await programmes.add(data, actor, clock.now())
    programme = version.programme
    return Response(
        programme_as_json(version),
        status_code=201 if fresh else 200,
        headers={"location": f"/api/v1/programmes/{programme.key}?version={programme.version}"},
    )


ROUTES: list[HTTPRouteHandler] = [list_programmes, read_programme, store_programme]

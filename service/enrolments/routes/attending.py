"""What members attend over HTTP: itineraries, groups, readiness, digests, registers."""

from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from service import clock
from service.access.actor import Actor
from service.enrolments import groups, itineraries, own, register
from service.enrolments.digest import digest_of
from service.enrolments.register_csv import register_csv
from service.enrolments.routes.who import LEADS, OWNERS, REGISTRARS, TAG
from service.enrolments.schemas.attending import (
    DigestJson,
    GroupingBody,
    Groups,
    ItineraryJson,
    ReadinessJson,
    RegisterJson,
    digest_as_json,
    groups_as_json,
    itinerary_as_json,
    readiness_as_json,
    register_as_json,
)
from service.settings import Settings

CSV = "text/csv; charset=utf-8"


@get(
    "/api/v1/members/{member_id:uuid}/itinerary",
    guards=OWNERS,
    tags=[TAG],
    operation_id="readItinerary",
    summary="What a member attends, and what they miss and why",
)
async def read_itinerary(member_id: FromPath[UUID], actor: NamedDependency[Actor]) -> ItineraryJson:
    await own.member_for(actor, member_id)
    return itinerary_as_json(await itineraries.itinerary_of(member_id))


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/groups",
    guards=LEADS,
    tags=[TAG],
    operation_id="listGroups",
    summary="Groups of items over capacity, open ones too, and who comes too early",
)
async def list_groups(cohort_id: FromPath[UUID]) -> Groups:
    return groups_as_json(await groups.grouping(cohort_id))


@put(
    "/api/v1/cohorts/{cohort_id:uuid}/groups",
    guards=LEADS,
    tags=[TAG],
    operation_id="chooseGrouping",
    summary="Balanced groups, or full ones and a rest",
)
async def choose_grouping(
    cohort_id: FromPath[UUID], data: JSONBody[GroupingBody], actor: NamedDependency[Actor]
) -> Groups:
    return groups_as_json(await groups.choose(cohort_id, data.fill_first, actor, clock.now()))


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/readiness",
    guards=LEADS,
    tags=[TAG],
    operation_id="readReadiness",
    summary="How much of the released plan is ready, and what each item still needs",
)
async def read_readiness(cohort_id: FromPath[UUID]) -> ReadinessJson:
    return readiness_as_json(await itineraries.readiness_of(cohort_id))


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/releases/{version:int}/digest",
    guards=LEADS,
    tags=[TAG],
    operation_id="readDigest",
    summary="What a release changed for each member, and who is to be told at once",
)
async def read_digest(
    cohort_id: FromPath[UUID],
    version: FromPath[int],
    settings: NamedDependency[Settings],
) -> DigestJson:
    return digest_as_json(await digest_of(cohort_id, version, thresholds=settings.planning))


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/register",
    guards=REGISTRARS,
    tags=[TAG],
    operation_id="readRegister",
    summary="Who is expected in which session; a facilitator sees the sessions they lead",
)
async def read_register(cohort_id: FromPath[UUID], actor: NamedDependency[Actor]) -> RegisterJson:
    return register_as_json(own.register_for(actor, await register.register_of(cohort_id)))


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/register.csv",
    guards=REGISTRARS,
    tags=[TAG],
    operation_id="readRegisterAsCsv",
    summary="The register for a spreadsheet",
    media_type=CSV,
)
async def read_register_as_csv(
    cohort_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """Safe to open in a spreadsheet."""
    found = own.register_for(actor, await register.register_of(cohort_id))
    return Response(
        register_csv(found.lines, found.states),
        media_type=CSV,
        headers={"content-disposition": f'attachment; filename="register-{found.cohort_key}.csv"'},
    )


ROUTES: list[HTTPRouteHandler] = [
    read_itinerary,
    list_groups,
    choose_grouping,
    read_readiness,
    read_digest,
    read_register,
    read_register_as_csv,
]

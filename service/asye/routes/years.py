"""Years over HTTP: begun, read, changed, ended, taken up again; breaches; presets."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from service import clock
from service.access.actor import Actor
from service.asye import reading, years
from service.asye.presets import shipped_presets
from service.asye.routes.who import (
    LEADS,
    MANAGERS,
    READERS,
    TAG,
    IfMatch,
    revision_of,
    sees_caseload,
    year_tag,
)
from service.asye.schemas.answers import (
    breach_entry,
    preset_as_json,
    summary_as_json,
    year_as_json,
)
from service.asye.schemas.bodies import EndBody, ReturnBody, TermsBody, wish_of
from service.asye.schemas.years import Breaches, Presets, YearJson, Years
from service.settings import Settings

StateWord = Literal["not-started", "on-time", "paused", "late", "completed", "ended"]


async def answer(
    year_id: UUID, actor: Actor, settings: Settings, *, status_code: int = 200
) -> Response[YearJson]:
    """The year as it stands today, as the key may see it. Raises NoSuchYear."""
    held = await reading.one_for(actor, year_id, years.day_of(clock.now()), settings.asye)
    clocks = await reading.two_clocks(held, settings.asye)
    return Response(
        year_as_json(held, clocks, with_caseload=sees_caseload(actor)),
        status_code=status_code,
        headers={"etag": f'"{year_tag(held.record.revision)}"'},
    )


@get(
    "/api/v1/asye/presets",
    guards=READERS,
    tags=[TAG],
    operation_id="listAsyePresets",
    summary="What employers and schemes promise, as cited and dated data",
)
async def list_presets() -> Presets:
    return Presets([preset_as_json(each) for each in shipped_presets().values()])


@post(
    "/api/v1/members/{member_id:uuid}/asye-years",
    guards=LEADS,
    tags=[TAG],
    operation_id="beginAsyeYear",
    summary="Begin a member's ASYE year under a preset",
)
async def begin_year(
    member_id: FromPath[UUID],
    data: JSONBody[TermsBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    """The preset is kept with the year: a person stays on the version they started on."""
    begun = await years.begin(member_id, wish_of(data), actor, clock.now())
    return await answer(begun.id, actor, settings, status_code=201)


@get(
    "/api/v1/members/{member_id:uuid}/asye-years",
    guards=READERS,
    tags=[TAG],
    operation_id="listMemberAsyeYears",
    summary="A member's ASYE years, as far as the key may see them",
)
async def list_member_years(
    member_id: FromPath[UUID], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> Years:
    found = await reading.of_member(member_id, actor, years.day_of(clock.now()), settings.asye)
    seen = sees_caseload(actor)
    return Years([summary_as_json(each, with_caseload=seen) for each in found])


@get(
    "/api/v1/asye-years",
    guards=READERS,
    tags=[TAG],
    operation_id="listAsyeYears",
    summary="ASYE years by start: all for the office, a manager's team, whom somebody supervises",
)
async def list_years(
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    team: Annotated[str | None, QueryParameter(min_length=1, max_length=200)] = None,
    standing: Annotated[StateWord | None, QueryParameter(name="state")] = None,
) -> Years:
    found = await reading.seen_by(actor, years.day_of(clock.now()), settings.asye)
    seen = sees_caseload(actor)
    return Years(
        [
            summary_as_json(each, with_caseload=seen)
            for each in found
            if team in {None, each.member.team} and standing in {None, each.standing.state.value}
        ]
    )


@get(
    "/api/v1/asye-years/{year_id:uuid}",
    guards=READERS,
    tags=[TAG],
    operation_id="readAsyeYear",
    summary="One ASYE year: the plan, what was recorded, and how the two compare today",
)
async def read_year(
    year_id: FromPath[UUID], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> Response[YearJson]:
    return await answer(year_id, actor, settings)


@put(
    "/api/v1/asye-years/{year_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="changeAsyeYear",
    summary="Put other terms in the place of those that were agreed (If-Match)",
)
async def change_year(
    year_id: FromPath[UUID],
    data: JSONBody[TermsBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[YearJson]:
    await years.change(year_id, revision_of(if_match), wish_of(data), actor, clock.now())
    return await answer(year_id, actor, settings)


@post(
    "/api/v1/asye-years/{year_id:uuid}/end",
    guards=LEADS,
    tags=[TAG],
    operation_id="endAsyeYear",
    summary="The year is completed, or they left or take part no more (If-Match)",
    status_code=200,
)
async def end_year(
    year_id: FromPath[UUID],
    data: JSONBody[EndBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[YearJson]:
    await years.end(
        year_id,
        revision_of(if_match),
        on=data.on,
        state=data.state,
        actor=actor,
        now=clock.now(),
    )
    return await answer(year_id, actor, settings)


@post(
    "/api/v1/asye-years/{year_id:uuid}/return",
    guards=LEADS,
    tags=[TAG],
    operation_id="takeUpAsyeYear",
    summary="Who left in mid-year is back: the clock stood still in between (If-Match)",
    status_code=200,
)
async def take_up_year(
    year_id: FromPath[UUID],
    data: JSONBody[ReturnBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[YearJson]:
    await years.come_back(
        year_id,
        revision_of(if_match),
        on=data.on,
        member_id=data.member,
        actor=actor,
        now=clock.now(),
    )
    return await answer(year_id, actor, settings)


@get(
    "/api/v1/asye-breaches",
    guards=MANAGERS,
    tags=[TAG],
    operation_id="listAsyeBreaches",
    summary="Caseloads over the cap, the oldest first: all for the office, a manager's team",
)
async def list_breaches(
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    with_closed: Annotated[
        bool, QueryParameter(description="Also those that are closed or ended with the year")
    ] = False,
) -> Breaches:
    today = years.day_of(clock.now())
    found = await reading.breaches_for(actor, today, settings.asye, with_closed=with_closed)
    return Breaches([breach_entry(held, breach) for held, breach in found])


ROUTES: list[HTTPRouteHandler] = [
    list_presets,
    begin_year,
    list_member_years,
    list_years,
    read_year,
    change_year,
    end_year,
    take_up_year,
    list_breaches,
]

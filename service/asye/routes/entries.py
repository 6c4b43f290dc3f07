"""What is recorded of a year, over HTTP. Every answer is the year as it then stands."""

from fractions import Fraction
from uuid import UUID

from litestar import Response, delete, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from academy.asye.agreement import Signatory
from service import clock
from service.access.actor import Actor
from service.asye import reading, recording, years
from service.asye.recording import New
from service.asye.routes.who import (
    LEADS,
    MANAGERS,
    OWNERS,
    RECORDERS,
    TAG,
    WEIGHERS,
    IfMatch,
    revision_of,
)
from service.asye.routes.years import answer
from service.asye.schemas.bodies import (
    AcknowledgementBody,
    CaseMixBody,
    FteChangeBody,
    PauseBody,
    PieceBody,
    ProtectedTimeBody,
    ReviewBody,
    SignatureBody,
    SupervisionBody,
    SupervisorBody,
    WorkloadBody,
)
from service.asye.schemas.years import YearJson
from service.asye.store import EntryKind, decimal_text
from service.settings import Settings

YEAR = "/api/v1/asye-years/{year_id:uuid}"


async def _record(year_id: UUID, new: New, actor: Actor, settings: Settings) -> Response[YearJson]:
    """Raises NoSuchYear for a year that the key may not see."""
    now = clock.now()
    await reading.one_for(actor, year_id, years.day_of(now), settings.asye)
    await recording.add(year_id, new, actor, now)
    return await answer(year_id, actor, settings, status_code=201)


@post(
    f"{YEAR}/fte-changes",
    guards=LEADS,
    tags=[TAG],
    operation_id="recordFteChange",
    summary="FTE or days worked from a day on: what is done counts at the old rate",
)
async def record_fte_change(
    year_id: FromPath[UUID],
    data: JSONBody[FteChangeBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    return await _record(
        year_id,
        New(
            EntryKind.FTE_CHANGE,
            data.on,
            {
                "fte": None if data.fte is None else decimal_text(Fraction(data.fte)),
                "weekdays": None if data.weekdays is None else sorted(set(data.weekdays)),
            },
            data.on.isoformat(),
        ),
        actor,
        settings,
    )


@post(
    f"{YEAR}/pauses",
    guards=LEADS,
    tags=[TAG],
    operation_id="recordPause",
    summary="Ask for a pause: the clock stands still once all four have signed",
)
async def record_pause(
    year_id: FromPath[UUID],
    data: JSONBody[PauseBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    return await _record(
        year_id,
        New(
            EntryKind.PAUSE,
            data.first,
            {"last": data.last.isoformat(), "reason": data.reason, "signed": {}},
        ),
        actor,
        settings,
    )


@post(
    f"{YEAR}/reviews",
    guards=RECORDERS,
    tags=[TAG],
    operation_id="recordReview",
    summary="The day on which a review was held, or the panel meets or met",
)
async def record_review(
    year_id: FromPath[UUID],
    data: JSONBody[ReviewBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    return await _record(
        year_id, New(EntryKind.REVIEW, data.held_on, key=data.milestone), actor, settings
    )


@post(
    f"{YEAR}/evidence",
    guards=RECORDERS,
    tags=[TAG],
    operation_id="recordEvidence",
    summary="A piece of evidence is there: an observation, feedback, the log",
)
async def record_piece(
    year_id: FromPath[UUID],
    data: JSONBody[PieceBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    return await _record(
        year_id, New(EntryKind.PIECE, data.on, {"piece": data.piece}), actor, settings
    )


@post(
    f"{YEAR}/supervision",
    guards=RECORDERS,
    tags=[TAG],
    operation_id="recordSupervision",
    summary="Supervision was held, or cancelled: by whom and why",
)
async def record_supervision(
    year_id: FromPath[UUID],
    data: JSONBody[SupervisionBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    return await _record(
        year_id,
        New(
            EntryKind.SUPERVISION,
            data.on,
            {"minutes": data.minutes, "cancelled_by": data.cancelled_by, "cause": data.cause},
        ),
        actor,
        settings,
    )


@post(
    f"{YEAR}/protected-time",
    guards=OWNERS,
    tags=[TAG],
    operation_id="recordProtectedTime",
    summary="Protected time planned, taken, and lost with its cause",
)
async def record_protected_time(
    year_id: FromPath[UUID],
    data: JSONBody[ProtectedTimeBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    return await _record(
        year_id,
        New(
            EntryKind.PROTECTED_TIME,
            data.on,
            {
                "planned": data.planned,
                "taken": data.taken,
                "lost": data.lost,
                "cause": data.cause,
                "academy": data.academy,
            },
        ),
        actor,
        settings,
    )


@post(
    f"{YEAR}/case-mix",
    guards=RECORDERS,
    tags=[TAG],
    operation_id="recordCaseMix",
    summary="How many of a kind of work are held on a day, and how many jointly",
)
async def record_case_mix(
    year_id: FromPath[UUID],
    data: JSONBody[CaseMixBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    return await _record(
        year_id,
        New(
            EntryKind.CASE_MIX,
            data.on,
            {
                "work": data.work,
                "cases": data.cases,
                "supported": data.supported,
                "co_worker": data.co_worker,
            },
            f"{data.on.isoformat()}/{data.work}",
        ),
        actor,
        settings,
    )


@post(
    f"{YEAR}/workload",
    guards=WEIGHERS,
    tags=[TAG],
    operation_id="recordWorkload",
    summary="What all work held on a day weighs, where the cap is in points",
)
async def record_workload(
    year_id: FromPath[UUID],
    data: JSONBody[WorkloadBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    """Caseload returns count children, families or cases, and no points."""
    return await _record(
        year_id,
        New(
            EntryKind.CASE_MIX,
            data.on,
            {"points": data.points},
            f"{data.on.isoformat()}/points",
        ),
        actor,
        settings,
    )


@post(
    f"{YEAR}/supervisors",
    guards=LEADS,
    tags=[TAG],
    operation_id="recordSupervisor",
    summary="Who supervises from a day on",
)
async def record_supervisor(
    year_id: FromPath[UUID],
    data: JSONBody[SupervisorBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    return await _record(
        year_id,
        New(EntryKind.SUPERVISOR, data.first, {"name": data.name.strip()}, data.first.isoformat()),
        actor,
        settings,
    )


@post(
    f"{YEAR}/pauses/{{entry_id:uuid}}/signatures",
    guards=OWNERS,
    tags=[TAG],
    operation_id="signPause",
    summary="One of the four signs a pause",
)
async def sign_pause(
    year_id: FromPath[UUID],
    entry_id: FromPath[UUID],
    data: JSONBody[SignatureBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    """The lead may sign for any of them, as on paper; the trail says who did."""
    now = clock.now()
    await reading.one_for(actor, year_id, years.day_of(now), settings.asye)
    await recording.sign(year_id, entry_id, Signatory(data.signatory), actor, now)
    return await answer(year_id, actor, settings, status_code=201)


@post(
    f"{YEAR}/acknowledgements",
    guards=MANAGERS,
    tags=[TAG],
    operation_id="acknowledgeBreach",
    summary="Acknowledge the open breach with a plan and a date; it stays open",
)
async def acknowledge_breach(
    year_id: FromPath[UUID],
    data: JSONBody[AcknowledgementBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[YearJson]:
    now = clock.now()
    held = await reading.one_for(actor, year_id, years.day_of(now), settings.asye)
    await recording.acknowledge(
        year_id,
        actions=list(data.actions),
        until=data.until,
        breach_open=any(each.open for each in held.standing.caseload.breaches),
        actor=actor,
        now=now,
    )
    return await answer(year_id, actor, settings, status_code=201)


@delete(
    f"{YEAR}/entries/{{entry_id:uuid}}",
    guards=RECORDERS,
    tags=[TAG],
    operation_id="deleteAsyeEntry",
    summary="Take out what was recorded wrongly; the audit trail keeps it (If-Match)",
    status_code=200,
)
async def delete_entry(
    year_id: FromPath[UUID],
    entry_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[YearJson]:
    now = clock.now()
    revision = revision_of(if_match)
    await reading.one_for(actor, year_id, years.day_of(now), settings.asye)
    await recording.delete(year_id, entry_id, revision, actor, now)
    return await answer(year_id, actor, settings)


ROUTES: list[HTTPRouteHandler] = [
    record_fte_change,
    record_pause,
    record_review,
    record_piece,
    record_supervision,
    record_protected_time,
    record_case_mix,
    record_workload,
    record_supervisor,
    sign_pause,
    acknowledge_breach,
    delete_entry,
]

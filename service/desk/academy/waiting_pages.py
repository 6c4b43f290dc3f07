"""Starters who wait for a place, with their wait; and the academy week by week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from service import clock
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.asye import weeks
from service.cohorts import cohorts
from service.desk.academy.forms import REFUSALS
from service.enrolments import placing
from service.enrolments.placing import Offer, Proposal
from service.settings import Settings
from service.web.english import day_words
from service.web.typed import revision_in, typed

LEAD = [opens_to(Scope.ACADEMY)]
PATH = "/academy/waiting"
WEEKS = (13, 26, 52)


@dataclass(frozen=True, slots=True)
class RunChoice:
    """``value`` is ``cohort/run``; ``words`` say what it is and how many places are left."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class StarterLine:
    """``wait``: until the proposed run, or since their start where there is none."""

    id: UUID
    revision: int
    name: str
    about: str
    starts: str
    wait: str
    proposed: str
    notes: tuple[str, ...]


@get(PATH, guards=LEAD, include_in_schema=False)
async def waiting(
    visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    return await _page(visitor, settings)


@post(PATH + "/{starter_id:uuid}", guards=LEAD, include_in_schema=False)
async def place(
    request: AnyRequest,
    starter_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """A person confirms the run, proposed or another: the starter becomes a member."""
    texts = await typed(request)
    cohort, _, run = texts.get("run", "").partition("/")
    try:
        cohort_id = UUID(cohort)
    except ValueError:
        return await _page(visitor, settings, "Choose a run for the starter", 422)
    try:
        _, member = await placing.place(
            starter_id,
            revision_in(texts) or 0,
            cohort_id=cohort_id,
            run=run,
            actor=visitor.actor,
            now=clock.now(),
            settings=settings,
        )
    except REFUSALS as refusal:
        return await _page(visitor, settings, f"{refusal.title}. {refusal.detail}", refusal.status)
    return seen(f"/academy/cohorts/{member.cohort}/members")


async def _page(
    visitor: Visitor, settings: Settings, fault: str = "", status: int = 200
) -> Template:
    today = clock.today()
    offers = await placing.open_runs()
    context = {
        "lines": [_line(each, today) for each in await placing.proposals(settings)],
        "runs": [_choice(each) for each in offers],
        "fault": fault,
    }
    return office_page("desk/waiting.html", visitor, context, status_code=status)


def _choice(offer: Offer) -> RunChoice:
    run = offer.offer
    title = offer.cohort.record.title
    known = offer.cohort.draft.run(run.run)
    name = title if known is None or run.run == "home" else f"{title}, {known.title}"
    left = "no limit" if run.capacity is None else f"{max(0, run.capacity - run.taken)} places left"
    blocked = ", cannot be released as it stands" if run.blocked else ""
    return RunChoice(
        f"{offer.cohort.record.id}/{run.run}",
        f"{name}, from {day_words(run.starts)} ({left}{blocked})",
    )


def _line(proposal: Proposal, today: date) -> StarterLine:
    record, allocation = proposal.known.record, proposal.allocation
    qualified = "Newly qualified" if record.newly_qualified else "Experienced"
    if proposal.offer is not None:
        wait = f"{allocation.wait_weeks} weeks to the first day of the run"
        chosen = _choice(proposal.offer).value
    else:
        days = (today - record.start).days
        wait = f"Waits for {days} days already" if days > 0 else "No run has a place yet"
        chosen = ""
    return StarterLine(
        record.id,
        record.revision,
        record.name,
        ", ".join(filter(None, (qualified, record.team))),
        day_words(record.start),
        wait,
        chosen,
        tuple(each.message for each in allocation.findings),
    )


# --- week by week --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WeekLine:
    week: str
    cohorts: str
    members: int
    asye: int
    staff: str


@get("/academy/weeks", guards=LEAD, include_in_schema=False)
async def by_week(
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    *,
    count: Annotated[int, QueryParameter(name="weeks", ge=1, le=104)] = WEEKS[0],
) -> Template:
    """What runs at the same time, from this week on."""
    first = clock.today()
    found, peak = await weeks.by_week(first, first + timedelta(weeks=count), settings)
    titles = {each.record.key: each.record.title for each in await cohorts.listing()}
    context = {
        "lines": [
            WeekLine(
                day_words(each.monday),
                ", ".join(titles.get(key, key) for key in each.cohorts) or "None",
                each.members,
                each.newly_qualified_in_asye,
                _staff(each.staff_days),
            )
            for each in found
        ],
        "peak": day_words(peak.monday) if peak else "",
        "most": peak.newly_qualified_in_asye if peak else 0,
        "count": count,
        "choices": WEEKS,
    }
    return office_page("desk/weeks.html", visitor, context)


def _staff(days: Mapping[str, int]) -> str:
    """Who is taken for how many days, the most first."""
    ordered = sorted(days.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{name} ({count})" for name, count in ordered) or "Nobody"


ROUTES: list[HTTPRouteHandler] = [waiting, place, by_week]

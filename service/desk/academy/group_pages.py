"""Groups of a cohort, what its members cannot attend, and mop-up sessions for what was missed."""

from dataclasses import dataclass
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import clock
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.cohorts import cohorts
from service.cohorts.cohorts import Cohort
from service.cohorts.drafts import HOME
from service.desk.academy.draft_pages import COHORT
from service.desk.academy.forms import REFUSALS
from service.enrolments import commitments, groups, mop_up
from service.enrolments.groups import Grouping
from service.enrolments.mop_up import Needs
from service.web.english import day_words, span_words
from service.web.typed import revision_in, typed

LEAD = [opens_to(Scope.ACADEMY)]
MOP_UP = "/academy/mop-up"


@dataclass(frozen=True, slots=True)
class GroupLine:
    title: str
    names: tuple[str, ...]
    dated: bool


@get(COHORT + "/groups", guards=LEAD, include_in_schema=False)
async def group_list(cohort_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Template:
    cohort = await cohorts.one(cohort_id)
    found = await groups.grouping(cohort_id)
    context = {
        "cohort": cohort,
        "fill_first": found.fill_first,
        "groups": _groups(found, cohort),
        "early": [f"{member.name}: {order.finding.message}" for member, order in found.orders],
        "against": [
            (each.member.name, [finding.message for finding in each.findings])
            for each in await commitments.of_cohort(cohort_id)
        ],
        "closed": cohort.record.state == "closed",
    }
    return office_page("desk/groups.html", visitor, context)


def _groups(found: Grouping, cohort: Cohort) -> list[GroupLine]:
    """Groups count anew in each run, so another run than the home run is named."""
    undated = set(found.unscheduled)
    titles = {item.key: item.title for _, item in cohort.programme.items()}
    runs = {run.key: f", {run.title}" for run in cohort.draft.runs if run.key != HOME}
    return [
        GroupLine(
            f"{titles.get(group.item, group.item)}, group {group.number}{runs.get(group.run, '')}",
            tuple(sorted(found.members[each].name for each in group.members)),
            group not in undated,
        )
        for group in found.groups
    ]


@post(COHORT + "/groups", guards=LEAD, include_in_schema=False)
async def divide(
    request: AnyRequest, cohort_id: FromPath[UUID], visitor: NamedDependency[Visitor]
) -> Redirect:
    """Groups of one size, or full ones and a rest: people may change groups by it."""
    texts = await typed(request)
    await groups.choose(cohort_id, texts.get("fill_first") == "yes", visitor.actor, clock.now())
    return seen(f"/academy/cohorts/{cohort_id}/groups")


# --- mop-up --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NeedLine:
    """``uid``: of the session that is proposed; empty where none has a place."""

    member: UUID
    revision: int
    name: str
    item: str
    why: str
    session: str
    uid: str


@get(MOP_UP, guards=LEAD, include_in_schema=False)
async def open_needs(visitor: NamedDependency[Visitor]) -> Template:
    return await _needs(visitor)


@post(MOP_UP, guards=LEAD, include_in_schema=False)
async def give_place(request: AnyRequest, visitor: NamedDependency[Visitor]) -> Template | Redirect:
    """The proposed session for one member, beside those that were confirmed for them before."""
    texts = await typed(request)
    try:
        member_id = UUID(texts.get("member", ""))
    except ValueError:
        return await _needs(visitor, "Choose whose place is confirmed", 422)
    found = await mop_up.open_needs(clock.today())
    record = found.members.get(str(member_id))
    uids = frozenset({*(record.catch_up if record else ()), texts.get("uid", "")}) - {""}
    try:
        await mop_up.confirm(member_id, revision_in(texts) or 0, uids, visitor.actor, clock.now())
    except REFUSALS as refusal:
        return await _needs(visitor, f"{refusal.title}. {refusal.detail}", refusal.status)
    return seen(MOP_UP)


async def _needs(visitor: Visitor, fault: str = "", status: int = 200) -> Template:
    found = await mop_up.open_needs(clock.today())
    titles = {
        item.key: item.title
        for cohort in await cohorts.listing()
        for _, item in cohort.programme.items()
    }
    context = {
        "demands": [
            (each.title, len(each.needs), ", ".join(str(size) for size in each.groups))
            for each in found.demands
        ],
        "lines": _need_lines(found, titles),
        "fault": fault,
    }
    return office_page("desk/mop_up.html", visitor, context, status_code=status)


def _need_lines(found: Needs, titles: dict[str, str]) -> list[NeedLine]:
    lines = []
    for each in found.proposals:
        record = found.members[each.need.member]
        session, since = each.session, each.need.since
        lines.append(
            NeedLine(
                record.id,
                record.revision,
                record.name,
                titles.get(each.need.item, each.need.item),
                f"Missed on {day_words(since)}" if since else "The plan has no place for them",
                f"{day_words(session.day)}, {span_words(session.start, session.end)}"
                if session
                else "",
                session.uid if session else "",
            )
        )
    return lines


ROUTES: list[HTTPRouteHandler] = [group_list, divide, open_needs, give_place]

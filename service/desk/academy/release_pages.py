"""Before a release: what moves and who is told. Then the release, and what it did."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from academy.digest import by_team
from academy.revision import Change
from service import clock
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.cohorts import cohorts
from service.cohorts import operations as releases
from service.cohorts.cohorts import Cohort
from service.cohorts.schemas.releases import ReleaseBody
from service.desk.academy.changes_view import (
    Section,
    TeamLine,
    ToldLine,
    sections,
    team_lines,
    told_lines,
)
from service.desk.academy.draft_pages import COHORT, fresh, one_line
from service.desk.academy.findings_view import Kind, kinds_of
from service.desk.academy.forms import REFUSALS, again, read
from service.enrolments import operations as enrolments
from service.enrolments.releasing_next import NextRelease, next_release
from service.settings import Settings
from service.web.english import moment_words
from service.web.typed import Form, faulty, revision_in, typed

LEAD = [opens_to(Scope.ACADEMY)]
LABELS = {"note": "Note"}
Yes = Annotated[str | None, QueryParameter(pattern="^yes$")]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a release changes and who is told, as both pages show it. ``count``: sessions."""

    count: int
    sections: tuple[Section, ...]
    told: tuple[ToldLine, ...]
    teams: tuple[TeamLine, ...]
    direct: int
    """Sessions of which people are to be told without a calendar."""


def coming(found: NextRelease) -> Changes:
    return Changes(
        len(found.revision.changes),
        sections(found.revision.changes, {each.uid for each in found.direct}),
        told_lines(found.lines),
        team_lines(found.teams),
        len(found.direct),
    )


@get(COHORT + "/release", guards=LEAD, include_in_schema=False)
async def look(
    cohort_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    found = await next_release(cohort_id, clock.now(), thresholds=settings.planning)
    return _page(visitor, found, fresh(found.preview.cohort, {}))


@post(COHORT + "/release", guards=LEAD, include_in_schema=False)
async def release(
    request: AnyRequest,
    cohort_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """Of the draft that was looked at: where another lead was first, what they did is shown."""
    texts, now = await typed(request), clock.now()
    note = one_line(texts, "note")
    body, faults = read(ReleaseBody, {"note": note}, LABELS)
    if not note:
        faults = {"note": "Write why, for those who are told of it"}
    if faults or body is None:
        form = faulty(texts, faults, texts.get("revision", ""))
    else:
        try:
            done = await enrolments.release(
                cohort_id,
                revision_in(texts) or 0,
                body.note,
                visitor.actor,
                now,
                thresholds=settings.planning,
            )
        except REFUSALS as refusal:
            form = again(refusal, texts, await cohorts.one(cohort_id))
        else:
            said = "done" if done.fresh else "unchanged"
            return seen(f"/academy/cohorts/{cohort_id}/releases/{done.version}?{said}=yes")
    return _page(visitor, await next_release(cohort_id, now, thresholds=settings.planning), form)


@dataclass(frozen=True, slots=True)
class Before:
    """``refusing``: findings that keep the plan from being released."""

    cohort: Cohort
    version: int
    changes: Changes
    kinds: tuple[Kind, ...]
    refusing: int


def _page(visitor: Visitor, found: NextRelease, form: Form) -> Template:
    preview = found.preview
    page = Before(
        preview.cohort,
        preview.cohort.record.released_version + 1,
        coming(found),
        kinds_of(preview.refusing),
        len(preview.refusing),
    )
    return office_page(
        "desk/release.html", visitor, {"page": page, "form": form}, status_code=form.status
    )


@get(COHORT + "/releases/{version:int}", guards=LEAD, include_in_schema=False)
async def released(
    cohort_id: FromPath[UUID],
    version: FromPath[int],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    *,
    done: Yes = None,
    unchanged: Yes = None,
) -> Template:
    """What a release changed, for the members as they are now."""
    record = await releases.one_release(cohort_id, version)
    told = await enrolments.digest_of(cohort_id, version, thresholds=settings.planning)
    cohort = await cohorts.one(cohort_id)
    people = {str(member.id): member for member, _ in told.lines}
    planned = [member.planned(cohort.record.key) for member in people.values()]
    teams = by_team((digest for _, digest in told.lines), planned)
    changes = [Change(each.uid, each.before, each.after) for each in record.changes]
    direct = {change.uid for _, digest in told.direct for change in digest.direct}
    page = Changes(
        len(changes),
        sections(changes, direct),
        told_lines(told.lines),
        team_lines(
            {team: [people[each.member] for each in found] for team, found in teams.items()}
        ),
        len(direct),
    )
    context: dict[str, Any] = {
        "page": page,
        "cohort": cohort,
        "entry": record.entry,
        "at": moment_words(record.entry.released_at),
        "done": done is not None,
        "unchanged": unchanged is not None,
    }
    return office_page("desk/released.html", visitor, context)


ROUTES: list[HTTPRouteHandler] = [look, release, released]

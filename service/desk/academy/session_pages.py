"""One session of a draft: another day, time or room, another title, cancelled, or as planned again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from academy.session import Session
from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.cohorts import cohorts, places
from service.cohorts import draft_edits as edits
from service.cohorts.cohorts import Cohort, Preview
from service.cohorts.drafts import Draft, SessionChange, session_name
from service.cohorts.plan_findings import known_rooms
from service.desk.academy.draft_pages import COHORT, cohort_path, fresh, one_line, opened
from service.desk.academy.forms import REFUSALS, again, read
from service.settings import Settings
from service.web.english import day_words, span_words
from service.web.typed import (
    NO_DATE,
    Form,
    date_in,
    date_texts,
    faulty,
    revision_in,
    typed,
)

LEAD = [opens_to(Scope.ACADEMY)]
LABELS = {
    "day": "Day",
    "start": "Start",
    "end": "End",
    "place": "Room",
    "title": "Title",
    "presenters": "Presented by",
    "reason": "Reason",
}


@get(COHORT + "/sessions/{uid:uuid}", guards=LEAD, include_in_schema=False)
async def session_form(
    cohort_id: FromPath[UUID],
    uid: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    preview = await opened(cohort_id, settings)
    session = _session(preview, uid)
    texts = _texts(session, _standing(preview.cohort, session))
    return await _page(visitor, preview, session, fresh(preview.cohort, texts))


@post(COHORT + "/sessions/{uid:uuid}", guards=LEAD, include_in_schema=False)
async def change_session(
    request: AnyRequest,
    cohort_id: FromPath[UUID],
    uid: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """``do``: ``save``, ``cancel``, or ``restore``, which makes it as the programme says."""
    texts = await typed(request)
    preview = await opened(cohort_id, settings)
    session = _session(preview, uid)
    form = await _saved(texts, preview, session, visitor)
    if form is None:
        return seen(f"{cohort_path(preview.cohort)}#plan")
    preview = await opened(cohort_id, settings)
    return await _page(visitor, preview, _session(preview, uid), form)


async def _saved(
    texts: Mapping[str, str], preview: Preview, session: Session, visitor: Visitor
) -> Form | None:
    cohort_id, name = preview.cohort.record.id, session_name(session.item, session.group)
    change = None
    if texts.get("do") != "restore":
        standing = _standing(preview.cohort, session)
        body, faults = _body(texts, session, standing)
        if not faults:
            change, faults = read(SessionChange, body, LABELS)
        if change is None:
            return faulty(texts, faults, texts.get("revision", ""))

    def changed(held: Cohort) -> Draft:
        if change is None:
            return edits.without_session(held.draft, session.run, name)
        return edits.with_session(held.draft, session.run, name, change)

    try:
        await cohorts.edit(cohort_id, revision_in(texts) or 0, changed, visitor.actor, clock.now())
    except REFUSALS as refusal:
        return again(refusal, texts, await cohorts.one(cohort_id))
    return None


def _body(
    texts: Mapping[str, str], session: Session, standing: SessionChange | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Only what differs from the session as it stands goes on top of what was changed before."""
    faults: dict[str, str] = {}
    held: dict[str, Any] = {} if standing is None else msgspec.to_builtins(standing)
    held |= {"reason": one_line(texts, "reason"), "by": ""}
    if not held["reason"]:
        faults["reason"] = "Write why: whoever looks at the plan can read it"
    if texts.get("do") == "cancel":
        return {**held, "cancelled": True}, faults
    held["cancelled"] = False
    on = date_in(texts, "day")
    if on is None:
        faults["day"] = f"Day {NO_DATE}"
    elif on != session.day:
        held["day"] = on
    for field, stands in (("start", session.start), ("end", session.end)):
        typed_time = texts.get(field, "").strip().replace(".", ":")
        typed_time = typed_time if len(typed_time) != 4 else f"0{typed_time}"
        if typed_time != f"{stands:%H:%M}":
            held[field] = typed_time
    title = one_line(texts, "title")
    if title != session.title:
        held["title"] = title
    place = texts.get("place", "")
    if place and place != _place(session):
        site, _, room = place.partition("/")
        held |= {"site": site or None, "room": room or None}
    presenters = [each.strip() for each in texts.get("presenters", "").split("\n") if each.strip()]
    if presenters != list(session.presenters):
        held["presenters"] = presenters
    return held, faults


def _session(preview: Preview, uid: UUID) -> Session:
    """Raises NotFound."""
    for each in preview.plan.sessions:
        if each.uid == str(uid):
            return each
    raise problems.NotFound("The plan has no such session: look at its dates again.")


def _standing(cohort: Cohort, session: Session) -> SessionChange | None:
    run = cohort.draft.run(session.run)
    return run.sessions.get(session_name(session.item, session.group)) if run else None


def _place(session: Session) -> str:
    return f"{session.site or ''}/{session.room or ''}"


def _texts(session: Session, standing: SessionChange | None) -> dict[str, str]:
    return {
        "title": session.title,
        "start": f"{session.start:%H:%M}",
        "end": f"{session.end:%H:%M}",
        "place": _place(session),
        "presenters": "\n".join(session.presenters),
        "reason": standing.reason if standing else "",
        **date_texts("day", session.day),
    }


async def _page(visitor: Visitor, preview: Preview, session: Session, form: Form) -> Template:
    programme = preview.plan.programme
    standing = _standing(preview.cohort, session)
    held = await places.held()
    names = {each.key: each.name for each in programme.sites}
    names |= {each.key: each.name for each in held.sites}
    rooms = [
        (f"{room.site}/{room.name}", f"{room.name}, {names.get(room.site, room.site)}")
        for room in known_rooms(programme, held)
    ]
    here = _place(session)
    if here not in dict(rooms):
        where = session.room or session.site_address or session.site or "No room yet"
        rooms.insert(0, (here, f"{where} (as it is now)"))
    context = {
        "cohort": preview.cohort,
        "session": session,
        "when": f"{day_words(session.day)}, {span_words(session.start, session.end)}",
        "cancelled": session.status.value == "cancelled",
        "standing": standing,
        "rooms": rooms,
        "form": form,
    }
    return office_page("desk/session.html", visitor, context, status_code=form.status)


ROUTES: list[HTTPRouteHandler] = [session_form, change_session]

"""Who sees the figures before they are public, and when they are released."""

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import clock
from service.access.office import office_page, seen
from service.access.visitors import Visitor
from service.publication.answers import shelf_of
from service.publication.office.addresses import START, half_year
from service.publication.office.opened import PREPARING, PSW, looked_at, named, writer
from service.publication.office.part_forms import (
    FOLDER,
    NEW,
    REFUSALS,
    REMOVE,
    again,
    form_of,
    form_page,
    id_in,
    one_line,
    one_of,
    standing_part,
)
from service.publication.office.release_fields import moment_texts, moment_typed
from service.publication.office.task_list import tick_of
from service.publication.office.writing import last
from service.publication.preparation import plan, tasks, words
from service.publication.preparation.parts import parts_of
from service.publication.preparation.plan import Person, moment_of
from service.publication.preparation.store import PartKind
from service.publication.preparation.tasks import Task
from service.publication.release_moment import in_england
from service.publication.wording import day
from service.settings import Settings
from service.web.typed import Form, faulty, revision_in, typed

AnyRequest = Request[Any, Any, Any]
PERSON_LABELS = {"name": "Name", "role": "Role", "reason": "Reason"}
PLAN_LABELS = {"release_at": "Release"}


@get(START + "/{period:str}/people", guards=PREPARING, include_in_schema=False)
async def people(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    found = await tasks.preparation(end, clock.now(), settings)
    lines = [
        {
            **{name: each.content[name] for name in PERSON_LABELS},
            "last": last(each),
            "edit": half_year(end, "people", each.key),
        }
        for each in found.parts.of(PartKind.PERSON)
    ]
    tick = tick_of(found, Task.PRE_RELEASE_ACCESS)
    context = {"people": lines, "tick": tick, "end": day(end), "period": end}
    return office_page(f"{FOLDER}/people.html", visitor, context)


@get(START + "/{period:str}/people/{person:str}", guards=PSW, include_in_schema=False)
async def person_form(
    period: FromPath[str],
    person: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    if person == NEW:
        return _person(end, visitor, form_of({}, None), person)
    standing = one_of((await parts_of(end)).of(PartKind.PERSON), person)
    texts = {name: str(standing.content[name]) for name in PERSON_LABELS}
    return _person(end, visitor, form_of(texts, standing), person)


@post(START + "/{period:str}/people/{person:str}", guards=PSW, include_in_schema=False)
async def save_person(
    request: AnyRequest,
    period: FromPath[str],
    person: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    end, texts = named(period, settings), await typed(request)
    by, revision = writer(end, visitor, settings), revision_in(texts)
    wanted = Person(*(one_line(texts, name) for name in PERSON_LABELS))
    try:
        if person == NEW:
            await plan.set_person(by, None, wanted)
        elif texts.get("do") == REMOVE:
            await words.remove(by, PartKind.PERSON, person, revision)
        else:
            known = (await parts_of(end)).latest
            one_of((each for each in known if each.kind is PartKind.PERSON), person)
            await plan.set_person(by, id_in(person), wanted, revision)
    except REFUSALS as refusal:
        return _person(end, visitor, again(refusal, texts, PERSON_LABELS), person)
    return seen(half_year(end, "people"))


def _person(end: date, visitor: Visitor, form: Form, key: str) -> Template:
    context = {"is_new": key == NEW, "end": day(end), "period": end}
    return form_page("person.html", visitor, context, form)


# --- the announced moment --------------------------------------------------------------------------


@get(START + "/{period:str}/release", guards=PSW, include_in_schema=False)
async def release_form(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end = named(period, settings)
    standing = standing_part(await parts_of(end), PartKind.PLAN)
    texts = moment_texts(None if standing is None else moment_of(standing))
    announced = "" if standing is None else in_england(moment_of(standing))
    return _release(end, visitor, form_of(texts, standing), announced)


@post(START + "/{period:str}/release", guards=PSW, include_in_schema=False)
async def announce_release(
    request: AnyRequest,
    period: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    end, texts = named(period, settings), await typed(request)
    by, revision = writer(end, visitor, settings), revision_in(texts)
    standing = standing_part(await parts_of(end), PartKind.PLAN)
    announced = "" if standing is None else in_england(moment_of(standing))
    try:
        if texts.get("do") == REMOVE:
            await words.remove(by, PartKind.PLAN, "", revision)
        else:
            moment, fault = moment_typed(texts)
            if fault:
                form = faulty(texts, {"release_at": fault}, texts.get("revision", ""))
                return _release(end, visitor, form, announced)
            await plan.set_plan(by, moment, revision)
    except REFUSALS as refusal:
        return _release(end, visitor, again(refusal, texts, PLAN_LABELS), announced)
    shelf_of(request.app).forget()
    return seen(half_year(end))


def _release(end: date, visitor: Visitor, form: Form, announced: str) -> Template:
    context = {"announced": announced, "end": day(end), "period": end}
    return form_page("release.html", visitor, context, form)


ROUTES: list[HTTPRouteHandler] = [people, person_form, save_person, release_form, announce_release]

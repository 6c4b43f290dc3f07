"""Preparing a scorecard in the browser: half-years, the task list, and what is looked at and ticked."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import clock
from service.access.office import office_page, seen
from service.access.visitors import Visitor
from service.problems import PreconditionFailed
from service.publication import store
from service.publication.office.addresses import PAGES, START, half_year
from service.publication.office.data_in import MOST, data_page
from service.publication.office.half_years import half_years_page
from service.publication.office.opened import PREPARING, looked_at, named, writer
from service.publication.office.part_forms import FOLDER
from service.publication.office.protection_view import protection_page
from service.publication.office.task_list import task_list_page, tick_of
from service.publication.preparation import tasks
from service.publication.preparation.plan import planned
from service.publication.preparation.store import begun
from service.publication.preparation.tasks import Task
from service.publication.previewing import previewed
from service.publication.release_moment import in_england
from service.publication.wording import day
from service.scorecards import view_log
from service.scorecards.operations import current_draft, is_over
from service.settings import Settings
from service.web.typed import typed
from service.workforce import operations as workforce

AnyRequest = Request[Any, Any, Any]


@get(START, guards=PREPARING, include_in_schema=False)
async def half_years(
    visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    page = half_years_page(
        await store.entries(), await begun(), await planned(), clock.now(), settings
    )
    return office_page(f"{FOLDER}/half_years.html", visitor, {"page": page})


@get(START + "/{period:str}", guards=PREPARING, include_in_schema=False)
async def task_list(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end, now = await looked_at(period, visitor.actor, settings), clock.now()
    found = await tasks.preparation(end, now, settings)
    page = task_list_page(found, await store.versions_of(end), now)
    return office_page(f"{FOLDER}/task_list.html", visitor, {"page": page})


@get(START + "/{period:str}/data", guards=PREPARING, include_in_schema=False)
async def data_in(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    current = await current_draft(end, settings)
    sent = await workforce.listing(limit=MOST)
    page = data_page(current, sent, over=is_over(end, clock.now()))
    return office_page(f"{FOLDER}/data.html", visitor, {"page": page, "period": end})


@get(START + "/{period:str}/protection", guards=PREPARING, include_in_schema=False)
async def protection(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end, now = await looked_at(period, visitor.actor, settings), clock.now()
    found = await tasks.preparation(end, now, settings)
    preview = await previewed(end, visitor.actor, now, settings, current=found.current)
    context = {
        "page": None if preview is None else protection_page(found, preview),
        "tick": tick_of(found, Task.SUPPRESSION_REVIEWED),
        "end": day(end),
        "period": end,
    }
    return office_page(f"{FOLDER}/protection.html", visitor, context)


@get(START + "/{period:str}/sign-off", guards=PREPARING, include_in_schema=False)
async def sign_off(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end, now = await looked_at(period, visitor.actor, settings), clock.now()
    found = await tasks.preparation(end, now, settings)
    tick = tick_of(found, Task.SIGNED_OFF) if found.two_person else None
    to_do = [
        tasks.TITLES[each.task]
        for each in found.lines
        if each.state is not tasks.TaskState.DONE
        and each.task not in {Task.SIGNED_OFF, Task.PUBLISH}
    ]
    context = {"tick": tick, "to_do": to_do, "end": day(end), "period": end}
    return office_page(f"{FOLDER}/sign_off.html", visitor, context)


@post(START + "/{period:str}/ticks/{task:str}", guards=PREPARING, include_in_schema=False)
async def tick(
    request: AnyRequest,
    period: FromPath[str],
    task: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """Tick or sign for the draft that was looked at; when it has changed since, look again."""
    end = named(period, settings)
    fields = await typed(request)
    by, of = writer(end, visitor, settings), fields.get("of", "")
    try:
        if task == Task.SIGNED_OFF:
            await tasks.sign_off(by, of)
        else:
            await tasks.tick(by, task, of)
    except PreconditionFailed as overtaken:
        context = {
            "problem": overtaken,
            "back": half_year(end, PAGES[Task(task)]),
            "end": day(end),
            "period": end,
        }
        return office_page(
            f"{FOLDER}/overtaken.html", visitor, context, status_code=overtaken.status
        )
    return seen(half_year(end))


@get(START + "/{period:str}/seen", guards=PREPARING, include_in_schema=False)
async def who_saw(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end = named(period, settings)
    views = [(each.who, in_england(each.at)) for each in await view_log.seen(end)]
    context = {"views": views, "end": day(end), "period": end}
    return office_page(f"{FOLDER}/seen.html", visitor, context)


ROUTES: list[HTTPRouteHandler] = [
    half_years,
    task_list,
    data_in,
    protection,
    sign_off,
    tick,
    who_saw,
]

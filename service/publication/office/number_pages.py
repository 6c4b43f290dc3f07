"""Checking the numbers: every figure beside what it was, its definition, and the rows behind it."""

from datetime import date
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Template

from service import clock
from service.access.office import office_page
from service.access.visitors import Visitor
from service.problems import NotFound
from service.publication.history import measure_of
from service.publication.movements import by_place
from service.publication.office.addresses import START
from service.publication.office.numbers import measure_numbers, numbers_page
from service.publication.office.opened import PREPARING, looked_at
from service.publication.office.part_forms import FOLDER
from service.publication.office.rows import NUMERATOR, rows_page
from service.publication.office.second_look import RULE
from service.publication.office.task_list import tick_of
from service.publication.preparation import tasks
from service.publication.preparation.tasks import Task
from service.publication.previewing import Preview, last_published, previewed
from service.publication.since import content_of
from service.publication.wording import day
from service.scorecards.operations import FigureName, current_draft, rows_of_figure
from service.settings import Settings


@get(START + "/{period:str}/numbers", guards=PREPARING, include_in_schema=False)
async def numbers(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end, now = await looked_at(period, visitor.actor, settings), clock.now()
    found = await tasks.preparation(end, now, settings)
    preview = await previewed(end, visitor.actor, now, settings, current=found.current)
    before = await last_published(end, now)
    page = (
        None
        if preview is None
        else numbers_page(end, preview, None if before is None else content_of(before))
    )
    context = {
        "page": page,
        "rule": RULE,
        "tick": tick_of(found, Task.NUMBERS_CHECKED),
        "end": day(end),
        "period": end,
    }
    return office_page(f"{FOLDER}/numbers.html", visitor, context)


@get(START + "/{period:str}/numbers/{measure:str}", guards=PREPARING, include_in_schema=False)
async def measure_of_draft(
    period: FromPath[str],
    measure: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    preview = await _draft(end, visitor, settings)
    before = await last_published(end, clock.now())
    page = measure_numbers(end, preview, None if before is None else content_of(before), measure)
    if page is None:
        raise NotFound(f"The draft has no measure “{measure[:40]}”.")
    return office_page(f"{FOLDER}/measure.html", visitor, {"page": page, "period": end})


@get(START + "/{period:str}/numbers/{measure:str}/rows", guards=PREPARING, include_in_schema=False)
async def rows_behind(
    period: FromPath[str],
    measure: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    *,
    dimension: Annotated[str, QueryParameter()] = "council",
    group: Annotated[str, QueryParameter()] = "",
    category: Annotated[str, QueryParameter()] = "",
    part: Annotated[str, QueryParameter()] = NUMERATOR,
    page: Annotated[int, QueryParameter(ge=1, le=100_000)] = 1,
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    current = await current_draft(end, settings)
    name = FigureName(measure, dimension, group, category)
    # The rows first: whoever asks for a figure that is not there is told what there is.
    rows = await rows_of_figure(current.facts, current.period, name)
    figure = by_place(current.document).get((measure, dimension, group, category))
    defined = measure_of(current.document, measure)
    if figure is None or defined is None:
        raise NotFound("The draft has no such figure.")
    shown = rows_page(end, figure, defined, rows, part=part, page=page)
    return office_page(f"{FOLDER}/rows.html", visitor, {"page": shown, "period": end})


async def _draft(end: date, visitor: Visitor, settings: Settings) -> Preview:
    preview = await previewed(end, visitor.actor, clock.now(), settings)
    if preview is None:
        raise NotFound("There are no figures yet: no workforce return is in force.")
    return preview


ROUTES: list[HTTPRouteHandler] = [numbers, measure_of_draft, rows_behind]

"""The public page as it would be, with a banner that says that it is a draft."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Template

from service import clock
from service.access.office import office_page
from service.access.visitors import Visitor
from service.problems import NotFound
from service.publication.answers import shelf_of
from service.publication.charts import MOST_PERIODS
from service.publication.due import next_release
from service.publication.measure_page import measure_page
from service.publication.office.addresses import START, half_year
from service.publication.office.opened import PREPARING, looked_at
from service.publication.office.part_forms import FOLDER
from service.publication.office.task_list import tick_of
from service.publication.preparation import tasks
from service.publication.preparation.tasks import Task
from service.publication.previewing import Preview, previewed
from service.publication.shelf import Listing, Shelf
from service.publication.view import EditionPage, edition_page
from service.publication.wording import day
from service.settings import Settings

AnyRequest = Request[Any, Any, Any]
Json = dict[str, Any]

NO_HASH = "known when it is published"


@get(START + "/{period:str}/preview", guards=PREPARING, include_in_schema=False)
async def preview_of_scorecard(
    request: AnyRequest,
    period: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    end, now = await looked_at(period, visitor.actor, settings), clock.now()
    found = await tasks.preparation(end, now, settings)
    preview = await previewed(end, visitor.actor, now, settings, current=found.current, moved=True)
    context: Json = {"end": day(end), "period": end}
    if preview is None:
        return office_page(f"{FOLDER}/no_data.html", visitor, context)
    shelf = shelf_of(request.app)
    listing = await shelf.listing()
    history = [*await _history(shelf, listing, end), preview.public]
    context |= {
        "page": _as_public(preview, history, listing, now, settings),
        "tick": tick_of(found, Task.PREVIEW),
        "not_approved": preview.not_approved,
    }
    return office_page(f"{FOLDER}/preview.html", visitor, context)


@get(
    START + "/{period:str}/preview/measures/{measure:str}",
    guards=PREPARING,
    include_in_schema=False,
)
async def preview_of_measure(
    request: AnyRequest,
    period: FromPath[str],
    measure: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    preview = await previewed(end, visitor.actor, clock.now(), settings)
    shelf = shelf_of(request.app)
    page = None
    if preview is not None:
        history = [*await _history(shelf, await shelf.listing(), end), preview.public]
        page = measure_page(preview.entry, history, measure)
    if page is None:
        raise NotFound(f"The draft has no measure “{measure[:40]}” that is public.")
    page = replace(page, scorecard_address=half_year(end, "preview"), csv_address="")
    context = {"page": page, "end": day(end), "period": end}
    return office_page(f"{FOLDER}/preview_measure.html", visitor, context)


def _as_public(
    preview: Preview, history: list[Json], listing: Listing, now: datetime, settings: Settings
) -> EditionPage:
    """The page of the edition, without files to download: they are made when it is published."""
    entry = preview.entry
    due = next_release([entry, *listing.entries], listing.waiting, listing.plans, now, settings)
    page = edition_page(
        entry=entry,
        history=history,
        versions=[entry, *listing.of_period(entry.period_end)],
        sizes={},
        due=due,
        contact=settings.contact,
        later=listing.later_than(entry.period_end),
    )
    return replace(
        page,
        content_sha256=NO_HASH,
        measures_address=half_year(entry.period_end, "preview", "measures"),
    )


async def _history(shelf: Shelf, listing: Listing, end: date) -> list[Json]:
    """Public documents of the half-years published before, oldest first."""
    earlier = [each for each in listing.standing() if each.period_end < end]
    return [
        msgspec.json.decode((await shelf.edition(each.id)).public_content)
        for each in reversed(earlier[: MOST_PERIODS - 1])
    ]


ROUTES: list[HTTPRouteHandler] = [preview_of_scorecard, preview_of_measure]

"""Actions, dated events and quotations beside the figures."""

from collections.abc import Awaitable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from scorecard.commentary import ACTION_LIMIT, CLOSED, EVENT_LIMIT, OPEN
from scorecard.measures import CATALOGUE
from service.access.office import seen
from service.access.visitors import Visitor
from service.publication.office.addresses import START, half_year
from service.publication.office.opened import PSW, looked_at, named, writer
from service.publication.office.part_forms import (
    NEW,
    REFUSALS,
    REMOVE,
    again,
    form_of,
    form_page,
    id_in,
    one_line,
    one_of,
)
from service.publication.office.writing import quotable
from service.publication.preparation import words
from service.publication.preparation.parts import parts_of
from service.publication.preparation.store import PartKind
from service.publication.preparation.words import Action, Writer, shown_actions
from service.publication.wording import day
from service.settings import Settings
from service.surveys import quotations
from service.web.typed import (
    NO_DATE,
    Form,
    date_in,
    date_texts,
    faulty,
    revision_in,
    typed,
)

AnyRequest = Request[Any, Any, Any]

# --- an action -----------------------------------------------------------------------------------

ACTION_LABELS = {
    "words": "Action",
    "owner": "Owner",
    "due": "Due date",
    "measure": "Measure",
    "state": "State",
    "outcome": "What came of it",
}


@get(START + "/{period:str}/words/actions/{action:str}", guards=PSW, include_in_schema=False)
async def action(
    period: FromPath[str],
    action: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    if action == NEW:
        return _action(end, visitor, form_of({"state": OPEN}, None), NEW)
    standing = one_of(shown_actions(await parts_of(end)), action)
    content = standing.content
    texts = {
        "words": content["words"],
        "owner": content["owner"],
        "measure": content["measure"] or "",
        "state": content["state"],
        "outcome": content["outcome"] or "",
        **date_texts("due", date.fromisoformat(content["due"])),
    }
    return _action(end, visitor, form_of(texts, standing), action)


@post(START + "/{period:str}/words/actions/{action:str}", guards=PSW, include_in_schema=False)
async def save_action(
    request: AnyRequest,
    period: FromPath[str],
    action: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    end, texts = named(period, settings), await typed(request)
    by, revision = writer(end, visitor, settings), revision_in(texts)
    due = date_in(texts, "due")
    if due is None and texts.get("do") != REMOVE:
        form = faulty(
            texts, {"due": f"{ACTION_LABELS['due']} {NO_DATE}"}, texts.get("revision", "")
        )
        return _action(end, visitor, form, action)
    try:
        await _written_action(by, action, texts, due or end, revision)
    except REFUSALS as refusal:
        return _action(end, visitor, again(refusal, texts, ACTION_LABELS), action)
    return seen(half_year(end, "words"))


def _written_action(
    by: Writer, key: str, texts: Mapping[str, str], due: date, revision: int | None
) -> Awaitable[Any]:
    wanted = Action(
        words=one_line(texts, "words"),
        owner=texts.get("owner", "").strip(),
        due=due,
        measure=texts.get("measure") or None,
        state=texts.get("state", OPEN),
        outcome=one_line(texts, "outcome") or None if texts.get("state") == CLOSED else None,
    )
    if key == NEW:
        return words.add_action(by, wanted)
    if texts.get("do") == REMOVE:
        return words.remove_action(by, id_in(key), revision)
    return words.change_action(by, id_in(key), wanted, revision)


def _action(end: date, visitor: Visitor, form: Form, key: str) -> Template:
    context = {
        "limit": ACTION_LIMIT,
        "measures": [(each.id, each.title) for each in CATALOGUE],
        "is_new": key == NEW,
        "end": day(end),
        "period": end,
    }
    return form_page("action.html", visitor, context, form)


# --- a dated event -------------------------------------------------------------------------------

EVENT_LABELS = {"on": "Day", "words": "What happened"}


@get(START + "/{period:str}/words/events/{event:str}", guards=PSW, include_in_schema=False)
async def event(
    period: FromPath[str],
    event: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    if event == NEW:
        return _event(end, visitor, form_of({}, None), NEW)
    standing = one_of((await parts_of(end)).of(PartKind.EVENT), event)
    on = date.fromisoformat(standing.content["on"])
    texts = {"words": standing.content["words"], **date_texts("on", on)}
    return _event(end, visitor, form_of(texts, standing), event)


@post(START + "/{period:str}/words/events/{event:str}", guards=PSW, include_in_schema=False)
async def save_event(
    request: AnyRequest,
    period: FromPath[str],
    event: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    end, texts = named(period, settings), await typed(request)
    by, revision = writer(end, visitor, settings), revision_in(texts)
    on = date_in(texts, "on")
    if on is None and texts.get("do") != REMOVE:
        form = faulty(texts, {"on": f"{EVENT_LABELS['on']} {NO_DATE}"}, texts.get("revision", ""))
        return _event(end, visitor, form, event)
    said = one_line(texts, "words")
    try:
        if texts.get("do") == REMOVE:
            await words.remove(by, PartKind.EVENT, event, revision)
        else:
            await words.set_event(by, await _event_id(end, event), on or end, said, revision)
    except REFUSALS as refusal:
        return _event(end, visitor, again(refusal, texts, EVENT_LABELS), event)
    return seen(half_year(end, "words"))


async def _event_id(end: date, key: str) -> UUID | None:
    """None for a new one. Raises NotFound for one that never was."""
    if key == NEW:
        return None
    one_of((each for each in (await parts_of(end)).latest if each.kind is PartKind.EVENT), key)
    return id_in(key)


def _event(end: date, visitor: Visitor, form: Form, key: str) -> Template:
    context = {
        "limit": EVENT_LIMIT,
        "is_new": key == NEW,
        "end": day(end),
        "period": end,
    }
    return form_page("event.html", visitor, context, form)


# --- quotations ------------------------------------------------------------------------------------


@get(START + "/{period:str}/words/quotations", guards=PSW, include_in_schema=False)
async def quotation_list(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    return await _quotations(end, visitor, Form({}))


@post(START + "/{period:str}/words/quotations", guards=PSW, include_in_schema=False)
async def take_quotation(
    request: AnyRequest,
    period: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """Take one in, or out: ``quotation`` names it."""
    end, texts = named(period, settings), await typed(request)
    by, key = writer(end, visitor, settings), texts.get("quotation", "")
    try:
        if texts.get("do") == REMOVE:
            await words.remove(by, PartKind.QUOTATION, key, revision_in(texts))
        else:
            await words.add_quotation(by, id_in(key))
    except REFUSALS as refusal:
        return await _quotations(end, visitor, again(refusal, texts, {}))
    return seen(half_year(end, "words", "quotations"))


async def _quotations(end: date, visitor: Visitor, form: Form) -> Template:
    approved = await quotations.listing(quotations.State.APPROVED)
    context = {
        "lines": quotable(await parts_of(end), approved),
        "end": day(end),
        "period": end,
    }
    return form_page("quotations.html", visitor, context, form)


ROUTES: list[HTTPRouteHandler] = [
    action,
    save_action,
    event,
    save_event,
    quotation_list,
    take_quotation,
]

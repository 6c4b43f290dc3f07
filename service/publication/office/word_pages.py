"""Writing what stands beside the figures: all of it at once, the headline, and comments."""

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from scorecard.commentary import COMMENT_LIMIT, HEADLINE_LIMIT
from scorecard.measures import MEASURES
from service import clock
from service.access.office import office_page, seen
from service.access.visitors import Visitor
from service.problems import NotFound
from service.publication.office.addresses import START, half_year
from service.publication.office.opened import PREPARING, PSW, looked_at, named, writer
from service.publication.office.part_forms import (
    FOLDER,
    REFUSALS,
    REMOVE,
    again,
    form_of,
    form_page,
    one_line,
    standing_part,
)
from service.publication.office.writing import asked, words_page
from service.publication.preparation import tasks, words
from service.publication.preparation.parts import parts_of
from service.publication.preparation.store import PartKind
from service.publication.preparation.words import Comment
from service.publication.previewing import previewed
from service.publication.wording import day
from service.settings import Settings
from service.surveys import quotations
from service.web.typed import Form, revision_in, typed

AnyRequest = Request[Any, Any, Any]


@get(START + "/{period:str}/words", guards=PREPARING, include_in_schema=False)
async def all_words(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end, now = await looked_at(period, visitor.actor, settings), clock.now()
    found = await tasks.preparation(end, now, settings)
    preview = await previewed(end, visitor.actor, now, settings, current=found.current)
    approved = await quotations.listing(quotations.State.APPROVED)
    page = None if preview is None else words_page(found, preview, approved)
    context = {"page": page, "end": day(end), "period": end}
    return office_page(f"{FOLDER}/words.html", visitor, context)


# --- the headline --------------------------------------------------------------------------------

HEADLINE_LABELS = {"words": "Headline"}


@get(START + "/{period:str}/words/headline", guards=PSW, include_in_schema=False)
async def headline(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    standing = standing_part(await parts_of(end), PartKind.HEADLINE)
    texts = {} if standing is None else {"words": standing.content["words"]}
    return _headline(end, visitor, form_of(texts, standing))


@post(START + "/{period:str}/words/headline", guards=PSW, include_in_schema=False)
async def save_headline(
    request: AnyRequest,
    period: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    end, texts = named(period, settings), await typed(request)
    by, revision = writer(end, visitor, settings), revision_in(texts)
    try:
        await (
            words.remove(by, PartKind.HEADLINE, "", revision)
            if texts.get("do") == REMOVE
            else words.set_headline(by, one_line(texts, "words"), revision)
        )
    except REFUSALS as refusal:
        return _headline(end, visitor, again(refusal, texts, HEADLINE_LABELS))
    return seen(half_year(end, "words"))


def _headline(end: date, visitor: Visitor, form: Form) -> Template:
    context = {"limit": HEADLINE_LIMIT, "end": day(end), "period": end}
    return form_page("headline.html", visitor, context, form)


# --- a comment -----------------------------------------------------------------------------------

COMMENT_LABELS = {"words": "Comment", "owner": "Owner", "written_on": "Date"}


@get(START + "/{period:str}/words/comments/{measure:str}", guards=PSW, include_in_schema=False)
async def comment(
    period: FromPath[str],
    measure: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    standing = standing_part(await parts_of(end), PartKind.COMMENT, measure)
    texts = {"owner": "Principal social worker"}
    if standing is not None:
        texts = {name: str(standing.content[name]) for name in ("words", "owner")}
    return await _comment(end, measure, visitor, form_of(texts, standing), settings)


@post(START + "/{period:str}/words/comments/{measure:str}", guards=PSW, include_in_schema=False)
async def save_comment(
    request: AnyRequest,
    period: FromPath[str],
    measure: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    end, texts = named(period, settings), await typed(request)
    by, revision = writer(end, visitor, settings), revision_in(texts)
    said = Comment(texts.get("words", "").strip(), texts.get("owner", "").strip(), None)
    try:
        await (
            words.remove(by, PartKind.COMMENT, measure, revision)
            if texts.get("do") == REMOVE
            else words.set_comment(by, measure, said, revision)
        )
    except REFUSALS as refusal:
        form = again(refusal, texts, COMMENT_LABELS)
        return await _comment(end, measure, visitor, form, settings)
    return seen(half_year(end, "words"))


async def _comment(
    end: date, measure: str, visitor: Visitor, form: Form, settings: Settings
) -> Template:
    if measure not in MEASURES:
        raise NotFound(f"There is no measure “{measure[:60]}” to comment on.")
    preview = await previewed(end, visitor.actor, clock.now(), settings)
    about = None if preview is None else asked(end, preview, measure)
    context = {
        "limit": COMMENT_LIMIT,
        "title": MEASURES[measure].title,
        "measure": measure,
        "about": about,
        "end": day(end),
        "period": end,
    }
    return form_page("comment.html", visitor, context, form)


ROUTES: list[HTTPRouteHandler] = [all_words, headline, save_headline, comment, save_comment]

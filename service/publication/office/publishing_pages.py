"""Publishing, correcting and withdrawing in the browser: answers checked, the half-year typed again."""

from collections.abc import Mapping
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
from service.problems import Conflict, PreconditionFailed, Problem, Unprocessable
from service.publication import operations
from service.publication.addresses import page_address, wanted
from service.publication.answers import shelf_of
from service.publication.office.addresses import START, half_year
from service.publication.office.opened import PSW, latest_version, looked_at, named
from service.publication.office.part_forms import form_page, one_line
from service.publication.office.publishing import (
    NOW,
    OTHER,
    PLANNED,
    correction_page,
    publish_page,
    way_out,
)
from service.publication.office.release_fields import confirms, moment_texts, moment_typed
from service.publication.preparation import tasks
from service.publication.previewing import previewed
from service.publication.refusals import ReturnsMissing
from service.publication.release_moment import AT_ONCE, in_england
from service.publication.store import EditionEntry
from service.publication.wording import day
from service.settings import Settings
from service.web.typed import Form, faulty, refused, typed

AnyRequest = Request[Any, Any, Any]
REFUSALS = (Unprocessable, Conflict, PreconditionFailed)
LABELS = {"reason": "Public reason", "without": "Public reason", "release_at": "Release"}
FIELDS = {"accept_missing_returns": "without"}
"""Fields of the form that are called otherwise over HTTP."""


@get(START + "/{period:str}/publish", guards=PSW, include_in_schema=False)
async def publish_form(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template | Redirect:
    end = await looked_at(period, visitor.actor, settings)
    latest = await latest_version(end)
    if latest is not None:
        return seen(half_year(end))
    return await _publish(end, visitor, settings, Form({"when": "", **moment_texts(None)}))


@post(START + "/{period:str}/publish", guards=PSW, include_in_schema=False)
async def publish(
    request: AnyRequest,
    period: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    end, texts = named(period, settings), await typed(request)
    release_at, faults = _asked(texts, end, PLANNED)
    if faults:
        return await _publish(end, visitor, settings, faulty(texts, faults))
    try:
        entry = await operations.publish(
            end,
            visitor.actor,
            clock.now(),
            settings,
            accept_missing_returns=one_line(texts, "without") or None,
            release_at=release_at,
        )
    except REFUSALS as refusal:
        return await _publish(end, visitor, settings, _refused(refusal, texts), refusal)
    shelf_of(request.app).forget()
    return seen(half_year(end, f"v{entry.version}", "published"))


async def _publish(
    end: date,
    visitor: Visitor,
    settings: Settings,
    form: Form,
    refusal: Problem | None = None,
) -> Template:
    now = clock.now()
    found = await tasks.preparation(end, now, settings)
    page = publish_page(found, now)
    if not form.text("when"):
        chosen = PLANNED if page.planned and not page.plan_passed else NOW
        form = Form({**form.texts, "when": chosen}, faults=form.faults)
    context = {
        "page": page,
        "way_out": None if refusal is None else way_out(end, refusal),
        "end": day(end),
        "period": end,
    }
    return form_page("publish.html", visitor, context, form)


@get(START + "/{period:str}/{version:str}/published", guards=PSW, include_in_schema=False)
async def published(
    period: FromPath[str],
    version: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    entry = await _version(period, version, settings)
    context = {
        "version": entry.version,
        "end": day(entry.period_end),
        "period": entry.period_end,
        "waits": "" if entry.is_public(clock.now()) else in_england(entry.public_from),
        # Of the version: a browser may hold the page of the latest for a minute.
        "page_address": page_address(entry.period_end, entry.version),
        "content_sha256": entry.content_sha256,
    }
    return office_page("publication/office/published.html", visitor, context)


# --- a correction ----------------------------------------------------------------------------------


@get(START + "/{period:str}/correct", guards=PSW, include_in_schema=False)
async def correct_form(
    period: FromPath[str], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    end = await looked_at(period, visitor.actor, settings)
    return await _correct(end, visitor, settings, Form({"when": NOW, **moment_texts(None)}))


@post(START + "/{period:str}/correct", guards=PSW, include_in_schema=False)
async def correct(
    request: AnyRequest,
    period: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    end, texts = named(period, settings), await typed(request)
    release_at, faults = _asked(texts, end, NOW)
    if faults:
        return await _correct(end, visitor, settings, faulty(texts, faults))
    try:
        entry = await operations.correct(
            end,
            texts.get("reason", ""),
            visitor.actor,
            clock.now(),
            settings,
            accept_missing_returns=one_line(texts, "without") or None,
            release_at=None if release_at == AT_ONCE else release_at,
        )
    except REFUSALS as refusal:
        return await _correct(end, visitor, settings, _refused(refusal, texts), refusal)
    shelf_of(request.app).forget()
    return seen(half_year(end, f"v{entry.version}", "published"))


async def _correct(
    end: date,
    visitor: Visitor,
    settings: Settings,
    form: Form,
    refusal: Problem | None = None,
) -> Template:
    """Raises NotPublished."""
    now = clock.now()
    latest = await latest_version(end)
    if latest is None:
        raise operations.not_published(end)
    preview = await previewed(end, visitor.actor, now, settings, moved=True)
    context = {
        "page": correction_page(latest, preview, now),
        "way_out": None if refusal is None else way_out(end, refusal),
        "end": day(end),
        "period": end,
    }
    return form_page("correct.html", visitor, context, form)


# --- a withdrawal ----------------------------------------------------------------------------------


@get(START + "/{period:str}/{version:str}/withdraw", guards=PSW, include_in_schema=False)
async def withdraw_form(
    period: FromPath[str],
    version: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    entry = await _version(period, version, settings)
    if entry.withdrawal is not None:
        return seen(half_year(entry.period_end))
    return _withdraw(entry, visitor, Form({}))


@post(START + "/{period:str}/{version:str}/withdraw", guards=PSW, include_in_schema=False)
async def withdraw(
    request: AnyRequest,
    period: FromPath[str],
    version: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    entry, texts = await _version(period, version, settings), await typed(request)
    end = entry.period_end
    if not confirms(texts.get("confirm", ""), end):
        return _withdraw(entry, visitor, faulty(texts, {"confirm": _to_confirm(end)}))
    try:
        await operations.withdraw(
            end,
            entry.version,
            texts.get("reason", ""),
            visitor.actor,
            clock.now(),
            settings=settings,
        )
    except REFUSALS as refusal:
        return _withdraw(entry, visitor, _refused(refusal, texts))
    shelf_of(request.app).forget()
    return seen(half_year(end))


def _withdraw(entry: EditionEntry, visitor: Visitor, form: Form) -> Template:
    context = {
        "version": entry.version,
        "is_public": entry.is_public(clock.now()),
        "public_from": in_england(entry.public_from),
        "end": day(entry.period_end),
        "period": entry.period_end,
    }
    return form_page("withdraw.html", visitor, context, form)


# --- what was typed --------------------------------------------------------------------------------


def _asked(texts: Mapping[str, str], end: date, usual: str) -> tuple[str | None, dict[str, str]]:
    """The moment of release as the operations take it, and what is wrong with the form."""
    faults = {}
    release_at = None
    when = texts.get("when", usual)
    if when == OTHER:
        release_at, fault = moment_typed(texts)
        if fault:
            faults["release_at"] = fault
    elif when == NOW:
        release_at = AT_ONCE
    elif when != PLANNED:
        faults["when"] = "Choose when it becomes public"
    if not confirms(texts.get("confirm", ""), end):
        faults["confirm"] = _to_confirm(end)
    return release_at, faults


def _to_confirm(end: date) -> str:
    return f"Type the last day of the half-year, {day(end)}, to confirm"


def _refused(refusal: Problem, texts: Mapping[str, str]) -> Form:
    if isinstance(refusal, ReturnsMissing):
        words = "Say why it is published without these returns, for everybody to read"
        return faulty(texts, {"without": words}, status=refusal.status)
    form = refused(refusal, texts, LABELS, fields=FIELDS)
    named_faults = {
        name: _reason_words(refusal) if name in {"reason", "without"} else fault
        for name, fault in form.faults.items()
    }
    return Form(
        form.texts, form.revision, named_faults, form.general, form.advice, None, form.status
    )


def _reason_words(refusal: Problem) -> str:
    """A reason that is too short or too long: what is wrong, and what is wanted."""
    return f"{refusal.detail} {refusal.extra['errors'][0]['detail']}"


async def _version(period: str, version: str, settings: Settings) -> EditionEntry:
    """Raises NotFound, NotPublished."""
    end = named(period, settings)
    asked = wanted(period, version)
    return await operations.find(end, asked.version)


ROUTES: list[HTTPRouteHandler] = [
    publish_form,
    publish,
    published,
    correct_form,
    correct,
    withdraw_form,
    withdraw,
]

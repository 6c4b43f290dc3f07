"""A new cohort: a programme and a first day, its dates and what stands against them, then the draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect, Template

from service import clock
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.cohorts import cohorts, programmes
from service.cohorts.cohorts import Preview
from service.cohorts.proposing import proposed
from service.cohorts.refusals import NameTaken, NoSuchProgramme
from service.cohorts.schemas.cohorts import NewCohort
from service.desk.academy.dates_view import RunDates, dates_of
from service.desk.academy.findings_view import Kind, kinds_of
from service.desk.academy.forms import REFUSALS, again, key_from, read
from service.settings import Settings
from service.web.english import day_words
from service.web.form_fields import day
from service.web.typed import NO_DATE, Form, date_in, date_texts, faulty, typed

LEAD = [opens_to(Scope.ACADEMY)]
PATH = "/academy/cohorts/new"
LABELS = {"title": "Name", "key": "Name", "programme": "Programme", "anchor": "First day"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """Dates that are only being looked at."""

    run: RunDates
    kinds: tuple[Kind, ...]

    @property
    def faults(self) -> int:
        return sum(len(each.findings) for each in self.kinds if each.severity == "BLOCK")


@get(PATH, guards=LEAD, include_in_schema=False)
async def new(visitor: NamedDependency[Visitor]) -> Template:
    return await _form(visitor, Form({}), None)


@post(PATH, guards=LEAD, include_in_schema=False)
async def look_or_create(
    request: AnyRequest, visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template | Redirect:
    """Shows the dates; ``do=create`` stores the draft. ``other``: one of the other first days."""
    texts = await typed(request)
    if (other := day(texts.get("other", ""))) is not None:
        texts |= date_texts("anchor", other)
    anchor = date_in(texts, "anchor")
    wanted, faults = _wanted(texts, anchor)
    if wanted is None or anchor is None:
        return await _form(visitor, faulty(texts, faults), None)
    try:
        if texts.get("do") == "create":
            cohort = await cohorts.create(
                key=wanted.key,
                title=wanted.title,
                programme=wanted.programme,
                version=wanted.version,
                anchor=anchor,
                actor=visitor.actor,
                now=clock.now(),
            )
            return seen(f"/academy/cohorts/{cohort.record.id}")
        preview = await proposed(
            programme=wanted.programme,
            version=wanted.version,
            anchor=anchor,
            now=clock.now(),
            thresholds=settings.planning,
        )
    except NameTaken:
        form = faulty(
            texts,
            {"title": "Another cohort has this name: choose one that tells them apart"},
            status=409,
        )
        return await _form(visitor, form, None)
    except NoSuchProgramme:
        form = faulty(texts, {"programme": "Choose a programme from the list"})
        return await _form(visitor, form, None)
    except REFUSALS as refusal:
        return await _form(visitor, again(refusal, texts), None)
    return await _form(visitor, Form(texts), proposed_of(preview))


def _wanted(
    texts: Mapping[str, str], anchor: date | None
) -> tuple[NewCohort | None, dict[str, str]]:
    """The body that the API would be sent, or what is wrong by field."""
    title = " ".join(texts.get("title", "").split())
    programme, _, version = texts.get("programme", "").rpartition("@")
    faults = {}
    if not title:
        faults["title"] = "Write a name, for example Spring 2027"
    elif not key_from(title):
        faults["title"] = "Name needs a letter or digit from a to z, for addresses"
    if not programme or not version.isascii() or not version.isdigit():
        faults["programme"] = "Choose a programme"
    if anchor is None:
        faults["anchor"] = f"First day {NO_DATE}"
    if faults:
        return None, faults
    body = {
        "key": key_from(title),
        "title": title,
        "programme": programme,
        "version": int(version[:9]),
        "anchor": anchor,
    }
    return read(NewCohort, body, LABELS)


def proposed_of(preview: Preview) -> Proposed:
    return Proposed(dates_of(preview.plan)[0], kinds_of(preview.standing))


async def _form(visitor: Visitor, form: Form, page: Proposed | None) -> Template:
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "programmes": await programme_choices(),
    }
    return office_page("desk/cohort_new.html", visitor, context, status_code=form.status)


async def programme_choices() -> list[tuple[str, str]]:
    """``key@version`` and its words, newest version of each first."""
    found = []
    for each in await programmes.versions():
        one = each.programme
        ends = f" to {day_words(one.effective_to)}" if one.effective_to else ""
        words = f"{one.title}, version {one.version} (in force from {day_words(one.effective_from)}{ends})"
        found.append((f"{one.key}@{one.version}", words))
    return found


ROUTES: list[HTTPRouteHandler] = [new, look_or_create]

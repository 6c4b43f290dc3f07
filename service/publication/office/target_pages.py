"""Targets in the browser, and what the council is compared with."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from scorecard.measures import CATALOGUE, MEASURES
from scorecard.targets import has_direction
from service import clock
from service.access.office import office_page, seen
from service.access.visitors import Visitor
from service.benchmarks import targets, vintages
from service.benchmarks.store import TargetRevision
from service.benchmarks.targets import Wish
from service.publication.office.addresses import START
from service.publication.office.opened import PREPARING, PSW
from service.publication.office.part_forms import (
    FOLDER,
    NEW,
    REFUSALS,
    REMOVE,
    form_page,
    id_in,
    one_line,
)
from service.publication.office.target_view import target_lines, vintage_lines
from service.web.typed import (
    NO_DATE,
    Form,
    date_in,
    date_texts,
    faulty,
    refused,
    revision_in,
    typed,
)

AnyRequest = Request[Any, Any, Any]

THERE = f"{START}/targets"
LABELS = {
    "measure": "Measure",
    "value": "Target",
    "tolerance": "Tolerance",
    "decided_on": "Day of the decision",
    "in_force_from": "First day",
    "in_force_until": "Last day",
    "source": "Source",
}
NO_NUMBER = "is not a number: write it like 12 or 12.5"
_NUMBER = re.compile(r"-?\d{1,10}(\.\d{1,12})?", re.ASCII)
DATES = ("decided_on", "in_force_from", "in_force_until")


@get(THERE, guards=PREPARING, include_in_schema=False)
async def target_list(visitor: NamedDependency[Visitor]) -> Template:
    context = {
        "targets": target_lines(await targets.listing()),
        "vintages": vintage_lines(await vintages.listing()),
    }
    return office_page(f"{FOLDER}/targets.html", visitor, context)


@get(THERE + "/{target:str}", guards=PSW, include_in_schema=False)
async def target_form(target: FromPath[str], visitor: NamedDependency[Visitor]) -> Template:
    if target == NEW:
        return _target(visitor, Form({"tolerance": "0"}), None)
    standing = await targets.one(id_in(target))
    texts = {
        "value": standing.value,
        "tolerance": standing.tolerance,
        "source": standing.source,
        **date_texts("decided_on", standing.decided_on),
        **date_texts("in_force_from", standing.first),
        **date_texts("in_force_until", standing.last),
    }
    return _target(visitor, Form(texts, str(standing.revision)), standing)


@post(THERE + "/{target:str}", guards=PSW, include_in_schema=False)
async def save_target(
    request: AnyRequest, target: FromPath[str], visitor: NamedDependency[Visitor]
) -> Template | Redirect:
    texts, now = await typed(request), clock.now()
    standing = None if target == NEW else await targets.one(id_in(target))
    revision = texts.get("revision", "")
    seen_revision = revision_in(texts) or 0
    try:
        if standing is not None and texts.get("do") == REMOVE:
            await targets.withdraw(standing.target, seen_revision, visitor.actor, now)
            return seen(THERE)
        wish, faults = _wish(texts, standing)
        if wish is None:
            return _target(visitor, faulty(texts, faults, revision), standing)
        if standing is None:
            await targets.add(wish, visitor.actor, now)
        else:
            await targets.change(standing.target, seen_revision, wish, visitor.actor, now)
    except REFUSALS as refusal:
        # Whoever was overtaken is told by whom, and what stands: saving again replaces that.
        revision = str(refusal.extra.get("revision", revision))
        form = _in_words(refused(refusal, texts, LABELS, revision=revision))
        return _target(visitor, form, standing)
    return seen(THERE)


def _wish(
    texts: Mapping[str, str], standing: TargetRevision | None
) -> tuple[Wish | None, dict[str, str]]:
    """What is wanted, or which dates are none."""
    days: dict[str, date | None] = {name: date_in(texts, name) for name in DATES}
    no_last_day = not any(texts.get(f"in_force_until-{part}") for part in ("day", "month", "year"))
    faults = {
        name: f"{LABELS[name]} {NO_DATE}"
        for name, day in days.items()
        if day is None and not (name == "in_force_until" and no_last_day)
    }
    faults |= {
        name: f"{LABELS[name]} {NO_NUMBER}"
        for name in ("value", "tolerance")
        if _NUMBER.fullmatch(_number(texts, name)) is None
    }
    decided_on, first = days["decided_on"], days["in_force_from"]
    if faults or decided_on is None or first is None:
        return None, faults
    wish = Wish(
        measure=one_line(texts, "measure") if standing is None else standing.measure,
        dimension="council" if standing is None else standing.dimension,
        group="" if standing is None else standing.group_name,
        category="" if standing is None else standing.category,
        value=_number(texts, "value"),
        tolerance=_number(texts, "tolerance"),
        decided_on=decided_on,
        in_force_from=first,
        in_force_until=days["in_force_until"],
        source=one_line(texts, "source"),
    )
    return wish, {}


def _number(texts: Mapping[str, str], name: str) -> str:
    """As it was typed, without a sign of percent; a tolerance that is left empty is none."""
    text = one_line(texts, name).removesuffix("%").rstrip()
    return text or ("0" if name == "tolerance" else "")


def _in_words(form: Form) -> Form:
    """The faults in the words of the page where they name fields as they are called over HTTP."""
    faults = {}
    for name, fault in form.faults.items():
        words = fault
        for called in DATES:
            words = words.replace(called, f"the {LABELS[called].lower()}")
        faults[name] = words
    return replace(form, faults=faults)


def _target(visitor: Visitor, form: Form, standing: TargetRevision | None) -> Template:
    context = {
        "standing": None if standing is None else target_lines([standing])[0],
        "measures": [
            (each.id, each.title, each.unit)
            for each in CATALOGUE
            if has_direction(each) and not each.categories
        ],
        "unit": "" if standing is None else MEASURES[standing.measure].unit,
    }
    return form_page("target.html", visitor, context, form)


ROUTES: list[HTTPRouteHandler] = [target_list, target_form, save_target]

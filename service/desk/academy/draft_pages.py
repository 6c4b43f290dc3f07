"""Changing a draft: a part is moved or put back, a run begins on another day or is added, and names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from academy.planning import Later
from academy.session import Status
from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import AnyRequest, Visitor, opens_to
from service.cohorts import cohorts
from service.cohorts import draft_edits as edits
from service.cohorts.cohorts import Cohort, Preview
from service.cohorts.drafts import HOME, Draft, DraftMove, Run
from service.desk.academy.dates_view import LATER, BlockLine, RunDates, dates_of
from service.desk.academy.forms import REFUSALS, again, key_from, read
from service.settings import Settings
from service.web.english import day_words, span_words
from service.web.form_fields import day
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
COHORT = "/academy/cohorts/{cohort_id:uuid}"
NEW = "new"


@dataclass(frozen=True, slots=True)
class SessionLine:
    uid: str
    words: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class BlockPage:
    cohort: Cohort
    run: RunDates
    block: BlockLine
    sessions: tuple[SessionLine, ...]


async def opened(cohort_id: UUID, settings: Settings) -> Preview:
    """The plan as it would be released now. Raises NoSuchCohort."""
    return await cohorts.preview(cohort_id, thresholds=settings.planning)


def cohort_path(cohort: Cohort) -> str:
    return f"/academy/cohorts/{cohort.record.id}"


def fresh(cohort: Cohort, texts: Mapping[str, str]) -> Form:
    return Form(texts, str(cohort.record.draft_revision))


def one_line(texts: Mapping[str, str], name: str) -> str:
    return " ".join(texts.get(name, "").split())


# --- moving a part -------------------------------------------------------------------------------


@get(COHORT + "/runs/{run:str}/parts/{block:str}", guards=LEAD, include_in_schema=False)
async def part(
    cohort_id: FromPath[UUID],
    run: FromPath[str],
    block: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    page = _block_page(await opened(cohort_id, settings), run, block)
    held = edits.run_of(page.cohort.draft, run)
    move = held.moves.get(block)
    texts = {
        "reason": move.reason if move else "",
        "later": held.later.name,
        **date_texts("to", move.to if move else None),
    }
    return _block(visitor, page, fresh(page.cohort, texts))


MOVE_LABELS = {"to": "New first day", "reason": "Reason"}


@post(COHORT + "/runs/{run:str}/parts/{block:str}", guards=LEAD, include_in_schema=False)
async def move_part(
    request: AnyRequest,
    cohort_id: FromPath[UUID],
    run: FromPath[str],
    block: FromPath[str],
    *,
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """``do=undo`` puts it back where the first day of the run has it."""
    texts = await typed(request)
    page = _block_page(await opened(cohort_id, settings), run, block)
    form = await _moved(texts, page, visitor)
    if form is None:
        return seen(f"{cohort_path(page.cohort)}#dates")
    page = _block_page(await opened(cohort_id, settings), run, block)
    return _block(visitor, page, form)


async def _moved(texts: Mapping[str, str], page: BlockPage, visitor: Visitor) -> Form | None:
    """None when it was done; else the form again."""
    cohort_id, run, block = page.cohort.record.id, page.run.key, page.block.key
    undo = texts.get("do") == "undo"
    body = {"to": date_in(texts, "to"), "reason": one_line(texts, "reason")}
    move, faults = (None, {}) if undo else _move(body)
    if faults:
        return faulty(texts, faults, texts.get("revision", ""))
    later = Later.CHAIN if texts.get("later") == Later.CHAIN.name else Later.ANCHOR

    def changed(held: Cohort) -> Draft:
        if move is None:
            return edits.without_move(held.draft, run, block)
        known = msgspec.structs.replace(edits.run_of(held.draft, run), later=later)
        return edits.with_move(edits.with_run(held.draft, known), run, block, move)

    try:
        await cohorts.edit(cohort_id, revision_in(texts) or 0, changed, visitor.actor, clock.now())
    except REFUSALS as refusal:
        return again(refusal, texts, await cohorts.one(cohort_id))
    return None


def _move(body: Mapping[str, Any]) -> tuple[DraftMove | None, dict[str, str]]:
    faults = {}
    if body["to"] is None:
        faults["to"] = f"New first day {NO_DATE}"
    if not body["reason"]:
        faults["reason"] = "Write why it is moved: whoever looks at the plan can read it"
    return (None, faults) if faults else read(DraftMove, body, MOVE_LABELS)


def _block_page(preview: Preview, run: str, block: str) -> BlockPage:
    """Raises NotFound."""
    dates = next((each for each in dates_of(preview.plan) if each.key == run), None)
    line = dates.block(block) if dates else None
    if dates is None or line is None:
        raise problems.NotFound("The plan has no such part: look at its dates again.")
    sessions = tuple(
        SessionLine(
            each.uid,
            f"{day_words(each.day)}, {span_words(each.start, each.end)}",
            each.title + (f" (group {each.group})" if each.group is not None else ""),
            "Cancelled" if each.status is Status.CANCELLED else "",
        )
        for each in preview.plan.sessions
        if (each.run, each.block) == (run, block)
    )
    return BlockPage(preview.cohort, dates, line, sessions)


def _block(visitor: Visitor, page: BlockPage, form: Form) -> Template:
    context = {
        "page": page,
        "form": form,
        "later": [(each.name, f"They {words}") for each, words in LATER.items()],
    }
    return office_page("desk/part.html", visitor, context, status_code=form.status)


# --- a run ---------------------------------------------------------------------------------------

RUN_LABELS = {
    "key": "Name",
    "title": "Name",
    "anchor": "First day",
    "places": "Places",
    "blocks": "Parts",
}


@get(COHORT + "/runs/{run:str}", guards=LEAD, include_in_schema=False)
async def run_form(
    cohort_id: FromPath[UUID],
    run: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    """``run`` is ``new`` for a run that is to be added."""
    preview = await opened(cohort_id, settings)
    if run == NEW:
        return _run_page(visitor, preview, NEW, fresh(preview.cohort, {}), ())
    held = edits.run_of(preview.cohort.draft, run)
    texts = {
        "title": held.title,
        "places": str(held.places or ""),
        **date_texts("anchor", held.anchor),
    }
    return _run_page(visitor, preview, run, fresh(preview.cohort, texts), tuple(held.blocks or ()))


@post(COHORT + "/runs/{run:str}", guards=LEAD, include_in_schema=False)
async def save_run(
    request: AnyRequest,
    cohort_id: FromPath[UUID],
    run: FromPath[str],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """``do=remove`` takes an added run out; ``other``: one of the other first days."""
    blocks = [str(each) for each in (await request.form()).getall("blocks", [])]
    texts = await typed(request)
    if (other := day(texts.get("other", ""))) is not None:
        texts |= date_texts("anchor", other)
    preview = await opened(cohort_id, settings)
    if run != NEW:
        edits.run_of(preview.cohort.draft, run)
    form = await _saved_run(texts, blocks, preview.cohort, run, visitor)
    if form is None:
        return seen(f"{cohort_path(preview.cohort)}#dates")
    return _run_page(visitor, await opened(cohort_id, settings), run, form, tuple(blocks))


async def _saved_run(
    texts: Mapping[str, str], blocks: list[str], cohort: Cohort, run: str, visitor: Visitor
) -> Form | None:
    cohort_id = cohort.record.id
    known = cohort.draft.run(run)
    remove = texts.get("do") == "remove" and run not in {HOME, NEW}
    body, faults = ({}, {}) if remove else _run_body(texts, blocks, date_in(texts, "anchor"), run)
    key = body.get("key", run)
    if run == NEW and not faults and cohort.draft.run(key) is not None:
        faults["title"] = "Another run has this name: choose one that tells them apart"
    if faults:
        return faulty(texts, faults, texts.get("revision", ""))

    wanted = None
    if not remove:
        held = {} if known is None else msgspec.structs.asdict(known)
        wanted, faults = read(Run, {**msgspec.to_builtins(held), **body}, RUN_LABELS)
        if wanted is None:
            return faulty(texts, faults, texts.get("revision", ""))

    def changed(held: Cohort) -> Draft:
        if wanted is None:
            return edits.without_run(held.draft, run)
        return edits.with_run(held.draft, wanted)

    try:
        await cohorts.edit(cohort_id, revision_in(texts) or 0, changed, visitor.actor, clock.now())
    except REFUSALS as refusal:
        return again(refusal, texts, await cohorts.one(cohort_id))
    return None


def _run_body(
    texts: Mapping[str, str], blocks: list[str], anchor: date | None, run: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the form says of a run, and what is wrong by field."""
    title, places = one_line(texts, "title"), texts.get("places", "").strip()
    faults = {}
    if not title or (run == NEW and key_from(title) in {"", NEW}):
        faults["title"] = "Write a name, for example Mop-up run, November"
    if anchor is None:
        faults["anchor"] = f"First day {NO_DATE}"
    if places and not (places.isascii() and places.isdigit() and 0 < int(places[:5]) <= 1000):
        faults["places"] = "Places must be a whole number from 1 to 1000, or empty for no limit"
    if run != HOME and not blocks:
        faults["blocks"] = "Choose at least one part that the run has"
    body: dict[str, Any] = {
        "key": key_from(title) if run == NEW else run,
        "title": title,
        "anchor": anchor,
        "places": int(places[:5]) if places.isdigit() else None,
    }
    if run != HOME:
        body["blocks"] = blocks
    return body, faults


def _run_page(
    visitor: Visitor, preview: Preview, run: str, form: Form, chosen: tuple[str, ...]
) -> Template:
    dates = next((each for each in dates_of(preview.plan) if each.key == run), None)
    context = {
        "cohort": preview.cohort,
        "run": dates,
        "is_new": run == NEW,
        "is_home": run == HOME,
        "parts": [(block.key, block.title) for block in preview.plan.programme.blocks],
        "chosen": chosen,
        "form": form,
    }
    return office_page("desk/run.html", visitor, context, status_code=form.status)


ROUTES: list[HTTPRouteHandler] = [part, move_part, run_form, save_run]

"""Coding over pages: what waits, one comment at a time, quotations and who wants to be talked to."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import Visitor, opens_to
from service.settings import Settings
from service.surveys import codebooks, coding, comments, quotations
from service.surveys.comments import Progress
from service.surveys.pages import coding_view
from service.surveys.quotations import State
from service.surveys.refusals import Overtaken
from service.surveys.who import By
from service.web.form_fields import text, whole

AnyRequest = Request[Any, Any, Any]
Answer = Template | Redirect

CODER = Scope.CODER
DECIDERS = (Scope.PSW, Scope.CODER)
REASON_LENGTH = 1000


@get("/coding", guards=[opens_to(CODER)], include_in_schema=False)
async def waiting(
    visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Template:
    actor = visitor.actor
    heaps = coding_view.heaps(
        await comments.listing(actor, settings, progress=Progress.TO_CODE),
        await coding.to_code_second(actor, settings),
        await comments.listing(actor, settings, progress=Progress.UNDECIDED),
    )
    return office_page("surveys/coding.html", visitor, {"heaps": heaps})


@get("/coding/{comment_id:uuid}", guards=[opens_to(CODER)], include_in_schema=False)
async def one(
    comment_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    return await _page(comment_id, visitor, settings)


@post("/coding/{comment_id:uuid}", guards=[opens_to(CODER)], include_in_schema=False)
async def act(
    request: AnyRequest,
    comment_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Answer:
    """``do``: suggest, first, second, decide, quote, strike."""
    fields = await request.form()
    do, by = text(fields, "do"), By(visitor.actor, clock.now(), settings)
    codebook = (await codebooks.in_force()).codebook
    names = [coding_view.THEME + each.code for each in codebook.themes]
    form = {name: text(fields, name) for name in (*names, *_FIELDS)}
    themes = coding_view.entries(form, codebook)
    try:
        if do == "suggest":
            # Not a redirect: that they were shown is kept, so a plain look must not show them.
            suggested = await coding.suggest(comment_id, by)
            return await _page(comment_id, visitor, settings, suggested=suggested)
        await _done(comment_id, form | {"do": do}, themes, by)
    except Overtaken as refusal:
        theirs = coding_view.theirs(refusal.extra.get("theirs", []), codebook)
        return await _page(
            comment_id,
            visitor,
            settings,
            form=form,
            because=refusal.detail,
            theirs=theirs,
            status_code=412,
        )
    except (problems.Unprocessable, problems.Conflict) as refusal:
        said = [each["detail"] for each in refusal.extra.get("errors", [])]
        return await _page(
            comment_id,
            visitor,
            settings,
            form=form,
            because=" ".join([refusal.detail, *said]),
            status_code=refusal.status,
        )
    return seen("/coding" if do in {"first", "second", "decide"} else f"/coding/{comment_id}")


async def _done(
    comment_id: UUID, form: dict[str, str], themes: list[tuple[str, str]], by: By
) -> None:
    do, revision = form["do"], whole(form["revision"]) or 0
    if do in {"first", "second", "decide"} and not themes and not form["none"]:
        raise problems.Unprocessable(
            "Choose at least one theme, or say that the comment gives none."
        )
    if do == "first":
        await coding.confirm(comment_id, revision, themes, by)
    elif do == "second":
        await coding.second(comment_id, revision, themes, by)
    elif do == "decide":
        if not 0 < len(form["why"]) <= REASON_LENGTH:
            raise problems.Unprocessable(f"Say why, in up to {REASON_LENGTH:,} characters.")
        await coding.adjudicate(comment_id, revision, themes, form["why"], by)
    elif do in {"quote", "strike"}:
        shown = await comments.one(comment_id, by.actor, by.settings)
        taken, missing = coding_view.places(
            shown.text, filter(None, (each.strip() for each in form[_OUT[do]].split("\n")))
        )
        if missing:
            raise problems.Unprocessable(f"These words are not in the comment: {missing[0]}")
        if do == "strike":
            await comments.strike(comment_id, revision, taken, by)
            return
        found, _ = coding_view.places(shown.text, [form["words"]] if form["words"] else [])
        if not found:
            raise problems.Unprocessable("Copy the words to quote exactly as they stand.")
        await quotations.propose(comment_id, found[0], taken, by)
    else:
        raise problems.Unprocessable("Choose what to do with the comment.")


_FIELDS = ("revision", "none", "why", "words", "without", "take_out")
_OUT = {"quote": "without", "strike": "take_out"}


async def _page(
    comment_id: UUID,
    visitor: Visitor,
    settings: Settings,
    *,
    suggested: coding.Suggested | None = None,
    form: dict[str, str] | None = None,
    because: str = "",
    theirs: tuple[coding_view.CodingLine, ...] = (),
    status_code: int = 200,
) -> Template:
    comment = await comments.one(comment_id, visitor.actor, settings)
    blind = {each.record.id for each in await coding.to_code_second(visitor.actor, settings)}
    codebook = (await codebooks.in_force()).codebook
    chosen = None
    if form is not None:
        chosen = {
            name.removeprefix(coding_view.THEME): value
            for name, value in form.items()
            if name.startswith(coding_view.THEME)
        }
    page = coding_view.comment_page(
        comment,
        codebook,
        second=comment_id in blind,
        quotations=await quotations.of_comment(comment_id),
        suggested=suggested,
        chosen=chosen,
    )
    context = {
        "page": page,
        "form": form or {},
        "because": because,
        "theirs": theirs,
        "directions": coding_view.DIRECTIONS,
    }
    return office_page("surveys/comment.html", visitor, context, status_code=status_code)


# --- quotations ----------------------------------------------------------------------------------


@get("/quotations", guards=[opens_to(*DECIDERS)], include_in_schema=False)
async def quoted(
    visitor: NamedDependency[Visitor],
    *,
    only: Annotated[str | None, QueryParameter(name="state", max_length=20)] = None,
) -> Template:
    return await _quotations_page(visitor, only or "")


@post("/quotations", guards=[opens_to(Scope.PSW)], include_in_schema=False)
async def decide(request: AnyRequest, visitor: NamedDependency[Visitor]) -> Answer:
    fields = await request.form()
    try:
        chosen, which = State(text(fields, "state")), UUID(text(fields, "quotation"))
    except ValueError:
        return await _quotations_page(
            visitor, "", because="Choose what to do with the quotation.", status_code=422
        )
    revision = whole(text(fields, "revision")) or 0
    try:
        await quotations.decide(which, revision, chosen, visitor.actor, clock.now())
    except (problems.PreconditionFailed, problems.Conflict) as refusal:
        return await _quotations_page(
            visitor, "", because=refusal.detail, status_code=refusal.status
        )
    return seen("/quotations")


async def _quotations_page(
    visitor: Visitor, only: str, *, because: str = "", status_code: int = 200
) -> Template:
    known = only in set(State)
    found = await quotations.listing(State(only) if known else None)
    context = {
        "quotations": [coding_view.quoted(each) for each in reversed(found)],
        "states": coding_view.STATES,
        "state": only if known else "",
        "because": because,
    }
    return office_page("surveys/quotations.html", visitor, context, status_code=status_code)


ROUTES: list[HTTPRouteHandler] = [waiting, one, act, quoted, decide]

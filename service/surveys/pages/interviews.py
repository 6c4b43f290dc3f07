"""HR's desk of exit interviews: offer, make a link, enter answers, say how each stands."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from scorecard.errors import NotAHalfYearEnd
from scorecard.periods import half_year_ending
from service import clock, problems
from service.access.actor import Scope
from service.access.office import office_page, seen
from service.access.visitors import Visitor, opens_to
from service.settings import Settings
from service.surveys import comments, interview_answers, interviews, links, question_sets
from service.surveys.interview_answers import Given
from service.surveys.interviews import Status
from service.surveys.pages import desk_view
from service.surveys.pages.fields import Typed, note, number_of, typed, wish_of
from service.surveys.routes.forms import LARGEST
from service.surveys.who import By
from service.web.form_fields import day, text, whole

AnyRequest = Request[Any, Any, Any]
Answer = Template | Redirect

READERS = (Scope.HR, Scope.PSW, Scope.CODER)
DESK = "/exit-interviews"
WISH = ("leaving_date", "status", "offered_on", "done_on", "destination", "reason")
MOST_DAYS = 180


@get(DESK, guards=[opens_to(*READERS)], include_in_schema=False)
async def desk(
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    *,
    half_year: Annotated[str | None, QueryParameter(name="half-year", max_length=10)] = None,
    status: Annotated[str | None, QueryParameter(max_length=10)] = None,
) -> Template:
    """A filter that is none of those offered finds nothing."""
    opening = end = None
    known = not status or status in set(Status)
    if half_year:
        last = day(half_year)
        try:
            assert last is not None
            period = half_year_ending(last, settings.half_year_ends)
            opening, end = period.opening, period.end
        except (AssertionError, NotAHalfYearEnd):
            known = False
    wanted = Status(status) if status and known else None
    found = await interviews.listing(opening, end, wanted) if known else []
    page = desk_view.desk_page(
        [each for each in found if each.record.withdrawn_at is None],
        half_year=half_year or "",
        status=status or "",
        now=clock.now(),
        today=clock.today(),
        ends=settings.half_year_ends,
    )
    return office_page("surveys/desk.html", visitor, {"page": page})


# --- offer ---------------------------------------------------------------------------------------


@get(f"{DESK}/new", guards=[opens_to(Scope.HR)], include_in_schema=False)
async def new(visitor: NamedDependency[Visitor]) -> Template:
    return _new_page(Typed({"offered_on": clock.today().isoformat()}), visitor)


@post(f"{DESK}/new", guards=[opens_to(Scope.HR)], include_in_schema=False)
async def offer(
    request: AnyRequest, visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Answer:
    form = typed(await request.form(), "registration_number", *WISH)
    number, wish = number_of(form), wish_of(form)
    if wish is None or form.faults:
        return _new_page(form, visitor)
    try:
        found = await interviews.offer(number, wish, visitor.actor, clock.now(), settings)
    except (problems.Unprocessable, problems.Conflict) as refusal:
        note(form, refusal, "registration_number")
        return _new_page(form, visitor)
    return seen(f"{DESK}/{found.record.id}")


def _new_page(form: Typed, visitor: Visitor) -> Template:
    context = {
        "form": form,
        "destinations": desk_view.DESTINATIONS,
        "reasons": desk_view.REASONS,
    }
    status = 422 if form.faults else 200
    return office_page("surveys/interview_new.html", visitor, context, status_code=status)


# --- one interview -------------------------------------------------------------------------------


@get(f"{DESK}/{{interview_id:uuid}}", guards=[opens_to(*READERS)], include_in_schema=False)
async def one(
    interview_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    return await _page(interview_id, visitor, settings)


@post(f"{DESK}/{{interview_id:uuid}}", guards=[opens_to(Scope.HR)], include_in_schema=False)
async def act(
    request: AnyRequest,
    interview_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Answer:
    """``do``: link, revoke, consent, withdraw."""
    fields = await request.form()
    try:
        fresh = await _done(text(fields, "do"), interview_id, fields, visitor)
    except (problems.Unprocessable, problems.Conflict, problems.PreconditionFailed) as refusal:
        return await _page(
            interview_id, visitor, settings, because=refusal.detail, status_code=refusal.status
        )
    if fresh is None:
        return seen(f"{DESK}/{interview_id}")
    # The secret is nowhere kept, so that it can be shown in this answer alone.
    address = f"{settings.public_url}{links.PATH}{fresh}"
    return await _page(interview_id, visitor, settings, address=address)


async def _done(do: str, interview_id: UUID, fields: FormMultiDict, visitor: Visitor) -> str | None:
    """The secret of a fresh link; None for everything else."""
    now = clock.now()
    if do == "link":
        days = whole(text(fields, "days"))
        if days is None or not 1 <= days <= MOST_DAYS:
            raise problems.Unprocessable(f"A link is good for 1 to {MOST_DAYS} days.")
        _, secret = await links.issue(interview_id, days, visitor.actor, now)
        return secret
    if do == "revoke":
        await links.revoke(interview_id, visitor.actor, now)
    elif do == "consent":
        comment = _id(text(fields, "comment"))
        revision = whole(text(fields, "revision")) or 0
        quotable = text(fields, "quotable") == "yes"
        await comments.set_consent(comment, revision, visitor.actor, now, quotable=quotable)
    elif do == "withdraw":
        revision = whole(text(fields, "revision")) or 0
        await interviews.withdraw(interview_id, revision, visitor.actor, now)
    else:
        raise problems.Unprocessable("Choose what to do with the interview.")
    return None


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise problems.Unprocessable("Choose the answer that it is about.") from None


async def _page(
    interview_id: UUID,
    visitor: Visitor,
    settings: Settings,
    *,
    because: str = "",
    address: str = "",
    status_code: int = 200,
) -> Template:
    interview = await interviews.one(interview_id)
    said = await comments.listing(visitor.actor, settings, interview=interview_id)
    context = {
        "page": desk_view.interview_page(
            interview, said, now=clock.now(), ends=settings.half_year_ends
        ),
        "because": because,
        "address": address,
    }
    return office_page("surveys/interview.html", visitor, context, status_code=status_code)


# --- how it stands -------------------------------------------------------------------------------


@get(f"{DESK}/{{interview_id:uuid}}/change", guards=[opens_to(Scope.HR)], include_in_schema=False)
async def to_change(interview_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Template:
    return await _change_page(interview_id, await _as_it_is(interview_id), visitor)


@post(f"{DESK}/{{interview_id:uuid}}/change", guards=[opens_to(Scope.HR)], include_in_schema=False)
async def change(
    request: AnyRequest, interview_id: FromPath[UUID], visitor: NamedDependency[Visitor]
) -> Answer:
    form = typed(await request.form(), *WISH, "revision")
    wish = wish_of(form)
    if wish is None:
        return await _change_page(interview_id, form, visitor)
    revision = whole(form["revision"]) or 0
    try:
        await interviews.change(interview_id, revision, wish, visitor.actor, clock.now())
    except problems.PreconditionFailed:
        now_held = await _as_it_is(interview_id)
        return await _change_page(interview_id, form, visitor, theirs=now_held)
    except (problems.Unprocessable, problems.Conflict) as refusal:
        note(form, refusal, "status")
        return await _change_page(interview_id, form, visitor)
    return seen(f"{DESK}/{interview_id}")


async def _as_it_is(interview_id: UUID) -> Typed:
    record = (await interviews.one(interview_id)).record
    return Typed(
        {
            "leaving_date": record.leaving_date.isoformat(),
            "status": record.status,
            "offered_on": record.offered_on.isoformat() if record.offered_on else "",
            "done_on": record.done_on.isoformat() if record.done_on else "",
            "destination": record.destination or "",
            "reason": record.reason or "",
            "revision": str(record.revision),
        }
    )


async def _change_page(
    interview_id: UUID, form: Typed, visitor: Visitor, *, theirs: Typed | None = None
) -> Template:
    """``theirs``: how it stands since somebody else changed it; what was typed is kept beside it."""
    context = {
        "id": str(interview_id),
        "form": form,
        "revision": (theirs or form)["revision"],
        "differences": [] if theirs is None else _differences(form, theirs),
        "overtaken": theirs is not None,
        "statuses": desk_view.STATUSES,
        "destinations": desk_view.DESTINATIONS,
        "reasons": desk_view.REASONS,
    }
    status = 412 if theirs is not None else 422 if form.faults else 200
    return office_page("surveys/interview_change.html", visitor, context, status_code=status)


_NAMES = {
    "leaving_date": "Leaving date",
    "status": "How it stands",
    "offered_on": "Offered on",
    "done_on": "Done on",
    "destination": "Went to",
    "reason": "Reason",
}


def _differences(yours: Typed, theirs: Typed) -> list[tuple[str, str, str]]:
    words: dict[str, Any] = {
        "status": desk_view.STATUSES,
        "destination": desk_view.DESTINATIONS,
        "reason": desk_view.REASONS,
    }

    def said(name: str, value: str) -> str:
        return words.get(name, {}).get(value, value) or "Nothing"

    return [
        (label, said(name, yours[name]), said(name, theirs[name]))
        for name, label in _NAMES.items()
        if yours[name] != theirs[name]
    ]


# --- answers -------------------------------------------------------------------------------------


@get(f"{DESK}/{{interview_id:uuid}}/answers", guards=[opens_to(Scope.HR)], include_in_schema=False)
async def to_answer(interview_id: FromPath[UUID], visitor: NamedDependency[Visitor]) -> Template:
    await interviews.one(interview_id)
    return await _answers_page(interview_id, Typed({}), visitor)


@post(
    f"{DESK}/{{interview_id:uuid}}/answers",
    guards=[opens_to(Scope.HR)],
    request_max_body_size=LARGEST,
    include_in_schema=False,
)
async def answer(
    request: AnyRequest,
    interview_id: FromPath[UUID],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Answer:
    questions = (await question_sets.exit_questions()).questions
    names = [f"{part}-{each.id}" for each in questions for part in ("answer", "quote")]
    form = typed(await request.form(), "done_on", *names)
    first = f"answer-{questions[0].id}"
    done_on = day(form["done_on"])
    if form["done_on"] and done_on is None:
        form.faults["done_on"] = "The day on which it was done: write it as 2026-09-30"
    given = [
        Given(each, form[f"answer-{each.id}"], bool(form[f"quote-{each.id}"]))
        for each in questions
        if form[f"answer-{each.id}"]
    ]
    for each in given:
        if fault := interview_answers.fault_of(each.text):
            form.faults[f"answer-{each.question.id}"] = f"“{each.question.text}”: it {fault}"
    if not given:
        form.faults[first] = "Enter at least one answer"
    if form.faults:
        return await _answers_page(interview_id, form, visitor)
    by = By(visitor.actor, clock.now(), settings)
    try:
        await interview_answers.answer(interview_id, given, done_on, by)
    except (problems.Unprocessable, problems.Conflict) as refusal:
        form.faults[first] = refusal.detail
        return await _answers_page(interview_id, form, visitor)
    return seen(f"{DESK}/{interview_id}")


async def _answers_page(interview_id: UUID, form: Typed, visitor: Visitor) -> Template:
    context = {
        "id": str(interview_id),
        "form": form,
        "questions": (await question_sets.exit_questions()).questions,
        "longest": f"{interview_answers.LONGEST:,}",
    }
    status = 422 if form.faults else 200
    return office_page("surveys/interview_answers.html", visitor, context, status_code=status)


ROUTES: list[HTTPRouteHandler] = [
    desk,
    new,
    offer,
    one,
    act,
    to_change,
    change,
    to_answer,
    answer,
]

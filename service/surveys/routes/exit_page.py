"""The page behind a leaver's private link: works without scripts, on a phone, with a keyboard."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from scorecard.survey.question_set import Question
from service import clock
from service.clock import LONDON
from service.settings import Settings
from service.surveys import links, question_sets
from service.surveys.interview_answers import LONGEST, Given, fault_of
from service.surveys.links import PATH, Found, Standing
from service.surveys.refusals import AnswerRepeated
from service.surveys.routes.forms import HEADERS, LARGEST, form_of
from service.web.pages import page

ANSWER, QUOTE, FOLLOW_UP, DECLINE = "answer-", "quote-", "follow-up", "decline"
STATUS = {None: 404, Standing.ENDED: 410}


@get("/exit-interview/{secret:str}", include_in_schema=False)
async def exit_interview(secret: FromPath[str], settings: NamedDependency[Settings]) -> Template:
    found = await links.find(secret, clock.now())
    return await _page(found, {}, {}, settings)


@post("/exit-interview/{secret:str}", include_in_schema=False, request_max_body_size=LARGEST)
async def send_exit_interview(
    request: Request[Any, Any, Any], secret: FromPath[str], settings: NamedDependency[Settings]
) -> Template | Redirect:
    form = await form_of(request)
    now = clock.now()
    if DECLINE in form:
        found = await links.decline(secret, now)
        return _seen(secret) if found else await _page(None, {}, {}, settings)
    questions = (await question_sets.exit_questions()).questions
    faults = _faults(questions, form)
    if faults:
        return await _page(await links.find(secret, now), form, faults, settings)
    given = [
        Given(each, form[ANSWER + each.id], QUOTE + each.id in form)
        for each in questions
        if form.get(ANSWER + each.id, "").strip()
    ]
    try:
        found = await links.answer(
            secret, given, follow_up=FOLLOW_UP in form, now=now, settings=settings
        )
    except AnswerRepeated:
        # They are there already: whoever sends them twice is told so by the page.
        found = await links.find(secret, now)
    return _seen(secret) if found else await _page(None, {}, {}, settings)


def _seen(secret: str) -> Redirect:
    """The page then says what has become of the answers, however often it is loaded again."""
    return Redirect(f"{PATH}{secret}", status_code=303, headers=HEADERS)


def _faults(questions: tuple[Question, ...], form: Mapping[str, str]) -> dict[str, str]:
    """What is to be put right, by field."""
    found = {
        ANSWER + each.id: f"“{each.text}”: your answer {fault}"
        for each in questions
        if (text := form.get(ANSWER + each.id, "")).strip() and (fault := fault_of(text))
    }
    if not found and not any(form.get(ANSWER + each.id, "").strip() for each in questions):
        found[ANSWER + questions[0].id] = "Answer at least one question"
    return found


async def _page(
    found: Found | None, form: Mapping[str, str], faults: Mapping[str, str], settings: Settings
) -> Template:
    standing = found.standing if found else None
    expires = found.record.link_expires_at if found else None
    questions = (await question_sets.exit_questions()).questions
    context = {
        "standing": standing.value if standing else "unknown",
        "until": f"{expires.astimezone(LONDON):%-d %B %Y}" if expires else "",
        "longest": f"{LONGEST:,}",
        "contact": settings.contact,
        "faults": [{"field": field, "words": words} for field, words in faults.items()],
        "follow_up": FOLLOW_UP in form,
        "questions": [
            {
                "id": each.id,
                "text": each.text,
                "answer": form.get(ANSWER + each.id, ""),
                "quote": QUOTE + each.id in form,
                "fault": faults.get(ANSWER + each.id, ""),
            }
            for each in questions
        ],
    }
    status = STATUS.get(standing) or (422 if faults else 200)
    return page("surveys/exit.html", context, status_code=status, headers=HEADERS)


ROUTES: list[HTTPRouteHandler] = [exit_interview, send_exit_interview]

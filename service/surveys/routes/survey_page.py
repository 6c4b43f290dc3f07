"""The page behind a survey's link: anonymous, without scripts, no statement has to be answered."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from scorecard.survey.question_set import STANDARD_NAMES, QuestionSet
from scorecard.survey.results import Answer
from service import clock
from service.settings import Settings
from service.surveys import surveys
from service.surveys.interview_answers import LONGEST, fault_of
from service.surveys.routes.forms import HEADERS, LARGEST, form_of
from service.surveys.surveys import Asking, Standing
from service.web.pages import page

STATEMENT, ANSWER, QUOTE = "s-", "answer-", "quote-"
WORDS = {
    Answer.STRONGLY_AGREE: "Strongly agree",
    Answer.AGREE: "Agree",
    Answer.NEITHER: "Neither agree nor disagree",
    Answer.DISAGREE: "Disagree",
    Answer.STRONGLY_DISAGREE: "Strongly disagree",
}
THANKS = "/survey-thank-you"


@get("/survey/{secret:str}", include_in_schema=False)
async def survey_form(secret: FromPath[str], settings: NamedDependency[Settings]) -> Template:
    return _page(await surveys.asking(secret, clock.now()), {}, {}, settings)


@post("/survey/{secret:str}", include_in_schema=False, request_max_body_size=LARGEST)
async def send_survey(
    request: Request[Any, Any, Any], secret: FromPath[str], settings: NamedDependency[Settings]
) -> Template | Redirect:
    form = await form_of(request)
    now = clock.now()
    asking = await surveys.asking(secret, now)
    if asking is None or asking.standing is not Standing.OPEN:
        return _page(asking, {}, {}, settings)
    faults = _faults(asking.asked, form)
    if faults:
        return _page(asking, form, faults, settings)
    answers = {
        each.id: Answer(form[STATEMENT + each.id])
        for each in asking.asked.statements
        if form.get(STATEMENT + each.id)
    }
    said = [
        (each, form[ANSWER + each.id], QUOTE + each.id in form)
        for each in asking.asked.questions
        if form.get(ANSWER + each.id, "").strip()
    ]
    if await surveys.respond(secret, answers, said, now, settings):
        return Redirect(THANKS, status_code=303, headers=HEADERS)
    return _page(None, {}, {}, settings)


@get(THANKS, include_in_schema=False)
async def survey_thanks() -> Template:
    return page("surveys/thanks.html", {}, headers=HEADERS)


def _faults(asked: QuestionSet, form: Mapping[str, str]) -> dict[str, str]:
    found = {
        ANSWER + each.id: f"“{each.text}”: your answer {fault}"
        for each in asked.questions
        if (text := form.get(ANSWER + each.id, "")).strip() and (fault := fault_of(text))
    }
    found |= {
        STATEMENT + each.id: f"“{each.text}”: choose one of the answers"
        for each in asked.statements
        if form.get(STATEMENT + each.id, "") not in {"", *Answer}
    }
    given = [
        *(form.get(STATEMENT + each.id, "") for each in asked.statements),
        *(form.get(ANSWER + each.id, "").strip() for each in asked.questions),
    ]
    if not found and not any(given):
        found[STATEMENT + asked.statements[0].id] = "Answer at least one statement or question"
    return found


def _page(
    asking: Asking | None, form: Mapping[str, str], faults: Mapping[str, str], settings: Settings
) -> Template:
    if asking is None:
        context: dict[str, Any] = {"standing": "unknown", "title": "", "contact": settings.contact}
        return page("surveys/survey.html", context, status_code=404, headers=HEADERS)
    context = {
        "standing": asking.standing.value,
        "title": asking.survey.title,
        "contact": settings.contact,
        "until": f"{asking.survey.last_day:%-d %B %Y}",
        "minimum": asking.survey.minimum_group,
        "longest": f"{LONGEST:,}",
        "faults": [{"field": field, "words": words} for field, words in faults.items()],
        "answers": [{"value": each.value, "words": words} for each, words in WORDS.items()],
        "standards": [
            {
                "name": name,
                "statements": [
                    {
                        "id": each.id,
                        "text": each.text,
                        "chosen": form.get(STATEMENT + each.id, ""),
                        "fault": faults.get(STATEMENT + each.id, ""),
                    }
                    for each in asking.asked.statements
                    if each.standard is standard
                ],
            }
            for standard, name in STANDARD_NAMES.items()
        ],
        "questions": [
            {
                "id": each.id,
                "text": each.text,
                "answer": form.get(ANSWER + each.id, ""),
                "quote": QUOTE + each.id in form,
                "fault": faults.get(ANSWER + each.id, ""),
            }
            for each in asking.asked.questions
        ],
    }
    status = 422 if faults else 410 if asking.standing is Standing.ENDED else 200
    return page("surveys/survey.html", context, status_code=status, headers=HEADERS)


ROUTES: list[HTTPRouteHandler] = [survey_form, send_survey, survey_thanks]

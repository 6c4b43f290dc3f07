"""What is seen of a staff survey: how many responded, and nothing of who did."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from service.surveys.pages.desk_view import day_words
from service.surveys.schemas.surveys import percent
from service.surveys.surveys import LINKS, OPEN, Survey


@dataclass(frozen=True, slots=True)
class SurveyLine:
    id: str
    title: str
    days: str
    state: str
    mark: str
    responses: str


@dataclass(frozen=True, slots=True)
class SurveyPage:
    line: SurveyLine
    revision: int
    open: bool
    facts: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, int], ...]


def survey_line(survey: Survey, today: date) -> SurveyLine:
    record = survey.record
    state, mark = _state(survey, today)
    return SurveyLine(
        str(record.id),
        record.title,
        f"{day_words(record.first_day)} to {day_words(record.last_day)}",
        state,
        mark,
        responses_words(survey),
    )


def _state(survey: Survey, today: date) -> tuple[str, str]:
    record = survey.record
    if record.state != OPEN:
        return "Closed", "none"
    if today < record.first_day:
        return "Begins later", "near"
    if today > record.last_day:
        return "Over: close it", "missed"
    return "Open", "met"


def responses_words(survey: Survey) -> str:
    """``143 of 231 invited (61.9%)``; the count alone where nobody knows how many were invited."""
    invited = sum(survey.invited.values())
    if not invited:
        return f"{survey.responses:,}"
    rate = percent(Fraction(survey.responses, invited))
    return f"{survey.responses:,} of {invited:,} invited ({rate}%)"


def survey_page(survey: Survey, today: date) -> SurveyPage:
    record = survey.record
    facts = [
        ("Responses", responses_words(survey)),
        ("Days", f"{day_words(record.first_day)} to {day_words(record.last_day)}"),
        ("What is asked", f"{survey.questions.key}, edition {survey.questions.edition}"),
        ("Smallest group shown", f"{record.minimum_group} responses"),
    ]
    if record.origin == LINKS and record.state == OPEN:
        facts.append(("Links not used yet", f"{survey.unused_links:,}"))
    return SurveyPage(
        survey_line(survey, today),
        record.revision,
        record.state == OPEN,
        tuple(facts),
        tuple((name or "Everybody", count) for name, count in sorted(survey.invited.items())),
    )

"""The demo's staff surveys, run elsewhere and sent as files: who was asked, and what they answered."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import StringIO
from uuid import UUID, uuid5

from scorecard.survey.question_set import QuestionSet
from scorecard.survey.results import Answer
from service.demo.chance import Chance
from service.demo.council import SEED, demo_council
from service.surveys.file_columns import GROUP, column_of

_NAMES = UUID("5c0de0de-0000-4000-8000-000000000004")
MINIMUM = 8
"""Responses that a team needs before anything of it is shown."""
LEFT_OUT = 250
"""Of ten thousand statements, so many are left unanswered."""


@dataclass(frozen=True, slots=True)
class Round:
    """One run. ``mood``: how many in a hundred agree more (or fewer) than in the first one."""

    title: str
    filename: str
    first_day: date
    last_day: date
    mood: int
    comments: tuple[tuple[str, str], ...]
    """(question, words) as they came, each from another person."""

    @property
    def id(self) -> UUID:
        """The same in every database."""
        return uuid5(_NAMES, self.filename)


AGREE = {
    "framework-1": 74, "framework-2": 38, "planning-1": 29, "planning-2": 57, "workload-1": 36,
    "workload-2": 47, "workload-3": 63, "wellbeing-1": 71, "wellbeing-2": 68, "wellbeing-3": 8,
    "supervision-1": 61, "supervision-2": 58, "development-1": 66, "development-2": 54,
    "registration-1": 82, "partnerships-1": 65,
}  # fmt: skip
"""Out of a hundred, who agree with a statement as it is printed (the negative ones too)."""
TURNOUT = {"Children in Care": 7_400, "Fostering": 7_600, "Assessment": 5_400}
"""Of ten thousand who were asked, who answered, by the beginning of the team's name."""
USUAL_TURNOUT = 6_300

SPRING = Round(
    "Social work health check, March 2026 (demo)",
    "health-check-2026-03.csv",
    date(2026, 3, 2),
    date(2026, 3, 20),
    0,
    (
        ("good", "The team, every time."),
        ("good", "Academy days are good and well run."),
        ("better", "Fill the empty posts before you start anything new."),
        ("better", "A caseload that fits into the week."),
        ("better", "Supervision that is not cancelled for duty."),
    ),
)
AUTUMN = Round(
    "Social work health check, September 2026 (demo)",
    "health-check-2026-09.csv",
    date(2026, 9, 7),
    date(2026, 9, 25),
    -3,
    (
        ("good", "My manager rings back the same day."),
        ("good", "We look after each other here."),
        ("good", "Flexible hours, at least in our team."),
        ("good", "The induction for new starters has become much better."),
        ("good", "Being trusted with my own decisions."),
        ("better", "Fewer cases, or more of us."),
        ("better", "Pay that is not four thousand below the next county."),
        ("better", "A desk and a quiet room for telephone calls."),
        ("better", "One case system instead of three."),
        ("better", "That lieu time can be taken."),
        ("better", "Senior managers who come and look before they reorganise."),
        ("better", "A way up that does not lead out of practice."),
    ),
)
ROUNDS = (SPRING, AUTUMN)


@cache
def invited(run: Round) -> Mapping[str, int]:
    """Everybody in post on the first day, by team."""
    teams = {
        spell.worker.number: spell.post.team.name
        for spell in demo_council().spells
        if spell.lasts(run.first_day)
    }
    return dict(sorted(Counter(teams.values()).items()))


def file_content(run: Round, asked: QuestionSet) -> bytes:
    """The responses as the survey program gives them out: one row a person, in no order."""
    stream = StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    statements = [each.id for each in asked.statements]
    questions = [each.id for each in asked.questions]
    writer.writerow([GROUP, *map(column_of, statements), *map(column_of, questions)])
    said = iter(run.comments)
    for number, team in enumerate(_responding(run)):
        chance = Chance(SEED, f"survey/{run.filename}/{number}")
        answers = [_answer(chance, each, run.mood) for each in statements]
        question, words = next(said, ("", "")) if number % 5 == 2 else ("", "")
        writer.writerow(
            [team, *answers, *(words if each == question else "" for each in questions)]
        )
    return stream.getvalue().encode("utf-8-sig")


def _responding(run: Round) -> Iterator[str]:
    """The team of each response, teams mixed."""
    chance = Chance(SEED, f"turnout/{run.filename}")
    came = [
        (chance.below(1_000_000), team)
        for team, asked in invited(run).items()
        for _ in range(asked)
        if chance.happens(_turnout(team))
    ]
    for _, team in sorted(came):
        yield team


def _turnout(team: str) -> int:
    return next((much for name, much in TURNOUT.items() if team.startswith(name)), USUAL_TURNOUT)


def _answer(chance: Chance, statement: str, mood: int) -> str:
    """One answer in words, or none."""
    agree = AGREE[statement] * 100 + mood * 100
    if chance.happens(LEFT_OUT):
        return ""
    if chance.happens(agree):
        return Answer.STRONGLY_AGREE if chance.happens(2_600) else Answer.AGREE
    if chance.happens(4_200):
        return Answer.NEITHER
    return Answer.STRONGLY_DISAGREE if chance.happens(2_800) else Answer.DISAGREE

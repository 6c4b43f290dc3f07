"""Question sets as data: what leavers are asked, and the statements of a staff survey.

A document is ``{"key", "edition", "title", "statements": [{"id", "standard", "text", "negative"}],
"questions": [{"id", "kind", "text"}]}``. A revised set is a new edition of the same key: answers to
two editions are never one straight series.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Any

from scorecard.themes.clauses import QuestionKind

LONGEST = 500
"""Characters of a statement or question."""
MOST = 100
"""Statements, and questions, of a set."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Standard(IntEnum):
    """The LGA's standards for employers of social workers in England (2020), as numbered there."""

    FRAMEWORK = 1
    WORKFORCE_PLANNING = 2
    SAFE_WORKLOADS = 3
    WELLBEING = 4
    SUPERVISION = 5
    DEVELOPMENT = 6
    REGISTRATION = 7
    PARTNERSHIPS = 8


STANDARD_NAMES: Mapping[Standard, str] = {
    Standard.FRAMEWORK: "Strong and clear social work framework",
    Standard.WORKFORCE_PLANNING: "Effective workforce planning systems",
    Standard.SAFE_WORKLOADS: "Safe workloads and case allocation",
    Standard.WELLBEING: "Wellbeing",
    Standard.SUPERVISION: "Supervision",
    Standard.DEVELOPMENT: "Continuing professional development",
    Standard.REGISTRATION: "Professional registration",
    Standard.PARTNERSHIPS: "Strategic partnerships",
}


class QuestionSetInvalid(ValueError):  # noqa: N818 -- named for what happened
    """``faults`` are sentences for the person who edits the set."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


@dataclass(frozen=True, slots=True)
class Statement:
    """``negative``: to disagree with it speaks well of the employer."""

    id: str
    standard: Standard
    text: str
    negative: bool


@dataclass(frozen=True, slots=True)
class Question:
    """An open question; ``kind`` settles what an answer without colour means."""

    id: str
    kind: QuestionKind
    text: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    key: str
    edition: int
    title: str
    statements: tuple[Statement, ...]
    questions: tuple[Question, ...]


def question_set_from(document: Mapping[str, Any]) -> QuestionSet:
    """Read and check a set; raises QuestionSetInvalid with every fault found."""
    faults: list[str] = []
    key, edition = document.get("key"), document.get("edition")
    if not isinstance(key, str) or not _ID.fullmatch(key) or len(key) > MOST:
        faults.append("The key must be small letters and digits, joined by hyphens.")
    if not isinstance(edition, int) or isinstance(edition, bool) or edition < 1:
        faults.append("The edition must be a whole number from 1.")
    title = _text(document.get("title"), "The title", faults)
    statements = tuple(_statement(each, faults) for each in _list(document, "statements", faults))
    questions = tuple(_question(each, faults) for each in _list(document, "questions", faults))
    ids = [*(each.id for each in statements), *(each.id for each in questions)]
    faults += [
        f"The id {each} is there twice." for each in sorted({*ids} - {""}) if ids.count(each) > 1
    ]
    if not ids:
        faults.append("The set asks nothing.")
    if faults:
        raise QuestionSetInvalid(faults)
    return QuestionSet(str(key), int(edition or 0), title, statements, questions)


@cache
def shipped_exit_questions() -> QuestionSet:
    """What leavers are asked unless the council asks something else."""
    return question_set_from(shipped_set_document("exit-questions-1"))


@cache
def shipped_health_check() -> QuestionSet:
    """The staff survey that is shipped."""
    return question_set_from(shipped_set_document("health-check-1"))


def shipped_set_document(name: str) -> dict[str, Any]:
    """A shipped set as plain JSON values."""
    text = files("scorecard").joinpath("data").joinpath(f"{name}.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _list(document: Mapping[str, Any], key: str, faults: list[str]) -> list[Mapping[str, Any]]:
    found = document.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        faults.append(f"{key} must be a list of objects.")
        return []
    if len(found) > MOST:
        faults.append(f"There are more than {MOST} {key}.")
        return []
    return found


def _text(found: Any, what: str, faults: list[str]) -> str:
    if not isinstance(found, str) or not found.strip() or len(found) > LONGEST:
        faults.append(f"{what} must be 1 to {LONGEST} characters.")
        return ""
    return found.strip()


def _id(entry: Mapping[str, Any], what: str, faults: list[str]) -> str:
    found = entry.get("id")
    if not isinstance(found, str) or not _ID.fullmatch(found) or len(found) > MOST:
        faults.append(f"The id of {what} must be small letters and digits, joined by hyphens.")
        return ""
    return found


def _statement(entry: Mapping[str, Any], faults: list[str]) -> Statement:
    name = _id(entry, "a statement", faults)
    standard = entry.get("standard")
    if isinstance(standard, bool) or standard not in set(Standard):
        faults.append(f"The standard of {name or 'a statement'} must be 1 to 8.")
        standard = 1
    return Statement(
        name,
        Standard(standard),
        _text(entry.get("text"), f"The text of {name or 'a statement'}", faults),
        entry.get("negative") is True,
    )


def _question(entry: Mapping[str, Any], faults: list[str]) -> Question:
    name = _id(entry, "a question", faults)
    kind = entry.get("kind")
    if kind not in set(QuestionKind):
        faults.append(f"The kind of {name or 'a question'} must be {', '.join(QuestionKind)}.")
        kind = QuestionKind.OTHER
    return Question(
        name,
        QuestionKind(str(kind)),
        _text(entry.get("text"), f"The text of {name or 'a question'}", faults),
    )

"""What a coder sees: comments that wait, a comment with its themes to choose, what others said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scorecard.themes.clauses import Direction
from scorecard.themes.codebook import Codebook
from scorecard.themes.coding import Coding, Round
from scorecard.themes.remarks import Remark
from service.surveys.coding import Suggested
from service.surveys.comments import Comment, Progress
from service.surveys.pages.desk_view import QUESTIONS, day_words
from service.surveys.store.codings import QuotationRecord
from service.web.english import moment_words

SOURCES = {"exit": "Exit interview", "survey": "Staff survey", "review-day": "Review day"}
DIRECTIONS = {
    Direction.REASON: "A reason for leaving",
    Direction.PRAISED: "Praised",
    Direction.MENTIONED: "Mentioned",
}
ROUNDS = {
    Round.FIRST: "First coding",
    Round.SECOND: "Second coding",
    Round.ADJUDICATED: "Decided",
}
REMARKS = {
    Remark.NO_WORDS: "There are no words in it.",
    Remark.MARKUP: "It has HTML or a script in it, shown as plain text.",
    Remark.OTHER_LANGUAGE: "It is hardly in English: somebody who reads the language has to code it.",
    Remark.PERSONAL_DATA: "It has personal data in it: names, numbers or addresses.",
    Remark.CHILD_NAMED: "It may name a child. Take that out for good.",
}
THEME = "theme-"
STATES = {"proposed": "Proposed", "approved": "Approved", "withdrawn": "Withdrawn"}


@dataclass(frozen=True, slots=True)
class Waiting:
    id: str
    source: str
    day: str
    question: str
    length: str


@dataclass(frozen=True, slots=True)
class Heap:
    """Comments that wait for the same thing."""

    name: str
    title: str
    about: str
    lines: tuple[Waiting, ...]


def heaps(
    to_code: Sequence[Comment], to_code_second: Sequence[Comment], undecided: Sequence[Comment]
) -> tuple[Heap, ...]:
    return (
        Heap("first", "To be coded", "Nobody has coded these yet.", _waiting(to_code)),
        Heap(
            "second",
            "To be coded a second time",
            "A quarter of all comments is coded by a second person, who sees neither the first coding "
            "nor the suggestions.",
            _waiting(to_code_second),
        ),
        Heap(
            "undecided",
            "To be decided",
            "Two people coded these differently. Somebody decides, and says why.",
            _waiting(undecided),
        ),
    )


def _waiting(comments: Iterable[Comment]) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(
            str(each.record.id),
            SOURCES[each.record.source],
            day_words(each.record.said_on),
            each.record.question or QUESTIONS[each.record.question_kind],
            f"{each.record.length:,} characters",
        )
        for each in comments
    )


@dataclass(frozen=True, slots=True)
class ThemeField:
    code: str
    name: str
    about: str
    includes: tuple[str, ...]
    chosen: str
    suggested: str
    """The words of the comment that led to the suggestion; empty when it was not suggested."""


@dataclass(frozen=True, slots=True)
class CodingLine:
    round: str
    by: str
    themes: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class CommentPage:
    id: str
    source: str
    day: str
    question: str
    text: str
    verbatim: bool
    remarks: tuple[str, ...]
    has_personal_data: bool
    quotable: bool
    sampled: bool
    task: str
    """``first``, ``second``, ``decide``, or nothing where there is nothing to code."""
    heading: str
    revision: int
    themes: tuple[ThemeField, ...]
    codings: tuple[CodingLine, ...]
    suggested: bool
    may_suggest: bool
    quotations: tuple["Quoted", ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    id: str
    comment: str
    words: str
    state: str
    mark: str
    by: str
    open: bool
    proposed: bool
    revision: int


_HEADINGS = {
    "first": "Code this comment",
    "second": "Code this comment a second time",
    "decide": "Decide between two codings",
    "": "A coded comment",
}


def task_of(comment: Comment, *, second: bool) -> str:
    """What a coder does with a comment now; ``second``: they can code it blind."""
    rounds = comment.rounds
    if second:
        return "second"
    if comment.progress is Progress.UNDECIDED:
        return "decide"
    if comment.progress is Progress.TO_CODE or (
        Round.FIRST in rounds and Round.SECOND not in rounds
    ):
        return "first"
    return ""


def comment_page(
    comment: Comment,
    codebook: Codebook,
    *,
    second: bool,
    quotations: Sequence[QuotationRecord],
    suggested: Suggested | None = None,
    chosen: Mapping[str, str] | None = None,
) -> CommentPage:
    """``chosen``: what was sent and is shown again; else what one coded before."""
    record = comment.record
    task = task_of(comment, second=second)
    held = comment.rounds.get(Round.FIRST)
    if chosen is None:
        before = held.themes if held is not None and task == "first" else ()
        chosen = {each.theme: each.direction.value for each in before}
    hints = {} if suggested is None else evidence(suggested, comment.text)
    return CommentPage(
        id=str(record.id),
        source=SOURCES[record.source],
        day=day_words(record.said_on),
        question=record.question or QUESTIONS[record.question_kind],
        text=comment.text,
        verbatim=comment.verbatim,
        remarks=tuple(REMARKS[each] for each in comment.remarks.remarks),
        has_personal_data=bool(comment.remarks.spans),
        quotable=record.quotable,
        sampled=comment.sampled,
        task=task,
        heading=_HEADINGS[task],
        revision=record.revision,
        themes=tuple(
            ThemeField(
                each.code,
                each.name,
                each.definition,
                each.includes,
                chosen.get(each.code, ""),
                hints.get(each.code, ""),
            )
            for each in codebook.themes
        ),
        codings=tuple(
            CodingLine(
                ROUNDS[each.round], each.coder, theme_words(each.themes, codebook), each.why or ""
            )
            for each in comment.rounds.values()
        ),
        suggested=suggested is not None,
        may_suggest=task == "first" and suggested is None,
        quotations=tuple(quoted(each) for each in quotations),
    )


def evidence(suggested: Suggested, text: str) -> dict[str, str]:
    """By theme: the direction and the words that led there."""
    return {
        each.theme: f"{DIRECTIONS[each.direction]}, because of "
        + ", ".join(f"“{text[start:end]}”" for start, end in each.evidence)
        for each in suggested.suggestions
    }


def theme_words(themes: Iterable[Coding], codebook: Codebook) -> tuple[str, ...]:
    names = {each.code: each.name for each in codebook.themes}
    return tuple(
        f"{names.get(each.theme, each.theme)}: {DIRECTIONS[each.direction].lower()}"
        for each in themes
    )


def theirs(sent: Iterable[Mapping[str, Any]], codebook: Codebook) -> tuple[CodingLine, ...]:
    """The codings that stand, as a refusal tells them."""
    return tuple(
        CodingLine(
            ROUNDS[Round(each["round"])],
            each["coder"],
            theme_words(
                (Coding(one["theme"], Direction(one["direction"])) for one in each["themes"]),
                codebook,
            ),
            "",
        )
        for each in sent
    )


def entries(form: Mapping[str, str], codebook: Codebook) -> list[tuple[str, str]]:
    """(theme, direction) of every theme that something was chosen for."""
    return [
        (each.code, form[THEME + each.code])
        for each in codebook.themes
        if form.get(THEME + each.code)
    ]


def places(text: str, words: Iterable[str]) -> tuple[list[tuple[int, int]], list[str]]:
    """Where each of ``words`` stands in the text, every time; and those that do not."""
    found: list[tuple[int, int]] = []
    missing = []
    for each in words:
        at = text.find(each)
        if at < 0:
            missing.append(each)
        while at >= 0:
            found.append((at, at + len(each)))
            at = text.find(each, at + len(each))
    return found, missing


def quoted(record: QuotationRecord) -> Quoted:
    return Quoted(
        str(record.id),
        str(record.comment),
        record.words,
        STATES[record.state],
        {"proposed": "near", "approved": "met", "withdrawn": "none"}[record.state],
        f"Proposed at {moment_words(record.proposed_at)} by {record.proposed_by}"
        + (
            f"; {STATES[record.state].lower()} at {moment_words(record.decided_at)} by "
            f"{record.decided_by}"
            if record.decided_at is not None
            else ""
        ),
        record.state != "withdrawn",
        record.state == "proposed",
        record.revision,
    )

"""``python -m service themes``: suggested themes and personal data of comments, read from standard input."""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scorecard.themes.clauses import QuestionKind, question_kind
from scorecard.themes.codebook import shipped_codebook
from scorecard.themes.learnt import shipped_voice
from scorecard.themes.redaction import personal_spans
from scorecard.themes.suggestion import Suggester
from service.command import Subcommands, add_format, print_json

CANNOT = 2
LARGEST = 64 * 1024 * 1024
"""Bytes of standard input: some two hundred thousand comments."""

_QUOTED = re.compile(r'"(?=.*"".)(?:[^"]|"")*"')


class Unreadable(Exception):  # noqa: N818 -- named for what happened
    """The rows on standard input cannot be read; the sentence says where and what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    id: str
    question: QuestionKind
    text: str


def register(commands: Subcommands) -> None:
    themes = commands.add_parser("themes", help="suggest themes and find personal data in comments")
    actions = themes.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, run, words in (
        ("suggest", _suggest, "up to three themes a comment, with the words that led there"),
        ("redact", _redact, "spans of personal data in each comment"),
    ):
        action = actions.add_parser(
            name,
            help=words,
            description=(
                f"Print {words}. Reads tab-separated values from standard input; the first line names "
                "the columns: id, text and, if wanted, question_kind (why, good, stay, other)."
            ),
        )
        add_format(action)
        action.set_defaults(run=run)


def _suggest(arguments: argparse.Namespace) -> int:
    suggester = Suggester(shipped_codebook().lexicon, shipped_voice())

    def one(answer: Answer) -> dict[str, Any]:
        found = suggester.suggest(answer.text, answer.question)
        return {
            "id": answer.id,
            "suggestions": [
                {
                    "theme": each.theme,
                    "direction": each.direction.value,
                    "score": each.score,
                    "evidence": [list(span) for span in each.evidence],
                }
                for each in found
            ],
        }

    def words(answer: Answer, document: dict[str, Any]) -> Iterator[str]:
        for each in document["suggestions"]:
            quoted = ", ".join(f"“{answer.text[begin:end]}”" for begin, end in each["evidence"])
            yield f"{each['theme']} {each['direction']}: {quoted}"

    return _each(arguments, one, words, nothing="no theme")


def _redact(arguments: argparse.Namespace) -> int:
    def one(answer: Answer) -> dict[str, Any]:
        spans = personal_spans(answer.text)
        return {"id": answer.id, "spans": [[s.start, s.end, s.kind.value] for s in spans]}

    def words(answer: Answer, document: dict[str, Any]) -> Iterator[str]:
        for begin, end, kind in document["spans"]:
            yield f"{kind}: characters {begin} to {end} (“{answer.text[begin:end]}”)"

    return _each(arguments, one, words, nothing="nothing found")


def _each(arguments: argparse.Namespace, one: Any, words: Any, *, nothing: str) -> int:
    try:
        answers = list(read_answers(sys.stdin.buffer.read(LARGEST + 1)))
    except Unreadable as error:
        print(error, file=sys.stderr)
        return CANNOT
    documents = [one(answer) for answer in answers]
    if arguments.format == "json":
        print_json(documents)
        return 0
    for answer, document in zip(answers, documents, strict=True):
        print(f"{answer.id}: {'; '.join(words(answer, document)) or nothing}")
    return 0


def read_answers(content: bytes) -> Iterator[Answer]:
    """Rows of comments, columns in any order; raises Unreadable with a sentence."""
    if len(content) > LARGEST:
        raise Unreadable(f"There is more than {LARGEST // 1024 // 1024} MB: send it in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(f"Line {line} is not UTF-8 text: save the file as UTF-8.") from None
    lines = io.StringIO(text, newline="\n")
    rows = (
        [_unquoted(value) for value in line.removesuffix("\n").removesuffix("\r").split("\t")]
        for line in lines
    )
    header = [name.strip().lower() for name in next(rows, [])]
    if "id" not in header or "text" not in header:
        raise Unreadable("The first line must name the columns id and text, separated by tabs.")
    if len(set(header)) != len(header):
        raise Unreadable("The first line names a column twice.")
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        if row == [""]:
            continue
        yield _answer(dict(zip(header, row, strict=False)), number, len(row), header, seen)


def _unquoted(value: str) -> str:
    """A value that a spreadsheet put in quotation marks because it has some inside."""
    return value[1:-1].replace('""', '"') if _QUOTED.fullmatch(value) else value


def _answer(
    row: dict[str, str], number: int, width: int, header: list[str], seen: dict[str, int]
) -> Answer:
    if width > len(header) or "id" not in row or "text" not in row:
        raise Unreadable(
            f"Line {number} has {width} columns and the first line names {len(header)}: put tabs and "
            "line breaks inside a comment as spaces."
        )
    name = row["id"].strip()
    if not name:
        raise Unreadable(f"Line {number} has no id.")
    if name in seen:
        raise Unreadable(f"The id {name} of line {number} was already used in line {seen[name]}.")
    seen[name] = number
    return Answer(name, question_kind(row.get("question_kind", "")), row["text"])

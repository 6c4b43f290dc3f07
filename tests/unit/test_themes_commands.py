"""``python -m service themes``, run as a person runs it, and every way its input can be wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from service.surveys.commands import LARGEST, Unreadable, read_answers

ROOT = Path(__file__).parents[2]


def run(stdin: bytes, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "service", "themes", *words],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_suggest_prints_the_documented_document() -> None:
    stdin = (
        "id\tquestion_kind\ttext\n"
        "1\twhy\tMy supervision was cancelled.\n"
        "2\tWhat did we do well?\tSupervision.\n"
        "3\t\t\n"
        "4\twhy\t😀\n"
    ).encode()
    code, out, err = run(stdin, "suggest", "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out) == [
        {
            "id": "1",
            "suggestions": [
                {"theme": "SUP", "direction": "reason", "score": 51, "evidence": [[3, 28]]}
            ],
        },
        {
            "id": "2",
            "suggestions": [
                {"theme": "SUP", "direction": "praised", "score": 3, "evidence": [[0, 11]]}
            ],
        },
        {"id": "3", "suggestions": []},
        {"id": "4", "suggestions": []},
    ]


def test_redact_prints_the_documented_document() -> None:
    code, out, _ = run(b"text\tid\nAsk Karen Whitlock.\tA1\n", "redact", "--format", "json")
    assert (code, json.loads(out)) == (0, [{"id": "A1", "spans": [[4, 18, "NAME"]]}])


def test_people_read_sentences() -> None:
    code, out, _ = run(b"id\ttext\n1\tSupervision was cancelled.\n2\tNothing.\n", "suggest")
    assert (code, out) == (0, "1: SUP reason: “Supervision was cancelled”\n2: no theme\n")
    code, out, _ = run(b"id\ttext\n1\tAsk Karen.\n2\tNothing.\n", "redact")
    assert (code, out) == (0, "1: NAME: characters 4 to 9 (“Karen”)\n2: nothing found\n")


def test_bad_rows_are_refused_with_one_sentence_and_nothing_printed() -> None:
    code, out, err = run(b"id\ttext\n1\tfine\n1\tagain\n", "suggest", "--format", "json")
    assert (code, out) == (2, "")
    assert err == "The id 1 of line 3 was already used in line 2.\n"


def read(content: bytes) -> list[tuple[str, str, str]]:
    return [(one.id, one.question.value, one.text) for one in read_answers(content)]


def test_rows_as_they_come() -> None:
    content = '\ufeffID\tText\r\n1\tA "plain" one\r\n\r\n2\t"She said ""no"""\r\n3\tNUL \0 <b>\r\n'
    assert read(content.encode()) == [
        ("1", "why", 'A "plain" one'),
        ("2", "why", 'She said "no"'),
        ("3", "why", "NUL \0 <b>"),
    ]
    assert read(b"id\ttext\n") == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The first line must name the columns id and text, separated by tabs."),
        (b"id,text\n1,x\n", "The first line must name the columns id and text, separated by tabs."),
        (b"id\ttext\ttext\n", "The first line names a column twice."),
        (b"id\ttext\n1\n", "Line 2 has 1 columns and the first line names 2: put tabs and line breaks inside a comment as spaces."),
        (b"id\ttext\n1\ta\tb\n", "Line 2 has 3 columns and the first line names 2: put tabs and line breaks inside a comment as spaces."),
        (b"id\ttext\n \ta\n", "Line 2 has no id."),
        (b"id\ttext\n1\t\xff\n", "Line 2 is not UTF-8 text: save the file as UTF-8."),
        (b" " * (LARGEST + 1), "There is more than 64 MB: send it in parts."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert str(refused.value) == said


def test_twenty_thousand_characters_are_answered() -> None:
    stdin = b"id\ttext\n1\t" + b"too many cases " * 1334 + b"\n"
    code, out, _ = run(stdin, "suggest", "--format", "json")
    assert code == 0
    assert [each["theme"] for each in json.loads(out)[0]["suggestions"]] == ["CAS"]

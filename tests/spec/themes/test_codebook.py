"""The codebook as data: shipped, checked, and what becomes of themes of old."""

from typing import Any

import pytest

from scorecard.themes.codebook import (
    Codebook,
    CodebookInvalid,
    codebook_from,
    shipped_codebook,
    shipped_document,
)

CODES = (
    "CAS",
    "WLB",
    "SUP",
    "LED",
    "BLA",
    "TEA",
    "DIS",
    "PAY",
    "AGY",
    "CAR",
    "STR",
    "SAF",
    "ADM",
    "CRT",
    "ROL",
    "PLC",
    "TRV",
    "PER",
)


def a_theme(code: str, **other: Any) -> dict[str, Any]:
    return {"code": code, "name": code.title(), "definition": f"About {code}."} | other


def a_book(*codes: str, changes: list[Any] | None = None, **other: Any) -> dict[str, Any]:
    return {
        "version": "2",
        "themes": [a_theme(code) for code in codes],
        "changes": changes or [],
        "lexicon": f"[{codes[0] if codes else 'AA'}]\n3 word",
    } | other


def faults(document: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(CodebookInvalid) as refused:
        codebook_from(document)
    return refused.value.faults


def test_the_shipped_codebook_has_the_eighteen_themes_each_described() -> None:
    book = shipped_codebook()
    assert (book.version, book.codes()) == ("1", CODES)
    assert book.lexicon.themes() == CODES
    for theme in book.themes:
        assert theme.definition
        assert theme.includes
        assert theme.excludes
        assert len(theme.examples) == 3
        assert theme.source
    assert [theme.code for theme in book.themes if theme.follow_up] == ["DIS", "SAF"]
    assert sorted(shipped_document()) == ["changes", "lexicon", "themes", "version"]


def test_trends_survive_merged_split_and_retired_themes() -> None:
    book: Codebook = codebook_from(
        a_book(
            "NEW",
            "ONE",
            "TWO",
            changes=[
                {"kind": "merged", "from": ["OLDA", "OLDB"], "to": ["MID"]},
                {"kind": "merged", "from": ["MID"], "to": ["NEW"]},
                {"kind": "split", "from": ["BIG"], "to": ["ONE", "TWO", "OLDA"]},
                {"kind": "retired", "from": ["GONE"], "to": []},
            ],
        )
    )
    assert {code: book.today(code) for code in ("NEW", "OLDA", "BIG", "GONE", "NEVER")} == {
        "NEW": ("NEW",),
        "OLDA": ("NEW",),
        "BIG": ("ONE", "TWO", "NEW"),
        "GONE": (),
        "NEVER": (),
    }


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (a_book("AA", version=""), "version of the codebook is missing: write it in words."),
        (a_book(), "The codebook has no themes."),
        (a_book("AA", themes="x"), "themes must be a list of objects."),
        (a_book("AA", "AA"), "The theme AA is there twice."),
        (a_book("aa"), "The code 'aa' must be 2 to 8 capital letters."),
        (
            a_book("AA", themes=[a_theme("AA", name=" ")]),
            "name of the theme AA is missing: write it in words.",
        ),
        (
            a_book("AA", themes=[a_theme("AA", includes=[1])]),
            "includes of the theme AA must be a list of texts.",
        ),
        (
            a_book("AA", lexicon="3 x"),
            "line 1 of the lexicon: '3 x' is not a phrase: write a weight from 0 to 3 and words.",
        ),
        (
            a_book("AA", lexicon="[BB]\n3 x"),
            "The lexicon has phrases for BB, which is no theme of the codebook.",
        ),
        (
            a_book("AA", changes=[{"kind": "lost"}]),
            "A change is merged, split, retired; 'lost' is none of them.",
        ),
        (
            a_book("AA", changes=[{"kind": "split", "from": ["BB"], "to": ["AA"]}]),
            "A split change cannot lead from ['BB'] to ['AA'].",
        ),
        (
            a_book("AA", changes=[{"kind": "merged", "from": ["BB"], "to": ["CC"]}]),
            "BB became CC, which the codebook does not have.",
        ),
        (
            a_book("AA", "BB", changes=[{"kind": "merged", "from": ["BB"], "to": ["AA"]}]),
            "BB is in force and cannot be changed into others.",
        ),
    ],
)
def test_a_codebook_is_refused_with_a_sentence(document: dict[str, Any], said: str) -> None:
    assert said in faults(document)


def test_changes_must_not_go_round_or_happen_twice() -> None:
    assert faults(
        a_book(
            "AA",
            changes=[
                {"kind": "merged", "from": ["BB"], "to": ["CC"]},
                {"kind": "merged", "from": ["CC"], "to": ["BB"]},
            ],
        )
    ) == ("The changes of BB lead back to BB.", "The changes of CC lead back to CC.")
    twice = {"kind": "retired", "from": ["BB"]}
    assert faults(a_book("AA", changes=[twice, twice])) == ("BB is changed twice.",)


def test_a_book_with_a_hundred_faults_tells_them_all_in_one_refusal() -> None:
    document = a_book("AA", themes=[a_theme("aa", name="") for _ in range(50)])
    assert len(faults(document)) == 102

"""Codings: two facts each, counted only when a person confirmed them; suggestions beside them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from scorecard.themes.clauses import Direction
from scorecard.themes.codebook import Codebook, codebook_from, shipped_codebook, shipped_document
from scorecard.themes.coding import (
    Acceptance,
    Coding,
    CodingInvalid,
    Codings,
    Round,
    acceptance,
    codings_of,
    counted,
    praised,
    reasons,
    to_follow_up,
    translated,
    undecided,
)


def coded(written: str) -> Codings:
    """ "CAS, TEA praised" as codings; a theme alone is a reason."""
    found = []
    for each in filter(None, written.split(", ")):
        theme, _, direction = each.partition(" ")
        found.append(Coding(theme, Direction(direction or "reason")))
    return tuple(sorted(found))


def test_a_coding_is_a_theme_and_a_direction():
    given = [("tea", "praised"), (" CAS ", "reason")]
    assert codings_of(given, shipped_codebook()) == coded("CAS, TEA praised")
    assert codings_of([], shipped_codebook()) == ()


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ([("XYZ", "reason")], ["XYZ is no theme of codebook 1."]),
        (
            [("CAS", "bad")],
            ["A direction is reason, praised, mentioned; 'bad' is none of them."],
        ),
        (
            [("CAS", "reason"), ("CAS", "praised")],
            ["CAS is there 2 times: give it one direction."],
        ),
    ],
)
def test_a_coding_that_does_not_fit_the_codebook_is_refused(given, faults):
    with pytest.raises(CodingInvalid) as refused:
        codings_of(given, shipped_codebook())
    assert list(refused.value.faults) == faults


#  first        second       adjudicated   counted       undecided
ROUNDS = [
    (None,      None,        None,         None,         False),
    ("CAS",     None,        None,         "CAS",        False),
    ("CAS",     "CAS",       None,         "CAS",        False),
    ("CAS",     "TEA",       None,         "CAS",        True),
    ("CAS",     "TEA",       "CAS, TEA",   "CAS, TEA",   False),
    ("",        "",          None,         "",           False),
    ("",        "CAS",       "",           "",           False),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "last", "counts", "open_"), ROUNDS)
def test_what_counts(first, second, last, counts, open_):
    rounds = {
        name: coded(written)
        for name, written in zip(Round, (first, second, last), strict=True)
        if written is not None
    }
    assert counted(rounds) == (None if counts is None else coded(counts))
    assert undecided(rounds) is open_


def test_only_reasons_are_counted_as_reasons():
    given = coded("CAS, TEA praised, PAY mentioned")
    assert (reasons(given), praised(given)) == ({"CAS"}, {"TEA"})


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("DIS, SAF, CAS", ("DIS", "SAF")),
        ("DIS mentioned", ("DIS",)),
        ("DIS praised", ()),  # "I was never bullied"
        ("CAS", ()),
    ],
)
def test_bullying_discrimination_and_safety_are_followed_up(written, offered):
    assert to_follow_up(coded(written), shipped_codebook()) == offered


def changed(*changes: dict[str, Any]) -> Codebook:
    """The shipped codebook after themes were changed."""
    gone = {code for change in changes for code in change["from"]}
    document = shipped_document()
    themes = [each for each in document["themes"] if each["code"] not in gone]
    lines, keep = [], True
    for line in document["lexicon"].splitlines():
        if line.startswith("["):
            keep = line.strip("[]") not in gone
        if keep:
            lines.append(line)
    return codebook_from(
        document | {"themes": themes, "changes": list(changes), "lexicon": "\n".join(lines)}
    )


def test_a_coding_in_the_themes_of_today():
    book = changed(
        {"kind": "merged", "from": ["CRT", "ADM"], "to": ["ROL"]},
        {"kind": "split", "from": ["LED"], "to": ["SUP", "BLA"]},
        {"kind": "retired", "from": ["PLC"], "to": []},
    )
    found = translated(coded("CRT praised, ADM, CAS, LED, PLC"), book)
    assert found.codings == coded("ROL, CAS")  # once, and as the reason that one of them was
    assert found.divided == ("LED",)
    praise = translated(coded("CRT praised, ADM mentioned"), book)
    assert praise.codings == coded("ROL praised")


def test_what_became_of_suggestions():
    pairs = [
        (coded("CAS, TEA praised"), coded("CAS, TEA")),
        (coded("CAS, PAY"), coded("CAS")),
        (coded("CAS"), coded("AGY")),
        ((), ()),
    ]
    found = {each.theme: each for each in acceptance(pairs)}
    assert found == {
        #                  shown accepted redirected rejected added
        "AGY": Acceptance("AGY", 0, 0, 0, 0, 1),
        "CAS": Acceptance("CAS", 3, 2, 0, 1, 0),
        "PAY": Acceptance("PAY", 1, 0, 0, 1, 0),
        "TEA": Acceptance("TEA", 1, 0, 1, 0, 0),
    }
    assert [found[each].rate for each in ("CAS", "AGY")] == [Fraction(2, 3), None]

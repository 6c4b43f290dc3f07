"""Teach the learnt voice of theme suggestions: scorecard/data/learnt-N.txt from the labelled comments.

    python tools/train_themes.py                     write the shipped file
    python tools/train_themes.py --leave sixth --leave seventh --to /tmp/voice.txt

For each theme a logistic regression with a penalty on the squares (C = 3) on the signs of
scorecard/themes/learnt.py, each with its inverse document frequency over the root of the number of signs.
Taught with the comments' reasons (weight 1) and the phrases of the lexicon (weight 0.1 for each point).
Needs the development comments (../shared/data), numpy, and some seconds. Steps are fixed and in one order,
so the same comments give the same bytes; what is under a fifth of a point is left out.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from scorecard.themes.clauses import clauses_of, question_kind
from scorecard.themes.codebook import shipped_codebook
from scorecard.themes.learnt import SHIPPED, signs_of
from scorecard.themes.lexicon import Lexicon
from scorecard.themes.phrases import Place
from scorecard.themes.suggestion import reason_clauses
from scorecard.themes.words import Word, levelled, words_of

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT.parent / "shared" / "data" / "exit-comments-dev.tsv"
SETS = (
    "own",
    "fresh",
    "second_fresh",
    "third_fresh",
    "fourth_fresh",
    "fifth_fresh",
    "sixth",
    "seventh",
)
C = 3.0
STEPS = 400
A_POINT = 0.1
"""Weight of a phrase of the lexicon for each of its points; a comment has 1."""
ALTERNATIVES = 6
"""Words of one place of a phrase that are taught."""
LEAST_PAIRS = 2
"""Texts in which two words must stand together to be a sign."""
LEAST = 20
"""Hundredths under which a weight is left out."""

Taught = tuple[frozenset[str], frozenset[str], float]
"""Signs, themes and weight of a text."""


def comments(left_out: Sequence[str], lexicon: Lexicon) -> list[Taught]:
    files = [
        DEV,
        *(
            ROOT / "tests" / "golden" / f"exit_comments_{name}.tsv"
            for name in SETS
            if name not in left_out
        ),
    ]
    found: list[Taught] = []
    for path in files:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                level = levelled(row["text"])
                words = [
                    Word(lexicon.speller.meant(word.text), word.start, word.end, word.sentence)
                    for word in words_of(level)
                ]
                clauses = clauses_of(level, question_kind(row.get("question_kind") or ""))
                themes = frozenset(row["themes"].split(",")) - {"NONE", ""}
                found.append((signs_of(reason_clauses(words, clauses)), themes, 1.0))
    return found


def phrases(lexicon: Lexicon) -> list[Taught]:
    return [
        (signs_of([_as_words(phrase.places)]), frozenset([phrase.theme]), A_POINT * phrase.weight)
        for phrase in lexicon.phrases
        if phrase.weight
    ]


def _as_words(places: Sequence[Place]) -> list[Word]:
    texts = [
        text
        for place in places
        for text in sorted([*place.words, *place.beginnings])[:ALTERNATIVES]
    ]
    return [Word(text, 2 * at, 2 * at + 1, 0) for at, text in enumerate(texts)]


def learnt(
    taught: Sequence[Taught], themes: Sequence[str]
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Signs, their weights by theme, and the starts; accelerated gradient steps of one fixed length."""
    texts = Counter(sign for signs, _, _ in taught for sign in signs)
    vocabulary = sorted(s for s, n in texts.items() if n >= (LEAST_PAIRS if " " in s else 1))
    places = {sign: place for place, sign in enumerate(vocabulary)}
    rarity = np.array([1 + np.log((1 + len(taught)) / (1 + texts[sign])) for sign in vocabulary])
    cells = [
        (row, places[sign])
        for row, (signs, _, _) in enumerate(taught)
        for sign in sorted(signs)
        if sign in places
    ]
    rows, columns = np.array(cells).T
    root = np.sqrt([max(1, len(signs)) for signs, _, _ in taught])
    values = rarity[columns] / root[rows]
    wanted = np.array([[theme in gold for theme in themes] for _, gold, _ in taught], dtype=float)
    share = C * np.array([weight for _, _, weight in taught])[:, None]

    def heard(w: np.ndarray, b: np.ndarray) -> np.ndarray:
        return (
            np.stack(
                [
                    np.bincount(rows, values * w[columns, k], len(taught))
                    for k in range(len(themes))
                ],
                1,
            )
            + b
        )

    def slope(w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        off = share * (1 / (1 + np.exp(-heard(w, b))) - wanted)
        back = [
            np.bincount(columns, values * off[rows, k], len(vocabulary)) for k in range(len(themes))
        ]
        return w + np.stack(back, 1), b + off.sum(0)

    length = 1 / (1 + _steepest(rows, columns, values, share[:, 0], len(vocabulary)) / 4)
    w, b = np.zeros((len(vocabulary), len(themes))), np.zeros(len(themes))
    ahead_w, ahead_b = w, b
    for step in range(STEPS):
        down_w, down_b = slope(ahead_w, ahead_b)
        next_w, next_b = ahead_w - length * down_w, ahead_b - length * down_b
        push = step / (step + 3)
        ahead_w, ahead_b = next_w + push * (next_w - w), next_b + push * (next_b - b)
        w, b = next_w, next_b
    return vocabulary, w * rarity[:, None], b


def _steepest(
    rows: np.ndarray, columns: np.ndarray, values: np.ndarray, share: np.ndarray, size: int
) -> float:
    """The greatest curvature, by repeated multiplication, with the start as one more sign."""
    v, own, found = np.ones(size), 1.0, 0.0
    for _ in range(30):
        out = share * (np.bincount(rows, values * v[columns], len(share)) + own)
        v, own = np.bincount(columns, values * out[rows], size), float(out.sum())
        found = float(np.sqrt(v @ v + own * own))
        v, own = v / found, own / found
    return found


def written(
    version: str, themes: Sequence[str], signs: Sequence[str], w: np.ndarray, b: np.ndarray
) -> str:
    lines = [
        "# Weights of the learnt voice of theme suggestions, in hundredths: see scorecard/themes/learnt.py.",
        "# Written by tools/train_themes.py from the comments in tests/golden and the phrases of the lexicon: do not edit.",
        f"version {version}",
        "start "
        + " ".join(f"{theme}:{round(100 * each)}" for theme, each in zip(themes, b, strict=True)),
    ]
    for sign, row in zip(signs, np.rint(100 * w).astype(int).tolist(), strict=True):
        told = " ".join(
            f"{theme}:{weight}"
            for theme, weight in zip(themes, row, strict=True)
            if abs(weight) >= LEAST
        )
        if told:
            lines.append(f"{sign}\t{told}")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--leave", action="append", default=[], choices=SETS, help="a set not to learn from"
    )
    parser.add_argument(
        "--to", type=Path, default=ROOT / "scorecard" / "data" / f"learnt-{SHIPPED}.txt"
    )
    given = parser.parse_args()
    book = shipped_codebook()
    taught = [*comments(given.leave, book.lexicon), *phrases(book.lexicon)]
    text = written(SHIPPED, book.codes(), *learnt(taught, book.codes()))
    given.to.write_text(text, encoding="utf-8", newline="\n")
    print(
        f"{len(taught)} texts, {text.count(chr(9))} signs, {len(text.encode())} bytes: {given.to}"
    )


if __name__ == "__main__":
    main()

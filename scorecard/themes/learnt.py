"""A second voice beside the lexicon: whole numbers for words, learnt from labelled comments.

Its file is text: ``version`` and ``start`` lines, then a line a sign: the sign, a tab, and
what it says for or against a theme ("CAS:12 WLB:-3"), in hundredths. A sign is a word, two words that
stand together, or the beginning of a word (four to six letters and ``*``). ``tools/train_themes.py``
writes the file; nothing is learnt while the service runs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isqrt

from scorecard.themes.words import Word

SHIPPED = "1"
BEGINNINGS = (4, 5, 6)
"""Letters of a word by which its relatives are known."""
FEWEST = 30
"""Signs of a short answer count as so many: one word ("Nothing.") is not to decide alone."""
MOST_EVIDENCE = 3
"""Spans that are named for a theme of which only this voice speaks."""

Span = tuple[int, int]


class VoiceInvalid(ValueError):  # noqa: N818 -- named for what happened
    """A line of the file cannot be read; the sentence names it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one comment says to this voice: ``scores`` by theme in hundredths, most are below nil."""

    scores: Mapping[str, int]
    _said: Sequence[tuple[Span, Mapping[str, int]]]

    def evidence(self, theme: str) -> tuple[Span, ...]:
        """The words that spoke most for ``theme``, in their order; no word twice."""
        told: dict[Span, int] = defaultdict(int)
        for span, weights in self._said:
            told[span] += weights.get(theme, 0)
        found: list[Span] = []
        for start, end in sorted(told, key=lambda span: (-told[span], span)):
            if told[start, end] <= 0 or len(found) == MOST_EVIDENCE:
                break
            if not any(start < last and first < end for first, last in found):
                found.append((start, end))
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Voice:
    """``starts`` are the scores before a word is read; ``signs`` what each sign adds."""

    version: str
    starts: Mapping[str, int]
    signs: Mapping[str, Mapping[str, int]]

    def hear(self, clauses: Sequence[Sequence[Word]]) -> Heard:
        """Weigh the clauses that give reasons: each sign once, long answers no louder than short ones."""
        seen: set[str] = set()
        said: list[tuple[Span, Mapping[str, int]]] = []
        totals: dict[str, int] = dict.fromkeys(self.starts, 0)
        for sign, span in _signs(clauses):
            if sign in seen:
                continue
            seen.add(sign)
            weights = self.signs.get(sign)
            if weights is not None:
                said.append((span, weights))
                for theme, weight in weights.items():
                    totals[theme] += weight
        root = isqrt(1_000_000 * max(len(seen), FEWEST))
        scores = {
            theme: start + 1000 * totals[theme] // root for theme, start in self.starts.items()
        }
        return Heard(scores, said)


def signs_of(clauses: Sequence[Sequence[Word]]) -> frozenset[str]:
    """Every sign in the clauses: what the voice is taught with."""
    return frozenset(sign for sign, _ in _signs(clauses))


def _signs(clauses: Sequence[Sequence[Word]]) -> Iterator[tuple[str, Span]]:
    for clause in clauses:
        before: tuple[str, int] | None = None
        for word in clause:
            text = word.text
            yield text, (word.start, word.end)
            for letters in BEGINNINGS:
                if len(text) > letters:
                    yield f"{text[:letters]}*", (word.start, word.end)
            if before:
                yield f"{before[0]} {text}", (before[1], word.end)
            before = text, word.start


def read_voice(text: str) -> Voice:
    """Read the file (see the module); raises VoiceInvalid naming the line."""
    heads: dict[str, list[str]] = {}
    signs: dict[str, Mapping[str, int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("# ") or not line:
            continue
        name, tab, rest = line.partition("\t")
        try:
            if tab:
                signs[name] = _weights(rest.split())
            else:
                head, *values = line.split()
                heads[head] = values
        except ValueError as error:
            raise VoiceInvalid(f"line {number} of the voice: {error}") from error
    try:
        starts = _weights(heads["start"])
        (version,) = heads["version"]
    except (KeyError, ValueError) as error:
        raise VoiceInvalid(f"the voice has no version or start: {error}") from error
    strange = {theme for weights in signs.values() for theme in weights} - starts.keys()
    if strange:
        raise VoiceInvalid(f"no start is given for {', '.join(sorted(strange))}")
    return Voice(version, starts, signs)


def _weights(written: Sequence[str]) -> dict[str, int]:
    pairs = [each.partition(":") for each in written]
    return {theme: int(weight) for theme, _, weight in pairs}


@cache
def shipped_voice() -> Voice:
    """The voice shipped with the scorecard."""
    data = files("scorecard").joinpath("data", f"learnt-{SHIPPED}.txt")
    return read_voice(data.read_text("utf-8"))

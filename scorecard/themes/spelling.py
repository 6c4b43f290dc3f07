"""Slips of the pen: a word one letter away from a word of the lexicon is read as that word."""

from collections.abc import Mapping

SHORTEST = 7
"""Letters: below it English has too many neighbours that mean something else."""


class Speller:
    """``known`` are the lexicon's words; ``fixed`` named slips; ``right`` words never to be changed."""

    def __init__(
        self, known: frozenset[str], fixed: Mapping[str, str], right: frozenset[str]
    ) -> None:
        self._known = known
        self._fixed = dict(fixed)
        self._right = right
        self._shortened: dict[str, list[str]] = {}
        for word in sorted(known):
            if len(word) >= SHORTEST:
                for shorter in _shortened(word):
                    self._shortened.setdefault(shorter, []).append(word)

    def meant(self, word: str) -> str:
        """The word that was meant: itself unless it is a slip."""
        if word in self._known:
            return word
        if word in self._fixed:
            return self._fixed[word]
        if len(word) < SHORTEST - 1 or word in self._right or not word.isalpha():
            return word
        for candidate in self._candidates(word):
            if _is_slip(word, candidate):
                return candidate
        return word

    def _candidates(self, word: str) -> list[str]:
        found = list(self._shortened.get(word, ()))
        for shorter in _shortened(word):
            if shorter in self._known and len(shorter) >= SHORTEST:
                found.append(shorter)
            found += self._shortened.get(shorter, ())
        return sorted(set(found))


def _shortened(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _is_slip(word: str, meant: str) -> bool:
    """One letter missing, doubled, wrong or two swapped; never the first, never a mere ending."""
    if word[0] != meant[0]:
        return False
    same = 0
    while same < min(len(word), len(meant)) and word[same] == meant[same]:
        same += 1
    rest, meant_rest = word[same:], meant[same:]
    if len(word) != len(meant):
        longer, shorter = sorted((rest, meant_rest), key=len, reverse=True)
        return len(longer) - len(shorter) == 1 and longer[1:] == shorter and len(longer) > 2
    wrong = rest[1:] == meant_rest[1:]
    swapped = rest[:2] == meant_rest[:2][::-1] and rest[2:] == meant_rest[2:]
    return (wrong and len(rest) > 2) or swapped

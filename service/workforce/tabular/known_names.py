"""What is held already: teams and posts, which a strange name probably means, and workers."""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

_DIGITS = re.compile(r"\d+")

MOST_COMPARED = 50
"""Strange names compared with the known ones; comparing is quadratic, a person reads few."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names held before this return. Empty when nothing is held: then no name is strange."""

    teams: frozenset[str] = field(default=frozenset())
    posts: frozenset[str] = field(default=frozenset())
    workers: frozenset[str] = field(default=frozenset())
    """Worker keys of employments and agency assignments: no number is known, nor needed."""


def folded(text: str) -> str:
    """Reduce a name to what people compare: no case, no doubled spaces, no hyphens."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


_DASHES = re.compile("[\u2010-\u2015\u2212]")
_APOSTROPHES = re.compile("['`\u00b4\u2018\u2019\u201b\u2032]")


def looks_like(text: str) -> str:
    """Reduce a name further, to what the eye sees: office programs have apostrophes and dashes of their own."""
    plain = _APOSTROPHES.sub("'", _DASHES.sub("-", unicodedata.normalize("NFKC", text)))
    return folded(plain)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that ``name`` most likely means, or None.

    A name with other digits is another of its series and no slip: never offered.
    """
    by_folded = {looks_like(other): other for other in sorted(known, reverse=True)}
    wanted = looks_like(name)
    if wanted in by_folded:
        return by_folded[wanted]
    digits = _DIGITS.findall(wanted)
    same_number = [other for other in by_folded if _DIGITS.findall(other) == digits]
    close = difflib.get_close_matches(wanted, same_number, n=1, cutoff=0.8)
    return by_folded[close[0]] if close else None


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Return ' Did you mean “…”?', or nothing when no known name is near."""
    found = nearest(name, known)
    return f" Did you mean “{found}”?" if found else ""

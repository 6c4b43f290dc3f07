"""The codebook: themes with what belongs to them, the lexicon, and what became of themes of old.

A document is plain JSON: ``{"version", "themes": [{"code", "name", "definition", "includes", "excludes",
"examples", "follow_up", "source"}], "changes": [{"kind", "from", "to"}], "lexicon": text}``.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from scorecard.themes.english import common_words
from scorecard.themes.lexicon import Lexicon, LexiconInvalid, read_lexicon

SHIPPED = "1"
_CODE = re.compile(r"[A-Z]{2,8}")


class CodebookInvalid(ValueError):  # noqa: N818 -- named for what happened
    """``faults`` are sentences for the person who edits the codebook."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


class Change(StrEnum):
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Theme:
    """``follow_up``: the person is offered a route beyond statistics; never published by itself."""

    code: str
    name: str
    definition: str
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    examples: tuple[str, ...]
    follow_up: bool
    source: str


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """What became of the themes in ``before``: one theme, several, or none."""

    kind: Change
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    version: str
    themes: tuple[Theme, ...]
    changes: tuple[ThemeChange, ...]
    lexicon: Lexicon

    def codes(self) -> tuple[str, ...]:
        return tuple(theme.code for theme in self.themes)

    def today(self, code: str) -> tuple[str, ...]:
        """The themes of this version that a coding of an earlier one counts under.

        One for a theme that is in force or was merged, several for one that was split (its codings
        need a person), none for one that was retired or never was.
        """
        if code in self.codes():
            return (code,)
        for change in self.changes:
            if code in change.before:
                return tuple(dict.fromkeys(new for old in change.after for new in self.today(old)))
        return ()


def codebook_from(document: Mapping[str, Any]) -> Codebook:
    """Read and check a codebook; raises CodebookInvalid with every fault found."""
    faults: list[str] = []
    version = _words(document, "version", "the codebook", faults)
    themes = tuple(_theme(entry, faults) for entry in _list(document, "themes", faults))
    codes = [theme.code for theme in themes]
    faults += [f"The theme {code} is there twice." for code in _twice(codes)]
    changes = tuple(
        change
        for entry in _list(document, "changes", faults)
        if (change := _change(entry, faults)) is not None
    )
    faults += _unsound(changes, codes)
    lexicon = _lexicon(document, codes, faults)
    if faults or lexicon is None:
        raise CodebookInvalid(faults)
    return Codebook(version, themes, changes, lexicon)


@cache
def shipped_codebook() -> Codebook:
    """The codebook shipped with the scorecard."""
    return codebook_from(shipped_document())


def shipped_document() -> dict[str, Any]:
    """The shipped codebook as plain JSON values, lexicon and all."""
    data = files("scorecard").joinpath("data")
    document: dict[str, Any] = json.loads(
        data.joinpath(f"codebook-{SHIPPED}.json").read_text("utf-8")
    )
    return document | {"lexicon": data.joinpath(f"lexicon-{SHIPPED}.txt").read_text("utf-8")}


def _list(document: Mapping[str, Any], key: str, faults: list[str]) -> list[Mapping[str, Any]]:
    found = document.get(key, [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        faults.append(f"{key} must be a list of objects.")
        return []
    if key == "themes" and not found:
        faults.append("The codebook has no themes.")
    return found


def _words(entry: Mapping[str, Any], key: str, where: str, faults: list[str]) -> str:
    found = entry.get(key)
    if not isinstance(found, str) or not found.strip():
        faults.append(f"{key} of {where} is missing: write it in words.")
        return ""
    return found.strip()


def _lines(entry: Mapping[str, Any], key: str, where: str, faults: list[str]) -> tuple[str, ...]:
    found = entry.get(key, [])
    if not isinstance(found, list) or not all(isinstance(line, str) and line for line in found):
        faults.append(f"{key} of {where} must be a list of texts.")
        return ()
    return tuple(found)


def _theme(entry: Mapping[str, Any], faults: list[str]) -> Theme:
    code = _words(entry, "code", "a theme", faults)
    where = f"the theme {code}"
    if code and not _CODE.fullmatch(code):
        faults.append(f"The code {code!r} must be 2 to 8 capital letters.")
    return Theme(
        code,
        _words(entry, "name", where, faults),
        _words(entry, "definition", where, faults),
        _lines(entry, "includes", where, faults),
        _lines(entry, "excludes", where, faults),
        _lines(entry, "examples", where, faults),
        entry.get("follow_up") is True,
        str(entry.get("source", "")),
    )


def _change(entry: Mapping[str, Any], faults: list[str]) -> ThemeChange | None:
    kind = entry.get("kind")
    if kind not in set(Change):
        faults.append(f"A change is {', '.join(Change)}; {kind!r} is none of them.")
        return None
    where = f"the {kind} change"
    before, after = _lines(entry, "from", where, faults), _lines(entry, "to", where, faults)
    fits = {
        Change.MERGED: bool(before) and len(after) == 1,
        Change.SPLIT: len(before) == 1 and len(after) > 1,
        Change.RETIRED: bool(before) and not after,
    }
    if not fits[Change(kind)]:
        faults.append(f"A {kind} change cannot lead from {list(before)} to {list(after)}.")
        return None
    return ThemeChange(Change(kind), before, after)


def _twice(codes: Sequence[str]) -> list[str]:
    return sorted({code for code in codes if codes.count(code) > 1})


def _unsound(changes: Sequence[ThemeChange], codes: Sequence[str]) -> list[str]:
    """Old themes that are still in force, went twice, lead nowhere, or lead back to themselves."""
    gone = {code: change for change in changes for code in change.before}
    faults = [
        f"{code} is in force and cannot be changed into others." for code in gone if code in codes
    ]
    faults += [
        f"{code} is changed twice."
        for code in _twice([old for change in changes for old in change.before])
    ]
    for code, gone_by in gone.items():
        reached, ahead = {code}, list(gone_by.after)
        while ahead:
            new = ahead.pop()
            if new in reached:
                faults.append(f"The changes of {code} lead back to {new}.")
                break
            if new in gone:
                reached.add(new)
                ahead += gone[new].after
            elif new not in codes:
                faults.append(f"{code} became {new}, which the codebook does not have.")
    return faults


def _lexicon(
    document: Mapping[str, Any], codes: Sequence[str], faults: list[str]
) -> Lexicon | None:
    text = _words(document, "lexicon", "the codebook", faults)
    try:
        lexicon = read_lexicon(text, english=common_words())
    except LexiconInvalid as error:
        faults.append(f"{error}.")
        return None
    faults += [
        f"The lexicon has phrases for {code}, which is no theme of the codebook."
        for code in lexicon.themes()
        if code not in codes
    ]
    return lexicon

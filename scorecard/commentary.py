"""What people write beside the figures of a half-year, and what of it anyone may read.

Words are data: nothing in them is markup, and nothing is changed. Limits give a sentence for the
person who wrote too much. Documents are the plain JSON values of an edition.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from scorecard.targets import Status

Json = dict[str, Any]
Document = Mapping[str, Any]

COMMENTARY = "commentary"
"""Member of an edition for which something was written; not there otherwise."""
RELEASE = "release"
"""Member of an edition whose release was planned, shared or signed off; not there otherwise."""
KEPT = "kept"
"""In both: the revisions they were made from, which are no business of the public."""

HEADLINE_LIMIT = 500
SENTENCES = 2
COMMENT_LIMIT = 4_000
ACTION_LIMIT = 500
EVENT_LIMIT = 60
"""Characters; the words of an event stand on a chart."""
OPEN, CLOSED = "open", "closed"

_NOT_THE_END = re.compile(
    r"\b(?:e\.g|i\.e|cf|vs|approx|no|nos|st|mr|mrs|ms|dr|prof|cllr|[a-z])\.$", re.IGNORECASE
)
_STOP = re.compile(r"[.!?…]+[\"'\u201d\u2019)\]]*(?=\s|$)")
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]"
)
"""Control characters, and those that turn the direction of a line or cannot be shown at all."""
_NUMBER = re.compile(r"(?<![\d.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\d]|[.,]\d)")


def sentences(words: str) -> int:
    """Count sentences: what ends with a stop, and what follows the last one.

    A stop inside a number, after an initial or a usual abbreviation ends nothing.
    """
    ends = [
        each.end()
        for each in _STOP.finditer(words)
        if not _NOT_THE_END.search(words[: each.start() + 1]) or not words[each.end() :].strip()
    ]
    rest = words[ends[-1] :] if ends else words
    return len(ends) + (1 if rest.strip() else 0)


def fault_of(words: str, limit: int, *, lines: bool = False) -> str:
    """What is wrong with a text, as the end of a sentence; empty when nothing is.

    ``lines``: line breaks (LF) are taken.
    """
    if not words.strip():
        return "has no words"
    if len(words) > limit:
        return f"has {len(words):,} characters: {limit:,} are the most"
    found = _UNSEEN.search(words)
    if found is not None:
        return (
            f"has a character that cannot be shown (U+{ord(found[0]):04X}) at {found.start() + 1}"
        )
    if not lines and "\n" in words:
        return "has a line break: it is one line"
    return ""


def headline_fault(words: str) -> str:
    """As ``fault_of``, for the two sentences at the top."""
    fault = fault_of(words, HEADLINE_LIMIT)
    if not fault and (found := sentences(words)) > SENTENCES:
        return f"has {found} sentences: two are the most"
    return fault


def is_shown(action: Document, period_end: date) -> bool:
    """Whether an action stands in the edition of a half-year.

    It does from the half-year in which it was set; when it is closed, for the last time in the
    one in which that was done.
    """
    end = period_end.isoformat()
    if str(action["since"]) > end:
        return False
    return action["state"] == OPEN or str(action["closed_in"]) >= end


def uncommented(targets: Iterable[Document], comments: Iterable[Document]) -> list[str]:
    """The measures with a missed target and without a comment, each once, in print order."""
    said = {each["measure"] for each in comments}
    missed = [each["measure"] for each in targets if each["status"] == Status.MISSED]
    return [each for each in dict.fromkeys(missed) if each not in said]


def telling(words: str, figures: Iterable[Document]) -> list[Json]:
    """The confidential figures whose number stands in the words, with that number.

    ``figures`` are those that the public sees as c, with the numbers they have. It is a number that
    reads the same, which may be chance: a person looks. Numbers below 10 are in every text and are
    looked for only where they are a rate.
    """
    written = {each.replace(",", "") for each in _NUMBER.findall(words)}
    found = []
    for figure in figures:
        value = figure["value"]
        if value in written and ("." in value or int(value) >= 10):
            found.append({"measure": figure["measure"], "number": value})
    return found


def public_words(document: Document, figures: Sequence[Document]) -> Json:
    """The members ``commentary`` and ``release`` as anyone may read them, where there are any.

    A comment goes where the figures of its measure go: of a measure that is not public nothing is
    said. ``figures`` are the public ones.
    """
    members: Json = {}
    if COMMENTARY in document:
        shown = {each["measure"] for each in figures}
        whole = document[COMMENTARY]
        members[COMMENTARY] = {
            "headline": whole["headline"],
            "comments": [each for each in whole["comments"] if each["measure"] in shown],
            "actions": whole["actions"],
            "events": whole["events"],
            "quotations": [{"words": each["words"]} for each in whole["quotations"]],
        }
    if RELEASE in document:
        whole = document[RELEASE]
        members[RELEASE] = {
            "public_from": whole["public_from"],
            "next": whole["next"],
            "pre_release_access": whole["pre_release_access"],
            "second_person": whole["signed_off"] is not None,
        }
    return members

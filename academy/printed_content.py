"""What the words of a printed row say of its kind and its capacity, and how sure that is (I1, I4)."""

import re
from collections.abc import Iterable, Iterator

from academy.findings import Severity
from academy.printed_rows import ProgrammeFinding, ProgrammeItem

MOST_IN_BRACKETS = 200
"""A bare number in brackets up to here may be a capacity; a year never is."""
RESTS = {
    "lunch": "lunch", "lunch break": "lunch",
    **dict.fromkeys(
        ("break", "coffee", "coffee break", "tea", "tea break", "comfort break"), "break"
    ),
}  # fmt: skip

_MARKED = re.compile(
    r"\bmax(?:imum)?\b\.?(?:\s+of)?:?\s*(\d+)|\bfor\s+\(\s*(\d{1,2})\s*\)"
    r"|\(\s*(\d+)\s+(?:people|places)\s*\)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\(\s*(\d+)\s*\)")
_LUNCH_FIRST = re.compile(r"lunch\b(?!\s*(?:and|&|\+|time\b))", re.IGNORECASE)


def kind_of(content: str) -> str:
    """A row that begins with the word lunch is one; "lunchtime seminar" and "lunch and learn" are not."""
    known = RESTS.get(_plain(content))
    return known or ("lunch" if _LUNCH_FIRST.match(content.strip()) else "session")


def capacity_of(content: str) -> int | None:
    """What is marked ("maximum 16", "for (16)", "(16 places)"); else the first bare number in brackets that may be one."""
    marked = _MARKED.search(content)
    if marked:
        return int(marked[1] or marked[2] or marked[3])
    return next((n for n in _bracketed(content) if 1 <= n <= MOST_IN_BRACKETS), None)


def about_content(items: Iterable[ProgrammeItem]) -> Iterator[ProgrammeFinding]:
    for item in items:
        content = item.printed["content"]
        if item.kind != "session" and _plain(content) not in RESTS:
            yield _said(
                item,
                "KIND_INFERRED",
                item.kind,
                f"{content!r} is read as {item.kind}, where no people and no room are looked for: "
                "see that it is no session.",
            )
        if not _MARKED.search(content):
            yield from _about_brackets(item, content)


def _about_brackets(item: ProgrammeItem, content: str) -> Iterator[ProgrammeFinding]:
    for number in dict.fromkeys(_bracketed(content)):
        taken = number == item.capacity
        yield _said(
            item,
            "CAPACITY_INFERRED",
            str(number) if taken else None,
            f"({number}) is {'read' if taken else 'not read'} as how many people fit: write "
            "'maximum' and the number where it is meant.",
        )


def _plain(content: str) -> str:
    return " ".join(content.lower().split()).rstrip(".")


def _bracketed(content: str) -> list[int]:
    return [int(number) for number in _BRACKETED.findall(content)]


def _said(item: ProgrammeItem, code: str, suggestion: str | None, message: str) -> ProgrammeFinding:
    printed = item.printed["content"]
    return ProgrammeFinding(item.row, code, Severity.INFO, printed, suggestion, message)

"""What can be known of a worker from the names of its elements alone.

Rows of one file share a few dozen sequences of element names, so order, spelling, repetition and
gaps are worked out once for each sequence rather than once for each row.
"""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from service.workforce.census.faults import (
    DUPLICATE_ELEMENT,
    EDITION_ELEMENT,
    ORDER,
    UNKNOWN_ELEMENT,
    Fault,
    shown,
)
from service.workforce.census.layout import FIELDS, PLACES, WORKER, Field, Layout
from service.workforce.census.values import Read, Refusal, Value

_LONGEST_REMEMBERED = 64
"""Characters. Long text is free text, and would be kept for nothing."""


class Memory(dict[str | None, Any]):
    """A reader of one element that remembers what it has read: rows repeat their values.

    Refusals are not remembered: each is put on ``refused``, so that a row without any costs nothing.
    """

    def __init__(self, read: Read, refused: list[Refusal], most: int) -> None:
        super().__init__()
        self._read = read
        self._refused = refused
        self._most = most

    def __missing__(self, text: str | None) -> Value | Refusal:
        value = self._read(text)
        if isinstance(value, Refusal):
            self._refused.append(value)
        elif len(self) < self._most and text is not None and len(text) <= _LONGEST_REMEMBERED:
            self[text] = value
        return value


class ShapeFault(NamedTuple):
    """A fault of the element at ``place`` of the sequence."""

    place: int
    fault: Fault
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One sequence of element names."""

    readers: tuple[Mapping[str | None, Any], ...]
    """For each element of the sequence, what turns its text into a value."""
    arrange: Callable[[list[Any]], tuple[Any, ...]]
    """From the values in sequence and a final ``None`` to the order of WorkerValues."""
    faults: tuple[ShapeFault, ...]
    missing: tuple[str, ...]
    """Needed elements that are not there (needed of those who are not from an agency)."""
    ambiguous: bool
    """An element stands twice: which of the two counts cannot be known."""


class _Unread(dict[str | None, None]):
    """Stands in for the reader of an element whose value nobody asks for."""

    def __missing__(self, text: str | None) -> None:
        return None


_UNREAD = _Unread()

_GENDER_NAMES = {Layout.TO_2024: "GenderCurrent", Layout.FROM_2025: "Sex", None: "Sex"}


def learn(names: tuple[str, ...], readers: Mapping[str, Memory], layout: Layout | None) -> Shape:
    """Work out the shape of a worker whose elements have these names, in this order."""
    absent = len(names)
    where = [absent] * PLACES
    faults: list[ShapeFault] = []
    chosen: list[Mapping[str | None, Any]] = []
    furthest: Field | None = None
    ambiguous = out_of_order = False
    for index, name in enumerate(names):
        field = FIELDS.get(name)
        if field is None:
            faults.append(_unknown(index, name))
            chosen.append(_UNREAD)
            continue
        if where[field.place] != absent:
            faults.append(_twice(index, name, names[where[field.place]]))
            chosen.append(_UNREAD)
            ambiguous = True
            continue
        where[field.place] = index
        chosen.append(readers[name])
        if layout is not None and field.only not in {None, layout}:
            faults.append(_other_edition(index, field, layout))
        if furthest is not None and field.place < furthest.place:
            # One element out of place puts all that follow it out of place too: said once.
            if not out_of_order:
                faults.append(_out_of_order(index, name, furthest.name))
            out_of_order = True
        else:
            furthest = field
    return Shape(
        readers=tuple(chosen),
        arrange=itemgetter(*where),
        faults=tuple(faults),
        missing=tuple(_missing(where, absent, layout)),
        ambiguous=ambiguous,
    )


def _missing(where: list[int], absent: int, layout: Layout | None) -> list[str]:
    missing = [
        field.name
        for field in FIELDS.values()
        if field.needed and where[field.place] == absent and field.only in {None, layout}
    ]
    return [_GENDER_NAMES[layout] if name == "Sex" else name for name in missing]


def _unknown(index: int, name: str) -> ShapeFault:
    by_case = {known.lower(): known for known in FIELDS}
    near = difflib.get_close_matches(name.lower()[:60], by_case, n=1, cutoff=0.8)
    if near:
        hint = f"If {by_case[near[0]]} is meant, write it so: capital letters count."
    else:
        hint = "Remove it, or check that this is an export of the workforce census."
    return ShapeFault(index, UNKNOWN_ELEMENT, f"{WORKER} has no element {shown(name)}.", hint)


def _twice(index: int, name: str, first: str) -> ShapeFault:
    words = f"{name} stands twice" if name == first else f"{name} stands beside {first}"
    return ShapeFault(
        index, DUPLICATE_ELEMENT, f"{words} in one {WORKER}.", "Keep the one that is right."
    )


def _out_of_order(index: int, name: str, after: str) -> ShapeFault:
    return ShapeFault(
        index,
        ORDER,
        f"{name} stands after {after}; the census wants it before {after}.",
        f"Put the elements into the order of the census: {', '.join(FIELDS)}.",
    )


def _other_edition(index: int, field: Field, layout: Layout) -> ShapeFault:
    if field.only is Layout.FROM_2025:
        words = f"{field.name} came with the 2025 census; this file is laid out as an earlier one."
    else:
        words = f"{field.name} is no longer part of the census; this file is laid out as {layout}."
    return ShapeFault(
        index,
        EDITION_ELEMENT,
        words,
        "Check which year's export this is. The element is checked and then left aside.",
    )

"""The XML element as this package sees it: lxml's, with the types its stubs leave out."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Protocol


class Element(Protocol):
    """One element of the message. Comments and processing instructions never come so far."""

    tag: str
    text: str | None
    tail: str | None

    @property
    def sourceline(self) -> int | None: ...

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator["Element"]: ...
    def __getitem__(self, index: slice) -> list["Element"]: ...
    def find(self, path: str) -> "Element | None": ...
    def iterfind(self, path: str) -> Iterator["Element"]: ...
    def items(self) -> list[tuple[str, str]]: ...


_tail = attrgetter("tail")


def holds_more(element: Element, children: list[Element]) -> bool:
    """Whether there is anything in it but children of plain text (attributes are another matter).

    Blank text has been left out by the parser, so that any text between children is a fault.
    """
    return bool(element.text) or any(map(len, children)) or any(map(_tail, children))

"""The XML element as this package sees it: lxml's, with the types that its stubs leave out."""

from collections.abc import Iterator
from typing import Any, Protocol, cast

from lxml import etree


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


_irregular = etree.XPath("boolean(*/*|@*|*/@*|text()[normalize-space()])")


def is_irregular(element: Element) -> bool:
    """Whether it has elements inside its children, attributes, or text between its children."""
    return cast("bool", _irregular(cast("Any", element)))

"""What a correction moved, in words: for the page, the list of revisions, documents and the terminal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scorecard.definition import Symbol
from service.publication.wording import (
    amount,
    parts_of,
    title_of,
    value_in_words,
)

Json = Mapping[str, Any]


CONFIDENTIAL = Symbol.SUPPRESSED.value


@dataclass(frozen=True, slots=True)
class Move:
    """One figure that a correction moved."""

    title: str
    before: str
    after: str
    because: tuple[str, ...]


def moves_of(document: Json) -> tuple[Move, ...]:
    """What a correction moved, in words."""
    changes = document["changes"]
    if changes is None:
        return ()
    measures = {each["id"]: each for each in document["measures"]}
    words = {each["code"]: each["words"] for each in changes["causes"]}
    return tuple(
        Move(
            title=_title(each, measures.get(each["measure"])),
            before=_moved_value(each["before"], measures.get(each["measure"])),
            after=_moved_value(each["after"], measures.get(each["measure"])),
            because=tuple(words[code] for code in each["because"] if code in words),
        )
        for each in changes["figures"]
        if each["dimension"] == "council"
    )


def _title(figure: Json, measure: Json | None) -> str:
    """``Average caseload per FTE: children`` where a figure is of one category."""
    if measure is None:
        return str(figure["measure"])
    return title_of(figure, measure)


def _moved_value(figure: Json | None, measure: Json | None) -> str:
    if figure is None:
        return "not published"
    if measure is None:
        return amount(figure["value"] or figure["symbol"])
    value = value_in_words(figure, measure)
    parts = parts_of(figure, measure)
    if len(parts) == 1 or figure["symbol"] == CONFIDENTIAL:
        return value
    joined = " ".join(filter(None, (text for each in parts for text in (each.joined, each.amount))))
    return f"{value} ({joined})"

"""What moved between two scorecard documents of the same period: the list behind a correction."""

from collections.abc import Mapping
from typing import Any

Document = Mapping[str, Any]

PLACE = ("measure", "dimension", "group", "category")
COMPARED = ("value", "symbol", "numerator", "denominator", "n", "exclusions", "basis")


def changes(old: Document, new: Document) -> list[dict[str, Any]]:
    """Return the figures that differ, in the order of ``new``, then those that are gone.

    Each is ``{"measure", "dimension", "group", "category", "before", "after", "moved"}``; before
    and after hold value, symbol, numerator, denominator, n, exclusions and basis, or are None
    where the figure is not there. ``moved`` says whether what is printed (value or symbol)
    differs, or only something behind it.
    """
    before, after = _by_place(old), _by_place(new)
    places = [*after, *(place for place in before if place not in after)]
    found = []
    for place in places:
        was, now = _compared(before.get(place)), _compared(after.get(place))
        if was != now:
            found.append(
                {
                    **dict(zip(PLACE, place, strict=True)),
                    "before": was,
                    "after": now,
                    "moved": _printed(was) != _printed(now),
                }
            )
    return found


def _by_place(document: Document) -> dict[tuple[str, ...], Document]:
    return {tuple(figure[key] for key in PLACE): figure for figure in document["figures"]}


def _compared(figure: Document | None) -> dict[str, Any] | None:
    return None if figure is None else {key: figure[key] for key in COMPARED}


def _printed(figure: Mapping[str, Any] | None) -> tuple[Any, Any] | None:
    return None if figure is None else (figure["value"], figure["symbol"])

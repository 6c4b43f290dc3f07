"""Which figures deserve a second look before they are published: large moves, numbers that came or went."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Json = Mapping[str, Any]

A_FIFTH = 5
AT_LEAST = 1
"""In the unit of the figure: one percentage point, one person, one FTE."""
RULE = (
    "A figure is marked when it moved by a fifth or more of what it was, and by at least 1 (person, "
    "FTE, day or percentage point), or when a number came or went. A mark is no fault: look behind it."
)


def second_look(figure: Json, before: Json | None) -> str:
    """Why a figure is marked, in words; empty when it is not, or when there is nothing to compare.

    ``before`` is the figure in the same place of the half-year published before.
    """
    if before is None or figure.get("series") != before.get("series"):
        return ""
    if figure["value"] is None and before["value"] is None:
        return ""
    if figure["value"] is None:
        return "Had a number last time"
    if before["value"] is None:
        return "Had no number last time"
    now, then = Decimal(figure["value"]), Decimal(before["value"])
    moved = abs(now - then)
    if moved < AT_LEAST or moved * A_FIFTH < abs(then):
        return ""
    return "Large move up" if now > then else "Large move down"

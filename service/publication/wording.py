"""Figures in plain words, for the page and the terminal; every output says them the same way."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

Json = Mapping[str, Any]

SYMBOLS: dict[str, tuple[str, str]] = {
    "z": ("not applicable", "Not applicable: there is nothing to divide by, or nothing to count."),
    "x": ("not available", "Not available: the data were not sent for this half-year."),
    "c": (
        "kept confidential",
        "Confidential: the number is so small that it could be somebody known.",
    ),
    "low": ("rounds to 0", "Low: not 0, but it rounds to 0."),
    "u": ("not reliable", "Low reliability: the parts do not fit together, so no figure is given."),
}
"""DfE's symbols: short words for a cell, and the sentence of the legend."""

DIMENSIONS: dict[str, str] = {
    "council": "whole council",
    "team": "team",
    "area": "area",
    "role": "role",
    "experience": "experience",
    "contract": "contract",
}

_AGAINST_THE_NUMBER = frozenset({"%"})


MINUS = "\N{MINUS SIGN}"


def number(text: str) -> str:
    """A decimal text with commas between thousands and a proper minus sign."""
    sign, digits = (MINUS, text[1:]) if text.startswith("-") else ("", text)
    whole, point, places = digits.partition(".")
    return f"{sign}{int(whole):,}{point}{places}"


def amount(part: str | None) -> str:
    """A numerator or denominator as a reader sees it: a number or a symbol."""
    if part is None:
        return ""
    return part if part in SYMBOLS else number(part)


def value_in_words(figure: Json, measure: Json) -> str:
    """``14.1%``, ``218.4 FTE``, or the symbol in words."""
    if figure["symbol"] is not None:
        return f"{figure['symbol']} ({SYMBOLS[figure['symbol']][0]})"
    value, unit = number(figure["value"]), measure["unit"]
    return f"{value}{unit}" if unit in _AGAINST_THE_NUMBER else f"{value} {unit}"


def parts_in_words(figure: Json, measure: Json) -> str:
    """``28.4 (FTE of leavers …) ÷ 218.4 (FTE in post …)``, or the one part there is."""
    text = f"{amount(figure['numerator'])} ({measure['numerator']})"
    if figure["denominator"] is None or measure["denominator"] is None:
        return text
    return f"{text} ÷ {amount(figure['denominator'])} ({measure['denominator']})"


def figure_in_words(figure: Json, measure: Json) -> str:
    """One line for the terminal."""
    name = measure["title"]
    if figure["category"]:
        name = f"{name}, {figure['category']}"
    return f"{name}: {value_in_words(figure, measure)} ({parts_in_words(figure, measure)})"


def day(moment: date) -> str:
    return f"{moment:%-d %B %Y}"


def change_in_words(
    figure: Json, earlier: Json | None, measure: Json, earlier_measure: Json | None, end: date
) -> str:
    """What became of a figure since the edition of an earlier half-year, in a sentence."""
    if earlier is None or earlier_measure is None:
        return f"Not in the scorecard to {day(end)}."
    if earlier_measure["definition"] != measure["definition"]:
        return f"Defined differently in the scorecard to {day(end)}, so not compared."
    if figure["value"] is None or earlier["value"] is None:
        return f"{value_in_words(earlier, measure)} on {day(end)}.".capitalize()
    now, then = Decimal(figure["value"]), Decimal(earlier["value"])
    was = value_in_words(earlier, measure)
    if now == then:
        return f"The same as on {day(end)}."
    return f"{'Up' if now > then else 'Down'} from {was} on {day(end)}."

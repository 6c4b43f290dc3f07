"""Figures in plain words, for the page and the terminal; every output says them the same way."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from scorecard.rounding import half_up

Json = Mapping[str, Any]

SYMBOLS: dict[str, tuple[str, str]] = {
    "z": ("not applicable", "Not applicable: there is nothing to divide by, or nothing to count."),
    "x": ("not available", "Not available: the data were not sent for this half-year."),
    "c": (
        "kept confidential",
        "Confidential: so few people that they could be known, or a number that would tell so.",
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
    "cohort": "academy cohort",
    "route": "route into social work",
}

_ONE_OF = {"people": "person", "workers": "worker", "cases": "case", "days": "day"}
_AGAINST_THE_NUMBER = frozenset({"%"})


MINUS = "\N{MINUS SIGN}"


def number(text: str) -> str:
    """A decimal text with commas between thousands and a proper minus sign."""
    sign, digits = (MINUS, text[1:]) if text.startswith("-") else ("", text)
    whole, point, places = digits.partition(".")
    return f"{sign}{int(whole):,}{point}{places}"


def amount(part: str | None) -> str:
    """A numerator or denominator as a reader sees it: whole, or to one place; or a symbol.

    The exact number is in the CSV and JSON.
    """
    if part is None:
        return ""
    if part in SYMBOLS:
        return part
    exact = Decimal(part)
    return number(str(half_up(exact, 0 if exact == exact.to_integral_value() else 1)))


def value_and_unit(figure: Json, measure: Json) -> tuple[str, str]:
    """``("14.1%", "")``, ``("218.4", "FTE")``, or the symbol and what it means."""
    if figure["symbol"] is not None:
        return figure["symbol"], f"({SYMBOLS[figure['symbol']][0]})"
    value, unit = number(figure["value"]), measure["unit"]
    if value == "1":
        unit = _ONE_OF.get(unit, unit)
    return (f"{value}{unit}", "") if unit in _AGAINST_THE_NUMBER else (value, unit)


def value_in_words(figure: Json, measure: Json) -> str:
    """``14.1%``, ``218.4 FTE``, or the symbol in words."""
    return " ".join(filter(None, value_and_unit(figure, measure)))


def mid_sentence(words: str) -> str:
    """``People in post`` as ``people in post``; ``FTE of posts`` stays."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


class Part(NamedTuple):
    """A numerator or denominator: its amount, what it is, and how it is joined to the one before."""

    amount: str
    words: str
    joined: str = ""
    """``÷`` where it divides, ``of`` where it says out of how many; empty for the first."""


DIVIDED, OUT_OF = "÷", "of"

OF_ONE_WORKER = frozenset({"caseload-median", "caseload-highest"})
"""Measures whose value is read off a ranked list: nothing is divided, and nothing is a part."""


def divides(measure: Json) -> bool:
    """Whether the value is numerator ÷ denominator; otherwise it counts, out of so many."""
    return measure["unit"] == "%" or " per " in measure["unit"]


def parts_of(figure: Json, measure: Json) -> tuple[Part, ...]:
    """What the value is worked out from, as a reader can follow it."""
    words = mid_sentence(measure["numerator"])
    if measure["id"] in OF_ONE_WORKER:
        of_one = figure["numerator"] if figure["value"] is None else number(figure["value"])
        return (Part(of_one, words),)
    first = Part(amount(figure["numerator"]), words)
    if figure["denominator"] is None or measure["denominator"] is None:
        return (first,)
    second = mid_sentence(measure["denominator"])
    joined = DIVIDED if divides(measure) else OUT_OF
    return (first, Part(amount(figure["denominator"]), second, joined))


def parts_in_words(figure: Json, measure: Json) -> str:
    """``28.4 FTE of leavers … ÷ 218.4 FTE in post …``, or the one part there is."""
    return " ".join(
        " ".join(filter(None, (each.joined, each.amount, each.words)))
        for each in parts_of(figure, measure)
    )


def title_of(figure: Json, measure: Json) -> str:
    """``Average caseload per FTE: children`` where a figure is of one category."""
    words = {each["code"]: each["words"] for each in measure["categories"]}
    category = words.get(figure["category"], figure["category"])
    return f"{measure['title']}: {mid_sentence(category)}" if category else str(measure["title"])


def figure_in_words(figure: Json, measure: Json) -> str:
    """One line for the terminal: ``Turnover: 14.1% = 39.6 FTE of leavers ÷ 279.9 FTE in post``."""
    line = f"{title_of(figure, measure)}: {value_in_words(figure, measure)}"
    if measure["denominator"] is None or measure["id"] in OF_ONE_WORKER:
        return line
    if figure["numerator"] in SYMBOLS and figure["denominator"] in SYMBOLS:
        return line
    return f"{line} = {parts_in_words(figure, measure)}"


def without_returns(accepted: Json) -> str:
    """What an edition says of the returns it was published without, and the reason given."""
    words = " ".join(each["words"] for each in accepted["returns"])
    return f"Published without all returns. {words} The reason given: {accepted['reason']}"


def day(moment: date) -> str:
    return f"{moment:%-d %B %Y}"


_TRENDS = {"up": "Going up", "down": "Going down", "not-shown": "No trend can be told"}
"""Of shares of few people: one half-year's change is no trend."""


def change_in_words(
    figure: Json, earlier: Json | None, measure: Json, earlier_measure: Json | None
) -> str:
    """What became of a figure since an earlier half-year: ``Up from 13.1%``."""
    if earlier is None or earlier_measure is None:
        return "Not published"
    if earlier_measure["definition"] != measure["definition"]:
        return "Defined differently"
    if figure.get("series") != earlier.get("series"):
        return "Asked differently"
    if "trend" in figure and figure["value"] is not None:
        return f"{_TRENDS[figure['trend']]}; was {value_in_words(earlier, measure)}"
    if figure["value"] is None or earlier["value"] is None:
        return f"Was {value_in_words(earlier, measure)}"
    was = value_and_unit(earlier, measure)[0]
    now, then = Decimal(figure["value"]), Decimal(earlier["value"])
    if now == then:
        return f"The same: {was}"
    return f"{'Up' if now > then else 'Down'} from {was}"

"""Text of an element -> value, or a Refusal in words. Exact: no floats, nothing rounded or repaired.

White space around a value is no part of it (as in XML Schema). Every reader made here takes the
text of an element (``None`` for an empty one) and returns its value or a :class:`Refusal`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from service.workforce.census.faults import (
    CODE_UNKNOWN,
    EMPTY,
    RANGE,
    SWENO_PATTERN,
    TYPE,
    Fault,
    shown,
)


class Refusal(NamedTuple):
    """Why a value cannot be read."""

    fault: Fault
    message: str
    hint: str


Value = str | int | date
Read = Callable[[str | None], Value | Refusal]

_XML_SPACE = " \t\r\n"
_LONGEST_NUMBER = 40
"""Longer digit strings are no number anybody meant, and turning them into one costs time."""


def _not_empty(name: str, parse: Callable[[str], Value | Refusal]) -> Read:
    def read(text: str | None) -> Value | Refusal:
        trimmed = text.strip(_XML_SPACE) if text else ""
        if not trimmed:
            return Refusal(
                EMPTY,
                f"{name} is there but empty: taken as not given.",
                f"Fill {name} in, or leave the element out.",
            )
        return parse(trimmed)

    return read


def words(name: str) -> Read:
    """Free text."""
    return _not_empty(name, lambda text: text)


def code(name: str, meanings: Mapping[str, str]) -> Read:
    """One of the codes of an element, as text."""

    def parse(text: str) -> str | Refusal:
        if text in meanings:
            return text
        if text.upper() in meanings:
            hint = f"Write {text.upper()}: codes are read as they are printed."
        else:
            listed = ", ".join(f"{key} ({meaning})" for key, meaning in meanings.items())
            hint = f"Use one of: {listed}."
        return Refusal(CODE_UNKNOWN, f"{shown(text)} is not a code of {name}.", hint)

    return _not_empty(name, parse)


def registration(name: str) -> Read:
    """A registration number, as sent."""

    def parse(text: str) -> str | Refusal:
        if matches(text):
            return text
        return Refusal(
            SWENO_PATTERN,
            f"{name} is not two letters followed by one to ten digits.",
            "Write the number as on the Social Work England register, for example SW123456.",
        )

    matches = re.compile(r"[A-Za-z]{2}[0-9]{1,10}").fullmatch
    other = _not_empty(name, parse)

    def read(text: str | None) -> Value | Refusal:
        # No two rows share a number, so each is read anew: the usual form is tried first.
        return text if text is not None and matches(text) else other(text)

    return read


_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")


def scaled(name: str, *, places: int, highest: int) -> Read:
    """A decimal from 0 to ``highest`` whole units, as an int in units of 10 ** -places."""
    scale = 10**places

    def parse(text: str) -> int | Refusal:
        match = _DECIMAL.fullmatch(text)
        if match is None or len(text) > _LONGEST_NUMBER or not (match[2] or match[3]):
            return _no_number(name, text, "Write a decimal number with a point, such as 0.5.")
        fraction = (match[3] or "").rstrip("0")
        if len(fraction) > places:
            return Refusal(
                TYPE,
                f"{name} has {len(fraction)} decimal places; the census takes at most {places}.",
                f"Round it to {places} decimal places where it comes from.",
            )
        value = int(match[2] or "0") * scale + int(fraction.ljust(places, "0") or "0")
        return _within(name, text, -value if match[1] == "-" else value, highest * scale, highest)

    return _not_empty(name, parse)


_WHOLE = re.compile(r"[+-]?[0-9]+")


def whole(name: str, *, highest: int) -> Read:
    """A whole number from 0 to ``highest``."""

    def parse(text: str) -> int | Refusal:
        if _WHOLE.fullmatch(text) is None or len(text) > _LONGEST_NUMBER:
            return _no_number(name, text, "Write a whole number in digits, such as 12.")
        return _within(name, text, int(text), highest, highest)

    return _not_empty(name, parse)


def _no_number(name: str, text: str, hint: str) -> Refusal:
    pointed = text.replace(",", ".")
    if text.count(",") == 1 and "." not in text and _DECIMAL.fullmatch(pointed):
        hint = f"Write the decimal with a point: {pointed}."
    return Refusal(TYPE, f"{name} is {shown(text)}, which is not a number it can hold.", hint)


def _within(name: str, text: str, value: int, most: int, highest: int) -> int | Refusal:
    if 0 <= value <= most:
        return value
    return Refusal(
        RANGE,
        f"{name} is {shown(text)}; it must lie between 0 and {highest:,}.",
        "Correct it where it comes from.",
    )


_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})")
_UK_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})?")


def day(name: str, *, earliest: date, latest: date) -> Read:
    """A date as XML Schema writes it (a time zone after it does not change the day)."""

    def parse(text: str) -> date | Refusal:
        if len(text) == 10 and text[4] == text[7] == "-":
            value = _date(text)
        else:
            zoned = _DAY.fullmatch(text)
            value = _date(zoned[1]) if zoned else None
        if value is None:
            return Refusal(TYPE, f"{name} is {shown(text)}, which is not a date.", _date_hint(text))
        if earliest <= value <= latest:
            return value
        return Refusal(
            RANGE,
            f"{name} is {value.isoformat()}; it must lie between {earliest.isoformat()} "
            f"and {latest.isoformat()}.",
            "Correct the date where it comes from.",
        )

    return _not_empty(name, parse)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _date_hint(text: str) -> str:
    """Say how the date must be written; a UK date is read day first, as it is written here."""
    uk = _UK_DAY.fullmatch(text)
    moment = _MOMENT.fullmatch(text)
    if uk:
        meant = _date(f"{uk[3]}-{int(uk[2]):02}-{int(uk[1]):02}")
    elif moment:
        meant = _date(moment[1])
    else:
        meant = None
    if meant is not None:
        return f"Write {meant.isoformat()}: the census takes year-month-day."
    return "Write the date as year-month-day, for example 2019-12-31."

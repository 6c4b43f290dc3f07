"""What is wrong with a parameter or a field, in plain words instead of the decoder's."""

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, get_args

from litestar.handlers import BaseRouteHandler

from service.web.texts import SHAPES

_ONE_OF = re.compile(r"\^\(([\w|-]+)\)\$")
_HEX = re.compile(r"\^\[0-9a-f\]\{(\d+)\}\$")
_UUID = "must be a UUID, as in 5f0c7a52-6a8b-4a63-9d5f-0f8f5a3a0c11"

_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"Expected `int` >= (-?\d+)", "must be {} or more"),
        (r"Expected `int` <= (-?\d+)", "must be {} or less"),
        (r"Expected `str` of length >= 1", "must not be empty"),
        (r"Expected `str` of length >= (\d+)", "must have at least {} characters"),
        (r"Expected `str` of length <= (\d+)", "must have at most {} characters"),
        (r"Expected `array` of length >= 1", "must have at least one value"),
        (r"Expected `array` of length >= (\d+)", "must have at least {} values"),
        (r"Expected `array` of length <= (\d+)", "must have at most {} values"),
        (r"Expected `int\b[^`]*`, got .*", "must be a whole number"),
        (r"Expected `bool\b[^`]*`, got .*", "must be true or false"),
        (r"Expected `(?:float|decimal)\b[^`]*`, got .*", "must be a number"),
        (r"Expected `str\b[^`]*`, got .*", "must be a text"),
        (r"Expected `array\b[^`]*`, got .*", "must be a list"),
        (r"Expected `object\b[^`]*`, got .*", "must be an object with named fields"),
        (r"Expected `date\b[^`]*`, got .*", "must be a date written as 2026-09-30"),
        (r"Expected `uuid\b[^`]*`, got .*", _UUID),
        (r"Invalid RFC3339 encoded date", "must be a date written as 2026-09-30"),
        (
            r"Invalid RFC3339 encoded datetime",
            "must be a date and time written as 2026-09-30T09:00:00Z",
        ),
        (r"Invalid UUID|badly formed hexadecimal UUID string", _UUID),
        (r"Invalid enum value (.*)", "cannot be {}"),
        (r"Object missing required field `.*`", "is missing"),
        (r"Object contains unknown field `.*`", "is not asked for here"),
    )
)
"""The decoder's message, whole, and how the sentence goes on after the name."""

_REGEX = re.compile(r"Expected `str` matching regex '(.*)'")
_SHAPES = {repr(regex)[1:-1]: words for regex, words in SHAPES.items()}
"""As the decoder prints a regular expression."""
UNKNOWN = "has a value that cannot be used"


def public_name(key: str, handler: BaseRouteHandler | None) -> str:
    """The name of a parameter as callers write it, where the handler calls it otherwise."""
    field = _fields(handler).get(key)
    return getattr(field.kwarg_definition, "name", None) or key if field is not None else key


def said(name: str, message: str, choices: tuple[str, ...] = ()) -> str:
    """One sentence. ``choices`` are the values that ``name`` takes, when it is one of a list."""
    name = name or "The body"
    if choices and message.startswith("Invalid enum value"):
        return f"{name} must be one of {', '.join(choices)}."
    if shaped := _REGEX.fullmatch(message):
        return f"{name} {_shape(shaped[1])}."
    for pattern, words in _WORDS:
        if found := pattern.fullmatch(message):
            return f"{name} {words.format(*found.groups())}."
    return f"{name} {UNKNOWN}."


def choices(key: str, handler: BaseRouteHandler | None) -> tuple[str, ...]:
    """The values a parameter of the handler takes, when they are one of a list."""
    field = _fields(handler).get(key)
    return () if field is None else _members(field.annotation)


def _fields(handler: BaseRouteHandler | None) -> Mapping[str, Any]:
    """The parameters of the handler, and of what it has provided for it."""
    if handler is None:
        return {}
    provided = handler.resolve_dependencies().values()
    asked = {
        name: field
        for provider in provided
        for name, field in provider.parsed_fn_signature.parameters.items()
    }
    return {**asked, **handler.parsed_fn_signature.parameters}


def _members(annotation: Any) -> tuple[str, ...]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(str(member.value) for member in annotation)
    for inner in get_args(annotation):
        if found := _members(inner):
            return found
    return ()


def _shape(regex: str) -> str:
    if one_of := _ONE_OF.fullmatch(regex):
        return f"must be one of {', '.join(one_of[1].split('|'))}"
    if digits := _HEX.fullmatch(regex):
        return f"must have {digits[1]} characters, each 0 to 9 or a to f"
    return _SHAPES.get(regex, "is not written as it is asked for here")

"""One byte string for one document, so that a hash can stand for it."""

import json
from decimal import Decimal
from typing import Any

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None


def canonical_json(document: Any) -> bytes:
    """Return UTF-8 JSON with sorted keys, no spaces and no floats; the same document, the same bytes.

    Raises TypeError for a float or for anything that is not plain JSON: an inexact number in a
    published document is a defect.
    """
    _refuse_floats(document)
    return json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def decimal_string(number: Decimal) -> str:
    """Write a decimal in full, without exponent and without trailing zeros: ``12.5``, ``7``."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _refuse_floats(node: Any) -> None:
    if isinstance(node, float):
        raise TypeError(f"{node!r} is a float; published numbers are decimal strings")
    if isinstance(node, dict):
        for value in node.values():
            _refuse_floats(value)
    elif isinstance(node, list | tuple):
        for value in node:
            _refuse_floats(value)

"""The DfE's published indicators (Open Government Licence), read from beside the checkout."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from scorecard.definition import Symbol

NAME = Path("shared") / "data" / "csww_indicators_2017_to_2025.csv"
PLACES = [folder / NAME for folder in Path(__file__).parents]
PATH = next((path for path in PLACES if path.exists()), PLACES[3])
SYMBOLS = {"c": Symbol.SUPPRESSED, ":": Symbol.UNAVAILABLE, "x": Symbol.UNAVAILABLE,
           "z": Symbol.NOT_APPLICABLE, "low": Symbol.LOW, "k": Symbol.LOW, "u": Symbol.UNRELIABLE}  # fmt: skip

Cell = Decimal | Symbol


def cell(text: str) -> Cell:
    return SYMBOLS[text] if text in SYMBOLS else Decimal(text)


def rows() -> Iterator[dict[str, str]]:
    if not PATH.exists():
        pytest.skip(
            f"THE PUBLISHED TABLES ARE NOT HERE: {PATH} is absent, so nothing was proved on them"
        )
    with PATH.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)

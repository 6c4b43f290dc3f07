"""Sheets of targets and comparators, where an edition has any."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from service.documents.book import Column, Number, Sheet
from service.publication.tidy_csv import harmless
from service.publication.wording import (
    day,
    title_of,
)

NOT_APPLICABLE = "[z]"
Json = Mapping[str, Any]


def beside_sheets(document: Json) -> Iterable[Sheet]:
    """Targets and comparators, where the edition has any."""
    measures = {each["id"]: each for each in document["measures"]}
    targets = [
        (
            harmless(title_of(each, measures[each["measure"]])),
            harmless(each["group"]) or "Whole council",
            each["direction"].replace("-", " "),
            _decimal(each["value"]),
            _decimal(each["tolerance"]),
            each["words"] or NOT_APPLICABLE,
            day(date.fromisoformat(each["decided_on"])),
            harmless(each["source"]),
        )
        for each in document.get("targets", ())
    ]
    if targets:
        yield Sheet(
            "Targets",
            "Targets, and how the figures stand to them",
            ("A figure is compared with its target before it is rounded.",),
            (
                Column("Measure", 48),
                Column("For", 24),
                Column("Direction", 14),
                Column("Target", 12),
                Column("Tolerance", 12),
                Column("Status", 28),
                Column("Decided", 20),
                Column("Source", 48),
            ),
            tuple(targets),
        )
    compared = [
        (
            harmless(title_of(each, measures[each["measure"]])),
            harmless(each["words"]),
            day(date.fromisoformat(each["as_at"])),
            f"[{each['symbol']}]" if each["value"] is None else _decimal(each["value"]),
            harmless(each["source"]),
        )
        for each in document.get("comparisons", {}).get("figures", ())
    ]
    if compared:
        yield Sheet(
            "Comparisons",
            "What stands beside the figures of the whole council",
            tuple(each["words"] for each in document["comparisons"]["notes"]),
            (
                Column("Measure", 48),
                Column("Compared with", 40),
                Column("As at", 20),
                Column("Value", 12),
                Column("Source", 40),
            ),
            tuple(compared),
        )


def _decimal(text: str) -> Number:
    """A decided or published number with the places it is written with."""
    exact = Decimal(text)
    return Number(exact, max(0, -int(exact.as_tuple().exponent)))

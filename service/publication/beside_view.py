"""Targets and comparators of a published scorecard as the page and the CSV say them."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scorecard.canonical import decimal_string
from scorecard.comparison import (
    AUTHORITY,
    COUNCIL,
    ENGLAND,
    LAST_HALF_YEAR,
    NEIGHBOURS,
    REGION,
    SAME_HALF_LAST_YEAR,
)
from scorecard.public_comparisons import COMPARISONS, TARGETS
from scorecard.targets import Place, place_of
from service import clock
from service.publication.wording import day, number, value_in_words

Json = Mapping[str, Any]

DIRECTIONS = {"at-most": "at most", "at-least": "at least"}
IN_SHORT = frozenset({ENGLAND, NEIGHBOURS})
"""What a card of the figures at a glance has room for."""
BESIDE_A_FIGURE = frozenset({SAME_HALF_LAST_YEAR, ENGLAND, REGION, NEIGHBOURS, AUTHORITY, COUNCIL})
"""The last half-year has a column of its own on the page."""
IN_CSV = (
    "target",
    "target_tolerance",
    "target_status",
    "last_half_year",
    "same_half_last_year",
    "england",
    "region",
    "neighbours_median",
    "neighbours_used",
    "national_table_as_at",
    "other_comparators",
)
"""Columns of the CSV after the figure's own."""


@dataclass(frozen=True, slots=True)
class Against:
    """A figure's target: ``shape`` and ``status`` together, as ▲ and ``Target missed``.

    No shape where the figure has no number.
    """

    shape: str
    status: str
    code: str
    words: str
    """``at most 12.0%, with a tolerance of 1.0``."""


@dataclass(frozen=True, slots=True)
class Other:
    """One comparator: ``England`` ``14.2%``."""

    words: str
    value: str
    detail: str
    """Of a median, how many neighbours it rests on."""


@dataclass(frozen=True, slots=True)
class SameDay:
    """Comparators of one day."""

    as_at: str
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where comparators are from, in words, and the address where there is one."""

    words: str
    address: str
    hash: str


@dataclass(frozen=True, slots=True)
class CitedTarget:
    title: str
    words: str
    source: str
    decided_on: str


class BesideFigures:
    """Everything beside the figures of one public document, looked up by figure."""

    def __init__(self, document: Json) -> None:
        self._measures = {each["id"]: each for each in document["measures"]}
        self.targets: dict[Place, Json] = {
            place_of(each): each for each in document.get(TARGETS, ())
        }
        comparisons = document.get(COMPARISONS, {"notes": [], "sources": [], "figures": []})
        self.notes: tuple[str, ...] = tuple(each["words"] for each in comparisons["notes"])
        self.sources = tuple(_source(each) for each in comparisons["sources"])
        self._others: dict[tuple[str, str], list[Json]] = {}
        for each in comparisons["figures"]:
            self._others.setdefault((each["measure"], each["category"]), []).append(each)

    def __bool__(self) -> bool:
        return bool(self.targets or self._others)

    def against(self, figure: Json) -> Against | None:
        """The target of a figure; None where there is none."""
        target = self.targets.get(place_of(figure))
        if target is None:
            return None
        shape, _, status = target["words"].partition(" ")
        return Against(
            shape=shape,
            status=status or "No status: the figure has no number",
            code=target["status"] or "none",
            words=target_words(target, self._measures[figure["measure"]]),
        )

    def others(self, figure: Json, wanted: Container[str] = BESIDE_A_FIGURE) -> tuple[SameDay, ...]:
        """The comparators of a figure of the whole council by day, in the order of their sources."""
        measure = self._measures[figure["measure"]]
        days: dict[str, list[Other]] = {}
        for each in self._of(figure):
            if each["comparator"] in wanted:
                days.setdefault(each["as_at"], []).append(_other(each, measure))
        return tuple(
            SameDay(day(date.fromisoformat(as_at)), tuple(found)) for as_at, found in days.items()
        )

    def cells(self, figure: Json) -> tuple[str, ...]:
        """The cells of a figure's row of the CSV, in the order of IN_CSV."""
        target = self.targets.get(place_of(figure), {})
        found = self._of(figure)
        one = {each["comparator"]: each for each in found}
        median = one.get(NEIGHBOURS, {})
        tables = [each for each in found if each["comparator"] in {ENGLAND, REGION, NEIGHBOURS}]
        rest = [each for each in found if each["comparator"] in {AUTHORITY, COUNCIL}]
        used = f"{median['used']} of {median['of']}" if median else ""
        return (
            target.get("value", ""),
            target.get("tolerance", ""),
            target.get("status") or "",
            *(
                _bare(one[name]) if name in one else ""
                for name in (LAST_HALF_YEAR, SAME_HALF_LAST_YEAR, ENGLAND, REGION, NEIGHBOURS)
            ),
            used,
            tables[0]["as_at"] if tables else "",
            "; ".join(f"{each['words']} ({each['as_at']}): {_bare(each)}" for each in rest),
        )

    def _of(self, figure: Json) -> list[Json]:
        if figure["dimension"] != "council":
            return []
        return self._others.get((figure["measure"], figure["category"]), [])

    def cited(self, titles: Mapping[Place, str]) -> tuple[CitedTarget, ...]:
        """Every target that stands beside a figure that is shown, with what it is cited from."""
        return tuple(
            CitedTarget(
                title=titles[place],
                words=target_words(each, self._measures[each["measure"]]),
                source=each["source"],
                decided_on=day(date.fromisoformat(each["decided_on"])),
            )
            for place, each in self.targets.items()
            if place in titles
        )


def target_words(target: Json, measure: Json) -> str:
    """``at most 12.0%, with a tolerance of 1.0``."""
    said = f"{DIRECTIONS[target['direction']]} {_value(target['value'], None, measure)}"
    if target["tolerance"] == "0":
        return said
    return f"{said}, with a tolerance of {number(_padded(target['tolerance'], measure))}"


def _other(line: Json, measure: Json) -> Other:
    return Other(
        words=line["words"],
        value=_value(line["value"], line["symbol"], measure),
        detail="" if line["used"] is None else f"{line['used']} of {line['of']} used",
    )


def _value(value: str | None, symbol: str | None, measure: Json) -> str:
    shown = None if value is None else _padded(value, measure)
    return value_in_words({"value": shown, "symbol": symbol}, measure)


def _padded(text: str, measure: Json) -> str:
    """At least as many decimal places as the measure has: ``13`` as ``13.0``; none taken away."""
    exact = Decimal(text)
    places = -int(exact.as_tuple().exponent)
    wanted = measure["decimal_places"]
    return decimal_string(exact) if places > wanted else f"{exact:.{wanted}f}"


def _bare(line: Json) -> str:
    return str(line["symbol"] if line["value"] is None else line["value"])


def _source(source: Json) -> SourceLine:
    if "vintage" not in source:
        return SourceLine(
            words=f"This council’s scorecard to {day(date.fromisoformat(source['as_at']))}, "  # noqa: RUF001 -- English
            f"version {source['version']}",
            address=f"/scorecards/{source['as_at']}/v{source['version']}",
            hash=source["content_sha256"],
        )
    retrieved = datetime.fromisoformat(source["retrieved_at"]).astimezone(clock.LONDON)
    fetched = source["source"].startswith("https://")
    return SourceLine(
        words=f"{source['publisher']}: {source['title']}, {source['release']}, version "
        f"{source['version']}, retrieved {day(retrieved.date())}",
        address=source["source"] if fetched else "",
        hash=source["sha256"],
    )

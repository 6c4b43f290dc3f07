"""Comparators over HTTP. Values are decimals as text; where there is none a symbol says why."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from service.benchmarks.showing import Json
from service.benchmarks.store import Vintage


class VintageJson(msgspec.Struct, frozen=True):
    """A comparator file as it was taken in. ``details``: its years, authorities or half-year."""

    id: UUID
    kind: str
    title: str
    source: str
    release: str
    version: str
    filename: str
    sha256: str
    size: int
    retrieved_at: datetime
    stored_at: datetime
    stored_by: str
    details: dict[str, Any]
    findings: list[dict[str, Any]]


class VintageTaken(msgspec.Struct, frozen=True):
    """``already``: the same bytes had been taken in before; nothing was stored now."""

    already: bool
    vintage: VintageJson


class VintagePage(msgspec.Struct, frozen=True):
    """The one stored last first; ``next`` is the address to go on at, null at the end."""

    vintages: list[VintageJson]
    next: str | None


class SourceJson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where comparators are from, with the hash of what was read."""

    id: UUID
    title: str
    publisher: str
    source: str
    release: str
    version: str
    retrieved_at: datetime
    sha256: str


class SourcesJson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    indicators: SourceJson
    neighbours: SourceJson | None


class AuthorityJson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``returned_with``: other authorities in the same joint return."""

    code: str
    new_code: str
    name: str
    region_code: str
    region: str | None
    returned_with: list[str]


class NeighbourJson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    rank: int
    closeness: str


class CellJson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A published value, or the symbol that stands in its place."""

    value: str | None
    symbol: str | None


class LeftOutJson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    symbol: str | None
    why: str


class MedianJson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The exact median of the neighbours with a number: ``used`` of ``of``."""

    value: str | None
    symbol: str | None
    used: int
    of: int
    left_out: list[LeftOutJson]


class IndicatorJson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``measure`` is the measure of the scorecard that it stands beside; null where there is none."""

    title: str
    unit: str
    measure: str | None
    value: str | None
    symbol: str | None
    england: CellJson | None
    region: CellJson | None
    neighbours_median: MedianJson | None


class Benchmarks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One authority in one year to 30 September; ``indicators`` by DfE's column."""

    authority: AuthorityJson
    year: int
    as_at: date
    vintages: SourcesJson
    neighbours: list[NeighbourJson]
    indicators: dict[str, IndicatorJson]
    notes: list[str]


def vintage_as_json(vintage: Vintage) -> VintageJson:
    return VintageJson(
        **{name: getattr(vintage, name) for name in VintageJson.__struct_fields__},
    )


def benchmarks_as_json(document: Json) -> Benchmarks:
    return msgspec.convert(document, Benchmarks)

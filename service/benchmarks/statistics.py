"""Explore Education Statistics: DfE's indicators found at run time, fetched and kept as a vintage.

Nothing is known beforehand but the names of the columns: the data set is the published one whose
indicators have most of them. Major version 1 is pinned; the exact version that answered is recorded.
Values arrive as strings that may be symbols, and are kept as they are in a file with the columns of
the published CSV, so that both ways in are read by the same rules.
"""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from scorecard.indicators import BY_COLUMN
from scorecard.national_tables import Level
from service.access.actor import Actor
from service.benchmarks import vintages
from service.benchmarks.indicators_file import REPORTING_YEAR
from service.benchmarks.polite import Polite, Sleep, sleep
from service.benchmarks.refusals import StatisticsSwitchedOff, StatisticsUnreachable
from service.benchmarks.table_file import KEYS_OF_INDICATORS
from service.benchmarks.vintages import Provenance, Taken
from service.settings import Settings

Json = dict[str, Any]

SEARCH = "social work workforce"
PINNED = "1.*"
PAGE_SIZES = {"publications": 40, "data-sets": 20, "query": 1000}
"""The largest the API takes, but for queries, which may have 10,000: smaller answers come in time."""
LEVELS = {"NAT": Level.NATIONAL, "REG": Level.REGIONAL, "LA": Level.AUTHORITY}
REPORTING = "RY"


class _Shape(msgspec.Struct, frozen=True):
    """A part of an answer; members that are not named are left alone."""


S = TypeVar("S", bound=_Shape)


class _Paging(_Shape, frozen=True, rename="camel"):
    page: int
    total_pages: int


class _Named(_Shape, frozen=True):
    id: str
    title: str
    status: str = "Published"


class _NamedPage(_Shape, frozen=True):
    paging: _Paging
    results: list[_Named]


class _Indicator(_Shape, frozen=True):
    id: str
    column: str


class _Option(_Shape, frozen=True, rename="camel"):
    id: str
    label: str
    code: str = ""
    old_code: str = ""


class _Level(_Shape, frozen=True):
    code: str


class _Locations(_Shape, frozen=True):
    level: _Level
    options: list[_Option]


class _Meta(_Shape, frozen=True):
    indicators: list[_Indicator]
    locations: list[_Locations]


class _Release(_Shape, frozen=True):
    title: str


class _Version(_Shape, frozen=True):
    version: str
    status: str
    release: _Release
    published: str | None = None


class _Period(_Shape, frozen=True):
    code: str
    period: str


class _Result(_Shape, frozen=True, rename="camel"):
    time_period: _Period
    geographic_level: str
    locations: dict[str, str]
    values: dict[str, str]


class _Results(_Shape, frozen=True):
    paging: _Paging
    results: list[_Result]


@dataclass(frozen=True, slots=True)
class DataSet:
    """The data set that has the indicators, in the version that answers."""

    id: str
    title: str
    version: str
    release: str


async def fetch(
    settings: Settings, actor: Actor, now: datetime, *, as_csv: bool = False, pause: Sleep = sleep
) -> Taken:
    """Find the indicators, fetch them and store them as a vintage.

    ``as_csv`` takes the data set's own CSV file instead of asking a query. Raises
    StatisticsSwitchedOff, StatisticsUnreachable, ComparatorFileRefused.
    """
    if not settings.statistics_api:
        raise StatisticsSwitchedOff(
            "Nothing is fetched unless SCORECARD_STATISTICS_API names the address of Explore "
            "Education Statistics (https://api.education.gov.uk/statistics)."
        )
    async with Polite(settings.statistics_api, pause=pause) as server:
        found = await discovered(server)
        version = {"dataSetVersion": found.version}
        path = f"/v1/data-sets/{quote(found.id, safe='')}"
        if as_csv:
            content, _ = await server.body("GET", f"{path}/csv", params=version)
        else:
            meta = _read(_Meta, await server.json("GET", f"{path}/meta", params=version))
            ids = {each.id: each.column for each in meta.indicators if each.column in BY_COLUMN}
            results = [each async for each in _queried(server, f"{path}/query", version, ids)]
            content = as_published(results, ids, meta)
    provenance = Provenance(
        retrieved_at=now,
        source=f"{settings.statistics_api}{path}{'/csv' if as_csv else '/query'}",
        title=found.title[:300],
        release=found.release[:200],
        version=found.version[:100],
        filename="",
    )
    return await vintages.take_in(content, provenance, actor, now)


async def discovered(server: Polite) -> DataSet:
    """The published data set with most of the indicators' columns. Raises StatisticsUnreachable."""
    best: _Named | None = None
    most = 0
    async for data_set in _data_sets(server):
        path = f"/v1/data-sets/{quote(data_set.id, safe='')}/meta"
        # All types: of a meta with one type alone the API leaves the others empty.
        meta = _read(_Meta, await server.json("GET", path, params={"dataSetVersion": PINNED}))
        known = len({each.column for each in meta.indicators} & set(BY_COLUMN))
        if known > most:
            best, most = data_set, known
    if best is None:
        raise StatisticsUnreachable(
            f"No data set at {server.address} has the indicators of children’s social workers. "  # noqa: RUF001 -- English
            "Import the published CSV file by hand."
        )
    path = f"/v1/data-sets/{quote(best.id, safe='')}/versions/{PINNED}"
    version = _read(_Version, await server.json("GET", path))
    if version.status == "Withdrawn":
        raise StatisticsUnreachable(
            f"Version {version.version} of “{best.title}” has been withdrawn."
        )
    published = f", published {version.published[:10]}" if version.published else ""
    return DataSet(best.id, best.title, version.version, f"{version.release.title}{published}")


async def _data_sets(server: Polite) -> AsyncIterator[_Named]:
    search = {"search": SEARCH}
    async for publication in _pages(server, "/v1/publications", "publications", search):
        path = f"/v1/publications/{quote(publication.id, safe='')}/data-sets"
        async for data_set in _pages(server, path, "data-sets", {}):
            if data_set.status == "Published":
                yield data_set


async def _pages(
    server: Polite, path: str, kind: str, parameters: Mapping[str, str]
) -> AsyncIterator[_Named]:
    page, pages = 1, 1
    while page <= pages:
        asked = {**parameters, "page": page, "pageSize": PAGE_SIZES[kind]}
        found = _read(_NamedPage, await server.json("GET", path, params=asked))
        for each in found.results:
            yield each
        page, pages = page + 1, found.paging.total_pages


async def _queried(
    server: Polite, path: str, version: Mapping[str, str], indicators: Iterable[str]
) -> AsyncIterator[_Result]:
    page, pages = 1, 1
    while page <= pages:
        asked = {
            "criteria": {"geographicLevels": {"in": list(LEVELS)}},
            "indicators": list(indicators),
            "debug": False,
            "page": page,
            "pageSize": PAGE_SIZES["query"],
        }
        found = _read(_Results, await server.json("POST", path, params=dict(version), json=asked))
        for each in found.results:
            yield each
        page, pages = page + 1, found.paging.total_pages


def as_published(results: Iterable[_Result], ids: Mapping[str, str], meta: _Meta) -> bytes:
    """The results as a file with the published columns; the same results, the same bytes.

    A code that the metadata do not explain is left empty, and reading the file says where.
    """
    options = {
        (group.level.code, option.id): option
        for group in meta.locations
        for option in group.options
    }
    columns = [column for column in BY_COLUMN if column in ids.values()]
    by_column = {column: indicator for indicator, column in ids.items()}
    rows = sorted(
        (
            *_keys(result, options).values(),
            *(result.values.get(by_column[column], "") for column in columns),
        )
        for result in results
    )
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*KEYS_OF_INDICATORS, *columns))
    writer.writerows(rows)
    return out.getvalue().encode()


def _keys(result: _Result, options: Mapping[tuple[str, str], _Option]) -> dict[str, str]:
    nothing = _Option("", "")
    region = options.get(("REG", result.locations.get("REG", "")), nothing)
    authority = options.get(("LA", result.locations.get("LA", "")), nothing)
    level = LEVELS.get(result.geographic_level)
    period = result.time_period
    return {
        "time_period": period.period,
        "time_identifier": REPORTING_YEAR if period.code == REPORTING else period.code,
        "geographic_level": result.geographic_level if level is None else level.value,
        "region_code": region.code,
        "region_name": region.label,
        "old_la_code": authority.old_code,
        "new_la_code": authority.code,
        "la_name": authority.label,
    }


def _read(shape: type[S], document: Any) -> S:
    try:
        return msgspec.convert(document, shape)
    except msgspec.ValidationError as fault:
        raise StatisticsUnreachable(
            f"Explore Education Statistics answered in another form than is known here ({fault})."
        ) from fault

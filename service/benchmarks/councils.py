"""Other councils' editions of this very service, read from what they publish for everybody.

A council is compared with when the settings name it: the two have agreed, and the line in the
settings records it. Only public documents are asked for, without any key, and kept as vintages.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import uuid4

import msgspec

from service.access.actor import Actor
from service.benchmarks import store, vintages
from service.benchmarks.polite import Polite, Sleep, sleep
from service.benchmarks.refusals import StatisticsUnreachable
from service.benchmarks.store import Vintage
from service.benchmarks.vintages import Taken
from service.settings import Settings

Json = dict[str, Any]
T = TypeVar("T")
KIND = "council-edition"
LIST = "/api/v1/scorecards"


class _Listed(msgspec.Struct, frozen=True):
    period: date
    version: int
    latest: bool
    content_sha256: str


class _List(msgspec.Struct, frozen=True):
    editions: list[_Listed]


class _Period(msgspec.Struct, frozen=True):
    end: date


class _Measure(msgspec.Struct, frozen=True):
    id: str
    definition: str


class _Figure(msgspec.Struct, frozen=True):
    measure: str
    dimension: str
    category: str
    value: str | None
    symbol: str | None


class _Edition(msgspec.Struct, frozen=True):
    """What is read of another council's edition; the rest is kept and not looked at."""

    council: str
    version: int
    content_sha256: str
    period: _Period
    measures: list[_Measure]
    figures: list[_Figure]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one council: its editions, or why there are none (``fault``)."""

    name: str
    address: str
    taken: tuple[Taken, ...]
    fault: str = ""


async def fetch(
    settings: Settings, actor: Actor, now: datetime, *, pause: Sleep = sleep
) -> list[Fetched]:
    """The latest edition of every half-year of each council; one that fails does not stop others."""
    found = []
    for name, address in settings.other_councils:
        try:
            async with Polite(address, pause=pause) as server:
                taken = await _of_council(server, name, actor, now)
            found.append(Fetched(name, address, tuple(taken)))
        except StatisticsUnreachable as fault:
            found.append(Fetched(name, address, (), fault.detail))
    return found


async def _of_council(server: Polite, name: str, actor: Actor, now: datetime) -> list[Taken]:
    listed = _read(_List, await server.json("GET", LIST), server)
    taken = []
    for each in listed.editions:
        if not each.latest:
            continue
        path = f"{LIST}/{each.period.isoformat()}/v{each.version}"
        content, _ = await server.body("GET", path)
        edition = _edition(content, server)
        if (edition.period.end, edition.version, edition.content_sha256) != (
            each.period,
            each.version,
            each.content_sha256,
        ):
            raise StatisticsUnreachable(f"{server.address}{path} is not the edition of the list.")
        taken.append(await _kept(edition, content, name, server=server, actor=actor, now=now))
    return taken


async def _kept(
    edition: _Edition, content: bytes, name: str, *, server: Polite, actor: Actor, now: datetime
) -> Taken:
    end = edition.period.end
    vintage = Vintage(
        id=uuid4(),
        kind=KIND,
        source=f"{server.address}{LIST}/{end.isoformat()}/v{edition.version}",
        title=f"{name}: scorecard to {end:%-d %B %Y}"[:300],
        release=f"half-year to {end:%-d %B %Y}",
        version=str(edition.version),
        filename="",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        details={
            "address": server.address,
            "period_end": end.isoformat(),
            "council": edition.council[:200],
            "content_sha256": edition.content_sha256,
        },
        findings=[],
        retrieved_at=now,
        stored_at=now,
        stored_by=actor.name,
    )
    return await vintages.keep(vintage, content, actor, now)


def _edition(content: bytes, server: Polite) -> _Edition:
    try:
        document = msgspec.json.decode(content)
    except msgspec.DecodeError as fault:
        raise StatisticsUnreachable(f"{server.address} sent an edition that is no JSON.") from fault
    edition = _read(_Edition, document, server)
    known = {each.id for each in edition.measures}
    if any(each.measure not in known for each in edition.figures):
        raise StatisticsUnreachable(f"{server.address} sent an edition without its definitions.")
    return edition


def _read(shape: type[T], document: Any, server: Polite) -> T:
    try:
        return msgspec.convert(document, shape)
    except msgspec.ValidationError as fault:
        raise StatisticsUnreachable(
            f"{server.address} answered in another form than is known here ({fault})."
        ) from fault


async def editions_of(period_end: date, settings: Settings) -> list[tuple[str, Vintage]]:
    """The newest edition of that half-year that was fetched from each council of the settings."""
    held = [each for each in await store.vintages() if each.kind == KIND]
    found = []
    for name, address in settings.other_councils:
        theirs = [
            each
            for each in held
            if each.details["address"] == address
            and each.details["period_end"] == period_end.isoformat()
        ]
        if theirs:
            found.append((name, max(theirs, key=lambda each: int(each.version))))
    return found

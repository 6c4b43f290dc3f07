"""How the demo comes by its targets and by what it is compared with."""

from datetime import datetime

from service.benchmarks import targets, vintages
from service.benchmarks.vintages import Provenance
from service.demo import comparators
from service.demo.actors import PSW
from service.demo.arranging import Arranging, at, once
from service.settings import Settings


def comparing_story() -> tuple[Arranging, ...]:
    """The steps in the order in which they happened."""
    return (
        Arranging("the PSW enters the targets of the strategy", at(2025, 3, 20), _targets_there, _set_targets),
        Arranging("the PSW takes in the published tables to compare with", at(2026, 4, 9), _tables_there, _take_tables),
    )  # fmt: skip


async def _targets_there() -> bool:
    held = {each.target for each in await targets.listing()}
    return {each for each, _ in comparators.targets()} <= held


async def _set_targets(now: datetime, _: Settings) -> None:
    for target, wish in comparators.targets():
        await once(targets.add(wish, PSW, now, target_id=target))


async def _tables_there() -> bool:
    held = {each.id for each in await vintages.listing()}
    return {each.id for each in comparators.tables()} <= held


async def _take_tables(now: datetime, _: Settings) -> None:
    for table in comparators.tables():
        provenance = Provenance(
            retrieved_at=now,
            title=table.title,
            release="year to 30 September 2025",
            filename=table.filename,
        )
        await once(vintages.take_in(table.content, provenance, PSW, now, vintage_id=table.id))

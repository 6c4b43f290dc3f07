"""The dates of a plan: its runs, their parts, what was moved and why, and other first days."""

from dataclasses import dataclass
from datetime import date

from academy.planning import Later, PlannedBlock
from academy.programme import Programme
from service.cohorts.plans import Plan, PlannedRun
from service.web.english import day_words, days_words

LATER = {
    Later.ANCHOR: "stay where they are",
    Later.CHAIN: "move along by as much",
}
"""What the parts after a moved part do."""


@dataclass(frozen=True, slots=True)
class BlockLine:
    """``why`` says who moved it and why, or which day off did; ``moved``: by a person."""

    key: str
    title: str
    when: str
    days: int
    first: date
    was: str
    why: str
    moved: bool


@dataclass(frozen=True, slots=True)
class RunDates:
    """``alternatives``: other first days that keep every part in one piece, in words too."""

    key: str
    title: str
    anchor: date
    starts: str
    later: str
    blocks: tuple[BlockLine, ...]
    alternatives: tuple[tuple[date, str], ...]

    @property
    def moved(self) -> bool:
        return any(block.moved for block in self.blocks)

    def block(self, key: str) -> BlockLine | None:
        return next((each for each in self.blocks if each.key == key), None)


def dates_of(plan: Plan) -> tuple[RunDates, ...]:
    return tuple(_run(each, plan.programme) for each in plan.runs)


def _run(planned: PlannedRun, programme: Programme) -> RunDates:
    run, proposal = planned.run, planned.proposal
    titles = {block.key: block.title for block in programme.blocks}
    return RunDates(
        run.key,
        run.title,
        run.anchor,
        day_words(run.anchor),
        LATER[run.later],
        tuple(_block(each, titles[each.key]) for each in proposal.blocks),
        tuple((day, day_words(day)) for day in proposal.alternatives),
    )


def _block(block: PlannedBlock, title: str) -> BlockLine:
    why = block.reason or ""
    return BlockLine(
        block.key,
        title,
        days_words(block.dates[0], block.dates[-1]),
        len(block.dates),
        block.dates[0],
        day_words(block.moved_from) if block.moved_from else "",
        why[:1].upper() + why[1:],
        block.moved_by is not None,
    )

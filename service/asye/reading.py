"""How ASYE years stand: what is stored, the caseloads of the returns, measured by the planner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from academy.asye.breaches import Breach
from academy.asye.thresholds import PROPOSED, YearThresholds
from academy.asye.two_clocks import Link, about_portfolio, links
from academy.asye.year import Year, YearStanding, stand
from academy.findings import PlanFinding
from academy.session import Session
from service.access.actor import Actor
from service.asye import store, years
from service.asye.entries import supervisor_on, year_of
from service.asye.presets import shipped_presets
from service.asye.refusals import NoSuchYear
from service.asye.store import EntryRecord, YearRecord
from service.asye.visible import may_see
from service.cohorts.calendar import working_days
from service.enrolments import operations as enrolments
from service.enrolments.operations import Attending, MemberRecord
from service.storage.transaction import snapshot
from service.workforce.caseloads import caseloads_of

STANDARD = "employer-standards"
"""Preset that everybody's supervision is tested against besides their own."""
PORTFOLIO = "portfolio"
"""In the key of the programme's item or task on whose day portfolios are handed in."""


@dataclass(frozen=True, slots=True)
class Held:
    """One year with whose it is and how it stands."""

    record: YearRecord
    member: MemberRecord
    entries: tuple[EntryRecord, ...]
    year: Year
    standing: YearStanding

    @property
    def supervisor(self) -> str | None:
        return supervisor_on(self.entries, self.standing.as_at)

    @property
    def identified(self) -> bool:
        """Whether caseloads of the returns can be theirs."""
        return self.member.worker is not None


@dataclass(frozen=True, slots=True)
class TwoClocks:
    """A year beside the cohort's review days."""

    links: tuple[Link, ...]
    findings: tuple[PlanFinding, ...]


async def everybody(as_at: date, thresholds: YearThresholds = PROPOSED) -> list[Held]:
    """All years as they stand on ``as_at``, by start."""
    async with snapshot():
        records = await store.years()
        members = {each.id: each for each in await enrolments.stored_members(removed=True)}
        return await _held(records, members, as_at, thresholds)


async def seen_by(actor: Actor, as_at: date, thresholds: YearThresholds) -> list[Held]:
    """The years that the key may see."""
    return [
        held
        for held in await everybody(as_at, thresholds)
        if may_see(actor, held.member, held.entries, as_at)
    ]


async def of_member(
    member_id: UUID, actor: Actor, as_at: date, thresholds: YearThresholds
) -> list[Held]:
    """The years of one member that the key may see. Raises NoSuchMember."""
    async with snapshot():
        member = await enrolments.one(member_id)
        found = await _held(await store.years([member_id]), {member.id: member}, as_at, thresholds)
    return [held for held in found if may_see(actor, held.member, held.entries, as_at)]


async def one_for(actor: Actor, year_id: UUID, as_at: date, thresholds: YearThresholds) -> Held:
    """Raises NoSuchYear, in the same words for a year that the key may not see."""
    async with snapshot():
        record = await years.one(year_id)
        member = await enrolments.one(record.member)
        [held] = await _held([record], {member.id: member}, as_at, thresholds)
    if not may_see(actor, member, held.entries, as_at):
        raise NoSuchYear(f"There is no ASYE year {year_id}.")
    return held


async def breaches_for(
    actor: Actor, as_at: date, thresholds: YearThresholds, *, with_closed: bool
) -> list[tuple[Held, Breach]]:
    """Breaches that the key may see, the oldest first."""
    found = [
        (held, breach)
        for held in await seen_by(actor, as_at, thresholds)
        for breach in held.standing.caseload.breaches
        if breach.open or with_closed
    ]
    return sorted(found, key=lambda each: (each[1].first_on, str(each[0].record.id)))


async def two_clocks(held: Held, thresholds: YearThresholds) -> TwoClocks:
    """The last review day of the cohort before each milestone, and whether portfolios come early."""
    milestones = held.standing.plan.milestones
    if held.member.removed or not milestones:
        return TwoClocks((), ())
    async with snapshot():
        attending = await enrolments.attending(held.member.cohort)
    sessions = attending.itinerary(held.member).sessions
    portfolio = _portfolio_day(sessions)
    early = (
        None
        if portfolio is None
        else about_portfolio(milestones, portfolio, early_days=thresholds.early_days)
    )
    return TwoClocks(links(milestones, _reviews(attending, sessions)), (early,) if early else ())


def _reviews(attending: Attending, sessions: Iterable[Session]) -> list[date]:
    """First days of the blocks that come after the beginning of the programme."""
    later = {block.key for block in attending.programme.blocks if block.offset_weeks > 0}
    days: dict[str, date] = {}
    for session in sessions:
        if session.block in later:
            days[session.block] = min(session.day, days.get(session.block, session.day))
    return sorted(days.values())


def _portfolio_day(sessions: Iterable[Session]) -> date | None:
    days = [session.day for session in sessions if PORTFOLIO in session.item]
    return max(days, default=None)


async def _held(
    records: Sequence[YearRecord],
    members: dict[UUID, MemberRecord],
    as_at: date,
    thresholds: YearThresholds,
) -> list[Held]:
    entries = await store.entries([record.id for record in records])
    workers = {
        worker for record in records if (worker := members[record.member].worker) is not None
    }
    caseloads = await caseloads_of(workers) if workers else {}
    calendar = await working_days()
    standard = shipped_presets()[STANDARD]
    found = []
    for record in records:
        member = members[record.member]
        own = entries.get(record.id, [])
        year = year_of(record, own, caseloads.get(member.worker or "", []))
        standing = stand(
            year,
            calendar,
            as_at,
            standard=None if record.preset["key"] == STANDARD else standard,
            thresholds=thresholds,
        )
        found.append(Held(record, member, tuple(own), year, standing))
    return found

"""Month by month: who leaves, who moves up or across, who changes hours, who starts."""

from collections.abc import Iterable
from datetime import date, timedelta

from scorecard.workforce import (
    FULL_TIME,
    Contract,
    EndType,
    LeaverDestination,
    LeavingReason,
    Role,
    StartOrigin,
    StartType,
)
from service.demo.agency import AgencyDesk
from service.demo.chance import Chance
from service.demo.establishment import OUT_OF_HOURS, EstablishedPost
from service.demo.months import (
    HISTORY_FIRST,
    HISTORY_LAST,
    REORGANISATION,
    month_last,
    months,
    working_day_on_or_after,
)
from service.demo.odds import (
    DESTINATIONS,
    FILLING,
    FILLING_SENIOR,
    HARD_YEARS,
    LEAVING,
    LEAVING_BY_YEARS,
    NEWLY_QUALIFIED,
    ORIGINS,
    PROMOTION,
    REASONS,
    SENIORITY,
)
from service.demo.people import Council, Spell, Worker

_DAY = timedelta(days=1)
_MANAGERS = frozenset({Role.SENIOR_MANAGER, Role.MIDDLE_MANAGER, Role.FIRST_LINE_MANAGER})


class Careers:
    """Everybody's path through the council's posts."""

    def __init__(self, council: Council, seed: int) -> None:
        self.council = council
        self.agency = AgencyDesk(council, seed, self.next_number)
        self._leaving = Chance(seed, "leaving")
        self._moving = Chance(seed, "moving")
        self._starting = Chance(seed, "starting")
        self._reshaping = Chance(seed, "reshaping")
        self._hiring = Chance(seed, "hiring")
        self._open: dict[str, list[Spell]] = {}
        """Spells that last, by worker's number."""
        self._held: dict[str, int] = {}
        """Holders of each post."""
        self._gone: list[Spell] = []
        self._numbers = 0

    def next_number(self) -> str:
        """Return a registration number no register gives out: the real ones begin with SW."""
        self._numbers += 1
        return f"ZZ{9_000_000 + self._numbers * 7}"

    def run(self) -> None:
        """Live through the whole history."""
        self._populate()
        for month in months(HISTORY_FIRST, HISTORY_LAST):
            if month == REORGANISATION:
                self._reorganise()
            vacant = [
                post
                for post in self.council.posts
                if post.exists(month) and post.post not in self._held
            ]
            busy: set[str] = set()
            self._leave(month, busy)
            vacant = self._move_up(month, vacant, busy)
            vacant = self._move_across(month, vacant, busy)
            vacant = self._reshape(month, vacant, busy)
            self._fill(month, vacant)
            self.agency.run(month, self.vacant_fte(month_last(month)))

    def vacant_fte(self, day: date) -> dict[str, int]:
        """Return each team's establishment less what is in post, in millionths."""
        vacant: dict[str, int] = {}
        for post in self.council.posts:
            if post.exists(day):
                vacant[post.team.name] = vacant.get(post.team.name, 0) + post.fte
        for spells in self._open.values():
            for spell in spells:
                if spell.lasts(day):
                    vacant[spell.post.team.name] -= spell.fte
        return vacant

    def _begin(
        self,
        worker: Worker,
        post: EstablishedPost,
        started: date,
        start_type: StartType,
        *,
        fte: int | None = None,
        origin: StartOrigin | None = None,
        contract: Contract = Contract.PERMANENT,
    ) -> Spell:
        hours = post.fte if fte is None else fte
        spell = Spell(worker, post, post.role, contract, hours, started, start_type, origin)
        self.council.spells.append(spell)
        self._open.setdefault(worker.number, []).append(spell)
        self._held[post.post] = self._held.get(post.post, 0) + 1
        return spell

    def _end(self, spell: Spell, ended: date, end_type: EndType) -> None:
        spell.ended = ended
        spell.end_type = end_type
        mine = self._open[spell.worker.number]
        mine.remove(spell)
        if not mine:
            del self._open[spell.worker.number]
        self._held[spell.post.post] -= 1
        if not self._held[spell.post.post]:
            del self._held[spell.post.post]

    def _move(
        self, spell: Spell, day: date, post: EstablishedPost, *, fte: int | None = None
    ) -> Spell:
        """End the spell the day before ``day`` and begin another that is no start."""
        self._end(spell, day - _DAY, EndType.MOVED)
        hours = min(spell.fte, post.fte) if fte is None else fte
        return self._begin(
            spell.worker, post, day, StartType.MOVED, fte=hours, contract=spell.contract
        )

    def _single(self, busy: Iterable[str]) -> list[Spell]:
        """Spells of workers who hold one post and to whom nothing has happened this month."""
        taken = set(busy)
        return [
            spells[0]
            for number, spells in self._open.items()
            if len(spells) == 1 and number not in taken
        ]

    def _populate(self) -> None:
        """Put people who started before the history into most posts."""
        chance = self._starting
        for post in self.council.posts:
            if not post.exists(HISTORY_FIRST) or chance.happens(1350):
                continue
            needed = SENIORITY.get(post.role, (None, 0))[1]
            started = chance.day(date(2013, 4, 1), date(2020, 9, 1))
            worker = Worker(self.next_number(), None)
            origin = chance.weighted(ORIGINS)
            newly = post.role is Role.CASE_HOLDER and chance.happens(4000)
            if newly:
                started = working_day_on_or_after(date(chance.between(2015, 2020), 9, 1))
                self._newly_qualified(worker, started)
                origin = StartOrigin.NEWLY_QUALIFIED
            elif not chance.happens(200):
                years = needed + chance.between(1, 14)
                worker.qualified_on = date(started.year - years, 7, chance.between(1, 28))
            contract = self._contract(post)
            self._begin(worker, post, started, StartType.NEW, origin=origin, contract=contract)

    def _contract(self, post: EstablishedPost) -> Contract:
        """Sessional workers out of hours, secondments into reviewing, now and then a fixed term."""
        if post.role is Role.QUALIFIED_WITHOUT_CASES and self._hiring.happens(1200):
            return Contract.SECONDMENT
        if post.role is Role.CASE_HOLDER and post.team.name == OUT_OF_HOURS:
            return Contract.CASUAL if self._hiring.happens(3500) else Contract.PERMANENT
        if post.role is Role.CASE_HOLDER and self._hiring.happens(400):
            return Contract.FIXED_TERM
        return Contract.PERMANENT

    def _newly_qualified(self, worker: Worker, started: date) -> None:
        chance = self._starting
        season = date(started.year, 7, 1) if started.month > 7 else date(started.year - 1, 12, 10)
        worker.qualified_on = season + timedelta(days=chance.below(21))
        worker.asye_started = started
        late = 0 if chance.happens(7500) else chance.between(30, 150)
        worker.asye_ended = started.replace(year=started.year + 1) + timedelta(days=late)

    def _leave(self, month: date, busy: set[str]) -> None:
        chance, last = self._leaving, month_last(month)
        for number, spells in list(self._open.items()):
            first = spells[0]
            years = first.worker.experience(month)
            rate = LEAVING[month.month] * HARD_YEARS.get(month.year, 100) // 100
            rate = rate * next(cent for below, cent in LEAVING_BY_YEARS if years < below) // 100
            if first.role in _MANAGERS:
                rate = rate * 60 // 100
            if not chance.happens(rate) or first.started >= month - 60 * _DAY:
                continue
            day = last if chance.happens(4500) else chance.day(month, last)
            reason = chance.weighted(REASONS)
            if reason is LeavingReason.RETIRED and years < 20:
                reason = LeavingReason.RESIGNATION
            destination = chance.weighted(DESTINATIONS)
            if reason is LeavingReason.RETIRED:
                destination = LeaverDestination.OUTSIDE_SOCIAL_CARE
            elif reason is LeavingReason.MOVED_OUT_OF_CHILDRENS_WITHIN_LA:
                destination = LeaverDestination.OTHER_SW_ROLE
            busy.add(number)
            for spell in list(spells):
                spell.reason, spell.destination = reason, destination
                self._end(spell, day, EndType.LEFT)
            if reason is LeavingReason.RESIGNATION:
                self._gone.append(first)

    def _move_up(
        self, month: date, vacant: list[EstablishedPost], busy: set[str]
    ) -> list[EstablishedPost]:
        """Promote into vacant senior posts; returns the posts still vacant."""
        still: list[EstablishedPost] = []
        for post in vacant:
            step = SENIORITY.get(post.role)
            if step is None or not self._moving.happens(PROMOTION):
                still.append(post)
                continue
            below, years = step
            ready = [
                spell
                for spell in self._single(busy)
                if spell.role is below and spell.worker.experience(month) >= years
                and spell.started < month - 300 * _DAY and spell.fte <= post.fte
            ]  # fmt: skip
            if not ready:
                still.append(post)
                continue
            spell = self._moving.one_of(ready)
            busy.add(spell.worker.number)
            self._move(spell, self._moving.day(month + _DAY, month_last(month)), post)
        return still

    def _move_across(
        self, month: date, vacant: list[EstablishedPost], busy: set[str]
    ) -> list[EstablishedPost]:
        """Let a few people change to the same role in another team."""
        still: list[EstablishedPost] = []
        for post in vacant:
            same = [
                spell
                for spell in self._single(busy)
                if spell.role is post.role and spell.post.team is not post.team
                and spell.started < month - 365 * _DAY and spell.fte <= post.fte
            ]  # fmt: skip
            if post.role is Role.CASE_HOLDER and same and self._moving.happens(230):
                spell = self._moving.one_of(same)
                busy.add(spell.worker.number)
                self._move(spell, self._moving.day(month + _DAY, month_last(month)), post)
            else:
                still.append(post)
        return still

    def _reshape(
        self, month: date, vacant: list[EstablishedPost], busy: set[str]
    ) -> list[EstablishedPost]:
        """Change hours in the same post; a few take on a second role in a vacant one."""
        chance = self._reshaping
        still = list(vacant)
        for spell in self._single(busy):
            if spell.started >= month - 90 * _DAY:
                continue
            day = month if chance.happens(6000) else chance.day(month + _DAY, month_last(month))
            if spell.fte < spell.post.fte and chance.happens(330):
                self._move(spell, day, spell.post, fte=spell.post.fte)
            elif spell.fte == FULL_TIME and chance.happens(48):
                fte = chance.weighted(((800_000, 50), (600_000, 35), (500_000, 10), (733_333, 5)))
                self._move(spell, day, spell.post, fte=fte)
            elif (
                spell.fte == FULL_TIME
                and spell.role is Role.SENIOR_PRACTITIONER
                and chance.happens(60)
            ):
                self._two_roles(spell, day, still)
        return still

    def _two_roles(self, spell: Spell, day: date, vacant: list[EstablishedPost]) -> None:
        """Half in the old post, half teaching or reviewing: two spells at once, as intended."""
        half = FULL_TIME // 2
        second = next(
            (
                post
                for post in vacant
                if post.role is Role.QUALIFIED_WITHOUT_CASES and post.fte >= half
            ),
            None,
        )
        if second is not None:
            vacant.remove(second)
            self._move(spell, day, spell.post, fte=half)
            self._begin(spell.worker, second, day, StartType.MOVED, fte=half)

    def _fill(self, month: date, vacant: list[EstablishedPost]) -> None:
        chance, last = self._starting, month_last(month)
        for post in vacant:
            senior = post.role is not Role.CASE_HOLDER
            rate = FILLING[month.month] if not senior else FILLING_SENIOR
            if post.post in self._held or not chance.happens(rate):
                continue
            day = working_day_on_or_after(month + timedelta(days=chance.weighted(((0, 60), (7, 25), (14, 15)))))  # fmt: skip
            if not senior and chance.happens(NEWLY_QUALIFIED.get(month.month, 0)):
                worker, origin = Worker(self.next_number(), None), StartOrigin.NEWLY_QUALIFIED
                self._newly_qualified(worker, day)
            else:
                worker, origin = self._experienced(post, day)
            contract = self._contract(post)
            self._begin(
                worker, post, min(day, last), StartType.NEW, origin=origin, contract=contract
            )

    def _experienced(self, post: EstablishedPost, day: date) -> tuple[Worker, StartOrigin]:
        """Return somebody who comes back, converts from agency work, or comes from elsewhere."""
        chance = self._starting
        back = [
            spell
            for spell in self._gone
            if spell.role is post.role and spell.ended is not None
            and spell.ended < day - 180 * _DAY and spell.worker.number not in self._open
        ]  # fmt: skip
        if back and chance.happens(1400):
            spell = chance.one_of(back)
            self._gone.remove(spell)
            return spell.worker, StartOrigin.SW_OTHER_LA_ENGLAND
        origin = chance.weighted(ORIGINS)
        if origin is StartOrigin.AGENCY:
            converted = self.agency.convert(post, day)
            if converted is not None:
                return converted, origin
        years = SENIORITY.get(post.role, (None, 0))[1] + chance.between(1, 15)
        number = self.next_number()
        qualified = date(day.year - years, 7, chance.between(1, 28))
        return Worker(number, None if chance.happens(150) else qualified), origin

    def _reorganise(self) -> None:
        """Move everybody whose post closes into the post that follows it, and agency with them."""
        follower = {post.follows.post: post for post in self.council.posts if post.follows}
        for spells in list(self._open.values()):
            for spell in list(spells):
                if spell.post.post in follower:
                    self._move(spell, REORGANISATION, follower[spell.post.post], fte=spell.fte)
        teams = {post.follows.team.name: post.team for post in self.council.posts if post.follows}
        self.agency.reorganise(teams)

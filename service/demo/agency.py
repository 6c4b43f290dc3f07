"""Agency workers: taken on to cover most vacancies, kept for some months, now and then converted."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from scorecard.workforce import FULL_TIME, Role
from service.demo.chance import Chance
from service.demo.establishment import EstablishedPost, Team
from service.demo.months import REORGANISATION, month_last, working_day_on_or_after
from service.demo.people import Assignment, Council, Worker

_DAY = timedelta(days=1)


class AgencyDesk:
    """The council's contract with its agencies."""

    def __init__(self, council: Council, seed: int, next_number: Callable[[], str]) -> None:
        self._council = council
        self._chance = Chance(seed, "agency")
        self._next_number = next_number
        self._open: list[Assignment] = []

    def run(self, month: date, vacant: Mapping[str, int]) -> None:
        """End what is due this month and take on until the month's share of vacancies is covered."""
        chance, last = self._chance, month_last(month)
        for assignment in list(self._open):
            if assignment.due <= last:
                self._end(assignment, max(assignment.due, month))
        uncovered = {
            name: fte - sum(self._fte(a) for a in self._open if a.covers_vacancy and a.team.name == name)
            for name, fte in vacant.items()
        }  # fmt: skip
        share = chance.between(62, 73)
        target = sum(vacant.values()) * share // 100
        covering = sum(self._fte(a) for a in self._open if a.covers_vacancy)
        teams = {post.team.name: post.team for post in self._council.posts if post.exists(last)}
        while covering < target - FULL_TIME // 2:
            neediest = max(
                (name for name in uncovered if teams[name].load),
                key=lambda name: (uncovered[name], name),
            )
            taken = self._take_on(teams[neediest], month, covers_vacancy=True)
            covering += self._fte(taken)
            uncovered[neediest] -= self._fte(taken)
        if chance.happens(5500):
            name = chance.one_of(sorted(name for name, team in teams.items() if team.load))
            self._take_on(teams[name], month, covers_vacancy=False)

    def convert(self, post: EstablishedPost, day: date) -> Worker | None:
        """End the assignment of somebody in the post's team who becomes an employee on ``day``."""
        for assignment in self._open:
            if (
                assignment.team is post.team
                and assignment.role is post.role
                and assignment.started < day - 60 * _DAY
            ):
                self._end(assignment, day - _DAY)
                return assignment.worker
        return None

    def reorganise(self, teams: Mapping[str, Team]) -> None:
        """Contracts of closed teams end with the reorganisation and begin again in the new team."""
        for old in list(self._open):
            if old.team.name in teams:
                self._end(old, REORGANISATION)
                again = Assignment(
                    old.worker, teams[old.team.name], old.role, old.fte, REORGANISATION + _DAY,
                    max(old.due, REORGANISATION + 30 * _DAY), old.covers_vacancy,
                )  # fmt: skip
                self._open.append(again)
                self._council.assignments.append(again)

    def _end(self, assignment: Assignment, day: date) -> None:
        assignment.ended = day
        self._open.remove(assignment)

    def _take_on(self, team: Team, month: date, *, covers_vacancy: bool) -> Assignment:
        chance = self._chance
        started = working_day_on_or_after(month + timedelta(days=chance.weighted(((0, 50), (7, 30), (14, 20)))))  # fmt: skip
        weeks = chance.weighted(((13, 35), (26, 40), (39, 15), (52, 10)))
        qualified = date(started.year - chance.between(3, 20), 7, chance.between(1, 28))
        role = Role.SENIOR_PRACTITIONER if chance.happens(1200) else Role.CASE_HOLDER
        fte = chance.weighted(((1_000_000, 85), (800_000, 10), (600_000, 5)))
        assignment = Assignment(
            worker=Worker(self._next_number(), qualified),
            team=team,
            role=role,
            fte=fte,
            started=started,
            due=started + timedelta(weeks=weeks),
            covers_vacancy=covers_vacancy,
        )
        self._open.append(assignment)
        self._council.assignments.append(assignment)
        return assignment

    @staticmethod
    def _fte(assignment: Assignment) -> int:
        return assignment.fte or 0

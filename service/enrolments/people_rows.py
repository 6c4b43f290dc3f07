"""What a row of a file of people says: as it is read, and as it is kept until it is confirmed.

The row number, then the values in the order of the columns of ``people_files``; None where a cell
is empty.
"""

from datetime import date

import msgspec

from academy.programme import Audience
from service.cohorts.drafts import HOME
from service.enrolments.member_checks import Wish
from service.enrolments.members import Joining
from service.enrolments.starters import Said, Starting
from service.enrolments.store.members import EVERY_WEEKDAY
from service.enrolments.store.starters import FULL_TIME


class StarterRow(msgspec.Struct, frozen=True):
    """A row of a file of starters."""

    row: int
    worker: str | None
    name: str
    start: date
    newly_qualified: bool
    post: str | None
    team: str | None
    base: str | None
    manager: str | None
    route: str | None
    service: str | None
    fte: int | None
    weekdays: tuple[int, ...] | None
    completed: tuple[str, ...] | None
    qualified_on: date | None
    registered_on: date | None
    clearance_requested_on: date | None
    cleared_on: date | None

    @property
    def starting(self) -> Starting:
        said = Said(
            name=self.name,
            start=self.start,
            newly_qualified=self.newly_qualified,
            post=self.post,
            team=self.team,
            base=self.base,
            manager=self.manager,
            route=self.route,
            service=self.service,
            fte=FULL_TIME if self.fte is None else self.fte,
            weekdays=self.weekdays or EVERY_WEEKDAY,
            completed=self.completed or (),
            qualified_on=self.qualified_on,
            registered_on=self.registered_on,
            clearance_requested_on=self.clearance_requested_on,
            cleared_on=self.cleared_on,
        )
        return Starting(said, worker=self.worker)


class MemberRow(msgspec.Struct, frozen=True):
    """A row of a file of members."""

    row: int
    worker: str | None
    name: str
    audience: Audience
    run: str | None
    team: str | None
    manager: str | None
    route: str | None
    started_on: date | None
    asye_start: date | None
    weekdays: tuple[int, ...] | None
    completed: tuple[str, ...] | None
    cleared: bool | None
    expected_clearance: date | None

    @property
    def joining(self) -> Joining:
        wish = Wish(
            run=self.run or HOME,
            name=self.name,
            audience=self.audience,
            team=self.team,
            manager=self.manager,
            completed=self.completed or (),
            weekdays=self.weekdays or EVERY_WEEKDAY,
            cleared=bool(self.cleared),
            expected_clearance=self.expected_clearance,
            route=self.route,
            started_on=self.started_on,
            asye_start=self.asye_start,
        )
        return Joining(wish, worker=self.worker)

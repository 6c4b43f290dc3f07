"""Views across cohorts as JSON."""

from datetime import date

import msgspec

from academy.dependency import Dependency
from service.cohorts.schemas.cohorts import SessionJson, session_as_json
from service.cohorts.schemas.findings import PlanFindingJson
from service.cohorts.views import Absence


class DependencyJson(msgspec.Struct, frozen=True):
    """``percent`` of the sessions, to one decimal place."""

    person: str
    sessions: int
    of_sessions: int
    days: int
    of_days: int
    percent: str


class Dependencies(msgspec.Struct, frozen=True):
    """The most needed first."""

    people: list[DependencyJson]
    findings: list[PlanFindingJson]


class Clashes(msgspec.Struct, frozen=True):
    findings: list[PlanFindingJson]


class HitJson(msgspec.Struct, frozen=True):
    """A session of ``cohort`` that needs the person; ``others`` lead it too or hold the role."""

    cohort: str
    session: SessionJson
    roles: list[str]
    others: list[str]


class StaffAbsence(msgspec.Struct, frozen=True):
    """What is hit when somebody is off, and which staff are to be told."""

    person: str
    first: date
    last: date
    hit: list[HitJson]
    tell: list[str]


def dependency_as_json(found: Dependency) -> DependencyJson:
    return DependencyJson(
        person=found.person,
        sessions=found.sessions,
        of_sessions=found.of_sessions,
        days=found.days,
        of_days=found.of_days,
        percent=str(found.percent),
    )


def absence_as_json(found: Absence) -> StaffAbsence:
    return StaffAbsence(
        person=found.person,
        first=found.first,
        last=found.last,
        hit=[
            HitJson(
                cohort=each.session.cohort,
                session=session_as_json(each.session),
                roles=list(each.roles),
                others=list(each.others),
            )
            for each in found.hit
        ],
        tell=list(found.tell),
    )

"""From rows held to the frozen facts of the computation."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from scorecard.workforce import (
    Absence,
    AbsenceKind,
    AbsenceTotal,
    AgencyAssignment,
    Caseload,
    CaseUnit,
    Contract,
    Employment,
    EndType,
    LeaverDestination,
    LeavingReason,
    Post,
    ReportedTotals,
    Role,
    StartOrigin,
    StartType,
    Workforce,
)
from service.workforce.fact_kinds import (
    ABSENCE_TOTALS,
    ABSENCES,
    AGENCY,
    CAME_WITH,
    CASELOADS,
    EMPLOYMENTS,
    FIELDS,
    POSTS,
    REPORTED,
    ROW,
    FactKind,
    HeldRow,
)

# Looking a value up in a dict is several times faster than calling the enum, and None passes.
Member = TypeVar("Member", bound=StrEnum)


def _by_value(members: type[Member]) -> dict[str, Member]:
    return {member.value: member for member in members}


def _or_none(members: type[Member]) -> dict[str | None, Member | None]:
    found: dict[str | None, Member | None] = {None: None}
    found.update(_by_value(members))
    return found


_ROLE = _or_none(Role)
_CONTRACT = _or_none(Contract)
_START_TYPE = _by_value(StartType)
_START_ORIGIN = _or_none(StartOrigin)
_END_TYPE = _or_none(EndType)
_DESTINATION = _or_none(LeaverDestination)
_REASON = _or_none(LeavingReason)
_ABSENCE_KIND = _by_value(AbsenceKind)
_UNIT = _by_value(CaseUnit)
_YES_NO: dict[int | None, bool | None] = {None: None, 0: False, 1: True}

Fact = TypeVar("Fact")


def _post(ref: str, fields: Sequence[Any]) -> Post:
    post, team, area, role, fte, opened, closed = fields
    return Post(ref, post, team, area, _ROLE[role], fte, opened, closed)


def _employment(ref: str, fields: Sequence[Any]) -> Employment:
    (
        worker,
        post,
        team,
        area,
        role,
        contract,
        fte,
        started,
        start_type,
        start_origin,
        ended,
        end_type,
        destination,
        reason,
        qualified_on,
        asye_started,
        asye_ended,
    ) = fields
    return Employment(
        ref,
        worker,
        post,
        team,
        area,
        _ROLE[role],
        _CONTRACT[contract],
        fte,
        started,
        _START_TYPE[start_type],
        _START_ORIGIN[start_origin],
        ended,
        _END_TYPE[end_type],
        _DESTINATION[destination],
        _REASON[reason],
        qualified_on,
        asye_started,
        asye_ended,
    )


def _agency(ref: str, fields: Sequence[Any]) -> AgencyAssignment:
    worker, team, area, role, fte, started, ended, covers_vacancy = fields
    return AgencyAssignment(
        ref, worker, team, area, _ROLE[role], fte, started, ended, _YES_NO[covers_vacancy]
    )


def _absence(ref: str, fields: Sequence[Any]) -> Absence:
    worker, kind, first_day, last_day, days_lost = fields
    return Absence(ref, worker, _ABSENCE_KIND[kind], first_day, last_day, days_lost)


def _absence_total(ref: str, fields: Sequence[Any]) -> AbsenceTotal:
    return AbsenceTotal(ref, *fields)


def _caseload(ref: str, fields: Sequence[Any]) -> Caseload:
    worker, taken_on, team, cases, fte, unit, agency = fields
    return Caseload(ref, worker, taken_on, team, cases, fte, _UNIT[unit], bool(agency))


def _reported(ref: str, fields: Sequence[Any]) -> ReportedTotals:
    return ReportedTotals(ref, *fields)


def workforce_from(
    rows: Callable[[FactKind], Iterable[HeldRow]], returns: Mapping[int, str]
) -> Workforce:
    """Facts from held rows; ``returns`` gives the public id of each return number."""

    def facts(kind: FactKind, build: Callable[[str, Sequence[Any]], Fact]) -> tuple[Fact, ...]:
        return tuple(
            build(f"{returns[row[CAME_WITH]]}#{row[ROW]}", row[FIELDS:]) for row in rows(kind)
        )

    return Workforce(
        posts=facts(POSTS, _post),
        employments=facts(EMPLOYMENTS, _employment),
        agency=facts(AGENCY, _agency),
        absences=facts(ABSENCES, _absence),
        absence_totals=facts(ABSENCE_TOTALS, _absence_total),
        caseloads=facts(CASELOADS, _caseload),
        reported=facts(REPORTED, _reported),
    )

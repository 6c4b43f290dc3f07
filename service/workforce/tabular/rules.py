"""Rules between the cells of one row. Values come in the order of the columns of the kind."""

from collections.abc import Callable, Iterable
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from scorecard.workforce import EndType, StartType
from service.workforce.records import Kind
from service.workforce.tabular import row_faults as faults
from service.workforce.tabular.fault import Fault
from service.workforce.tabular.number_cells import DAYS_PLACES

Values = tuple[Any, ...]


class RowFault(NamedTuple):
    """A fault of a row, shown at one of its columns."""

    fault: Fault
    column: str
    words: dict[str, str]


Rule = Callable[[Values], Iterable[RowFault]]

_NOTHING: tuple[RowFault, ...] = ()


def _at(fault: Fault, column: str, **words: str) -> RowFault:
    return RowFault(fault, column, words)


def _in_order(start: str, first: date | None, end: str, last: date | None) -> Iterable[RowFault]:
    if first is not None and last is not None and last < first:
        yield _at(faults.END_BEFORE_START, end, start=start, end=end)


def post_rule(values: Values) -> Iterable[RowFault]:
    _post, _team, _area, _role, _fte, opened, closed = values
    if closed is None:
        return _NOTHING
    if closed == opened:
        return (_at(faults.POST_NEVER_OPEN, "closed"),)
    return _in_order("opened", opened, "closed", closed)


def employment_rule(values: Values) -> Iterable[RowFault]:
    (
        *_person_and_place,
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
    ) = values
    yield from _in_order("started", started, "ended", ended)
    if start_type == StartType.NEW and start_origin is None:
        yield _at(faults.START_ORIGIN_MISSING, "start_origin")
    elif start_type == StartType.MOVED and start_origin is not None:
        yield _at(faults.NOT_A_STARTER, "start_origin")
    yield from _ending(ended, end_type, destination, reason)
    if qualified_on is not None and qualified_on > started:
        yield _at(faults.QUALIFIED_AFTER_START, "qualified_on")
    if asye_ended is not None and asye_started is None:
        yield _at(faults.ASYE_NOT_STARTED, "asye_ended")
    yield from _in_order("asye_started", asye_started, "asye_ended", asye_ended)


def _ending(
    ended: date | None, end_type: str | None, destination: str | None, reason: str | None
) -> Iterable[RowFault]:
    details = (("leaver_destination", destination), ("leaving_reason", reason))
    if ended is None:
        for column, value in (("end_type", end_type), *details):
            if value is not None:
                yield _at(faults.NOT_ENDED, column)
    elif end_type is None:
        yield _at(faults.END_TYPE_MISSING, "end_type")
    elif end_type == EndType.MOVED:
        for column, value in details:
            if value is not None:
                yield _at(faults.NOT_A_LEAVER, column)
    else:
        for column, value in details:
            if value is None:
                yield _at(faults.LEAVER_DETAIL_MISSING, column)


def agency_rule(values: Values) -> Iterable[RowFault]:
    _worker, _team, _area, _role, _fte, started, ended, _covers = values
    return _in_order("started", started, "ended", ended)


def absence_rule(values: Values) -> Iterable[RowFault]:
    _worker, _kind, first_day, last_day, days_lost = values
    if last_day is None:
        return
    yield from _in_order("first_day", first_day, "last_day", last_day)
    days = (last_day - first_day).days + 1
    if days > 0 and days_lost > days * 10**DAYS_PLACES:
        yield _at(faults.DAYS_IMPOSSIBLE, "days_lost")


def caseload_rule(values: Values) -> Iterable[RowFault]:
    if values[4] == 0 and values[3]:
        return (_at(faults.CASES_WITHOUT_FTE, "fte"),)
    return _NOTHING


RULES: MappingProxyType[Kind, Rule] = MappingProxyType(
    {
        Kind.POSTS: post_rule,
        Kind.EMPLOYMENTS: employment_rule,
        Kind.AGENCY: agency_rule,
        Kind.ABSENCES: absence_rule,
        Kind.CASELOADS: caseload_rule,
    }
)

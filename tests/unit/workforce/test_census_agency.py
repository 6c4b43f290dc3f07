"""A census has no row for an agency worker who has gone: who is counted on the day of each.

worker | 2021 | 2022 | 2023 | start in the file
1      | x    | x    | x    | 2020-05-04
2      | x    |      |      | 2020-05-04
3      | x    | x    |      | none: the day of each census
4      |      | x    | x    | 2022-02-07
"""

from datetime import date
from itertools import permutations

import pytest

from service.workforce.changes import warnings_about
from service.workforce.fact_kinds import AGENCY, FIELDS
from service.workforce.findings import Severity
from service.workforce.folding import CensusDay, Held, census_day, compare
from service.workforce.records import Records, ReportedTotalsRecord
from tests.unit.workforce.returns import an_assignment, worker

EARLY, LATE = date(2020, 5, 4), date(2022, 2, 7)
LISTED = {
    2021: {1: EARLY, 2: EARLY, 3: None},
    2022: {1: EARLY, 3: None, 4: LATE},
    2023: {1: EARLY, 4: LATE},
}


def the_day(year):
    return date(year, 9, 30)


def a_census_of(year):
    workers = [
        an_assignment(who=who, started=started or the_day(year))
        for who, started in LISTED[year].items()
    ]
    return Records(agency=workers, reported=[ReportedTotalsRecord(0, the_day(year), 0, 0, 0)])


def counted(held, day):
    rows = (dict(zip(AGENCY.fields, row[FIELDS:], strict=True)) for row in held.facts(AGENCY))
    return sorted(
        row["worker"]
        for row in rows
        if row["started"] <= day and (row["ended"] is None or day < row["ended"])
    )


@pytest.mark.parametrize("years", [*permutations(LISTED)], ids=str)
def test_in_whatever_order_they_come_each_census_counts_whom_it_lists(years):
    held = Held()
    for number, year in enumerate(years, start=1):
        held.take_in(number, a_census_of(year), census=True)
    for year, listed in LISTED.items():
        assert counted(held, the_day(year)) == sorted(map(worker, listed))
    # Between two censuses those of the earlier one go on, and whoever has begun by then.
    assert counted(held, date(2022, 3, 31)) == [worker(who) for who in (1, 2, 3, 4)]


def test_the_sender_is_told_how_many_are_no_longer_listed():
    rows = [(place, 7, *an_assignment(who=place, started=EARLY)) for place in (1, 2)]
    held = {AGENCY.key_of_held(row): row for row in rows}
    sent = [an_assignment(who=1, started=EARLY)]
    difference = compare(AGENCY, sent, held, census=True, day=CensusDay(the_day(2022)))
    assert (len(difference.ended), difference.unchanged, difference.missing) == (1, 1, [])
    assert difference.rests_on == {7}
    [found] = warnings_about([difference])
    assert (found.code, found.severity) == ("AGENCY_NOT_LISTED", Severity.INFO)
    assert found.message.startswith(
        "Agency workers of an earlier census who are not in this one: 1."
    )


def test_a_return_of_agency_assignments_ends_nobody_by_not_listing_them():
    row = (1, 7, *an_assignment(who=1, started=EARLY))
    difference = compare(AGENCY, [], {AGENCY.key_of_held(row): row})
    assert (difference.ended, difference.missing) == ([], [row])


def test_a_census_rests_on_the_later_one_that_ends_its_agency_workers():
    totals = [(9, 4, 0, the_day(year), 0, 0, 0) for year in (2021, 2023, 2025)]
    assert census_day(a_census_of(2022), totals) == CensusDay(the_day(2022), the_day(2023), 4)
    assert census_day(a_census_of(2023), totals[:2]) == CensusDay(the_day(2023))
    assert census_day(Records(), totals) is None
    day = CensusDay(the_day(2022), the_day(2023), 4)
    difference = compare(AGENCY, a_census_of(2022).agency, {}, census=True, day=day)
    assert difference.rests_on == {4}
    assert {record[AGENCY.place("ended")] for record in difference.to_store} == {the_day(2023)}


def test_an_earlier_census_ends_nobody_before_they_began():
    """A row that begins after the later census says nothing that this one could know."""
    later = date(2023, 2, 6)
    record = an_assignment(who=5, started=later)
    day = CensusDay(the_day(2021), the_day(2022), following_came_with=2)
    [sent] = compare(AGENCY, [record], {}, census=True, day=day).new
    assert sent[AGENCY.place("ended")] is None
    [ended] = compare(AGENCY, [an_assignment(who=6, started=EARLY)], {}, census=True, day=day).new
    assert ended[AGENCY.place("ended")] == the_day(2022)

"""Rows of the same worker, council totals against rows, and one year against the next."""

import pytest

from service.workforce.census import continuity
from service.workforce.findings import Severity
from tests.unit.census.messages import agency, faults, findings, leaver, level, message, own, read


def half(number: str = "SW1001", **changes: str | None):
    return own(number, **{"FTE": "0.5", "FTE30": "0.5", **changes})


def test_a_leaver_who_came_back_has_two_rows_and_no_finding():
    parsed = read(message(leaver(), own(RoleStartDate="2022-08-01")))
    assert parsed.findings == []
    assert [each.row for each in parsed.records.employments] == [1, 2]


def test_the_days_lost_of_both_spells_are_one_total():
    parsed = read(message(leaver(WorkingDaysLost="1.5"), own(RoleStartDate="2022-08-01")))
    assert [(each.row, each.days_lost) for each in parsed.records.absence_totals] == [(1, 500)]


def test_a_day_of_leaving_and_coming_back_is_no_overlap():
    assert findings(message(leaver(), own(RoleStartDate="2022-06-30"))) == []


def test_coming_back_before_leaving_is_an_overlap_whatever_the_order_of_the_rows():
    parsed = read(message(own(RoleStartDate="2022-06-29"), leaver()))
    assert faults(parsed) == [("CENSUS_SPELLS_OVERLAP", 1, "SWENo", None)]
    assert parsed.rows_accepted == 2


def test_two_leavings_of_which_one_lasts_beyond_the_other():
    rows = (
        leaver(RoleStartDate="2015-01-01", RoleEndDate="2022-08-31"),
        leaver(RoleStartDate="2016-01-01", RoleEndDate="2022-01-31"),
        leaver(RoleStartDate="2022-03-01", RoleEndDate="2022-04-30"),
    )
    assert [(code, row) for code, row, _, _ in findings(message(*rows))] == [
        ("CENSUS_SPELLS_OVERLAP", 2),
        ("CENSUS_SPELLS_OVERLAP", 3),
    ]


@pytest.mark.parametrize("second", [own(), leaver(), own(FTE="0.1", Cases30="2", OrgRole="4")])
def test_the_same_worker_with_the_same_start_date_twice(second):
    parsed = read(message(own(), second))
    assert faults(parsed) == [("CENSUS_SWENO_DUPLICATE", 2, "SWENo", None)]
    assert [each.row for each in parsed.records.employments] == [1]
    assert [each.row for each in parsed.records.absence_totals] == [1]
    assert [each.row for each in parsed.records.caseloads] == [1]


def test_two_full_posts_at_once_are_one_too_many():
    parsed = read(
        message(own(FTE="1", FTE30="1"), own(FTE="1", FTE30="1", RoleStartDate="2021-02-01"))
    )
    (finding,) = parsed.findings
    assert (finding.code, finding.severity, finding.row) == (
        "CENSUS_SWENO_DUPLICATE",
        Severity.REJECT,
        2,
    )
    assert "more than 1 FTE" in finding.message


def test_two_part_time_roles_at_once_are_kept_and_their_cases_added():
    parsed = read(message(half(Cases30="7"), half(RoleStartDate="2021-02-01", Cases30="5")))
    assert faults(parsed) == [("CENSUS_TWO_ROLES", 2, "SWENo", None)]
    assert [each.fte for each in parsed.records.employments] == [500_000, 500_000]
    assert [(each.row, each.cases, each.fte) for each in parsed.records.caseloads] == [
        (1, 12, 1_000_000)
    ]
    assert [(each.row, each.days_lost) for each in parsed.records.absence_totals] == [(1, 700)]


def test_the_fte_of_added_cases_is_not_known_unless_both_parts_are():
    parsed = read(message(half(), half(RoleStartDate="2021-02-01", FTE30=None)))
    assert [(each.cases, each.fte) for each in parsed.records.caseloads] == [(24, None)]


def test_three_roles_are_counted_together():
    rows = [half(RoleStartDate=f"20{year}-02-01", FTE="0.4", FTE30="0.4") for year in (19, 20, 21)]
    assert [(code, row) for code, row, _, _ in findings(message(*rows))] == [
        ("CENSUS_TWO_ROLES", 2),
        ("CENSUS_SWENO_DUPLICATE", 3),
    ]


@pytest.mark.parametrize("fte", ["0.5", "1"])
def test_own_staff_and_agency_at_once_both_count(fte):
    """Agency workers are never de-duplicated, whatever the two rows make together."""
    rows = (half(), agency("SW1001", FTE=fte, FTE30=fte))
    parsed = read(message(*rows))
    assert faults(parsed) == [("CENSUS_AGENCY_AGAIN", 2, "SWENo", None)]
    assert [(each.cases, each.agency) for each in parsed.records.caseloads] == [(27, False)]
    again = read(message(*reversed(rows)))
    assert faults(again) == [("CENSUS_AGENCY_AGAIN", 2, "SWENo", None)]
    for each in (parsed, again):
        assert (len(each.records.employments), len(each.records.agency)) == (1, 1)
    assert "as agency worker and own staff" in parsed.findings[0].message


def test_two_assignments_of_one_agency_worker_both_count():
    """DfE de-duplicates its own staff and no agency worker (workforce-statistics.md, 2.1)."""
    parsed = read(message(agency(), agency(RoleStartDate="2022-02-01")))
    (finding,) = parsed.findings
    assert (finding.code, finding.severity, finding.row) == (
        "CENSUS_AGENCY_AGAIN",
        Severity.WARN,
        2,
    )
    assert [each.row for each in parsed.records.agency] == [1, 2]
    assert parsed.rows_accepted == 2


def test_two_rows_of_own_staff_and_one_from_an_agency():
    """The rule for own staff does not look at the agency row between them."""
    rows = (half(), agency("SW1001"), half(RoleStartDate="2021-02-01"))
    assert [(code, row) for code, row, _, _ in findings(message(*rows))] == [
        ("CENSUS_AGENCY_AGAIN", 2),
        ("CENSUS_TWO_ROLES", 3),
    ]


def test_one_assignment_of_an_agency_worker_twice_cannot_be_told_apart():
    parsed = read(message(agency(), agency()))
    (finding,) = parsed.findings
    assert (finding.code, finding.row) == ("CENSUS_SWENO_DUPLICATE", 2)
    assert "tells them apart by team" in finding.hint


def test_from_agency_to_the_payroll_in_the_year_is_no_fault():
    rows = (
        agency(
            "SW1001",
            FTE="0",
            FTE30="0",
            Cases30="0",
            RoleEndDate="2022-05-31",
            LeaverDestination="7",
            ReasonLeave="8",
        ),
        own(RoleStartDate="2022-06-01", StartOrigin="4"),
    )
    assert findings(message(*rows)) == []


def test_an_agency_worker_twice_without_a_start_date():
    row = agency(RoleStartDate=None, StartOrigin=None, FTE="0.2", Cases30="3")
    assert [(code, number) for code, number, _, _ in findings(message(row, row))] == [
        ("CENSUS_AGENCY_START_MISSING", 1),
        ("CENSUS_SWENO_DUPLICATE", 2),
        ("CENSUS_AGENCY_START_MISSING", 2),
    ]


def test_own_staff_twice_without_a_start_date():
    row = half(RoleStartDate=None, StartOrigin=None)
    parsed = read(message(row, row))
    assert [each.message for each in parsed.findings if each.code == "CENSUS_SWENO_DUPLICATE"] == [
        "The worker of row 1 is here again with no start date."
    ]


def test_a_row_that_is_rejected_anyway_is_not_held_against_others():
    assert findings(message(own(FTE="9"), own())) == [("CENSUS_RANGE", 1, "FTE", "9")]


def test_a_role_that_starts_later_is_no_second_role_yet():
    rows = own(FTE="1", FTE30="1"), own(RoleStartDate="2022-10-01", FTE="1", FTE30="1")
    assert [code for code, *_ in findings(message(*rows))] == ["CENSUS_AFTER_REFERENCE"]


@pytest.mark.parametrize(
    ("totals", "columns"),
    [
        ({"NumberOfVacancies": "1.5", "NoAgencyFTE": "1.5", "NoAgencyHeadcount": "2"}, []),
        (
            {"NumberOfVacancies": "1.49", "NoAgencyFTE": "1.5"},
            [("VACANCIES", "NoAgencyFTE", "1.50")],
        ),
        ({"NumberOfVacancies": "9", "NoAgencyFTE": "1.51"}, [("AGENCY", "NoAgencyFTE", "1.51")]),
        ({"NoAgencyHeadcount": "3"}, [("AGENCY", "NoAgencyHeadcount", "3")]),
    ],
)
def test_agency_totals_against_vacancies_and_rows(totals, columns):
    rows = (
        agency("SW1"),
        agency("SW2", FTE=None, FTE30="0.5"),
        agency("SW3", FTE="0", RoleEndDate="2022-09-30", LeaverDestination="7", ReasonLeave="8"),
    )
    told = findings(message(*rows, totals=level(**totals)))
    assert [
        (code.removeprefix("CENSUS_COVER_ABOVE_"), column, value)
        for code, _, column, value in told
        if code.startswith("CENSUS_COVER")
    ] == columns


@pytest.mark.parametrize(
    ("fte", "total", "above"),
    [
        ("0.333333", "1.00", False),  # three thirds, each rounded to six decimals
        ("0.333333", "1.01", True),
        ("0.6", "1.80", False),
        ("0.6", "1.81", True),
        ("0.001666", "0.01", False),  # 0.004998, which three roundings can make of 0.005
        ("0.001665", "0.01", True),
    ],
)
def test_a_total_of_two_decimals_may_be_rounded(fte, total, above):
    rows = [agency(f"SW{number}", FTE=fte, FTE30=fte) for number in (1, 2, 3)]
    totals = level(NumberOfVacancies="9", NoAgencyFTE=total, NoAgencyHeadcount="3")
    told = [code for code, *_ in findings(message(*rows, totals=totals))]
    assert ("CENSUS_COVER_ABOVE_AGENCY" in told) is above


def test_agency_fte_is_not_compared_where_it_is_not_known():
    totals = level(NumberOfVacancies="9", NoAgencyFTE="5")
    assert [
        code for code, *_ in findings(message(agency(FTE=None, FTE30=None), totals=totals))
    ] == ["CENSUS_FTE_MISSING"]


def test_continuity_names_those_of_last_year_who_are_neither_here_nor_leavers():
    told = continuity({"a", "b", "c"}, {"b", "d"})
    assert [(each.code, each.severity, each.value) for each in told] == [
        ("CENSUS_CONTINUITY", Severity.WARN, "a"),
        ("CENSUS_CONTINUITY", Severity.WARN, "c"),
    ]


def test_continuity_over_two_returns():
    last = read(message(own("SW1"), own("SW2"), own("SW3"), agency("SW4")))
    now = read(message(own("SW1"), leaver("SW2"), own("SW5", RoleStartDate=None)))
    previous = {each.worker for each in last.records.employments if each.ended is None}
    assert [each.value for each in continuity(previous, now.workers)] == ["SW3"]


def test_a_worker_who_cannot_be_counted_is_present_all_the_same():
    now = read(message(own("SW1", RoleStartDate=None), own("SW2", OrgRole="9")))
    assert continuity({"SW1", "SW2"}, now.workers) == []


def test_the_fte_of_two_agency_workers_under_one_number_is_not_stated_beyond_one_person() -> None:
    parsed = read(
        message(agency(FTE="1", FTE30="1"), agency(FTE="1", FTE30="1", RoleStartDate="2022-02-01"))
    )
    assert [each.fte for each in parsed.records.caseloads] == [None]
    halves = read(
        message(
            agency(FTE="0.5", FTE30="0.5"),
            agency(FTE="0.5", FTE30="0.5", RoleStartDate="2022-02-01"),
        )
    )
    assert [each.fte for each in halves.records.caseloads] == [1_000_000]

"""Rules between the values of one worker: when each speaks, when it is silent, what is kept."""

import pytest

from service.workforce.findings import Severity
from tests.unit.census.messages import (
    agency,
    as_2025,
    findings,
    header,
    leaver,
    message,
    message_2025,
    only,
    own,
    read,
)

NEEDED = [
    "PersonBirthDate",
    "GenderCurrent",
    "Ethnicity",
    "QualInst",
    "StepUpGrad",
    "OrgRole",
    "StartOrigin",
    "FTE30",
    "WorkingDaysLost",
    "FrontlineGrad",
]


@pytest.mark.parametrize("name", NEEDED)
def test_each_needed_element_is_missed_in_own_staff_and_the_row_is_kept(name):
    parsed = read(message(own(**{name: None})))
    finding = only(parsed)
    assert (finding.code, finding.severity, finding.row, finding.column, finding.value) == (
        "CENSUS_MISSING",
        Severity.WARN,
        1,
        name,
        None,
    )
    assert [each.worker for each in parsed.records.employments] == ["SW1001"]


@pytest.mark.parametrize(
    "name", [each for each in NEEDED if each not in {"StartOrigin", "OrgRole"}]
)
def test_none_of_them_is_missed_in_an_agency_worker(name):
    assert findings(message(agency(**{name: None}))) == []


def test_a_role_is_not_needed_of_an_agency_worker():
    assert findings(message(agency(OrgRole=None))) == []


def test_from_2025_sex_is_missed_and_the_dropped_elements_are_not():
    row = {name: value for name, value in as_2025(own()).items() if name != "Sex"}
    assert findings(message_2025(row)) == [("CENSUS_MISSING", 1, "Sex", None)]


def test_the_elements_dropped_in_2025_are_told_and_left_aside():
    row = as_2025(own())
    late = {**row, "QualInst": "University of Example", "CFKSSstatus": "2"}
    parsed = read(message_2025(own(**late, GenderCurrent=None)))
    assert [(each.code, each.column) for each in parsed.findings] == [
        ("CENSUS_EDITION_ELEMENT", "QualInst"),
        ("CENSUS_EDITION_ELEMENT", "CFKSSstatus"),
    ]
    assert parsed.rows_accepted == 1


@pytest.mark.parametrize("name", ["BaseSalary", "RRPayments", "OtherPayments"])
def test_pay_in_an_earlier_edition_is_told_and_left_aside(name):
    assert findings(message(own(**{name: "41500.00"}))) == [
        ("CENSUS_EDITION_ELEMENT", 1, name, "41500.00")
    ]


def test_the_salary_of_permanent_own_staff_is_asked_for_from_2025():
    row = {name: value for name, value in as_2025(own()).items() if name != "BaseSalary"}
    finding = only(read(message_2025(row)))
    assert (finding.code, finding.severity) == ("CENSUS_PAY_MISSING", Severity.INFO)


def test_no_salary_is_asked_for_of_fixed_terms_leavers_and_agency_workers():
    fixed = as_2025(own("SW1", ContractWeeks="26"))
    left = as_2025(leaver("SW2", RoleEndDate="2025-06-30"))
    rows = [
        {name: value for name, value in each.items() if name != "BaseSalary"}
        for each in (fixed, left)
    ]
    assert findings(message_2025(*rows, agency("SW3"))) == []


def test_start_date_and_origin_go_together():
    assert findings(message(own(RoleStartDate=None))) == [
        ("CENSUS_NOT_COUNTED", None, "RoleStartDate", "1"),
        ("CENSUS_START_MISSING", 1, "RoleStartDate", None),
        ("CENSUS_ORIGIN_UNEXPECTED", 1, "StartOrigin", "2"),
    ]
    assert findings(message(agency(RoleStartDate=None))) == [
        ("CENSUS_AGENCY_START_MISSING", 1, "RoleStartDate", None),
        ("CENSUS_ORIGIN_UNEXPECTED", 1, "StartOrigin", "4"),
    ]
    assert findings(message(agency(StartOrigin=None))) == [
        ("CENSUS_MISSING", 1, "StartOrigin", None)
    ]


@pytest.mark.parametrize("name", ["LeaverDestination", "ReasonLeave"])
def test_end_date_destination_and_reason_go_together(name):
    assert findings(message(leaver(**{name: None}))) == [("CENSUS_LEAVER_MISSING", 1, name, None)]
    assert findings(message(own(**{name: "8"}))) == [("CENSUS_LEAVER_UNEXPECTED", 1, name, "8")]
    parsed = read(message(leaver(**{name: None})))
    assert [each.ended is not None for each in parsed.records.employments] == [True]


@pytest.mark.parametrize(("fte", "value"), [("0.6", "0.6"), (None, None)])
def test_a_leaver_has_an_fte_of_0(fte, value):
    assert findings(message(leaver(FTE=fte))) == [("CENSUS_LEAVER_FTE", 1, "FTE", value)]


def test_an_end_before_the_start_is_impossible_and_one_on_the_same_day_is_not():
    parsed = read(
        message(
            leaver("SW1", RoleStartDate="2022-06-30"),
            leaver("SW2", RoleEndDate="2022-01-31", RoleStartDate="2022-02-01"),
        )
    )
    finding = only(parsed)
    assert (finding.code, finding.severity, finding.row, finding.column, finding.value) == (
        "CENSUS_END_BEFORE_START",
        Severity.REJECT,
        2,
        "RoleEndDate",
        "2022-01-31",
    )
    assert [each.row for each in parsed.records.employments] == [1]


@pytest.mark.parametrize(
    ("ended", "codes"),
    [
        ("2021-09-30", ["CENSUS_LEFT_BEFORE_YEAR"]),
        ("2021-10-01", []),
        ("2022-09-30", []),
        ("2022-10-01", ["CENSUS_AFTER_REFERENCE"]),
        ("2024-12-31", ["CENSUS_AFTER_REFERENCE"]),
        ("2025-01-01", ["CENSUS_RANGE"]),
    ],
)
def test_the_year_a_leaver_belongs_to(ended, codes):
    assert [
        code for code, *_ in findings(message(leaver(RoleEndDate=ended, Cases30=None)))
    ] == codes


def test_the_year_to_a_29_february_opens_on_a_28_february():
    row = leaver(RoleEndDate="2023-02-28", Cases30=None)
    content = message(row, head=header("2023", "2024-02-29"))
    assert "CENSUS_LEFT_BEFORE_YEAR" in {code for code, *_ in findings(content)}


@pytest.mark.parametrize(
    ("started", "codes"),
    [
        ("2022-09-30", []),
        ("2022-10-01", ["CENSUS_AFTER_REFERENCE"]),
        ("2025-01-01", ["CENSUS_RANGE"]),
    ],
)
def test_a_start_after_the_reference_date(started, codes):
    assert [code for code, *_ in findings(message(own(RoleStartDate=started)))] == codes


@pytest.mark.parametrize(
    ("born", "codes"),
    [
        ("2019-02-01", ["CENSUS_START_BEFORE_BIRTH"]),
        ("2019-02-02", ["CENSUS_START_BEFORE_BIRTH"]),
        ("2001-02-02", ["CENSUS_AGE_AT_START"]),
        ("2001-02-01", []),
        ("1943-02-02", []),
        ("1943-02-01", ["CENSUS_AGE_AT_START"]),
        ("2022-09-30", ["CENSUS_RANGE", "CENSUS_START_BEFORE_BIRTH"]),
        ("1919-12-31", ["CENSUS_RANGE"]),
    ],
)
def test_the_age_at_the_start_on_2019_02_01(born, codes):
    assert [code for code, *_ in findings(message(own(PersonBirthDate=born)))] == codes


def test_the_age_is_counted_in_full_years():
    finding = only(read(message(own(PersonBirthDate="2001-02-02"))))
    assert finding.message == "By these dates the worker started at the age of 17."


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"OrgRole": "6", "Cases30": "1"}, ["CENSUS_ROLE_WITHOUT_CASES"]),
        ({"OrgRole": "6", "Cases30": "0"}, []),
        ({"OrgRole": "5", "Cases30": "0"}, ["CENSUS_CASE_HOLDER_NO_CASES"]),
        ({"OrgRole": "5", "Cases30": None}, []),
        ({"OrgRole": "4", "Cases30": "0"}, []),
        ({"FTE30": "0", "Cases30": "1"}, ["CENSUS_CASES_NO_FTE"]),
        ({"FTE30": "0", "Cases30": "0", "OrgRole": "1"}, []),
        ({"FTE30": "0.5", "Cases30": "25"}, []),
        ({"FTE30": "0.5", "Cases30": "26"}, ["CENSUS_CASES_PER_FTE"]),
        ({"FTE30": "0.499999", "Cases30": "25"}, ["CENSUS_CASES_PER_FTE"]),
        (
            {"OrgRole": "6", "FTE30": "0", "Cases30": "1"},
            ["CENSUS_CASES_NO_FTE", "CENSUS_ROLE_WITHOUT_CASES"],
        ),
    ],
)
@pytest.mark.parametrize("worker", [own, agency])
def test_cases_role_and_fte(worker, changes, codes):
    parsed = read(message(worker(**changes)))
    assert [each.code for each in parsed.findings] == codes
    assert {each.severity for each in parsed.findings} <= {Severity.WARN}
    assert parsed.rows_accepted == 1


@pytest.mark.parametrize(("days", "codes"), [("254", []), ("254.01", ["CENSUS_DAYS_HIGH"])])
def test_more_days_lost_than_there_are(days, codes):
    assert [code for code, *_ in findings(message(own(WorkingDaysLost=days)))] == codes


@pytest.mark.parametrize(
    ("absent", "reason", "codes"),
    [
        ("1", "SIC", []),
        ("0", None, []),
        (None, None, []),
        ("1", None, ["CENSUS_ABSENCE_REASON"]),
        ("0", "SIC", ["CENSUS_ABSENCE_REASON"]),
        (None, "SIC", ["CENSUS_ABSENCE_REASON"]),
    ],
)
def test_absence_and_its_reason(absent, reason, codes):
    row = own(Absat30Sept=absent, ReasonAbsence=reason)
    assert [code for code, *_ in findings(message(row))] == codes


def test_the_rules_wait_until_every_value_can_be_read():
    row = leaver(RoleEndDate="30/06/2022", FTE="0.6", Cases30="9")
    assert findings(message(row)) == [("CENSUS_TYPE", 1, "RoleEndDate", "30/06/2022")]


def test_without_a_reference_date_the_rules_that_need_one_are_left_out():
    row = leaver(RoleStartDate="2031-01-01", RoleEndDate="2031-02-01", PersonBirthDate="2005-01-01")
    content = message(row, head=header(None, None))
    assert [code for code, *_ in findings(content)] == [
        "CENSUS_NO_REFERENCE_DATE",
        "CENSUS_EDITION_UNSTATED",
    ]


def test_everything_wrong_with_a_row_is_told_at_once():
    row = own("12345", FTE="2", OrgRole="9", RoleStartDate="1/2/2019", Ethnicity=None, Foo="1")
    assert [(code, column) for code, _, column, _ in findings(message(row))] == [
        ("CENSUS_MISSING", "Ethnicity"),
        ("CENSUS_SWENO_PATTERN", "SWENo"),
        ("CENSUS_RANGE", "FTE"),
        ("CENSUS_CODE_UNKNOWN", "OrgRole"),
        ("CENSUS_TYPE", "RoleStartDate"),
        ("CENSUS_UNKNOWN_ELEMENT", "Foo"),
    ]

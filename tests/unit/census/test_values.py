"""Each type of value: what is read, what is refused, and with which advice. Nothing is blanked."""

import pytest

from tests.unit.census.messages import agency, message, only, own, read


@pytest.mark.parametrize(
    ("text", "millionths"),
    [
        ("0", 0),
        ("1", 1_000_000),
        ("1.0", 1_000_000),
        ("0.6", 600_000),
        ("0.810811", 810_811),
        ("0.000001", 1),
        ("0.60000000", 600_000),
        (".5", 500_000),
        ("1.", 1_000_000),
        ("+0.5", 500_000),
        ("-0", 0),
        ("00.5", 500_000),
        ("\n      0.5\n    ", 500_000),
        ("<![CDATA[0.5]]>", 500_000),
        ("0.<!-- half -->5", 500_000),
        ("&#48;.5", 500_000),
    ],
)
def test_fte_is_read_exactly(text, millionths):
    parsed = read(message(agency(FTE=text)))
    assert [each.fte for each in parsed.records.agency] == [millionths]


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("1.5", "CENSUS_RANGE", "Correct it where it comes from."),
        ("1.000001", "CENSUS_RANGE", "Correct it where it comes from."),
        ("-0.1", "CENSUS_RANGE", "Correct it where it comes from."),
        ("0.8108108", "CENSUS_TYPE", "Round it to 6 decimal places where it comes from."),
        ("0,6", "CENSUS_TYPE", "Write the decimal with a point: 0.6."),
        ("NaN", "CENSUS_TYPE", "Write a decimal number with a point, such as 0.5."),
        ("INF", "CENSUS_TYPE", "Write a decimal number with a point, such as 0.5."),
        ("1e-1", "CENSUS_TYPE", "Write a decimal number with a point, such as 0.5."),
        ("60%", "CENSUS_TYPE", "Write a decimal number with a point, such as 0.5."),
        ("full time", "CENSUS_TYPE", "Write a decimal number with a point, such as 0.5."),
        (".", "CENSUS_TYPE", "Write a decimal number with a point, such as 0.5."),
        ("٠", "CENSUS_TYPE", "Write a decimal number with a point, such as 0.5."),
        ("1,0,0", "CENSUS_TYPE", "Write a decimal number with a point, such as 0.5."),
    ],
)
@pytest.mark.parametrize("column", ["FTE", "FTE30"])
def test_fte_that_is_none_is_refused_with_the_value_as_sent(column, text, code, hint):
    finding = only(read(message(own(**{column: text}))))
    assert (finding.code, finding.row, finding.column, finding.value, finding.hint) == (
        code,
        1,
        column,
        text,
        hint,
    )


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("31/12/2019", "CENSUS_TYPE", "Write 2019-12-31: the census takes year-month-day."),
        ("1/2/2019", "CENSUS_TYPE", "Write 2019-02-01: the census takes year-month-day."),
        ("31.12.2019", "CENSUS_TYPE", "Write 2019-12-31: the census takes year-month-day."),
        (
            "2019-12-31T00:00:00",
            "CENSUS_TYPE",
            "Write 2019-12-31: the census takes year-month-day.",
        ),
        ("2019-02-30", "CENSUS_TYPE", "Write the date as year-month-day, for example 2019-12-31."),
        ("12/31/2019", "CENSUS_TYPE", "Write the date as year-month-day, for example 2019-12-31."),
        ("20191231", "CENSUS_TYPE", "Write the date as year-month-day, for example 2019-12-31."),
        ("2020-W01-1", "CENSUS_TYPE", "Write the date as year-month-day, for example 2019-12-31."),
        ("43830", "CENSUS_TYPE", "Write the date as year-month-day, for example 2019-12-31."),
        ("1900-01-01", "CENSUS_RANGE", "Correct the date where it comes from."),
        ("2099-01-01", "CENSUS_RANGE", "Correct the date where it comes from."),
        ("2199-01-01", "CENSUS_RANGE", "Correct the date where it comes from."),
    ],
)
def test_a_date_that_is_none_is_refused_with_the_value_as_sent(text, code, hint):
    finding = only(read(message(own(RoleStartDate=text))))
    assert (finding.code, finding.row, finding.column, finding.value, finding.hint) == (
        code,
        1,
        "RoleStartDate",
        text,
        hint,
    )


@pytest.mark.parametrize("text", ["2019-02-01", "2019-02-01Z", "2019-02-01+01:00", " 2019-02-01 "])
def test_a_date_is_read_with_or_without_a_time_zone(text):
    parsed = read(message(own(RoleStartDate=text)))
    assert [each.started.isoformat() for each in parsed.records.employments] == ["2019-02-01"]
    assert parsed.findings == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12.5", "CENSUS_TYPE"),
        ("12.0", "CENSUS_TYPE"),
        ("twelve", "CENSUS_TYPE"),
        ("-1", "CENSUS_RANGE"),
        ("1001", "CENSUS_RANGE"),
        ("9" * 40, "CENSUS_RANGE"),
        ("9" * 41, "CENSUS_TYPE"),
        ("9" * 5_000, "CENSUS_TYPE"),
    ],
)
def test_cases_are_whole_numbers(text, code):
    finding = only(read(message(own(Cases30=text))))
    assert (finding.code, finding.column) == (code, "Cases30")
    assert finding.value == (text if len(text) <= 100 else text[:99] + "…")


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("WorkingDaysLost", "3.255", "CENSUS_TYPE"),
        ("WorkingDaysLost", "366.01", "CENSUS_RANGE"),
        ("ContractWeeks", "52.25", "CENSUS_TYPE"),
        ("ContractWeeks", "-1", "CENSUS_RANGE"),
    ],
)
def test_decimals_have_their_places_and_bounds(column, text, code):
    finding = only(read(message(own(**{column: text}))))
    assert (finding.code, finding.column, finding.value) == (code, column, text)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("AgencyWorker", "2"),
        ("GenderCurrent", "3"),
        ("GenderCurrent", "F"),
        ("Ethnicity", "WHIT"),
        ("QualLevel", "4"),
        ("StepUpGrad", "Y"),
        ("OrgRole", "7"),
        ("OrgRole", "05"),
        ("StartOrigin", "11"),
        ("FrontlineGrad", "2"),
        ("Absat30Sept", "yes"),
        ("ReasonAbsence", "HOL"),
        ("CFKSSstatus", "5"),
        ("LeaverDestination", "10"),
        ("ReasonLeave", "11"),
    ],
)
def test_a_code_that_does_not_exist_is_refused_with_the_list_of_those_that_do(column, text):
    finding = only(read(message(own(**{column: text}))))
    assert (finding.code, finding.column, finding.value) == ("CENSUS_CODE_UNKNOWN", column, text)
    assert finding.message == f"{text} is not a code of {column}."
    assert finding.hint.startswith("Use one of: ")


def test_the_advice_on_a_role_names_the_roles():
    finding = only(read(message(own(OrgRole="9"))))
    assert finding.hint == (
        "Use one of: 1 (senior manager), 2 (middle manager), 3 (first line manager), "
        "4 (senior practitioner), 5 (case holder), 6 (qualified without cases)."
    )


def test_a_code_in_small_letters_is_refused_with_the_one_that_is_meant():
    finding = only(read(message(own(Ethnicity="wbri"))))
    assert (finding.code, finding.hint) == (
        "CENSUS_CODE_UNKNOWN",
        "Write WBRI: codes are read as they are printed.",
    )


@pytest.mark.parametrize("text", ["SW1", "SW1234567890", "AB12", " SW12 "])
def test_registration_numbers(text):
    assert read(message(own(text))).findings == []


@pytest.mark.parametrize(
    "text", ["WS", "9876", "SW12345678901", "S12", "SWE12", "SW12$", "SW 12", "ŚW12"]
)
def test_a_registration_number_of_another_pattern_is_refused_and_told_in_its_column_only(text):
    parsed = read(message(own(text)))
    finding = only(parsed)
    assert (finding.code, finding.column, finding.value) == ("CENSUS_SWENO_PATTERN", "SWENo", text)
    assert text not in finding.message + finding.hint
    assert parsed.records.employments == []


@pytest.mark.parametrize("column", ["OrgRole", "FTE30", "Cases30", "PersonBirthDate", "QualInst"])
@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_element_is_told_once_and_taken_as_not_given(column, text):
    parsed = read(message(own(**{column: text})))
    finding = only(parsed)
    assert (finding.code, finding.row, finding.column) == ("CENSUS_EMPTY", 1, column)
    assert parsed.rows_accepted == 1


def test_a_number_where_no_number_should_be_is_not_shown():
    finding = only(read(message(own(Comment="SW123456 is on leave"))))
    assert finding.value == "AA999999 is on leave"

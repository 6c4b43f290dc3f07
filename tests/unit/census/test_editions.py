"""The five editions, told by their content; the header settles what the content leaves open."""

from datetime import date

import pytest

from tests.unit.census.messages import (
    agency,
    as_2024,
    as_2025,
    faults,
    findings,
    header,
    level,
    message,
    message_2025,
    own,
    read,
)


def of_year(year: int):
    head = header(str(year), f"{year}-09-30")
    row = own()
    if year >= 2024:
        row = as_2024(row)
    if year >= 2025:
        row = as_2025(row)
    totals = level("LALevel") if year >= 2025 else level()
    return message(row, agency(RoleStartDate=f"{year}-01-10"), head=head, totals=totals)


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_each_edition_is_read_without_a_finding(year):
    parsed = read(of_year(year))
    assert parsed.findings == []
    assert (parsed.edition, parsed.as_at) == (str(year), date(year, 9, 30))
    assert (len(parsed.records.employments), len(parsed.records.agency)) == (1, 1)


@pytest.mark.parametrize(
    ("year", "edition"),
    [(2021, "2021"), (2022, "2022"), (2023, "2023"), (2024, "2024"), (2025, "2025")],
)
def test_without_a_year_in_the_header_content_and_date_tell_it(year, edition):
    content = of_year(year).replace(f"<Year>{year}</Year>".encode(), b"")
    parsed = read(content)
    assert parsed.edition == edition
    assert [code for code, *_ in faults(parsed)] == ["CENSUS_EDITION_UNSTATED"]


@pytest.mark.parametrize(
    ("rows", "totals", "edition"),
    [
        ([own()], level(), "2021-2023"),
        ([as_2024(own())], level(), "2024"),
        ([as_2025(own())], level("LALevel"), "2025"),
        ([agency()], level(), "2021-2024"),
        ([agency()], level("LALevel"), "2025"),
    ],
)
def test_editions_that_are_alike_are_not_told_apart_by_guessing(rows, totals, edition):
    content = message(*rows, head=header(None, "2020-09-30"), totals=totals)
    assert read(content).edition == edition


def test_a_year_the_content_does_not_fit_is_told_and_the_content_believed():
    parsed = read(message(own(), head=header("2025", "2025-09-30")))
    assert faults(parsed) == [("CENSUS_EDITION_HEADER", None, "Year", "2025")]
    assert (parsed.edition, parsed.rows_accepted) == ("2021-2023", 1)


def test_a_year_that_is_not_known_yet_is_read_like_the_last_one_and_counts_for_its_own():
    content = message(as_2025(own()), head=header("2026", "2026-09-30"), totals=level("LALevel"))
    parsed = read(content)
    assert faults(parsed) == [("CENSUS_EDITION_LATER", None, "Year", "2026")]
    assert (parsed.edition, parsed.rows_accepted) == ("2025", 1)
    assert (parsed.as_at, parsed.records.reported[0].as_at) == (date(2026, 9, 30),) * 2


def test_a_year_that_is_not_known_yet_over_an_old_layout_is_told_as_a_fault():
    parsed = read(message(own(), head=header("2026", "2026-09-30")))
    assert faults(parsed) == [("CENSUS_EDITION_HEADER", None, "Year", "2026")]


def test_content_of_2025_under_an_earlier_year():
    parsed = read(message(as_2025(own()), head=header(), totals=level("LALevel")))
    assert faults(parsed) == [("CENSUS_EDITION_HEADER", None, "Year", "2022")]
    assert parsed.edition == "2025"


def test_2024_may_say_gender_or_sex():
    head = header("2024", "2024-09-30")
    assert findings(message(as_2024(own()), head=head)) == []
    parsed = read(message(own(), head=head))
    assert faults(parsed) == [("CENSUS_EDITION_GENDER", None, "GenderCurrent", None)]
    assert (parsed.edition, parsed.rows_accepted) == ("2024", 1)


def test_2025_with_the_old_name_of_sex():
    row = as_2025(own())
    row = own(**{**row, "Sex": None, "QualInst": None, "GenderCurrent": "2"})
    assert findings(message_2025(row)) == [("CENSUS_EDITION_ELEMENT", 1, "GenderCurrent", "2")]


def test_two_editions_in_one_file():
    parsed = read(message(own(), as_2024(own("SW1002"))))
    assert faults(parsed) == [("CENSUS_EDITION_MIXED", None, "Sex", None)]
    assert (parsed.edition, parsed.rows_accepted) == ("2022", 2)


def test_a_file_without_a_header_needs_a_date_from_the_sender():
    content = message(own(), head="")
    refused = read(content)
    assert [(code, column) for code, _, column, _ in faults(refused)] == [
        ("CENSUS_NO_REFERENCE_DATE", "ReferenceDate"),
        ("CENSUS_HEADER_MISSING", "Header"),
        ("CENSUS_EDITION_UNSTATED", "Year"),
    ]
    assert (refused.as_at, refused.rows_accepted) == (None, 0)
    taken = read(content, reference_date=date(2022, 9, 30))
    assert [code for code, *_ in faults(taken)] == [
        "CENSUS_HEADER_MISSING",
        "CENSUS_REFERENCE_ASSUMED",
        "CENSUS_EDITION_UNSTATED",
    ]
    assert (taken.as_at, taken.rows_accepted) == (date(2022, 9, 30), 1)


def test_the_date_in_the_header_goes_before_the_one_of_the_sender():
    parsed = read(message(own()), reference_date=date(2021, 9, 30))
    assert parsed.as_at == date(2022, 9, 30)
    assert faults(parsed) == [("CENSUS_REFERENCE_SENDER", None, "ReferenceDate", "2022-09-30")]
    assert read(message(own()), reference_date=date(2022, 9, 30)).findings == []


def test_the_census_day_of_the_year_stands_in_for_the_date():
    parsed = read(message(own(), head=header("2023", None)))
    assert parsed.as_at == date(2023, 9, 30)
    assert faults(parsed) == [("CENSUS_REFERENCE_ASSUMED", None, "ReferenceDate", None)]


@pytest.mark.parametrize(
    ("reference", "code"),
    [("30/09/2022", "CENSUS_TYPE"), ("1922-09-30", "CENSUS_RANGE")],
)
def test_a_reference_date_that_cannot_be_read_refuses_the_file(reference, code):
    parsed = read(message(own(), head=header("2022", reference)))
    assert faults(parsed) == [(code, None, "ReferenceDate", reference)]
    assert parsed.rows_accepted == 0


def test_an_empty_reference_date_is_none():
    parsed = read(message(own(), head=header("2022", "")))
    assert [code for code, *_ in faults(parsed)] == ["CENSUS_EMPTY", "CENSUS_REFERENCE_ASSUMED"]
    assert parsed.rows_accepted == 1


def test_a_reference_date_to_come():
    content = message(own())
    assert findings(content, today=date(2022, 9, 30)) == []
    assert findings(content, today=date(2022, 9, 29)) == [
        ("CENSUS_REFERENCE_FUTURE", None, "ReferenceDate", "2022-09-30")
    ]


def test_year_and_date_that_disagree():
    assert findings(message(own(), head=header("2021"))) == [
        ("CENSUS_REFERENCE_YEAR", None, "Year", "2021")
    ]


@pytest.mark.parametrize(
    ("source", "column", "value"),
    [
        ("<LEA>38</LEA>", "LEA", "38"),
        ("<LEA>E08000035</LEA>", "LEA", "E08000035"),
        ("<LEA>٣٨٣</LEA>", "LEA", "٣٨٣"),
        ("<SourceLevel>N</SourceLevel>", "SourceLevel", "N"),
    ],
)
def test_a_value_of_the_header_that_no_figure_needs_is_a_warning(source, column, value):
    parsed = read(message(own(), head=header(source=source)))
    assert faults(parsed) == [("CENSUS_HEADER_VALUE", None, column, value)]
    assert parsed.rows_accepted == 1


def test_a_year_that_is_none_is_told_and_the_date_used():
    parsed = read(message(own(), head=header("22/23")))
    assert [(code, column) for code, _, column, _ in faults(parsed)] == [
        ("CENSUS_HEADER_VALUE", "Year"),
        ("CENSUS_EDITION_UNSTATED", "Year"),
    ]
    assert parsed.edition == "2022"


def test_what_software_adds_to_the_header_is_told_and_passed_over():
    more = "<Content><CBDSLevels><CBDSLevel>x</CBDSLevel></CBDSLevels></Content><Extra>1</Extra>"
    source = "<SourceLevel>L</SourceLevel><LEA>383</LEA><SoftwareCode>x</SoftwareCode><Vendor/>"
    head = header(source=source, more="<Version>1</Version>").replace(
        "</Header>", f"{more}</Header>"
    )
    assert sorted(findings(message(own(), head=head))) == [
        ("CENSUS_HEADER_ELEMENT", None, "Extra", None),
        ("CENSUS_HEADER_ELEMENT", None, "Vendor", None),
        ("CENSUS_HEADER_ELEMENT", None, "Version", None),
    ]


def test_a_header_out_of_order():
    details = (
        "<Year>2022</Year><Collection>CSWW</Collection><ReferenceDate>2022-09-30</ReferenceDate>"
    )
    head = f"<Header><CollectionDetails>{details}</CollectionDetails></Header>"
    assert findings(message(own(), head=head)) == [("CENSUS_ORDER", None, "Collection", "CSWW")]


def test_more_than_one_source_is_allowed():
    source = "<SourceLevel>L</SourceLevel></Source><Source><LEA>383</LEA>"
    assert findings(message(own(), head=header(source=source))) == []

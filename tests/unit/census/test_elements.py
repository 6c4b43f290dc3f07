"""Order, spelling and place of elements, and the line each finding points at."""

import pytest

from service.workforce.findings import Severity
from tests.unit.census.messages import (
    ORDER,
    agency,
    as_2025,
    faults,
    findings,
    header,
    level,
    message,
    message_2025,
    only,
    own,
    read,
    xml,
)


def swapped(first: str, second: str) -> str:
    pairs = list(own().items())
    names = [name for name, _ in pairs]
    here, there = names.index(first), names.index(second)
    pairs[here], pairs[there] = pairs[there], pairs[here]
    return xml("CSWWWorker", pairs)


def test_an_element_out_of_order_is_named_with_the_one_it_should_precede():
    finding = only(read(message(swapped("AgencyWorker", "SWENo"))))
    assert (finding.code, finding.severity, finding.row, finding.line) == (
        "CENSUS_ORDER",
        Severity.REJECT,
        1,
        10,
    )
    assert (finding.column, finding.value) == ("AgencyWorker", "0")
    assert finding.message == "AgencyWorker stands after SWENo; the census wants it before SWENo."


def test_only_the_first_element_out_of_order_is_told():
    assert findings(message(swapped("SWENo", "FrontlineGrad"))) == [
        ("CENSUS_ORDER", 1, "FTE", "0.6")
    ]


def test_a_row_out_of_order_is_checked_all_the_same():
    row = swapped("AgencyWorker", "SWENo").replace("<FTE>0.6", "<FTE>1.6")
    assert findings(message(row)) == [
        ("CENSUS_ORDER", 1, "AgencyWorker", "0"),
        ("CENSUS_RANGE", 1, "FTE", "1.6"),
    ]


@pytest.mark.parametrize("left_out", [set(), {"QualLevel", "RoleEndDate"}])
def test_every_element_in_the_order_of_the_census_is_in_order(left_out):
    values = {
        **own(),
        "QualLevel": "1",
        "RoleEndDate": "2022-09-01",
        "LeaverDestination": "1",
        "ReasonLeave": "1",
        "ContractWeeks": "52.0",
        "Absat30Sept": "1",
        "ReasonAbsence": "SIC",
        "CFKSSstatus": "2",
    }
    names = [name for name in ORDER if name in values and name not in left_out]
    codes = {code for code, *_ in findings(message({name: values[name] for name in names}))}
    assert "CENSUS_ORDER" not in codes
    assert "CENSUS_UNKNOWN_ELEMENT" not in codes


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Foo", "Remove it, or check that this is an export of the workforce census."),
        ("SweNo", "If SWENo is meant, write it so: capital letters count."),
        ("WorkingDayLost", "If WorkingDaysLost is meant, write it so: capital letters count."),
        (
            "NumberOfVacancies",
            "Remove it, or check that this is an export of the workforce census.",
        ),
    ],
)
def test_an_unknown_element_is_told_with_its_value_and_what_may_be_meant(name, hint):
    finding = only(read(message(own(**{name: "bar"}))))
    assert (finding.code, finding.column, finding.value, finding.hint) == (
        "CENSUS_UNKNOWN_ELEMENT",
        name,
        "bar",
        hint,
    )


def test_an_element_given_twice_is_told_and_neither_value_is_used():
    pairs = list(agency().items())
    pairs.insert(3, ("FTE", "0.5"))
    parsed = read(message(xml("CSWWWorker", pairs)))
    assert faults(parsed) == [("CENSUS_DUPLICATE_ELEMENT", 1, "FTE", "0.5")]
    assert parsed.records.agency == []


def test_gender_and_sex_in_one_row_are_one_element_too_many():
    finding = only(read(message(own(Sex="F"))))
    assert (finding.code, finding.column) == ("CENSUS_DUPLICATE_ELEMENT", "Sex")
    assert finding.message == "Sex stands beside GenderCurrent in one CSWWWorker."


def test_an_element_inside_an_element():
    assert findings(message(own(FTE="<Hours>22</Hours>"))) == [
        ("CENSUS_UNKNOWN_ELEMENT", 1, "Hours", "22"),
        ("CENSUS_EMPTY", 1, "FTE", ""),
        ("CENSUS_FTE_MISSING", 1, "FTE", ""),
    ]


def test_a_worker_inside_a_worker():
    inner = xml("CSWWWorker", own("SW1002"))
    codes = {(code, row) for code, row, _, _ in findings(message(own(CSWWWorker=inner)))}
    assert codes == {("CENSUS_UNKNOWN_ELEMENT", 1)}


def test_text_between_elements_is_refused_with_the_text():
    content = message(own()).replace(b"</FTE>\n", b"</FTE>\n 0.8 \n")
    assert findings(content) == [("CENSUS_STRAY_TEXT", 1, "CSWWWorker", "0.8")]


def test_text_between_workers_is_a_fault_of_the_message():
    parsed = read(message(own(), "some words", own("SW1002")))
    assert faults(parsed) == [("CENSUS_STRAY_TEXT", None, "Message", "some words")]
    assert parsed.rows_accepted == 0


def test_text_before_the_first_block_is_a_fault_of_the_message():
    content = message(own()).replace(b"<Message>", b"<Message>some words")
    assert findings(content) == [("CENSUS_STRAY_TEXT", None, "Message", "some words")]


def test_an_attribute_is_told_and_not_read():
    content = message(own()).replace(b"<FTE>", b'<FTE unit="whole">')
    parsed = read(content)
    assert faults(parsed) == [("CENSUS_ATTRIBUTE", 1, "FTE", "whole")]
    assert parsed.rows_accepted == 1


def test_an_attribute_in_the_blocks_before_the_workers():
    totals = level().replace("<NoAgencyFTE>", '<NoAgencyFTE unit="FTE">')
    totals = totals.replace("<LALevelVacancies>", '<LALevelVacancies year="1">')
    head = header().replace("<CollectionDetails>", '<CollectionDetails version="1">')
    parsed = read(message(own(), head=head, totals=totals))
    assert faults(parsed) == [
        ("CENSUS_ATTRIBUTE", None, "CollectionDetails", "1"),
        ("CENSUS_ATTRIBUTE", None, "LALevelVacancies", "1"),
        ("CENSUS_ATTRIBUTE", None, "NoAgencyFTE", "FTE"),
    ]
    assert parsed.rows_accepted == 1


def test_an_equals_sign_in_a_value_is_no_attribute():
    assert findings(message(own(QualInst="A = B"))) == []


def test_attributes_of_the_message_itself_are_the_schema_and_harmless():
    content = message(own()).replace(
        b"<Message>",
        b'<Message xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:noNamespaceSchemaLocation="csww.xsd">',
    )
    assert findings(content) == []


def test_comments_and_instructions_are_passed_over():
    content = message(own()).replace(b"</FTE>", b"</FTE><!-- half --><?page break?>")
    content = b"<?xml version='1.0'?><!-- exported --><?style none?>" + content
    assert findings(content) == []


def test_lines_are_those_of_the_file_far_beyond_65535():
    rows = [own(f"SW{number}") for number in range(5_000)]
    content = message(*rows, own("SW9999", OrgRole="9"))
    finding = only(read(content))
    assert finding.row == 5_001
    assert finding.line is not None
    assert finding.line > 65_535
    assert content.decode().splitlines()[finding.line - 1].strip() == "<OrgRole>9</OrgRole>"


def test_a_missing_element_points_at_the_worker():
    content = message(own(), own("SW1002", Ethnicity=None))
    finding = only(read(content))
    assert finding.line is not None
    assert content.decode().splitlines()[finding.line - 1].strip() == "<CSWWWorker>"
    assert (finding.row, finding.column, finding.value) == (2, "Ethnicity", None)


@pytest.mark.parametrize("name", ["AgencyWorker", "SWENo"])
@pytest.mark.parametrize("text", [None, "", " "])
def test_a_row_without_identity_is_refused_and_told_once(name, text):
    parsed = read(message(own("SW1"), own(**{name: text})))
    assert [(code, row, column) for code, row, column, _ in faults(parsed)] == [
        ("CENSUS_IDENTITY_MISSING", 2, name)
    ]
    assert [each.row for each in parsed.records.employments] == [1]


def test_a_row_with_nothing_in_it():
    assert findings(message(own(), "<CSWWWorker/>")) == [
        ("CENSUS_IDENTITY_MISSING", 2, "AgencyWorker", None),
        ("CENSUS_IDENTITY_MISSING", 2, "SWENo", None),
    ]


def test_the_order_of_the_message_is_header_totals_workers():
    row = xml("CSWWWorker", own())
    content = f"<Message>{level()}{header()}{row}</Message>".encode()
    finding = only(read(content))
    assert (finding.code, finding.row, finding.column) == ("CENSUS_ORDER", None, "Header")
    assert finding.message == "Header stands after LALevelVacancies; the census wants it before."


def test_blocks_after_the_workers_are_out_of_order_and_nothing_is_taken_in():
    row = xml("CSWWWorker", own())
    parsed = read(f"<Message>{row}{header()}{level()}</Message>".encode())
    assert faults(parsed) == [
        ("CENSUS_ORDER", None, "Header", None),
        ("CENSUS_ORDER", None, "LALevelVacancies", None),
    ]
    assert parsed.rows_accepted == 0
    assert parsed.as_at is not None


def test_a_block_between_workers_is_out_of_order():
    rows = xml("CSWWWorker", own()), level(), xml("CSWWWorker", own("SW1002"))
    content = f"<Message>{header()}{''.join(rows)}</Message>".encode()
    assert findings(content) == [("CENSUS_ORDER", None, "LALevelVacancies", None)]


def test_two_headers_and_two_blocks_of_totals():
    content = message(own(), head=header() * 2, totals=level() * 2)
    assert findings(content) == [
        ("CENSUS_DUPLICATE_ELEMENT", None, "Header", None),
        ("CENSUS_DUPLICATE_ELEMENT", None, "LALevelVacancies", None),
    ]


def test_an_unknown_block_of_the_message():
    content = message(own(), totals=level() + "<Teams><Team>North</Team></Teams>")
    assert findings(content) == [("CENSUS_UNKNOWN_ELEMENT", None, "Teams", None)]


def test_an_unknown_block_after_the_last_worker():
    content = message(own(), "<Teams>North</Teams>")
    assert findings(content) == [("CENSUS_UNKNOWN_ELEMENT", None, "Teams", "North")]


@pytest.mark.parametrize("name", ["NumberOfVacancies", "NoAgencyFTE", "NoAgencyHeadcount"])
@pytest.mark.parametrize("text", [None, ""])
def test_a_total_that_is_missing_is_named(name, text):
    parsed = read(message(own(), totals=level(**{name: text})))
    assert [(code, column) for code, _, column, _ in faults(parsed)] == [
        ("CENSUS_LEVEL_MISSING", name)
    ]
    assert parsed.rows_accepted == 0


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("NumberOfVacancies", "4.255", "CENSUS_TYPE"),
        ("NumberOfVacancies", "-1", "CENSUS_RANGE"),
        ("NumberOfVacancies", "2000.01", "CENSUS_RANGE"),
        ("NoAgencyFTE", "many", "CENSUS_TYPE"),
        ("NoAgencyHeadcount", "1.5", "CENSUS_TYPE"),
        ("NoAgencyHeadcount", "10001", "CENSUS_RANGE"),
    ],
)
def test_a_total_that_cannot_be_read(name, text, code):
    assert findings(message(own(), totals=level(**{name: text}))) == [(code, None, name, text)]


def test_totals_out_of_order_twice_unknown_nested_and_with_text():
    pairs = [
        ("NoAgencyFTE", "0"),
        ("NumberOfVacancies", "1"),
        ("NoAgencyHeadcount", "<x>0</x>"),
        ("NoAgencyFTE", "0"),
        ("Spare", "7"),
    ]
    totals = xml("LALevelVacancies", pairs).replace("</Spare>", "</Spare>text")
    assert sorted(findings(message(own(), totals=totals))) == [
        ("CENSUS_DUPLICATE_ELEMENT", None, "NoAgencyFTE", "0"),
        ("CENSUS_LEVEL_MISSING", None, "NoAgencyHeadcount", None),
        ("CENSUS_ORDER", None, "NumberOfVacancies", "1"),
        ("CENSUS_STRAY_TEXT", None, "LALevelVacancies", "text"),
        ("CENSUS_UNKNOWN_ELEMENT", None, "Spare", "7"),
        ("CENSUS_UNKNOWN_ELEMENT", None, "x", "0"),
    ]


def test_the_totals_of_2025_have_rewards():
    content = message(
        as_2025(own(RoleStartDate="2022-02-01")),
        head=header("2025", "2025-09-30"),
        totals=level("LALevel", RetentionBonus="3", CostDBS=None, OtherAllowances=""),
    )
    assert findings(content) == [
        ("CENSUS_MISSING", None, "CostDBS", None),
        ("CENSUS_CODE_UNKNOWN", None, "RetentionBonus", "3"),
        ("CENSUS_EMPTY", None, "OtherAllowances", ""),
    ]
    assert findings(message_2025(as_2025(own()))) == []


def test_rewards_in_the_totals_of_an_earlier_year():
    content = message(own(), totals=level(RetentionBonus="1"))
    assert findings(content) == [("CENSUS_EDITION_ELEMENT", None, "RetentionBonus", "1")]


def test_more_shapes_of_rows_than_are_remembered():
    optional = [name for name in own() if name not in {"AgencyWorker", "SWENo"}]
    rows = [
        own(
            f"SW{number}",
            **{name: None for bit, name in enumerate(optional) if number >> bit & 1},
        )
        for number in range(2_100)
    ]
    assert len({tuple(row) for row in rows}) == 2_100
    parsed = read(message(*rows, own("SW9999")))
    assert parsed.rows_accepted == 2_101
    assert [each for each in parsed.findings if each.row in {1, 2_101}] == []

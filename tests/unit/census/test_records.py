"""What a row becomes: the records that figures are computed from."""

import io
from datetime import date

from service.workforce.census import read_census
from service.workforce.records import (
    AbsenceTotalRecord,
    AgencyRecord,
    CaseloadRecord,
    EmploymentRecord,
    Kind,
    Records,
    ReportedTotalsRecord,
)
from tests.unit.census.messages import agency, findings, leaver, level, message, own, read

REFERENCE = date(2022, 9, 30)


def employment(row: int = 1, worker: str = "SW1001", **changes: object) -> EmploymentRecord:
    record = EmploymentRecord(
        row=row,
        worker=worker,
        post=None,
        team="Not stated",
        area="Not stated",
        role="case-holder",
        contract=None,
        fte=600_000,
        started=date(2019, 2, 1),
        start_type="new",
        start_origin="2",
        ended=None,
        end_type=None,
        destination=None,
        reason=None,
        qualified_on=None,
        asye_started=None,
        asye_ended=None,
    )
    return record._replace(**changes)


def caseload(row: int, worker: str, cases: int, fte: int | None, **changes: object):
    record = CaseloadRecord(row, worker, REFERENCE, "Not stated", cases, fte, "case", agency=False)
    return record._replace(**changes)


def test_a_clean_file_gives_its_records_and_no_finding():
    parsed = read(
        message(
            own(),
            leaver("SW1002"),
            agency(),
            totals=level(NumberOfVacancies="4.25", NoAgencyFTE="1", NoAgencyHeadcount="1"),
        )
    )
    assert parsed.findings == []
    assert parsed.unreadable is False
    assert (parsed.kind, parsed.edition, parsed.as_at) == (Kind.CENSUS, "2022", REFERENCE)
    assert (parsed.rows_read, parsed.rows_accepted) == (3, 3)
    assert parsed.workers == {"SW1001", "SW1002", "SW2001"}
    assert parsed.records == Records(
        employments=[
            employment(),
            employment(
                2,
                "SW1002",
                fte=None,
                ended=date(2022, 6, 30),
                end_type="left",
                destination="1",
                reason="1",
            ),
        ],
        agency=[
            AgencyRecord(
                row=3,
                worker="SW2001",
                team="Not stated",
                area="Not stated",
                role="case-holder",
                fte=1_000_000,
                started=date(2022, 1, 10),
                ended=None,
                covers_vacancy=None,
            )
        ],
        absence_totals=[
            AbsenceTotalRecord(1, "SW1001", REFERENCE, 350),
            AbsenceTotalRecord(2, "SW1002", REFERENCE, 350),
        ],
        caseloads=[
            caseload(1, "SW1001", 12, 600_000),
            caseload(3, "SW2001", 15, 1_000_000, agency=True),
        ],
        reported=[ReportedTotalsRecord(0, REFERENCE, 4_250_000, 1_000_000, 1)],
    )


def test_personal_details_that_no_figure_needs_reach_no_record():
    parsed = read(message(own(PersonBirthDate="1985-04-12", Ethnicity="BCRB", GenderCurrent="9")))
    kept = repr(parsed.records)
    assert [each for each in ("1985", "BCRB", "University", "Gender") if each in kept] == []


def test_fte_is_kept_to_the_last_of_six_decimals():
    parsed = read(message(own(FTE="0.810811", FTE30="0.810810")))
    assert parsed.records.employments[0].fte == 810_811
    assert parsed.records.caseloads[0].fte == 810_810


def test_every_role_is_kept_under_its_name():
    rows = [own(f"SW{code}", OrgRole=str(code), Cases30=None) for code in range(1, 7)]
    assert [each.role for each in read(message(*rows)).records.employments] == [
        "senior-manager",
        "middle-manager",
        "first-line-manager",
        "senior-practitioner",
        "case-holder",
        "qualified-without-cases",
    ]


def test_a_role_that_is_not_given_is_not_known():
    parsed = read(message(own(OrgRole=None)))
    assert parsed.records.employments == [employment(role=None)]


def test_the_fte_of_a_leaver_is_not_known_when_it_is_0_and_kept_when_it_is_given():
    parsed = read(message(leaver("SW1"), leaver("SW2", FTE="0.75"), leaver("SW3", FTE=None)))
    assert [each.fte for each in parsed.records.employments] == [None, 750_000, None]


def test_somebody_in_post_without_fte_is_taken_at_fte30_and_without_both_at_none():
    parsed = read(message(own("SW1", FTE=None, FTE30="0.8"), own("SW2", FTE=None, FTE30=None)))
    assert [each.fte for each in parsed.records.employments] == [800_000, None]
    assert [each.fte for each in parsed.records.caseloads] == [800_000, None]


def test_an_fte_of_0_in_post_stays_0():
    parsed = read(message(own(FTE="0")))
    assert parsed.records.employments == [employment(fte=0)]


def test_own_staff_without_a_start_date_are_in_no_stock_and_no_flow_but_their_cases_count():
    parsed = read(message(own(RoleStartDate=None, StartOrigin=None)))
    assert parsed.rows_accepted == 1
    assert parsed.workers == {"SW1001"}
    assert parsed.records == Records(
        caseloads=[caseload(1, "SW1001", 12, 600_000)],
        reported=[ReportedTotalsRecord(0, REFERENCE, 4_500_000, 0, 0)],
    )


def test_an_agency_worker_without_a_start_date_is_there_on_the_reference_date_only():
    parsed = read(message(agency(RoleStartDate=None, StartOrigin=None)))
    (record,) = parsed.records.agency
    assert (record.started, record.ended) == (REFERENCE, None)


def test_an_agency_worker_who_left_and_has_no_start_date_is_left_out():
    parsed = read(message(agency(RoleStartDate=None, StartOrigin=None, RoleEndDate="2022-05-01")))
    assert parsed.records.agency == []
    assert "is left out" in next(
        each.message for each in parsed.findings if each.code == "CENSUS_AGENCY_START_MISSING"
    )


def test_cases_of_a_leaver_are_not_counted_but_those_of_somebody_leaving_later_are():
    parsed = read(
        message(leaver("SW1", Cases30="9"), leaver("SW2", Cases30="9", RoleEndDate="2022-10-01"))
    )
    assert [each.worker for each in parsed.records.caseloads] == ["SW2"]


def test_a_leaver_on_the_reference_date_has_left():
    parsed = read(message(leaver(RoleEndDate="2022-09-30", Cases30="9")))
    assert parsed.records.caseloads == []
    assert [each.code for each in parsed.findings] == ["CENSUS_LEAVER_CASES"]


def test_a_caseload_of_none_is_a_caseload_and_one_not_given_is_not():
    parsed = read(message(own("SW1", OrgRole="3", Cases30="0"), own("SW2", Cases30=None)))
    assert parsed.records.caseloads == [caseload(1, "SW1", 0, 600_000)]


def test_destination_and_reason_of_somebody_still_in_post_are_not_used():
    parsed = read(message(own(LeaverDestination="1", ReasonLeave="1")))
    assert parsed.records.employments == [employment()]


def test_days_lost_are_kept_in_hundredths_and_those_of_agency_workers_left_aside():
    parsed = read(message(own(WorkingDaysLost="12.25"), agency(WorkingDaysLost="9")))
    assert parsed.records.absence_totals == [AbsenceTotalRecord(1, "SW1001", REFERENCE, 1_225)]


def test_the_same_number_in_two_spellings_is_one_worker():
    parsed = read(message(leaver("sw1001"), own("SW1001", RoleStartDate="2022-08-01")))
    assert [each.worker for each in parsed.records.employments] == ["SW1001", "SW1001"]


def test_a_number_is_handed_to_identify_as_sent_but_for_white_space_around_it():
    seen = []

    def identify(number: str) -> str:
        seen.append(number)
        return number

    read_census(io.BytesIO(message(own(" sw1001 "))), identify=identify)
    assert seen == ["sw1001"]


def test_rows_with_a_rejecting_finding_are_never_in_the_records():
    content = message(own("SW1"), own("SW2", OrgRole="9"), own("SW3"))
    for accept_good_rows in (False, True):
        parsed = read(content, accept_good_rows=accept_good_rows)
        assert [each.row for each in parsed.records.employments] == [1, 3]
        assert [each.row for each in parsed.records.absence_totals] == [1, 3]
        assert [each.row for each in parsed.records.caseloads] == [1, 3]
        assert (parsed.rows_read, parsed.rows_accepted) == (3, 2)


def test_rows_left_out_on_request_are_counted():
    parsed = read(message(own("SW1"), own("SW2", OrgRole="9")), accept_good_rows=True)
    assert [(each.code, each.row, each.value) for each in parsed.findings] == [
        ("CENSUS_ROWS_LEFT_OUT", None, "1"),
        ("CENSUS_CODE_UNKNOWN", 2, "9"),
    ]


def test_a_fault_of_the_message_itself_leaves_no_records_whatever_was_asked_for():
    for accept_good_rows in (False, True):
        parsed = read(message(own(), totals=""), accept_good_rows=accept_good_rows)
        assert parsed.records == Records()
        assert (parsed.rows_read, parsed.rows_accepted, parsed.unreadable) == (1, 0, False)


def test_progress_is_told_every_thousand_workers_and_at_the_end():
    told: list[int] = []
    rows = [own(f"SW{number}") for number in range(2_500)]
    read(message(*rows), progress=told.append)
    assert told == [1_000, 2_000, 2_500]


def test_findings_come_in_the_order_of_the_file():
    content = message(own("SW1", OrgRole="9", FTE="2"), own("SW2", Ethnicity=None), head="")
    assert [(code, row) for code, row, _, _ in findings(content, reference_date=REFERENCE)] == [
        ("CENSUS_HEADER_MISSING", None),
        ("CENSUS_REFERENCE_ASSUMED", None),
        ("CENSUS_EDITION_UNSTATED", None),
        ("CENSUS_RANGE", 1),
        ("CENSUS_CODE_UNKNOWN", 1),
        ("CENSUS_MISSING", 2),
    ]

"""Census returns made by a peer's generator, realistic and faulty: everything in them is accounted for.

What the reader must find is counted a second time here, straight from the XML, by other means.
"""

import functools
import io
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from service.workforce.census import read_census
from service.workforce.findings import Severity
from service.workforce.identity import identify
from service.workforce.records import ParsedReturn, Records

DATA = Path(__file__).parents[2].parent / "shared" / "data"
PEERS = {"csww_peer_0050_2022.xml": 50, "csww_peer_1000_2022.xml": 1_000}
REFERENCE = "2026-11-22"
KEY = b"a key for tests only, 32 bytes at least"
NEEDED = (
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
)

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the shared data are not at {DATA}: peer census files NOT tested"
)


@functools.cache
def content(name: str) -> bytes:
    return (DATA / name).read_bytes()


@functools.cache
def parsed(name: str) -> ParsedReturn:
    return read_census(io.BytesIO(content(name)), identify=functools.partial(identify, key=KEY))


@functools.cache
def rows(name: str) -> list[dict[str, str]]:
    return [
        {each.tag: each.text or "" for each in worker}
        for worker in ET.fromstring(content(name)).iter("CSWWWorker")  # noqa: S314 -- our own files
    ]


def is_own(row: dict[str, str]) -> bool:
    return row["AgencyWorker"] == "0"


def counted(name: str) -> Counter[str]:
    """How often each code about a worker must come up, counted from the XML."""
    count: Counter[str] = Counter()
    for row in rows(name):
        own, left = is_own(row), "RoleEndDate" in row
        cases = int(row.get("Cases30", 0))
        count["CENSUS_MISSING"] += sum(own and each not in row for each in NEEDED)
        count["CENSUS_MISSING"] += not own and "RoleStartDate" in row and "StartOrigin" not in row
        count["CENSUS_START_MISSING"] += own and "RoleStartDate" not in row
        count["CENSUS_AGENCY_START_MISSING"] += not own and "RoleStartDate" not in row
        count["CENSUS_ORIGIN_UNEXPECTED"] += "StartOrigin" in row and "RoleStartDate" not in row
        count["CENSUS_SWENO_CASE"] += row["SWENo"] != row["SWENo"].upper()
        count["CENSUS_LEAVER_CASES"] += left and cases > 0
        count["CENSUS_LEFT_BEFORE_YEAR"] += left and row["RoleEndDate"] <= "2025-11-22"
        count["CENSUS_ROLE_WITHOUT_CASES"] += not left and row.get("OrgRole") == "6" and cases > 0
        count["CENSUS_CASES_PER_FTE"] += (
            not left and "FTE30" in row and cases > 50 * float(row["FTE30"])
        )
        count["CENSUS_ABSENCE_REASON"] += (row.get("Absat30Sept") == "1") != (
            "ReasonAbsence" in row
        )
        count["CENSUS_FTE_MISSING"] += not left and "FTE" not in row
        count["CENSUS_FTE_ZERO"] += not left and row.get("FTE") == "0"
        count["CENSUS_LEAVER_FTE"] += left and row.get("FTE") != "0"
        count["CENSUS_CASE_HOLDER_NO_CASES"] += (
            not left and row.get("OrgRole") == "5" and row.get("Cases30") == "0"
        )
    return +count


@pytest.mark.parametrize(("name", "workers"), PEERS.items())
def test_a_file_made_by_others_goes_through(name, workers):
    result = parsed(name)
    assert (result.rows_read, result.rows_accepted, result.unreadable) == (workers, workers, False)
    assert result.as_at == date.fromisoformat(REFERENCE)
    assert result.edition == "2021-2023"
    assert [each for each in result.findings if each.severity is Severity.REJECT] == []


@pytest.mark.parametrize("name", PEERS)
def test_every_fault_of_a_worker_is_found_as_often_as_it_is_there(name):
    told = Counter(each.code for each in parsed(name).findings if each.row is not None)
    assert told == counted(name)


@pytest.mark.parametrize("name", PEERS)
def test_what_is_wrong_with_the_file_as_a_whole(name):
    told = [(each.code, each.value) for each in parsed(name).findings if each.row is None]
    without_start = str(counted(name)["CENSUS_START_MISSING"])
    cover = {
        "csww_peer_0050_2022.xml": [
            ("CENSUS_COVER_ABOVE_VACANCIES", "84.74"),
            ("CENSUS_COVER_ABOVE_AGENCY", "84.74"),
            ("CENSUS_COVER_ABOVE_AGENCY", "97"),
        ],
        "csww_peer_1000_2022.xml": [],
    }
    assert sorted(told) == sorted(
        [
            ("CENSUS_EDITION_HEADER", "2026"),
            ("CENSUS_REFERENCE_DAY", REFERENCE),
            ("CENSUS_REFERENCE_NO_HALF_YEAR", REFERENCE),
            ("CENSUS_NOT_COUNTED", without_start),
            *cover[name],
        ]
    )


@pytest.mark.parametrize("name", PEERS)
def test_every_finding_points_at_the_line_it_is_about(name):
    lines = content(name).decode().splitlines()
    starts = [number for number, line in enumerate(lines, 1) if "<CSWWWorker>" in line]
    for each in parsed(name).findings:
        if each.row is None:
            continue
        line = lines[each.line - 1].strip()
        if each.value is None:
            assert (each.line, line) == (starts[each.row - 1], "<CSWWWorker>")
        else:
            assert line == f"<{each.column}>{each.value}</{each.column}>"


@pytest.mark.parametrize("name", PEERS)
def test_nothing_that_was_sent_is_blanked(name):
    """Every value a record can hold is in the record of its row, or a finding says why not."""
    result = parsed(name)
    sent = dict(enumerate(rows(name), 1))
    spells = {each.row: each for each in (*result.records.employments, *result.records.agency)}
    told = {(each.row, each.code) for each in result.findings}
    for number, row in sent.items():
        if number not in spells:
            codes = {"CENSUS_START_MISSING", "CENSUS_AGENCY_START_MISSING"}
            assert any((number, code) in told for code in codes)
            continue
        spell = spells[number]
        assert (spell.role is None) == ("OrgRole" not in row)
        if "RoleStartDate" in row:
            assert spell.started.isoformat() == row["RoleStartDate"]
        assert (spell.ended and spell.ended.isoformat()) == row.get("RoleEndDate")
        if "RoleEndDate" not in row:
            assert spell.fte == round(float(row["FTE"]) * 1_000_000)
    held = {each.row: each.cases for each in result.records.caseloads}
    assert held == {
        number: int(row["Cases30"])
        for number, row in sent.items()
        if "Cases30" in row
        and (number, "CENSUS_LEAVER_CASES") not in told
        and not ("RoleEndDate" in row and row["Cases30"] == "0")
    }


@pytest.mark.parametrize("name", PEERS)
def test_the_totals_of_the_council_are_kept_exactly(name):
    (totals,) = parsed(name).records.reported
    level = ET.fromstring(content(name)).find("LALevelVacancies")  # noqa: S314 -- our own files
    assert level is not None
    assert f"{totals.vacancies_fte / 1_000_000:g}" == level.findtext("NumberOfVacancies")
    assert f"{totals.agency_covering_fte / 1_000_000:g}" == level.findtext("NoAgencyFTE")
    assert str(totals.agency_headcount) == level.findtext("NoAgencyHeadcount")


def test_no_registration_number_leaves_the_reader_but_in_findings_about_it():
    name = "csww_peer_1000_2022.xml"
    result = parsed(name)
    numbers = {row["SWENo"] for row in rows(name)}
    elsewhere = repr(result.records) + "".join(
        f"{each.message}{each.hint}{'' if each.column == 'SWENo' else each.value}"
        for each in result.findings
    )
    assert [number for number in numbers if number in elsewhere] == []
    assert {len(worker) for worker in result.workers} == {32}


def test_an_impossible_code_is_named_with_row_line_and_value():
    result = parsed("bad_badcode_2022.xml")
    (finding,) = [each for each in result.findings if each.severity is Severity.REJECT]
    assert (finding.code, finding.row, finding.line, finding.column, finding.value) == (
        "CENSUS_CODE_UNKNOWN",
        2,
        43,
        "OrgRole",
        "9",
    )
    assert (result.rows_read, result.rows_accepted, result.unreadable) == (50, 49, False)


def test_elements_out_of_order_are_named():
    result = parsed("bad_order_2022.xml")
    (finding,) = [each for each in result.findings if each.severity is Severity.REJECT]
    assert (finding.code, finding.row, finding.line, finding.column) == (
        "CENSUS_ORDER",
        1,
        21,
        "AgencyWorker",
    )
    assert finding.message == "AgencyWorker stands after SWENo; the census wants it before SWENo."


def test_a_truncated_file_is_unreadable():
    result = parsed("bad_truncated_2022.xml")
    (finding,) = result.findings
    assert (result.unreadable, finding.code, finding.line) == (True, "CENSUS_TRUNCATED", 440)
    assert result.records == Records()

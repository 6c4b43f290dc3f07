"""Tiny census messages, put together from words. Knows the census, not the reader."""

import io
from collections.abc import Sequence

from service.workforce.census import read_census
from service.workforce.findings import Finding
from service.workforce.records import ParsedReturn

ORDER = [
    "AgencyWorker",
    "SWENo",
    "FTE",
    "PersonBirthDate",
    "GenderCurrent",
    "Sex",
    "Ethnicity",
    "QualInst",
    "QualLevel",
    "StepUpGrad",
    "OrgRole",
    "RoleStartDate",
    "StartOrigin",
    "RoleEndDate",
    "LeaverDestination",
    "ReasonLeave",
    "FTE30",
    "Cases30",
    "WorkingDaysLost",
    "ContractWeeks",
    "FrontlineGrad",
    "Absat30Sept",
    "ReasonAbsence",
    "CFKSSstatus",
    "BaseSalary",
    "RRPayments",
    "OtherPayments",
]

Elements = dict[str, str]

REWARDS = [
    "RecruitmentBonus",
    "RetentionBonus",
    "PerformanceAward",
    "CarAllowance",
    "RelocationPackage",
    "RegionalWeighting",
    "CostSWE",
    "CostDBS",
]


def _changed(elements: Elements, changes: dict[str, str | None]) -> Elements:
    merged = {**elements, **changes}
    known = {name: merged.pop(name) for name in ORDER if name in merged}
    return {name: value for name, value in {**known, **merged}.items() if value is not None}


def own(number: str = "SW1001", **changes: str | None) -> Elements:
    """Own staff in post, 2021 to 2023, without a fault; ``None`` leaves an element out."""
    return _changed(
        {
            "AgencyWorker": "0",
            "SWENo": number,
            "FTE": "0.6",
            "PersonBirthDate": "1985-04-12",
            "GenderCurrent": "2",
            "Ethnicity": "WBRI",
            "QualInst": "University of Example",
            "StepUpGrad": "0",
            "OrgRole": "5",
            "RoleStartDate": "2019-02-01",
            "StartOrigin": "2",
            "FTE30": "0.6",
            "Cases30": "12",
            "WorkingDaysLost": "3.5",
            "FrontlineGrad": "0",
        },
        changes,
    )


def leaver(number: str = "SW1001", **changes: str | None) -> Elements:
    """Own staff who left in the year, without a fault."""
    left = {
        "FTE": "0",
        "RoleEndDate": "2022-06-30",
        "LeaverDestination": "1",
        "ReasonLeave": "1",
        "FTE30": "0",
        "Cases30": "0",
    }
    return own(number, **{**left, **changes})


def agency(number: str = "SW2001", **changes: str | None) -> Elements:
    """An agency worker on the reference date, without a fault."""
    return _changed(
        {
            "AgencyWorker": "1",
            "SWENo": number,
            "FTE": "1",
            "OrgRole": "5",
            "RoleStartDate": "2022-01-10",
            "StartOrigin": "4",
            "FTE30": "1",
            "Cases30": "15",
        },
        changes,
    )


def as_2024(elements: Elements) -> Elements:
    changes: dict[str, str | None] = {"GenderCurrent": None, "Sex": "F"}
    return _changed(elements, changes)


def as_2025(elements: Elements) -> Elements:
    changes: dict[str, str | None] = {"QualInst": None, "BaseSalary": "41500.00"}
    return _changed(as_2024(elements), changes)


def xml(name: str, elements: Elements | Sequence[tuple[str, str]]) -> str:
    pairs = elements.items() if isinstance(elements, dict) else elements
    inside = "".join(f"    <{each}>{value}</{each}>\n" for each, value in pairs)
    return f"  <{name}>\n{inside}  </{name}>\n"


def header(
    year: str | None = "2022",
    reference: str | None = "2022-09-30",
    *,
    collection: str | None = "CSWW",
    more: str = "",
    source: str = "<SourceLevel>L</SourceLevel><LEA>383</LEA>",
) -> str:
    details = "".join(
        f"<{name}>{value}</{name}>"
        for name, value in (
            ("Collection", collection),
            ("Year", year),
            ("ReferenceDate", reference),
        )
        if value is not None
    )
    return (
        f"  <Header><CollectionDetails>{details}{more}</CollectionDetails>"
        f"<Source>{source}</Source></Header>\n"
    )


def level(name: str = "LALevelVacancies", **changes: str | None) -> str:
    elements: dict[str, str | None] = {
        "NumberOfVacancies": "4.5",
        "NoAgencyFTE": "0",
        "NoAgencyHeadcount": "0",
    }
    if name == "LALevel":
        elements.update(dict.fromkeys(REWARDS, "0"), OtherAllowances="none")
    merged = {**elements, **changes}
    return xml(name, {each: value for each, value in merged.items() if value is not None})


def message(*workers: Elements | str, head: str | None = None, totals: str | None = None) -> bytes:
    """A 2022 message; workers are elements or ready XML, ``head`` and ``totals`` ready XML."""
    rows = "".join(each if isinstance(each, str) else xml("CSWWWorker", each) for each in workers)
    head = header() if head is None else head
    totals = level() if totals is None else totals
    return f"<Message>\n{head}{totals}{rows}</Message>\n".encode()


def message_2025(*workers: Elements) -> bytes:
    return message(*workers, head=header("2025", "2025-09-30"), totals=level("LALevel"))


def key(number: str) -> str:
    """A worker key that a test can write down: the normalised number itself."""
    return number.replace(" ", "").upper()


def read(content: bytes, **options: object) -> ParsedReturn:
    return read_census(io.BytesIO(content), identify=key, **options)  # type: ignore[arg-type] -- options of one test


def faults(parsed: ParsedReturn) -> list[tuple[str, int | None, str | None, str | None]]:
    """(code, row, column, value) of each finding."""
    return [(each.code, each.row, each.column, each.value) for each in parsed.findings]


def findings(
    content: bytes, **options: object
) -> list[tuple[str, int | None, str | None, str | None]]:
    return faults(read(content, **options))


def only(parsed: ParsedReturn) -> Finding:
    (finding,) = parsed.findings
    return finding

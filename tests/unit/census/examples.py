"""One file for each finding code: what docs/returns/census.md describes, in bytes."""

from collections.abc import Callable
from datetime import date

from service.workforce.census import continuity
from service.workforce.census.faults import MISSING, Findings
from service.workforce.findings import Finding
from tests.unit.census.messages import (
    agency,
    as_2024,
    as_2025,
    header,
    leaver,
    level,
    message,
    message_2025,
    own,
    read,
)


def _of(content: bytes, **options: object) -> Callable[[], list[Finding]]:
    return lambda: read(content, **options).findings


def _row(**changes: str | None) -> Callable[[], list[Finding]]:
    return _of(message(own(**changes)))


def _more_findings() -> list[Finding]:
    findings = Findings(most=1)
    for row in (1, 2, 3):
        findings.add(MISSING, "There is no Ethnicity.", "Add it.", row=row)
    return findings.listed()


_DEEP = "<a>" * 300 + "</a>" * 300
_DTD = b'<!DOCTYPE Message [<!ENTITY x "y">]>'
_LONG = own(QualInst="x" * 1_500_000)

EXAMPLES: dict[str, Callable[[], list[Finding]]] = {
    "CENSUS_EMPTY_FILE": _of(b""),
    "CENSUS_ARCHIVE": _of(b"PK\x03\x04 an Excel workbook"),
    "CENSUS_NOT_XML": _of(b"SWENo,FTE\nSW1001,0.6\n"),
    "CENSUS_ENCODING": _of(message(own(QualInst="Universit\xe9")).decode().encode("latin-1")),
    "CENSUS_DTD": _of(_DTD + message(own())),
    "CENSUS_WRONG_MESSAGE": _of(message(own(), head=header(collection="CIN"))),
    "CENSUS_TRUNCATED": _of(message(own())[:-60]),
    "CENSUS_MALFORMED": _of(message(own()).replace(b"</FTE>", b"</FTE30>")),
    "CENSUS_TOO_DEEP": _of(message(own(), _DEEP)),
    "CENSUS_TOO_LARGE": _of(message(own(), _LONG)),
    "CENSUS_LEVEL_MISSING": _of(message(own(), totals="")),
    "CENSUS_NO_WORKERS": _of(message()),
    "CENSUS_NO_REFERENCE_DATE": _of(message(own(), head=header(None, None))),
    "CENSUS_HEADER_MISSING": _of(message(own(), head="")),
    "CENSUS_HEADER_ELEMENT": _of(message(own(), head=header(more="<Version>1</Version>"))),
    "CENSUS_HEADER_VALUE": _of(message(own(), head=header(source="<LEA>E08000035</LEA>"))),
    "CENSUS_REFERENCE_ASSUMED": _of(message(own(), head=header(reference=None))),
    "CENSUS_REFERENCE_DAY": _of(message(own(), head=header(reference="2022-09-29"))),
    "CENSUS_REFERENCE_NO_HALF_YEAR": _of(message(own(), head=header(reference="2022-09-29"))),
    "CENSUS_REFERENCE_FUTURE": _of(message(own()), today=date(2022, 9, 29)),
    "CENSUS_REFERENCE_YEAR": _of(message(own(), head=header("2021"))),
    "CENSUS_REFERENCE_SENDER": _of(message(own()), reference_date=date(2021, 9, 30)),
    "CENSUS_EDITION_HEADER": _of(message(own(), head=header("2025", "2025-09-30"))),
    "CENSUS_EDITION_LATER": _of(
        message(as_2025(own()), head=header("2026", "2026-09-30"), totals=level("LALevel"))
    ),
    "CENSUS_EDITION_UNSTATED": _of(message(own(), head=header(None))),
    "CENSUS_EDITION_GENDER": _of(message(own(), head=header("2024", "2024-09-30"))),
    "CENSUS_EDITION_MIXED": _of(message(own(), as_2024(own("SW1002")))),
    "CENSUS_EDITION_ELEMENT": _row(BaseSalary="41500.00"),
    "CENSUS_ORDER": _of(
        message("<CSWWWorker><SWENo>SW1001</SWENo><AgencyWorker>0</AgencyWorker></CSWWWorker>")
    ),
    "CENSUS_UNKNOWN_ELEMENT": _row(Foo="bar"),
    "CENSUS_DUPLICATE_ELEMENT": _of(
        message(
            "<CSWWWorker><AgencyWorker>1</AgencyWorker><SWENo>SW1</SWENo><FTE>1</FTE><FTE>0.5</FTE>"
            "</CSWWWorker>"
        )
    ),
    "CENSUS_STRAY_TEXT": _of(message(own()).replace(b"</FTE>", b"</FTE>0.8")),
    "CENSUS_ATTRIBUTE": _of(message(own()).replace(b"<FTE>", b'<FTE unit="whole">')),
    "CENSUS_CODE_UNKNOWN": _row(OrgRole="9"),
    "CENSUS_SWENO_PATTERN": _of(message(own("12345"))),
    "CENSUS_SWENO_CASE": _of(message(own("sw1001"))),
    "CENSUS_TYPE": _row(RoleStartDate="31/12/2019"),
    "CENSUS_RANGE": _row(FTE="1.5"),
    "CENSUS_EMPTY": _row(OrgRole=""),
    "CENSUS_IDENTITY_MISSING": _row(SWENo=None),
    "CENSUS_MISSING": _row(Ethnicity=None),
    "CENSUS_START_MISSING": _row(RoleStartDate=None, StartOrigin=None),
    "CENSUS_AGENCY_START_MISSING": _of(message(agency(RoleStartDate=None, StartOrigin=None))),
    "CENSUS_ORIGIN_UNEXPECTED": _row(RoleStartDate=None),
    "CENSUS_END_BEFORE_START": _of(message(leaver(RoleEndDate="2019-01-31"))),
    "CENSUS_START_BEFORE_BIRTH": _row(PersonBirthDate="2020-01-01"),
    "CENSUS_AGE_AT_START": _row(PersonBirthDate="2002-02-02"),
    "CENSUS_AFTER_REFERENCE": _row(RoleStartDate="2022-10-03"),
    "CENSUS_LEFT_BEFORE_YEAR": _of(message(leaver(RoleEndDate="2021-09-30"))),
    "CENSUS_LEAVER_FTE": _of(message(leaver(FTE="0.6"))),
    "CENSUS_LEAVER_MISSING": _of(message(leaver(ReasonLeave=None))),
    "CENSUS_LEAVER_UNEXPECTED": _row(ReasonLeave="1"),
    "CENSUS_LEAVER_CASES": _of(message(leaver(Cases30="4"))),
    "CENSUS_FTE_MISSING": _row(FTE=None),
    "CENSUS_FTE_ZERO": _row(FTE="0"),
    "CENSUS_ROLE_WITHOUT_CASES": _row(OrgRole="6"),
    "CENSUS_CASE_HOLDER_NO_CASES": _row(Cases30="0"),
    "CENSUS_CASES_NO_FTE": _row(FTE30="0"),
    "CENSUS_CASES_PER_FTE": _row(Cases30="31"),
    "CENSUS_DAYS_HIGH": _row(WorkingDaysLost="260"),
    "CENSUS_ABSENCE_REASON": _row(Absat30Sept="1"),
    "CENSUS_PAY_MISSING": _of(message_2025(as_2024(own(QualInst=None)))),
    "CENSUS_AGENCY_AGAIN": _of(message(agency(), agency(RoleStartDate="2022-02-01"))),
    "CENSUS_SWENO_DUPLICATE": _of(message(own(), own())),
    "CENSUS_TWO_ROLES": _of(
        message(
            own(FTE="0.5", FTE30="0.5"), own(FTE="0.5", FTE30="0.5", RoleStartDate="2021-02-01")
        )
    ),
    "CENSUS_SPELLS_OVERLAP": _of(message(leaver(), own(RoleStartDate="2022-06-01"))),
    "CENSUS_COVER_ABOVE_VACANCIES": _of(
        message(agency(), totals=level(NumberOfVacancies="0.5", NoAgencyFTE="1"))
    ),
    "CENSUS_COVER_ABOVE_AGENCY": _of(message(agency(), totals=level(NoAgencyHeadcount="2"))),
    "CENSUS_CONTINUITY": lambda: continuity({"a", "b"}, {"a"}),
    "CENSUS_NOT_COUNTED": _row(RoleStartDate=None, StartOrigin=None),
    "CENSUS_ROWS_LEFT_OUT": _of(message(own(), own("12345")), accept_good_rows=True),
    "CENSUS_MORE_FINDINGS": _more_findings,
}

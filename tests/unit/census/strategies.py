"""Random valid messages, with what a reader must make of them worked out from the same choices."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from service.workforce.records import (
    AbsenceTotalRecord,
    AgencyRecord,
    CaseloadRecord,
    EmploymentRecord,
    Records,
    ReportedTotalsRecord,
)
from tests.unit.census.messages import ORDER, REWARDS, Elements, header, message, xml

ROLE_NAMES = (
    "senior-manager",
    "middle-manager",
    "first-line-manager",
    "senior-practitioner",
    "case-holder",
    "qualified-without-cases",
)
ETHNICITIES = [
    "WBRI",
    "WIRI",
    "WOTH",
    "MWBC",
    "MWBA",
    "MWAS",
    "MOTH",
    "AIND",
    "APKN",
    "ABAN",
    "AOTH",
    "BCRB",
    "BAFR",
    "BOTH",
    "CHNE",
    "OOTH",
    "REFU",
    "NOBT",
]
ABSENCES = ["MAT", "OTH", "PUB", "SIC", "TRN", "UNA", "UNP"]


@dataclass
class Case:
    """A message and the records it must become."""

    year: int
    content: bytes
    records: Records = field(default_factory=Records)


def decimal_text(draw: st.DrawFn, value: int, places: int) -> str:
    """One of the ways to write ``value`` units of 10 ** -places."""
    plain = f"{Decimal(value).scaleb(-places):f}"
    short = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return draw(st.sampled_from([plain, short]))


def codes(last: int) -> st.SearchStrategy[str]:
    return st.integers(1, last).map(str)


@st.composite
def workers(draw: st.DrawFn, year: int, row: int, records: Records) -> Elements:
    reference = date(year, 9, 30)
    own = draw(st.booleans())
    born = date(1950, 1, 1) + timedelta(draw(st.integers(0, 15_000)))
    started = draw(st.dates(date(born.year + 19, 1, 1), reference))
    year_opening = date(year - 1, 9, 30)
    latest_start = max(started, year_opening + timedelta(1))
    ended = draw(st.none() | st.dates(latest_start, reference))
    fte = draw(st.integers(1, 1_000_000))
    fte30 = fte if ended is None else 0
    most_cases = fte30 * 50 // 1_000_000
    role = draw(st.integers(1, 6))
    if ended is not None or role == 6 or not most_cases:
        cases = 0
    else:
        cases = draw(st.integers(1, most_cases))
    if role == 5 and not cases:
        role = 1
    days = draw(st.integers(0, 254_00))
    origin, destination, reason = draw(codes(10)), draw(codes(9)), draw(codes(10))
    number = f"{draw(st.sampled_from(['SW', 'AB']))}{row:05}"
    elements: Elements = {
        "AgencyWorker": "0" if own else "1",
        "SWENo": number,
        "FTE": "0" if ended else decimal_text(draw, fte, 6),
        "PersonBirthDate": born.isoformat(),
        "Ethnicity": draw(st.sampled_from(ETHNICITIES)),
        "StepUpGrad": draw(st.sampled_from("01")),
        "OrgRole": str(role),
        "RoleStartDate": started.isoformat(),
        "StartOrigin": origin,
        "FTE30": decimal_text(draw, fte30, 6),
        "Cases30": str(cases),
        "WorkingDaysLost": decimal_text(draw, days, 2),
        "FrontlineGrad": draw(st.sampled_from("01")),
    }
    if ended:
        elements |= {
            "RoleEndDate": ended.isoformat(),
            "LeaverDestination": destination,
            "ReasonLeave": reason,
        }
    if draw(st.booleans()):
        elements |= {"Absat30Sept": "1", "ReasonAbsence": draw(st.sampled_from(ABSENCES))}
    if draw(st.booleans()):
        elements["QualLevel"] = draw(codes(3))
    elements |= _of_the_edition(draw, year)
    _expect(
        records,
        row,
        elements,
        own=own,
        reference=reference,
        fte=fte,
        fte30=fte30,
        cases=cases,
        days=days,
        started=started,
        ended=ended,
    )
    return {name: elements[name] for name in ORDER if name in elements}


def _of_the_edition(draw: st.DrawFn, year: int) -> Elements:
    if year >= 2025:
        pay = decimal_text(draw, draw(st.integers(0, 9_000_000)), 2)
        return {"Sex": draw(st.sampled_from("MF")), "BaseSalary": pay, "RRPayments": "0"}
    # Without a registration number in it: anything in this element is text like any other.
    place = draw(st.text("abc &<é", min_size=1).filter(str.strip))
    escaped = place.replace("&", "&amp;").replace("<", "&lt;")
    older: Elements = {"QualInst": escaped, "CFKSSstatus": draw(codes(4)), "ContractWeeks": "52.5"}
    if year == 2024:
        return older | {"Sex": draw(st.sampled_from("MF"))}
    return older | {"GenderCurrent": draw(st.sampled_from("0129"))}


def _expect(
    records: Records,
    row: int,
    elements: Elements,
    *,
    own: bool,
    reference: date,
    fte: int,
    fte30: int,
    cases: int,
    days: int,
    started: date,
    ended: date | None,
) -> None:
    """Add the records that a worker must become."""
    number = elements["SWENo"]
    role = ROLE_NAMES[int(elements["OrgRole"]) - 1]
    nowhere = "Not stated"
    if own:
        records.employments.append(
            EmploymentRecord(
                row,
                number,
                None,
                nowhere,
                nowhere,
                role,
                None,
                None if ended else fte,
                started,
                "new",
                elements["StartOrigin"],
                ended,
                "left" if ended else None,
                elements.get("LeaverDestination"),
                elements.get("ReasonLeave"),
                None,
                None,
                None,
            )
        )
        records.absence_totals.append(AbsenceTotalRecord(row, number, reference, days))
    else:
        assigned = None if ended else fte
        records.agency.append(
            AgencyRecord(row, number, nowhere, nowhere, role, assigned, started, ended, None)
        )
    if not ended:
        records.caseloads.append(
            CaseloadRecord(row, number, reference, nowhere, cases, fte30, "case", not own)
        )


@st.composite
def messages(draw: st.DrawFn) -> Case:
    """A message of any edition without a fault, and its records."""
    year = draw(st.integers(2021, 2025))
    records = Records()
    rows = [draw(workers(year, row, records)) for row in range(1, draw(st.integers(1, 6)) + 1)]
    reference = date(year, 9, 30)
    present = [each.fte for each in records.agency if each.ended is None]
    covering = draw(st.integers(0, sum(present) // 10_000))
    vacancies = draw(st.integers(covering, 200_000))
    heads = draw(st.integers(0, len(present)))
    totals: Elements = {
        "NumberOfVacancies": decimal_text(draw, vacancies, 2),
        "NoAgencyFTE": decimal_text(draw, covering, 2),
        "NoAgencyHeadcount": str(heads),
    }
    if year >= 2025:
        totals |= {name: draw(st.sampled_from("012")) for name in REWARDS}
        totals["OtherAllowances"] = "none"
    records.reported = [
        ReportedTotalsRecord(0, reference, vacancies * 10_000, covering * 10_000, heads)
    ]
    block = xml("LALevel" if year >= 2025 else "LALevelVacancies", totals)
    # An edition is told by its workers; one without Sex or GenderCurrent does not come up here.
    content = message(*rows, head=header(str(year), reference.isoformat()), totals=block)
    return Case(year, content, records)

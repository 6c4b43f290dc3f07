"""Files as a council sends them: the columns of the templates, filled with invented people."""

import csv
import io
from datetime import date, timedelta

from hypothesis import strategies as st

from service.workforce.records import Kind
from service.workforce.tabular.columns import COLUMNS

DEFAULTS = {
    Kind.POSTS: {
        "post": "P-1",
        "team": "Harbour",
        "area": "North",
        "role": "case-holder",
        "fte": "1",
        "opened": "2020-04-01",
    },
    Kind.EMPLOYMENTS: {
        "registration_number": "SW100001",
        "post": "P-1",
        "team": "Harbour",
        "area": "North",
        "role": "case-holder",
        "contract": "permanent",
        "fte": "0.6",
        "started": "2024-09-02",
        "start_type": "new",
        "start_origin": "1",
        "qualified_on": "2024-07-15",
    },
    Kind.AGENCY: {
        "registration_number": "SW200001",
        "team": "Harbour",
        "area": "North",
        "role": "case-holder",
        "fte": "1",
        "started": "2026-01-05",
        "covers_vacancy": "yes",
    },
    Kind.ABSENCES: {
        "registration_number": "SW100001",
        "kind": "sickness",
        "first_day": "2026-02-02",
        "last_day": "2026-02-06",
        "days_lost": "4.5",
    },
    Kind.CASELOADS: {
        "registration_number": "SW100001",
        "snapshot_date": "2026-09-30",
        "team": "Harbour",
        "cases": "17",
        "unit": "child",
        "agency": "no",
    },
}
LEFT = {
    "ended": "2026-06-30",
    "end_type": "left",
    "leaver_destination": "3",
    "leaving_reason": "1",
}


def number(who: int) -> str:
    return f"SW{100_000 + who}"


def a_file(kind: Kind, *rows: dict) -> bytes:
    """A CSV file of this kind; each row is the default row with these cells changed."""
    columns = [column.name for column in COLUMNS[kind]]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows({**DEFAULTS[kind], **row} for row in rows)
    return text.getvalue().encode()


def employments(*people: int, **other: str) -> bytes:
    return a_file(
        Kind.EMPLOYMENTS,
        *({"registration_number": number(who), "post": f"P-{who}", **other} for who in people),
    )


_CENSUS = """<?xml version="1.0" encoding="UTF-8"?>
<Message>
  <Header>
    <CollectionDetails>
      <Collection>CSWW</Collection><Year>{year}</Year>
      <ReferenceDate>{year}-09-30</ReferenceDate>
    </CollectionDetails>
    <Source><SourceLevel>L</SourceLevel><LEA>999</LEA></Source>
  </Header>
  <LALevelVacancies>
    <NumberOfVacancies>{vacancies}</NumberOfVacancies>
    <NoAgencyFTE>1.00</NoAgencyFTE>
    <NoAgencyHeadcount>1</NoAgencyHeadcount>
  </LALevelVacancies>
{workers}
</Message>
"""
_OWN = """  <CSWWWorker>
    <AgencyWorker>0</AgencyWorker><SWENo>{number}</SWENo><FTE>{fte}</FTE>
    <PersonBirthDate>1985-05-05</PersonBirthDate><GenderCurrent>2</GenderCurrent>
    <Ethnicity>WBRI</Ethnicity><QualInst>University of Somewhere</QualInst><QualLevel>1</QualLevel>
    <StepUpGrad>0</StepUpGrad><OrgRole>5</OrgRole><RoleStartDate>{started}</RoleStartDate>
    <StartOrigin>1</StartOrigin>{leaving}<FTE30>{fte30}</FTE30><Cases30>{cases}</Cases30>
    <WorkingDaysLost>{days}</WorkingDaysLost><FrontlineGrad>0</FrontlineGrad>
  </CSWWWorker>"""


def a_census_worker(
    who: int, *, left: str = "", fte: str = "0.600000", cases: str = "14", days: str = "3.50"
) -> str:
    leaving = (
        f"<RoleEndDate>{left}</RoleEndDate><LeaverDestination>3</LeaverDestination>"
        "<ReasonLeave>1</ReasonLeave>"
    )
    return _OWN.format(
        number=number(who),
        fte="0.000000" if left else fte,
        fte30="0.000000" if left else fte,
        started="2019-01-07",
        leaving=leaving if left else "",
        cases="0" if left else cases,
        days=days,
    )


def a_census(year: int, *workers: str, vacancies: str = "12.50") -> bytes:
    return _CENSUS.format(year=year, vacancies=vacancies, workers="\n".join(workers)).encode()


_DAYS = st.sampled_from(
    [(date(2026, 9, 30) - timedelta(days=90 * n)).isoformat() for n in range(3)]
)
_PEOPLE = st.integers(1, 4).map(number)
_TEAMS = st.sampled_from(["Harbour", "Hill"])
_FTE = st.sampled_from(["1", "0.6", ""])
_VARIED = {
    Kind.POSTS: {
        "post": st.sampled_from(["P-1", "P-2", "P-3"]),
        "team": _TEAMS,
        "opened": _DAYS,
        "closed": st.sampled_from(["", "2026-10-31"]),
    },
    Kind.EMPLOYMENTS: {
        "registration_number": _PEOPLE,
        "post": st.sampled_from(["P-1", ""]),
        "team": _TEAMS,
        "fte": _FTE,
        "started": _DAYS,
    },
    Kind.AGENCY: {
        "registration_number": _PEOPLE,
        "team": _TEAMS,
        "fte": _FTE,
        "started": _DAYS,
        "ended": st.sampled_from(["", "2026-10-31"]),
        "covers_vacancy": st.sampled_from(["yes", "no", ""]),
    },
    Kind.ABSENCES: {
        "registration_number": _PEOPLE,
        "first_day": _DAYS,
        "last_day": st.just("2026-10-31"),
        "days_lost": st.sampled_from(["1", "2.5"]),
    },
    Kind.CASELOADS: {
        "registration_number": _PEOPLE,
        "snapshot_date": _DAYS,
        "team": _TEAMS,
        "cases": st.integers(0, 20).map(str),
        "fte": _FTE,
    },
}
_MAY_LEAVE = st.sampled_from([{}, {}, {**LEFT, "ended": "2026-10-31"}])


@st.composite
def random_file(draw, kinds=tuple(Kind)) -> tuple[Kind, str, bytes]:
    """(kind, filename, bytes): few people, days and teams, so that returns meet the same keys."""
    kind = draw(st.sampled_from(kinds))
    if kind is Kind.CENSUS:
        year = draw(st.sampled_from([2022, 2023]))
        people = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4, unique=True))
        return (
            kind,
            "census.xml",
            a_census(
                year,
                *(
                    a_census_worker(
                        who,
                        left=draw(st.sampled_from(["", "", f"{year}-06-30"])),
                        cases=draw(st.sampled_from(["9", "14"])),
                    )
                    for who in people
                ),
                vacancies=draw(st.sampled_from(["12.50", "3.00"])),
            ),
        )
    row = st.fixed_dictionaries(_VARIED[kind])
    rows = draw(st.lists(row, min_size=1, max_size=5))
    if kind is Kind.EMPLOYMENTS:
        rows = [{**each, **draw(_MAY_LEAVE)} for each in rows]
    return kind, f"{kind}.csv", a_file(kind, *rows)


@st.composite
def files_sent_again(draw) -> list[tuple[Kind, str, bytes]]:
    """A few files about the same rows, each sent any number of times, byte for byte the same."""
    kinds = draw(st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=2, unique=True))
    pool = draw(st.lists(random_file(tuple(kinds)), min_size=2, max_size=3))
    return draw(st.lists(st.sampled_from(pool), min_size=3, max_size=7))


@st.composite
def related_files(draw) -> list[tuple[Kind, str, bytes]]:
    """A few files sent again and again, each time with another line end at its end.

    So rows come that are held already, in a file that is not recognised as the same.
    """
    kinds = draw(st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=2, unique=True))
    pool = draw(st.lists(random_file(tuple(kinds)), min_size=1, max_size=3))
    sent = draw(st.lists(st.sampled_from(pool), min_size=2, max_size=6))
    return [
        (kind, filename, content + b"\n" * again)
        for again, (kind, filename, content) in enumerate(sent)
    ]

"""Records and random returns for the tests of taking a return in."""

from datetime import date, timedelta

from hypothesis import strategies as st

from service.workforce.records import (
    AbsenceRecord,
    AbsenceTotalRecord,
    AgencyRecord,
    CaseloadRecord,
    EmploymentRecord,
    PostRecord,
    Records,
    ReportedTotalsRecord,
)

DAY = date(2026, 9, 30)


def worker(number: int) -> str:
    return f"{number:032x}"


def a_post(row=2, post="P-1", **other) -> PostRecord:
    told = {
        "team": "Harbour",
        "area": "North",
        "role": "case-holder",
        "fte": 1_000_000,
        "opened": date(2020, 4, 1),
        "closed": None,
    }
    return PostRecord(row=row, post=post, **{**told, **other})


def an_employment(row=2, who=1, **other) -> EmploymentRecord:
    told = {
        "post": "P-1",
        "team": "Harbour",
        "area": "North",
        "role": "case-holder",
        "contract": "permanent",
        "fte": 600_000,
        "started": date(2024, 9, 2),
        "start_type": "new",
        "start_origin": "1",
        "ended": None,
        "end_type": None,
        "destination": None,
        "reason": None,
        "qualified_on": date(2024, 7, 15),
        "asye_started": None,
        "asye_ended": None,
    }
    return EmploymentRecord(row=row, worker=worker(who), **{**told, **other})


def a_leaver(row=2, who=1, ended=date(2026, 6, 30), **other) -> EmploymentRecord:
    told = {"ended": ended, "end_type": "left", "destination": "3", "reason": "1"}
    return an_employment(row, who, **{**told, **other})


def an_assignment(row=2, who=1, **other) -> AgencyRecord:
    told = {
        "team": "Harbour",
        "area": "North",
        "role": "case-holder",
        "fte": 1_000_000,
        "started": date(2026, 1, 5),
        "ended": None,
        "covers_vacancy": True,
    }
    return AgencyRecord(row=row, worker=worker(who), **{**told, **other})


def an_absence(row=2, who=1, **other) -> AbsenceRecord:
    told = {"kind": "SIC", "first_day": date(2026, 2, 2), "last_day": None, "days_lost": 450}
    return AbsenceRecord(row=row, worker=worker(who), **{**told, **other})


def a_caseload(row=2, who=1, **other) -> CaseloadRecord:
    told = {
        "taken_on": DAY,
        "team": "Harbour",
        "cases": 17,
        "fte": None,
        "unit": "child",
        "agency": False,
    }
    return CaseloadRecord(row=row, worker=worker(who), **{**told, **other})


def _numbered(record_type, rows) -> list:
    return [record_type(number, *fields) for number, fields in enumerate(rows, start=2)]


def _unique(fields, key_places):
    return st.lists(
        st.tuples(*fields), max_size=6, unique_by=lambda row: tuple(row[i] for i in key_places)
    )


WORKERS = st.integers(1, 4).map(worker)
DAYS = st.sampled_from([DAY - timedelta(days=30 * back) for back in range(3)])
TEAMS = st.sampled_from(["Harbour", "Hill"])
FTE = st.sampled_from([1_000_000, 600_000, None])
ENDS = st.sampled_from([None, date(2026, 10, 31)])


@st.composite
def random_records(draw) -> Records:
    """Few workers, days and teams, so that returns meet the same keys again and again."""
    return Records(
        posts=_numbered(
            PostRecord,
            draw(
                _unique(
                    [
                        st.sampled_from(["P-1", "P-2", "P-3"]),
                        TEAMS,
                        st.just("North"),
                        st.sampled_from(["case-holder", None]),
                        st.just(1_000_000),
                        DAYS,
                        ENDS,
                    ],
                    (0, 5),
                )
            ),
        ),
        employments=_numbered(
            EmploymentRecord,
            draw(
                _unique(
                    [
                        WORKERS,
                        st.sampled_from(["P-1", None]),
                        TEAMS,
                        st.just("North"),
                        st.just("case-holder"),
                        st.just("permanent"),
                        FTE,
                        DAYS,
                        st.just("new"),
                        st.just(None),
                        ENDS,
                        st.just(None),
                        st.just(None),
                        st.just(None),
                        st.just(None),
                        st.just(None),
                        st.just(None),
                    ],
                    (0, 7, 1),
                )
            ),
        ),
        agency=_numbered(
            AgencyRecord,
            draw(
                _unique(
                    [
                        WORKERS,
                        TEAMS,
                        st.just("North"),
                        st.just(None),
                        FTE,
                        DAYS,
                        ENDS,
                        st.sampled_from([True, False, None]),
                    ],
                    (0, 5, 1),
                )
            ),
        ),
        absences=_numbered(
            AbsenceRecord,
            draw(
                _unique(
                    [WORKERS, st.sampled_from(["SIC", "MAT"]), DAYS, ENDS, st.integers(0, 200)],
                    (0, 2, 1),
                )
            ),
        ),
        absence_totals=_numbered(
            AbsenceTotalRecord, draw(_unique([WORKERS, DAYS, st.integers(0, 200)], (0, 1)))
        ),
        caseloads=_numbered(
            CaseloadRecord,
            draw(
                _unique(
                    [
                        WORKERS,
                        DAYS,
                        TEAMS,
                        st.integers(0, 30),
                        FTE,
                        st.just("child"),
                        st.booleans(),
                    ],
                    (0, 1, 2),
                )
            ),
        ),
        reported=_numbered(
            ReportedTotalsRecord,
            draw(_unique([DAYS, st.integers(0, 9), st.just(0), st.just(0)], (0,))),
        ),
    )

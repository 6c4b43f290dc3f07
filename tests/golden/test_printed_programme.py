"""The programme as Lancashire printed it, errors included (acceptance cases AC1 and AC2)."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from academy.clashes import clashes
from academy.engagements import printed_engagements
from academy.printed_programme import read_programme
from academy.printed_rows import ReadProgramme
from academy.working_days import WorkingDays
from service.cohorts.printed_file import read_headings, read_rows
from service.cohorts.shipped import shipped_holidays

DATA = Path(__file__).parents[2].parent / "shared" / "data"


def printed(*, headings: bool) -> ReadProgramme:
    if not (DATA / "lancashire-cohort1.tsv").exists():
        pytest.skip(
            f"THE PRINTED PROGRAMME IS NOT HERE: {DATA} is absent, so nothing was proved on it"
        )
    holidays, known = shipped_holidays()
    return read_programme(
        read_rows(DATA / "lancashire-cohort1.tsv"),
        headings=read_headings(DATA / "cohorts.tsv") if headings else [],
        working_days=WorkingDays(holidays, known),
        stated_days=15,
    )


@pytest.mark.parametrize("headings", [True, False])
def test_rows_sessions_lunches_and_days(headings: bool) -> None:
    read = printed(headings=headings)
    assert (len(read.items), read.sessions, read.lunches, read.days) == (74, 64, 10, 16)
    assert Counter(item.block for item in read.items if item.kind == "session") == Counter(
        {"week1": 19, "week2": 18, "review-3m": 12, "review-6m": 9, "review-9m": 3, "review-12m": 3}
    )


@pytest.mark.parametrize("headings", [True, False])
def test_findings_by_code(headings: bool) -> None:
    counts = Counter(finding.code for finding in printed(headings=headings).findings)
    expected = {
        "AUDIENCE_SUSPECT": 4, "CELL_INHERITED": 28, "DATE_OUTSIDE_BLOCK": 6, "DATE_WEEKEND": 4,
        "END_MISSING": 2, "FACILITATOR_MISSING": 34, "GROUP_TBC": 1, "MERIDIEM_INFERRED": 36,
        "OVERLAP": 1, "PERSON_CLASH": 6, "PRESENTER_MISSING": 2, "PRESENTER_TBC": 11, "ROOM_MISSING": 34,
        "ROOM_MULTIPLE": 3, "TIME_IMPLAUSIBLE": 1, "TIME_MISSING": 1, "TRACK_ALTERNATIVE": 2,
        "TRACK_PARALLEL": 4, "TOTAL_MISMATCH": 1,
    }  # fmt: skip
    if headings:
        expected |= {"HEADING_MISMATCH": 2, "TOTAL_MISMATCH": 2}
    assert {code: counts[code] for code in expected} == expected
    assert set(counts) - set(expected) == {"NAME_SIMILAR"}


def test_the_three_wrong_dates_and_what_they_should_be() -> None:
    outside = {
        (finding.printed, finding.suggestion)
        for finding in printed(headings=True).findings
        if finding.code == "DATE_OUTSIDE_BLOCK"
    }
    assert outside == {
        ("13/08/2018", "2018-03-13"),
        ("13/08/2017", "2018-03-13"),
        ("11/06/2017", "2018-06-11"),
    }


def test_the_one_real_overlap() -> None:
    (finding,) = [f for f in printed(headings=True).findings if f.code == "OVERLAP"]
    assert finding.message.startswith("2018-03-12 10:45-12:15")


def test_printed_text_is_kept_to_the_letter() -> None:
    read = printed(headings=True)
    with (DATA / "lancashire-cohort1.tsv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file, delimiter="\t"))
    assert [item.printed["time_as_printed"] for item in read.items] == [
        line["time_as_printed"].strip() for line in lines
    ]


def test_three_people_are_in_two_places_twice_on_one_day_and_nobody_elsewhere() -> None:
    """AC7: tracks side by side in two buildings; sessions back to back elsewhere are no clash."""
    found = clashes(printed_engagements(printed(headings=True).items))
    assert [
        (c.one.day.isoformat(), f"{c.one.start:%H:%M}", f"{c.one.end:%H:%M}", c.resource, c.key)
        for c in found
    ] == [
        ("2017-11-09", start, end, "person", name)
        for start, end in (("09:00", "12:00"), ("13:00", "14:30"))
        for name in ("AP 4", "Academy lead 1", "Academy lead 2")
    ]

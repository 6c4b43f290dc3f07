"""What the demo records beside its returns: pure, the same every time, plainly invented."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date

import pytest

from academy.programme import Audience
from scorecard.themes.codebook import shipped_codebook
from service.benchmarks.vintages import read_file
from service.demo import asye_years, comparators, staff_survey, waiting
from service.demo.academy import LAST_YEAR, THIS_YEAR, starters
from service.demo.asye_years import PANEL, completed_on, promises
from service.demo.exit_interviews import MARCH_FILE, SEPTEMBER_FILE, file_content, heard
from service.demo.files import mistakes
from service.demo.leavers_said import OTHERS, RETIRED, TO_AGENCY
from service.demo.months import MARCH_2026, SEPTEMBER_2026
from service.settings import DEMO_AUTHORITY
from service.surveys.blindness import sampled
from service.surveys.interviews import Status

LATER = date(2027, 12, 31)


# --- ASYE years ------------------------------------------------------------------------------------


def test_every_newly_qualified_member_is_promised_a_year():
    for cohort in (LAST_YEAR, THIS_YEAR):
        fresh = [s for s in starters(cohort) if s.audience is Audience.NEWLY_QUALIFIED]
        assert [each.starter for each in promises(cohort)] == fresh
    assert {each.preset for each in promises(LAST_YEAR)} == {"lancashire"}
    assert {each.preset for each in promises(THIS_YEAR)} == {"newham"}


@pytest.mark.parametrize("cohort", [LAST_YEAR, THIS_YEAR])
def test_about_half_are_well_kept(cohort):
    kept = sum(map(asye_years.is_well_kept, promises(cohort)))
    assert len(promises(cohort)) // 3 <= kept <= len(promises(cohort)) - 3


def test_nothing_is_recorded_after_a_year_is_over_nor_before_it_began():
    for each in promises(LAST_YEAR):
        last = each.left or completed_on(each) or LATER
        days = [
            *(one.on for one in asye_years.sessions(each, LATER)),
            *(one.on for one in asye_years.protection(each, LATER)),
            *(day for _, day in asye_years.reviews(each, LATER)),
            *(day for _, day in asye_years.pieces(each, LATER)),
        ]
        assert each.start <= min(days)
        assert max(days) <= last


def test_what_is_told_up_to_a_day_is_the_beginning_of_what_is_told_later():
    for each in promises(LAST_YEAR):
        later = list(asye_years.sessions(each, LATER))
        assert later[:5] == list(asye_years.sessions(each, later[4].on))


def test_one_completes_late_one_is_late_and_two_left():
    years = promises(LAST_YEAR)
    done = {each.starter.name: completed_on(each) for each in years}
    assert [name for name, day in done.items() if day and day > PANEL] == ["Medlar Demo"]
    assert sum(day is not None for day in done.values()) == 5
    assert [each.starter.name for each in years if each.left] == ["Hornbeam Demo", "Linden Demo"]
    assert [each.starter.name for each in years if not each.left and not completed_on(each)] == [
        "Ivy Demo"
    ]


# --- exit interviews -------------------------------------------------------------------------------


def test_enough_are_interviewed_in_both_half_years():
    """
    half-year to    offered  done  declined
    31 March 2026        14    11         2
    30 September         25    20         3
    """
    winter = Counter(each.status for each in heard() if each.left_on <= MARCH_2026)
    summer = Counter(each.status for each in heard() if each.left_on > MARCH_2026)
    assert (winter.total(), winter[Status.DONE], winter[Status.DECLINED]) == (14, 11, 2)
    assert (summer.total(), summer[Status.DONE], summer[Status.DECLINED]) == (25, 20, 3)
    assert max(each.left_on for each in heard()) <= SEPTEMBER_2026


def test_some_themes_pass_the_minimum_and_others_do_not():
    named = Counter(
        theme
        for each in heard()
        if each.left_on > MARCH_2026
        for theme in {t for said in each.told for t in (said.decided or said.reasons).split()}
    )
    assert {theme for theme, count in named.items() if count >= 5} == {"CAS", "WLB", "PAY"}
    assert sum(1 <= count < 5 for count in named.values()) > 5


def test_codes_are_themes_of_the_codebook_and_no_answer_is_there_twice():
    known = set(shipped_codebook().codes())
    every = [said for told in (*RETIRED, *TO_AGENCY, *OTHERS) for said in told]
    for said in every:
        codes = f"{said.reasons} {said.praised} {said.otherwise or ''} {said.decided or ''}"
        assert set(codes.split()) <= known
        assert (said.otherwise is None) == (said.decided is None)
    said_by_leavers = [said.text for each in heard() for said in each.told]
    assert len(set(said_by_leavers)) == len(said_by_leavers)


def test_two_coders_differ_where_the_second_one_codes():
    sample = [said for each in heard() for said in each.told if sampled(each.comment_id(said))]
    assert sum(said.otherwise is not None for said in sample) >= 3
    assert len(sample) >= 10


def test_the_leaver_nobody_reported_was_interviewed_and_is_in_no_file():
    late = mistakes().late_leaver
    [mine] = [each for each in heard() if each.number == late.worker.number]
    assert (mine.status, mine.in_file) == (Status.DONE, None)
    assert late.worker.number not in file_content(MARCH_FILE).decode("utf-8-sig")


@pytest.mark.parametrize("name", [MARCH_FILE, SEPTEMBER_FILE])
def test_rows_of_a_file_are_numbered_as_excel_shows_them(name):
    rows = list(csv.DictReader(io.StringIO(file_content(name).decode("utf-8-sig"))))
    mine = [each for each in heard() if each.in_file == name]
    assert [(row["registration_number"], number) for number, row in enumerate(rows, 2)] == [
        (each.number, each.row) for each in mine
    ]
    assert all(re.fullmatch(r"ZZ9\d{6}", row["registration_number"]) for row in rows)


# --- surveys, comparators, waiting -------------------------------------------------------------------


def test_of_most_teams_too_few_answer_to_be_shown_and_of_some_enough():
    for run in staff_survey.ROUNDS:
        came = Counter(staff_survey._responding(run))
        asked = staff_survey.invited(run)
        assert all(came[team] <= asked[team] for team in came)
        shown = [team for team, number in came.items() if number >= staff_survey.MINIMUM]
        assert 3 <= len(shown) < len(asked)
        assert came.total() * 2 > sum(asked.values())


def test_the_comparator_files_are_read_without_a_reject_and_say_what_they_are():
    indicators, neighbours = (read_file(each.content) for each in comparators.tables())
    assert not indicators.refused
    assert not neighbours.refused
    assert indicators.table is not None
    england = indicators.table.england(2025)
    assert england is not None
    assert str(england.cells["agency_rate_fte"]) == "13"
    [(code, ten)] = (neighbours.neighbours or {}).items()
    assert (code, len(ten)) == (DEMO_AUTHORITY, 10)
    assert {each.code for each in ten} == {row[2] for row in comparators._AUTHORITIES}
    assert all("demo" in each.title for each in comparators.tables())


def test_who_waits_is_invented_and_nobody_of_a_cohort():
    names = {each.name for cohort in (LAST_YEAR, THIS_YEAR) for each in starters(cohort)}
    for each in waiting.WAITING:
        assert re.fullmatch(r"[A-Z][a-z]+ Demo", each.said.name)
        assert each.said.name not in names
        assert each.number is None or each.number.startswith("ZZ99")

"""Caseloads, experience and sickness."""

from dataclasses import replace
from datetime import date

from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.workforce import Workforce
from tests.spec.tables import Read, absences, agency, caseloads, posts, sick_days, staff

TEAM = staff("""
worker | qualified  | fte | asye       | asye_ended
new    | 2026-01-15 | 1   | -          | -
mid    | 2024-01-15 | 1   | -          | -
old    | 2010-07-01 | 0.5 | -          | -
asye   | 2025-01-15 | 1   | 2025-02-01 | -
done   | 2026-01-15 | 1   | 2025-02-01 | 2026-05-01
none   | -          | 1   | -          | -
""")


def test_the_average_leaves_out_who_holds_no_case() -> None:
    """Cases / FTE of those who hold at least one, agency included."""
    made = Read(
        Workforce(
            employments=TEAM,
            agency=agency("worker | fte\ntemp | 1"),
            caseloads=caseloads("""
worker | cases | fte | agency
new    | 12    | -   | no
mid    | 20    | 1   | no
old    | 9     | -   | no
none   | 0     | 1   | no
temp   | 22    | -   | yes
"""),
        )
    )
    assert made.sum("average-caseload", "child") == "63 / 3.5"
    assert made("average-caseload", "child") == "18.0"
    assert made.figure("average-caseload", "child").basis == "snapshot of 30 September 2026"


def test_caseloads_are_held_against_the_limit_of_the_band() -> None:
    """15, 20 and 23 for a full-timer: at the limit is not over it; part-timers have their share."""
    made = Read(
        Workforce(
            employments=TEAM,
            caseloads=caseloads("""
worker | cases
new    | 15
mid    | 21
old    | 12
asye   | 16
done   | 16
none   | 40
"""),
        )
    )
    bands = ("newly-qualified", "under-2-years", "2-to-3-years", "3-to-5-years", "10-years-or-more")
    over = [made("caseload-over-limit", band) for band in bands]
    assert over == ["1", "0", "1", "z", "1"]
    assert [made("caseload-at-or-over-limit", band) for band in bands] == ["2", "0", "1", "z", "1"]
    assert made.sum("caseload-over-limit-share", "newly-qualified") == "1 / 2"
    assert made.excluded("caseload-over-limit", "newly-qualified") == {"experience-not-stated": 1}


def test_a_worker_without_hours_makes_nobody_elses_nought_unknown() -> None:
    """Unknown is a band of which nobody could be compared; `stray` is of no known band."""
    made = Read(
        Workforce(
            employments=staff("""
worker | team  | qualified  | fte
new    | Alder | 2026-01-15 | 1
mid    | Alder | 2024-01-15 | 1
old    | Alder | 2010-07-01 | -
"""),
            caseloads=caseloads("""
worker | team  | cases | agency
new    | Alder | 12    | no
mid    | Alder | 14    | no
old    | Alder | 9     | no
stray  | Birch | 5     | yes
"""),
        )
    )
    #  band              over  share
    table = """
newly-qualified  | 0 | 0.0
2-to-3-years     | 0 | 0.0
3-to-5-years     | z | z
10-years-or-more | x | x
"""
    for line in table.strip().splitlines():
        band, over, share = (each.strip() for each in line.split("|"))
        assert (made("caseload-over-limit", band), made("caseload-at-or-over-limit", band)) == (
            over,
            over,
        ), band
        assert made("caseload-over-limit-share", band) == share, band
    of_alder = {
        code: (str(figure.numerator), str(figure.denominator))
        for (name, place, group, code), figure in made.figures.items()
        if (name, place, group) == ("caseload-over-limit-share", "team", "Alder")
    }
    assert of_alder == {"newly-qualified": ("0", "1"), "2-to-3-years": ("0", "1")}


def test_median_ninetieth_percentile_and_highest() -> None:
    rows = "\n".join(["worker | cases | fte"] + [f"w{n} | {n} | 1" for n in range(1, 11)])
    people = "\n".join(["worker"] + [f"w{n}" for n in range(1, 11)])
    made = Read(Workforce(employments=staff(people), caseloads=caseloads(rows)))
    assert made("caseload-median", "child") == "5.5"
    assert made("caseload-p90", "child") == "9"
    assert made("caseload-highest", "child") == "10"


def test_the_latest_snapshot_of_the_last_month_speaks() -> None:
    made = Read(
        Workforce(
            employments=TEAM,
            caseloads=caseloads("""
worker | cases | taken
mid    | 30    | 2026-08-31
mid    | 20    | 2026-09-15
mid    | 10    | 2026-10-01
"""),
        )
    )
    assert made.sum("average-caseload", "child") == "20 / 1"
    stale = Workforce(employments=TEAM, caseloads=caseloads("worker | taken\nmid | 2026-08-30"))
    assert set(Read(stale).categories("average-caseload").values()) == {"x"}


def test_units_are_never_mixed() -> None:
    made = Read(
        Workforce(
            employments=TEAM,
            caseloads=caseloads("""
worker | cases | unit
new    | 10    | child
mid    | 6     | family
"""),
        )
    )
    assert made.sum("average-caseload", "child") == "10 / 1"
    assert made.sum("average-caseload", "family") == "6 / 1"


def test_cases_without_a_known_fte_are_left_out_and_said() -> None:
    made = Read(
        Workforce(
            employments=TEAM,
            caseloads=caseloads(
                "worker | cases | agency\nnobody | 9 | no\nmid | 10 | no\nghost | 5 | yes"
            ),
        )
    )
    assert made.sum("average-caseload", "child") == "10 / 1"
    assert sum(made.excluded("average-caseload", "child").values()) >= 2


def test_cases_in_a_team_where_the_worker_is_not_take_the_fte_of_all_spells() -> None:
    made = Read(
        Workforce(
            posts=posts("post | team | area\nP1 | Birch | South"),
            employments=staff("worker | fte | team\nann | 0.5 | Alder"),
            agency=agency("worker | fte | team\ntemp | 0.5 | Alder"),
            caseloads=caseloads(
                "worker | cases | team | agency\nann | 5 | Birch | no\ntemp | 6 | Birch | yes"
            ),
        )
    )
    assert made.sum("average-caseload", "child") == "11 / 1"
    assert made.by("average-caseload", "team") == {}


def test_experience_bands() -> None:
    made = Read(Workforce(employments=TEAM))
    assert made.sum("newly-qualified-share") == "2 / 5"
    assert made("newly-qualified-share") == "40.0"
    assert made.sum("under-two-years-share") == "3 / 5"
    assert made.excluded("newly-qualified-share") == {"experience-not-stated": 1}
    assert made.by("in-post-headcount", "experience") == {
        "newly-qualified": "2", "under-2-years": "1", "2-to-3-years": "1", "10-years-or-more": "1",
        "not-stated": "1",
    }  # fmt: skip


def test_a_person_passes_from_band_to_band_while_in_post() -> None:
    people = staff("worker | qualified\nann | 2025-05-15")
    assert Read(Workforce(employments=people), "2026-03-31")("newly-qualified-share") == "100.0"
    after = Read(Workforce(employments=people))
    assert after("newly-qualified-share") == "0.0"
    assert after.by("moves-headcount", "experience")["newly-qualified"] == "-1"


def test_a_29_february_qualifies_for_a_year_like_any_other_day() -> None:
    people = staff("worker | qualified\nann | 2024-02-29")
    assert Read(Workforce(employments=people), "2024-09-30")("newly-qualified-share") == "100.0"


def test_sickness_is_days_over_staff_times_the_days_of_the_year() -> None:
    made = Read(
        Workforce(
            employments=staff("worker | fte\nann | 1\nbob | 0.6"),
            absences=absences("""
worker | kind | first      | last       | days
ann    | SIC  | 2026-01-05 | 2026-01-09 | 5
bob    | SIC  | 2026-02-02 | 2026-02-03 | 1.2
bob    | MAT  | 2026-03-02 | 2026-06-30 | 80
ann    | SIC  | 2025-09-29 | 2025-10-02 | 4
"""),
        )
    )
    assert made("sickness-days-lost") == "8.2"
    assert made.sum("sickness-absence-rate") == "8.2 / 404.8"
    assert made("sickness-absence-rate") == "2.0"


def test_a_leap_year_has_254_days() -> None:
    facts = Workforce(
        employments=staff("worker\nann"),
        absences=absences("first | last | days\n2024-01-08 | 2024-01-08 | 1"),
    )
    assert Read(facts, "2024-09-30").sum("sickness-absence-rate") == "1 / 254"
    assert Read(facts, "2024-03-31").sum("sickness-absence-rate") == "1 / 254"
    assert Read(facts, "2025-03-31").sum("sickness-absence-rate") == "0 / 253"


def test_a_spell_over_the_end_of_the_year_is_split_over_weekdays_and_nothing_is_lost() -> None:
    """Monday 28 September to Friday 2 October 2026: three of five weekdays lie in the year."""
    facts = Workforce(
        employments=staff("worker\nann"),
        absences=absences("first | last | days\n2026-09-28 | 2026-10-02 | 5"),
    )
    assert Read(facts)("sickness-days-lost") == "3.0"
    assert Read(facts, "2027-09-30")("sickness-days-lost") == "2.0"


def test_a_spell_on_a_weekend_and_one_that_lasts() -> None:
    facts = Workforce(
        employments=staff("worker\nann"),
        absences=absences("first | last | days\n2026-09-26 | 2026-09-27 | 1\n2026-09-29 | - | 2"),
    )
    assert Read(facts)("sickness-days-lost") == "3.0"


def test_the_census_total_serves_its_own_year_only_and_where_no_spells_are_held() -> None:
    people = staff("worker\nann")
    facts = Workforce(employments=people, absence_totals=[sick_days("ann", "2026-09-30", "12.5")])
    assert Read(facts).sum("sickness-absence-rate") == "12.5 / 253"
    assert Read(facts, "2026-03-31")("sickness-absence-rate") == "x"
    both = replace(facts, absences=absences("first | last | days\n2026-01-05 | 2026-01-05 | 1"))
    assert Read(both)("sickness-days-lost") == "1.0"


def test_a_council_may_set_its_own_limits_with_a_date_and_a_source() -> None:
    limits = replace(
        DEFAULT_PARAMETERS.caseload_limits[0],
        since=date(2026, 9, 1),
        limits=(("newly-qualified", 10),),
    )
    own = replace(DEFAULT_PARAMETERS, caseload_limits=(*DEFAULT_PARAMETERS.caseload_limits, limits))
    facts = Workforce(employments=TEAM, caseloads=caseloads("worker | cases\nnew | 12\nold | 90"))
    made = Read(facts, parameters=own)
    assert made("caseload-over-limit", "newly-qualified") == "1"
    assert made("caseload-over-limit", "10-years-or-more") == "z"
    usual = Read(facts)
    assert usual("caseload-over-limit", "newly-qualified") == "0"
    assert usual("caseload-over-limit", "10-years-or-more") == "1"

"""Records as a half-year sees them: nothing of what comes after it, or was over before it."""

from __future__ import annotations

from datetime import date

import pytest

from scorecard.periods import half_year_ending
from scorecard.records import (
    AsyeYear,
    CapCheck,
    CapUnit,
    CohortMember,
    ExitInterview,
    ExitTheme,
    InterviewStatus,
    Pause,
    ProtectedTime,
    RecordKind,
    Records,
    SupervisionTarget,
    SurveyResult,
)
from scorecard.seen import as_seen

PERIOD = half_year_ending(date(2026, 9, 30))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("left_on", "seen"),
    [
        ("2024-09-30", False),
        ("2024-10-01", True),
        ("2026-03-31", True),
        ("2026-09-30", True),
        ("2026-10-01", False),
    ],
)
def test_exit_interviews_of_24_months_are_seen_by_leaving_date(left_on: str, seen: bool):
    one = ExitInterview("e1", "w1", day(left_on), InterviewStatus.DONE, codable=True)
    found = as_seen(Records(exit_interviews=[one]), PERIOD)
    assert found.exit_interviews == ((one,) if seen else ())
    assert found.holds(RecordKind.EXIT_INTERVIEWS)


@pytest.mark.parametrize(
    ("closed_on", "seen"),
    [
        ("2026-03-31", False),
        ("2026-04-01", True),
        ("2026-09-30", True),
        ("2026-10-01", False),
    ],
)
def test_a_survey_belongs_to_the_half_year_in_which_it_closed(closed_on: str, seen: bool):
    one = SurveyResult(
        "s1", "Health check", "1", day("2026-03-01"), day(closed_on), None, 10, 7, 5, ()
    )
    found = as_seen(Records(survey_results=[one]), PERIOD)
    assert found.survey_results == ((one,) if seen else ())


def test_themes_have_no_date():
    theme = ExitTheme("CAS", "Caseload")
    assert as_seen(Records(exit_themes=[theme]), PERIOD).exit_themes == (theme,)


def a_year(**changes: object) -> AsyeYear:
    values: dict[str, object] = {
        "ref": "a1",
        "worker": "w1",
        "cohort": "Spring",
        "route": None,
        "team": "Harbour",
        "started": day("2026-02-02"),
        "planned_end": day("2027-02-02"),
    }
    return AsyeYear(**{**values, **changes})  # type: ignore[arg-type]  # -- values by name


def test_of_an_asye_only_what_had_happened_is_seen():
    """What was due, taken or counted in the half-year; ends that have not come yet have not."""
    year = a_year(
        completed_on=day("2026-10-01"),
        ended_on=day("2026-10-02"),
        pauses=(
            Pause(day("2026-04-06"), day("2026-04-10")),
            Pause(day("2026-09-28"), day("2026-10-09")),
            Pause(day("2026-11-02"), None),
        ),
        supervision=tuple(
            SupervisionTarget(day(each), kept=True)
            for each in ("2026-03-31", "2026-04-01", "2026-09-30", "2026-10-01")
        ),
        protected_time=tuple(
            ProtectedTime(day(each), 300, 300)
            for each in ("2026-03-31", "2026-04-03", "2026-10-02")
        ),
        caps=tuple(
            CapCheck(day(each), 1500, 1600, CapUnit.CHILD)
            for each in ("2026-03-31", "2026-09-30", "2026-10-01")
        ),
    )
    assert as_seen(Records(asye_years=[year]), PERIOD).asye_years == (
        a_year(
            pauses=(
                Pause(day("2026-04-06"), day("2026-04-10")),
                Pause(day("2026-09-28"), None),
            ),
            supervision=(
                SupervisionTarget(day("2026-04-01"), kept=True),
                SupervisionTarget(day("2026-09-30"), kept=True),
            ),
            protected_time=(ProtectedTime(day("2026-04-03"), 300, 300),),
            caps=(CapCheck(day("2026-09-30"), 1500, 1600, CapUnit.CHILD),),
        ),
    )


def test_who_starts_after_the_half_year_is_not_seen():
    years = [
        a_year(ref="a1", started=day("2026-09-30")),
        a_year(ref="a2", started=day("2026-10-01")),
    ]
    assert [one.ref for one in as_seen(Records(asye_years=years), PERIOD).asye_years] == ["a1"]


def test_a_member_who_left_after_the_half_year_had_not_left():
    def member(**changes: date) -> CohortMember:
        return CohortMember("m1", "w1", "Spring", None, day("2025-09-01"), **changes)

    later = member(
        completed=day("2026-10-01"),
        left_authority_on=day("2026-10-02"),
        left_childrens_on=day("2026-10-03"),
    )
    earlier = member(completed=day("2026-09-30"), left_childrens_on=day("2026-09-30"))
    after = CohortMember("m2", "w2", "Autumn", None, day("2026-10-01"))
    found = as_seen(Records(cohort_members=[later, earlier, after]), PERIOD)
    assert found.cohort_members == (member(), earlier)


def test_what_is_held_says_so_even_where_nothing_of_it_is_seen():
    one = ExitInterview("e1", "w1", day("2020-01-06"), InterviewStatus.DONE, codable=True)
    collected = frozenset({RecordKind.EXIT_INTERVIEWS, RecordKind.SURVEY_RESULTS})
    found = as_seen(Records(exit_interviews=[one], collected=collected), PERIOD)
    assert found == Records(collected=collected, recorded=frozenset({RecordKind.EXIT_INTERVIEWS}))
    assert [kind for kind in RecordKind if found.holds(kind)] == [RecordKind.EXIT_INTERVIEWS]
    assert as_seen(found, PERIOD) == found

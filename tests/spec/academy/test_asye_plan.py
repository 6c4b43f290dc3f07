"""One person's ASYE year (rules P1, P4, P6, P10-P12; cases AC9-AC13)."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.asye.clock import FteChange, Pattern, Pause, add_months
from academy.asye.plan import AsyePlan, cap_at, plan
from academy.asye.preset import CapStage, Preset, PresetInvalid, Unit, preset_from
from academy.findings import Severity
from service.asye.presets import shipped_presets
from tests.spec.academy.calendars import d, england

PRESETS = shipped_presets()
MINIMAL = {
    "key": "k", "title": "K", "source": "s", "retrieved": "2026-11-22", "months": 12,
    "maximum_months": 24, "milestones": [{"key": "end", "title": "End", "months": 12}],
    "supervision": [], "caps": [], "unit": "case",
}  # fmt: skip


def year(
    start: str,
    fte: str = "1",
    preset: str | Preset = "lancashire",
    *,
    full: int | None = None,
    ceiling: int | None = None,
    scale: bool = False,
    pauses: Sequence[Pause] = (),
    patterns: Sequence[Pattern] = (),
    changes: Sequence[FteChange] = (),
    first_cases: str | None = None,
    exception: bool = False,
) -> AsyePlan:
    return plan(
        start=d(start),
        fte=Fraction(fte),
        preset=PRESETS[preset] if isinstance(preset, str) else preset,
        working_days=england(),
        full=None if full is None else Fraction(full),
        ceiling=None if ceiling is None else Fraction(ceiling),
        scale_part_time=scale,
        pauses=pauses,
        fte_changes=changes,
        patterns=patterns,
        first_cases_on=None if first_cases is None else d(first_cases),
        exception=exception,
    )


def milestones(made: AsyePlan) -> list[str]:
    return [
        m.on.isoformat() + ("" if m.on == m.due else f" due {m.due.isoformat()}")
        for m in made.milestones
    ]


def codes(made: AsyePlan) -> list[str]:
    return [finding.code for finding in made.findings]


def test_milestones_are_calendar_months_rolled_to_working_days() -> None:
    assert milestones(year("2017-11-06")) == [
        "2018-02-06",
        "2018-05-06 due 2018-05-08",
        "2018-08-06",
        "2018-11-06",
    ]


def test_month_ends_are_clamped() -> None:
    assert milestones(year("2027-08-31")) == [
        "2027-11-30",
        "2028-02-29",
        "2028-05-31",
        "2028-08-31",
    ]


def test_a_start_on_29_february_ends_on_28_february() -> None:
    assert year("2024-02-29").ends == d("2025-02-28")


def test_supervision_is_weekly_then_fortnightly_then_monthly() -> None:
    made = year("2027-01-11", preset="suffolk")
    assert [t.on.isoformat() for t in made.supervision] == [
        "2027-01-18", "2027-01-25", "2027-02-01", "2027-02-08", "2027-02-15", "2027-02-22",
        "2027-03-08", "2027-03-22", "2027-04-05", "2027-04-19", "2027-05-03", "2027-05-17",
        "2027-05-31", "2027-06-14", "2027-06-28",
        "2027-08-11", "2027-09-11", "2027-10-11", "2027-11-11", "2027-12-11", "2028-01-11",
    ]  # fmt: skip
    assert {t.on.isoformat(): t.due.isoformat() for t in made.supervision if t.on != t.due} == {
        "2027-05-03": "2027-05-04",
        "2027-05-31": "2027-06-01",
        "2027-09-11": "2027-09-13",
        "2027-12-11": "2027-12-13",
    }


@pytest.mark.parametrize(
    ("fte", "caps"), [("1", [5, 10, 14, 15]), ("0.8", [4, 8, 11, 12]), ("0.5", [2, 5, 7, 7])]
)
def test_caps_step_up_by_stage_and_scale_by_fte(fte: str, caps: list[int]) -> None:
    made = year("2027-01-11", fte, "newham", full=20, ceiling=15)
    assert [(c.first.isoformat(), c.last.isoformat()) for c in made.caps] == [
        ("2027-01-11", "2027-04-10"),
        ("2027-04-11", "2027-07-10"),
        ("2027-07-11", "2027-10-10"),
        ("2027-10-11", "2028-01-11"),
    ]
    assert [c.cap for c in made.caps] == caps
    assert {c.unit for c in made.caps} == {Unit.CASE}


def test_cap_arithmetic_is_exact() -> None:
    stage = CapStage(0, Fraction("0.58"), None)
    assert cap_at(stage, full=Fraction(50), ceiling=None, fte=Fraction(1)) == 29


@pytest.mark.parametrize(
    ("preset", "full", "cap", "unit"),
    [
        ("lancashire", None, 15, Unit.CASE),
        ("suffolk", 20, 18, Unit.CASE),
        ("wirral", None, 90, Unit.POINTS),
        ("devon", 20, 12, Unit.CASE),
        ("employer-standards", 21, 18, Unit.CASE),
    ],
)
def test_presets_state_their_first_cap(preset: str, full: int | None, cap: int, unit: Unit) -> None:
    first = year("2027-01-11", preset=preset, full=full).caps[0]
    assert (first.cap, first.unit) == (cap, unit)


def test_a_share_of_an_unstated_full_caseload_is_unknown_not_guessed() -> None:
    made = year("2027-01-11", preset="newham")
    assert {c.cap for c in made.caps} == {None}
    assert codes(made) == ["FULL_CASELOAD_NEEDED"]


def test_part_time_lengthens_the_year_only_when_asked() -> None:
    assert year("2027-01-11", "0.8").ends == d("2028-01-11")
    made = year("2027-01-11", "0.8", scale=True)
    assert milestones(made) == [
        "2027-05-11", "2027-09-11 due 2027-09-13", "2028-01-11", "2028-04-11",
    ]  # fmt: skip
    assert made.ends == d("2028-04-11")


def test_a_year_over_the_limit_is_blocked() -> None:
    made = year("2026-01-12", "0.4", scale=True)
    assert codes(made) == ["TOO_LONG"]
    assert "30 months" in made.findings[0].message


def test_a_pause_can_take_an_unscaled_year_over_the_limit() -> None:
    made = year("2026-01-12", pauses=[Pause(d("2026-02-01"), d("2027-03-01"))])
    assert codes(made) == ["TOO_LONG"]
    assert "12 months before pauses" in made.findings[0].message


def test_a_pause_moves_what_follows_by_its_days() -> None:
    made = year("2027-01-11", pauses=[Pause(d("2027-05-03"), d("2027-07-11"))])
    assert milestones(made) == [
        "2027-04-11 due 2027-04-12", "2027-09-19 due 2027-09-20", "2027-12-20", "2028-03-21",
    ]  # fmt: skip
    assert made.ends == d("2028-03-21")


def test_caps_rest_during_a_pause_and_the_stage_does_not_advance() -> None:
    made = year(
        "2027-01-11", preset="newham", full=20, pauses=[Pause(d("2027-05-03"), d("2027-07-11"))]
    )
    assert [(c.first.isoformat(), c.last.isoformat(), c.cap) for c in made.caps] == [
        ("2027-01-11", "2027-04-10", 5),
        ("2027-04-11", "2027-05-02", 10),
        ("2027-07-12", "2027-09-18", 10),
        ("2027-09-19", "2027-12-19", 14),
        ("2027-12-20", "2028-03-21", 18),
    ]


def test_a_weekend_day_before_a_pause_waits_for_its_end() -> None:
    """Sunday 11 April 2027 is three months; the pause begins on the Monday."""
    first, again = Pause(d("2027-04-12"), d("2027-05-02")), Pause(d("2027-05-04"), d("2027-05-09"))
    made = year("2027-01-11", pauses=[first])
    assert (made.milestones[0].on, made.milestones[0].due) == (d("2027-04-11"), d("2027-05-04"))
    # Monday 3 May is a bank holiday, and the day after it another pause: Monday 10 May.
    twice = year("2027-01-11", pauses=[first, again])
    assert (twice.milestones[0].on, twice.milestones[0].due) == (d("2027-04-11"), d("2027-05-10"))


def test_no_supervision_falls_into_a_pause() -> None:
    pause = Pause(d("2027-02-01"), d("2027-02-28"))
    made = year("2027-01-11", pauses=[pause])
    assert [t.on.isoformat() for t in made.supervision][:4] == [
        "2027-01-18", "2027-01-25", "2027-03-01", "2027-03-08",
    ]  # fmt: skip


def test_an_fte_change_counts_the_rest_at_the_new_rate() -> None:
    """Half of the 365 days done at 1.0; the other 183 days take 366 at 0.5."""
    change = FteChange(d("2027-07-12"), Fraction("0.5"))
    made = year("2027-01-11", scale=True, changes=[change])
    assert made.ends == d("2027-07-12") + timedelta(days=366)
    assert made.milestones[0].on == d("2027-04-11")
    assert [c.cap for c in made.caps] == [15, 7]


@pytest.mark.parametrize("changes_on", ["2027-02-01", "2027-02-10", "2027-03-01"])
def test_days_of_a_pause_are_no_part_of_what_was_done_before_the_fte_changed(
    changes_on: str,
) -> None:
    """21 of 365 days done at 1.0 before 28 days of pause; the other 344 take 688 at 0.5."""
    pause = Pause(d("2027-02-01"), d("2027-02-28"))
    change = FteChange(d(changes_on), Fraction("0.5"))
    made = year("2027-01-11", scale=True, pauses=[pause], changes=[change])
    assert made.ends == d("2027-03-01") + timedelta(days=688)
    assert made.milestones[0].on == d("2027-03-01") + timedelta(days=2 * (90 - 21))


def test_of_two_fte_changes_in_one_pause_the_last_holds() -> None:
    pause = Pause(d("2027-02-01"), d("2027-02-28"))
    changes = [FteChange(d("2027-02-20"), Fraction("0.5")), FteChange(d("2027-02-05"), Fraction(1))]
    made = year("2027-01-11", scale=True, pauses=[pause], changes=changes)
    assert made.ends == d("2027-03-01") + timedelta(days=688)


@pytest.mark.parametrize(
    ("works_on", "reviews", "first_supervisions"),
    [
        # all days: Sunday 11 April and 11 July are due on Monday
        ({}, ["2027-04-12", "2027-07-12"], ["2027-01-18", "2027-01-25", "2027-02-01"]),
        # Wednesday to Friday
        ({"2027-01-11": {2, 3, 4}}, ["2027-04-14", "2027-07-14"], ["2027-01-20", "2027-01-27", "2027-02-03"]),
        # Fridays and Saturdays: nobody is there on Saturday
        ({"2027-01-11": {4, 5}}, ["2027-04-16", "2027-07-16"], ["2027-01-22", "2027-01-29", "2027-02-05"]),
        # only at the weekend: as if nothing were known
        ({"2027-01-11": {5, 6}}, ["2027-04-12", "2027-07-12"], ["2027-01-18", "2027-01-25", "2027-02-01"]),
        # Fridays from the second week on, all days before, Tuesdays from May
        ({"2027-05-01": {1}, "2027-01-19": {4}}, ["2027-04-16", "2027-07-13"], ["2027-01-18", "2027-01-29", "2027-02-05"]),
    ],
)  # fmt: skip
def test_nothing_is_due_on_a_day_that_they_do_not_work(
    works_on: dict[str, set[int]], reviews: list[str], first_supervisions: list[str]
) -> None:
    made = year("2027-01-11", patterns=[Pattern(d(on), frozenset(days)) for on, days in works_on.items()])  # fmt: skip
    assert [m.due.isoformat() for m in made.milestones][:2] == reviews
    assert [t.due.isoformat() for t in made.supervision][:3] == first_supervisions
    assert [m.on.isoformat() for m in made.milestones][:2] == ["2027-04-11", "2027-07-11"]


def test_a_day_they_do_not_work_waits_over_the_pause_behind_it() -> None:
    """Due on Tuesdays; the one after 11 April lies in a pause, and so does the next Tuesday."""
    pause = Pause(d("2027-04-12"), d("2027-04-20"))
    made = year("2027-01-11", pauses=[pause], patterns=[Pattern(d("2027-01-11"), frozenset({1}))])
    assert made.milestones[0].due == d("2027-04-27")


@pytest.mark.parametrize("on", ["2027-01-11", "2027-01-12", "2027-04-20", "2027-05-08"])
def test_an_fte_change_that_changes_nothing_moves_nothing(on: str) -> None:
    same = FteChange(d(on), Fraction("0.8"))
    assert year("2027-01-11", "0.8", scale=True, changes=[same]) == year(
        "2027-01-11", "0.8", scale=True
    )


@pytest.mark.parametrize(
    ("fte", "days"),
    [
        ("0.8", ["2027-05-11", "2027-09-11", "2028-01-11", "2028-04-11"]),
        ("0.79", ["2027-05-11", "2027-09-11", "2028-01-11", "2028-04-18"]),
        ("0.81", ["2027-05-11", "2027-09-11", "2028-01-11", "2028-04-11"]),
    ],
)
def test_a_fall_of_the_fte_makes_no_review_earlier(fte: str, days: list[str]) -> None:
    """In days alone the first review would come on 4 May, whole months say 11 May."""
    made = year(
        "2027-01-11", "0.8", scale=True, changes=[FteChange(d("2027-01-12"), Fraction(fte))]
    )
    assert [m.on.isoformat() for m in made.milestones] == days


def test_an_fte_change_after_the_end_changes_nothing() -> None:
    late = FteChange(d("2028-06-01"), Fraction("0.5"))
    assert year("2027-01-11", scale=True, changes=[late]) == year("2027-01-11", scale=True)


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"fte": "0"}, "FTE_RANGE"),
        ({"fte": "1.2"}, "FTE_RANGE"),
        ({"changes": [FteChange(date(2026, 1, 1), Fraction(1))]}, "FTE_CHANGE_BEFORE_START"),
        ({"pauses": [Pause(date(2027, 5, 3), date(2027, 5, 1))]}, "PAUSE_ORDER"),
        ({"pauses": [Pause(date(2026, 5, 3), date(2027, 5, 1))]}, "PAUSE_BEFORE_START"),
        (
            {
                "changes": [
                    FteChange(date(2027, 3, 1), Fraction(1, 2)),
                    FteChange(date(2027, 3, 1), Fraction(3, 5)),
                ]
            },
            "FTE_CHANGE_TWICE",
        ),
        (
            {
                "pauses": [
                    Pause(date(2027, 5, 1), date(2027, 5, 10)),
                    Pause(date(2027, 5, 10), date(2027, 5, 12)),
                ]
            },
            "PAUSE_OVERLAP",
        ),
    ],
)
def test_what_cannot_be_planned_is_blocked_with_nothing_guessed(
    choices: dict[str, object], code: str
) -> None:
    made = year("2027-01-11", **choices)  # type: ignore[arg-type] -- one bad choice at a time
    assert codes(made) == [code]
    assert (made.milestones, made.supervision, made.caps) == ((), (), ())


def test_an_exception_that_was_agreed_is_said_and_no_longer_refused() -> None:
    made = year("2026-01-12", "0.4", scale=True, exception=True)
    [finding] = made.findings
    assert (finding.code, finding.severity) == ("TOO_LONG", Severity.WARN)
    assert finding.message.endswith("An exception has been agreed.")


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"start": "9999-06-01"}, "CALENDAR_ENDS"),
        ({"start": "9998-12-31"}, "CALENDAR_ENDS"),
        ({"start": "9998-01-01"}, "CALENDAR_ENDS"),
        ({"start": "0001-01-01"}, "START_TOO_EARLY"),
        ({"start": "1999-12-31"}, "START_TOO_EARLY"),
        ({"start": "2027-01-11", "fte": "0.0001", "scale": True}, "TOO_LONG"),
        ({"start": "2027-01-11", "pauses": [Pause(date(2027, 5, 3), date.max)]}, "CALENDAR_ENDS"),
    ],
)
def test_a_plan_past_the_end_of_the_calendar_is_a_finding(
    choices: dict[str, object], code: str
) -> None:
    made = year(**choices)  # type: ignore[arg-type] -- named choices
    assert codes(made) == [code]
    assert made.findings[0].severity is Severity.BLOCK
    assert (made.milestones, made.supervision, made.caps) == ((), (), ())


def test_a_pause_after_the_end_changes_nothing_and_is_said() -> None:
    made = year("2026-01-12", pauses=[Pause(d("2027-01-13"), d("2027-02-01"))])
    assert (codes(made), made.ends) == (["PAUSE_AFTER_END"], d("2027-01-12"))
    last_day = year("2026-01-12", pauses=[Pause(d("2027-01-12"), d("2027-01-12"))])
    assert (codes(last_day), last_day.ends) == ([], d("2027-01-13"))


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (
            "2014-06-02",
            "The plan starts on 2014-06-02; bank holidays are known only from 2015-01-01.",
        ),
        (
            "2011-01-10",
            "The plan starts on 2011-01-10; bank holidays are known only from 2015-01-01.",
        ),
        ("2028-06-05", "The plan ends on 2029-06-05; bank holidays are known only to 2028-12-31."),
    ],
)
def test_days_beyond_the_known_bank_holidays_are_said_on_either_side(start: str, told: str) -> None:
    [finding] = year(start).findings
    assert (finding.code, finding.message) == ("HOLIDAYS_UNKNOWN", told)


def test_no_case_is_held_before_induction_is_over_where_that_is_agreed() -> None:
    made = year("2027-01-11", preset="newham", full=20, first_cases="2027-02-08")
    assert [(c.first.isoformat(), c.last.isoformat(), c.cap) for c in made.caps][:3] == [
        ("2027-01-11", "2027-02-07", 0),
        ("2027-02-08", "2027-04-10", 5),
        ("2027-04-11", "2027-07-10", 10),
    ]


def test_bands_follow_one_another_and_take_in_the_day_a_target_is_rolled_to() -> None:
    made = year("2027-01-11", preset="suffolk", pauses=[Pause(d("2027-08-01"), d("2027-08-10"))])
    assert [(b.key, b.first.isoformat(), b.last.isoformat()) for b in made.bands] == [
        ("weekly", "2027-01-11", "2027-02-22"),
        ("fortnightly", "2027-02-23", "2027-07-11"),
        ("monthly", "2027-07-12", "2028-01-21"),
    ]
    # Easter Monday 2027 is the last day of the six weeks: supervision on Tuesday is still weekly.
    easter = year("2027-02-15", preset="suffolk").bands
    assert [(b.first.isoformat(), b.last.isoformat()) for b in easter][:2] == [
        ("2027-02-15", "2027-03-30"),
        ("2027-03-31", "2027-08-15"),
    ]


def test_a_plan_beyond_the_known_holidays_says_so() -> None:
    assert codes(year("2028-06-05")) == ["HOLIDAYS_UNKNOWN"]


def test_nothing_is_fixed_at_twelve_months() -> None:
    made = year("2026-09-07", preset="two-year", full=20)
    assert made.ends == d("2028-09-07")
    assert [c.cap for c in made.caps] == [5, 10, 15, 18]
    assert [m.key for m in made.milestones] == ["review-6m", "review-12m", "review-18m", "final"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"unit": None}, "ValueError"),
        ({"months": 6}, "a milestone lies after its end"),
        ({"milestones": []}, "its milestones must be in order"),
        ({"caps": [{"from_months": 3, "share": "1/2"}]}, "must begin at month 0"),
        ({"caps": [{"from_months": 0}]}, "a share or a fixed number"),
        (
            {
                "complexity": [
                    {"work": "court", "from_months": 0},
                    {"work": "court", "from_months": 6},
                ]
            },
            "a kind of work twice",
        ),
        ({"supervision": [{"key": "b"}]}, "needs days or months"),
        ({"supervision": [{"key": "b", "every_days": 0}]}, "a day or more"),
        (
            {"supervision": [{"key": "b", "every_days": 7, "until_milestone": "no"}]},
            "unknown milestone",
        ),
    ],
)
def test_a_preset_that_breaks_its_rules_is_refused(change: dict[str, object], reason: str) -> None:
    with pytest.raises(PresetInvalid, match=reason) as refused:
        preset_from(MINIMAL | change)
    assert refused.value.key == "k"


starts = st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 12, 31))
ftes = st.fractions(min_value=Fraction(1, 2), max_value=1, max_denominator=100)
pause_lists = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 40)), max_size=3, unique_by=lambda p: p[0] // 60
)


def _pauses(start: date, spans: list[tuple[int, int]]) -> list[Pause]:
    return [
        Pause(start + timedelta(days=after), start + timedelta(days=after + days - 1))
        for after, days in ((60 * (after // 60), days) for after, days in spans)
    ]


@given(starts, ftes, pause_lists, st.booleans(), st.sampled_from(sorted(PRESETS)))
def test_order_and_limits_hold_for_any_start_fte_and_pauses(
    start: date, fte: Fraction, spans: list[tuple[int, int]], scale: bool, preset: str
) -> None:
    pauses = _pauses(start, spans)
    made = plan(
        start=start, fte=fte, preset=PRESETS[preset], working_days=england(), full=Fraction(20),
        ceiling=Fraction(15), scale_part_time=scale, pauses=pauses,
    )  # fmt: skip
    on = [m.on for m in made.milestones]
    assert on == sorted(on)
    assert all(start < m.on <= m.due for m in made.milestones)
    assert all(c.cap is not None and 0 <= c.cap <= 90 for c in made.caps)
    if PRESETS[preset].unit is not Unit.POINTS:
        assert all(c.cap is not None and c.cap <= 15 * fte for c in made.caps)
    targets = [t.on for t in made.supervision]
    assert targets == sorted(targets)
    assert not any(p.first <= day <= p.last for day in targets for p in pauses)
    for earlier, later in zip(made.caps, made.caps[1:], strict=False):
        assert earlier.last < later.first


@given(starts, st.integers(1, 30), st.integers(1, 30))
def test_pausing_twice_equals_pausing_once_for_the_sum(start: date, a: int, b: int) -> None:
    """Both lie between the third and the sixth month, so no milestone falls between them."""
    first = start + timedelta(days=100)
    twice = [
        Pause(first, first + timedelta(days=a - 1)),
        Pause(first + timedelta(days=a), first + timedelta(days=a + b - 1)),
    ]
    once = [Pause(first, first + timedelta(days=a + b - 1))]
    kept = {"fte": "1", "preset": "lancashire"}
    made = [year(start.isoformat(), pauses=pauses, **kept) for pauses in (twice, once)]  # type: ignore[arg-type] -- named choices
    assert made[0].milestones == made[1].milestones


@given(starts, st.integers(0, 60))
def test_adding_months_keeps_the_day_or_clamps_it(start: date, months: int) -> None:
    day = add_months(start, months)
    assert (day.year - start.year) * 12 + day.month - start.month == months
    assert day.day == start.day or (day.day < start.day and (day + timedelta(days=1)).day == 1)

"""The moderation panel has a day that people choose, and no clock moves it (P3)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from academy.asye import panel
from academy.asye.agreement import AgreedPause, PauseReason, Signatory
from academy.asye.calendar import entries
from academy.asye.clock import Pause
from academy.asye.year import Terms, Year, planned, stand
from academy.findings import PlanFinding, Severity
from tests.spec.academy.calendars import d, england
from tests.spec.academy.test_asye_plan import PRESETS

NEWHAM = Terms(d("2027-01-11"), Fraction(1), PRESETS["newham"], full=Fraction(20))
"""The final review, at 11 months, is due on Monday 13 December 2027; the year ends on 11 January."""
LANCASHIRE = replace(NEWHAM, preset=PRESETS["lancashire"])
SPRING = Pause(d("2027-05-03"), d("2027-07-11"))
AT = datetime(2027, 1, 5, 12, 0, tzinfo=UTC)


def met(day: str, terms: Terms = NEWHAM, **more: object) -> Year:
    return replace(Year(terms, reviews={"panel": d(day)}), **more)  # type: ignore[arg-type] -- fields by name


def said(year: Year, as_at: str = "2027-01-12") -> list[PlanFinding]:
    found = stand(year, england(), d(as_at)).findings
    return [each for each in found if each.code.startswith("PANEL")]


def codes(year: Year, as_at: str = "2027-01-12") -> list[str]:
    return [each.code for each in said(year, as_at)]


def test_newham_names_a_panel_and_no_other_preset_does() -> None:
    assert [key for key, preset in PRESETS.items() if preset.panel] == ["newham"]
    assert all(("panel" in preset.source) is preset.panel for preset in PRESETS.values())
    assert "panel" not in [each.key for each in NEWHAM.preset.milestones]


def test_a_panel_that_the_preset_names_is_still_to_be_set() -> None:
    [found] = said(Year(NEWHAM))
    assert (found.code, found.severity) == ("PANEL_TO_BE_SET", Severity.INFO)
    assert found.message.startswith("Newham has a moderation panel")
    assert codes(Year(LANCASHIRE)) == []
    assert codes(met("2028-01-20")) == []
    assert codes(met("2028-01-20"), "2028-02-01") == []


@pytest.mark.parametrize(
    "over",
    [
        Year(NEWHAM, ended_on=d("2027-03-01")),
        Year(NEWHAM, ended_on=d("2027-03-01"), completed=True),
        Year(replace(NEWHAM, needs_registration=True)),
    ],
)
def test_nothing_is_to_be_set_where_the_year_is_over_or_cannot_run(over: Year) -> None:
    assert codes(over, "2027-04-01") == []


@pytest.mark.parametrize(
    ("day", "held", "early"),
    [
        ("2027-12-12", None, True),  # Sunday: 11 months are over, the review is due on Monday.
        ("2027-12-13", None, False),
        ("2027-12-08", "2027-12-09", True),
        # The review was held early.
        ("2027-12-09", "2027-12-09", False),
    ],
)
def test_a_panel_before_the_final_review_is_said(day: str, held: str | None, early: bool) -> None:
    reviews = {"panel": d(day)} | ({"final": d(held)} if held else {})
    found = said(Year(NEWHAM, reviews=reviews), "2027-12-12")
    assert [each.code for each in found] == (["PANEL_BEFORE_FINAL"] if early else [])
    if early:
        assert found[0].severity is Severity.WARN
        assert f"panel of {day} " in found[0].message
        assert "final review is due, 2027-12-13" in found[0].message


def test_a_pause_moves_no_panel_and_is_said_where_it_covers_it() -> None:
    agreed = AgreedPause(SPRING, PauseReason.SICKNESS, dict.fromkeys(Signatory, d("2027-04-30")))
    for day, covered in (
        ("2027-05-02", False), ("2027-05-03", True), ("2027-07-11", True), ("2027-07-12", False),
    ):  # fmt: skip
        year = met(day, pauses=(agreed,))
        assert year.panel == d(day)
        assert ("PANEL_IN_PAUSE" in codes(year)) is covered
        # Not signed: the clock goes on.
        unsigned = replace(agreed, signed={})
        assert "PANEL_IN_PAUSE" not in codes(met(day, pauses=(unsigned,)))


def test_no_panel_meets_about_who_had_left() -> None:
    left = met("2027-06-01", ended_on=d("2027-05-02"))
    assert (left.panel, met("2027-06-01", ended_on=d("2027-06-01")).panel) == (
        None,
        d("2027-06-01"),
    )
    # Completed: the panel often meets after the last day.
    done = met("2028-01-20", ended_on=d("2028-01-11"), completed=True)
    assert done.panel == d("2028-01-20")
    # Back again: another day is to be set.
    back = met("2027-06-01", away=(SPRING,))
    assert back.panel is None
    assert codes(back) == ["PANEL_TO_BE_SET", "PANEL_BEFORE_FINAL", "PANEL_IN_PAUSE"]


def test_a_plan_without_a_review_that_must_be_held_has_none_to_come_after() -> None:
    optional = tuple(replace(each, optional=True) for each in NEWHAM.preset.milestones)
    terms = replace(NEWHAM, preset=replace(NEWHAM.preset, milestones=optional))
    assert codes(met("2027-02-01", terms)) == []
    assert panel.about(d("2027-02-01"), None, None, ()) == []


# --- in a private calendar ---------------------------------------------------------------------


def in_calendar(**more: object) -> list[tuple[str, date, bool]]:
    plan = planned(Year(NEWHAM), england())
    found = entries(plan, **more)  # type: ignore[arg-type] -- arguments by name
    return [(e.summary, e.day, e.cancelled) for e in found if "panel" in e.summary]


def test_a_calendar_has_the_panel() -> None:
    day: date = d("2028-01-20")
    assert in_calendar() == []
    assert in_calendar(panel=day) == [("Moderation panel", day, False)]


def test_a_panel_that_does_not_stand_is_told_as_cancelled_and_one_after_completion_is_not() -> None:
    ended = d("2028-01-11")
    for stands in (False, True):
        shown = in_calendar(panel=d("2028-01-20"), panel_stands=stands, ended_on=ended)
        assert [cancelled for _, _, cancelled in shown] == [not stands]

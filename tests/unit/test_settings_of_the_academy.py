"""Thresholds that no source states are settings, and a wrong one stops with a sentence."""

from fractions import Fraction

import pytest

from academy.asye.thresholds import YearThresholds
from academy.thresholds import Thresholds
from service.setting_values import SettingsError
from service.settings import load


def test_what_is_proposed_stands_as_long_as_nothing_is_set() -> None:
    assert load({}).planning == Thresholds(
        stretch=180, day=444, lunch=30, percent_on_one=50, notice=48
    )
    assert load({}).asye == YearThresholds(
        stale_days=31,
        escalation=((1, "manager"), (7, "service manager"), (28, "principal social worker")),
        early_days=14,
        longest_gap=Fraction(3, 2),
    )
    assert load({}).people_check_days == 14


def test_every_threshold_can_be_set() -> None:
    found = load(
        {
            "SCORECARD_LONGEST_STRETCH_MINUTES": "120",
            "SCORECARD_CONTRACTED_DAY_MINUTES": "450",
            "SCORECARD_LEAST_LUNCH_MINUTES": "45",
            "SCORECARD_MOST_PERCENT_ON_ONE": "40",
            "SCORECARD_SHORT_NOTICE_HOURS": "72",
            "SCORECARD_LARGEST_GROUP": "80",
            "SCORECARD_CASELOAD_STALE_DAYS": "14",
            "SCORECARD_BREACH_ESCALATION_DAYS": "2, 5,10",
            "SCORECARD_PORTFOLIO_EARLY_DAYS": "7",
            "SCORECARD_SUPERVISION_GAP": "1.25",
            "SCORECARD_PEOPLE_CHECK_DAYS": "3",
        }
    )
    assert found.planning == Thresholds(120, 450, 45, 40, 72, 80)
    assert found.asye == YearThresholds(
        14,
        ((2, "manager"), (5, "service manager"), (10, "principal social worker")),
        7,
        Fraction(5, 4),
    )
    assert found.people_check_days == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SCORECARD_SHORT_NOTICE_HOURS", "0"),
        ("SCORECARD_CASELOAD_STALE_DAYS", "-1"),
        ("SCORECARD_LEAST_LUNCH_MINUTES", "half an hour"),
        ("SCORECARD_BREACH_ESCALATION_DAYS", "1,7"),
        ("SCORECARD_BREACH_ESCALATION_DAYS", "0,7,28"),
        ("SCORECARD_BREACH_ESCALATION_DAYS", "7,1,28"),
        ("SCORECARD_BREACH_ESCALATION_DAYS", "1,1,28"),
        ("SCORECARD_BREACH_ESCALATION_DAYS", "1,x,28"),
        ("SCORECARD_SUPERVISION_GAP", "0.5"),
        ("SCORECARD_SUPERVISION_GAP", "nan"),
        ("SCORECARD_SUPERVISION_GAP", "1.5e3"),
    ],
)
def test_a_wrong_threshold_is_refused(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load({name: text})

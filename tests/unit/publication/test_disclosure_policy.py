"""The council's own decision about small numbers, from the settings to the moment of publishing."""

from datetime import UTC, datetime

import pytest

from scorecard.disclosure import POLICIES
from service.publication.protection import policy_at
from service.setting_values import SettingsError
from service.settings import Settings, load

POLICY = "SCORECARD_DISCLOSURE_POLICY"
CABINET = "2027-01-01 | 10 | team, area | Cabinet, 12 January 2027"


def test_until_the_council_decides_the_house_rule_is_in_force():
    assert load({}).disclosure == ()
    assert policy_at(datetime(2026, 11, 30, tzinfo=UTC), Settings()) is POLICIES[0]


@pytest.mark.parametrize(
    ("published", "threshold"),
    [
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), 5),
        (datetime(2027, 1, 1, tzinfo=UTC), 10),
    ],
)
def test_a_decision_counts_from_its_day_in_england(published: datetime, threshold: int):
    assert policy_at(published, load({POLICY: CABINET})).threshold == threshold


def test_a_decision_from_the_first_day_replaces_the_house_rule():
    since = POLICIES[0].since.isoformat()
    settings = load({POLICY: f"{since} | 10 | none | Cabinet"})
    assert policy_at(datetime(2026, 11, 30, tzinfo=UTC), settings).threshold == 10


def test_categories_of_a_year_are_public_where_the_second_half_year_ends():
    [policy] = load({POLICY: CABINET, "SCORECARD_HALF_YEAR_ENDS": "12-31,06-30"}).disclosure
    assert policy.rolling_year_month == 12


def test_what_cannot_be_read_stops_the_command_with_the_name_of_the_setting():
    with pytest.raises(SettingsError, match=f"{POLICY}: '1' is no threshold"):
        load({POLICY: "2027-01-01 | 1 | team | Cabinet"})

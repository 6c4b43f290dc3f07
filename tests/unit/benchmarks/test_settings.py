"""What the settings say of comparators: wrong ones stop the command with a sentence."""

from __future__ import annotations

import pytest

from service.setting_values import SettingsError
from service.settings import load


def test_nothing_is_compared_or_fetched_by_itself():
    found = load({})
    assert (found.authority_code, found.compare_with) == ("", ())
    assert (found.statistics_api, found.other_councils) == ("", ())


def test_what_is_set_is_read():
    found = load(
        {
            "SCORECARD_AUTHORITY_CODE": " 888 ",
            "SCORECARD_COMPARE_WITH": "383, 884,383,",
            "SCORECARD_STATISTICS_API": "https://api.education.gov.uk/statistics/",
            "SCORECARD_OTHER_COUNCILS": "Leeds = https://scorecard.leeds.example/, Near=http://127.0.0.1:8001",
        }
    )
    assert (found.authority_code, found.compare_with) == ("888", ("383", "884"))
    assert found.statistics_api == "https://api.education.gov.uk/statistics"
    assert found.other_councils == (
        ("Leeds", "https://scorecard.leeds.example"),
        ("Near", "http://127.0.0.1:8001"),
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SCORECARD_AUTHORITY_CODE", "88"),
        ("SCORECARD_AUTHORITY_CODE", "E10000017"),
        ("SCORECARD_COMPARE_WITH", "383;884"),
        ("SCORECARD_STATISTICS_API", "yes"),
        ("SCORECARD_STATISTICS_API", "http://api.education.gov.uk/statistics"),
        ("SCORECARD_STATISTICS_API", "https://user:secret@example.org"),
        ("SCORECARD_STATISTICS_API", "https://"),
        ("SCORECARD_STATISTICS_API", "file:///etc/passwd"),
        ("SCORECARD_OTHER_COUNCILS", "Leeds"),
        ("SCORECARD_OTHER_COUNCILS", "=https://leeds.example"),
        ("SCORECARD_OTHER_COUNCILS", "Leeds=http://leeds.example"),
        ("SCORECARD_OTHER_COUNCILS", "Leeds=https://a.example,Leeds=https://b.example"),
    ],
)
def test_what_cannot_be_meant_is_refused(name: str, text: str):
    with pytest.raises(SettingsError, match=name):
        load({name: text})

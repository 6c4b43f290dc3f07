"""The two days on which half-years end: six months apart, or every “six months” would be untrue."""

import pytest

from service.setting_values import SettingsError
from service.settings import load


def ends(text: str) -> tuple[tuple[int, int], ...]:
    return load({"SCORECARD_HALF_YEAR_ENDS": text}).half_year_ends


def test_a_council_may_choose_its_half_years() -> None:
    assert ends("") == ((3, 31), (9, 30))
    assert ends("12-31, 06-30") == ((6, 30), (12, 31))
    assert ends("02-28,08-31") == ((2, 28), (8, 31))
    assert ends("02-29,08-31") == ((2, 29), (8, 31))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("03-31", "needs two dates"),
        ("03-31,06-30,09-30,12-31", "needs two dates"),
        ("03-31,03-31", "six months apart"),
        ("01-31,02-28", "six months apart"),
        ("03-31,09-31", "write two dates as MM-DD,MM-DD"),
        ("13-01,07-01", "write two dates as MM-DD,MM-DD"),
        ("03-²,09-30", "write two dates as MM-DD,MM-DD"),
        ("31 March, 30 September", "write two dates as MM-DD,MM-DD"),
    ],
)
def test_others_are_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        ends(text)

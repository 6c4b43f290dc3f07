"""Times as printed (rule I2): read, or said to be unreadable; am and pm never guessed silently."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.printed_times import implausible, read_times, suggestion

TABLE = """
printed                | read        | said
9:00am – 9:30 am       | 09:00-09:30 |
1:00pm – 4.30 pm       | 13:00-16:30 |
12 noon – 1:00pm       | 12:00-13:00 |
9:00am – noon          | 09:00-12:00 |
9am-12pm               | 09:00-12:00 |
9am to 5pm             | 09:00-17:00 |
13:30-15:00            | 13:30-15:00 |
9 a.m. - 1 p.m.        | 09:00-13:00 |
3-5pm                  | 15:00-17:00 | inferred
2:00- 3:00pm           | 14:00-15:00 | inferred
1-2pm lunch            | 13:00-14:00 | inferred
3:45- 4:30PM           | 15:45-16:30 | inferred
10.45 -12 noon         | 10:45-12:00 | inferred
9-12                   | 09:00-12:00 | inferred
12-1                   | 12:00-13:00 | inferred
2.45-3.15              | 14:45-15:15 | inferred
All afternoon 1-2:30pm | 13:00-14:30 | inferred
9.30am -10:45am        | 09:30-10:45 |
3.30pm                 | 15:30-      |
3.30                   | 15:30-      | inferred
9am-10am, 11am-12pm    | 09:00-10:00 | several
9am or 11am            | 09:00-      | several
All afternoon          | -           |
                       | -           |
25:00-26:00            | -           | impossible
9.75-10                | -           | impossible
13pm-14pm              | -           | impossible
9:5-10                 | -           | impossible
9.3-10                 | -           | impossible
9::00-10:00            | -           | impossible
9:000-10               | -           | impossible
1400-1530              | 14:00-15:30 |
0900 - 10.00           | 09:00-10:00 | inferred
1pm–4.30pm (room 12)   | 13:00-16:30 |
9-10 (12 people)       | 09:00-10:00 | inferred
9-10 11-12             | 09:00-10:00 | inferred several
9am (16 people)        | 09:00-      |
midnight - 1am         | 00:00-01:00 |
half past nine         | -           |
"""


def rows() -> list[tuple[str, str, str]]:
    lines = TABLE.strip("\n").splitlines()[1:]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]  # type: ignore[misc] -- three columns


@pytest.mark.parametrize(("printed", "expected", "said"), rows())
def test_a_time_cell(printed: str, expected: str, said: str) -> None:
    read = read_times(printed)
    start = f"{read.start:%H:%M}" if read.start else ""
    end = f"{read.end:%H:%M}" if read.end else ""
    assert f"{start}-{end}" == expected
    marks = {name for name in ("inferred", "several", "impossible") if getattr(read, name)}
    assert marks == set(said.split())


@pytest.mark.parametrize(
    ("printed", "better"),
    [
        ("9.30-11pm", (time(9, 30), time(11, 0))),
        ("2pm-1pm", None),
        ("9pm-12pm", (time(9, 0), time(12, 0))),
        ("9pm-11pm", (time(9, 0), time(11, 0))),
        ("3am-2am", None),
        ("12:00am-1pm", (time(12, 0), time(13, 0))),
        ("6:30am-9am", None),
        ("8pm", None),
        ("3pm-2pm", None),
    ],
)
def test_an_implausible_time_gets_the_nearest_plausible_reading_or_none(
    printed: str, better: tuple[time, time] | None
) -> None:
    read = read_times(printed)
    assert implausible(read)
    assert suggestion(read) == better


def test_a_plausible_or_half_time_has_nothing_to_suggest() -> None:
    assert not implausible(read_times("9am-5pm"))
    assert not implausible(read_times("9am"))
    assert suggestion(read_times("9am")) is None


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    read = read_times(text)
    assert read.start is not None or read.end is None

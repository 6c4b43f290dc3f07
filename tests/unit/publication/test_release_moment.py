"""When an edition becomes public, as people write it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.publication.refusals import ReleaseInThePast, ReleaseUnreadable
from service.publication.release_moment import in_england, release_moment

NOW = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)

READ = """
written                    | instant
2026-11-26                 | 2026-11-26T09:30:00+00:00
2027-05-20                 | 2027-05-20T08:30:00+00:00
2026-10-20                 | 2026-10-20T08:30:00+00:00
2026-11-26T14:05           | 2026-11-26T14:05:00+00:00
2027-05-20 09:30           | 2027-05-20T08:30:00+00:00
2026-11-26T09:30:00Z       | 2026-11-26T09:30:00+00:00
2026-11-26T09:30:00+01:00  | 2026-11-26T08:30:00+00:00
2026-10-25T01:30+00:00     | 2026-10-25T01:30:00+00:00
2026-10-01T12:00:01Z       | 2026-10-01T12:00:01+00:00
2027-11-05T11:00Z          | 2027-11-05T11:00:00+00:00
"""


def rows(table: str) -> list[tuple[str, str]]:
    cells = [line.split("|") for line in table.strip().splitlines()[1:]]
    return [(one.strip(), other.strip()) for one, other in cells]


@pytest.mark.parametrize(("written", "instant"), rows(READ))
def test_a_day_is_released_at_half_past_nine_in_england(written: str, instant: str) -> None:
    assert release_moment(written, NOW) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    "written", ["2026-10-01", "2026-10-01T12:00Z", "2026-10-01T13:00", "1999-01-01"]
)
def test_what_has_passed_is_refused(written: str) -> None:
    with pytest.raises(ReleaseInThePast):
        release_moment(written, NOW)


UNREADABLE = """
written                | said
2026-13-01             | is no real day or time
2026-02-30             | is no real day or time
2026-10-25T01:30       | shown twice or never
2027-03-28T01:30       | shown twice or never
26/11/2026             | neither a day
2026-11                | neither a day
tomorrow               | neither a day
2026-11-26T25:00       | is no real day or time
2126-11-26             | check the year
2027-11-05T12:00:01Z   | check the year
"""


@pytest.mark.parametrize(("written", "said"), rows(UNREADABLE))
def test_what_cannot_be_used_says_why(written: str, said: str) -> None:
    with pytest.raises(ReleaseUnreadable, match=said.replace("?", r"\?")) as refusal:
        release_moment(written, NOW)
    assert refusal.value.extra["errors"][0]["pointer"] == "/release_at"


def test_a_moment_is_said_as_clocks_in_england_show_it() -> None:
    said = [in_england(datetime(2027, 5, 20, hour, 30, tzinfo=UTC)) for hour in (8, 11, 12, 22, 23)]
    assert said == [
        "9:30am on 20 May 2027",
        "12:30pm on 20 May 2027",
        "1:30pm on 20 May 2027",
        "11:30pm on 20 May 2027",
        "12:30am on 21 May 2027",
    ]

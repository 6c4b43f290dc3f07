"""What the public may know of editions at a moment: a table of versions in, a list out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from service.publication import atom
from service.publication.due import Plan, next_release, plans_at
from service.publication.files import before
from service.publication.shelf import Listing, listing_at
from service.publication.store import EditionEntry, Withdrawal, latest_at
from service.publication.words_view import next_in_words
from service.settings import Settings

SETTINGS = Settings(council_name="Testshire")
WHY = "Two figures by team pointed to one person."


def moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def editions(table: str) -> list[EditionEntry]:
    found = []
    for line in table.strip().splitlines()[1:]:
        end, version, published, release, withdrawn = (each.strip() for each in line.split("|"))
        at = moment(withdrawn)
        found.append(
            EditionEntry(
                id=UUID(int=len(found) + 1),
                period_end=date.fromisoformat(end),
                version=int(version),
                published_at=datetime.fromisoformat(published).replace(tzinfo=UTC),
                published_by="PSW",
                reason=None if version == "1" else "Late leavers.",
                content_sha256="0" * 64,
                release_at=moment(release),
                withdrawal=at and Withdrawal(at, "PSW", WHY),
            )
        )
    return sorted(found, key=lambda each: (each.period_end, each.version), reverse=True)


STORY = editions("""
half-year  | version | published  | public from | withdrawn
2026-03-31 | 1       | 2026-05-01 |             |
2026-03-31 | 2       | 2026-06-01 |             | 2026-08-01
2026-09-30 | 1       | 2026-11-01 | 2026-11-20  | 2026-11-10
2026-09-30 | 2       | 2026-11-12 | 2026-11-20  |
2026-09-30 | 3       | 2026-12-01 | 2026-12-05  |
""")

SEEN = """
on         | public            | waiting | latest of each   | standing
2026-05-01 | Mar1              |         | Mar1             | Mar1
2026-06-01 | Mar2 Mar1         |         | Mar2             |
2026-11-19 | Mar2 Mar1         | Sep2    | Mar2             |
2026-11-20 | Sep2 Mar2 Mar1    |         | Sep2 Mar2        | Sep2
2026-12-02 | Sep2 Mar2 Mar1    | Sep3    | Sep2 Mar2        | Sep2
2026-12-05 | Sep3 Sep2 Mar2 Mar1 |       | Sep3 Mar2        | Sep3
"""


def names(entries: tuple[EditionEntry, ...]) -> str:
    return " ".join(f"{each.period_end:%b}{each.version}" for each in entries)


def listing_on(text: str) -> Listing:
    """As the list was on that day: what was published later is not in it yet."""
    now = moment(text)
    assert now is not None
    return listing_at([each for each in STORY if each.published_at <= now], (), now)


@pytest.mark.parametrize(
    "row",
    [[cell.strip() for cell in line.split("|")] for line in SEEN.strip().splitlines()[1:]],
    ids=lambda row: row[0],
)
def test_the_clock_alone_decides_what_is_public(row: list[str]) -> None:
    """Mar2 was withdrawn since: its notice is public. Sep1 never was: there is no sign of it."""
    found = listing_on(row[0])
    waiting = tuple(each for each in found.waiting if not each.cancelled)
    assert [
        names(each) for each in (found.entries, waiting, found.latest_of_each(), found.standing())
    ] == row[1:]


def test_an_earlier_half_year_leads_to_the_newest_that_stands() -> None:
    def led_to(on: str, end: date) -> str:
        return names(tuple(filter(None, [listing_on(on).later_than(end)])))

    march, september = date(2026, 3, 31), date(2026, 9, 30)
    assert led_to("2026-11-19", march) == ""  # September waits
    assert led_to("2026-11-20", march) == "Sep2"
    assert led_to("2026-12-05", march) == "Sep3"
    assert led_to("2026-12-05", september) == ""


def test_those_who_prepare_see_everything_in_order() -> None:
    found = listing_on("2026-12-02").with_waiting()
    assert names(found.entries) == "Sep3 Sep2 Sep1 Mar2 Mar1"
    assert found.find(date(2026, 9, 30), None) == found.entries[0]


def test_one_that_was_withdrawn_unseen_hides_nothing() -> None:
    waiting = editions("""
half-year  | version | published  | public from | withdrawn
2026-03-31 | 1       | 2026-05-01 |             |
2026-03-31 | 2       | 2026-06-01 | 2026-06-10  | 2026-06-05
""")
    now = datetime(2026, 7, 1, tzinfo=UTC)
    assert names(listing_at(waiting, (), now).standing()) == "Mar1"
    both = listing_at(waiting, (), now).with_waiting()
    found = both.find(date(2026, 3, 31), None)
    assert found is not None
    assert found.version == 1


def test_a_withdrawn_version_gives_no_older_one_its_place_back() -> None:
    def march(text: str) -> str:
        now = moment(text)
        assert now is not None
        found = latest_at(STORY, date(2026, 3, 31), now)
        return names((found,)) if found else ""

    days = ("2026-04-30", "2026-05-01", "2026-06-01", "2026-07-31", "2026-08-01")
    assert [march(each) for each in days] == ["", "Mar1", "Mar2", "Mar2", ""]


def test_documents_draw_the_half_years_as_they_stood_at_the_release() -> None:
    sep2 = next(each for each in STORY if names((each,)) == "Sep2")
    assert before(sep2, STORY) == []
    early = [each for each in STORY if names((each,)) == "Mar1"]
    assert before(sep2, [sep2, *early]) == early


# --- what is told of the next one --------------------------------------------------------------

PLANS = (
    Plan(
        date(2027, 3, 31),
        datetime(2027, 5, 20, 8, 30, tzinfo=UTC),
        datetime(2026, 11, 1, tzinfo=UTC),
    ),
)
NEXT = """
on         | says
2026-11-19 | The next scorecard is for the half-year to 30 September 2026 and will be published at 12:00am on 20 November 2026.
2026-11-20 | The next scorecard is for the half-year to 31 March 2027 and will be published at 9:30am on 20 May 2027.
2027-05-21 | The next scorecard is for the half-year to 31 March 2027. It was to be published at 9:30am on 20 May 2027 and is late.
"""


@pytest.mark.parametrize(
    ("on", "says"),
    [[cell.strip() for cell in line.split("|")] for line in NEXT.strip().splitlines()[1:]],
)
def test_the_next_release_is_the_one_that_waits_or_is_planned(on: str, says: str) -> None:
    now = moment(on)
    assert now is not None
    found = listing_at([each for each in STORY if each.published_at <= now], PLANS, now)
    assert next_in_words(found.next_release(now, SETTINGS)) == says


def test_without_a_plan_the_day_from_which_it_can_be_published_is_told() -> None:
    now = datetime(2026, 12, 6, tzinfo=UTC)
    taken_back = Plan(date(2027, 3, 31), None, now)
    for plans in ((), (taken_back,)):
        found = next_release(STORY, (), plans, now, SETTINGS)
        assert next_in_words(found) == (
            "The next scorecard is for the half-year to 31 March 2027 and can be published from "
            "1 April 2027."
        )


def test_the_list_was_modified_by_release_withdrawal_and_plan() -> None:
    """What a client may keep by date alone: each of them is news after it."""

    def modified(on: str, plans: tuple[Plan, ...] = ()) -> str:
        now = moment(on)
        assert now is not None
        held = [each for each in STORY if each.published_at <= now]
        found = listing_at(held, plans, now).modified
        return f"{found:%Y-%m-%d %H:%M}" if found else ""

    assert modified("2026-04-01") == ""
    assert modified("2026-11-19") == "2026-08-01 00:00"
    assert modified("2026-11-20") == "2026-11-20 00:00"
    assert modified("2026-11-19", PLANS) == "2026-11-01 00:00"
    assert modified("2027-05-21", PLANS) == "2027-05-20 08:30"
    assert [each.passed for each in plans_at(PLANS, datetime(2027, 5, 20, 8, 30, tzinfo=UTC))] == [
        True
    ]


def test_the_feed_tells_of_a_withdrawal_under_the_entry_it_had() -> None:
    feed = atom.as_atom(listing_on("2026-12-05").entries, SETTINGS).decode()
    titles = [part.split("</title>")[0] for part in feed.split("<entry><title>")[1:]]
    assert titles == [
        "Scorecard to 30 September 2026 corrected: version 3",
        "Scorecard to 30 September 2026 published",
        "Scorecard to 31 March 2026 withdrawn: version 2",
        "Scorecard to 31 March 2026 published",
    ]
    assert (
        "<published>2026-06-01T00:00:00Z</published><updated>2026-08-01T00:00:00Z</updated>" in feed
    )
    assert (
        "<published>2026-12-05T00:00:00Z</published><updated>2026-12-05T00:00:00Z</updated>" in feed
    )
    assert WHY in feed

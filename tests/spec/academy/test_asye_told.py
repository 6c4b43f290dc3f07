"""What leaves somebody's calendar of an ASYE year is told as cancelled, and only what changed is told."""

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from academy.asye.calendar import Entry
from academy.asye.told import Mark, Marks, Shown, Whose, retold, told
from tests.spec.academy.calendars import d

SUE, TOM, OWN = Whose("supervisor", "Sue"), Whose("supervisor", "Tom"), Whose("own", "7")


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=UTC)


def on(day: str, key: str = "a", words: str = "Supervision due") -> Entry:
    return Entry(key, words, d(day), "At least 90 minutes.")


def told_to(whose: Whose, shown: Shown, marks: Marks) -> list[tuple[str, str, bool, int]]:
    """(key, day, cancelled, bumps) of one calendar, by key."""
    return sorted(
        (entry.key, entry.day.isoformat(), entry.cancelled, mark.bumps if mark else 0)
        for entry, mark in told(shown.get(whose, ()), marks.get(whose, {}))
    )


def test_only_what_changed_is_told_again() -> None:
    before = {OWN: [on("2027-02-01"), on("2027-03-01", "b")]}
    after = {OWN: [on("2027-02-01"), on("2027-03-08", "b")]}
    marks = retold({}, before, after, at("2027-01-11"))
    assert marks == {OWN: {"b": Mark(1, at("2027-01-11"))}}
    assert told_to(OWN, after, marks) == [("a", "2027-02-01", False, 0), ("b", "2027-03-08", False, 1)]  # fmt: skip
    assert retold(marks, after, after, at("2027-01-12")) is marks


def test_what_another_supervisor_takes_over_is_cancelled_for_one_and_goes_on_for_the_other() -> (
    None
):
    entry = on("2027-02-01")
    hers: Shown = {SUE: [entry], OWN: [entry]}
    his: Shown = {SUE: [], TOM: [entry], OWN: [entry]}
    marks = retold({}, hers, his, at("2027-01-11"))
    assert told_to(SUE, his, marks) == [("a", "2027-02-01", True, 1)]
    assert told_to(TOM, his, marks) == [("a", "2027-02-01", False, 1)]
    # The person's own calendar is not concerned.
    assert told_to(OWN, his, marks) == [("a", "2027-02-01", False, 0)]
    [(gone, _)] = told((), marks[SUE])
    assert gone.description == ""
    # Hers again: it counts on from whatever either was told.
    again = retold(marks, his, hers, at("2027-01-12"))
    assert told_to(SUE, hers, again) == [("a", "2027-02-01", False, 2)]
    assert told_to(TOM, hers, again) == [("a", "2027-02-01", True, 2)]


def test_what_was_over_by_then_is_not_cancelled_and_the_day_itself_is() -> None:
    days = [on("2027-07-01", "a"), on("2027-07-02", "b"), on("2027-07-03", "c")]
    # Half past midnight in England is still the day before in UTC.
    now = datetime(2027, 7, 1, 23, 30, tzinfo=UTC)
    marks = retold({}, {SUE: days}, {}, now)
    assert told_to(SUE, {}, marks) == [("b", "2027-07-02", True, 1), ("c", "2027-07-03", True, 1)]


def test_what_was_cancelled_already_stays_so_when_it_leaves() -> None:
    cancelled = Entry("a", "Supervision due", d("2027-02-01"), cancelled=True)
    marks = retold({}, {OWN: [cancelled]}, {}, at("2027-03-01"))
    assert told_to(OWN, {}, marks) == [("a", "2027-02-01", True, 1)]


def test_what_goes_and_comes_back_under_another_day_has_one_entry() -> None:
    marks = retold({}, {OWN: [on("2027-02-01")]}, {OWN: []}, at("2027-01-11"))
    marks = retold(marks, {OWN: []}, {OWN: [on("2027-05-03")]}, at("2027-01-12"))
    assert told_to(OWN, {OWN: [on("2027-05-03")]}, marks) == [("a", "2027-05-03", False, 2)]


CALENDARS = st.dictionaries(
    st.sampled_from([SUE, TOM, OWN]),
    st.dictionaries(st.sampled_from("abc"), st.sampled_from(["2027-02-01", "2027-03-01"])).map(
        lambda days: [on(day, key) for key, day in sorted(days.items())]
    ),
)


@given(st.lists(CALENDARS, min_size=2, max_size=6))
def test_nothing_ahead_leaves_in_silence_and_what_is_told_anew_counts_higher(
    steps: list[dict[Whose, list[Entry]]],
) -> None:
    marks: Marks = {}
    for step, (before, after) in enumerate(pairwise(steps)):
        was = {whose: told_to(whose, before, marks) for whose in (SUE, TOM, OWN)}
        marks = retold(marks, before, after, at(f"2027-01-{11 + step}"))
        for whose in (SUE, TOM, OWN):
            now = {key: rest for key, *rest in told_to(whose, after, marks)}
            for key, day, cancelled, bumps in was[whose]:
                later = now[key]
                assert later == [day, cancelled, bumps] or later[2] > bumps

"""A programme template: what is refused, and what its check says (rules T1-T7)."""

from datetime import date, time
from itertools import pairwise
from typing import Any

import pytest

from academy.errors import ProgrammeInvalid
from academy.findings import Severity
from academy.programme import Audience, Kind
from academy.template import block_specs, check, extent, in_force, programme_from
from academy.template_checks import not_in_force
from tests.spec.academy.programmes import document, item, lancashire, programme

ONE = item("one", "09:00", "10:00")
TWO = item("two", "10:00", "11:00")


def refusal(of: Any) -> str:
    with pytest.raises(ProgrammeInvalid) as refused:
        programme_from(of)
    return refused.value.reason


def test_a_small_template_is_read_with_its_defaults() -> None:
    read = programme(
        item("one", "09:00", None, audience="named", also=["managers"]), lunch("12:00", "13:00")
    )
    one, meal = (found for _, found in read.items())
    assert (one.start, one.end, one.audience, one.also) == (
        time(9), None, Audience.NAMED, (Audience.MANAGERS,),
    )  # fmt: skip
    assert (one.mandatory, one.contact, one.capacity, one.content) == (True, False, None, "")
    assert (read.blocks[0].starts_on_monday, read.blocks[0].consecutive) == (True, True)
    assert (meal.kind, meal.mandatory) == (Kind.LUNCH, False)
    assert (read.effective_from, read.effective_to, read.days) == (date(2027, 1, 1), None, 5)


def lunch(start: str, end: str, day: int = 1) -> dict[str, Any]:
    return {"key": f"lunch-{day}", "title": "Lunch", "kind": "lunch", "day": day, "start": start, "end": end}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 0}, "'version' of the programme must be a whole number from 1 to 1000000"),
        ({"version": True}, "'version' of the programme must be a whole number from 1 to 1000000"),
        ({"version": None}, "'version' of the programme must be a whole number from 1 to 1000000"),
        ({"title": None}, "'title' of the programme must be a text"),
        ({"title": "  "}, "'title' of the programme must be a text"),
        ({"title": 7}, "'title' of the programme must be a text"),
        ({"title": "a\x00b"}, "'title' of the programme must be a text without control characters"),
        ({"title": "x" * 5001}, "'title' of the programme must be at most 5000 characters"),
        ({"effective_from": None}, "'effective_from' of the programme must be a date written as 2027-01-11"),
        ({"effective_from": "20270111"}, "'effective_from' of the programme must be a date written as 2027-01-11"),
        ({"effective_from": "2027-02-29"}, "'effective_from' of the programme must be a date written as 2027-01-11"),
        ({"effective_to": "2026-12-31"}, "it is in force to 2026-12-31, before it begins on 2027-01-01"),
        ({"notes": "one"}, "'notes' of the programme must be a list of texts"),
        ({"notes": ["a", "a"]}, "'notes' of the programme must be a list that names nothing twice"),
        ({"outcomes": {}}, "'outcomes' of the programme must be a list"),
        ({"outcomes": ["x"]}, "outcome number 1 is not an object with fields"),
        ({"outcomes": [{"words": "x"}]}, "'key' of outcome number 1 must be a text"),
        ({"blocks": []}, "it has no block"),
        ({"blokcs": []}, "the programme has an unknown field 'blokcs'"),
    ],
)  # fmt: skip
def test_a_document_that_is_no_programme_is_refused(change: dict[str, Any], said: str) -> None:
    assert refusal(document() | change) == said


def test_a_text_of_the_greatest_length_is_read() -> None:
    assert len(programme(title="x" * 5000).title) == 5000


def test_what_is_no_object_is_refused() -> None:
    assert refusal([1]) == "the programme is not an object with fields"


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([ONE | {"end": "09:00"}], "one ends at 09:00, not after it starts at 09:00"),
        ([ONE | {"start": "25:00"}], "'start' of item one must be a time of day written as 09:30"),
        ([ONE | {"start": None}], "'start' of item one must be a time of day written as 09:30"),
        ([ONE | {"capacity": 0}], "'capacity' of item one must be a whole number from 1 to 10000"),
        ([ONE | {"kind": "party"}], "'kind' of item one must be one of session, lunch, break, self-study, travel"),
        ([ONE | {"kind": None}], "'kind' of item one must be one of session, lunch, break, self-study, travel"),
        ([ONE | {"mandatory": "yes"}], "'mandatory' of item one must be true or false"),
        ([ONE | {"day": 6}], "one is on day 6 of start, which has 5"),
        ([ONE | {"outcomes": ["gone"]}], "one names 'gone' in outcomes: it is unknown"),
        ([ONE | {"tasks": ["gone"]}], "one names 'gone' in tasks: it is unknown"),
        ([ONE | {"prerequisites": ["gone"]}], "one names 'gone' in prerequisites: it is unknown"),
        ([ONE | {"site": "moon"}], "one is at 'moon': there is no such site"),
        ([ONE | {"rooms": ["Blue"]}], "one is in 'Blue': there is no such room at no site"),
        ([ONE | {"key": "one/2"}], "'one/2' has a slash in its key: a session is named item/group"),
        ([ONE | {"prerequisites": ["one"]}], "prerequisites go round in a circle: one needs one"),
        ([ONE, ONE], "2 items have the key 'one'"),
        ([ONE | {"track": "t"}], "track 't' has one item, one: a track is a choice"),
        (
            [ONE | {"track": "t"}, TWO | {"track": "t"}],
            "items of track 't' are at different times (one, two): one person could not be kept to one of them",
        ),
    ],
)  # fmt: skip
def test_items_that_cannot_be_planned_are_refused(items: list[dict[str, Any]], said: str) -> None:
    assert refusal(document(*items)) == said


def test_a_circle_of_prerequisites_is_named_in_order() -> None:
    said = refusal(
        document(
            ONE | {"prerequisites": ["two"]},
            TWO | {"prerequisites": ["three"]},
            item("three", "11:00", "12:00", prerequisites=["one"]),
        )
    )
    circle = said.removeprefix("prerequisites go round in a circle: ").split(" needs ")
    assert said.startswith("prerequisites go round in a circle: ")
    assert circle[0] == circle[-1]
    assert dict(pairwise(circle)) == {
        "one": "two",
        "two": "three",
        "three": "one",
    }


SITE = {"key": "hall", "name": "Hall", "address": "Hall, Preston", "rooms": ["Blue"]}


def test_a_room_belongs_to_its_site() -> None:
    read = programme(ONE | {"site": "hall", "rooms": ["Blue"]}, sites=[SITE])
    assert read.sites[0].rooms == ("Blue",)
    assert refusal(document(ONE | {"site": "hall", "rooms": ["Bleu"]}, sites=[SITE])) == (
        "one is in 'Bleu': there is no such room at hall"
    )


@pytest.mark.parametrize(("block", "day"), [("start", 6), ("later", 1)])
def test_a_task_is_due_on_a_day_that_exists(block: str, day: int) -> None:
    task = {"key": "t", "title": "T", "due_block": block, "due_day": day, "audience": "all"}
    assert refusal(document(ONE, tasks=[task])) == (
        f"task t is due on day {day} of {block!r}, and there is no such day"
    )


def test_a_task_may_be_due_on_the_last_day() -> None:
    task = {"key": "t", "title": "T", "due_block": "start", "due_day": 5, "audience": "all"}
    assert [t.due_day for t in programme(ONE, tasks=[task]).tasks] == [5]


def found(*items: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    limits = {k: more.pop(k) for k in ("longest_stretch", "contracted_day") if k in more}
    return [
        (finding.code, finding.severity.value)
        for finding in check(programme(*items, **more), **limits)
        if finding.code != "ITEM_WITHOUT_OUTCOME"
    ]


def test_coverage_names_outcomes_without_item_and_items_without_outcome() -> None:
    outcomes = [{"key": "a", "words": "Know A"}, {"key": "b", "words": "Know B"}]
    read = programme(ONE | {"outcomes": ["a"]}, TWO, lunch("12:00", "13:00"), outcomes=outcomes)
    assert [(f.code, f.message) for f in check(read)] == [
        ("OUTCOME_WITHOUT_ITEM", "No item leads to the outcome 'Know B'."),
        ("ITEM_WITHOUT_OUTCOME", "two (day 1 of Start) has no outcome."),
    ]


def test_an_open_end_blocks() -> None:
    assert found(item("one", "15:30", None)) == [("END_MISSING", Severity.BLOCK.value)]


@pytest.mark.parametrize(
    ("items", "codes"),
    [
        #                                                         longest / over midday / total
        ([("09:00", "12:00"), ("13:00", "16:00")], ["DAY_NO_LUNCH"]),
        ([("09:00", "12:01")], ["DAY_NO_BREAK"]),
        ([("09:00", "10:30"), ("10:30", "12:01")], ["DAY_NO_BREAK"]),
        ([("09:00", "12:00"), ("12:15", "13:59")], []),
        ([("12:01", "15:00")], []),
        ([("12:00", "14:00")], ["DAY_NO_LUNCH"]),
        ([("08:00", "11:00"), ("11:01", "11:59"), ("14:01", "17:00")], ["DAY_NO_LUNCH"]),
    ],
)
def test_a_day_is_sane(items: list[tuple[str, str]], codes: list[str]) -> None:
    made = [item(f"i{n}", start, end) for n, (start, end) in enumerate(items)]
    assert found(*made) == [(code, "WARN") for code in codes]


@pytest.mark.parametrize(
    ("end", "codes"), [("16:24", []), ("16:25", [("DAY_TOO_LONG", "WARN")])]
)  # 3 h + 4 h 24 min is a contracted day to the minute
def test_a_day_of_seven_hours_and_twenty_four_minutes_is_not_too_long(
    end: str, codes: list[tuple[str, str]]
) -> None:
    day = (
        item("a", "08:00", "11:00"), lunch("11:00", "12:00"),
        item("b", "12:00", "14:00"), item("c", "14:00", end),
    )  # fmt: skip
    assert found(*day, longest_stretch=999) == codes


def test_the_limits_are_settings() -> None:
    day = (item("a", "09:00", "10:01"),)
    assert found(*day, longest_stretch=60, contracted_day=60) == [
        ("DAY_NO_BREAK", "WARN"), ("DAY_TOO_LONG", "WARN"),
    ]  # fmt: skip
    message = check(programme(*day), longest_stretch=60)[-1].message
    assert message == "Day 1 of Start has 1 h 1 min without a break."


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        # one                       other                             said
        ({},                        {"start": "09:59"},               ["OVERLAP"]),
        ({},                        {"start": "10:00"},               []),
        ({},                        {"day": 2},                       []),
        ({},                        {"start": "08:00", "end": "09:00"}, []),
        ({"end": None},             {},                               ["END_MISSING"]),
        ({"track": "t"},            {"track": "t"},                   []),
        ({"track": "t"},            {},                               ["OVERLAP"]),
        ({"audience": "all"},       {"audience": "experienced"},      ["OVERLAP"]),
        ({"audience": "all"},       {"audience": "managers"},         []),
        ({"audience": "managers"},  {"also": ["managers"]},           ["OVERLAP"]),
        ({"audience": "newly-qualified"}, {"audience": "experienced"}, []),
        ({"audience": "named"},     {"audience": "named"},            []),
    ],
)  # fmt: skip
def test_nobody_is_meant_to_be_in_two_places(
    one: dict[str, Any], other: dict[str, Any], codes: list[str]
) -> None:
    """09:00-10:00 beside 09:00-11:00 unless the table says otherwise."""
    third = [item("third", "09:00", "10:00", track="t", audience="named")] * ("track" in one)
    made = (ONE | one, item("other", "09:00", "11:00") | other, *third)
    if "track" in other:
        made = (ONE | one, ONE | {"key": "other"} | other)
    assert [code for code, _ in found(*made)] == codes
    if codes:
        assert {severity for _, severity in found(*made)} == {"BLOCK"}


@pytest.mark.parametrize(
    ("change", "suspect"),
    [
        ({"title": "ASYE requirements"}, True),
        ({"content": "For newly qualified staff"}, True),
        ({"content": "nqsw only"}, True),
        ({"title": "ASYE requirements", "audience": "newly-qualified"}, False),
        ({"title": "Basye house"}, False),
    ],
)
def test_an_item_that_speaks_of_newly_qualified_workers_is_suspect_for_all(
    change: dict[str, Any], suspect: bool
) -> None:
    assert found(ONE | change) == [("AUDIENCE_SUSPECT", "WARN")] * suspect


def test_the_version_in_force_is_the_newest_that_covers_the_day() -> None:
    """
    version  from         to
    1        2027-01-01   2027-08-31
    2        2027-06-01   (open)
    """
    old = programme(effective_to="2027-08-31")
    new = programme(version=2, effective_from="2027-06-01")
    days = ("2026-12-31", "2027-05-31", "2027-06-01", "2027-08-31", "2027-09-01")
    assert [in_force([new, old], date.fromisoformat(day)) for day in days] == [
        None, old, new, new, new,
    ]  # fmt: skip
    assert in_force([old], date(2027, 8, 31)) == old
    assert in_force([old], date(2027, 9, 1)) is None
    one_day = programme(effective_to="2027-01-01")
    assert in_force([one_day], date(2027, 1, 1)) == one_day


@pytest.mark.parametrize(
    ("effective_to", "anchor", "message"),
    [
        (None, "2027-01-01", None),
        ("2027-08-31", "2027-08-31", None),
        (None, "2026-12-31", "in force from 2027-01-01; the cohort begins on 2026-12-31."),
        ("2027-08-31", "2027-09-01", "in force from 2027-01-01 to 2027-08-31; the cohort begins on 2027-09-01."),
    ],
)  # fmt: skip
def test_a_cohort_outside_the_days_of_its_version_is_said(
    effective_to: str | None, anchor: str, message: str | None
) -> None:
    said = not_in_force(programme(effective_to=effective_to), date.fromisoformat(anchor))
    if message is None:
        assert said == []
    else:
        assert [(each.code, each.severity.value) for each in said] == [("PROGRAMME_NOT_IN_FORCE", "WARN")]  # fmt: skip
        assert said[0].message.endswith(message)


def test_a_prerequisite_planned_later_is_said() -> None:
    assert found(ONE | {"prerequisites": ["two"]}, TWO) == [("PREREQUISITE_LATER", "WARN")]
    assert found(ONE, TWO | {"prerequisites": ["one"]}) == []
    longer = ONE | {"end": "10:01", "audience": "managers"}
    assert found(longer, TWO | {"prerequisites": ["one"]}) == [("PREREQUISITE_LATER", "WARN")]
    open_end = found(TWO | {"end": None, "prerequisites": ["one"]}, ONE | {"end": None})
    assert open_end == [("END_MISSING", "BLOCK"), ("END_MISSING", "BLOCK")]


def test_a_run_of_some_blocks_has_an_anchor_of_its_own() -> None:
    weeks = lambda *blocks: [(s.key, s.offset_weeks) for s in block_specs(lancashire(), blocks or None)]  # noqa: E731 -- read beside its table  # fmt: skip
    assert weeks() == [
        ("induction", 0), ("review-3m", 13), ("review-6m", 26), ("review-9m", 39), ("review-12m", 52),
    ]  # fmt: skip
    assert weeks("review-3m", "review-6m") == [("review-3m", 0), ("review-6m", 13)]
    assert weeks("gone") == []


def test_extent_is_computed() -> None:
    assert extent(lancashire()) == "16 days over 12 months"
    assert extent(programme(days=1)) == "1 day"
    later = {"key": "l", "title": "L", "offset_weeks": 4, "working_days": 1, "audience": "all"}
    assert extent(programme_from(document() | {"blocks": [later]})) == "1 day over 1 month"

"""Counts, examples and warnings of a check."""

import re
from datetime import date
from pathlib import Path

import pytest

from service.workforce import changes
from service.workforce.changes import EXAMPLES, changes_document, nothing_new, warnings_about
from service.workforce.doubling import doubled
from service.workforce.fact_kinds import ABSENCES, AGENCY, CASELOADS, EMPLOYMENTS, POSTS
from service.workforce.findings import Severity
from service.workforce.folding import CensusDay, compare
from tests.unit.workforce.returns import (
    DAY,
    a_caseload,
    a_leaver,
    a_post,
    an_absence,
    an_assignment,
    an_employment,
    worker,
)


def held(kind, *records):
    rows = [(place, 1, *record) for place, record in enumerate(records)]
    return {kind.key_of_held(row): row for row in rows}


def test_a_change_shows_what_was_and_what_it_becomes():
    difference = compare(
        EMPLOYMENTS,
        [an_employment(row=5, fte=1_000_000, team="Hill"), an_employment(row=6, who=2)],
        held(EMPLOYMENTS, an_employment(), an_employment(who=3)),
    )
    key = {"started": "2024-09-02", "post": "P-1"}
    assert changes_document([difference]) == {
        "employments": {
            "new": 1,
            "changed": 1,
            "ended": 0,
            "unchanged": 0,
            "missing": 1,
            "examples": {
                "new": [{"row": 6, "key": {"worker": worker(2), **key}}],
                "changed": [
                    {
                        "row": 5,
                        "key": {"worker": worker(1), **key},
                        "was": {"team": "Harbour", "fte": "0.6"},
                        "now": {"team": "Hill", "fte": "1"},
                    }
                ],
                "ended": [],
                "missing": [{"key": {"worker": worker(3), **key}}],
            },
        }
    }


def test_an_ending_shows_its_fields():
    difference = compare(EMPLOYMENTS, [a_leaver(row=4)], held(EMPLOYMENTS, an_employment()))
    [ended] = changes_document([difference])["employments"]["examples"]["ended"]
    assert ended["was"] == {"ended": None, "end_type": None, "destination": None, "reason": None}
    assert ended["now"] == {
        "ended": "2026-06-30",
        "end_type": "left",
        "destination": "3",
        "reason": "1",
    }


def test_examples_are_few_however_many_rows():
    posts = [a_post(row, f"P-{row}") for row in range(2, 500)]
    told = changes_document([compare(POSTS, posts, {})])["posts"]
    assert told["new"] == 498
    assert [each["row"] for each in told["examples"]["new"]] == list(range(2, 2 + EXAMPLES))


def left_of(in_post, leavers):
    """Everybody is sent: so many as having left, the others as held."""
    return [(a_leaver if who < leavers else an_employment)(who=who) for who in range(in_post)]


@pytest.mark.parametrize(
    ("leavers", "in_post", "warned"),
    [(1, 10, False), (2, 10, True), (11, 109, True), (0, 0, False)],
)
def test_more_than_ten_per_cent_leavers_is_a_warning(leavers, in_post, warned):
    there = held(EMPLOYMENTS, *(an_employment(who=who) for who in range(in_post)))
    difference = compare(EMPLOYMENTS, left_of(in_post, leavers), there)
    assert [found.code for found in warnings_about([difference])] == ["MANY_LEAVERS"] * warned


def test_the_warning_says_how_many():
    there = held(EMPLOYMENTS, *(an_employment(who=who) for who in range(16)))
    difference = compare(EMPLOYMENTS, left_of(16, 3), there)
    [found] = warnings_about([difference])
    assert found.severity is Severity.WARN
    assert found.message == (
        "This return ends 3 of the 16 employments held as in post as having left "
        "(18.8 %, more than 10 %)."
    )


def test_held_snapshot_rows_that_are_not_sent_again_are_a_warning():
    there = held(CASELOADS, a_caseload(who=1), a_caseload(who=2, taken_on=date(2026, 3, 31)))
    difference = compare(CASELOADS, [a_caseload(who=3, taken_on=DAY)], there)
    [found] = warnings_about([difference])
    assert (found.code, found.severity) == ("HELD_NOT_SENT", Severity.WARN)
    assert found.message.startswith("1 caseloads held for a day of this return are not in it")


OPEN_ROWS = [
    (POSTS, a_post(2, "P-1"), a_post(3, "P-2"), a_post(4, "P-3", closed=DAY), "closed"),
    (EMPLOYMENTS, an_employment(), an_employment(who=2), a_leaver(who=3), "ended"),
    (AGENCY, an_assignment(), an_assignment(who=2), an_assignment(who=3, ended=DAY), "ended"),
    (ABSENCES, an_absence(), an_absence(who=2), an_absence(who=3, last_day=DAY), "last_day"),
]


@pytest.mark.parametrize(
    ("kind", "sent", "left_out", "over", "last_day"),
    OPEN_ROWS,
    ids=[kind.name for kind, *_ in OPEN_ROWS],
)
def test_open_rows_that_are_not_sent_are_a_warning(kind, sent, left_out, over, last_day):
    difference = compare(kind, [sent], held(kind, sent, left_out, over))
    assert changes_document([difference])[kind.name]["missing"] == 1
    [found] = warnings_about([difference])
    assert (found.code, found.severity) == ("OPEN_NOT_SENT", Severity.WARN)
    assert found.message.startswith("1 of the 2 ")
    assert f"(“{last_day}” is empty)" in found.message
    assert found.hint.startswith("What is not sent stays as it is held")
    assert f"“{last_day}”" in found.hint
    assert (found.row, found.column, found.value) == (None, None, None)


def test_nobody_is_missed_where_all_that_is_open_is_sent():
    there = held(EMPLOYMENTS, an_employment(), a_leaver(who=2))
    assert warnings_about([compare(EMPLOYMENTS, [an_employment()], there)]) == []


def test_people_a_census_no_longer_names_are_told_by_the_census_rules():
    difference = compare(EMPLOYMENTS, [], held(EMPLOYMENTS, an_employment()), census=True)
    assert changes_document([difference])["employments"]["missing"] == 1
    assert warnings_about([difference]) == []


def test_the_same_file_again_says_that_all_is_there():
    there = held(POSTS, a_post(2, "P-1"), a_post(3, "P-2"))
    sent = [a_post(2, "P-1"), a_post(3, "P-2", fte=1), a_post(4, "P-3")]
    assert nothing_new(changes_document([compare(POSTS, sent, there)])) == {
        "posts": {
            "new": 0,
            "changed": 0,
            "ended": 0,
            "unchanged": 3,
            "missing": 0,
            "examples": {"new": [], "changed": [], "ended": [], "missing": []},
        }
    }


def test_a_kept_fte_is_told():
    there = held(EMPLOYMENTS, an_employment(who=1), *(an_employment(who=n) for n in range(2, 30)))
    difference = compare(EMPLOYMENTS, [a_leaver(who=1, fte=None)], there, census=True)
    [found] = warnings_about([difference])
    assert (found.code, found.severity) == ("LEAVER_FTE_KEPT", Severity.INFO)
    assert found.message.startswith("For 1 leavers the FTE held before is kept")


def test_a_role_given_up_between_two_censuses_is_told():
    """The census names the person, so CENSUS_CONTINUITY does not."""
    earlier = date(2020, 1, 6)
    there = held(EMPLOYMENTS, an_employment(), an_employment(started=earlier), an_employment(who=2))
    difference = compare(EMPLOYMENTS, [an_employment()], there, census=True)
    assert len(difference.missing) == 2
    [found] = warnings_about([difference])
    assert (found.code, found.severity) == ("OPEN_NOT_SENT", Severity.WARN)
    assert found.message.endswith("of people whom it names with another one: 1.")
    # Told once: a new row beside the held one has a finding of its own.
    [was] = difference.left_beside
    difference.doubled = [(an_employment(), was)]
    assert [each.code for each in warnings_about([difference])] == ["HELD_DOUBLED"]


DOCUMENT = Path(__file__).parents[3] / "docs" / "returns" / "index.md"
_ROW = re.compile(r"^\| `([A-Z_]+)` \| (reject|warn|info) \| .+? \| .+? \|$", re.MULTILINE)


def every_warning():
    there = held(EMPLOYMENTS, *(an_employment(who=who) for who in range(5)))
    leaving = compare(EMPLOYMENTS, [a_leaver(who=1, fte=None)], there, census=True)
    sent = [an_employment(started=DAY)]
    doubling = compare(EMPLOYMENTS, sent, there)
    doubling.doubled = doubled(EMPLOYMENTS, sent, doubling.new, there)
    day = compare(CASELOADS, [a_caseload(who=3)], held(CASELOADS, a_caseload(who=1)))
    gone = compare(AGENCY, [], held(AGENCY, an_assignment()), census=True, day=CensusDay(DAY))
    return warnings_about([leaving, doubling, day, gone])


def test_every_warning_of_the_comparison_is_documented_with_its_severity():
    documented = dict(_ROW.findall(DOCUMENT.read_text(encoding="utf-8")))
    told = {found.code: found.severity.value for found in every_warning()}
    codes = set(re.findall(r'code="([A-Z_]+)"', Path(changes.__file__).read_text(encoding="utf-8")))
    assert set(told) == codes
    assert {code: documented.get(code) for code in told} == told
    assert set(documented) - set(told) == {"ROW_REPEATED"}


def test_what_a_warning_says_and_advises_are_sentences():
    for found in every_warning():
        assert found.message.endswith(".")
        assert found.hint.endswith(".")

"""What the page of an import says: heading, counts, findings, and what can be done next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from service.workforce.outcome import Outcome
from service.workforce.pages import import_view
from service.workforce.pages.import_view import LISTED_AT_MOST, lines, return_page
from service.workforce.reading import Options
from service.workforce.records import Kind
from service.workforce.store import ReturnRecord

WHEN = datetime(2026, 11, 30, 14, 2, tzinfo=UTC)
ID = UUID("6c0f9a52-6a8b-4a63-9d5f-0f8f5a3a0c11")
SECRET = "0123456789abcdef0123456789abcdef"


def finding(code="CHOICE_UNKNOWN", severity="reject", row=4, column="role", value="captain"):
    return {
        "row": row, "line": row, "column": column, "code": code, "severity": severity,
        "value": value, "message": "This is none of the roles.", "hint": "Write 5 or case-holder.",
    }  # fmt: skip


def outcome(state="checked", *findings, read=212, accepted=209, changes=None, **more):
    record = ReturnRecord(
        1, ID, "posts", "1", None, "{}", state, more.get("unreadable", False), None, 0, read,
        accepted, "[]", "{}", WHEN, "Hal Demo", WHEN if state in {"confirmed", "undone"} else None,
        "Hal Demo", WHEN if state == "undone" else None, "Ida Demo", ID, "ab", 1, "posts.csv",
    )  # fmt: skip
    told = Outcome(
        Kind.POSTS, "1", None, "posts.csv", "ab", 20_000, Options(), state, False, read, accepted,
        list(findings), changes or {}, record,
    )  # fmt: skip
    return replace(told, **more)


def page(*args, stale=False, may_change=True, **more):
    return return_page(outcome(*args, **more), stale=stale, may_change=may_change)


@pytest.mark.parametrize(
    ("state", "more", "heading", "sentence"),
    [
        ("checked", {}, "Check what will change",
         "212 rows read. 209 are ready; 3 are left out. Nothing has been saved yet."),
        ("checked", {"read": 1, "accepted": 1}, "Check what will change",
         "1 row read. 1 is ready. Nothing has been saved yet."),
        ("confirmed", {"accepted": 212}, "Import complete", "212 rows read. 212 are now in use."),
        ("undone", {}, "This import was undone",
         "212 rows read. What it changed was put back as it was before."),
    ],
)  # fmt: skip
def test_a_return_says_how_many_rows_and_whether_anything_is_saved(state, more, heading, sentence):
    told = page(state, **more)
    assert (told.heading, told.sentence) == (heading, sentence)


def test_a_refused_return_counts_rows_and_not_findings():
    told = page("refused", finding(), finding(column="fte"), finding(row=9))
    assert told.heading == "2 rows cannot be imported"
    assert told.sentence == "212 rows read. 209 are ready. Nothing has been saved yet."
    assert [each.place for each in told.refusals] == ["Row 4, role", "Row 4, fte", "Row 9, role"]
    whole = page("refused", finding("COLUMN_MISSING", row=None, column=None, value=None))
    assert whole.heading == "This file cannot be imported"
    assert whole.refusals[0].place == ""
    unreadable = page("refused", finding("FILE_EMPTY", row=None, column=None), unreadable=True)
    assert unreadable.heading == "This file cannot be read"
    assert unreadable.sentence == "No row of it was read. Nothing has been saved."


@pytest.mark.parametrize(
    ("state", "codes", "more", "can"),
    [
        ("checked", [], {}, {"send", "confirm"}),
        ("checked", [], {"stale": True}, {"send", "again"}),
        ("confirmed", [], {}, {"undo"}),
        ("undone", [], {}, {"send"}),
        ("refused", ["CHOICE_UNKNOWN"], {}, {"send", "good-rows"}),
        ("refused", ["CHOICE_UNKNOWN"], {"accepted": 0}, {"send"}),
        ("refused", ["CHOICE_UNKNOWN"], {"options": Options(accept_good_rows=True)}, {"send"}),
        ("refused", ["SHEET_NOT_FOUND"], {"accepted": 0, "unreadable": True}, {"send", "sheet"}),
        ("refused", ["WRONG_KIND"], {"accepted": 0, "unreadable": True}, {"send", "kind"}),
        ("refused", ["CENSUS_NO_REFERENCE_DATE"], {"accepted": 0, "kind": Kind.CENSUS}, {"send", "day"}),
    ],
)  # fmt: skip
def test_what_can_be_done_next(state, codes, more, can):
    findings = [finding(code) for code in codes]
    assert page(state, *findings, **more).can == can
    assert page(state, *findings, **(more | {"may_change": False})).can == frozenset()


def test_more_than_fifty_findings_are_grouped_by_cause_the_largest_first():
    many = [finding(row=row, value=f"v{row}") for row in range(2, 2 + LISTED_AT_MOST)]
    assert len(lines(many, "refused")) == LISTED_AT_MOST
    few = [finding("DATE_UNREADABLE", row=row, column="opened", value="x") for row in (7, 8)]
    first, second = lines([*few, *many], "refused")
    assert (first.rows, first.count, first.sent) == (
        "2, 3, 4, 5, 6, 7, 8, 9 and 42 more", 50, "different values",
    )  # fmt: skip
    assert (second.rows, second.count, second.sent) == ("7, 8", 2, "x")
    assert (first.anchor, second.anchor) == ("refused-1", "refused-2")
    assert first.place == "Rows 2, 3, 4, 5, 6, 7, 8, 9 and 42 more, role"


def test_many_leavers_are_a_warning_of_its_own():
    told = page(
        "checked", finding("MANY_LEAVERS", "warn", None, None), finding("HELD_DOUBLED", "warn")
    )
    assert told.many_leave == "This is none of the roles. Write 5 or case-holder."
    assert [each.code for each in told.warnings] == ["HELD_DOUBLED"]


def test_changes_are_counted_and_shown_without_the_key_of_a_worker():
    told = page(
        changes={
            "employments": {
                "new": 0, "changed": 12, "ended": 1, "unchanged": 3, "missing": 0,
                "examples": {
                    "new": [],
                    "changed": [
                        {
                            "row": 5,
                            "key": {"worker": SECRET, "started": "2024-09-02", "post": "P-1"},
                            "was": {"fte": "0.6", "asye_ended": None},
                            "now": {"fte": "1", "asye_ended": "2026-01-01"},
                        }
                    ],
                    "ended": [],
                    "missing": [],
                },
            }
        }
    )  # fmt: skip
    (line,) = told.changes
    assert (line.what, line.new, line.changed, line.ended, line.unchanged) == (
        "People and their posts", 0, 12, 1, 3,
    )  # fmt: skip
    ((words, (example,)),) = line.examples
    assert words == "12 changed: the first 1"
    assert example.what == "worker 01234567, started 2 September 2024, post P-1"
    assert example.fields == (("fte", "0.6", "1"), ("asye_ended", "nothing", "1 January 2026"))
    assert SECRET not in repr(told)
    assert not told.changes_nothing


def test_a_file_that_changes_nothing_says_so():
    nothing = {"new": 0, "changed": 0, "ended": 0, "unchanged": 9, "missing": 0}
    told = page(
        changes={
            "posts": {
                **nothing,
                "examples": {key: [] for key in ("new", "changed", "ended", "missing")},
            }
        }
    )
    assert told.changes_nothing


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (640, "640 bytes"), (1024, "1 KB"), (1025, "2 KB"), (64 * 1024**2, "64.0 MB")],
)
def test_a_size_in_words(size, words):
    assert import_view.size_words(size) == words


def test_what_stands_in_the_way_of_an_undo_leads_there_the_latest_first():
    found = import_view.in_the_way(
        {
            "returns": [{"id": "a", "kind": "posts"}, {"id": "b", "kind": "absences"}],
            "editions": [{"period": "2026-09-30", "version": 1}],
        }
    )
    assert found == [
        ("the later import of absences", "/data/import/returns/b"),
        ("the later import of posts", "/data/import/returns/a"),
        ("the scorecard to 30 September 2026, version 1", "/scorecards/2026-09-30"),
    ]


def test_the_same_question_more_than_three_times_is_asked_once():
    four = [finding("POST_UNKNOWN", "warn", row, "post", f"P-{row}") for row in (2, 3, 4, 5)]
    told = page("checked", *four, finding("OPEN_NOT_SENT", "warn", None, None, None))
    assert [(each.rows, each.count) for each in told.warnings] == [("2, 3, 4, 5", 4), ("", 1)]
    told = page("checked", *four[:3])
    assert [(each.rows, each.count) for each in told.warnings] == [("2", 1), ("3", 1), ("4", 1)]

"""Which records moved between two editions: counted by kind, tried alone, never named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scorecard.records import CohortMember, ExitInterview, InterviewStatus, RecordKind, Records
from service.publication.causes import CAUSES, in_words
from service.publication.record_changes import record_changes

MEMBERS = frozenset({RecordKind.COHORT_MEMBERS})
BOTH = MEMBERS | {RecordKind.EXIT_INTERVIEWS}


def member(ref: str, completed: date | None = None) -> CohortMember:
    return CohortMember(ref, f"w{ref}", "Spring", None, date(2026, 4, 1), completed=completed)


def interview(ref: str) -> ExitInterview:
    return ExitInterview(ref, f"w{ref}", date(2026, 5, 1), InterviewStatus.OFFERED, codable=None)


def test_records_that_were_added_changed_and_removed_are_one_cause_of_their_kind():
    before = Records(
        cohort_members=(member("1"), member("2"), member("3")),
        exit_interviews=(interview("9"),),
        collected=BOTH,
    )
    after = replace(
        before,
        cohort_members=(member("4"), member("2"), member("1", date(2026, 9, 1))),
    )
    [found] = record_changes(before, after)
    assert (found.cause, found.count) == ("moved-cohort-members", 3)
    assert found.tried == after


def test_the_order_of_records_is_no_change():
    before = Records(cohort_members=(member("1"), member("2")), collected=MEMBERS)
    after = replace(before, cohort_members=(member("2"), member("1")))
    assert record_changes(before, after) == ()


def test_kinds_counted_for_the_first_time_are_a_cause_of_their_own():
    before = Records(cohort_members=(member("1"),), collected=MEMBERS)
    after = Records(
        cohort_members=(member("1"), member("2")),
        exit_interviews=(interview("9"),),
        collected=BOTH,
    )
    first, moved = record_changes(before, after)
    assert (first.cause, first.count) == ("records-first-counted", 1)
    assert first.tried == replace(before, exit_interviews=(interview("9"),), collected=BOTH)
    assert (moved.cause, moved.count) == ("moved-cohort-members", 1)
    assert moved.tried == replace(before, cohort_members=after.cohort_members)


def test_that_anything_at_all_was_recorded_is_a_change():
    """Unavailable becomes 0 when the first interview of a later half-year is entered."""
    before = Records(collected=BOTH)
    after = replace(before, recorded=frozenset({RecordKind.EXIT_INTERVIEWS}))
    [found] = record_changes(before, after)
    assert (found.cause, found.count, found.tried) == ("moved-exit-interviews", 1, after)


def test_every_kind_has_words():
    assert {f"moved-{kind}" for kind in RecordKind} <= set(CAUSES)
    assert in_words("moved-exit-interviews", 2) == (
        "2 exit interviews were recorded, coded or changed after the earlier version"
    )

"""The audit trail's page: what its address asks for, how a change reads, and what may be exported."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from service.access.audit_view import (
    MOST_EXPORTED,
    ON_A_PAGE,
    Change,
    asked,
    changes,
    csv_rows,
    too_many,
    trail_page,
)
from service.access.store import AuditRecord


def entry(position: int = 1, **given: object) -> AuditRecord:
    values = {
        "position": position,
        "id": UUID(int=position),
        "at": datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
        "actor": "Jo Demo",
        "actor_id": UUID(int=99),
        "action": "account.roles-changed",
        "subject_kind": "account",
        "subject_id": "a1",
        "before": None,
        "after": None,
    }
    return AuditRecord(**(values | given))  # type: ignore[arg-type] -- one row, some cells changed


def test_days_are_days_in_england_and_both_within():
    question = asked({"from": "2026-06-30", "to": "2026-10-25", "who": "  Jo Demo "}).question
    assert question.actor == "Jo Demo"
    assert question.first is not None
    assert question.end is not None
    assert question.first.astimezone(UTC) == datetime(2026, 6, 29, 23, 0, tzinfo=UTC)
    assert question.end.astimezone(UTC) == datetime(2026, 10, 26, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "faulty"),
    [
        ({"from": "30.6.2026"}, {"from"}),
        ({"to": "2026-02-30"}, {"to"}),
        ({"from": "0001-01-01", "to": "9999-12-31"}, {"from", "to"}),
        ({"from": "2026-07-02", "to": "2026-07-01"}, {"to"}),
        ({"from": "2026-07-01", "to": "2026-07-01", "who": " "}, set()),
    ],
)
def test_a_day_that_cannot_be_read_is_told_and_kept_as_typed(given, faulty):
    found = asked(given)
    assert set(found.faults) == faulty
    assert all(found.given[name] == given[name] for name in faulty)


@pytest.mark.parametrize(
    ("before", "after", "reads"),
    [
        (None, None, ()),
        ({"a": 1}, {"a": 1}, ()),
        (
            {"due_on": "2026-07-01", "same": 1},
            {"due_on": None, "same": 1, "disabled": True},
            (Change("Due on", "2026-07-01", ""), Change("Disabled", "", "yes")),
        ),
        ({"asye_year": "x"}, None, (Change("ASYE year", "x", ""),)),
        (None, {"roles": {"psw": None}}, (Change("Roles", "", '{"psw": null}'),)),
        ([1], "x", (Change("", "[1]", "x"),)),
    ],
)
def test_a_change_reads_as_what_differs(before, after, reads):
    assert changes(before, after) == reads


def test_a_page_has_fifty_and_leads_on_with_the_filters_kept():
    found = [entry(100 - number) for number in range(ON_A_PAGE + 1)]
    page = trail_page(asked({"who": "Jo & Co"}), found, 1234, {"who": ["Al"]}, further=True)
    assert len(page.lines) == ON_A_PAGE
    assert page.sentence == "1,234 entries, newest first."
    assert page.older.startswith("/audit?who=Jo+%26+Co&before=")
    assert page.newest == page.as_csv.replace(".csv", "") == "/audit?who=Jo+%26+Co"
    assert page.filters[0].options == ("Jo & Co", "Al")
    assert [(each.words, each.address) for each in page.removals] == [("Who: Jo & Co", "/audit")]
    assert page.lines[0].at == "2 July 2026, 00:30:00"
    assert page.lines[0].what == "Account: roles changed"
    last = trail_page(asked({}), found[:1], 1, {}, further=False)
    assert (last.sentence, last.older, last.newest) == ("1 entry, newest first.", "", "")


def test_a_file_has_a_limit_that_is_told():
    assert too_many(MOST_EXPORTED) == ""
    assert "Narrow the view by its days" in too_many(MOST_EXPORTED + 1)


def test_rows_of_the_file_are_in_utc_with_the_state_as_json():
    (row,) = csv_rows([entry(actor_id=None, after={"b": 1, "a": "ü"})])
    assert row[1:4] == ("2026-07-01T23:30:00+00:00", "Jo Demo", None)
    assert row[-2:] == (None, '{"a": "ü", "b": 1}')

"""The audit trail as an auditor reads it: filters in the address, pages of fifty, files."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

from service.access import audit
from service.access.actor import Actor, Scope
from service.storage.transaction import unit_of_work
from tests.api.conftest import NOW, OPERATOR


async def done(number: int, actor: Actor = OPERATOR, *, at: datetime = NOW, kind: str = "thing"):
    async with unit_of_work():
        for each in range(number):
            await audit.record(
                actor,
                "thing.changed",
                subject_kind=kind,
                subject_id=f"t-{each}",
                before={"words": "<b>old</b>"},
                after={"words": "new"},
                now=at,
            )


async def test_an_auditor_finds_who_did_what(sign_in_as):
    office = await sign_in_as(Scope.AUDITOR)
    formula = Actor("=HYPERLINK(1)", frozenset())
    midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # 2 July in England
    await done(60)
    await done(1, formula, at=midnight, kind="paper")

    first = await office.get("/audit?kind=thing")
    assert first.status_code == 200
    assert "60 entries, newest first" in first.text
    assert first.text.count('data-label="When"') == 50
    assert "&lt;b&gt;old&lt;/b&gt;" in first.text
    assert "<b>old</b>" not in first.text
    assert first.headers["cache-control"] == "private, no-store"
    onward = first.text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = await office.get(onward)
    assert second.text.count('data-label="When"') == 10
    assert 'rel="next"' not in second.text

    for query, number in (
        ("from=2026-07-02&to=2026-07-02", 1),
        ("from=2026-07-01&to=2026-07-01", 0),
        ("who=%3DHYPERLINK(1)", 1),
        ("what=thing.changed&subject=t-0", 2),
        ("what=thing.changed&kind=thing&subject=t-0&who=cli:tester", 1),
    ):
        answer = await office.get(f"/audit.json?{query}")
        assert len(answer.json()["entries"]) == number, query
        page = await office.get(f"/audit?{query}")
        assert page.text.count('data-label="When"') == number, query
        assert ("No entry fits all of these filters" in page.text) == (number == 0)

    answer = await office.get("/audit.csv?kind=paper")
    assert answer.headers["content-disposition"] == 'attachment; filename="audit-trail.csv"'
    assert answer.headers["cache-control"] == "private, no-store"
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["actor"] == "'=HYPERLINK(1)"
    assert row["at"] == "2026-07-01T23:30:00+00:00"
    assert row["after"] == '{"words": "new"}'

    page = await office.get("/audit?from=yesterday")
    assert page.status_code == 422
    assert 'href="#from"' in page.text
    assert 'value="yesterday"' in page.text
    for address, status in (
        ("/audit.csv?to=x", 400),
        ("/audit?before=x", 400),
        ("/audit?nothing=1", 400),
    ):
        assert (await office.get(address)).status_code == status, address


async def test_a_view_too_long_for_a_file_says_what_to_do(sign_in_as, monkeypatch):
    monkeypatch.setattr("service.access.audit_view.MOST_EXPORTED", 2)
    office = await sign_in_as(Scope.AUDITOR)
    await done(3, at=NOW + timedelta(days=1))
    page = await office.get("/audit?kind=thing")
    assert "Narrow the view by its days" in page.text
    assert "Export this view" not in page.text
    answer = await office.get("/audit.json?kind=thing")
    assert answer.status_code == 400
    assert "Narrow the view by its days" in answer.text

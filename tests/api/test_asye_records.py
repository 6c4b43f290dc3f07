"""ASYE years as the scorecard counts them: dates and counts by worker key, no name, no reason."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import httpx
import pytest

from scorecard.records import CapCheck, CapUnit, Pause, ProtectedTime
from service import clock
from service.access.actor import Scope
from service.asye.records import asye_years
from service.scorecards.sources import SOURCES
from service.workforce.identity import identify
from tests.conftest import IDENTITY_KEY
from tests.small_academy import Headers, Office
from tests.small_asye import NUMBER, Reader, at_nine, begun, caseload, enrolled

KeyFor = Callable[..., Awaitable[Headers]]


async def test_a_year_is_counted_with_what_was_promised_and_what_happened(
    client: httpx.AsyncClient, key_for: KeyFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: at_nine("2026-04-20"))
    lead = Office(client, await key_for(Scope.ACADEMY))
    member = await enrolled(lead, registration_number=NUMBER)
    office = Reader(client, lead.headers, await begun(lead, member, route="Step Up", count_academy=False))  # fmt: skip
    waiting = await enrolled(lead, "Una Unregistered")
    await begun(lead, waiting, needs_registration=True)
    await office.record("supervision", on="2026-01-19", minutes=90)
    await office.record(
        "supervision", on="2026-01-26", minutes=0, cancelled_by="service", cause="duty"
    )
    await office.record("protected-time", on="2026-01-19", planned=222, taken=222)
    await office.record("protected-time", on="2026-01-26", planned=222)
    await office.record("protected-time", on="2026-02-02", planned=222, lost=222, cause="court")
    await office.record("protected-time", on="2026-02-03", planned=60, taken=60, academy=True)
    await caseload(client, await key_for(Scope.HR), "2026-02-27", 7)
    pause = {"first": "2026-04-06", "last": "2026-04-12", "reason": "bereavement"}
    asked = await office.record("pauses", **pause)
    entry = next(each["id"] for each in asked["entries"] if each["kind"] == "pause")
    for who in ("newly-qualified", "assessor", "manager", "co-ordinator"):
        await office.record(f"pauses/{entry}/signatures", signatory=who)

    [year] = await asye_years()
    assert (year.worker, year.cohort, year.route, year.team) == (
        identify(NUMBER, IDENTITY_KEY), "Spring", "Step Up", "Harbour",
    )  # fmt: skip
    assert (year.started, year.planned_end) == (date(2026, 1, 12), date(2027, 1, 19))
    assert (year.completed_on, year.ended_on) == (None, None)
    assert year.pauses == (Pause(date(2026, 4, 6), date(2026, 4, 12)),)
    assert [(each.due, each.kept) for each in year.supervision][:3] == [
        (date(2026, 1, 19), True), (date(2026, 1, 26), False), (date(2026, 2, 2), None),
    ]  # fmt: skip
    assert year.protected_time == (
        ProtectedTime(date(2026, 1, 19), 222, 222),
        ProtectedTime(date(2026, 1, 26), 222, None),
        ProtectedTime(date(2026, 2, 2), 222, 0),
    )
    assert year.caps == (CapCheck(date(2026, 2, 27), 500, 700, CapUnit.CHILD),)
    for secret in ("Nell", "bereavement", "court", "900123"):
        assert secret not in repr(year)

    body = {"on": "2026-04-20", "state": "left"}
    await lead.ask("POST", f"/asye-years/{office.year}/end", 200, body, if_match=await office.tag())
    [ended] = await asye_years()
    assert (ended.completed_on, ended.ended_on) == (None, date(2026, 4, 20))
    assert max(each.due for each in ended.supervision) <= date(2026, 4, 20)


def test_the_scorecard_asks_for_them() -> None:
    assert asye_years in [source.read for source in SOURCES]

"""A newly qualified social worker's year over HTTP: from enrolment to the evidence for the panel,

with a caseload over the cap in the middle. Everybody uses their own key.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import httpx
import pytest
from pypdf import PdfReader

from service import clock
from service.access import operations as access
from service.access.actor import PERSONAL, Scope, command_line
from service.settings import Settings
from tests.lifespan import laid_out, running
from tests.small_academy import Headers, Office
from tests.small_asye import NUMBER, PutClock, Reader, at_nine, begun, caseload, enrolled

KeyFor = Callable[..., Awaitable[Headers]]
WORST = (
    "7 held, 2 over at the worst; closed by the caseload of 31 March 2026; acknowledged by a key "
    "(no new cases, reallocate), to be mended by 31 March 2026"
)


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with running(laid_out(settings)) as app:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as opened:
            yield opened


@pytest.fixture
def key_for(client: httpx.AsyncClient) -> KeyFor:
    async def issue(*scopes: Scope, subject: str | None = None) -> Headers:
        if PERSONAL.intersection(scopes):
            subject = subject or str(UUID(int=0))
        operator = command_line("test")
        key = await access.issue("a key", scopes, clock.now(), operator, subject=subject)
        return {"authorization": f"Bearer {key}"}

    return issue


@pytest.fixture
def put_clock(monkeypatch: pytest.MonkeyPatch) -> PutClock:
    def put(day: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: at_nine(day))

    return put


async def test_from_enrolment_to_the_evidence_pack_with_a_breach_in_the_middle(
    client: httpx.AsyncClient, key_for: KeyFor, put_clock: PutClock
) -> None:
    put_clock("2026-01-13")
    lead = Office(client, await key_for(Scope.ACADEMY))
    hr = await key_for(Scope.HR)
    member = await enrolled(lead, registration_number=NUMBER)
    year = await begun(lead, member, assessor="Ada Assessor", route="Step Up")
    office = Reader(client, lead.headers, year)
    manager = Reader(client, await key_for(Scope.MANAGER, subject="Harbour"), year)
    herself = Reader(client, await key_for(Scope.STARTER, subject=member), year)
    supervisor = Reader(client, await key_for(Scope.FACILITATOR, subject="Sue Supervisor"), year)
    psw = Reader(client, await key_for(Scope.PSW), year)

    # Day 2: the plan is there, nothing is known of the caseload, and that is said.
    await supervisor.read(404)
    await office.record("supervisors", first="2026-01-12", name="Sue Supervisor")
    plan = await supervisor.read()
    assert [(cap["from"], cap["cap"], cap["unit"]) for cap in plan["caps"]] == [
        ("2026-01-12", 5, "child"),
        ("2026-04-12", 10, "child"),
        ("2026-07-12", 14, "child"),
        ("2026-10-12", 15, "child"),
    ]
    assert (await office.read())["caseload"]["standing"] == "unknown"

    # Six weeks of supervision, one of them cancelled for court; half a day a week, some of it lost.
    put_clock("2026-02-27")
    for week in range(1, 7):
        day = (date(2026, 1, 12) + timedelta(weeks=week)).isoformat()
        if week == 3:
            await supervisor.record(
                "supervision", on=day, minutes=0, cancelled_by="supervisor", cause="court"
            )
        else:
            await supervisor.record("supervision", on=day, minutes=90)
        await herself.record("protected-time", on=day, planned=222, taken=222)
    await herself.record("protected-time", on="2026-02-26", planned=222, lost=222, cause="duty")

    # The caseload is returned: seven where five is the cap.
    await caseload(client, hr, "2026-02-27", 7)
    put_clock("2026-03-06")
    [found] = (await psw.office.ask("GET", "/asye-breaches")).json()["breaches"]
    assert (found["name"], found["breach"]["size"], found["breach"]["day"]) == ("Nell Newly", 2, 8)
    assert found["breach"]["escalated_to"] == ["manager", "service manager"]
    elsewhere = Office(client, await key_for(Scope.MANAGER, subject="Moorland"))
    assert (await elsewhere.ask("GET", "/asye-breaches")).json() == {"breaches": []}
    for nobody in (supervisor, herself):
        await nobody.office.ask("GET", "/asye-breaches", 403)
    assert (await supervisor.read())["caseload"] is None

    # The manager has a plan. The breach stays open until a caseload is within the cap.
    told = await manager.record(
        "acknowledgements", actions=["no-new-cases", "reallocate"], until="2026-03-31"
    )
    [breach] = told["caseload"]["breaches"]
    assert (breach["open"], breach["acknowledged"]["until"]) == (True, "2026-03-31")
    put_clock("2026-04-01")
    codes = [each["code"] for each in (await manager.read())["findings"]]
    assert {"CASELOAD_BREACH", "BREACH_PLAN_OVERDUE", "CASELOAD_UNKNOWN"} <= set(codes)
    await caseload(client, hr, "2026-03-31", 5)
    now = await manager.read()
    [breach] = now["caseload"]["breaches"]
    assert (breach["open"], breach["closed_on"], breach["size"]) == (False, "2026-03-31", 2)
    assert now["caseload"]["standing"] == "within"
    assert (await psw.office.ask("GET", "/asye-breaches")).json() == {"breaches": []}

    # The review is held a day late, with what it needs.
    put_clock("2026-04-20")
    await manager.record("reviews", milestone="review-3m", held_on="2026-04-14")
    await manager.record("evidence", piece="observation", on="2026-04-02")

    # The pack says all of it, to the panel and to herself.
    pack = (await herself.office.ask("GET", f"/asye-years/{year}/evidence-pack")).json()
    lines = {
        section["key"]: [
            (line["promised"], line["happened"], line["met"]) for line in section["lines"]
        ]
        for section in pack["sections"]
    }
    assert lines["supervision"][0] == (
        "every 7 days, at least 90 minutes: 6 due so far",
        "5 held, 1 cancelled; longest gap 14 days (10.5 allowed, pauses left out)",
        False,
    )
    assert lines["workload"] == [
        ("at most 5 (child)", "2 returned; most 7 on 27 February 2026", False),
        ("at most 10 (child)", "no caseload was returned", None),
        (
            "at most 5",
            WORST,
            False,
        ),
    ]
    assert lines["protected-time"] == [
        ("52 h 20 min", "22 h 12 min taken, 25 h 54 min planned, 3 h 42 min lost (3 h 42 min to duty)", False)
    ]  # fmt: skip
    assert lines["reviews"][0] == ("by 13 April 2026", "held on 14 April 2026", False)
    await supervisor.office.ask("GET", f"/asye-years/{year}/evidence-pack", 403)

    page = await manager.office.ask("GET", f"/asye-years/{year}/evidence-pack.html")
    assert "7 held, 2 over at the worst" in page.text
    first, again = [
        await manager.office.ask("GET", f"/asye-years/{year}/evidence-pack.pdf") for _ in range(2)
    ]
    assert first.content == again.content
    text = " ".join(each.extract_text() for each in PdfReader(BytesIO(first.content)).pages)
    assert "ASYE evidence pack: Nell Newly" in text
    for secret in (NUMBER, "900123"):
        assert secret not in text + page.text + str(pack)

"""A council small enough to check by hand: seven posts, two teams, one agency worker.

In its first returns, at 30 September 2026: SW1, SW2, SW4, SW5 (half-time, newly qualified) and SW6
(0.6) are in post, 4.1 FTE; SW3 (1.0) left on 30 June 2026, so turnover is 1 / 4.1 = 24.4 %.
``send`` takes a return in as HR would.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

from service.access.actor import Actor, Scope
from service.publication import operations as publication
from service.publication.operations import EditionEntry
from service.settings import Settings
from service.workforce import operations as workforce
from service.workforce.operations import Outcome
from service.workforce.reading import Options
from service.workforce.receiving import measured
from service.workforce.records import Kind
from tests.laid_once import laid_once

SEPTEMBER = date(2026, 9, 30)
MARCH = date(2026, 3, 31)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PSW = Actor(name="the principal social worker", scopes=frozenset({Scope.PSW}))
HR = Actor(name="human resources", scopes=frozenset({Scope.HR}))

POSTS = """post,team,area,role,fte,opened,closed
P1,Harbour,North,case-holder,1,2020-01-06,
P2,Harbour,North,case-holder,1,2020-01-06,
P3,Harbour,North,senior-practitioner,1,2020-01-06,
P4,Moorland,South,first-line-manager,1,2020-01-06,
P5,Moorland,South,case-holder,1,2020-01-06,
P6,Moorland,South,case-holder,0.6,2020-01-06,
P7,Moorland,South,case-holder,1,2020-01-06,
"""
EMPLOYMENTS_HEADER = (
    "registration_number,post,team,area,role,contract,fte,started,start_type,start_origin,"
    "ended,end_type,leaver_destination,leaving_reason,qualified_on,asye_started,asye_ended\n"
)
EMPLOYED = {
    "SW1": "SW1001,P1,Harbour,North,case-holder,permanent,1,2021-02-01,new,2,,,,,2018-07-02,,",
    "SW2": "SW1002,P2,Harbour,North,case-holder,permanent,1,2022-05-02,new,2,,,,,2019-07-01,,",
    "SW3": "SW1003,P3,Harbour,North,senior-practitioner,permanent,1,2020-02-03,new,2,"
    "2026-06-30,left,1,resignation,2015-07-01,,",
    "SW4": "SW1004,P4,Moorland,South,first-line-manager,permanent,1,2020-02-03,new,2,,,,,2010-07-01,,",
    "SW5": "SW1005,P5,Moorland,South,case-holder,permanent,0.5,2026-08-03,new,1,,,,,2026-07-01,2026-08-03,",
    "SW6": "SW1006,P6,Moorland,South,case-holder,permanent,0.6,2023-03-06,new,2,,,,,2017-07-03,,",
}
AGENCY = """registration_number,team,area,role,fte,started,ended,covers_vacancy
SW9001,Moorland,South,case-holder,1,2026-05-04,,yes
"""
ABSENCES = """registration_number,kind,first_day,last_day,days_lost
SW1002,sickness,2026-02-02,2026-02-06,5
SW1004,training,2026-07-06,2026-07-07,2
"""
CASELOADS_HEADER = "registration_number,snapshot_date,team,cases,fte,unit,agency\n"
CASELOADS = (
    CASELOADS_HEADER
    + """SW1001,2026-09-30,Harbour,16,1,child,no
SW1002,2026-09-30,Harbour,18,1,child,no
SW1005,2026-09-30,Moorland,7,0.5,child,no
SW1006,2026-09-30,Moorland,10,0.6,child,no
SW9001,2026-09-30,Moorland,20,1,child,yes
"""
)


def employments(**changed: str) -> str:
    """The employments return; ``SW2=...`` replaces or adds a line."""
    return EMPLOYMENTS_HEADER + "\n".join((EMPLOYED | changed).values()) + "\n"


REASON = "A social worker who had left was reported late."
LATE_LEAVER = EMPLOYED["SW2"].replace(",2,,,,,", ",2,2026-09-15,left,1,resignation,")
"""SW2 had left on 15 September, and HR said so after the scorecard was published."""
CORRECTED_HOURS = EMPLOYED["SW1"].replace(",permanent,1,", ",permanent,0.8,")
LATE_STARTER = "SW1007,P7,Moorland,South,case-holder,permanent,1,2026-09-07,new,2,,,,,2016-07-01,,"


@dataclass(frozen=True)
class Sent:
    kind: Kind
    text: str
    filename: str


FIRST_RETURNS = (
    Sent(Kind.POSTS, POSTS, "posts.csv"),
    Sent(Kind.EMPLOYMENTS, employments(), "employments.csv"),
    Sent(Kind.AGENCY, AGENCY, "agency.csv"),
    Sent(Kind.ABSENCES, ABSENCES, "absences.csv"),
    Sent(Kind.CASELOADS, CASELOADS, "caseloads.csv"),
)


async def send(
    kind: Kind, text: str, settings: Settings, *, filename: str = "", now: datetime = NOW
) -> Outcome:
    """Take a return in; fails the test when it is not confirmed."""
    outcome = await workforce.take_in(
        kind,
        measured(BytesIO(text.encode())),
        filename=filename or f"{kind}.csv",
        options=Options(),
        actor=HR,
        now=now,
        settings=settings,
    )
    assert outcome.state == "confirmed", outcome.findings
    return outcome


async def send_all(
    settings: Settings, now: datetime = NOW, *, without: Collection[Kind] = ()
) -> None:
    for each in FIRST_RETURNS:
        if each.kind not in without:
            await send(each.kind, each.text, settings, filename=each.filename, now=now)


async def sent(settings: Settings) -> None:
    """All returns of ``FIRST_RETURNS``, sent in once a session."""
    await laid_once("returns", settings, lambda: send_all(settings))


async def corrected_september(settings: Settings) -> tuple[EditionEntry, EditionEntry]:
    """Versions 1 and 2 of September: a leaver was reported late. Once a session."""

    async def lay() -> tuple[EditionEntry, EditionEntry]:
        await send_all(settings)
        first = await publication.publish(SEPTEMBER, PSW, NOW, settings)
        await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
        return first, await publication.correct(SEPTEMBER, REASON, PSW, LATER, settings)

    return await laid_once("September, corrected", settings, lay)


async def published_september(settings: Settings) -> EditionEntry:
    """Version 1 of September from these returns, published once a session."""

    async def lay() -> EditionEntry:
        await send_all(settings)
        return await publication.publish(SEPTEMBER, PSW, NOW, settings)

    return await laid_once("September", settings, lay)

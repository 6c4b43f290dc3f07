"""Input as bad as it comes: refused or taken in, with findings, never a fault, never half."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from service.access.actor import Actor, Scope
from service.workforce import operations
from service.workforce.reading import Options
from service.workforce.receiving import measured
from service.workforce.records import Kind
from tests.unit.workforce.files import LEFT, a_census, a_census_worker, a_file

HR = Actor(name="HR", scopes=frozenset({Scope.HR}))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ONE = a_census_worker(1)


def posts(*rows):
    return Kind.POSTS, a_file(Kind.POSTS, *rows)


def census(*workers, **other):
    return Kind.CENSUS, a_census(2022, *workers, **other)


def caseloads(*rows):
    return Kind.CASELOADS, a_file(Kind.CASELOADS, *rows)


def spells(*rows):
    return Kind.EMPLOYMENTS, a_file(Kind.EMPLOYMENTS, *rows)


REFUSED = {
    "an FTE of 1.5": posts({"fte": "1.5"}),
    "an FTE of -0.1": posts({"fte": "-0.1"}),
    "an FTE that is no number": posts({"fte": "NaN"}, {"post": "P-2", "fte": "Infinity"}),
    "dates in 1900 and 2099": posts({"opened": "1900-01-01"}, {"opened": "2099-01-01"}),
    "leaving before starting": spells({**LEFT, "ended": "2020-01-01"}),
    "one person under two spellings": spells({}, {"registration_number": "sw 100001"}),
    "a snapshot in the future": caseloads({"snapshot_date": "2027-03-31"}),
    "more cases than a number holds": caseloads({"cases": "99999999999"}),
    "a name without end": caseloads({"team": "x" * 10_000}),
    "NUL inside a name": caseloads({"team": "x\x00y"}),
    "duplicate headings": (Kind.POSTS, b"post,post,team,area,role,fte,opened\n"),
    "another kind": (Kind.POSTS, a_file(Kind.AGENCY, {})),
    "mixed encodings": (Kind.POSTS, posts({"team": "Grün"})[1] + "P-2,Gr\xfcn\n".encode("cp1252")),
    "a ZIP that says it is CSV": (Kind.POSTS, b"PK\x03\x04" + bytes(100)),
    "nothing": (Kind.POSTS, b""),
    "a census with more vacancies than people": census(ONE, vacancies="99999999999.00"),
    "a census with fewer than no cases": census(a_census_worker(1, cases="-5")),
    "a census worker twice": census(ONE, ONE),
    "a census that begins in the year 1": census(ONE.replace("2019-01-07", "0001-01-07")),
    "a census of the year 1": (Kind.CENSUS, census(ONE)[1].replace(b"2022-09-30", b"0001-09-30")),
    "a census cut short": (Kind.CENSUS, census(ONE)[1][:-30]),
    "a billion laughs": (
        Kind.CENSUS,
        b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Message>&b;</Message>',
    ),
}
TAKEN_IN = {
    "two roles at once": spells({"post": "P-1"}, {"post": "P-2"}),
    "overlapping spells": spells({}, {"post": "P-2", "started": "2024-10-01"}),
    "names that look like SQL and templates": posts(
        {"post": "x'; DROP TABLE post; --", "team": "{} {0} %s $1 ?1 {{x}}"}
    ),
    "names in any script": caseloads({"team": "\U0001f600 Grüße 東京"}),
    "a census of one": census(ONE),
}


async def take_in(settings, kind, content, **options):
    return await operations.take_in(
        kind,
        measured(io.BytesIO(content)),
        filename="return",
        options=Options(**options),
        actor=HR,
        now=NOW,
        settings=settings,
    )


@pytest.mark.parametrize("what", REFUSED)
async def test_it_is_refused_with_findings_and_changes_nothing(settings, what):
    kind, content = REFUSED[what]
    outcome = await take_in(settings, kind, content)
    assert outcome.state == "refused"
    assert any(finding["severity"] == "reject" for finding in outcome.findings)
    assert all(finding["message"] and finding["hint"] for finding in outcome.findings)
    assert await operations.inputs() == ()


@pytest.mark.parametrize("what", [*REFUSED, *TAKEN_IN])
async def test_whatever_of_it_is_good_is_taken_in_when_asked_and_can_be_read_again(settings, what):
    kind, content = {**REFUSED, **TAKEN_IN}[what]
    outcome = await take_in(settings, kind, content, accept_good_rows=True)
    assert outcome.state in {"refused", "confirmed"}
    facts = await operations.held_facts()
    assert facts == await operations.replay(await operations.inputs(), settings)


@pytest.mark.parametrize("what", TAKEN_IN)
async def test_it_is_taken_in_as_it_was_sent(settings, what):
    kind, content = TAKEN_IN[what]
    outcome = await take_in(settings, kind, content)
    assert (outcome.state, outcome.rows_accepted) == ("confirmed", outcome.rows_read)
    undone = await operations.undo(outcome.record.id, actor=HR, now=NOW)
    assert undone.state == "undone"

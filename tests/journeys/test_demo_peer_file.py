"""A census file made by others goes through: sent, taken in, and the basis of a scorecard."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from service.access.actor import Actor, Scope
from service.scorecards.operations import current_draft
from service.workforce import operations as workforce
from service.workforce.reading import Options
from service.workforce.receiving import measured
from service.workforce.records import Kind

PEER = Path(__file__).parents[2].parent / "shared" / "data" / "csww_peer_0050_2022.xml"
HR = Actor(name="a peer", scopes=frozenset({Scope.HR}))
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.skipif(not PEER.exists(), reason=f"no peer file at {PEER}: the shared data are absent")
async def test_a_peer_s_census_is_taken_in_whole(database, settings):
    with PEER.open("rb") as file:
        received = measured(file)
        outcome = await workforce.take_in(
            Kind.CENSUS,
            received,
            filename=PEER.name,
            options=Options(),
            actor=HR,
            now=NOW,
            settings=settings,
        )
        again = await workforce.take_in(
            Kind.CENSUS,
            received,
            filename="the-same.xml",
            options=Options(),
            actor=HR,
            now=NOW,
            settings=settings,
        )
    assert (outcome.state, outcome.rows_read, outcome.rows_accepted) == ("confirmed", 50, 50)
    assert again.duplicate_of == outcome.record.id
    codes = {finding["code"] for finding in outcome.findings}
    assert {"CENSUS_MISSING", "CENSUS_LEAVER_CASES", "CENSUS_SWENO_CASE"} <= codes
    held = await workforce.held_facts()
    assert await workforce.replay(await workforce.inputs(), settings) == held
    draft = await current_draft(date(2022, 9, 30), settings)
    in_post = {
        figure["value"]
        for figure in draft.document["figures"]
        if (figure["measure"], figure["dimension"]) == ("in-post-headcount", "council")
    }
    assert in_post == {"3"}

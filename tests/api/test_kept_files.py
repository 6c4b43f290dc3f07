"""A kept file of which a piece is gone: a problem of its own, found in the log, never a fault."""

from __future__ import annotations

import pytest

from service.access.actor import Scope
from service.cli import sentence
from service.publication import operations
from service.settings import Settings
from service.storage.database import Database
from service.workforce import operations as workforce
from service.workforce.keeping import PieceMissing
from service.workforce.records import Kind
from tests.past_the_triggers import behind_its_back
from tests.small_council import (
    LATE_LEAVER,
    LATER,
    PSW,
    SEPTEMBER,
    employments,
    published_september,
    send,
)

ADDRESS = "/api/v1/scorecards/2026-09-30"
REASON = "A social worker who had left was reported late."


@pytest.fixture
async def words(settings: Settings, database: Database) -> str:
    """An edition, a later return, and the first file gone; what is said of that."""
    await published_september(settings)
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    await behind_its_back(
        database,
        "received_chunk",
        "DELETE FROM received_chunk WHERE id = (SELECT min(id) FROM received_chunk)",
    )
    [posts, *_] = await workforce.inputs()
    return f"The file of return {posts.id} is no longer kept in full: piece 1 of 1 is missing."


async def test_rows_a_correction_and_the_file_itself_say_what_is_missing(
    client, key_for, words: str, capsys: pytest.CaptureFixture[str]
):
    psw, hr = await key_for(Scope.PSW), await key_for(Scope.HR)
    [posts, *_] = await workforce.inputs()
    correction = {"reason": REASON}
    answers = [
        await client.get(f"{ADDRESS}/v1/rows", params={"measure": "turnover-fte"}, headers=psw),
        await client.post(f"{ADDRESS}/corrections", json=correction, headers=psw),
        await client.get(f"/api/v1/workforce/returns/{posts.id}/file", headers=hr),
    ]
    logged = capsys.readouterr().err
    for answer in answers:
        document = answer.json()
        reference = document.pop("reference")
        assert document == {
            "type": "/problems/kept-file-altered",
            "title": "A kept file is not what was received",
            "status": 500,
            "detail": words,
        }
        assert logged.count(reference) == 1


async def test_the_command_line_says_the_same(settings: Settings, words: str):
    with pytest.raises(PieceMissing) as raised:
        await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)
    assert sentence(raised.value) == words

"""Random sequences of files taken in and undone: the store, the replay and the past agree."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from piccolo.querystring import QueryString

from service.access.actor import Actor, Scope
from service.storage.transaction import unit_of_work
from service.workforce import operations
from service.workforce.fact_rows import NAMES
from service.workforce.raw_rows import execute
from service.workforce.reading import Options
from service.workforce.receiving import measured
from service.workforce.refusals import DependedOn
from tests.conftest import empty_postgres
from tests.unit.workforce.files import files_sent_again, random_file, related_files

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HR = Actor(name="HR system", scopes=frozenset({Scope.HR}))

SLOW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


async def emptied(database) -> None:
    """Hypothesis runs many examples in one test: each begins with an empty database."""
    if not database.is_sqlite:
        await empty_postgres(database)
        return
    async with unit_of_work():
        for table in [*NAMES.values(), "workforce_return"]:
            await execute(QueryString(f'DELETE FROM "{table}"'))


async def take_in(given_settings, file):
    kind, filename, content = file
    return await operations.take_in(
        kind,
        measured(io.BytesIO(content)),
        filename=filename,
        options=Options(accept_good_rows=True),
        actor=HR,
        now=NOW,
        settings=given_settings,
    )


async def differences(given_settings, file) -> int:
    """How many rows a file would change. A line end more: it is never taken for a file sent."""
    kind, filename, content = file
    outcome = await operations.check(
        kind,
        measured(io.BytesIO(content + b"\n")),
        filename=filename,
        options=Options(accept_good_rows=True),
        actor=HR,
        now=NOW,
        settings=given_settings,
        keep=False,
    )
    assert outcome.duplicate_of is None
    return sum(
        told[sort] for told in outcome.changes.values() for sort in ("new", "changed", "ended")
    )


async def replayed(given_settings):
    return await operations.replay(await operations.inputs(), given_settings)


@SLOW
@given(files=related_files(), data=st.data())
async def test_kept_bytes_give_the_facts_after_any_sequence(database, request, files, data):
    given_settings = request.getfixturevalue("settings")
    await emptied(database)
    in_force = []
    for file in files:
        outcome = await take_in(given_settings, file)
        if outcome.state == "confirmed" and outcome.duplicate_of is None:
            in_force.append(outcome.record.id)
        if in_force and data.draw(st.booleans()):
            unlucky = data.draw(st.sampled_from(in_force))
            try:
                await operations.undo(unlucky, actor=HR, now=NOW)
            except DependedOn as refused:
                later = {each["id"] for each in refused.extra["returns"]}
                assert later <= {str(each) for each in in_force}
            else:
                in_force.remove(unlucky)
    assert [stamp.id for stamp in await operations.inputs()] == in_force
    assert await replayed(given_settings) == await operations.held_facts()


@SLOW
@given(files=files_sent_again(), data=st.data())
async def test_a_file_sent_again_is_a_duplicate_where_it_changes_nothing(
    database, request, files, data
):
    given_settings = request.getfixturevalue("settings")
    await emptied(database)
    in_force: dict[object, tuple] = {}
    for file in files:
        would_change = await differences(given_settings, file)
        facts, stamps = await operations.held_facts(), await operations.inputs()
        outcome = await take_in(given_settings, file)
        if outcome.state != "confirmed":
            continue
        assert await differences(given_settings, file) == 0
        recognised = file in in_force.values() and not would_change
        assert (outcome.duplicate_of is not None) == recognised
        if recognised:
            assert in_force[outcome.duplicate_of] == file
            assert await operations.held_facts() == facts
            assert await operations.inputs() == stamps
        else:
            in_force[outcome.record.id] = file
        if data.draw(st.booleans()):
            unlucky = data.draw(st.sampled_from(list(in_force)))
            try:
                await operations.undo(unlucky, actor=HR, now=NOW)
            except DependedOn:
                continue
            del in_force[unlucky]
    assert [stamp.id for stamp in await operations.inputs()] == list(in_force)
    assert await replayed(given_settings) == await operations.held_facts()


@SLOW
@given(files=st.lists(random_file(), max_size=2), last=random_file())
async def test_confirm_then_undo_is_as_if_it_had_never_come(database, request, files, last):
    given_settings = request.getfixturevalue("settings")
    await emptied(database)
    for file in files:
        await take_in(given_settings, file)
    before, stamps = await operations.held_facts(), await operations.inputs()
    outcome = await take_in(given_settings, last)
    if outcome.state == "confirmed" and outcome.duplicate_of is None:
        await operations.undo(outcome.record.id, actor=HR, now=NOW)
    assert await operations.held_facts() == before
    assert await operations.inputs() == stamps

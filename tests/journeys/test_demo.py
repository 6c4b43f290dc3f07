"""The demo council from an empty database to verified editions, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from service import cli
from service.access import operations as access
from service.access.actor import OFFICE, Scope
from service.asye import recording
from service.demo import operations
from service.demo.files import september_returns
from service.demo.operations import (
    HR,
    NotTheDemo,
    load,
    return_or_edition_id,
    whole_story,
)
from service.demo.recognition import holds_demo, switch_on_for_demo
from service.demo.story import Publishing, Sending, story
from service.feeds.store import Kind as KindOfFeed
from service.publication import operations as publication
from service.publication.verification import verify
from service.settings import DEMO_COUNCIL_NAME
from service.storage.database import Database, open_database
from service.storage.history import history
from service.workforce import operations as workforce
from service.workforce.reading import Options
from service.workforce.receiving import measured
from service.workforce.records import Kind
from tests.journeys.conftest import NOW, Demo, demo_settings, loaded_into
from tests.lifespan import laid_out, running

_numbers = count(1)


@pytest.fixture
async def opened(demo: Demo) -> AsyncIterator[Database]:
    async with await open_database(demo.settings) as database:
        yield database


def named(demo: Demo) -> dict[tuple[date, int], str]:
    return {(each.period_end, each.version): each.content_sha256 for each in demo.loaded.editions}


async def document(period: date, version: int) -> dict[str, Any]:
    entry = await publication.find(period, version)
    return publication.content_of(await publication.stored(entry.id))


def council_figures(content: dict[str, Any]) -> dict[str, str]:
    return {
        each["measure"]: each["value"]
        for each in content["figures"]
        if each["dimension"] == "council" and each["category"] == ""
    }


# --- what the demo leaves behind ---------------------------------------------------------------


async def test_two_half_years_are_published_and_one_is_corrected(demo, opened):
    assert [(each.period_end, each.version) for each in demo.loaded.editions] == [
        (date(2026, 3, 31), 1),
        (date(2026, 3, 31), 2),
        (date(2026, 9, 30), 1),
    ]
    assert [each.reason is None for each in demo.loaded.editions] == [True, False, True]
    migrations = [f"Migrating: {each.name}" for each in history("sqlite")]
    assert demo.told[: len(migrations)] == migrations
    assert len(demo.told) == len(migrations) + len(whole_story())
    assert demo.loaded.steps_taken == len(whole_story()) + len(KindOfFeed)


async def test_every_edition_agrees_with_the_files_it_came_from(demo, opened):
    for entry in demo.loaded.editions:
        verdict = await verify(entry.id, demo.settings)
        assert verdict.as_json()["first_difference"] is None
        assert verdict.recomputed_sha256 == entry.content_sha256


async def test_both_databases_hold_the_same_bytes(demo, sqlite_demo):
    assert named(demo) == named(sqlite_demo)


async def test_headline_figures_of_both_half_years(opened):
    """When a figure moves on purpose, say so under Figures in the changelog."""
    wanted = ("vacancy-rate-fte", "turnover-fte", "agency-rate-fte", "vacancies-covered-rate-fte",
              "sickness-absence-rate", "in-post-headcount", "starters-headcount",
              "leavers-headcount")  # fmt: skip
    found = {
        (period.isoformat(), version): [
            council_figures(await document(period, version))[name] for name in wanted
        ]
        for period, version in (
            (date(2026, 3, 31), 1), (date(2026, 3, 31), 2), (date(2026, 9, 30), 1),
        )
    }  # fmt: skip
    assert found == {
        ("2026-03-31", 1): ["12.8", "14.7", "10.0", "69.0", "3.2", "308", "15", "15"],
        ("2026-03-31", 2): ["13.1", "15.2", "10.1", "67.0", "3.2", "307", "15", "16"],
        ("2026-09-30", 1): ["14.8", "14.1", "11.7", "67.7", "2.8", "303", "25", "29"],
    }


async def test_the_correction_says_what_moved_and_why(opened):
    changes = (await document(date(2026, 3, 31), 2))["changes"]
    assert {each["code"]: each["count"] for each in changes["causes"]} == {
        "late-leaver": 1,
        "corrected-fte": 1,
    }
    correction = next(
        step for step in story()
        if isinstance(step, Sending) and step.file.filename == "employments-2026-03-corrected.csv"
    )  # fmt: skip
    rows = [row for each in changes["causes"] for row in each["rows"]]
    assert {row.partition("#")[0] for row in rows} == {str(return_or_edition_id(correction))}


async def test_the_faulty_return_was_refused_and_changed_nothing(opened):
    refused = [each for each in await workforce.listing(limit=100) if each.state == "refused"]
    assert [each.filename for each in refused] == ["employments-2026-09-first-attempt.csv"]
    assert refused[0].changes == {}
    inputs = {stamp.sha256 for stamp in await workforce.inputs()}
    assert refused[0].sha256 not in inputs
    assert len(inputs) == 12


async def test_a_key_for_each_role_and_no_more(demo, opened):
    scopes = {
        role: (await access.authenticate(key, NOW)).scopes for role, key in demo.loaded.keys.items()
    }
    assert scopes == {role: frozenset({role}) for role in OFFICE}


async def test_the_public_reads_council_figures_and_hr_the_rows_behind_them(demo):
    async with running(laid_out(demo.settings)) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            page = await client.get("/scorecards/2026-03-31")
            public = await client.get("/api/v1/scorecards/2026-03-31")
            where = "/api/v1/scorecards/2026-09-30/v1/rows"
            figure = {"measure": "leavers-headcount", "dimension": "council", "group": ""}
            hr = {"authorization": f"Bearer {demo.loaded.keys[Scope.HR]}"}
            rows = await client.get(where, params=figure, headers=hr)
            closed = await client.get(where, params=figure)
    assert (page.status_code, public.status_code, rows.status_code) == (200, 200, 200)
    assert closed.status_code == 401
    assert DEMO_COUNCIL_NAME in page.text
    assert "The newest scorecard is <a" in page.text
    assert "Human resources told us of a social worker who left" in page.text
    told = public.json()["figures"]
    assert {each["dimension"] for each in told} == {
        "council", "team", "area", "role", "experience", "contract",
    }  # fmt: skip
    people = [each for each in told if each["measure"] == "leavers-headcount"]
    assert not [each for each in people if each["value"] in {"1", "2", "3", "4"}]
    assert {"c"} < {each["symbol"] for each in people}
    assert len(rows.json()["numerator"]) == 29
    assert {each["kind"] for each in rows.json()["numerator"]} == {"employments"}


# --- loading again, elsewhere, or half ---------------------------------------------------------


async def test_a_second_run_changes_nothing_and_issues_fresh_keys(demo):
    again = await loaded_into(demo.settings.database_url)
    assert (again.loaded.steps_taken, again.told) == (0, [])
    assert named(again) == named(demo)
    assert not set(again.loaded.keys.values()) & set(demo.loaded.keys.values())
    async with await open_database(demo.settings):
        assert len(await workforce.listing(limit=100)) == 13
        for key in (*demo.loaded.keys.values(), *again.loaded.keys.values()):
            assert (await access.authenticate(key, NOW)).name.startswith("demo ")


class StopError(Exception):
    """Somebody presses Ctrl-C."""


async def test_an_interrupted_load_goes_on_where_it_stopped(tmp_path, sqlite_demo, monkeypatch):
    settings = demo_settings(f"sqlite:///{tmp_path / 'half.sqlite'}")

    def stop_at_the_ninth(words: str) -> None:
        if words.startswith("9 of "):
            raise StopError

    with pytest.raises(StopError):
        await load(settings, now=NOW, tell=stop_at_the_ninth)
    recorded = count()

    async def stop_in_the_middle(*arguments: Any) -> object:
        if next(recorded) == 100:
            raise StopError
        return await add(*arguments)

    add = recording.add
    with monkeypatch.context() as interrupted:
        interrupted.setattr(recording, "add", stop_in_the_middle)
        with pytest.raises(StopError):
            await load(settings, now=NOW, tell=lambda _: None)
    rest = await loaded_into(settings.database_url)
    assert rest.loaded.steps_taken == len(whole_story()) - 8 + len(KindOfFeed)
    assert named(rest) == named(sqlite_demo)


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[tuple[str, str, int]]]:
    """The address of a database, and what two commands said that loaded it at once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('two-runs') / 'twice.sqlite'}"
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "service", "demo", "--format", "json"],
            env={"PATH": os.environ["PATH"], "DATABASE_URL": url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    return url, [(*run.communicate(timeout=300), run.returncode) for run in runs]


def test_two_runs_at_once_load_it_once(two_runs, sqlite_demo):
    _, ended = two_runs
    assert [code for _, _, code in ended] == [0, 0], ended
    for told, _, _ in ended:
        assert [each["content_sha256"] for each in json.loads(told)["editions"]] == list(
            named(sqlite_demo).values()
        )


async def test_a_council_s_own_database_is_left_alone(database, settings):
    file = september_returns()[0]
    await workforce.take_in(
        Kind.POSTS,
        measured(BytesIO(file.content)),
        filename="our-posts.csv",
        options=Options(),
        actor=HR,
        now=NOW,
        settings=settings,
    )
    with pytest.raises(NotTheDemo) as refusal:
        await load(settings, now=NOW, tell=pytest.fail)
    assert "Nothing was changed" in refusal.value.detail
    assert [each.filename for each in await workforce.listing(limit=100)] == ["our-posts.csv"]
    assert await access.listing() == []
    assert await publication.listing() == []
    assert not await holds_demo(settings)


async def test_a_step_that_does_not_end_as_told_stops_the_load(database):
    step = next(each for each in story() if isinstance(each, Sending) and each.refused)
    with pytest.raises(operations.StoryBroken) as broken:
        await operations._send(
            Sending(step.file, step.at, refused=False), demo_settings(database.url)
        )
    assert "should have been confirmed and was refused" in broken.value.detail


# --- recognising a demo database ---------------------------------------------------------------


async def test_the_demo_is_known_by_its_seal(demo, database, settings):
    assert await holds_demo(demo.settings)
    assert not await holds_demo(settings)  # migrated and empty


async def test_what_is_not_there_is_no_demo_and_is_not_made(tmp_path):
    path = tmp_path / "none.sqlite"
    assert not await holds_demo(demo_settings(f"sqlite:///{path}"))
    assert not path.exists()
    assert not await holds_demo(demo_settings("postgresql://nobody@127.0.0.1:1/none"))


@pytest.mark.parametrize(
    "environ",
    [
        {"SCORECARD_DEMO": "no"},
        {"SCORECARD_IDENTITY_KEY": "0123456789abcdef0123456789abcdef"},
        {"SCORECARD_MAX_UPLOAD_BYTES": "much"},
    ],
)
def test_what_the_operator_has_set_is_not_overruled(environ):
    before = dict(environ)
    assert not switch_on_for_demo(environ)
    assert environ == before


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A fresh SQLite address in DATABASE_URL, and no other setting."""
    for name in ("SCORECARD_DEMO", "SCORECARD_IDENTITY_KEY", "SCORECARD_COUNCIL_NAME"):
        # Set first, so that whatever a command sets is taken back after the test.
        monkeypatch.setenv(name, "")
    url = f"sqlite:///{tmp_path / f'command{next(_numbers)}.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    return url


def test_the_command_prints_keys_and_editions_and_the_edition_verifies(
    two_runs, environment, capsys, monkeypatch
):
    url, [(told, *_), _] = two_runs
    monkeypatch.setenv("DATABASE_URL", url)
    answer = json.loads(told)
    assert set(answer) == {"keys", "editions", "feeds", "pages", "sign_in"}
    assert set(answer["keys"]) == {"psw", "hr", "academy", "read", "coder", "auditor"}
    assert set(answer["sign_in"]) == {scope.value for scope in Scope}
    assert [(each["period"], each["version"]) for each in answer["editions"]] == [
        ("2026-03-31", 1), ("2026-03-31", 2), ("2026-09-30", 1),
    ]  # fmt: skip
    assert {len(each["content_sha256"]) for each in answer["editions"]} == {64}
    assert set(answer["feeds"]) == {each.value for each in KindOfFeed}
    assert len(set(answer["feeds"].values())) == 6
    assert f"{len(whole_story())} of {len(whole_story())}" in two_runs[1][0][1] + two_runs[1][1][1]

    assert cli.main(["edition", "verify", answer["editions"][1]["id"], "--format", "json"]) == 0
    verdict = json.loads(capsys.readouterr().out)
    assert (verdict["agrees"], verdict["content_sha256"]) == (
        True, answer["editions"][1]["content_sha256"],
    )  # fmt: skip

    monkeypatch.setenv("SCORECARD_PUBLIC_URL", "http://127.0.0.1:8321")
    assert cli.main(["demo"]) == 0
    words = capsys.readouterr().out
    assert words.startswith(f"{DEMO_COUNCIL_NAME} was loaded already. Nothing was changed.")
    assert "http://127.0.0.1:8321/scorecards\n" in words
    assert words.count("swk_") == len(OFFICE)
    assert words.count("http://127.0.0.1:8321/feeds/") == 6
    assert "http://127.0.0.1:8321/my-academy/" in words


def test_the_files_can_be_written_and_looked_at(environment, capsys, tmp_path):
    folder = tmp_path / "files"
    assert cli.main(["demo", "--write-files", str(folder), "--format", "json"]) == 0
    written = json.loads(capsys.readouterr().out)["files"]
    sent = {step.file.filename: step.file.content for step in story() if isinstance(step, Sending)}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == sent
    assert written == [str(folder / name) for name in sent]
    assert cli.main(["demo", "--write-files", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == written


def test_files_that_cannot_be_written_are_told_in_a_sentence(environment, capsys, tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder")
    assert cli.main(["demo", "--write-files", str(tmp_path / "taken")]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'taken'} cannot be written: ")


def test_editions_have_ids_of_their_own():
    ids = [return_or_edition_id(step) for step in story()]
    assert len(set(ids)) == len(ids)
    assert sum(isinstance(step, Publishing) for step in story()) == 3

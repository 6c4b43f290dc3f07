"""A half-year compared: with targets, its own past, the national table, and the same years later."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import httpx
import msgspec
import pytest

from service.access import operations as access
from service.access.actor import Scope, command_line
from service.benchmarks import targets, vintages
from service.benchmarks.targets import Wish
from service.benchmarks.vintages import Provenance
from service.publication import operations, verification
from service.publication.documents import EditionDocument
from service.publication.preparation.words import Comment, Writer, set_comment
from service.publication.refusals import FilesDisagree
from service.settings import Settings
from service.storage.database import Database
from service.workforce.records import Kind
from tests.lifespan import laid_out, running
from tests.small_council import (
    LATE_LEAVER,
    LATER,
    MARCH,
    NOW,
    PSW,
    SEPTEMBER,
    employments,
    published_september,
    send,
    sent,
)
from tests.unit.benchmarks.files import indicators, model, row, whole

NO_CASELOADS = "The first scorecard has no caseloads of March."
REASON = "A social worker who had left was reported late."
Json = dict[str, Any]


def wish(measure: str, value: str, **more: Any) -> Wish:
    return Wish(
        **{
            "measure": measure,
            "dimension": "council",
            "group": "",
            "category": "",
            "value": value,
            "tolerance": "0",
            "decided_on": date(2026, 4, 1),
            "in_force_from": date(2026, 4, 1),
            "in_force_until": None,
            "source": "Workforce strategy 2026, Cabinet",
        }
        | more
    )


@pytest.fixture
def compared(settings: Settings) -> Settings:
    return replace(settings, authority_code="888", compare_with=("384", "999"))


async def take_in(content: bytes, release: str = "19 March 2026") -> vintages.Taken:
    return await vintages.take_in(content, Provenance(NOW, release=release), PSW, NOW)


@pytest.fixture
async def published(database: Database, compared: Settings) -> Json:
    """March without anything beside it, then September with a table, a model and targets.

    Vacancy rate 2.5 / 6.6 = 37.9 %, turnover 1 / 4.1 = 24.4 %, agency rate 1 / 5.1 = 19.6 %.
    """
    await sent(compared)
    await operations.publish(MARCH, PSW, NOW, compared, accept_missing_returns=NO_CASELOADS)
    await take_in(indicators())
    await take_in(model())
    for each in (
        wish("vacancy-rate-fte", "12"),
        wish("turnover-fte", "25"),
        wish("agency-rate-fte", "19", tolerance="1"),
        wish("turnover-fte", "20", dimension="team", group="Harbour"),
        wish("leavers-fte", "9", in_force_from=date(2026, 10, 1)),
    ):
        await targets.add(each, PSW, NOW)
    for measure in ("vacancy-rate-fte", "turnover-fte", "agency-rate-fte"):
        comment = Comment("Two posts were advertised again.", "Head of service", None)
        await set_comment(Writer(SEPTEMBER, PSW, NOW, compared), measure, comment, None)
    entry = await operations.publish(SEPTEMBER, PSW, NOW, compared)
    return operations.content_of(await operations.stored(entry.id))


def beside(document: Json, measure: str) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (each["comparator"], each["words"], each["value"] or each["symbol"], each["as_at"])
        for each in document["comparisons"]["figures"]
        if each["measure"] == measure
    ]


async def test_every_comparator_stands_beside_its_measure_with_its_date(published: Json):
    assert beside(published, "turnover-fte") == [
        ("england", "England", "11.8", "2025-09-30"),
        ("region", "North West", "12.2", "2025-09-30"),
        ("neighbours-median", "Statistical neighbours, median", "13.5", "2025-09-30"),
        ("authority", "Wakefield", "low", "2025-09-30"),
        ("last-half-year", "Last half-year", "0.0", "2026-03-31"),
    ]
    assert beside(published, "in-post-fte") == [
        ("last-half-year", "Last half-year", "4.6", "2026-03-31")
    ]
    sources = {each["id"]: each for each in published["comparisons"]["sources"]}
    assert list(sources) == ["national-table", "neighbours", "last-half-year"]
    table = sources["national-table"]
    assert (table["release"], table["year"], table["authority"]) == ("19 March 2026", 2025, "888")
    assert table["retrieved_at"] == "2026-11-20T09:30:00Z"
    assert published["comparisons"]["notes"] == []


async def test_the_status_is_stored_with_the_edition(published: Json):
    found = [
        (each["measure"], each["dimension"], each["status"], each["words"])
        for each in published["targets"]
    ]
    assert found == [
        ("vacancy-rate-fte", "council", "missed", "▲ Target missed"),
        ("agency-rate-fte", "council", "within-tolerance", "◆ Within tolerance"),
        ("turnover-fte", "council", "met", "● Target met"),
        ("turnover-fte", "team", "missed", "▲ Target missed"),
    ]


async def test_the_document_has_the_shape_that_is_described(published: Json):
    assert msgspec.convert(published, EditionDocument).targets


async def latest() -> operations.EditionEntry:
    return (await operations.listing())[0]


async def test_every_edition_is_verified_with_what_stands_beside_it(
    published: Json, compared: Settings
):
    for entry in await operations.listing():
        verdict = await verification.verify(entry.id, compared)
        assert (verdict.agrees, verdict.first_difference) == (True, None)
    # Whatever is set, imported or configured afterwards changes nothing.
    for each in await targets.listing():
        await targets.withdraw(each.target, each.revision, PSW, LATER)
    await take_in(indicators([whole("National", value="99"), row("888")]), "revised")
    verdict = await verification.verify((await latest()).id, replace(compared, authority_code=""))
    assert verdict.agrees


async def test_a_correction_is_compared_with_what_the_first_version_was(
    published: Json, compared: Settings
):
    [turnover] = [
        each
        for each in await targets.listing()
        if (each.measure, each.dimension) == ("turnover-fte", "council")
    ]
    await targets.change(turnover.target, 1, wish("turnover-fte", "90"), PSW, LATER)
    await take_in(indicators([whole("National", value="99"), row("888")]), "revised")
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), compared)
    entry = await operations.correct(SEPTEMBER, REASON, PSW, LATER, compared)
    document = operations.content_of(await operations.stored(entry.id))
    # 2 leavers / 3.1 FTE in post: 64.5 %, and the target is still the 25 of the first version
    [status] = [
        (each["value"], each["revision"], each["status"])
        for each in document["targets"]
        if (each["measure"], each["dimension"]) == ("turnover-fte", "council")
    ]
    assert status == ("25", 1, "missed")
    assert document["comparisons"] == published["comparisons"]
    assert (await verification.verify(entry.id, compared)).agrees


async def alter(database: Database, table: str, statement: str) -> None:
    """As only somebody with the database's own password could."""
    if database.is_sqlite:
        for event in ("update", "delete"):
            await database.engine.run_ddl(f'DROP TRIGGER "{table}_no_{event}"')
    else:
        await database.engine.run_ddl(f'ALTER TABLE "{table}" DISABLE TRIGGER append_only')
    await database.engine.run_ddl(statement)
    if not database.is_sqlite:
        await database.engine.run_ddl(f'ALTER TABLE "{table}" ENABLE TRIGGER append_only')


async def test_a_file_that_was_altered_is_noticed(
    published: Json, compared: Settings, database: Database
):
    statement = "UPDATE benchmark_vintage SET content = {} WHERE kind = 'indicators'"
    blob = "x'00'" if database.is_sqlite else r"'\x00'"
    await alter(database, "benchmark_vintage", statement.format(blob))
    verdict = await verification.verify((await latest()).id, compared)
    assert verdict.agrees is False
    assert verdict.first_difference is not None
    assert verdict.first_difference.path == "comparisons"
    assert "is gone or has been altered" in verdict.first_difference.words
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), compared)
    with pytest.raises(FilesDisagree, match="Nothing was published"):
        await operations.correct(SEPTEMBER, REASON, PSW, LATER, compared)


async def test_a_target_that_was_altered_is_noticed(
    published: Json, compared: Settings, database: Database
):
    await alter(database, "target", "UPDATE target SET value = '40' WHERE value = '12'")
    verdict = await verification.verify((await latest()).id, compared)
    assert verdict.agrees is False
    assert verdict.first_difference is not None
    assert verdict.first_difference.path == "targets[0].status"


async def test_the_march_edition_says_why_no_national_table_stands_beside_it(
    database: Database, compared: Settings
):
    await sent(compared)
    await take_in(indicators())
    entry = await operations.publish(MARCH, PSW, NOW, compared, accept_missing_returns=NO_CASELOADS)
    document = operations.content_of(await operations.stored(entry.id))
    [note] = document["comparisons"]["notes"]
    assert note["code"] == "september-only"
    assert (document["comparisons"]["sources"], document["comparisons"]["figures"]) == ([], [])
    assert "targets" not in document
    assert (await verification.verify(entry.id, compared)).agrees


async def test_without_anything_to_compare_with_an_edition_is_as_it_always_was(
    database: Database, settings: Settings
):
    entry = await published_september(settings)
    document = operations.content_of(await operations.stored(entry.id))
    assert {"targets", "comparisons"}.isdisjoint(document)


async def test_a_table_of_later_years_alone_is_not_set_beside(
    database: Database, compared: Settings
):
    await sent(compared)
    later = datetime(2028, 3, 1, 9, 30, tzinfo=UTC)
    table = indicators([whole("National", 2027), row("888", 2027)])
    await vintages.take_in(table, Provenance(later, release="1 March 2028"), PSW, later)
    entry = await operations.publish(SEPTEMBER, PSW, NOW, compared)
    assert "comparisons" not in operations.content_of(await operations.stored(entry.id))


# --- what people see ---------------------------------------------------------------------------


@dataclass
class Reader:
    http: httpx.AsyncClient
    key: Callable[[Scope], Awaitable[dict[str, str]]]


@pytest.fixture
async def reader(published: Json, compared: Settings) -> AsyncIterator[Reader]:
    async def key(scope: Scope) -> dict[str, str]:
        made = await access.issue("a reader", [scope], NOW, command_line("operator"))
        return {"authorization": f"Bearer {made}"}

    async with running(laid_out(compared)) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            yield Reader(http, key)


ADDRESS = "/api/v1/scorecards/2026-09-30"


async def test_anyone_reads_targets_and_no_status_of_a_figure_that_is_kept_back(reader: Reader):
    public = (await reader.http.get(ADDRESS)).json()
    assert [each["group"] for each in public["targets"]] == ["", "", "", "Harbour"]
    kept_back = {
        (each["measure"], each["dimension"], each["group"], each["category"])
        for each in public["figures"]
        if each["symbol"] == "c"
    }
    told = [
        each["status"]
        for each in public["targets"]
        if (each["measure"], each["dimension"], each["group"], each["category"]) in kept_back
    ]
    assert told
    assert set(told) == {None}
    keyed = (await reader.http.get(ADDRESS, headers=await reader.key(Scope.READ))).json()
    assert keyed["targets"] == public["targets"]


async def test_the_csv_has_them_beside_each_measure(reader: Reader):
    rows = list(csv.DictReader(io.StringIO((await reader.http.get(f"{ADDRESS}.csv")).text)))
    [turnover] = [
        each for each in rows if (each["measure"], each["dimension"]) == ("turnover-fte", "council")
    ]
    assert {name: turnover[name] for name in list(turnover)[13:]} == {
        "target": "25",
        "target_tolerance": "0",
        "target_status": "",  # the figure of so few people is c, and its status would narrow it
        "last_half_year": "0.0",
        "same_half_last_year": "",
        "england": "11.8",
        "region": "12.2",
        "neighbours_median": "13.5",
        "neighbours_used": "3 of 10",
        "national_table_as_at": "2025-09-30",
        "other_comparators": "Wakefield (2025-09-30): low",
    }
    [established] = [
        each
        for each in rows
        if (each["measure"], each["dimension"]) == ("establishment-fte", "council")
    ]
    assert established["england"] == established["target"] == ""


async def test_the_page_says_it_in_words(reader: Reader):
    page = (await reader.http.get("/scorecards/2026-09-30")).text
    for words in (
        '<span class="app-target__shape" aria-hidden="true">▲</span> Target missed',
        "Target: at most 12.0%",
        "England <strong>11.8%</strong>",
        "Statistical neighbours, median <strong>13.5%</strong>",
        "(3 of 10 used)",
        "Wakefield <strong>low (rounds to 0)</strong>",
        "Workforce strategy 2026, Cabinet",
        "19 March 2026, version not stated, retrieved 20 November 2026",
    ):
        assert words in page
    march = (await reader.http.get("/scorecards/2026-03-31")).text
    assert "Targets and comparisons" not in march
    assert "Compared with" not in march

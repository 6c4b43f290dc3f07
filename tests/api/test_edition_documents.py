"""Documents of an edition over HTTP: what they say, that they never change, and who opens them."""

from __future__ import annotations

import asyncio
import io
import json
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from jsonschema import Draft202012Validator
from litestar import Litestar
from lxml import etree
from pypdf import PdfReader

from service.access import audit
from service.access.actor import Scope
from service.documents import typesetting
from service.publication import files, operations, verification
from service.publication.addresses import Form
from service.publication.wording import number
from service.settings import Settings
from tests.for_each import for_each
from tests.past_the_triggers import behind_its_back
from tests.small_council import (
    NOW,
    PSW,
    REASON,
    SEPTEMBER,
    corrected_september,
    published_september,
    sent,
)

Headers = dict[str, str]
KeyFor = Callable[..., Awaitable[Headers]]
ADDRESS = "/api/v1/scorecards/2026-09-30"
FORMS = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", b"PK"),
}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
async def september(app: Litestar, settings: Settings) -> operations.EditionEntry:
    return await published_september(settings)


@pytest.fixture
async def corrected(app: Litestar, settings: Settings) -> operations.EditionEntry:
    return (await corrected_september(settings))[1]


def words(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


@for_each("end", FORMS)
async def test_each_form_is_served_like_its_neighbours(client, september, end: str) -> None:
    answer = await client.get(f"{ADDRESS}{end}")
    media_type, beginning = FORMS[end]
    assert answer.status_code == 200
    assert answer.content.startswith(beginning)
    assert {
        name: answer.headers.get(name)
        for name in ("content-type", "content-location", "content-encoding")
    } == {
        "content-type": media_type,
        "content-location": f"{ADDRESS}/v1{end}",
        "content-encoding": None,
    }
    assert (
        answer.headers["content-disposition"]
        == f'attachment; filename="scorecard-2026-09-30-v1{end}"'
    )
    assert answer.headers["x-edition-sha256"] == september.content_sha256
    assert answer.headers["cache-control"] == "public, max-age=60, must-revalidate"
    again = await client.get(f"{ADDRESS}{end}", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await client.head(f"{ADDRESS}/v1{end}")).headers["content-length"] == str(
        len(answer.content)
    )
    assert (await client.get(f"{ADDRESS}/v1{end}")).content == answer.content


@for_each("end", FORMS)
@for_each("scope", [Scope.PSW, Scope.READ])
async def test_a_key_gets_the_same_bytes_as_everybody(
    client, september, key_for: KeyFor, end, scope
) -> None:
    answer = await client.get(f"{ADDRESS}{end}", headers=await key_for(scope))
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "x-content-sha256" not in answer.headers
    assert answer.content == (await client.get(f"{ADDRESS}{end}")).content


@for_each(
    "path",
    [
        "/api/v1/scorecards/2026-03-31.pdf",
        f"{ADDRESS}/v2.xlsx",
        f"{ADDRESS}.docx",
        f"{ADDRESS}.PDF",
        "/scorecards/2026-09-30.pdf",
        "/scorecards/2026-09-30/v1.ods",
        "/scorecards/2026-09-30.pdf/measures/turnover-fte",
        "/scorecards/2026-09-30/measures/nothing",
        "/scorecards/2026-03-31/measures/turnover-fte",
    ],
)
async def test_what_is_not_there_is_a_problem_with_a_sentence(client, september, path: str) -> None:
    answer = await client.get(path, headers={"accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json()["detail"]


async def test_the_workbooks_and_the_pdf_have_the_figures_of_the_json(client, corrected) -> None:
    document = (await client.get(ADDRESS)).json()
    expected = {}
    titles = {each["id"]: each for each in document["measures"]}
    for figure in document["figures"]:
        measure = titles[figure["measure"]]
        category = {each["code"]: each["words"] for each in measure["categories"]}.get(
            figure["category"]
        )
        name = measure["title"] + (f": {category[0].lower()}{category[1:]}" if category else "")
        expected[(figure["dimension"], figure["group"], name)] = (
            _cell(figure["value"], figure["symbol"]),
            _cell(figure["numerator"], "z"),
            _cell(figure["denominator"], "z"),
            "[c]" if figure["n"] is None else float(figure["n"]),
        )
    assert len(expected) == len(document["figures"]) > 30
    assert {each[0] for each in expected} > {"council", "team"}
    for end in (".xlsx", ".ods"):
        book = python_calamine.CalamineWorkbook.from_filelike(
            io.BytesIO((await client.get(f"{ADDRESS}{end}")).content)
        )
        found = {}
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python()
            if len(rows) > 2 and "Unit" in rows[2]:
                dimension = name.removeprefix("By_") if name.startswith("By_") else "council"
                for row in rows[3:]:
                    group, cells = ("", row) if dimension == "council" else (row[0], row[1:])
                    found[(dimension, group, cells[0])] = (cells[1], *cells[3:6])
        assert found == expected, end
    text = words((await client.get(f"{ADDRESS}.pdf")).content)
    for (dimension, _, name), (value, *_) in expected.items():
        if isinstance(value, float) and dimension == "council":
            places = next(
                m["decimal_places"] for m in document["measures"] if name.startswith(m["title"])
            )
            shown = f"{Decimal(str(value)):,.{places}f}"
            assert re.search(rf"{re.escape(' '.join(name.split()))} ?{re.escape(shown)}", text), (
                name
            )


def _cell(text: str | None, symbol: str) -> float | str:
    if text is None:
        return f"[{symbol}]"
    return f"[{text}]" if text in {"z", "x", "c", "low", "u"} else float(text)


async def test_every_document_names_period_version_and_hash(client, corrected) -> None:
    sha256 = corrected.content_sha256
    text = words((await client.get(f"{ADDRESS}.pdf")).content)
    assert f"half-year to 30 September 2026, version 2, SHA-256 {sha256}" in text
    assert REASON in text
    assert "What moved since version 1, and why" in text
    workbook = openpyxl.load_workbook(io.BytesIO((await client.get(f"{ADDRESS}.xlsx")).content))
    lines = [cell.value for cell in workbook["Cover"]["A"]]
    assert f"Content hash (SHA-256): {sha256}" in lines
    assert f"Corrected: {REASON}" in lines
    assert sha256 in workbook["Turnover"].oddFooter.left.text
    assert workbook["Corrections"]["A1"].value == "What moved since version 1, and why"


async def test_the_pdf_passes_a_checker_of_pdf_ua(client, september, tmp_path: Path) -> None:
    path = tmp_path / "scorecard.pdf"
    path.write_bytes((await client.get(f"{ADDRESS}.pdf")).content)
    done = await asyncio.to_thread(
        subprocess.run,
        [Path(sys.executable).with_name("outloud"), path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "0 error(s), 0 warning(s)" in done.stdout


async def test_documents_are_kept_as_they_were_first_made(
    client, september, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {end: (await client.get(f"{ADDRESS}{end}")).content for end in FORMS}
    [entry] = [each for each in await audit.entries() if each.action == "edition.published"]
    assert set(entry.after["documents"]) == {"pdf", "ods", "xlsx"}
    monkeypatch.setattr(files, "as_xlsx", lambda _: b"another program")
    held = await operations.stored(september.id)
    for end, content in first.items():
        kept = await files.document(held, Form(end), replace(settings, contact="somebody else"))
        assert kept.content == content
        assert kept.sha256 == entry.after["documents"][end.removeprefix(".")]


async def test_an_edition_of_before_gets_its_documents_when_first_asked(
    client, september, database, settings: Settings
) -> None:
    there = {end: (await client.get(f"{ADDRESS}{end}")).content for end in FORMS}
    await behind_its_back(database, "edition_document", "DELETE FROM edition_document")
    held = await operations.stored(september.id)
    for end, content in there.items():
        assert (await files.document(held, Form(end), settings)).content == content
    actions = [each.action for each in await audit.entries()]
    assert actions.count("edition.documents-made") == 1


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE edition_document SET content = made_with::bytea, size = 1", "has been altered"),
        ("DELETE FROM edition_document", "is gone"),
    ],
    ids=["altered", "deleted"],
)
async def test_a_document_that_is_not_the_one_that_was_made_is_found(
    september, database, settings: Settings, statement: str, words: str
) -> None:
    assert (await verification.verify(september.id, settings)).agrees
    if database.is_sqlite:
        statement = statement.replace("made_with::bytea", "CAST(made_with AS BLOB)")
    await behind_its_back(database, "edition_document", statement)
    verdict = await verification.verify(september.id, settings)
    assert verdict.agrees is False
    assert verdict.first_difference.path.startswith("documents.")
    assert words in verdict.first_difference.words


async def test_a_pdf_that_cannot_be_set_holds_nothing_up(
    client, app, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> bytes:
        raise typesetting.NotTypeset("the template is at fault")

    await sent(settings)
    monkeypatch.setattr(files, "as_pdf", fault)
    await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert (await client.get(f"{ADDRESS}.xlsx")).status_code == 200
    missing = await client.get(f"{ADDRESS}.pdf", headers={"accept": "application/json"})
    assert (missing.status_code, missing.json()["type"]) == (404, "/problems/not-published")
    page = await client.get("/scorecards/2026-09-30")
    assert page.status_code == 200
    assert ".xlsx" in page.text
    assert ".pdf" not in page.text


async def test_a_name_that_is_a_formula_or_markup_stays_a_name(
    client, app, settings: Settings
) -> None:
    evil = '#read("/etc/passwd") =1+1 <script>alert(1)</script> & *bold*'
    named = replace(settings, council_name=evil)
    await sent(settings)
    await operations.publish(SEPTEMBER, PSW, NOW, named)
    text = words((await client.get(f"{ADDRESS}.pdf")).content)
    assert 'Publisher: #read("/etc/passwd") =1+1 <script>alert(1)</script> & *bold*' in text
    workbook = openpyxl.load_workbook(io.BytesIO((await client.get(f"{ADDRESS}.xlsx")).content))
    assert f"Publisher: {evil}" in [cell.value for cell in workbook["Cover"]["A"]]
    feed = etree.fromstring((await client.get("/scorecards.atom")).content)
    assert feed.tag == f"{ATOM}feed"
    page = (await client.get("/scorecards/2026-09-30/measures/turnover-fte")).text
    assert "<script>" not in page


async def test_the_page_links_every_form_with_its_size(client, september) -> None:
    page = (await client.get("/scorecards/2026-09-30")).text
    for end in FORMS:
        size = round(len((await client.get(f"{ADDRESS}/v1{end}")).content) / 1024)
        assert re.search(rf'href="{ADDRESS}/v1{end}">[^<]+\({size} KB\)', page), end


async def test_the_page_of_a_measure_shows_all_half_years_and_its_definition(
    client, corrected
) -> None:
    page = (await client.get("/scorecards/2026-09-30/measures/turnover-fte")).text
    assert page.count('role="img"') == 2
    assert "too few to tell" in page or "chance is not judged" in page
    assert 'href="/methodology#turnover-fte"' in page
    private = (await client.get("/scorecards/2026-09-30/measures/caseload-highest")).text
    assert "(kept confidential)" in private


async def test_the_feed_has_one_entry_for_each_version(client, corrected) -> None:
    answer = await client.get("/scorecards.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    assert feed.findtext(f"{ATOM}updated") == "2026-11-22T09:30:00Z"
    entries = [
        (each.findtext(f"{ATOM}title"), each.find(f"{ATOM}link").get("href"))
        for each in feed.findall(f"{ATOM}entry")
    ]
    assert entries == [
        (
            "Scorecard to 30 September 2026 corrected: version 2",
            "http://127.0.0.1:8000/scorecards/2026-09-30/v2",
        ),
        (
            "Scorecard to 30 September 2026 published",
            "http://127.0.0.1:8000/scorecards/2026-09-30/v1",
        ),
    ]
    assert REASON in feed.findtext(f"{ATOM}entry/{ATOM}summary")
    again = await client.get("/scorecards.atom", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_a_feed_and_a_revisions_page_without_editions(client) -> None:
    feed = etree.fromstring((await client.get("/scorecards.atom")).content)
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated")
    assert "No scorecard has been published yet." in (await client.get("/revisions")).text


async def test_the_revisions_page_says_what_moved_and_why(client, corrected) -> None:
    page = (await client.get("/revisions")).text
    assert REASON in page
    assert "Social workers in post (headcount)" in page
    assert 'href="/scorecards/2026-09-30/v1"' in page


async def test_no_correction_is_said(client, september) -> None:
    assert (
        "No published scorecard has needed a correction." in (await client.get("/revisions")).text
    )


@for_each("scope", [None, Scope.READ, Scope.PSW])
async def test_editions_fit_the_published_schema(client, corrected, key_for: KeyFor, scope) -> None:
    schema = (await client.get("/api/v1/schemas/edition.json")).json()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    headers = await key_for(scope) if scope else {}
    for version in ("v1", "v2"):
        document = (await client.get(f"{ADDRESS}/{version}", headers=headers)).json()
        assert list(validator.iter_errors(document)) == []
        del document["figures"][0]["symbol"]
        document["added"] = 1
        assert len(list(validator.iter_errors(document))) == 2


def test_the_schema_in_the_documentation_is_the_one_that_is_served() -> None:
    from service.publication.schema import as_bytes  # noqa: PLC0415 -- only this test needs it

    path = Path(__file__).parents[2] / "docs" / "scorecards" / "edition.schema.json"
    assert json.loads(path.read_text("utf-8")) == json.loads(as_bytes())
    assert number("1234") == "1,234"

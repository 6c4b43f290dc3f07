"""Published scorecards over HTTP: who sees what, validators, addresses, publishing."""

from __future__ import annotations

import asyncio
import csv
import gzip
import hashlib
import io
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import msgspec
import pytest
from litestar import Litestar

from service.access.actor import OF_KEYS, Scope
from service.publication import operations
from service.publication.beside_view import IN_CSV
from service.publication.documents import EditionDocument
from service.publication.tidy_csv import COLUMNS
from service.settings import Settings
from service.workforce.records import Kind
from tests.for_each import for_each
from tests.small_council import (
    LATE_LEAVER,
    LATER,
    MARCH,
    NOW,
    PSW,
    REASON,
    SEPTEMBER,
    corrected_september,
    employments,
    published_september,
    send,
    send_all,
    sent,
)

Headers = dict[str, str]
KeyFor = Callable[..., Awaitable[Headers]]
DOCS = Path(__file__).parents[2] / "docs" / "scorecards"
ADDRESS = "/api/v1/scorecards/2026-09-30"


@pytest.fixture
async def september(app: Litestar, settings: Settings) -> operations.EditionEntry:
    """Version 1 of September, published."""
    return await published_september(settings)


@pytest.fixture
async def corrected(
    app: Litestar, settings: Settings
) -> tuple[operations.EditionEntry, operations.EditionEntry]:
    return await corrected_september(settings)


def dimensions(answer: httpx.Response) -> set[str]:
    return {each["dimension"] for each in answer.json()["figures"]}


# --- the list ----------------------------------------------------------------------------------


async def test_the_list_is_empty_before_anything_is_published(client: httpx.AsyncClient):
    answer = await client.get("/api/v1/scorecards")
    assert answer.status_code == 200
    assert answer.json()["editions"] == []
    assert set(answer.json()["next_due"]) == {
        "period",
        "publishable_from",
        "release_at",
        "late",
    }


async def test_the_list_names_every_version_and_what_is_due(client: httpx.AsyncClient, corrected):
    first, second = corrected
    answer = await client.get("/api/v1/scorecards")
    assert answer.json() == {
        "editions": [
            {
                "edition": str(second.id),
                "period": "2026-09-30",
                "version": 2,
                "latest": True,
                "published_at": "2026-11-22T09:30:00Z",
                "public_from": "2026-11-22T09:30:00Z",
                "reason": REASON,
                "withdrawn": None,
                "content_sha256": second.content_sha256,
                "json": f"{ADDRESS}/v2",
                "csv": f"{ADDRESS}/v2.csv",
                "page": "/scorecards/2026-09-30/v2",
            },
            {
                "edition": str(first.id),
                "period": "2026-09-30",
                "version": 1,
                "latest": False,
                "published_at": "2026-11-20T09:30:00Z",
                "public_from": "2026-11-20T09:30:00Z",
                "reason": None,
                "withdrawn": None,
                "content_sha256": first.content_sha256,
                "json": f"{ADDRESS}/v1",
                "csv": f"{ADDRESS}/v1.csv",
                "page": "/scorecards/2026-09-30/v1",
            },
        ],
        "next_due": {
            "period": "2027-03-31",
            "publishable_from": "2027-04-01",
            "release_at": None,
            "late": False,
        },
    }


# --- who sees what -----------------------------------------------------------------------------


async def test_without_a_key_the_bytes_are_the_public_document(client, september):
    held = await operations.stored(september.id)
    answer = await client.get(ADDRESS)
    assert (answer.status_code, answer.content) == (200, held.public_content)
    assert answer.json()["access"] == "public"
    assert answer.content != held.content


@for_each("scopes", [(Scope.HR,), (Scope.PSW,), (Scope.READ, Scope.HR)])
async def test_an_hr_or_psw_key_sees_the_whole_edition_as_it_was_hashed(
    client, key_for: KeyFor, corrected, scopes: tuple[Scope, ...]
):
    _, second = corrected
    answer = await client.get(ADDRESS, headers=await key_for(*scopes))
    assert hashlib.sha256(answer.content).hexdigest() == second.content_sha256
    assert answer.headers["x-content-sha256"] == second.content_sha256
    assert answer.headers["x-edition-sha256"] == second.content_sha256
    assert dimensions(answer) > {"council", "team", "role"}
    [leaver] = [each for each in answer.json()["changes"]["causes"] if "rows" in each]
    assert (leaver["code"], len(leaver["rows"])) == ("late-leaver", 1)


@pytest.mark.parametrize("scope", [Scope.READ, Scope.ACADEMY])
async def test_a_key_for_reading_sees_what_everybody_sees(
    client, key_for: KeyFor, corrected, scope: Scope
):
    """Whichever key asked first: what is at hand for one is never sent to the other."""
    drilling, reading = await key_for(Scope.PSW), await key_for(scope)
    for _ in range(2):
        whole = await client.get(ADDRESS, headers=drilling)
        answer = await client.get(ADDRESS, headers=reading)
        assert answer.content == (await client.get(ADDRESS)).content
        references = [
            row for each in whole.json()["changes"]["causes"] for row in each.get("rows", ())
        ]
        assert len(references) == 1
        assert references[0] not in answer.text
        assert whole.headers["etag"] != answer.headers["etag"]
    held = reading | {"if-none-match": whole.headers["etag"]}
    assert (await client.get(ADDRESS, headers=held)).status_code == 200
    held = reading | {"if-none-match": answer.headers["etag"]}
    assert (await client.get(ADDRESS, headers=held)).status_code == 304


@for_each("scope", [None, *OF_KEYS])
@for_each("address", [ADDRESS, f"{ADDRESS}/v2", f"{ADDRESS}.csv", f"{ADDRESS}/v1"])
async def test_the_hash_of_the_content_is_promised_only_of_the_bytes_that_were_hashed(
    client, key_for: KeyFor, corrected, address: str, scope: Scope | None
):
    first, second = corrected
    edition = first if address.endswith("v1") else second
    answer = await client.get(address, headers=await key_for(scope) if scope else {})
    assert answer.headers["x-edition-sha256"] == edition.content_sha256
    its_own = hashlib.sha256(answer.content).hexdigest()
    if scope in {Scope.HR, Scope.PSW} and not address.endswith(".csv"):
        assert answer.headers["x-content-sha256"] == its_own == edition.content_sha256
    else:
        assert "x-content-sha256" not in answer.headers
        assert its_own != edition.content_sha256
    if not address.endswith(".csv") and scope not in {Scope.HR, Scope.PSW}:
        assert answer.json()["content_sha256"] == edition.content_sha256


@for_each("scope", [None, *OF_KEYS])
@for_each("address", [f"{ADDRESS}.csv", "/scorecards/2026-09-30"])
async def test_neither_csv_nor_page_names_a_row_of_a_return(
    client, key_for: KeyFor, corrected, address: str, scope: Scope | None
):
    whole = (await client.get(ADDRESS, headers=await key_for(Scope.HR))).json()
    returns = [each["id"] for each in whole["inputs"]]
    text = (await client.get(address, headers=await key_for(scope) if scope else {})).text
    assert [each for each in returns if each in text] == []


async def test_a_wrong_key_is_refused_and_not_taken_for_the_public(client, september):
    await client.get(ADDRESS)  # the public answer is at hand
    for address in (ADDRESS, f"{ADDRESS}.csv", f"{ADDRESS}/v1", "/api/v1/scorecards"):
        answer = await client.get(address, headers={"authorization": "Bearer nonsense"})
        assert (address, answer.status_code) == (address, 401)


async def test_keyed_and_public_answers_are_never_mixed_up(client, key_for: KeyFor, september):
    key = await key_for(Scope.HR)
    for _ in range(3):
        public, keyed = await client.get(ADDRESS), await client.get(ADDRESS, headers=key)
        assert public.json()["access"] == "public"
        assert "access" not in keyed.json()
        assert public.headers["etag"] != keyed.headers["etag"]
        assert public.headers["cache-control"] == "public, max-age=60, must-revalidate"
        assert keyed.headers["cache-control"] == "private, no-cache"
        assert public.headers["vary"] == keyed.headers["vary"] == "Authorization, Accept-Encoding"
    held_by_public = {"if-none-match": public.headers["etag"]}
    assert (await client.get(ADDRESS, headers=held_by_public)).status_code == 304
    assert (await client.get(ADDRESS, headers=held_by_public | key)).status_code == 200


async def test_the_documents_have_the_documented_shape_and_nothing_more(
    client, key_for: KeyFor, corrected
):
    """Also what is described in the OpenAPI document: every field is named there."""
    text = (DOCS / "edition.md").read_text("utf-8")
    for headers in ({}, await key_for(Scope.READ), await key_for(Scope.PSW)):
        for version in ("v1", "v2"):
            answer = await client.get(f"{ADDRESS}/{version}", headers=headers)
            read = msgspec.json.decode(answer.content, type=EditionDocument)
            assert msgspec.to_builtins(read) == answer.json()
            undocumented = [name for name in answer.json() if f"`{name}`" not in text]
            assert undocumented == []


# --- versions ----------------------------------------------------------------------------------


async def test_the_latest_is_served_and_every_version_keeps_its_address(client, corrected):
    first, _ = corrected
    latest = await client.get(ADDRESS)
    assert latest.json()["version"] == 2
    assert latest.headers["content-location"] == f"{ADDRESS}/v2"
    assert (await client.get(f"{ADDRESS}/v2")).content == latest.content
    held = await operations.stored(first.id)
    assert (await client.get(f"{ADDRESS}/v1")).content == held.public_content
    assert latest.json()["changes"]["causes"] == [
        {
            "code": "late-leaver",
            "count": None,
            "words": "Some leavers were reported after the earlier version",
        },
        {"code": "changed-findings", "count": None, "words": "Some notes on data quality changed"},
    ]


async def test_a_correction_by_another_process_is_seen_within_a_second(
    client, september, settings: Settings
):
    """Published behind this application's back, as another replica or the command line would."""
    assert (await client.get(ADDRESS)).json()["version"] == 1
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)
    await asyncio.sleep(1.05)
    assert (await client.get(ADDRESS)).json()["version"] == 2


@for_each(
    "address",
    [
        "/api/v1/scorecards/2026-09-30/v2",
        "/api/v1/scorecards/2026-09-30/v0",
        "/api/v1/scorecards/2026-09-30/v01",
        "/api/v1/scorecards/2026-09-30/v1.xml",
        "/api/v1/scorecards/2026-09-30/1",
        "/api/v1/scorecards/2026-03-31",
        "/api/v1/scorecards/2026-03-31.csv",
        "/api/v1/scorecards/2026-9-30",
        "/api/v1/scorecards/2026-09",
        "/api/v1/scorecards/2026-02-30",
        "/api/v1/scorecards/2026-09-30.json",
        "/api/v1/scorecards/latest",
        "/scorecards/2026-09-30/v2",
        "/scorecards/2026-03-31",
        "/scorecards/2026-09-30.csv",
        "/scorecards/nonsense",
    ],
)
async def test_what_is_not_there_is_a_404_with_a_sentence(client, september, address: str):
    answer = await client.get(address)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].endswith(".")


@for_each(
    "address",
    ["/scorecards/2026-04-01", "/scorecards/2026-04-01/v1", "/api/v1/scorecards/2026-04-01"],
)
async def test_a_day_on_which_no_half_year_ends_is_said_to_be_none(client, september, address: str):
    answer = await client.get(address)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-a-half-year-end")
    assert answer.json()["detail"] == (
        "No half-year ends on 1 April 2026. Half-years end on 31 March or 30 September."
    )


async def test_a_figure_by_category_asked_for_without_one_names_those_there_are(
    client, key_for: KeyFor, september
):
    answer = await client.get(
        f"{ADDRESS}/v1/rows",
        params={"measure": "average-caseload"},
        headers=await key_for(Scope.HR),
    )
    assert answer.status_code == 404
    assert answer.json()["detail"] == (
        "There is no category called “” in this scorecard. Name one of these: child."
    )


async def test_the_menu_leads_to_how_figures_are_worked_out(client, september):
    page = (await client.get("/scorecards")).text
    menu = page[page.index("<nav") : page.index("</nav>")]
    assert [menu.count(each) for each in ('href="/methodology"', "openapi.json")] == [1, 0]
    assert page.count(">API reference</a>") == 1


@for_each("address", [ADDRESS, f"{ADDRESS}.csv", "/scorecards/2026-09-30"])
async def test_an_unknown_parameter_is_refused_also_when_the_answer_is_at_hand(
    client, september, address: str
):
    assert (await client.get(address)).status_code == 200
    assert (await client.get(address, params={"team": "Harbour"})).status_code == 400


# --- validators --------------------------------------------------------------------------------

EVERY_READ = [
    "/api/v1/scorecards",
    ADDRESS,
    f"{ADDRESS}.csv",
    f"{ADDRESS}/v1",
    f"{ADDRESS}/v1.csv",
    "/scorecards",
    "/scorecards/2026-09-30",
    "/scorecards/2026-09-30/v1",
]


@for_each("keyed", [False, True])
@for_each("address", EVERY_READ)
async def test_an_answer_already_held_is_not_sent_again(
    client, key_for: KeyFor, september, address: str, *, keyed: bool
):
    key = await key_for(Scope.READ) if keyed else {}
    for attempt in ("made", "at hand"):
        full = await client.get(address, headers=key)
        assert (attempt, full.status_code) == (attempt, 200)
        etag, modified = full.headers["etag"], full.headers["last-modified"]
        for held in (
            {"if-none-match": etag},
            {"if-none-match": f'"other", W/{etag}'},
            {"if-none-match": "*"},
            {"if-modified-since": modified},
        ):
            answer = await client.get(address, headers=key | held)
            assert (held, answer.status_code, answer.content) == (held, 304, b"")
            for name in ("etag", "cache-control", "vary"):
                assert answer.headers[name] == full.headers[name]
        for not_held in (
            {"if-none-match": '"other"'},
            {"if-none-match": '"other"', "if-modified-since": modified},
            {"if-modified-since": "Thu, 01 Jan 2026 00:00:00 GMT"},
            {"if-modified-since": "yesterday"},
        ):
            answer = await client.get(address, headers=key | not_held)
            assert (not_held, answer.status_code) == (not_held, 200)


@for_each("address", [*EVERY_READ, "/methodology"])
async def test_head_has_the_headers_of_get_and_no_body(client, september, address: str):
    plain = {"accept-encoding": "identity"}
    full = await client.get(address, headers=plain)
    head = await client.head(address, headers=plain)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == full.headers
    assert int(head.headers["content-length"]) == len(full.content)


async def test_a_client_that_takes_gzip_gets_the_same_document_smaller(client, september):
    plain = await client.get(ADDRESS, headers={"accept-encoding": "identity"})
    packed = await client.get(ADDRESS, headers={"accept-encoding": "br, gzip"})
    refused = await client.get(ADDRESS, headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in refused.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content == refused.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert packed.headers["etag"] != plain.headers["etag"]
    again = {"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]}
    assert (await client.get(ADDRESS, headers=again)).status_code == 304


async def test_the_latest_page_changes_its_tag_when_it_is_corrected(
    client, september, settings: Settings
):
    before = (await client.get("/scorecards/2026-09-30/v1")).headers["etag"]
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)
    await asyncio.sleep(1.05)
    after = await client.get("/scorecards/2026-09-30/v1")
    assert after.headers["etag"] != before
    assert "which has been corrected since" in after.text


# --- CSV ---------------------------------------------------------------------------------------


async def test_the_csv_has_the_figures_of_the_json(client, key_for: KeyFor, corrected):
    key = await key_for(Scope.READ)
    for headers in ({}, key):
        whole = (await client.get(ADDRESS, headers=headers)).json()
        answer = await client.get(f"{ADDRESS}.csv", headers=headers)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.headers["content-disposition"] == (
            'attachment; filename="scorecard-2026-09-30-v2.csv"'
        )
        assert answer.content.count(b"\r\n") == len(whole["figures"]) + 1
        rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
        assert tuple(rows[0]) == COLUMNS
        assert [
            {name: row[name] for name in COLUMNS if name not in {"definition_id", *IN_CSV}}
            for row in rows
        ] == [
            {
                "measure": each["measure"],
                "period": "2026-09-30",
                "dimension": each["dimension"],
                "group": each["group"],
                "category": each["category"],
                "numerator": each["numerator"] or "",
                "denominator": each["denominator"] or "",
                "value": each["value"] or "",
                "symbol": each["symbol"] or "",
                "n": "" if each["n"] is None else str(each["n"]),
                "edition": whole["edition"],
                "version": "2",
            }
            for each in whole["figures"]
        ]
        assert {row["definition_id"].split("@")[0] == row["measure"] for row in rows} == {True}


# --- rows behind a published figure ------------------------------------------------------------


async def test_hr_and_psw_see_the_rows_behind_a_published_figure(
    client, key_for: KeyFor, corrected
):
    """As they were when it was published: the late leaver is behind version 2 and not version 1."""
    for scope in (Scope.HR, Scope.PSW):
        for version, leavers in (("v1", ["1"]), ("v2", ["1", "1"])):
            answer = await client.get(
                f"{ADDRESS}/{version}/rows",
                params={"measure": "turnover-fte"},
                headers=await key_for(scope),
            )
            assert answer.status_code == 200
            rows = answer.json()
            assert [each["amount"] for each in rows["numerator"]] == leavers
            assert {each["filename"] for each in rows["denominator"]} <= {
                "employments.csv",
                "employments",
            }
    row = rows["numerator"][0]
    assert set(row) == {"return_id", "kind", "filename", "row", "worker", "amount", "words"}
    assert "SW1003" not in json.dumps(rows)


@for_each(("scope", "status"), [(None, 401), (Scope.READ, 403), (Scope.ACADEMY, 403)])
async def test_nobody_else_sees_rows(
    client, key_for: KeyFor, september, scope: Scope | None, status: int
):
    headers = await key_for(scope) if scope else {}
    answer = await client.get(
        f"{ADDRESS}/v1/rows", params={"measure": "turnover-fte"}, headers=headers
    )
    assert answer.status_code == status
    assert "employments.csv" not in answer.text


@for_each(
    "parameters",
    [
        {"measure": "nonsense"},
        {"measure": "turnover-fte", "dimension": "team", "group": "Nowhere"},
        {"measure": "turnover-fte", "dimension": "star-sign"},
        {"measure": "turnover-fte", "category": "tall"},
    ],
)
async def test_rows_of_a_figure_that_is_not_there_are_a_404(
    client, key_for: KeyFor, september, parameters: dict[str, str]
):
    answer = await client.get(
        f"{ADDRESS}/v1/rows", params=parameters, headers=await key_for(Scope.HR)
    )
    assert answer.status_code == 404


# --- publishing and correcting -----------------------------------------------------------------


@for_each(
    ("scope", "status"),
    [(None, 401), (Scope.READ, 403), (Scope.ACADEMY, 403), (Scope.HR, 403)],
)
@for_each("action", ["publish", "corrections"])
async def test_only_the_psw_publishes_and_corrects(
    client, key_for: KeyFor, settings: Settings, *, action: str, scope: Scope | None, status: int
):
    await send_all(settings)
    answer = await client.post(
        f"{ADDRESS}/{action}",
        json={"reason": REASON} if action == "corrections" else None,
        headers=await key_for(scope) if scope else {},
    )
    assert answer.status_code == status
    assert await operations.listing() == []


async def test_the_psw_publishes_and_corrects(client, key_for: KeyFor, settings: Settings):
    await sent(settings)
    key = await key_for(Scope.PSW)
    answer = await client.post(f"{ADDRESS}/publish", headers=key)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{ADDRESS}/v1"
    published = answer.json()
    assert (published["version"], published["latest"], published["reason"]) == (1, True, None)
    assert (await client.get(ADDRESS)).json()["edition"] == published["edition"]

    again = await client.post(f"{ADDRESS}/publish", headers=key)
    assert again.status_code == 409
    assert again.json()["type"] == "/problems/already-published"
    nothing = await client.post(f"{ADDRESS}/corrections", headers=key, json={"reason": REASON})
    assert nothing.status_code == 409
    assert nothing.json()["type"] == "/problems/nothing-moved"

    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    answer = await client.post(f"{ADDRESS}/corrections", headers=key, json={"reason": REASON})
    assert answer.status_code == 201
    assert (answer.json()["version"], answer.json()["reason"]) == (2, REASON)
    # Published here: seen here at once.
    assert (await client.get(ADDRESS)).json()["version"] == 2


WHY = "We employ no agency workers & so there is <no> return."


async def test_a_return_not_sent_is_a_problem_of_its_own_until_it_is_accepted_in_public(
    client, key_for: KeyFor, settings: Settings
):
    await send_all(settings, without=[Kind.AGENCY])
    key = await key_for(Scope.PSW)
    refused = await client.post(f"{ADDRESS}/publish", headers=key)
    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/returns-missing"
    missing = [{"kind": "agency", "words": "No return with agency assignments is in force."}]
    assert refused.json()["missing"] == missing
    for body, status in (
        ({"accept_missing_returns": "No."}, 422),
        ({"accept_missing_returns": 5}, 422),
        ({"accept": WHY}, 422),
        ({"accept_missing_returns": None}, 409),
        ({}, 409),
    ):
        answer = await client.post(f"{ADDRESS}/publish", headers=key, json=body)
        assert (body, answer.status_code) == (body, status)
    assert await operations.listing() == []
    other = {"content-type": "text/plain"}
    answer = await client.post(f"{ADDRESS}/publish", headers=key | other, content=b"{}")
    assert answer.status_code == 415

    accept = {"accept_missing_returns": WHY}
    answer = await client.post(f"{ADDRESS}/publish", headers=key, json=accept)
    assert answer.status_code == 201
    for headers in ({}, await key_for(Scope.READ), key):
        document = (await client.get(ADDRESS, headers=headers)).json()
        assert document["accepted_missing_returns"] == {"reason": WHY, "returns": missing}
        assert msgspec.convert(document, EditionDocument)
    page = (await client.get("/scorecards/2026-09-30")).text
    assert (
        "Published without all returns. No return with agency assignments is in force. The reason "
        "given: We employ no agency workers &amp; so there is &lt;no&gt; return."
    ) in page

    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    correction = {"reason": REASON}
    answer = await client.post(f"{ADDRESS}/corrections", headers=key, json=correction)
    assert answer.json()["type"] == "/problems/returns-missing"
    answer = await client.post(f"{ADDRESS}/corrections", headers=key, json=correction | accept)
    assert answer.status_code == 201


async def test_a_page_of_an_edition_with_all_returns_says_nothing_of_missing_ones(
    client, september
):
    assert "Published without" not in (await client.get("/scorecards/2026-09-30")).text


@for_each(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 422),
        (b"{}", 422),
        (b'{"reason": 5}', 422),
        (b'{"reason": ""}', 422),
        (b'{"reason": "It was wrong before.", "version": 3}', 422),
    ],
)
async def test_a_correction_with_a_wrong_body_is_refused(
    client, key_for: KeyFor, september, body: bytes, status: int
):
    answer = await client.post(
        f"{ADDRESS}/corrections",
        content=body,
        headers=await key_for(Scope.PSW) | {"content-type": "application/json"},
    )
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert await operations.listing() == [september]


@pytest.mark.parametrize(
    ("period", "status", "slug"),
    [
        ("2026-03-31", 409, "nothing-to-publish"),
        ("2026-08-31", 404, "not-a-half-year-end"),
        ("2099-03-31", 409, "period-not-over"),
        ("2026-02-30", 404, "not-found"),
        ("soon", 404, "not-found"),
    ],
)
async def test_a_half_year_that_cannot_be_published(
    client, key_for: KeyFor, period: str, status: int, slug: str
):
    answer = await client.post(
        f"/api/v1/scorecards/{period}/publish", headers=await key_for(Scope.PSW)
    )
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}")


async def test_two_publishes_at_once_over_http(client, key_for: KeyFor, settings: Settings):
    await sent(settings)
    key = await key_for(Scope.PSW)
    answers = await asyncio.gather(
        *(client.post(f"{ADDRESS}/publish", headers=key) for _ in range(2))
    )
    assert sorted(each.status_code for each in answers) == [201, 409]
    assert len(await operations.listing()) == 1


# --- pages -------------------------------------------------------------------------------------


async def test_the_start_page_leads_to_the_scorecards(client):
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/scorecards")


async def test_a_month_leads_to_the_one_address_of_its_half_year(client, september):
    answer = await client.get("/scorecards/2026-09")
    assert (answer.status_code, answer.headers["location"]) == (308, "/scorecards/2026-09-30")
    assert (await client.get("/scorecards/2026-13")).status_code == 404


async def test_pages_keep_back_what_would_tell_of_so_few_people(client, key_for: KeyFor, corrected):
    """Turnover of seven people is 24.4% in version 1, 64.5% in version 2, and c to everybody."""
    psw = await key_for(Scope.PSW)
    for address, turnover in (("v1", "24.4"), ("v2", "64.5")):
        told = (await client.get(f"/api/v1/scorecards/2026-09-30/{address}", headers=psw)).json()
        assert turnover in {each["value"] for each in told["figures"]}
        for headers in ({}, psw):
            page = await client.get(f"/scorecards/2026-09-30/{address}", headers=headers)
            assert page.status_code == 200
            assert "Turnover" in page.text
            assert f"{turnover}%" not in page.text  # a file may well have 24.4 kB


async def test_the_page_says_what_stands_beside_the_national_tables(
    client, september, settings: Settings
):
    why = "Cases were not counted in March."
    await operations.publish(MARCH, PSW, NOW, settings, accept_missing_returns=why)
    can = "so these figures can be set beside them"
    cannot = "only the scorecard to 30 September can be set beside them"
    await asyncio.sleep(1.05)
    september_page = (await client.get("/scorecards/2026-09-30")).text
    march_page = (await client.get("/scorecards/2026-03-31")).text
    assert (can in september_page, cannot in september_page) == (True, False)
    assert (can in march_page, cannot in march_page) == (False, True)


async def test_text_of_people_is_shown_as_text(client, september, settings: Settings):
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    await operations.correct(SEPTEMBER, "<script>alert(1)</script> & late", PSW, LATER, settings)
    await asyncio.sleep(1.05)
    text = (await client.get("/scorecards/2026-09-30")).text
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; late" in text


async def test_every_answer_is_readable_when_compressed(client, september):
    """Once by hand: the test client would hide a wrong encoding."""
    async with client.stream("GET", ADDRESS, headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join([each async for each in answer.aiter_raw()])
    assert gzip.decompress(raw) == (await client.get(ADDRESS)).content


def test_the_columns_of_the_csv_are_documented() -> None:
    text = (DOCS / "csv.md").read_text("utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in text] == []

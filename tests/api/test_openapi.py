"""The committed description of the API is the one that is served, and it tells the truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from litestar.routes import HTTPRoute

from service.access.actor import Scope
from service.access.guards import Requires
from service.app import openapi_document
from service.web.problem_reference import as_markdown

ROOT = Path(__file__).parents[2]
METHODS = {"get", "post", "put", "patch", "delete"}
REGENERATE = "write it again with: .venv/bin/python tools/api_reference.py"


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in openapi_document()["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def test_the_committed_description_is_the_present_one() -> None:
    committed = json.loads((ROOT / "docs" / "api" / "openapi.json").read_text("utf-8"))
    assert committed == openapi_document(), REGENERATE


def test_the_committed_problem_reference_is_the_present_one() -> None:
    committed = (ROOT / "docs" / "api" / "problems.md").read_text("utf-8")
    assert committed == as_markdown(), REGENERATE


async def test_the_description_is_served_and_cached(client) -> None:
    answer = await client.get("/api/v1/openapi.json")
    assert (answer.json(), answer.headers["cache-control"]) == (openapi_document(), "no-cache")
    again = await client.get(
        "/api/v1/openapi.json", headers={"if-none-match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_every_operation_has_a_summary_and_a_name_of_its_own() -> None:
    found = operations()
    unnamed = [f"{method} {path}" for path, method, each in found if not each.get("summary")]
    names = [each["operationId"] for _, _, each in found]
    assert unnamed == []
    assert sorted(names) == sorted(set(names))
    assert [name for name in names if not name[0].islower() or not name.isalnum()] == []


def test_every_refusal_is_documented_as_a_problem_document() -> None:
    wrong = [
        f"{method} {path} {status}"
        for path, method, operation in operations()
        for status, response in operation["responses"].items()
        if status.startswith(("4", "5"))
        and response.get("content")
        != {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    ]
    assert wrong == []
    assert {"400", "401", "429", "500", "503"} <= set.intersection(
        *(set(operation["responses"]) for _, _, operation in operations())
    )


def test_a_body_that_may_be_left_out_is_described_so() -> None:
    bodies = {
        each["operationId"]: each["requestBody"]["required"]
        for _, _, each in operations()
        if "requestBody" in each
    }
    assert [name for name, required in bodies.items() if not required] == ["publishScorecard"]
    assert bodies["correctScorecard"] is True


def test_a_full_disk_is_described_where_a_file_is_taken_in_or_opened_again() -> None:
    found = {each["operationId"] for _, _, each in operations() if "507" in each["responses"]}
    assert found == {
        "checkReturn",
        "confirmReturn",
        "getReceivedFile",
        "readRowsBehindPublishedFigure",
        "publishScorecard",
        "correctScorecard",
        "importBenchmarks",
        "readDraftDisclosureDecision",
        "readDisclosureDecision",
    }


async def test_the_keys_named_are_the_keys_asked_for(app) -> None:
    described = {
        operation["operationId"]: "security" in operation for _, _, operation in operations()
    }
    guarded = {
        handler.operation_id: any(isinstance(each, Requires) for each in handler.resolve_guards())
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler, _ in route.route_handler_map.values()
        if handler.resolve_include_in_schema()
    }
    assert described == guarded


def test_every_route_of_the_api_is_described() -> None:
    assert [
        path for path, _, _ in operations() if not path.startswith(("/api/v1/", "/problems"))
    ] == []


async def test_no_route_under_the_api_is_left_out(app) -> None:
    hidden = [
        route.path
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if route.path.startswith("/api/")
        and method != "OPTIONS"
        and not handler.resolve_include_in_schema()
    ]
    assert sorted(hidden) == ["/api/docs", "/api/docs/{part:str}", "/api/v1/openapi.json"]


@pytest.mark.parametrize("reference", ["$ref"])
def test_every_reference_leads_somewhere(reference) -> None:
    document = openapi_document()
    missing = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            target = node.get(reference)
            if isinstance(target, str):
                place: Any = document
                for part in target.removeprefix("#/").split("/"):
                    place = place.get(part, {})
                if not place:
                    missing.append(target)
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(document)
    assert missing == []


async def test_examples_of_the_description_hold(client, key_for) -> None:
    """A body that the schema allows is taken, one that it forbids is refused."""
    psw = await key_for(Scope.PSW)
    schema = openapi_document()["components"]["schemas"]["NewKey"]
    assert (schema["required"], schema["additionalProperties"]) == (["name", "scopes"], False)
    good = await client.post("/api/v1/keys", headers=psw, json={"name": "x", "scopes": ["hr"]})
    bad = await client.post(
        "/api/v1/keys", headers=psw, json={"name": "x", "scopes": ["hr"], "more": 1}
    )
    assert (good.status_code, bad.status_code) == (201, 422)

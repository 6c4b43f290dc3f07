"""The API reference: whole, from the OpenAPI document alone, with examples that can be copied."""

from __future__ import annotations

import ast
import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from service import problems
from service.about import examples
from service.about.reference import kind_of, parts
from service.app import CAPABILITIES

DOCUMENT = json.loads((Path(__file__).parents[3] / "docs" / "api" / "openapi.json").read_text())
assert CAPABILITIES  # every kind of problem is loaded with them
SLUGS = {kind.title: kind.slug for kind in problems.kinds()}
BASE = "https://workforce.testshire.example"
PARTS = parts(DOCUMENT, SLUGS, BASE)
OPERATIONS = [each for part in PARTS for each in part.operations]

SCHEMAS = {
    "Colour": {"type": "string", "enum": ["red", "blue"]},
    "Name": {"type": "string", "maxLength": 20},
    "Pot": {
        "type": "object",
        "required": ["colour", "plants"],
        "properties": {
            "colour": {"$ref": "#/components/schemas/Colour"},
            "plants": {
                "type": "array",
                "minItems": 2,
                "items": {"$ref": "#/components/schemas/Name"},
            },
            "lid": {"oneOf": [{"type": "string"}, {"type": "null"}]},
        },
    },
}


def test_every_operation_is_there_once_with_a_way_to_each_refusal() -> None:
    described = [
        (each["operationId"], method.upper(), path)
        for path, item in DOCUMENT["paths"].items()
        for method, each in item.items()
    ]
    assert sorted((each.id, each.method, each.path) for each in OPERATIONS) == sorted(described)
    assert not [(each.id, it) for each in OPERATIONS for it in each.refusals if not it.slug]


def test_what_a_page_links_to_is_on_it() -> None:
    for part in PARTS:
        known = {each.name for each in part.types}
        for each in part.types:
            for field in each.fields:
                assert (
                    not field.type_name or field.type_name in known or field.kind != field.type_name
                )
        ids = [each.id for each in part.operations]
        assert len(set(ids)) == len(ids)


def test_every_example_can_be_copied() -> None:
    for each in OPERATIONS:
        ast.parse(each.python)
        words = shlex.split(each.curl)
        assert words[0] == "curl"
        assert words[-1].startswith(BASE + "/")
        assert "{" not in each.path or "${" in words[-1], each.id


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer"}, "whole number"),
        ({"type": "integer", "minimum": 1, "maximum": 50}, "whole number, 1 to 50"),
        ({"type": "integer", "minimum": 0}, "whole number, at least 0"),
        ({"type": "string", "maxLength": 200}, "text, at most 200 characters"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": ["string", "null"]}, "text or nothing"),
        ({"oneOf": [{"type": "null"}, {"type": "string", "format": "uuid"}]}, "UUID or nothing"),
        ({"type": "array", "items": {"type": "boolean"}}, "list of true or false"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "object of text by name"),
        ({"enum": ["a", "b"]}, "one of a, b"),
        ({"$ref": "#/components/schemas/Pot"}, "Pot"),
        ({"$ref": "#/components/schemas/Name"}, "text, at most 20 characters"),
        ({}, "anything"),
    ],
)  # fmt: skip
def test_types_are_in_words(schema: dict[str, Any], words: str) -> None:
    assert kind_of(schema, SCHEMAS) == words


def test_an_example_has_what_is_needed_and_nothing_else() -> None:
    pot = examples.value({"$ref": "#/components/schemas/Pot"}, SCHEMAS)
    assert pot == {"colour": "red", "plants": ["…", "…"]}


def test_a_request_with_key_path_body_and_version() -> None:
    operation = {
        "security": [{"key": []}],
        "parameters": [
            {"name": "pot_id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "day", "in": "query", "required": True,
             "schema": {"type": "string", "format": "date"}},
            {"name": "If-Match", "in": "header", "schema": {"type": "string"}},
        ],
        "requestBody": {"content": {"application/json": {"schema": {
            "type": "object", "required": ["why"],
            "properties": {"why": {"type": "string", "examples": ["It's $HOME"]}}}}}},
    }  # fmt: skip
    assert examples.curl("/pots/{pot_id}", "put", operation, SCHEMAS, BASE).splitlines() == [
        "curl -X PUT \\",
        '  -H "Authorization: Bearer $KEY" \\',
        '  -H "If-Match: $ETAG" \\',
        """  --json '{"why": "It'"'"'s $HOME"}' \\""",
        f'  "{BASE}/pots/${{POT_ID}}?day=2026-09-30"',
    ]
    assert examples.python("/pots/{pot_id}", "put", operation, SCHEMAS, BASE).splitlines() == [
        "import httpx",
        "",
        "answer = httpx.put(",
        f'    f"{BASE}/pots/{{pot_id}}",',
        "    params={'day': '2026-09-30'},",
        '    headers={"Authorization": f"Bearer {key}", "If-Match": etag},',
        """    json={'why': "It's $HOME"},""",
        ")",
        "answer.raise_for_status()",
    ]

"""Refused parameters and fields in plain words, under the names that callers write."""

from __future__ import annotations

import pytest

from service.access.actor import Scope

UUID_WORDS = "must be a UUID, as in 5f0c7a52-6a8b-4a63-9d5f-0f8f5a3a0c11."


@pytest.mark.parametrize(
    ("address", "parameter", "words"),
    [
        (
            "workforce/returns?state=foo",
            "state",
            "must be one of checked, refused, confirmed, undone.",
        ),
        (
            "workforce/returns?kind=foo",
            "kind",
            "must be one of census, posts, employments, agency, absences, caseloads.",
        ),
        ("workforce/returns?limit=abc", "limit", "must be a whole number."),
        ("workforce/returns?limit=0", "limit", "must be 1 or more."),
        ("workforce/returns?limit=201", "limit", "must be 200 or less."),
        ("workforce/returns?before=12", "before", UUID_WORDS),
        (
            "workforce/posts?as_at=31/03/2026",
            "as_at",
            "must be a date written as 2026-09-30.",
        ),
        ("workforce/posts?source=us", "source", "must be one of hr, census."),
        (f"workforce/posts?team={'x' * 201}", "team", "must have at most 200 characters."),
        (
            "workforce/employments?worker=ZZ",
            "worker",
            "must have 32 characters, each 0 to 9 or a to f.",
        ),
        ("audit?limit=abc", "limit", "must be a whole number."),
    ],
)
async def test_a_parameter_in_words(client, key_for, address, parameter, words) -> None:
    answer = await client.get(f"/api/v1/{address}", headers=await key_for(Scope.PSW))
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"parameter": parameter, "detail": f"{parameter} {words}"},
    ]


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"name": "", "scopes": ["hr"]}, {"/name": "name must not be empty."}),
        ({"name": 7, "scopes": ["hr"]}, {"/name": "name must be a text."}),
        ({"name": "x", "scopes": []}, {"/scopes": "scopes must have at least one value."}),
        ({"name": "x", "scopes": ["all"]}, {"/scopes/0": "scopes.0 cannot be 'all'."}),
        ({"name": "x"}, {"/scopes": "scopes is missing."}),
        (
            {"name": "x", "scopes": ["hr"], "admin": True},
            {"/admin": "admin is not asked for here."},
        ),
        ([], {"": "The body must be an object with named fields."}),
    ],
)
async def test_a_field_in_words(client, key_for, body, errors) -> None:
    answer = await client.post("/api/v1/keys", headers=await key_for(Scope.PSW), json=body)
    assert answer.status_code == 422
    assert {each["pointer"]: each["detail"] for each in answer.json()["errors"]} == errors

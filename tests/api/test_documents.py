"""docs/operate/keys.md shows the shapes that are really printed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec

from service.access import audit, operations
from service.access.actor import Scope
from service.access.schemas import (
    AuditPage,
    FreshKey,
    Keys,
    audit_as_json,
    key_as_json,
)
from tests.api.conftest import NOW, OPERATOR

KEYS = Path(__file__).parents[2] / "docs" / "operate" / "keys.md"


def example(name: str) -> Any:
    [block] = re.findall(
        rf"^```json {name}\n(.*?)^```", KEYS.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return json.loads(block)


def shape(value: Any) -> Any:
    """Names and order of members, and how deep: not the values."""
    if isinstance(value, dict):
        return [(name, shape(child)) for name, child in value.items()]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [shape(value[0])]
    return None


async def test_the_shapes_of_keys_md_are_those_of_the_service(database) -> None:
    issued = await operations.create("HR feed", [Scope.HR], NOW, OPERATOR)
    record = key_as_json(issued.record)
    entries = [audit_as_json(each) for each in await audit.entries()]
    real = {
        "issue": FreshKey(key=issued.plaintext, details=record),
        "list": Keys([record]),
        "audit": AuditPage(entries=entries, next=None),
    }
    assert {name: shape(example(name)) for name in real} == {
        name: shape(msgspec.to_builtins(value)) for name, value in real.items()
    }

"""Examples of requests in curl and httpx, from the OpenAPI document.

What stands in the path is a variable of the reader's; what has to be in the query or the body has a
value of the right type.
"""

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

Json = Mapping[str, Any]
KEY = "$KEY"


def curl(path: str, method: str, operation: Json, schemas: Json, base: str) -> str:
    """A command for a shell that has ``KEY`` and the variables of the path."""
    query = urlencode(_query(operation, schemas))
    address = base + re.sub(r"\{(\w+)\}", lambda found: "${" + found[1].upper() + "}", path)
    lines = ["curl" if method == "get" else f"curl -X {method.upper()}"]
    if operation.get("security"):
        lines.append(f'-H "Authorization: Bearer {KEY}"')
    if _has_if_match(operation):
        lines.append('-H "If-Match: $ETAG"')
    media, body = _body(operation, schemas)
    if media == "application/json":
        lines.append("--json " + shlex.quote(json.dumps(body, ensure_ascii=False)))
    elif media:
        lines += [f'-H "Content-Type: {media}"', "--data-binary @file"]
    lines.append(f'"{address}{"?" if query else ""}{query}"')
    return " \\\n  ".join(lines)


def python(path: str, method: str, operation: Json, schemas: Json, base: str) -> str:
    """A statement for Python with httpx that has ``key`` and the variables of the path."""
    prefix = "f" if "{" in path else ""
    given = [f'{prefix}"{base}{path}"']
    if query := _query(operation, schemas):
        given.append(f"params={query!r}")
    media, body = _body(operation, schemas)
    headers = []
    if operation.get("security"):
        headers.append('"Authorization": f"Bearer {key}"')
    if _has_if_match(operation):
        headers.append('"If-Match": etag')
    if media and media != "application/json":
        headers.append(f'"Content-Type": "{media}"')
    if headers:
        given.append("headers={" + ", ".join(headers) + "}")
    if media == "application/json":
        given.append(f"json={body!r}")
    elif media:
        given.append('content=open("file", "rb").read()')
    # DELETE takes no body in httpx's own shorthand.
    call = (
        f"httpx.{method}(" if method != "delete" or not media else 'httpx.request(\n    "DELETE",'
    )
    lines = ["import httpx", "", f"answer = {call}", *(f"    {each}," for each in given), ")"]
    return "\n".join([*lines, "answer.raise_for_status()"])


def _query(operation: Json, schemas: Json) -> dict[str, Any]:
    return {
        each["name"]: value(each["schema"], schemas)
        for each in operation.get("parameters", [])
        if each["in"] == "query" and each.get("required")
    }


def _has_if_match(operation: Json) -> bool:
    return any(each["name"].lower() == "if-match" for each in operation.get("parameters", []))


def _body(operation: Json, schemas: Json) -> tuple[str, Any]:
    content: Json = operation.get("requestBody", {}).get("content", {})
    if not content:
        return "", None
    media = "application/json" if "application/json" in content else next(iter(content))
    return media, value(content[media].get("schema", {}), schemas)


def value(schema: Json, schemas: Json) -> Any:
    """Something of the type that the schema asks for: only what is needed of an object."""
    if "$ref" in schema:
        return value(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if examples := schema.get("examples"):
        return examples[0]
    if either := schema.get("oneOf") or schema.get("anyOf"):
        return value(either[0], schemas)
    if choices := schema.get("enum"):
        return choices[0]
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = kind[0]
    if kind == "object":
        properties: Json = schema.get("properties", {})
        return {name: value(properties[name], schemas) for name in schema.get("required", [])}
    if kind == "array":
        least = max(schema.get("minItems", 0), 1)
        return [value(schema.get("items", {}), schemas)] * least
    if kind == "boolean":
        return True
    if kind in {"integer", "number"}:
        return schema.get("minimum", 1)
    return _text(schema) if kind == "string" else None


_BY_FORMAT = {
    "date": "2026-09-30",
    "date-time": "2026-09-30T09:30:00+01:00",
    "time": "09:30",
    "uuid": "0b9f6c1e-1111-4222-8333-444455556666",
}
_CHOICES = re.compile(r"\^\(([\w-]+)(?:\|[\w-]+)*\)\$")


def _text(schema: Json) -> str:
    if (known := _BY_FORMAT.get(schema.get("format", ""))) is not None:
        return known
    first = _CHOICES.fullmatch(schema.get("pattern", ""))
    return first[1] if first else "…"

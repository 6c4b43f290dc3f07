"""The API reference as a page shows it, from the OpenAPI document alone."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.about import examples

Json = Mapping[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Around:
    """What an operation is described with: the types it names, problem types by title, our address."""

    schemas: Json
    slugs: Mapping[str, str]
    base: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """``where``: path, query or header. ``kind``: its type in words."""

    name: str
    where: str
    kind: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object. ``type_name``: the object it holds, described on the same page."""

    name: str
    kind: str
    required: bool
    type_name: str


@dataclass(frozen=True, slots=True)
class Type:
    name: str
    about: str
    choices: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """``type_name`` is empty where there is no body, or where it is no JSON object of ours."""

    status: str
    media_types: tuple[str, ...]
    kind: str
    type_name: str


@dataclass(frozen=True, slots=True)
class Refusal:
    status: str
    meaning: str
    slug: str


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    about: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: tuple[Answer, ...]
    """What it takes, if it takes anything: one entry, without a status."""
    answers: tuple[Answer, ...]
    refusals: tuple[Refusal, ...]
    curl: str
    python: str


@dataclass(frozen=True, slots=True)
class Part:
    """The operations of one tag, and every type that they speak of."""

    slug: str
    title: str
    operations: tuple[Operation, ...]
    types: tuple[Type, ...]


def parts(document: Json, slugs: Mapping[str, str], base: str) -> tuple[Part, ...]:
    """All parts by title. ``slugs``: problem types by title; ``base``: the public address."""
    schemas: Json = document["components"]["schemas"]
    around = Around(schemas, slugs, base)
    by_tag: dict[str, list[tuple[str, str, Json]]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                by_tag.setdefault(item[method]["tags"][0], []).append((path, method, item[method]))
    return tuple(
        Part(
            slug_of(tag),
            tag,
            tuple(_operation(path, method, each, around) for path, method, each in found),
            _types([each for _, _, each in found], schemas),
        )
        for tag, found in sorted(by_tag.items())
    )


def slug_of(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _operation(path: str, method: str, operation: Json, around: Around) -> Operation:
    schemas = around.schemas
    body = operation.get("requestBody")
    return Operation(
        operation["operationId"],
        method.upper(),
        path,
        operation["summary"],
        tuple(filter(None, operation.get("description", "").split("\n\n"))),
        tuple(_parameter(each, schemas) for each in operation.get("parameters", [])),
        (_answer("", body, schemas),) if body else (),
        tuple(
            _answer(status, each, schemas)
            for status, each in operation["responses"].items()
            if status < "4"
        ),
        tuple(
            Refusal(status, each["description"], around.slugs.get(each["description"], ""))
            for status, each in operation["responses"].items()
            if status >= "4"
        ),
        examples.curl(path, method, operation, schemas, around.base),
        examples.python(path, method, operation, schemas, around.base),
    )


def _parameter(parameter: Json, schemas: Json) -> Parameter:
    return Parameter(
        parameter["name"],
        parameter["in"],
        kind_of(parameter["schema"], schemas),
        bool(parameter.get("required")),
        parameter.get("description") or _from_name(parameter["name"]),
    )


def _from_name(name: str) -> str:
    """``year_id``: the id of the year; nothing where the name says it all."""
    thing = name.removesuffix("_id")
    return f"The id of the {thing.replace('_', ' ')}" if thing != name else ""


def _answer(status: str, said: Json, schemas: Json) -> Answer:
    content: Json = said.get("content", {})
    schema: Json = next(
        (each.get("schema", {}) for media, each in content.items() if "json" in media),
        {},
    )
    return Answer(
        status, tuple(content), kind_of(schema, schemas) if schema else "", type_name(schema)
    )


def kind_of(schema: Json, schemas: Json) -> str:
    """``whole number``, ``list of text``, ``date or nothing``: a schema in words."""
    if "$ref" in schema:
        target = schemas[_name(schema["$ref"])]
        return _name(schema["$ref"]) if _is_described(target) else kind_of(target, schemas)
    if either := schema.get("oneOf") or schema.get("anyOf"):
        kinds = dict.fromkeys(kind_of(each, schemas) for each in either)
        return " or ".join(
            [*(k for k in kinds if k != "nothing"), *(["nothing"] * ("nothing" in kinds))]
        )
    if "enum" in schema:
        return "one of " + ", ".join(str(each) for each in schema["enum"])
    kind = schema.get("type")
    if isinstance(kind, list):
        return " or ".join(kind_of({**schema, "type": each}, schemas) for each in kind)
    if kind == "array":
        return f"list of {kind_of(schema.get('items', {}), schemas)}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"object of {kind_of(schema['additionalProperties'], schemas)} by name"
    words = _FORMATS.get(schema.get("format", "")) or _KINDS.get(str(kind), "anything")
    return words + _limits(schema)


_FORMATS = {"date": "date", "date-time": "moment", "uuid": "UUID", "time": "time"}
_KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "nothing",
    "object": "object",
}


def _limits(schema: Json) -> str:
    most, least = schema.get("maximum"), schema.get("minimum")
    if least is not None and most is not None:
        return f", {least} to {most}"
    if least is not None:
        return f", at least {least}"
    if most is not None:
        return f", at most {most}"
    if "maxLength" in schema:
        return f", at most {schema['maxLength']} characters"
    return ""


def _is_described(schema: Json) -> bool:
    return "properties" in schema or "enum" in schema


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def type_name(schema: Json) -> str:
    """The first named type that a schema holds; empty where it holds none."""
    return next(_named(schema), "")


def _named(schema: Json) -> Iterator[str]:
    if "$ref" in schema:
        yield _name(schema["$ref"])
    for key in ("oneOf", "anyOf"):
        for each in schema.get(key, []):
            yield from _named(each)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), Mapping):
            yield from _named(schema[key])


def _types(operations: list[Json], schemas: Json) -> tuple[Type, ...]:
    """Each type that the operations take or give, and those within them, by name."""
    waiting = [name for each in operations for name in _spoken_of(each)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for each in schemas[name].get("properties", {}).values():
            waiting += _named(each)
    return tuple(_type(name, schemas) for name in sorted(found) if _is_described(schemas[name]))


def _spoken_of(operation: Json) -> Iterator[str]:
    said = [*operation["responses"].values(), operation.get("requestBody", {})]
    for each in said:
        for content in each.get("content", {}).values():
            yield from _named(content.get("schema", {}))
    for parameter in operation.get("parameters", []):
        yield from _named(parameter["schema"])


def _type(name: str, schemas: Json) -> Type:
    schema = schemas[name]
    required = set(schema.get("required", []))
    return Type(
        name,
        schema.get("description", ""),
        tuple(str(each) for each in schema.get("enum", [])),
        tuple(
            Field(field, kind_of(each, schemas), field in required, type_name(each))
            for field, each in schema.get("properties", {}).items()
        ),
    )

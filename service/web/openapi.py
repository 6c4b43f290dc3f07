"""The OpenAPI document: what Litestar derives from the handlers, and every refusal beside it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, get_args

import msgspec
from litestar import Litestar
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from service import problems

PROBLEM_JSON = "application/problem+json"
METHODS = ("get", "post", "put", "patch", "delete")
WITH_BODY = frozenset({"post", "put", "patch"})
KEY = SecurityScheme(
    type="http", scheme="bearer", description="An API key: python -m service keys issue"
)

DESCRIPTION = (
    "Recruitment and retention scorecard of a council's social workers. Refusals are RFC 9457 "
    "problem documents; their types are explained under /problems. HEAD is answered wherever GET "
    "is. Unknown and repeated query parameters are refused."
)

PROBLEM_SCHEMA = {
    "type": "object",
    "title": "Problem",
    "description": "A refusal (RFC 9457). Some types carry further members.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "examples": ["/problems/not-found"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "What is wrong with which field or parameter.",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string", "format": "json-pointer"},
                    "parameter": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "reference": {"type": "string", "description": "To find the fault in the log (500)."},
    },
}


def configuration() -> OpenAPIConfig:
    """What Litestar needs to know to derive the description."""
    return OpenAPIConfig(
        title="Social work scorecard",
        version="1",
        description=DESCRIPTION,
        components=Components(security_schemes={"key": KEY}),
    )


def document(
    routes: Sequence[HTTPRouteHandler],
    dependencies: Mapping[str, Provide],
    needed_scopes: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """The whole description as plain JSON values, in a stable order.

    ``needed_scopes`` has the scopes of each operation that needs a key, by operation id. Derived
    from an application of its own: in the one that serves, Litestar would add a page and a
    catch-all route that answers 405 under /api/v1 where 404 is right.
    """
    app = Litestar(
        route_handlers=list(routes),
        dependencies=dict(dependencies),
        openapi_config=configuration(),
        logging_config=None,
    )
    handlers = Handlers(closed_bodies(routes), also_answering(routes), with_optional_body(routes))
    return completed(app.openapi_schema.to_schema(), needed_scopes, handlers)


class Handlers(NamedTuple):
    """What the handlers know of themselves and Litestar does not tell."""

    closed: Collection[str]
    """Names of structs in bodies that refuse unknown fields."""
    also: Mapping[str, Sequence[type[problems.Problem]]]
    """What an operation can answer beyond what all of its shape can, by operation id."""
    optional_body: Collection[str]
    """Operations whose body may be left out."""


def with_optional_body(routes: Sequence[HTTPRouteHandler]) -> frozenset[str]:
    return frozenset(
        str(route.operation_id)
        for route in routes
        if (field := route.parsed_fn_signature.parameters.get("data")) is not None
        and field.is_optional
    )


def also_answering(
    routes: Sequence[HTTPRouteHandler],
) -> dict[str, Sequence[type[problems.Problem]]]:
    return {str(route.operation_id): route.opt.get(_ALSO, ()) for route in routes}


_ALSO = "also_answers"


def also_answers(*kinds: type[problems.Problem]) -> dict[str, Any]:
    """``opt`` of a handler that can refuse in ways that its parameters and body do not tell."""
    return {_ALSO: kinds}


NEEDS_ROOM = also_answers(problems.StorageFull)
"""``opt`` of a handler that can answer 507: it takes a file in, or opens a kept one again."""


def closed_bodies(routes: Sequence[HTTPRouteHandler]) -> frozenset[str]:
    """Names of the structs in bodies that refuse unknown fields, which Litestar does not tell."""
    bodies = [
        field.annotation
        for route in routes
        if (field := route.parsed_fn_signature.parameters.get("data")) is not None
    ]
    return frozenset(
        each.__name__
        for body in bodies
        for each in _structs_in(body)
        if each.__struct_config__.forbid_unknown_fields
    )


def _structs_in(body: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(body, type) and issubclass(body, msgspec.Struct):
        yield body
        for field in msgspec.structs.fields(body):
            yield from _structs_in(field.type)
    for argument in get_args(body):
        yield from _structs_in(argument)


def completed(
    schema: Mapping[str, Any],
    needed_scopes: Mapping[str, Sequence[str]],
    handlers: Handlers,
) -> dict[str, Any]:
    """A copy in which each operation names its key and the problems it can answer with.

    Litestar describes its own 400 body, which we never send, so that entry is replaced.
    """
    paths = {
        path: {
            name: _operation(name, item, needed_scopes, handlers) if name in METHODS else item
            for name, item in sorted(operations.items())
        }
        for path, operations in sorted(schema["paths"].items())
    }
    components = dict(schema.get("components", {}))
    schemas = {
        name: {**described, "additionalProperties": False}
        if name.rpartition("_")[2] in handlers.closed  # "module_Name" where two have one name
        else described
        for name, described in components.get("schemas", {}).items()
    }
    components["schemas"] = dict(sorted({**schemas, "Problem": PROBLEM_SCHEMA}.items()))
    return {**schema, "paths": paths, "components": components}


def _operation(
    method: str,
    operation: Mapping[str, Any],
    needed_scopes: Mapping[str, Sequence[str]],
    handlers: Handlers,
) -> dict[str, Any]:
    done = dict(operation)
    done.pop("deprecated", None)
    kinds = [problems.InvalidParameter, problems.Unauthorised, problems.TooManyRequests]
    kinds += [problems.InternalError, problems.Unavailable]
    if scopes := needed_scopes.get(operation["operationId"]):
        done["security"] = [{"key": []}]
        needs = f"Needs a key with the scope {' or '.join(scopes)}."
        done["description"] = "\n\n".join(filter(None, [operation.get("description"), needs]))
        kinds.append(problems.Forbidden)
    if operation["operationId"] in handlers.optional_body:
        done["requestBody"] = {**operation["requestBody"], "required": False}
    kinds += handlers.also.get(operation["operationId"], ())
    if _has_path_parameter(operation):
        kinds.append(problems.NotFound)
    if method in WITH_BODY:
        kinds += [
            problems.NotFound,  # of what the body names
            problems.RequestTimeout,
            problems.TooLarge,
            problems.UnsupportedMediaType,
            problems.Unprocessable,
            problems.Conflict,
        ]
    if method == "delete":
        kinds.append(problems.Conflict)  # it is in use, or gone already
    if any(each["name"].lower() == "if-match" for each in operation.get("parameters", [])):
        kinds += [problems.PreconditionFailed, problems.PreconditionNeeded]
    responses = {
        status: response
        for status, response in operation.get("responses", {}).items()
        if status.startswith(("2", "3"))
    }
    responses |= {str(kind.status): _problem_response(kind) for kind in kinds}
    done["responses"] = dict(sorted(responses.items()))
    return done


def _has_path_parameter(operation: Mapping[str, Any]) -> bool:
    return any(each.get("in") == "path" for each in operation.get("parameters", []))


def _problem_response(kind: type[problems.Problem]) -> dict[str, Any]:
    return {
        "description": kind.title,
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }

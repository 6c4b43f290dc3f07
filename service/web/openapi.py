"""The OpenAPI document: what Litestar derives from the handlers, and every refusal beside it."""

from collections.abc import Mapping
from typing import Any

from litestar import Litestar, Request
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme, Tag

from service import problems

PROBLEM_JSON = "application/problem+json"
METHODS = ("get", "post", "put", "patch", "delete")
WITH_BODY = frozenset({"post", "put", "patch"})

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


class WithProblems(JsonRenderPlugin):
    """Serves the completed document."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return super().render(request, completed(openapi_schema))


def configuration() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Social work scorecard",
        version="1",
        description=DESCRIPTION,
        path="/api/v1",
        render_plugins=[WithProblems(path="/openapi.json")],
        tags=[Tag(name="Access", description="API keys and the audit trail.")],
        components=Components(
            security_schemes={
                "key": SecurityScheme(type="http", scheme="bearer", bearer_format="swk_…")
            }
        ),
    )


def document(app: Litestar) -> dict[str, Any]:
    """The whole description as plain JSON values, in a stable order."""
    return completed(app.openapi_schema.to_schema())


def completed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A copy in which each operation names the problems it can answer with.

    Litestar describes its own 400 body, which we never send, so that entry is replaced.
    """
    paths = {
        path: {
            name: _with_problems(name, item) if name in METHODS else item
            for name, item in sorted(operations.items())
        }
        for path, operations in sorted(schema["paths"].items())
    }
    components = dict(schema.get("components", {}))
    components["schemas"] = dict(
        sorted({**components.get("schemas", {}), "Problem": PROBLEM_SCHEMA}.items())
    )
    return {**schema, "paths": paths, "components": components}


def _with_problems(method: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    responses = {
        status: response
        for status, response in operation.get("responses", {}).items()
        if status.startswith(("2", "3"))
    }
    keyed = bool(operation.get("security"))
    kinds = [problems.InvalidParameter, problems.Unauthorised, problems.TooManyRequests]
    kinds += [problems.InternalError, problems.Unavailable]
    if keyed:
        kinds.append(problems.Forbidden)
    if "{" in str(operation.get("operationId", "")) or _has_path_parameter(operation):
        kinds.append(problems.NotFound)
    if method in WITH_BODY:
        kinds += [
            problems.TooLarge,
            problems.UnsupportedMediaType,
            problems.Unprocessable,
            problems.Conflict,
        ]
    for kind in kinds:
        responses[str(kind.status)] = _problem_response(kind)
    return {**operation, "responses": dict(sorted(responses.items()))}


def _has_path_parameter(operation: Mapping[str, Any]) -> bool:
    return any(each.get("in") == "path" for each in operation.get("parameters", []))


def _problem_response(kind: type[problems.Problem]) -> dict[str, Any]:
    return {
        "description": kind.title,
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }

"""Every refusal and every fault as an RFC 9457 document, or as a page for a browser."""

import re
import secrets
from typing import Any

from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.handlers import BaseRouteHandler

from service import problems
from service.problems import Problem
from service.storage.faults import meaning_of
from service.web import wording
from service.web.log import LOG
from service.web.negotiation import preferred

PROBLEM_JSON = "application/problem+json"
ERROR_PAGE = "error.html"

AnyRequest = Request[Any, Any, Any]


def answer(request: AnyRequest, error: Exception) -> Response[Any]:
    """The response for whatever was raised on the way; a fault is logged here, once."""
    problem = as_problem(error, request.scope.get("route_handler"))
    if problem is None or problem.slug == problems.InternalError.slug:
        problem = _fault(request, error)
    elif problem.status == 500:
        # Known for what it is, and still for the operator to find in the log.
        problem.extra = {**problem.extra, "reference": _logged(request, error)}
    document = as_document(problem)
    headers = {"vary": "Accept", "cache-control": "no-store", **problem.headers}
    if preferred(request.headers.get("accept", ""), ("application/json", "text/html")) == (
        "text/html"
    ):
        page = _page(request, problem, document)
        if page is not None:
            return Response(
                page, status_code=problem.status, headers=headers, media_type="text/html"
            )
    return Response(document, status_code=problem.status, headers=headers, media_type=PROBLEM_JSON)


def as_document(problem: Problem) -> dict[str, Any]:
    """The members of the problem document in reading order."""
    return {
        "type": f"/problems/{problem.slug}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        **problem.extra,
    }


def as_problem(error: Exception, handler: BaseRouteHandler | None = None) -> Problem | None:
    """The problem that stands for ``error``; None when it is a fault of ours.

    ``handler`` is the one that was asked, to name its parameters as callers write them.
    """
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        return _from_framework(error, handler)
    storage = meaning_of(error)
    if isinstance(storage, Problem):
        return storage
    return problems.from_domain(error)


def _from_framework(error: HTTPException, handler: BaseRouteHandler | None) -> Problem | None:
    """Litestar's own refusals in our words. Its texts name internals, so none is passed on."""
    if isinstance(error, ValidationException):
        return _validation(error, handler)
    if isinstance(error, NotFoundException):
        return problems.NotFound("There is nothing at this address.")
    if isinstance(error, MethodNotAllowedException):
        allow = allowed_methods((error.headers or {}).get("allow", ""))
        return problems.MethodNotAllowed(f"This address takes {allow}.", headers={"allow": allow})
    if isinstance(error, RequestEntityTooLarge):
        return problems.TooLarge("The body is larger than this address takes.")
    if error.detail == "client disconnected prematurely":
        # Nobody is there to read it, and it is no fault of ours to log.
        return problems.MalformedBody("The body ended before its announced length.")
    if error.status_code == 400:
        return Problem("The request is not well formed.")
    kind = _BY_STATUS.get(error.status_code)
    return kind(kind.title + ".", headers=error.headers) if kind else None


_BY_STATUS: dict[int, type[Problem]] = {
    401: problems.Unauthorised,
    403: problems.Forbidden,
    406: problems.NotAcceptable,
    415: problems.UnsupportedMediaType,
    429: problems.TooManyRequests,
    503: problems.Unavailable,
}
"""What else the framework may refuse on its own; none of it is used today."""


def allowed_methods(names: str) -> str:
    """The Allow header with HEAD wherever GET is, in alphabetical order."""
    methods = {name.strip() for name in names.split(",") if name.strip()}
    if "GET" in methods:
        methods.add("HEAD")
    return ", ".join(sorted(methods))


_MISSING = re.compile(r"Missing required \w+ parameter '([^']*)'")


def _validation(error: ValidationException, handler: BaseRouteHandler | None) -> Problem:
    entries = error.extra if isinstance(error.extra, list) else []
    if not entries:
        named = _MISSING.search(error.detail)
        return problems.InvalidParameter(
            "A required parameter is missing.",
            errors=[{"parameter": named[1], "detail": "required"}] if named else [],
        )
    if any(each["message"] == "'data'" for each in entries):
        return problems.MalformedBody("The body is empty.")
    in_body = [each for each in entries if each.get("source") == "body"]
    if in_body:
        return problems.Unprocessable(
            "The body does not have the fields that are asked for here.",
            errors=[_in_body(each) for each in in_body],
        )
    return problems.InvalidParameter(
        "A parameter has a value that cannot be used.",
        errors=[_in_query(each, handler) for each in entries],
    )


def _in_body(entry: dict[str, Any]) -> dict[str, str]:
    message: str = entry["message"]
    pointer = _pointer(entry.get("key", ""), message)
    if "<class" in message:
        return {"pointer": pointer, "detail": "Give exactly one of the kind asked for"}
    return {"pointer": pointer, "detail": wording.said(pointer[1:].replace("/", "."), message)}


def _in_query(entry: dict[str, Any], handler: BaseRouteHandler | None) -> dict[str, str]:
    key: str = entry.get("key", "")
    name = wording.public_name(key, handler)
    return {
        "parameter": name,
        "detail": wording.said(name, entry["message"], wording.choices(key, handler)),
    }


_FIELD = re.compile(r"(?:missing required|contains unknown) field `([^`]*)`")


def _pointer(key: str, message: str) -> str:
    """``people[2].name`` of the framework as the JSON pointer ``/people/2/name``.

    A missing or unknown field is named only in the message, so it is taken from there.
    """
    parts = [] if key == "data" else re.findall(r"[^.\[\]]+", key)
    parts += _FIELD.findall(message)[:1]
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def _fault(request: AnyRequest, error: Exception) -> Problem:
    return problems.InternalError(
        "The service met an unexpected error. Give the operator this reference.",
        reference=_logged(request, error),
    )


def _logged(request: AnyRequest, error: Exception) -> str:
    """Log a fault; the reference under which it is found there."""
    reference = _reference()
    LOG.error("fault", reference=reference, **_where(request), exc_info=error)
    return reference


def _page(request: AnyRequest, problem: Problem, document: dict[str, Any]) -> str | None:
    """The problem as a page; None when the page itself cannot be made (then JSON is the answer).

    A refusal that a person sees is in the log under the reference on the page, without what they
    asked for: only the kind of address.
    """
    engine = request.app.template_engine
    if engine is None:
        return None
    reference = problem.extra.get("reference") or _reference()
    try:
        template: Any = engine.get_template(ERROR_PAGE)
        page: str = template.render(problem=document, advice=problem.advice, reference=reference)
    except Exception as error:  # noqa: BLE001 -- whatever is wrong with the page, answer all the same
        LOG.error("error page cannot be rendered", exc_info=error)
        return None
    if "reference" not in problem.extra:
        LOG.info("refused", reference=reference, problem=problem.slug, **_where(request))
    return page


def _reference() -> str:
    return secrets.token_hex(6)


def _where(request: AnyRequest) -> dict[str, str]:
    """The address as the route is written: without keys, secrets, names and numbers."""
    return {"method": request.scope["method"], "route": request.scope.get("path_template", "")}

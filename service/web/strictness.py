"""Refuse what a handler would silently ignore: query parameters and content types."""

import re
from collections import Counter
from typing import Any
from urllib.parse import parse_qsl

from litestar import Litestar, Request
from litestar.datastructures import UploadFile
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.params import BodyKwarg
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from service import problems


class Strictness:
    """Middleware for the whole application; ``learn`` reads once what each handler takes.

    A wrong spelling in a filter over HR data would give a figure for the wrong people, and a
    repeated one an arbitrary choice between the two, so both are refused on every route. Not a
    guard, because Litestar copies the handler for each guard at each request.
    """

    def __init__(self) -> None:
        self._parameters: dict[BaseRouteHandler, tuple[frozenset[str], frozenset[str]]] = {}
        self._media_types: dict[BaseRouteHandler, str] = {}
        self._body_may_be_missing: set[BaseRouteHandler] = set()

    def learn(self, app: Litestar) -> None:
        """Look at the signatures of all handlers that are registered by now and not known yet."""
        for route in app.routes:
            if not isinstance(route, HTTPRoute):
                continue
            for handler, model in route.route_handler_map.values():
                if handler in self._parameters:
                    continue
                self._parameters[handler] = (
                    frozenset(each.field_alias for each in model.expected_query_params),
                    frozenset(model.sequence_query_parameter_names),
                )
                if media_type := _body_media_type(handler):
                    self._media_types[handler] = media_type
                    if handler.parsed_fn_signature.parameters["data"].is_optional:
                        self._body_may_be_missing.add(handler)

    def around(self, app: ASGIApp) -> ASGIApp:
        """The middleware factory: ``middleware=[strictness.around]``."""

        async def strictly(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == ScopeType.HTTP:
                if (address := right_address(scope)) is not None:
                    await _redirect(address, send)
                    return
                self.check(scope)
            await app(scope, receive, send)

        return strictly

    def check(self, scope: HTTPScope) -> None:
        """Raise UnknownParameter or UnsupportedMediaType for a request that its route refuses."""
        if "\x00" in scope["path"]:
            raise problems.NotFound("There is nothing at this address.")
        handler = scope["route_handler"]
        if scope["query_string"]:
            known, repeatable = self._parameters.get(handler, (frozenset(), frozenset()))
            refuse_odd_parameters(scope["query_string"], known, repeatable)
        if (media_type := self._media_types.get(handler)) and not (
            handler in self._body_may_be_missing and _announces_no_body(scope)
        ):
            given = [value for name, value in scope["headers"] if name == b"content-type"]
            refuse_other_media_types(b",".join(given).decode("latin-1"), media_type)


def right_address(scope: HTTPScope) -> str | None:
    """The address that one with doubled or trailing slashes means; None for a right one.

    The router takes all of them for the same, but caches and ETags do not. Only who reads is sent
    on: whoever sends something gets NotFound, as clients do not send it twice. An encoded slash
    (``%2F``) is part of a value and no slash of the address.
    """
    # The router has tidied "path" up by now.
    raw = (scope.get("raw_path") or b"").partition(b"?")[0]
    if raw == b"/" or (b"//" not in raw and not raw.endswith(b"/")):
        return None
    right = re.sub(b"/{2,}", b"/", raw).rstrip(b"/").decode("latin-1") or "/"
    if scope["method"] != "GET":  # HEAD comes in as GET
        raise problems.NotFound(
            "There is nothing at this address. Write it without doubled slashes and without one at its end."
        )
    query = scope["query_string"].decode("latin-1")
    return f"{right}?{query}" if query else right


async def _redirect(address: str, send: Send) -> None:
    headers = [(b"location", address.encode("latin-1")), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 308, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def refuse_odd_parameters(
    query_string: bytes, known: frozenset[str], repeatable: frozenset[str]
) -> None:
    """Raise UnknownParameter that names every parameter not known or wrongly repeated."""
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=200,
        )
    except ValueError as error:
        raise problems.UnknownParameter(
            "The query is not readable: write it in UTF-8, percent-encoded, at most 200 parameters."
        ) from error
    if any("\x00" in value for _, value in pairs):
        raise problems.InvalidParameter("A parameter has the character NUL in its value.")
    counted = Counter(name for name, _ in pairs)
    unknown = sorted(set(counted) - known)
    if unknown:
        raise problems.UnknownParameter(
            "This address does not know the parameter " + _listed(unknown) + ".",
            parameters=unknown,
            known=sorted(known),
        )
    repeated = sorted(
        name for name, times in counted.items() if times > 1 and name not in repeatable
    )
    if repeated:
        raise problems.UnknownParameter(
            "Give only one value for the parameter " + _listed(repeated) + ".",
            parameters=repeated,
            known=sorted(known),
        )


def require_media_type(request: Request[Any, Any, Any], *accepted: str) -> str:
    """The media type of a body that the handler reads as a stream; 415 when not ``accepted``."""
    return refuse_other_media_types(request.headers.get("content-type", ""), *accepted)


def refuse_other_media_types(content_type: str, *accepted: str) -> str:
    """The bare media type, lower case, when it is ``accepted``; raises UnsupportedMediaType."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type in accepted:
        return media_type
    raise problems.UnsupportedMediaType(
        f"This address takes {' or '.join(accepted)}"
        + (f", not {media_type[:100]}." if media_type else ", and Content-Type is missing."),
        accepted=list(accepted),
        headers={"accept": ", ".join(accepted)},
    )


def _announces_no_body(scope: HTTPScope) -> bool:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    chunked = any(name == b"transfer-encoding" for name, _ in scope["headers"])
    return not chunked and set(lengths) <= {b"0"}


def _body_media_type(handler: HTTPRouteHandler) -> str | None:
    """What a handler with a ``data`` argument decodes; None for one without."""
    field = handler.parsed_fn_signature.parameters.get("data")
    if field is None:
        return None
    if field.annotation is UploadFile:
        raise TypeError(
            f"{handler} takes a bare UploadFile: Litestar answers 500 when the part comes twice. "
            "Take a struct with an UploadFile field."
        )
    marker = field.kwarg_definition
    return (
        str(getattr(marker.media_type, "value", marker.media_type))
        if isinstance(marker, BodyKwarg)
        else "application/json"
    )


def _listed(names: list[str]) -> str:
    return ", ".join(repr(name[:100]) for name in names[:10])

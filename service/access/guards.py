"""Who asks, and may they? Guards for routes and the ``actor`` that handlers take.

A handler that needs a key: ``@get(..., guards=[requires(Scope.HR, Scope.PSW)])`` and
``actor: NamedDependency[Actor]``. One that is open to all but shows more to a key:
``actor: NamedDependency[Actor | None]`` without a guard. A wrong key is refused on both.
"""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from service import clock, problems
from service.access import operations
from service.access.actor import Actor, Scope
from service.access.limits import Limits
from service.web.clients import client_address

Connection = ASGIConnection[Any, Any, Any, Any]

_ASKED = "scorecard.actor"
CHALLENGE = {"www-authenticate": 'Bearer realm="scorecard"'}


class Requires:
    """Lets pass whoever has one of ``scopes``: 401 without a key, 403 without the scope."""

    def __init__(self, scopes: frozenset[Scope]) -> None:
        self.scopes = scopes

    async def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        actor = await identify(connection)
        if actor is None:
            raise problems.Unauthorised(
                "This address needs an API key: Authorization: Bearer KEY.", headers=CHALLENGE
            )
        if not actor.scopes & self.scopes:
            raise problems.Forbidden(
                "This needs a key with the scope " + " or ".join(sorted(self.scopes)) + ".",
                needed_scopes=sorted(self.scopes),
            )


def requires(*scopes: Scope) -> Requires:
    """A guard for a route that needs a key with any of ``scopes``."""
    return Requires(frozenset(scopes))


async def identify(connection: Connection) -> Actor | None:
    """The holder of the key in the Authorization header; None without one. Asked once a request.

    Raises Unauthorised for a key that is not good, TooManyRequests after too many of those.
    """
    scope: Any = connection.scope
    if _ASKED not in scope:
        scope[_ASKED] = await _authenticated(connection)
    actor: Actor | None = scope[_ASKED]
    return actor


async def actor_of_request(request: Request[Any, Any, Any]) -> Actor | None:
    """The dependency ``actor``."""
    return await identify(request)


async def _authenticated(connection: Connection) -> Actor | None:
    headers = connection.headers.getall("authorization", [])
    return await holder_of(_token(headers), connection) if headers else None


async def holder_of(token: str, connection: Connection) -> Actor:
    """The holder of a key that came with this connection.

    Raises Unauthorised for a key that is not good, TooManyRequests after too many of those.
    """
    now = clock.now()
    limits: Limits = connection.app.state.limits
    client = client_address(connection)
    try:
        actor = await operations.authenticate(token, now)
    except problems.Unauthorised:
        here = limits.failed_attempts.retry_after(client, now)
        if seconds := here or limits.wrong_keys.retry_after(client, now):
            raise _too_many(
                "Too many requests with a wrong API key came from this address.", seconds
            ) from None
        limits.failed_attempts.add(client, now)
        limits.wrong_keys.add(client, now)
        raise
    key = str(actor.key_id)
    if seconds := limits.use_of_a_key.retry_after(key, now):
        raise _too_many("Too many requests came with this API key.", seconds)
    limits.use_of_a_key.add(key, now)
    return actor


def _too_many(detail: str, seconds: int) -> problems.TooManyRequests:
    return problems.TooManyRequests(
        detail, headers={"retry-after": str(seconds)}, retry_after_seconds=seconds
    )


def _token(headers: list[str]) -> str:
    """The key in the header; an empty text, which is no key, for any other form."""
    scheme, _, token = headers[0].partition(" ")
    return token.strip() if len(headers) == 1 and scheme.lower() == "bearer" else ""

"""Keys and the audit trail over HTTP, for the principal social worker's key."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from service import clock
from service.access import audit, operations
from service.access.actor import Actor, Scope
from service.access.guards import requires
from service.access.schemas import (
    AuditPage,
    FreshKey,
    Key,
    Keys,
    NewKey,
    audit_as_json,
    key_as_json,
)
from service.web.cursors import cursor, position

TAG = "Access"


@get(
    "/api/v1/keys",
    guards=[requires(Scope.PSW)],
    tags=[TAG],
    operation_id="listKeys",
    summary="All API keys, revoked ones too",
)
async def list_keys() -> Keys:
    return Keys([key_as_json(record) for record in await operations.listing()])


@post(
    "/api/v1/keys",
    guards=[requires(Scope.PSW)],
    tags=[TAG],
    operation_id="issueKey",
    summary="Issue an API key; it is shown this once",
)
async def issue_key(data: JSONBody[NewKey], actor: NamedDependency[Actor]) -> FreshKey:
    issued = await operations.create(
        data.name, data.scopes, clock.now(), actor, subject=data.subject
    )
    return FreshKey(key=issued.plaintext, details=key_as_json(issued.record))


@delete(
    "/api/v1/keys/{key_id:uuid}",
    guards=[requires(Scope.PSW)],
    status_code=200,
    tags=[TAG],
    operation_id="revokeKey",
    summary="Revoke an API key at once",
)
async def revoke_key(key_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Key:
    return key_as_json(await operations.revoke(key_id, clock.now(), actor))


@get(
    "/api/v1/audit",
    guards=[requires(Scope.PSW, Scope.AUDITOR)],
    tags=[TAG],
    operation_id="listAuditEntries",
    summary="Who changed what, newest first",
)
async def list_audit_entries(
    limit: Annotated[
        int, QueryParameter(ge=1, le=audit.PAGE_LIMIT, description="Entries on a page")
    ] = 50,
    before: Annotated[
        str | None,
        QueryParameter(max_length=60, description="Where to go on: taken from next, no meaning"),
    ] = None,
) -> AuditPage:
    # One more than asked for tells whether there is a next page.
    behind = None if before is None else position(before, "before")
    found = await audit.entries(before=behind, limit=limit + 1)
    page = found[:limit]
    following = None
    if len(found) > limit:
        following = f"/api/v1/audit?limit={limit}&before={cursor(page[-1].position)}"
    return AuditPage(
        entries=[audit_as_json(record) for record in page],
        next=following,
    )


ROUTES: list[HTTPRouteHandler] = [list_keys, issue_key, revoke_key, list_audit_entries]

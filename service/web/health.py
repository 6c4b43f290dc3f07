"""Whether the process is alive (/healthz), and whether it can do its work (/readyz)."""

from typing import Any, Literal

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler

from service import problems
from service.storage.database import Database


class Health(msgspec.Struct, frozen=True):
    status: Literal["ok"] = "ok"


@get("/healthz", include_in_schema=False, sync_to_thread=False)
def healthz() -> Health:
    """Answer; says nothing about the database, so that the process is not restarted for it."""
    return Health()


@get("/readyz", include_in_schema=False)
async def readyz(request: Request[Any, Any, Any]) -> Health:
    """Answer when the database answers and has the schema this program knows; 503 otherwise."""
    database: Database = request.app.state.database
    await database.ping()
    if not await database.is_migrated():
        raise problems.Unavailable(
            "The database is not at the schema of this version. "
            "The operator has to run: python -m service migrate"
        )
    return Health()


ROUTES: list[HTTPRouteHandler] = [healthz, readyz]

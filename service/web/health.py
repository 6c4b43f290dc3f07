"""Is the process alive (/healthz), and can it do its work (/readyz)?"""

from typing import Literal

import msgspec
from litestar import get
from litestar.handlers import HTTPRouteHandler

from service import problems


class Health(msgspec.Struct, frozen=True):
    status: Literal["ok"] = "ok"


@get("/healthz", include_in_schema=False, sync_to_thread=False)
def healthz() -> Health:
    """The process answers; says nothing about the database, so that it is not restarted for it."""
    return Health()


ROUTES: list[HTTPRouteHandler] = [healthz]

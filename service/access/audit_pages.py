"""The auditor's page of the audit trail: filters in the address, pages of fifty, and files."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.response import Stream, Template

from service import problems
from service.access import audit_store, audit_view
from service.access.actor import Scope
from service.access.audit_view import AuditAsked
from service.access.office import office_page
from service.access.schemas import AuditPage, audit_as_json
from service.access.store import AuditRecord
from service.access.visitors import Visitor, opens_to
from service.web.csv_file import csv_bytes
from service.web.cursors import position

READERS = (Scope.AUDITOR, Scope.PSW)
"""As in the API."""

Text = Annotated[str | None, QueryParameter(max_length=200)]
From = Annotated[str | None, QueryParameter(name="from", max_length=200)]


def _asked(
    *,
    who: Text = None,
    what: Text = None,
    kind: Text = None,
    subject: Text = None,
    first: From = None,
    to: Text = None,
) -> AuditAsked:
    return audit_view.asked(
        {"who": who, "what": what, "kind": kind, "subject": subject, "from": first, "to": to}
    )


ASKED = {"asked": Provide(_asked, sync_to_thread=False)}


@get("/audit", guards=[opens_to(*READERS)], dependencies=ASKED, include_in_schema=False)
async def trail(
    asked: NamedDependency[AuditAsked],
    visitor: NamedDependency[Visitor],
    before: Annotated[str | None, QueryParameter(max_length=60)] = None,
) -> Template:
    behind = None if before is None else position(before, "before")
    found: list[AuditRecord] = []
    total = 0
    if not asked.faults:
        found = await audit_store.asked_for(
            asked.question, before=behind, limit=audit_view.ON_A_PAGE + 1
        )
        total = await audit_store.how_many(asked.question)
    options = {
        "who": await audit_store.actors(),
        "what": await audit_store.actions(),
        "kind": await audit_store.subject_kinds(),
    }
    page = audit_view.trail_page(asked, found, total, options, further=behind is not None)
    return office_page(
        "office/audit.html", visitor, {"page": page}, status_code=422 if asked.faults else 200
    )


async def _exported(asked: AuditAsked) -> list[AuditRecord]:
    """The whole view, newest first. Raises InvalidParameter for what cannot be read or is too long."""
    if asked.faults:
        raise problems.InvalidParameter(
            "The filters cannot be read.",
            errors=[{"parameter": name, "detail": words} for name, words in asked.faults.items()],
        )
    found = await audit_store.asked_for(asked.question, limit=audit_view.MOST_EXPORTED + 1)
    if words := audit_view.too_many(len(found)):
        raise problems.InvalidParameter(
            words, errors=[{"parameter": "from", "detail": "a later day"}]
        )
    return found


def _as_file(ending: str) -> dict[str, str]:
    return {
        "content-disposition": f'attachment; filename="audit-trail.{ending}"',
        "cache-control": "private, no-store",
    }


@get(
    "/audit.csv",
    guards=[opens_to(*READERS)],
    dependencies=ASKED,
    include_in_schema=False,
    media_type="text/csv",
)
async def as_csv(asked: NamedDependency[AuditAsked]) -> Response[Any]:
    found = await _exported(asked)
    content = csv_bytes(audit_view.CSV_HEADER, audit_view.csv_rows(found))
    return Stream(content, media_type="text/csv", headers=_as_file("csv"))


@get("/audit.json", guards=[opens_to(*READERS)], dependencies=ASKED, include_in_schema=False)
async def as_json(asked: NamedDependency[AuditAsked]) -> Response[bytes]:
    """In the shape of the API's list."""
    found = await _exported(asked)
    document = AuditPage(entries=[audit_as_json(record) for record in found], next=None)
    return Response(
        msgspec.json.encode(document), media_type="application/json", headers=_as_file("json")
    )


ROUTES: list[HTTPRouteHandler] = [trail, as_csv, as_json]

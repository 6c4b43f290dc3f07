"""The evidence pack over HTTP: JSON, a page to read and print, a PDF to send."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Template

from service import clock
from service.access.actor import Actor
from service.asye import reading, years
from service.asye.pack import Pack, pack_of, pdf_of, shown
from service.asye.routes.who import PANEL, TAG
from service.asye.schemas.answers import pack_as_json
from service.asye.schemas.years import PackJson
from service.settings import Settings
from service.web.pages import page

PDF = "application/pdf"
PRIVATE = {"cache-control": "private, no-store", "x-robots-tag": "noindex, nofollow"}


async def _pack(year_id: UUID, actor: Actor, settings: Settings) -> Pack:
    held = await reading.one_for(actor, year_id, years.day_of(clock.now()), settings.asye)
    return pack_of(held, settings.council_name)


@get(
    "/api/v1/asye-years/{year_id:uuid}/evidence-pack",
    guards=PANEL,
    tags=[TAG],
    operation_id="readEvidencePack",
    summary="What was promised and what happened, line by line with its source",
)
async def read_pack(
    year_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[PackJson]:
    pack = await _pack(year_id, actor, settings)
    return Response(pack_as_json(pack), headers=PRIVATE)


@get(
    "/api/v1/asye-years/{year_id:uuid}/evidence-pack.html",
    guards=PANEL,
    tags=[TAG],
    operation_id="readEvidencePackAsPage",
    summary="The evidence pack as a page to read and print",
    media_type="text/html",
)
async def read_page(
    year_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Template:
    pack = await _pack(year_id, actor, settings)
    return page("asye/evidence_pack.html", {"pack": shown(pack)}, headers=PRIVATE)


@get(
    "/api/v1/asye-years/{year_id:uuid}/evidence-pack.pdf",
    guards=PANEL,
    tags=[TAG],
    operation_id="readEvidencePackAsPdf",
    summary="The evidence pack as a tagged PDF",
    media_type=PDF,
)
async def read_pdf(
    year_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    pack = await _pack(year_id, actor, settings)
    content: Any = await asyncio.to_thread(pdf_of, pack)
    name = f"asye-evidence-{pack.held.record.id}.pdf"
    return Response(
        content,
        media_type=PDF,
        headers={**PRIVATE, "content-disposition": f'attachment; filename="{name}"'},
    )


ROUTES: list[HTTPRouteHandler] = [read_pack, read_page, read_pdf]

"""The documents of an edition: made when it is published and kept with it; later for older editions.

They show what the public document of the edition says, and on their charts the half-years published
before it as they stood at that moment. So they can be made at any time and say the same, but they
are made once: bytes that people have downloaded do not change with the program.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version as version_of_package
from typing import Any
from uuid import UUID

import msgspec

from service import clock
from service.access import audit
from service.access.actor import Actor
from service.documents.ods import as_ods
from service.documents.typesetting import NotTypeset
from service.documents.xlsx import as_xlsx
from service.publication import document_store, store
from service.publication.addresses import DOCUMENTS, Form, page_address
from service.publication.book import Imprint, book_of
from service.publication.charts import MOST_PERIODS
from service.publication.document_store import MadeDocument
from service.publication.due import next_due
from service.publication.printed import as_pdf
from service.publication.store import EditionEntry, StoredEdition
from service.settings import Settings
from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work
from service.web.log import LOG

Json = Mapping[str, Any]

PACKAGE = "social-work-scorecard"
PROGRAM = Actor(name="the service", scopes=frozenset())
"""Who makes the documents of editions that were published before there were any."""


def before(entry: EditionEntry, entries: Iterable[EditionEntry]) -> list[EditionEntry]:
    """The earlier half-years as they stood when ``entry`` became public, oldest first."""
    held = list(entries)
    ends = sorted({each.period_end for each in held if each.period_end < entry.period_end})
    found = [store.latest_at(held, end, entry.public_from) for end in ends]
    return [each for each in found if each is not None][-(MOST_PERIODS - 1) :]


async def make(edition: StoredEdition, settings: Settings) -> tuple[MadeDocument, ...]:
    """The documents of an edition, whether it is stored already or about to be.

    A PDF that cannot be set is left out and logged: an edition is not held up by its print.
    """
    earlier = before(edition.entry, await store.entries())
    history = [
        msgspec.json.decode(found.public_content)
        for each in earlier
        if (found := await store.stored(each.id)) is not None
    ]
    history.append(msgspec.json.decode(edition.public_content))
    return await asyncio.to_thread(_made, history, _imprint(edition.entry, settings))


def _imprint(entry: EditionEntry, settings: Settings) -> Imprint:
    following = next_due([entry], entry.published_at, settings)
    return Imprint(
        content_sha256=entry.content_sha256,
        contact=settings.contact,
        next_period=following.end,
        address=f"{settings.public_url}{page_address(entry.period_end, entry.version)}",
    )


def _made(history: Sequence[Json], imprint: Imprint) -> tuple[MadeDocument, ...]:
    book = book_of(history[-1], imprint)
    made = [_document(Form.XLSX, as_xlsx(book)), _document(Form.ODS, as_ods(book))]
    try:
        made.append(_document(Form.PDF, as_pdf(history, imprint)))
    except NotTypeset as fault:
        LOG.error("the PDF of an edition cannot be made", detail=str(fault))
    return tuple(made)


def _document(form: Form, content: bytes) -> MadeDocument:
    return MadeDocument(form, content, hashlib.sha256(content).hexdigest())


async def keep(edition: StoredEdition, made: tuple[MadeDocument, ...]) -> None:
    """Store documents in the caller's unit of work."""
    await document_store.add(
        edition.entry.id, made, clock.now().replace(microsecond=0), version_of_package(PACKAGE)
    )


def for_audit(made: Iterable[MadeDocument]) -> dict[str, str]:
    """Form and SHA-256 of each document, for the trail."""
    return {each.form.value.removeprefix("."): each.sha256 for each in made}


async def document(edition: StoredEdition, form: Form, settings: Settings) -> MadeDocument | None:
    """One document of a stored edition, made and kept when there is none; None if it cannot be."""
    await ensure(edition, settings)
    return await document_store.content(edition.entry.id, form)


async def ensure(edition: StoredEdition, settings: Settings) -> dict[Form, int]:
    """Make what documents a stored edition lacks; returns the sizes of all there are."""
    there = await document_store.sizes(edition.entry.id)
    if len(there) == len(DOCUMENTS):
        return there
    made = tuple(each for each in await make(edition, settings) if each.form not in there)
    if made:
        try:
            async with unit_of_work():
                await keep(edition, made)
                await audit.record(
                    PROGRAM,
                    "edition.documents-made",
                    subject_kind="edition",
                    subject_id=str(edition.entry.id),
                    before=None,
                    after={"documents": for_audit(made)},
                    now=clock.now(),
                )
        except ConstraintBroken as broken:
            if broken.rule != "unique":
                raise
            # Another process was faster: what it kept is what counts.
    return await document_store.sizes(edition.entry.id)


async def altered(edition: UUID) -> tuple[Form, str, str | None] | None:
    """The first document that is not what the trail says was made: form, its hash then and now.

    None now: it is gone. None at all: all are what they were; of editions without documents, too.
    """
    told: dict[str, str] = {}
    for entry in await audit.entries_of("edition", str(edition)):
        told |= (entry.after or {}).get("documents", {})
    for name, sha256 in told.items():
        form = Form(f".{name}")
        kept = await document_store.content(edition, form)
        now = None if kept is None else hashlib.sha256(kept.content).hexdigest()
        if now != sha256:
            return form, sha256, now
    return None

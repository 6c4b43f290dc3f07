"""Documents of editions in the database: added once, never changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.publication.addresses import Form
from service.storage.tables.documents import EditionDocument


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """One document as it is kept."""

    form: Form
    content: bytes
    sha256: str


async def add(
    edition: UUID, documents: tuple[MadeDocument, ...], made_at: datetime, made_with: str
) -> None:
    """Store documents in the caller's unit of work; a second of one form breaks UNIQUE."""
    await EditionDocument.insert(
        *(
            EditionDocument(
                edition=edition,
                form=each.form.value.removeprefix("."),
                content=each.content,
                sha256=each.sha256,
                size=len(each.content),
                made_at=made_at,
                made_with=made_with,
            )
            for each in documents
        )
    )


async def content(edition: UUID, form: Form) -> MadeDocument | None:
    """One document; None where none has been made."""
    rows = await EditionDocument.select(EditionDocument.content, EditionDocument.sha256).where(
        (EditionDocument.edition == edition)
        & (EditionDocument.form == form.value.removeprefix("."))
    )
    return MadeDocument(form, bytes(rows[0]["content"]), rows[0]["sha256"]) if rows else None


async def sizes(edition: UUID) -> dict[Form, int]:
    """Bytes of the documents there are."""
    rows = await EditionDocument.select(EditionDocument.form, EditionDocument.size).where(
        EditionDocument.edition == edition
    )
    return {Form(f".{row['form']}"): row["size"] for row in rows}

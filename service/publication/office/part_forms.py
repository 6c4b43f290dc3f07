"""The forms of the parts of an edition: texts of what stands, and the form again when it is refused."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from litestar.response import Template

from service.access.office import office_page
from service.access.visitors import Visitor
from service.problems import Conflict, NotFound, PreconditionFailed, Problem, Unprocessable
from service.publication.preparation.parts import Parts
from service.publication.preparation.refusals import NoSuchPart
from service.publication.preparation.store import Part, PartKind
from service.web.typed import Form, refused

FOLDER = "publication/office"
REFUSALS = (Unprocessable, Conflict, PreconditionFailed, NoSuchPart)
"""What somebody who writes can put right."""
REMOVE = "remove"
NEW = "new"


def form_page(template: str, visitor: Visitor, context: dict[str, Any], form: Form) -> Template:
    return office_page(
        f"{FOLDER}/{template}", visitor, {"form": form, **context}, status_code=form.status
    )


def standing_part(parts: Parts, kind: PartKind, key: str = "") -> Part | None:
    found = parts.find(kind, key)
    return found if found is not None and found.stands else None


def form_of(texts: Mapping[str, str], standing: Part | None) -> Form:
    return Form(texts, "" if standing is None else str(standing.revision))


def again(refusal: Problem, texts: Mapping[str, str], labels: Mapping[str, str]) -> Form:
    return refused(refusal, texts, labels, revision=texts.get("revision", ""))


def one_of(parts: Iterable[Part], key: str) -> Part:
    """Raises NotFound."""
    for each in parts:
        if each.key == key:
            return each
    raise NotFound("There is nothing here any more: it was taken away, or never written.")


def id_in(key: str) -> UUID:
    """Raises NotFound."""
    try:
        return UUID(key)
    except ValueError:
        raise NotFound("There is nothing at this address.") from None


def one_line(texts: Mapping[str, str], name: str) -> str:
    """A text that is one line, however it was typed."""
    return " ".join(texts.get(name, "").split())

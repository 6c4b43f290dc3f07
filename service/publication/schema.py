"""The JSON Schema of an edition's document (draft 2020-12), from the types that the API describes.

The same words in one place: ``documents.EditionDocument``. A test validates published editions for
every audience against it, with a validator that knows nothing of us.
"""

from functools import cache
from typing import Any

import msgspec

from service.publication.documents import EditionDocument

ADDRESS = "/api/v1/schemas/edition.json"
MEDIA_TYPE = "application/schema+json"


@cache
def edition_schema() -> dict[str, Any]:
    """The whole schema as plain JSON values."""
    (root,), components = msgspec.json.schema_components(
        (EditionDocument,), schema_hook=_anything, ref_template="#/$defs/{name}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ADDRESS,
        "title": "A published scorecard",
        **root,
        "$defs": dict(sorted(components.items())),
    }


def _anything(kind: type) -> dict[str, Any]:
    """Decided values have shapes of their own, which the catalogue may add to."""
    if kind is not object:
        raise TypeError(f"{kind} has no schema")
    return {"type": ["object", "array", "string", "number", "boolean", "null"]}


def as_bytes() -> bytes:
    return msgspec.json.format(msgspec.json.encode(edition_schema()), indent=2) + b"\n"

"""Optimistic locks over HTTP: an ETag counts the revisions of a thing, If-Match names one."""

import re

from service.problems import PreconditionNeeded

UNKNOWN_REVISION = 0
"""What no thing ever has: an If-Match that names none of its revisions."""


def revision_tag(thing: str, revision: int) -> str:
    """The opaque part of the ETag: ``draft-7``."""
    return f"{thing}-{revision}"


def revision_of(if_match: str | None, thing: str) -> int:
    """The revision that If-Match names. Raises PreconditionNeeded without the header.

    ``*`` is not taken: whoever changes a thing has to have seen it.
    """
    if if_match is None:
        raise PreconditionNeeded(f"An If-Match header with the ETag of the {thing} is needed.")
    known = re.fullmatch(rf'"{thing}-([1-9][0-9]{{0,8}})"', if_match.strip(), re.ASCII)
    return int(known[1]) if known else UNKNOWN_REVISION

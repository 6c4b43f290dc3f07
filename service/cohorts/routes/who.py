"""Who may read and who may write, and how a lead says which state of a plan was changed."""

import re
from typing import Annotated

from litestar.params import HeaderParameter

from service.access.actor import Scope
from service.access.guards import requires
from service.problems import PreconditionNeeded

TAG = "Academy"
LEADS = [requires(Scope.ACADEMY)]
"""Drafts, and everything that is written."""
PLANNERS = [requires(Scope.ACADEMY, Scope.PSW)]
"""What is not released yet."""
READERS = [requires(Scope.ACADEMY, Scope.PSW, Scope.READ)]
"""Programmes, places, people in roles, and what has been released."""

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description="The ETag of the draft that you changed"),
]

_TAG = re.compile(r'"draft-([1-9][0-9]{0,8})"')
UNKNOWN_REVISION = 0


def draft_tag(revision: int) -> str:
    return f"draft-{revision}"


def revision_of(if_match: str | None) -> int:
    """The revision that If-Match names. Raises PreconditionNeeded without the header.

    ``*`` is not taken: whoever changes a plan has to have seen it.
    """
    if if_match is None:
        raise PreconditionNeeded("An If-Match header with the ETag of the draft is needed.")
    known = _TAG.fullmatch(if_match.strip())
    return int(known[1]) if known else UNKNOWN_REVISION

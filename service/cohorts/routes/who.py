"""Who may read and who may write, and how a lead says which state of a plan was changed."""

import re
from typing import Any

from litestar import Request

from service.access.actor import Scope
from service.access.guards import requires
from service.cohorts.refusals import PreconditionNeeded

TAG = "Academy"
LEADS = [requires(Scope.ACADEMY)]
"""Drafts, and everything that is written."""
PLANNERS = [requires(Scope.ACADEMY, Scope.PSW)]
"""What is not released yet."""
READERS = [requires(Scope.ACADEMY, Scope.PSW, Scope.READ)]
"""Programmes, places, people in roles, and what has been released."""

_TAG = re.compile(r'"draft-([1-9][0-9]{0,8})"')
UNKNOWN_REVISION = 0


def draft_tag(revision: int) -> str:
    return f"draft-{revision}"


def revision_of(request: Request[Any, Any, Any]) -> int:
    """The revision that If-Match names. Raises PreconditionNeeded without the header.

    ``*`` is not taken: whoever changes a plan has to have seen it.
    """
    given = request.headers.get("if-match")
    if given is None:
        raise PreconditionNeeded("An If-Match header with the ETag of the draft is needed.")
    known = _TAG.fullmatch(given.strip())
    return int(known[1]) if known else UNKNOWN_REVISION

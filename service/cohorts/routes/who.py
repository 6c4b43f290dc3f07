"""Who may read and who may write, and how a lead says which state of a plan was changed."""

from typing import Annotated

from litestar.params import HeaderParameter

from service.access.actor import Scope
from service.access.guards import requires
from service.web import revisions
from service.web.revisions import revision_tag

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


def draft_tag(revision: int) -> str:
    return revision_tag("draft", revision)


def revision_of(if_match: str | None) -> int:
    """The revision that If-Match names. Raises PreconditionNeeded without the header."""
    return revisions.revision_of(if_match, "draft")

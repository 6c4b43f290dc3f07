"""Who may read and who may write about members, and how a change names what it was made on."""

from typing import Annotated

from litestar.params import HeaderParameter

from service.access.actor import Scope
from service.access.guards import requires
from service.web import revisions
from service.web.revisions import revision_tag

TAG = "Academy members"
LEADS = [requires(Scope.ACADEMY)]
OWNERS = [requires(Scope.ACADEMY, Scope.STARTER, Scope.MANAGER)]
"""The lead, the member, and their manager."""
REGISTRARS = [requires(Scope.ACADEMY, Scope.FACILITATOR)]

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description="The ETag of the member that you changed"),
]


def member_tag(revision: int) -> str:
    return revision_tag("member", revision)


def revision_of(if_match: str | None) -> int:
    """The revision that If-Match names. Raises PreconditionNeeded without the header."""
    return revisions.revision_of(if_match, "member")


IfMatchStarter = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description="The ETag of the starter that you changed"),
]


def starter_tag(revision: int) -> str:
    return revision_tag("starter", revision)


def starter_revision(if_match: str | None) -> int:
    """The revision that If-Match names. Raises PreconditionNeeded without the header."""
    return revisions.revision_of(if_match, "starter")

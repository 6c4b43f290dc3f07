"""Who may read and who may write about members, and how a change names what it was made on."""

import re
from typing import Annotated

from litestar.params import HeaderParameter

from service.access.actor import Scope
from service.access.guards import requires
from service.problems import PreconditionNeeded

TAG = "Academy members"
LEADS = [requires(Scope.ACADEMY)]
OWNERS = [requires(Scope.ACADEMY, Scope.STARTER, Scope.MANAGER)]
"""The lead, the member, and their manager."""
REGISTRARS = [requires(Scope.ACADEMY, Scope.FACILITATOR)]

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description="The ETag of the member that you changed"),
]

_TAG = re.compile(r'"member-([1-9][0-9]{0,8})"')
UNKNOWN_REVISION = 0


def member_tag(revision: int) -> str:
    return f"member-{revision}"


def revision_of(if_match: str | None) -> int:
    """The revision that If-Match names. Raises PreconditionNeeded without the header."""
    if if_match is None:
        raise PreconditionNeeded("An If-Match header with the ETag of the member is needed.")
    known = _TAG.fullmatch(if_match.strip())
    return int(known[1]) if known else UNKNOWN_REVISION

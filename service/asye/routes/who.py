"""Who may read and who may write about ASYE years, and how a change names what it was made on."""

from typing import Annotated

from litestar.params import HeaderParameter

from service.access.actor import Actor, Scope
from service.access.guards import requires
from service.web import revisions
from service.web.revisions import revision_tag

TAG = "ASYE years"
THING = "asye-year"
LEADS = [requires(Scope.ACADEMY)]
READERS = [
    requires(Scope.ACADEMY, Scope.PSW, Scope.MANAGER, Scope.STARTER, Scope.FACILITATOR),
]
"""Each at their own scope: office, team, self, and whom they supervise."""
PANEL = [requires(Scope.ACADEMY, Scope.PSW, Scope.MANAGER, Scope.STARTER)]
"""Who may read the evidence pack, which tells of breaches."""
RECORDERS = [requires(Scope.ACADEMY, Scope.MANAGER, Scope.FACILITATOR)]
WEIGHERS = [requires(Scope.ACADEMY, Scope.MANAGER)]
"""Who says what the work weighs that a cap in points is compared with: a caseload."""
OWNERS = [requires(Scope.ACADEMY, Scope.MANAGER, Scope.STARTER, Scope.FACILITATOR)]
"""Recorders, and the person themselves: their own protected time, their own signature."""
MANAGERS = [requires(Scope.ACADEMY, Scope.PSW, Scope.MANAGER)]
"""Who sees breaches of others."""

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description="The ETag of the ASYE year that you changed"),
]


def year_tag(revision: int) -> str:
    return revision_tag(THING, revision)


def revision_of(if_match: str | None) -> int:
    """The revision that If-Match names. Raises PreconditionNeeded without the header."""
    return revisions.revision_of(if_match, THING)


def sees_caseload(actor: Actor) -> bool:
    """Breaches are for the manager, the lead, the principal social worker and the person."""
    return actor.personal is not Scope.FACILITATOR

"""Who may do what with exit interviews, comments and surveys, and how a change names its ground."""

from datetime import date
from typing import Annotated

from litestar.params import HeaderParameter, QueryParameter

from service.access.actor import Scope
from service.access.guards import requires
from service.web import revisions

INTERVIEWS, THEMES, SURVEYS = "Exit interviews", "Themes", "Staff surveys"

DESK = [requires(Scope.HR)]
READERS = [requires(Scope.HR, Scope.PSW, Scope.CODER)]
CODERS = [requires(Scope.CODER)]
DECIDERS = [requires(Scope.PSW, Scope.CODER)]
PSW = [requires(Scope.PSW)]
CARERS = [requires(Scope.HR, Scope.PSW)]
"""Those who see to follow-ups, and run surveys."""
FEEDBACK = [requires(Scope.ACADEMY)]

IfMatch = Annotated[
    str | None, HeaderParameter(name="If-Match", description="The ETag of what you changed")
]
HalfYearEnd = Annotated[
    date | None,
    QueryParameter(description="Only what belongs to the half-year that ends on this day"),
]


def tag(thing: str, revision: int) -> dict[str, str]:
    """The ETag header of a thing that is changed with If-Match."""
    return {"etag": f'"{revisions.revision_tag(thing, revision)}"'}


def revision_of(if_match: str | None, thing: str) -> int:
    """The revision that If-Match names. Raises PreconditionNeeded without the header."""
    return revisions.revision_of(if_match, thing)
